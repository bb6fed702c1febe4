"""What is computed from the facts and kept beside them: the search index and the counts of each entity.

Nothing here is in the journal. The journal calls `refresh` before every commit, so both always agree with
the rows they come from; `rebuild` makes them anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, case, delete, func, or_, select, union
from sqlalchemy.sql import ColumnElement

from qwenbrowser.domain.names import index_words
from qwenbrowser.domain.records import FactKind, LinkKind, Mode, Part, State
from qwenbrowser.store.rows import IDS, chunks
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import (
    citations,
    entities,
    entity_counts,
    facts,
    links,
    names,
    participations,
    sources,
)

_STORY_LINKS = (LinkKind.REACTION_TO.value, LinkKind.PART_OF.value)
_STORY_ROLES = (Part.SPEAKER.value, Part.ACTOR.value, Part.SUBJECT.value, Part.HOLDER.value)


def refresh(
    conn: Connection, fact_ids: Iterable[int], entity_ids: Iterable[int], source_ids: Iterable[int]
) -> None:
    """Bring search index and counts up to date for rows that were written or removed.

    `entity_ids` must name every entity that lost or gained a part; those that have a part in one of the
    facts, or in a fact linked to one, are found here.
    """
    touched_facts, touched_sources = list(fact_ids), list(source_ids)
    counted = set(entity_ids)
    for chunk in chunks(touched_facts):
        counted.update(conn.scalars(_PARTAKERS, {"ids": chunk}))
    for chunk in chunks(touched_facts):
        _index_facts(conn, chunk)
    for chunk in chunks(sorted(counted)):
        _index_entities(conn, chunk)
        _count(conn, chunk)
    for chunk in chunks(touched_sources):
        _index_sources(conn, chunk)


def rebuild(conn: Connection) -> None:
    """Make search index and counts anew from the rows, whatever state they are in."""
    dialect.create_search(conn)
    conn.execute(delete(entity_counts))
    for table, index in ((facts, _index_facts), (sources, _index_sources), (entities, _index_entities)):
        for chunk in chunks(conn.scalars(select(table.c.id)).all()):
            index(conn, chunk)
    for chunk in chunks(conn.scalars(select(entities.c.id)).all()):
        _count(conn, chunk)


# -- search index --------------------------------------------------------------------------------------


def _index_facts(conn: Connection, ids: list[int]) -> None:
    found = conn.execute(_FACT_WORDS, {"ids": ids}).all()
    rows = [(id_, index_words(title), index_words(*bodies)) for id_, title, *bodies in found]
    dialect.index_rows(conn, "facts", rows, ids)


def _index_sources(conn: Connection, ids: list[int]) -> None:
    found = conn.execute(_SOURCE_WORDS, {"ids": ids}).all()
    dialect.index_rows(
        conn, "sources", [(id_, index_words(title), index_words(*r)) for id_, title, *r in found], ids
    )


def _index_entities(conn: Connection, ids: list[int]) -> None:
    titles: dict[int, str] = {}
    keys: dict[int, list[str]] = defaultdict(list)
    for id_, name, search_keys in conn.execute(_ENTITY_WORDS, {"ids": ids}).all():
        titles[id_] = name
        keys[id_].append(search_keys)
    rows = [(id_, index_words(name), index_words(*keys[id_])) for id_, name in titles.items()]
    dialect.index_rows(conn, "entities", rows, ids)


_FACT_WORDS = select(facts.c.id, facts.c.title, facts.c.text, facts.c.before, facts.c.after).where(
    facts.c.id.in_(IDS)
)
_SOURCE_WORDS = select(sources.c.id, sources.c.title, sources.c.outlet, sources.c.text).where(
    sources.c.id.in_(IDS)
)
_ENTITY_WORDS = (
    select(entities.c.id, entities.c.name, names.c.search_keys)
    .join_from(
        entities,
        names,
        and_(names.c.entity_id == entities.c.id, names.c.state == State.ACCEPTED.value),
        isouter=True,
    )
    .where(entities.c.id.in_(IDS))
    .order_by(names.c.position, names.c.id)
)


# -- counts --------------------------------------------------------------------------------------------


def _accepted(*of: FromClause) -> list[ColumnElement[bool]]:
    return [table.c.state == State.ACCEPTED.value for table in of]


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((condition, 1), else_=0))


def _sum(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _role(*roles: Part) -> ColumnElement[bool]:
    return participations.c.role.in_([role.value for role in roles])


def _count_facts() -> Select[Any]:
    """One row an entity: its accepted facts by what they are and which part it has in them."""
    part = (
        select(
            participations.c.entity_id,
            facts.c.kind,
            facts.c.mode,
            _any(_role(Part.SPEAKER)).label("speaks"),
            _any(_role(Part.ABOUT, Part.SUBJECT)).label("meant"),
            _any(_role(Part.HOLDER, Part.SUBJECT)).label("changes"),
            _any(_role(Part.HOLDER, Part.ORGANISATION)).label("holds"),
        )
        .join_from(participations, facts)
        .where(participations.c.entity_id.in_(IDS), *_accepted(participations, facts))
        .group_by(participations.c.entity_id, facts.c.id, facts.c.kind, facts.c.mode)
        .subquery()
    )
    kind, mode = part.c.kind, part.c.mode
    statement = kind.in_((FactKind.QUOTE.value, FactKind.CLAIM.value))
    own, quoted = part.c.speaks == 1, mode.in_((Mode.VERBATIM.value, Mode.PARTIAL.value))
    return select(
        part.c.entity_id,
        _sum(own, kind == FactKind.QUOTE.value, quoted).label("quotes"),
        _sum(own, statement, mode == Mode.PARAPHRASE.value).label("paraphrases"),
        _sum(own, statement).label("statements"),
        _sum(statement, part.c.meant == 1, part.c.speaks == 0).label("about"),
        _sum(kind == FactKind.PROFILE_CHANGE.value, part.c.changes == 1).label("changes"),
        _sum(kind == FactKind.ROLE.value, part.c.holds == 1).label("roles"),
        _sum(kind == FactKind.QUESTION.value).label("questions"),
        func.count().label("facts"),
    ).group_by(part.c.entity_id)


def _count_events() -> Select[Any]:
    """The events in which an entity has a part, or to which a fact of the entity's is linked directly."""
    event = facts.alias("event")
    is_event = event.c.kind == FactKind.EVENT.value
    own = (
        select(participations.c.entity_id, event.c.id)
        .join_from(participations, event, participations.c.fact_id == event.c.id)
        .where(participations.c.entity_id.in_(IDS), is_event, *_accepted(participations, event))
    )
    linked = (
        select(participations.c.entity_id, event.c.id)
        .join_from(participations, facts, participations.c.fact_id == facts.c.id)
        .join(links, links.c.from_fact == facts.c.id)
        .join(event, links.c.to_fact == event.c.id)
        .where(
            participations.c.entity_id.in_(IDS),
            participations.c.role.in_(_STORY_ROLES),
            links.c.kind.in_(_STORY_LINKS),
            is_event,
            *_accepted(participations, facts, links, event),
        )
    )
    both = union(own, linked).subquery()
    return select(both.c.entity_id, func.count().label("events")).group_by(both.c.entity_id)


def _count_sources() -> Select[Any]:
    """The sources that an entity's accepted facts are cited from."""
    return (
        select(participations.c.entity_id, func.count(citations.c.source_id.distinct()).label("sources"))
        .join_from(participations, facts)
        .join(citations, citations.c.fact_id == facts.c.id)
        .where(participations.c.entity_id.in_(IDS), *_accepted(participations, facts))
        .group_by(participations.c.entity_id)
    )


def _partakers() -> Select[int]:
    """Whose counts a fact can change: who has a part in it, or in a fact that is linked to it."""
    around = select(links.c.from_fact).where(links.c.to_fact.in_(IDS))
    return (
        select(participations.c.entity_id)
        .where(or_(participations.c.fact_id.in_(IDS), participations.c.fact_id.in_(around)))
        .where(participations.c.entity_id.is_not(None))
        .distinct()
    )


_PARTAKERS = _partakers()
_COUNTS = (_count_facts(), _count_events(), _count_sources())


def _count(conn: Connection, ids: list[int]) -> None:
    conn.execute(delete(entity_counts).where(entity_counts.c.entity_id.in_(ids)))
    rows: dict[int, dict[str, int]] = {
        id_: {"entity_id": id_}
        for id_ in conn.scalars(select(entities.c.id).where(entities.c.id.in_(IDS)), {"ids": ids})
    }
    for statement in _COUNTS:
        for row in conn.execute(statement, {"ids": ids}).all():
            rows[row.entity_id].update(row._mapping)
    columns = entity_counts.c.keys()
    dialect.bulk_insert(
        conn, entity_counts, columns, [[row.get(name, 0) for name in columns] for row in rows.values()]
    )
