"""What the reads give for the shipped story: every number that a careful reader of the sources expects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from qwenbrowser.domain.records import Certainty, EntityKind, Fact, FactKind, Mode
from qwenbrowser.store import counts, entities, facts, search, sources
from qwenbrowser.store.database import Database

GOLDEN = "golden/qwen-leadership.json"

# Each golden id stands in exactly one fact; of "Q01+Q06" both stand in the same one.
HUI = {
    "own": [],
    "about": ["E17"],
    "profile_changes": ["Q10"],
    "same_story": [
        "Q04",
        "Q01+Q06",
        "Q07",
        "Q08",
        "Q09",
        "I01",
        "I02+I06",
        "I03+I07",
        "I08",
        "I09",
        "E22",
        "E23",
    ],
    "never": ["Q02", "Q05", "Q03"],
}
QUOTES = {
    "Junyang Lin": 1,
    "Wenting Zhao": 1,
    "Elon Musk": 1,
    "Tiezhen Wang": 1,
    "Chen Cheng": 2,
    "Yuchen Jin": 0,
    "Binyuan Hui": 0,
}
EXPECT = {"Binyuan Hui": HUI, "distinct_quotes": 6, "people": 7, "per_person_quotes": QUOTES}
QUOTED = (Mode.VERBATIM, Mode.PARTIAL)


@pytest.fixture
def conn(shipped: Path) -> Iterator[Connection]:
    with Database.open(shipped) as database, database.read() as connection:
        yield connection


@pytest.fixture
def hui(conn: Connection) -> int:
    return entities.find_entity(conn, "Binyuan Hui").id


def fact_of(conn: Connection, refs: str) -> int:
    """The id of the one accepted fact that carries all of the golden ids."""
    wanted = set(refs.split("+"))
    (fact,) = (f for f in facts.facts_by_ids(conn, facts.fact_ids(conn)) if wanted & set(f.refs))
    assert wanted <= set(fact.refs)
    return fact.id


def facts_of(conn: Connection, refs: Iterable[str]) -> set[int]:
    return {fact_of(conn, ref) for ref in refs}


def test_the_numbers_here_are_those_of_the_golden_file(shared_file: Callable[[str], Path]) -> None:
    assert json.loads(shared_file(GOLDEN).read_bytes())["expect"] == EXPECT


def test_each_golden_id_stands_in_exactly_one_fact(
    conn: Connection, shared_file: Callable[[str], Path]
) -> None:
    golden: dict[str, Any] = json.loads(shared_file(GOLDEN).read_bytes())
    expected = [entry["id"] for part in ("quotes", "paraphrased", "events") for entry in golden[part]]
    carried = [ref for fact in facts.facts_by_ids(conn, facts.fact_ids(conn)) for ref in fact.refs]
    assert sorted(carried) == sorted(expected)


def test_statements_of_binyuan_hui(conn: Connection, hui: int) -> None:
    tiers = facts.statements_of(conn, hui)
    assert tiers.own == ()
    assert set(tiers.about) == facts_of(conn, HUI["about"])
    assert set(tiers.same_story) == facts_of(conn, HUI["same_story"])
    assert (len(tiers.about), len(tiers.same_story)) == (1, 12)


def test_what_has_nothing_to_do_with_binyuan_hui_is_nowhere(conn: Connection, hui: int) -> None:
    tiers = facts.statements_of(conn, hui)
    shown = {*tiers.own, *tiers.about, *tiers.same_story, *facts.facts_of_entity(conn, hui)}
    shown |= {*facts.events_of(conn, hui), *facts.profile_changes_of(conn, hui)}
    assert not shown & facts_of(conn, HUI["never"])


def test_the_change_of_binyuan_huis_profile_and_its_hedge(conn: Connection, hui: int) -> None:
    changes = facts.profile_changes_of(conn, hui)
    assert set(changes) == facts_of(conn, HUI["profile_changes"])
    (change,) = facts.facts_by_ids(conn, changes)
    assert (change.before, change.after, change.field) == (None, "formerly MTS @Alibaba_Qwen", None)
    assert (change.platform, change.when.edtf) == ("X", "[..2026-03-04]")
    (citation,) = facts.citations_of(conn, change.id)
    assert citation.exact == change.after
    source = sources.get_source(conn, citation.source.id)
    assert source.text[citation.start : citation.end] == citation.exact
    assert change.id in {mark.fact_id for mark in sources.marks_of(conn, source.id)}
    (hedge,) = facts.facts_by_ids(conn, facts.hedges_of(conn, change.id))
    assert hedge.refs == ("E17",)
    assert hedge.certainty is Certainty.UNCLEAR


def test_whether_binyuan_hui_has_left_is_a_question(conn: Connection, hui: int) -> None:
    (question,) = facts.facts_by_ids(conn, facts.questions_of(conn, hui))
    (hedge,) = facts.facts_by_ids(conn, facts.statements_of(conn, hui).about)
    assert question.certainty is Certainty.UNCLEAR
    spans = [{(c.source.id, c.start, c.end) for c in fact.citations} for fact in (question, hedge)]
    assert spans[0] & spans[1], "the question rests on the words of the hedge"
    (event,) = facts.facts_by_ids(conn, facts.events_of(conn, hui))
    assert event.refs == ("E00",)
    assert hui not in {part.entity.id for part in event.participations if part.entity}


def _quotes(conn: Connection, ids: Iterable[int]) -> list[Fact]:
    return [f for f in facts.facts_by_ids(conn, ids) if f.kind is FactKind.QUOTE and f.mode in QUOTED]


def test_seven_people_and_six_quotes_each_counted_as_listed(conn: Connection) -> None:
    people = entities.list_entities(conn, EntityKind.PERSON)
    assert {person.name: person.counts.quotes for person in people} == QUOTES
    for person in people:
        assert len(_quotes(conn, facts.statements_of(conn, person.id).own)) == person.counts.quotes
    found = counts.story_counts(conn)
    assert (found.people, found.quotes, found.in_tension) == (7, 6, 1)
    assert len(_quotes(conn, facts.fact_ids(conn))) == 6


def test_the_tension_is_between_lins_words_and_chengs(conn: Connection) -> None:
    assert facts.open_tensions(conn) == [(fact_of(conn, "Q04"), fact_of(conn, "Q09"))]


def test_no_count_differs_from_what_is_listed(conn: Connection) -> None:
    for entity in entities.list_entities(conn):
        tiers, listed = facts.statements_of(conn, entity.id), facts.facts_of_entity(conn, entity.id)
        cited = {c.source.id for fact in facts.facts_by_ids(conn, listed) for c in fact.citations}
        assert (entity.counts.statements, entity.counts.about) == (len(tiers.own), len(tiers.about)), (
            entity.name
        )
        assert entity.counts.changes == len(facts.profile_changes_of(conn, entity.id))
        assert entity.counts.events == len(facts.events_of(conn, entity.id))
        assert entity.counts.roles == len(facts.roles_of(conn, entity.id))
        assert entity.counts.questions == len(facts.questions_of(conn, entity.id))
        assert (entity.counts.facts, entity.counts.sources) == (len(listed), len(cited))
    found = counts.story_counts(conn)
    by_kind = {kind: len(facts.fact_ids(conn, [kind])) for kind in FactKind}
    assert found.facts == sum(by_kind.values()) == len(facts.fact_ids(conn))
    assert found.statements == by_kind[FactKind.QUOTE] + by_kind[FactKind.CLAIM]
    assert (found.events, found.changes) == (by_kind[FactKind.EVENT], by_kind[FactKind.PROFILE_CHANGE])
    assert (found.roles, found.questions) == (by_kind[FactKind.ROLE], by_kind[FactKind.QUESTION])
    assert found.sources == len(sources.list_sources(conn)) == 2
    for source in sources.list_sources(conn):
        assert source.fact_count == len({mark.fact_id for mark in sources.marks_of(conn, source.id)})


def test_every_citation_stands_in_its_source(conn: Connection) -> None:
    texts = {source.id: source.text for source in sources.list_sources(conn)}
    for fact in facts.facts_by_ids(conn, facts.fact_ids(conn)):
        assert fact.citations
        for citation in fact.citations:
            assert texts[citation.source.id][citation.start : citation.end] == citation.exact


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Hui", "Binyuan Hui"), ("Justin", "Junyang Lin"), ("Lin", "Junyang Lin"), ("@Alibaba_Qwen", "Qwen")],
)
def test_people_are_found_by_what_is_typed(conn: Connection, typed: str, name: str) -> None:
    assert entities.find_entity(conn, typed).name == name
    assert name in {hit.title for hit in search.search(conn, typed)}


def test_the_words_of_the_profile_are_found(conn: Connection) -> None:
    assert fact_of(conn, "Q10") in {hit.id for hit in search.search(conn, "formerly MTS")}
