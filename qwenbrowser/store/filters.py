"""The reads of filtered lists: which facts and which entities pass a filter, and what empties a list."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, union
from sqlalchemy.sql import ColumnElement

from qwenbrowser.domain.filters import STATEMENTS, TIMELINE, Facet, Filter
from qwenbrowser.domain.records import LinkKind, State, Tiers
from qwenbrowser.store import facts as fact_reads
from qwenbrowser.store.rows import IDS, TIME_ORDER, chunks, id_array
from qwenbrowser.store.tables import citations, entity_counts, facts, links, participations, sources

FEW = 50_000
"""Up to so many facts are put in the order of time by themselves."""

_ACCEPTED = State.ACCEPTED.value
_STORY_LINKS = (LinkKind.REACTION_TO.value, LinkKind.PART_OF.value)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The facts that pass, of how many in all; `emptied_by` where none passes."""

    ids: array[int]
    of: int
    emptied_by: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements that pass, and `whole`, all of them; `emptied_by` where none passes."""

    tiers: Tiers
    whole: Tiers
    emptied_by: tuple[Facet, ...] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether a filter was on, even one that leaves nothing out."""
        return self.tiers is not self.whole

    def hides(self, fact_id: int) -> bool:
        """Whether the fact is one of the statements, and does not pass."""
        return any(fact_id in ids for ids in _each(self.whole)) and not any(
            fact_id in ids for ids in _each(self.tiers)
        )


def timeline(conn: Connection, chosen: Filter, entity_id: int | None = None) -> Timeline:
    """The accepted facts that pass, in time order, and what empties the list where none does."""
    ids = fact_ids(conn, chosen, entity_id)
    total: int = conn.scalar(select(func.count()).where(facts.c.state == _ACCEPTED)) or 0
    by = () if ids else chosen.emptied_by(TIMELINE, lambda other: not fact_ids(conn, other, entity_id))
    return Timeline(ids, total, by)


def statements(conn: Connection, chosen: Filter, entity_id: int) -> Statements:
    """The statements that concern an entity, as `facts.statements_of` gives them, as far as they pass."""
    whole = fact_reads.statements_of(conn, entity_id)
    if not chosen.facets(STATEMENTS):
        return Statements(whole, whole)

    def passing_tiers(wanted: Filter) -> Tiers:
        return Tiers(*(tuple(passing(conn, ids, wanted)) for ids in _each(whole)))

    tiers = passing_tiers(chosen)
    if any(_each(tiers)):
        return Statements(tiers, whole)
    by = chosen.emptied_by(STATEMENTS, lambda other: not any(_each(passing_tiers(other))))
    return Statements(tiers, whole, by)


def fact_ids(conn: Connection, chosen: Filter, entity_id: int | None = None) -> array[int]:
    """The accepted facts that pass, in time order; `chosen.only` keeps the entity's if one is given."""
    if chosen.only and entity_id is not None:
        return passing(conn, fact_reads.facts_of_entity(conn, entity_id), chosen)
    kinds = sorted(chosen.kinds) or None
    if not chosen.certainty and not chosen.sources:
        return fact_reads.fact_ids(conn, kinds)
    # Asked for in time order, SQLite would look every fact up along the time: 3.7 s at a million quotes where
    # 36,000 pass, and .8 s so. They are found in any order first.
    found = id_array(conn, select(facts.c.id).where(*_conditions(chosen)))
    if len(found) <= FEW:
        return _in_order(conn, found)
    passes = bytearray(max(found) + 1)
    for fact_id in found:
        passes[fact_id] = 1
    # The ids of all facts in order come from an index alone.
    ids = fact_reads.fact_ids(conn, kinds)
    return array("q", (fact_id for fact_id in ids if fact_id < len(passes) and passes[fact_id]))


def passing(conn: Connection, ids: Collection[int], chosen: Filter) -> array[int]:
    """Those of the accepted facts `ids` that pass by kind, certainty and source, in their order."""
    if not chosen.facets(STATEMENTS):
        return array("q", ids)
    statement = select(facts.c.id).where(facts.c.id.in_(IDS), *_conditions(chosen))
    found = {fact_id for chunk in chunks(ids) for fact_id in conn.scalars(statement, {"ids": chunk})}
    return array("q", (fact_id for fact_id in ids if fact_id in found))


def hiding(conn: Connection, fact_id: int, chosen: Filter, entity_id: int | None = None) -> tuple[Facet, ...]:
    """The facets of the timeline that leave out a fact, () where it passes."""
    by = [
        facet for facet in chosen.facets(STATEMENTS) if not passing(conn, [fact_id], chosen.within((facet,)))
    ]
    if chosen.only and entity_id is not None:
        part = select(participations.c.id).where(
            participations.c.fact_id == fact_id,
            participations.c.entity_id == entity_id,
            participations.c.state == _ACCEPTED,
        )
        if conn.scalar(part) is None:
            by.insert(0, Facet.ONLY)
    return tuple(by)


def entities_passing(conn: Connection, chosen: Filter) -> frozenset[int] | None:
    """The entities that pass by story, quotes and changes, of any kind; None where none of these is set."""
    found = []
    if chosen.story_of is not None:
        found.append(in_story_of(conn, chosen.story_of))
    if chosen.quoted:
        found.append(quoted(conn))
    if chosen.changed:
        found.append(changed(conn))
    return frozenset.intersection(*found) if found else None


def in_story_of(conn: Connection, entity_id: int) -> frozenset[int]:
    """Who has a part in the entity's facts, in the events these are linked to, or in what reacts to those."""
    own = select(participations.c.fact_id).where(
        participations.c.entity_id == entity_id, participations.c.state == _ACCEPTED
    )
    events = fact_reads.linked_events(entity_id)
    around = select(links.c.from_fact).where(
        links.c.to_fact.in_(events), links.c.kind.in_(_STORY_LINKS), links.c.state == _ACCEPTED
    )
    statement = (
        select(participations.c.entity_id)
        .join_from(participations, facts)
        .where(
            participations.c.fact_id.in_(union(own, events, around)),
            participations.c.entity_id.is_not(None),
            participations.c.state == _ACCEPTED,
            facts.c.state == _ACCEPTED,
        )
        .distinct()
    )
    return frozenset(id_array(conn, statement)) | {entity_id}


def quoted(conn: Connection) -> frozenset[int]:
    """The entities of which a source gives the very words."""
    return _with(conn, entity_counts.c.quotes)


def changed(conn: Connection) -> frozenset[int]:
    """The entities with a change of a profile."""
    return _with(conn, entity_counts.c.changes)


def source_names(conn: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The outlets of the sources, the titles of those without one; those that are not there are left out."""
    statement = select(sources.c.id, sources.c.outlet, sources.c.title).where(sources.c.id.in_(IDS))
    return {
        source_id: outlet or title
        for chunk in chunks(ids)
        for source_id, outlet, title in conn.execute(statement, {"ids": chunk})
    }


def sources_to_choose(conn: Connection) -> list[tuple[int, str]]:
    """The sources in the order of `sources.source_ids`: the id, and outlet and title in one line."""
    order = (sources.c.published_lo, sources.c.published_hi, sources.c.id)
    rows = conn.execute(select(sources.c.id, sources.c.outlet, sources.c.title).order_by(*order))
    return [(source_id, f"{outlet or ''} {title}") for source_id, outlet, title in rows]


def _conditions(chosen: Filter) -> list[ColumnElement[bool]]:
    """What a fact has to be to pass by kind, certainty and source."""
    wanted: list[ColumnElement[bool]] = [facts.c.state == _ACCEPTED]
    if chosen.kinds:
        wanted.append(facts.c.kind.in_(sorted(kind.value for kind in chosen.kinds)))
    if chosen.certainty:
        wanted.append(facts.c.certainty.in_(sorted(certainty.value for certainty in chosen.certainty)))
    if chosen.sources:
        cited = select(citations.c.fact_id).where(citations.c.source_id.in_(sorted(chosen.sources)))
        wanted.append(facts.c.id.in_(cited))
    return wanted


def _in_order(conn: Connection, ids: Iterable[int]) -> array[int]:
    statement = select(*TIME_ORDER).where(facts.c.id.in_(IDS))
    keys = [tuple(key) for chunk in chunks(ids) for key in conn.execute(statement, {"ids": chunk})]
    return array("q", (fact_id for _lo, _hi, fact_id in sorted(keys)))


def _with(conn: Connection, column: ColumnElement[int]) -> frozenset[int]:
    """The entities of which a count is not zero."""
    return frozenset(id_array(conn, select(entity_counts.c.entity_id).where(column > 0)))


def _each(tiers: Tiers) -> tuple[tuple[int, ...], ...]:
    return tiers.own, tiers.about, tiers.same_story
