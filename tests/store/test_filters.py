"""What passes a filter, against the same filter in plain Python; and who is quoted in the shipped story."""

from __future__ import annotations

import runpy
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from qwenbrowser.domain.filters import TIMELINE, Facet, Filter
from qwenbrowser.domain.records import Certainty, EntityKind, Fact, FactKind, LinkKind, Participation
from qwenbrowser.services.shipped import ensure_shipped
from qwenbrowser.store import entities, facts, filters
from qwenbrowser.store.database import Database

GENERATOR = Path(__file__).parents[1] / "benchmarks" / "generate.py"


@pytest.fixture(scope="module", params=["shipped", "generated"])
def conn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("filters")
    if request.param == "shipped":
        story = ensure_shipped(folder)
    else:
        story = folder / "generated.qwb"
        runpy.run_path(str(GENERATOR))["generate"](story, 0.0005)
    with Database.open(story) as db, db.read() as connection:
        yield connection


@pytest.fixture(scope="module")
def in_order(conn: Connection) -> list[Fact]:
    """Every accepted fact, in the order of time."""
    return facts.facts_by_ids(conn, facts.fact_ids(conn))


def passes(fact: Fact, chosen: Filter, entity: int | None) -> bool:
    """The same filter, said once more."""
    takes_part = entity is not None and any(_is(part, entity) for part in fact.participations)
    cited = {citation.source.id for citation in fact.citations}
    return (
        (not chosen.kinds or fact.kind in chosen.kinds)
        and (not chosen.certainty or fact.certainty in chosen.certainty)
        and (not chosen.sources or bool(cited & chosen.sources))
        and (not chosen.only or entity is None or takes_part)
    )


any_filter = st.builds(
    Filter,
    only=st.booleans(),
    kinds=st.frozensets(st.sampled_from(FactKind), max_size=3),
    certainty=st.frozensets(st.sampled_from(Certainty), max_size=2),
    sources=st.frozensets(st.integers(1, 4), max_size=2),
)
anybody = st.none() | st.integers(1, 12)


@pytest.mark.parametrize("few", [0, filters.FEW], ids=["many", "few"])
@given(chosen=any_filter, entity=anybody)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_timeline_is_what_plain_python_finds(
    conn: Connection,
    in_order: list[Fact],
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    chosen: Filter,
    entity: int | None,
) -> None:
    monkeypatch.setattr(filters, "FEW", few)
    found = filters.timeline(conn, chosen, entity)
    assert list(found.ids) == [fact.id for fact in in_order if passes(fact, chosen, entity)]
    assert found.of == len(in_order)
    if found.ids:
        assert found.emptied_by == ()
    elif found.emptied_by:
        assert filters.timeline(conn, chosen.without(*found.emptied_by), entity).ids, "they did empty it"


@given(chosen=any_filter, entity=st.integers(1, 12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_statements_are_filtered_in_every_tier(
    conn: Connection, in_order: list[Fact], chosen: Filter, entity: int
) -> None:
    passing = {fact.id for fact in in_order if passes(fact, replace(chosen, only=False), entity)}
    found = filters.statements(conn, chosen, entity)
    assert found.whole == facts.statements_of(conn, entity)
    for tier in ("own", "about", "same_story"):
        whole = getattr(found.whole, tier)
        assert getattr(found.tiers, tier) == tuple(fact_id for fact_id in whole if fact_id in passing), tier


@given(chosen=any_filter, entity=anybody, number=st.integers(0, 10_000))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_facets_that_hide_a_fact_are_named(
    conn: Connection, in_order: list[Fact], chosen: Filter, entity: int | None, number: int
) -> None:
    fact = in_order[number % len(in_order)]
    assert filters.hiding(conn, fact.id, chosen, entity) == tuple(
        facet for facet in chosen.facets(TIMELINE) if not passes(fact, chosen.within((facet,)), entity)
    )


@given(quoted=st.booleans(), changed=st.booleans(), story_of=anybody)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_people_pass_by_counts_and_by_story(
    conn: Connection, in_order: list[Fact], quoted: bool, changed: bool, story_of: int | None
) -> None:
    everybody = entities.list_entities(conn)
    chosen = Filter(quoted=quoted, changed=changed, story_of=story_of)
    found = filters.entities_passing(conn, chosen)
    wanted = {
        entity.id
        for entity in everybody
        if (not quoted or entity.counts.quotes)
        and (not changed or entity.counts.changes)
        and (story_of is None or entity.id in story(in_order, story_of))
    }
    if not chosen.facets():
        assert found is None
    else:
        assert found is not None
        assert found & {entity.id for entity in everybody} == wanted


def story(in_order: list[Fact], entity: int) -> set[int]:
    """Who has a part in the entity's facts, in the events of those, and in what reacts to these events."""
    partakers = {
        fact.id: {part.entity.id for part in fact.participations if part.entity is not None}
        for fact in in_order
    }
    leading = ("speaker", "actor", "subject", "holder")
    events = {
        link.other_id
        for fact in in_order
        if any(_is(part, entity) and part.role in leading for part in fact.participations)
        for link in fact.links
        if _joins(link.kind) and link.outgoing and link.other_kind is FactKind.EVENT
    }
    around = {
        fact.id
        for fact in in_order
        if any(_joins(link.kind) and link.outgoing and link.other_id in events for link in fact.links)
    }
    own = {fact_id for fact_id, who in partakers.items() if entity in who}
    return {entity}.union(*(partakers[fact_id] for fact_id in own | events | around))


def _is(part: Participation, entity: int) -> bool:
    return part.entity is not None and part.entity.id == entity


def _joins(kind: LinkKind) -> bool:
    return kind in (LinkKind.REACTION_TO, LinkKind.PART_OF)


class TestShipped:
    """The shipped story, as somebody would count it by hand."""

    @pytest.fixture
    def read(self, shipped: Path) -> Iterator[Callable[..., Any]]:
        with Database.open(shipped) as db, db.read() as connection:
            yield lambda query, *args: query(connection, *args)

    def named(self, read: Callable[..., Any], ids: frozenset[int]) -> list[str]:
        people = read(entities.entity_ids, EntityKind.PERSON)
        return [one.name for one in read(entities.entities_by_ids, [i for i in people if i in ids])]

    def test_who_is_quoted_and_whose_profile_changed(self, read: Callable[..., Any]) -> None:
        assert self.named(read, read(filters.quoted)) == [
            "Chen Cheng",
            "Elon Musk",
            "Junyang Lin",
            "Tiezhen Wang",
            "Wenting Zhao",
        ]
        assert self.named(read, read(filters.changed)) == ["Binyuan Hui"]

    def test_who_is_in_the_story_of_binyuan_hui(self, read: Callable[..., Any]) -> None:
        hui = read(entities.find_entity, "Binyuan Hui").id
        found = self.named(read, read(filters.in_story_of, hui))
        assert "Elon Musk" not in found, "he speaks of the models, not of the departure"
        assert {"Binyuan Hui", "Junyang Lin", "Wenting Zhao", "Chen Cheng"} <= {*found}

    def test_facts_by_kind_certainty_and_source(self, read: Callable[..., Any]) -> None:
        def count(**chosen: Any) -> int:
            return len(read(filters.fact_ids, Filter(**chosen)))

        assert count() == 41
        assert count(kinds=frozenset({FactKind.QUOTE})) == 11
        assert count(kinds=frozenset({FactKind.QUOTE, FactKind.ROLE})) == 19
        assert count(certainty=frozenset({Certainty.UNCLEAR})) == 2
        assert count(certainty=frozenset({Certainty.DISPUTED})) == 0
        by_source = [count(sources=frozenset({number})) for number in (1, 2)]
        assert count(sources=frozenset({1, 2})) == 41 < sum(by_source), "some facts rest on both"

    def test_what_empties_the_timeline(self, read: Callable[..., Any]) -> None:
        disputed = Filter(kinds=frozenset({FactKind.QUOTE}), certainty=frozenset({Certainty.DISPUTED}))
        assert read(filters.timeline, disputed).emptied_by == (Facet.CERTAINTY,)

    def test_sources_are_called_by_outlet_or_title(self, read: Callable[..., Any]) -> None:
        names = read(filters.source_names, [1, 2, 99])
        assert names == {1: "Digest: Alibaba’s Qwen tech lead steps down", 2: "The Mainstream"}
        assert [source_id for source_id, _words in read(filters.sources_to_choose)] == [1, 2]


def test_nothing_is_in_order_of_nothing(draft: Any) -> None:
    assert filters.timeline(draft.conn, Filter(sources=frozenset({1}))) == filters.Timeline(array("q"), 0)


def test_what_is_not_accepted_passes_no_filter(draft: Any) -> None:
    entity = draft.entity("Person 1")
    kept = draft.fact("event", "Words.", "2026-03-04", ("actor", entity), certainty="unclear")
    draft.fact("event", "Words.", "2026-03-04", ("actor", entity), certainty="unclear", state="proposed")
    for chosen in (
        Filter(kinds=frozenset({FactKind.EVENT})),
        Filter(certainty=frozenset({Certainty.UNCLEAR})),
    ):
        assert list(filters.fact_ids(draft.conn, chosen)) == [kept]
        assert list(filters.fact_ids(draft.conn, replace(chosen, only=True), entity)) == [kept]
