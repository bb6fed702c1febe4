"""Facts come back whole and in time order, and each pick holds what its definition says."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from qwenbrowser.domain import dates
from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    EntityKind,
    FactKind,
    LinkKind,
    Mode,
    Part,
    Stance,
    State,
    Tiers,
    When,
)
from qwenbrowser.store import facts
from qwenbrowser.store.rows import CHUNK


@contextmanager
def statements(conn: Connection) -> Iterator[list[str]]:
    """Collects what is sent to the database, with its parameters filled in."""
    driver: Any = conn.connection.driver_connection
    sent: list[str] = []
    driver.set_trace_callback(sent.append)
    try:
        yield sent
    finally:
        driver.set_trace_callback(None)


# -- whole facts ---------------------------------------------------------------------------------------


def test_a_fact_comes_with_all_that_belongs_to_it(draft) -> None:
    lin = draft.entity("Junyang Lin", summary="Tech lead of Qwen, leaving")
    source = draft.source(
        "It said words.", "2026-03-04", title="Digest", outlet="Outlet 1", published_basis="inferred"
    )
    departure = draft.fact("event", "A departure")
    quote = draft.fact(
        "quote",
        "stepping down",
        "2026-03-03",
        ("speaker", lin),
        ("addressee", None),
        refs=["Q04"],
        title="A title",
        certainty="unclear",
        mode="verbatim",
        cue="announced",
        medium="post",
        platform="X",
        field="bio",
        before="then",
        after="now",
        when_basis="resolved",
        when_expression="on Tuesday",
        when_anchor="{}",
        when_as_of="2026-03-04",
    )
    draft.cite(
        quote,
        source,
        8,
        13,
        exact="words",
        prefix="said ",
        suffix=".",
        verbatim=True,
        stance="disputes",
        says_text="words",
        says_edtf="2026-03",
        note="a note",
    )
    draft.link(quote, departure, "part_of")

    (fact,) = facts.facts_by_ids(draft.conn, [quote])

    assert (fact.kind, fact.refs, fact.title, fact.text) == (
        FactKind.QUOTE,
        ("Q04",),
        "A title",
        "stepping down",
    )
    assert fact.when == When("2026-03-03", Basis.RESOLVED, "on Tuesday", "{}", "2026-03-04")
    assert (fact.certainty, fact.state, fact.mode) == (Certainty.UNCLEAR, State.ACCEPTED, Mode.VERBATIM)
    assert (fact.cue, fact.medium, fact.platform) == ("announced", "post", "X")
    assert (fact.field, fact.before, fact.after) == ("bio", "then", "now")
    assert fact.speaker is not None
    assert fact.speaker.entity is not None
    assert (fact.speaker.entity.id, fact.speaker.entity.kind) == (lin, EntityKind.PERSON)
    assert (fact.speaker.entity.name, fact.speaker.entity.summary) == (
        "Junyang Lin",
        "Tech lead of Qwen, leaving",
    )
    assert [(part.role, part.entity) for part in fact.participations[1:]] == [(Part.ADDRESSEE, None)]
    (citation,) = fact.citations
    assert (citation.start, citation.end, citation.exact) == (8, 13, "words")
    assert (citation.prefix, citation.suffix, citation.verbatim) == ("said ", ".", True)
    assert (citation.stance, citation.note) == (Stance.DISPUTES, "a note")
    assert (citation.says_text, citation.says_edtf) == ("words", "2026-03")
    assert (citation.source.id, citation.source.title, citation.source.outlet) == (
        source,
        "Digest",
        "Outlet 1",
    )
    assert citation.source.published == When("2026-03-04", Basis.INFERRED)
    assert [(link.kind, link.outgoing, link.other_id) for link in fact.links] == [
        (LinkKind.PART_OF, True, departure)
    ]
    assert facts.citations_of(draft.conn, quote) == fact.citations


def test_parts_and_citations_keep_the_order_they_were_recorded_in(draft) -> None:
    people = [draft.entity(f"Person {letter}") for letter in "ABC"]
    sources = [draft.source(title=title) for title in "ab"]
    fact = draft.fact("claim")
    for position, person in zip((2, 0, 1), people, strict=True):
        draft.part(fact, "about", person, position=position)
    draft.cite(fact, sources[0], position=1)
    draft.cite(fact, sources[1], position=0)
    (found,) = facts.facts_by_ids(draft.conn, [fact])
    assert [part.entity.name for part in found.participations] == ["Person B", "Person C", "Person A"]
    assert [citation.source.title for citation in found.citations] == ["b", "a"]


def test_a_link_is_seen_from_both_ends(draft) -> None:
    event_, quote = draft.fact("event"), draft.fact("quote")
    draft.link(quote, event_, "reaction_to")
    at_event, at_quote = facts.facts_by_ids(draft.conn, [event_, quote])
    (coming,), (going,) = at_event.links, at_quote.links
    assert (coming.outgoing, coming.other_id, coming.other_uid) == (False, quote, at_quote.uid)
    assert (going.outgoing, going.other_id, going.other_kind) == (True, event_, FactKind.EVENT)


@pytest.mark.parametrize("state", ["proposed", "rejected"])
def test_only_accepted_parts_and_links_are_shown(draft, state: str) -> None:
    person = draft.entity("Person 1")
    fact, other, guess = draft.fact("event"), draft.fact("event"), draft.fact("event", state=state)
    draft.part(fact, "actor", person, state=state)
    draft.link(fact, other, "part_of", state=state)
    draft.link(guess, fact, "same_as")
    (found,) = facts.facts_by_ids(draft.conn, [fact])
    assert (found.participations, found.links) == ((), ())
    assert facts.facts_by_ids(draft.conn, [guess])[0].state is State(state)


def test_facts_come_in_the_order_asked_for_and_missing_ones_are_left_out(draft) -> None:
    ids = [draft.fact("event", f"Event {number}") for number in range(2 * CHUNK + 7)]
    asked = [*reversed(ids), 999_999, ids[3]]
    assert [fact.id for fact in facts.facts_by_ids(draft.conn, asked)] == [*reversed(ids), ids[3]]
    assert facts.facts_by_ids(draft.conn, []) == []


@pytest.mark.parametrize("number", [1, 256, CHUNK])
def test_a_page_takes_five_statements_however_long(draft, number: int) -> None:
    person, source = draft.entity("Person 1"), draft.source()
    ids = [draft.fact("quote", "Words.", None, ("speaker", person)) for _ in range(number)]
    for fact in ids:
        draft.cite(fact, source)
    with statements(draft.conn) as sent:
        assert len(facts.facts_by_ids(draft.conn, ids)) == number
    assert len(sent) == 5


def test_a_fact_is_found_by_its_uid(draft) -> None:
    accepted, guess = draft.fact("event"), draft.fact("event", state="proposed")
    known, guessed = (fact.uid for fact in facts.facts_by_ids(draft.conn, [accepted, guess]))
    assert facts.fact_id_of(draft.conn, known) == accepted
    for uid in (guessed, "nothing"):
        with pytest.raises(NotFound, match="There is no fact"):
            facts.fact_id_of(draft.conn, uid)


# -- in time -------------------------------------------------------------------------------------------

DATES = (
    None,
    "2026-03-04",
    "[..2026-03-04]",
    "2026-03-03/2026-03-04",
    "2019-07",
    "2023-04/..",
    "2026-02~",
    "2026-03-03",
    "[2026-03-03..2026-03-04]",
    "2026",
    "-0043",
    "Y170000002",
    None,
    "2026-03-04",
)


def test_ids_come_in_time_order_undated_last(draft) -> None:
    ids = [draft.fact(kind, "Words.", date) for date in DATES for kind in ("event", "quote", "claim")]
    draft.fact("event", "A guess", "2020", state="proposed")
    when = {fact.id: dates.parse(fact.when.edtf) for fact in facts.facts_by_ids(draft.conn, ids)}
    expected = sorted(ids, key=lambda id_: (when[id_].sort_lo, when[id_].sort_hi, id_))
    found = facts.fact_ids(draft.conn)
    assert list(found) == expected
    assert found.typecode == "q"
    undated = [id_ for id_ in ids if when[id_].edtf is None]
    assert list(found[-len(undated) :]) == undated
    quotes = [fact.id for fact in facts.facts_by_ids(draft.conn, expected) if fact.kind is FactKind.QUOTE]
    assert list(facts.fact_ids(draft.conn, [FactKind.QUOTE])) == quotes
    assert len(facts.fact_ids(draft.conn, facts.STATEMENTS)) == 2 * len(DATES)
    assert list(facts.fact_ids(draft.conn, [])) == []


def test_ids_of_another_state(draft) -> None:
    draft.fact("event")
    guess = draft.fact("event", state="proposed")
    assert list(facts.fact_ids(draft.conn, state=State.PROPOSED)) == [guess]


@pytest.mark.parametrize(
    ("lo", "hi"),
    [("2026-03-03", "2026-03-04"), ("2019-08", "2026-03-02"), ("-0100", "2030"), ("2031", "2032")],
)
@pytest.mark.parametrize("kinds", [None, [FactKind.EVENT]])
def test_pages_of_a_window_hold_each_fact_that_meets_it_once(draft, lo: str, hi: str, kinds) -> None:
    ids = [draft.fact(kind, "Words.", date) for date in DATES for kind in ("event", "claim")]
    draft.fact("event", "A guess", "2026-03-03", state="proposed")
    start, end = dates.parse(lo).sort_lo, dates.parse(hi).sort_lo
    expected = []
    for fact in facts.facts_by_ids(draft.conn, ids):
        when = dates.parse(fact.when.edtf)
        if when.points and when.sort_lo < end and when.sort_hi > start and (not kinds or fact.kind in kinds):
            expected.append((when.sort_lo, when.sort_hi, fact.id))
    pages, after = [], None
    while page := facts.fact_ids_in_window(draft.conn, start, end, kinds, after=after, limit=3):
        assert len(page) <= 3
        pages.extend(page)
        after = page[-1]
    assert [tuple(key) for key in pages] == sorted(expected)


# -- by entity -----------------------------------------------------------------------------------------


def test_the_three_tiers_share_no_fact(draft) -> None:
    hui, other = draft.entity("Binyuan Hui"), draft.entity("Person 1")
    change = draft.fact("event", "The change")
    profile = draft.fact("profile_change", "formerly", "2026-03-04", ("subject", hui))
    draft.link(profile, change, "part_of")
    own = draft.fact("quote", "own", "2026-03-03", ("speaker", hui), ("about", hui))
    about = draft.fact("claim", "about", "2026-03-02", ("speaker", other), ("about", hui))
    subject = draft.fact("claim", "subject", "2026-03-01", ("subject", hui))
    late = draft.fact("quote", "late", "2026-03-05", ("speaker", other))
    early = draft.fact("quote", "early", "2026-03-01", ("speaker", None))
    draft.fact("quote", "elsewhere", "2026-03-01", ("speaker", other))
    for fact in (own, about, late):
        draft.link(fact, change, "reaction_to")
    draft.link(early, change, "part_of")
    assert facts.statements_of(draft.conn, hui) == Tiers((own,), (subject, about), (early, late))


def _linked(
    draft, *, role: str = "subject", kind: str = "reaction_to", event_kind: str = "event", **states: str
):
    """A person in a fact linked to an event that somebody else's statement is linked to; the statement."""
    person = draft.entity("Person 1")
    there = draft.fact(event_kind, "The event", state=states.get("event", "accepted"))
    fact = draft.fact("profile_change", state=states.get("fact", "accepted"))
    draft.part(fact, role, person, state=states.get("part", "accepted"))
    draft.link(fact, there, kind, state=states.get("link", "accepted"))
    statement = draft.fact("quote", state=states.get("statement", "accepted"))
    draft.link(statement, there, kind, state=states.get("reaction", "accepted"))
    return person, there, statement


@pytest.mark.parametrize("role", ["speaker", "actor", "subject", "holder"])
@pytest.mark.parametrize("kind", ["reaction_to", "part_of"])
def test_the_same_story_is_told_by_these_roles_and_links(draft, role: str, kind: str) -> None:
    person, there, statement = _linked(draft, role=role, kind=kind)
    assert facts.statements_of(draft.conn, person).same_story == (statement,)
    assert facts.events_of(draft.conn, person) == [there]


@pytest.mark.parametrize(
    "but",
    [
        {"role": "about"},
        {"role": "addressee"},
        {"role": "organisation"},
        {"kind": "in_tension"},
        {"kind": "same_as"},
        {"event_kind": "claim"},
        {"event": "proposed"},
        {"fact": "proposed"},
        {"part": "rejected"},
        {"link": "proposed"},
    ],
    ids=lambda but: "-".join(f"{key}={value}" for key, value in but.items()),
)
def test_the_same_story_is_not_told_by_anything_else(draft, but: dict[str, str]) -> None:
    person, _, _ = _linked(draft, **but)
    assert facts.statements_of(draft.conn, person).same_story == ()
    assert facts.events_of(draft.conn, person) == []


@pytest.mark.parametrize("guessed", ["statement", "reaction"])
def test_a_guessed_reaction_is_not_in_the_same_story(draft, guessed: str) -> None:
    person, _, _ = _linked(draft, **{guessed: "proposed"})
    assert facts.statements_of(draft.conn, person).same_story == ()


def test_a_link_from_the_event_does_not_count(draft) -> None:
    person = draft.entity("Person 1")
    there, mine, other = (
        draft.fact("event"),
        draft.fact("claim", "x", None, ("speaker", person)),
        draft.fact("quote"),
    )
    draft.link(there, mine, "part_of")
    draft.link(other, there, "reaction_to")
    assert facts.statements_of(draft.conn, person) == Tiers((mine,))


@pytest.mark.parametrize("seed", range(8))
def test_the_picks_agree_with_their_definitions_on_random_stories(draft, seed: int) -> None:
    """Against the definitions written out over plain tuples."""
    chance = random.Random(seed)
    states = ["accepted"] * 4 + ["proposed"]
    people = [draft.entity(f"Person {number}") for number in range(4)]
    kinds = {draft.fact(kind, "x", chance.choice(DATES), state=chance.choice(states)): kind
             for kind in chance.choices([*FactKind, "event", "quote"], k=40)}  # fmt: skip
    parts = [(chance.choice([*kinds]), chance.choice(people), chance.choice([*Part]), chance.choice(states))
             for _ in range(60)]  # fmt: skip
    pairs = {
        (chance.choice([*kinds]), chance.choice([*kinds]), chance.choice([*LinkKind])) for _ in range(150)
    }
    links = [(*pair, chance.choice(states)) for pair in sorted(pairs) if pair[0] != pair[1]]
    for fact, person, role, state in parts:
        draft.part(fact, role, person, state=state)
    for start, end, kind, state in links:
        draft.link(start, end, kind, state=state)

    order = list(facts.fact_ids(draft.conn))
    accepted = set(order)
    direct = {(start, end) for start, end, kind, state in links
              if state == "accepted" and kind in ("reaction_to", "part_of")
              and {start, end} <= accepted and kinds[end] == "event"}  # fmt: skip
    for person in people:
        roles = {
            fact: {r for f, p, r, s in parts if (f, p, s) == (fact, person, "accepted")} for fact in accepted
        }

        def of(kind: set[str], chosen: set[int]) -> list[int]:
            return [fact for fact in order if fact in chosen and kinds[fact] in kind]

        def having(*wanted: str, roles: dict[int, set[Part]] = roles) -> set[int]:
            return {fact for fact in accepted if roles[fact] & set(wanted)}

        around = {end for start, end in direct if start in having("speaker", "actor", "subject", "holder")}
        said = {"quote", "claim"}
        own = of(said, having("speaker"))
        about = of(said, having("about", "subject") - set(own))
        same = of(said, {start for start, end in direct if end in around} - {*own, *about})
        conn = draft.conn
        assert facts.statements_of(conn, person) == Tiers(tuple(own), tuple(about), tuple(same))
        assert facts.events_of(conn, person) == of({"event"}, having(*Part) | around)
        assert facts.profile_changes_of(conn, person) == of({"profile_change"}, having("holder", "subject"))
        assert facts.roles_of(conn, person) == of({"role"}, having("holder", "organisation"))
        assert facts.questions_of(conn, person) == of({"question"}, having(*Part))
        assert list(facts.facts_of_entity(conn, person)) == of(set(FactKind), having(*Part))


def test_the_lead_fact_is_a_change_then_own_words_then_words_about_then_anything(draft) -> None:
    person = draft.entity("Person 1")
    assert facts.lead_fact_of(draft.conn, person) is None
    for kind, role in (
        ("event", "actor"),
        ("claim", "about"),
        ("quote", "speaker"),
        ("profile_change", "subject"),
    ):
        fact = draft.fact(kind, "Words.", None, (role, person))
        assert facts.lead_fact_of(draft.conn, person) == fact


# -- by link -------------------------------------------------------------------------------------------


def test_hedges_are_unclear_claims_that_belong_to_the_fact(draft) -> None:
    change = draft.fact("profile_change")
    hedge = draft.fact("claim", certainty="unclear")
    for kind, certainty, link, state in (
        ("claim", "stated", "part_of", "accepted"),
        ("question", "unclear", "part_of", "accepted"),
        ("claim", "unclear", "reaction_to", "accepted"),
        ("claim", "unclear", "part_of", "proposed"),
    ):
        draft.link(draft.fact(kind, certainty=certainty), change, link, state=state)
    draft.link(hedge, change, "part_of")
    assert facts.hedges_of(draft.conn, change) == [hedge]
    assert facts.hedges_of(draft.conn, hedge) == []


def test_tensions_are_pairs_of_accepted_facts_each_once_the_earlier_first(draft) -> None:
    late, early = draft.fact("quote", "late", "2026-03-04"), draft.fact("quote", "early", "2026-03-03")
    guess = draft.fact("quote", "guess", state="proposed")
    draft.link(late, early, "in_tension")
    draft.link(early, late, "in_tension")
    draft.link(early, guess, "in_tension")
    draft.link(late, draft.fact("quote"), "in_tension", state="rejected")
    draft.link(late, draft.fact("quote"), "same_as")
    assert facts.open_tensions(draft.conn) == [(early, late)]


# -- how they are read ---------------------------------------------------------------------------------

READS: tuple[Callable[[Connection], object], ...] = (
    lambda conn: facts.facts_by_ids(conn, [1, 2, 3]),
    lambda conn: facts.statements_of(conn, 1),
    lambda conn: facts.events_of(conn, 1),
    lambda conn: facts.profile_changes_of(conn, 1),
    lambda conn: facts.roles_of(conn, 1),
    lambda conn: facts.questions_of(conn, 1),
    lambda conn: facts.facts_of_entity(conn, 1),
    lambda conn: facts.hedges_of(conn, 1),
)


@pytest.mark.parametrize("number", range(len(READS)))
def test_no_read_of_one_thing_walks_through_a_table(draft, number: int) -> None:
    """SQLite's own plan, made without statistics as in a story that was just imported."""
    with statements(draft.conn) as sent:
        READS[number](draft.conn)
    for sql in sent:
        plan = [row[3] for row in draft.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
        walked = [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step]
        by_time = [step for step in plan if "ix_facts_when_lo" in step or "ix_facts_mode" in step]
        assert walked + by_time == [], sql


def test_time_order_needs_no_sorting(draft) -> None:
    with statements(draft.conn) as sent:
        facts.fact_ids(draft.conn)
        facts.fact_ids(draft.conn, facts.STATEMENTS)
        facts.fact_ids_in_window(draft.conn, 0, 1, after=(0, 0, 0))
    for sql in sent:
        plan = [row[3] for row in draft.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
        # "anon_1" are the rows as they come, on their way into one value.
        steps = [step for step in plan if step not in ("CO-ROUTINE anon_1", "SCAN anon_1")]
        assert len(steps) >= 1, sql
        assert all("COVERING INDEX ix_facts_when_lo" in step for step in steps), sql


def test_dates_of_facts_come_by_id(draft) -> None:
    dated = [draft.fact("event", when=f"2026-03-{day:02}") for day in range(1, 29)]
    undated = draft.fact("event")
    found = facts.dates_of(draft.conn, [undated, *dated, 999_999])
    assert found == {undated: None} | {id_: f"2026-03-{day:02}" for day, id_ in enumerate(dated, 1)}
