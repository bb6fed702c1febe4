"""Counts equal what the reads list, and the search index holds the words of every row, as they are now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, update

from qwenbrowser.domain.records import EntityCounts
from qwenbrowser.store import derived
from qwenbrowser.store.entities import get_entity
from qwenbrowser.store.facts import (
    citations_of,
    events_of,
    facts_by_ids,
    facts_of_entity,
    profile_changes_of,
    questions_of,
    roles_of,
    statements_of,
)
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import entities, facts, links, names, participations


def found(conn: Connection, searched: str, *tokens: str) -> list[int]:
    index, _id, matches = dialect.matching(searched)
    newest = select(index.c.rowid).where(matches).order_by(index.c.rowid.desc())
    return list(conn.scalars(newest, {"words": dialect.match_expression(tokens)}))


def listed(conn: Connection, entity: int) -> EntityCounts:
    """The counts as somebody would take them who reads all lists of the entity."""
    tiers = statements_of(conn, entity)
    own = facts_by_ids(conn, tiers.own)
    everything = facts_of_entity(conn, entity)
    return EntityCounts(
        quotes=sum(fact.kind == "quote" and fact.mode in ("verbatim", "partial") for fact in own),
        paraphrases=sum(fact.mode == "paraphrase" for fact in own),
        statements=len(own),
        about=len(tiers.about),
        changes=len(profile_changes_of(conn, entity)),
        events=len(events_of(conn, entity)),
        roles=len(roles_of(conn, entity)),
        questions=len(questions_of(conn, entity)),
        facts=len(everything),
        sources=len({cited.source.id for fact in everything for cited in citations_of(conn, fact)}),
    )


@pytest.fixture
def cast(draft: Any) -> dict[str, int]:
    """Two people with every kind of fact, and beside each one that must not count."""
    one, two = draft.entity("Person 1"), draft.entity("Person 2")
    team = draft.entity("Organisation 1", "organisation")
    first, second = draft.source(), draft.source()
    said = [
        draft.fact("quote", "Words", None, ("speaker", one), ("about", two), mode="verbatim"),
        draft.fact("quote", "Words", None, ("speaker", one), mode="partial"),
        draft.fact("claim", "Words", None, ("speaker", one), ("subject", one), mode="verbatim"),
        draft.fact("quote", "Words", None, ("speaker", one), ("addressee", two), mode="paraphrase"),
        draft.fact("claim", "Words", None, ("speaker", one), mode="paraphrase"),
        draft.fact("claim", "Words", None, ("speaker", one), ("about", two), mode="no_comment"),
        draft.fact("quote", "Words", None, ("speaker", one), mode="verbatim", state="proposed"),
    ]
    happened = draft.fact("event", "Happens", None, ("actor", team))
    elsewhere = draft.fact("event", "Happens elsewhere")
    rejected = draft.fact("event", "Never happened", state="rejected")
    others = [
        draft.fact("profile_change", "Changes", None, ("holder", one), ("holder", one)),
        draft.fact("profile_change", "Changes", None, ("about", one)),
        draft.fact("role", "Role", None, ("holder", one), ("organisation", team)),
        draft.fact("question", "Why?", None, ("subject", one)),
    ]
    draft.part(others[1], "subject", two, state="proposed")
    draft.link(said[0], happened, "reaction_to")
    draft.link(said[1], happened, "part_of")
    draft.link(said[1], elsewhere, "in_tension")
    draft.link(said[1], rejected, "part_of")
    draft.link(others[0], elsewhere, "part_of", state="proposed")
    for fact, source in ((said[0], first), (said[0], second), (said[1], first), (said[6], second)):
        draft.cite(fact, source)
    draft.indexed()
    return {
        "one": one,
        "two": two,
        "team": team,
        "said": said[0],
        "happened": happened,
        "elsewhere": elsewhere,
    }


def test_counts_of_a_person_with_everything(draft: Any, cast: dict[str, int]) -> None:
    counts = get_entity(draft.conn, cast["one"]).counts
    assert counts == EntityCounts(
        quotes=2,
        paraphrases=2,
        statements=6,
        about=0,
        changes=1,
        events=1,
        roles=1,
        questions=1,
        facts=10,
        sources=2,
    )
    assert get_entity(draft.conn, cast["two"]).counts == EntityCounts(about=2, facts=3, sources=2)
    assert get_entity(draft.conn, cast["team"]).counts == EntityCounts(events=1, roles=1, facts=2)


def test_counts_equal_the_lists(draft: Any, cast: dict[str, int]) -> None:
    for name in ("one", "two", "team"):
        assert get_entity(draft.conn, cast[name]).counts == listed(draft.conn, cast[name])


Change = Callable[[Any, dict[str, int]], tuple[list[int], list[int]]]


def reject_the_event(draft: Any, cast: dict[str, int]) -> tuple[list[int], list[int]]:
    draft.conn.execute(update(facts).where(facts.c.id == cast["happened"]).values(state="rejected"))
    return [cast["happened"]], []


def make_the_event_a_question(draft: Any, cast: dict[str, int]) -> tuple[list[int], list[int]]:
    draft.conn.execute(update(facts).where(facts.c.id == cast["happened"]).values(kind="question"))
    return [cast["happened"]], []


def take_the_part_away(draft: Any, cast: dict[str, int]) -> tuple[list[int], list[int]]:
    gone = (participations.c.fact_id == cast["said"]) & (participations.c.entity_id == cast["one"])
    draft.conn.execute(delete(participations).where(gone))
    return [cast["said"]], [cast["one"]]


def take_the_links_away(draft: Any, cast: dict[str, int]) -> tuple[list[int], list[int]]:
    ends = list(draft.conn.execute(select(links.c.from_fact, links.c.to_fact)))
    draft.conn.execute(delete(links))
    return [id_ for pair in ends for id_ in pair], []


def link_to_another_event(draft: Any, cast: dict[str, int]) -> tuple[list[int], list[int]]:
    draft.link(cast["said"], cast["elsewhere"], "part_of")
    return [cast["said"], cast["elsewhere"]], []


def cite_a_third_source(draft: Any, cast: dict[str, int]) -> tuple[list[int], list[int]]:
    draft.cite(cast["said"], draft.source())
    return [cast["said"]], []


@pytest.mark.parametrize(
    "change",
    [
        reject_the_event,
        make_the_event_a_question,
        take_the_part_away,
        take_the_links_away,
        link_to_another_event,
        cite_a_third_source,
    ],
)
def test_a_refresh_reaches_everybody_whose_counts_change(
    draft: Any, cast: dict[str, int], change: Change
) -> None:
    before = [get_entity(draft.conn, cast[name]).counts for name in ("one", "two", "team")]
    fact_ids, entity_ids = change(draft, cast)
    derived.refresh(draft.conn, fact_ids, entity_ids, [])
    after = [get_entity(draft.conn, cast[name]).counts for name in ("one", "two", "team")]
    assert after == [listed(draft.conn, cast[name]) for name in ("one", "two", "team")]
    assert after != before


def test_facts_are_found_by_title_text_before_and_after(draft: Any) -> None:
    fact = draft.fact(
        "profile_change", "wörds of the Text", title="Headline", before="MTS", after="formerly MTS"
    )
    other = draft.fact("event", "通义千问发布", title="C++ 2026-03-04 @Handle_Name")
    conn = draft.indexed()
    assert found(conn, "facts", "words", "text") == [fact]
    assert found(conn, "facts", "headline") == [fact]
    assert found(conn, "facts", "formerly", "mts") == [fact]
    assert found(conn, "facts", "千问") == found(conn, "facts", "2026", "03") == [other]
    assert found(conn, "facts", "c") == found(conn, "facts", "handle") == [other]
    assert found(conn, "facts", "问发") == [other]
    assert found(conn, "facts", "义发") == []


def test_entities_are_found_by_all_their_names(draft: Any) -> None:
    entity = draft.entity("Person 1", "person", ("@Some_Handle", "handle"), ("张三", "transliteration"))
    conn = draft.indexed()
    for token in ("person", "p1", "some", "handle", "zhangsan", "张三"):
        assert found(conn, "entities", token) == [entity], token
    alias = draft.name(entity, "Another")
    derived.refresh(conn, [], [entity], [])
    assert found(conn, "entities", "another", "person") == [entity]
    conn.execute(delete(names).where(names.c.id == alias))
    derived.refresh(conn, [], [entity], [])
    assert found(conn, "entities", "another") == []


def test_sources_are_found_by_title_outlet_and_text(draft: Any) -> None:
    source = draft.source("Body text", title="A headline", outlet="Outlet 1")
    conn = draft.indexed()
    assert found(conn, "sources", "headline", "outlet") == [source]
    assert found(conn, "sources", "body", "headline") == [source]


def test_rows_that_are_gone_are_not_found(draft: Any) -> None:
    fact, source, entity = draft.fact("event", "Words"), draft.source(title="Words"), draft.entity("Words")
    conn = draft.indexed()
    for table in (participations, names, facts, entities):
        conn.execute(delete(table))
    derived.refresh(conn, [fact], [entity], [])
    assert (found(conn, "facts", "words"), found(conn, "entities", "words")) == ([], [])
    assert found(conn, "sources", "words") == [source]
    assert dialect.search_is_sound(conn)


def test_a_rebuild_mends_what_is_wrong(draft: Any) -> None:
    fact, entity = draft.fact("event", "Words"), draft.entity("Person 1")
    conn = draft.indexed()
    dialect.index_rows(conn, "facts", [(fact, "", "lies"), (fact + 1, "", "ghost")], [fact])
    conn.exec_driver_sql("UPDATE entity_counts SET quotes = 99")
    derived.rebuild(conn)
    assert (found(conn, "facts", "words"), found(conn, "facts", "lies"), found(conn, "facts", "ghost")) == (
        [fact],
        [],
        [],
    )
    assert get_entity(conn, entity).counts == EntityCounts()


def test_more_rows_than_one_statement_holds(draft: Any) -> None:
    people = [draft.entity(f"Person {n}") for n in range(1000)]
    said = [
        draft.fact("quote", f"Words {n}", None, ("speaker", who), mode="verbatim")
        for n, who in enumerate(people)
    ]
    dialect.create_search(draft.conn)
    derived.refresh(draft.conn, said, people, [])
    assert all(get_entity(draft.conn, who).counts.quotes == 1 for who in (people[0], people[500], people[-1]))
    assert found(draft.conn, "facts", "999") == [said[-1]]
    assert found(draft.conn, "entities", "500") == [people[500]]


def test_search_that_does_not_agree_with_itself_is_noticed(draft: Any) -> None:
    draft.fact("event", "Words")
    conn = draft.indexed()
    assert dialect.search_is_sound(conn)
    conn.exec_driver_sql("UPDATE search_facts_content SET c1 = 'Other'")
    assert not dialect.search_is_sound(conn)
    derived.rebuild(conn)
    assert dialect.search_is_sound(conn)
    conn.exec_driver_sql("DROP TABLE search_sources")
    assert not dialect.search_is_sound(conn)
