"""The statements that search runs: which rows match, in what order, and what is shown of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    TableClause,
    Text,
    and_,
    bindparam,
    select,
)

from qwenbrowser.domain.dates import MAX_SECONDS
from qwenbrowser.domain.records import Part, State
from qwenbrowser.store.rows import IDS
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import entities, entity_counts, facts, names, participations, sources

ROLES = (Part.SPEAKER, Part.ACTOR, Part.SUBJECT, Part.HOLDER)
"""The parts in a fact that make it somebody's."""

_ACCEPTED = State.ACCEPTED.value
_LIMIT: BindParameter[int] = bindparam("limit")
# All kinds wanted in one text: a list of parameters of its own would take SQLAlchemy longer than the query.
_KINDS: BindParameter[str] = bindparam("kinds", type_=Text)
_FACT_INDEX, _FACT_ID, _FACT_MATCHES = dialect.matching("facts")
_ENTITY_INDEX, _ENTITY_ID, _ENTITY_MATCHES = dialect.matching("entities")
_IN_USE = and_(entities.c.state == _ACCEPTED, entities.c.merged_into.is_(None))
_WANTED = and_(facts.c.state == _ACCEPTED, _KINDS.contains(facts.c.kind))
_DATES = (facts.c.id, facts.c.when_lo, facts.c.when_hi)
_WORDS = (facts.c.title, facts.c.text, facts.c.before, facts.c.after)

NAMED = (
    select(entities.c.id, entities.c.name, entity_counts.c.facts)
    .join_from(_ENTITY_INDEX, entities, entities.c.id == _ENTITY_ID)
    .join(entity_counts, entity_counts.c.entity_id == entities.c.id, isouter=True)
    .where(_ENTITY_MATCHES, _IN_USE, _KINDS.contains(entities.c.kind))
    .limit(_LIMIT)
)
CALLED = (
    select(entities.c.id)
    .join_from(_ENTITY_INDEX, entities, entities.c.id == _ENTITY_ID)
    .where(_ENTITY_MATCHES, _IN_USE)
    .limit(_LIMIT)
)
ENTITIES = select(entities.c.id, entities.c.uid, entities.c.kind, entities.c.name).where(
    entities.c.id.in_(IDS)
)
NAMES = (
    select(names.c.entity_id, names.c.text, names.c.search_keys)
    .where(names.c.entity_id.in_(IDS), names.c.state == _ACCEPTED)
    .order_by(names.c.position, names.c.id)
)


def _latest_of(
    matching: tuple[TableClause, ColumnElement[int], ColumnElement[bool]],
    table: Table,
    date: str,
    *conditions: ColumnElement[bool],
) -> Select[Any]:
    """id and sort bounds of the `shown` latest rows among the `limit` matches recorded last."""
    index, row, matches = matching
    recent = (
        select(table.c.id, table.c[f"{date}_lo"].label("lo"), table.c[f"{date}_hi"].label("hi"))
        .join_from(index, table, table.c.id == row)
        .where(matches, *conditions)
        .order_by(row.desc())
        .limit(_LIMIT)
        .subquery()
    )
    order = (recent.c.lo < MAX_SECONDS).desc(), recent.c.lo.desc(), recent.c.hi.desc(), recent.c.id.desc()
    return select(recent).order_by(*order).limit(bindparam("shown"))


FACT_DATES = _latest_of(dialect.matching("facts"), facts, "when", _WANTED)
SOURCE_DATES = _latest_of(dialect.matching("sources"), sources, "published")
LATEST_FACTS = (
    select(*_DATES, *_WORDS)
    .where(_WANTED, facts.c.when_lo < MAX_SECONDS)
    .order_by(facts.c.when_lo.desc(), facts.c.when_hi.desc(), facts.c.id.desc())
    .limit(_LIMIT)
)
FACTS_FOUND = (
    select(*_DATES, *_WORDS)
    .join_from(_FACT_INDEX, facts, facts.c.id == _FACT_ID)
    .where(_FACT_MATCHES, _WANTED)
    .order_by(_FACT_ID.desc())
    .limit(_LIMIT)
)
_PART = and_(participations.c.fact_id == facts.c.id, participations.c.state == _ACCEPTED)
FACTS_OF = (
    select(*_DATES, *_WORDS)
    .join_from(participations, facts, _PART)
    .where(
        _WANTED, participations.c.entity_id == bindparam("entity"), participations.c.role == bindparam("role")
    )
    .order_by(participations.c.fact_id.desc())
    .limit(_LIMIT)
)
_MATCHED = (
    select(_FACT_ID.label("id")).where(_FACT_MATCHES).order_by(_FACT_ID.desc()).limit(_LIMIT).subquery()
)
THEIRS = (
    select(*_DATES)
    .join_from(_MATCHED, participations, participations.c.fact_id == _MATCHED.c.id)
    .join(facts, _PART)
    .where(
        _WANTED,
        participations.c.entity_id.in_(bindparam("people", expanding=True)),
        participations.c.role.in_([role.value for role in ROLES]),
    )
)
FACTS = select(facts.c.id, facts.c.uid, facts.c.kind, *_WORDS).where(facts.c.id.in_(IDS))
SOURCES = select(sources.c.id, sources.c.uid, sources.c.title, sources.c.outlet, sources.c.text).where(
    sources.c.id.in_(IDS)
)
