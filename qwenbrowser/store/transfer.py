"""What importing and exporting need: ids by uid, and stored rows in the shape of the story file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, func, select

from qwenbrowser.domain.records import NameKind
from qwenbrowser.domain.schemas import (
    Anchor,
    CitationModel,
    EntityModel,
    FactModel,
    LinkModel,
    NameModel,
    OriginModel,
    ParticipationModel,
    RegionModel,
    SourceModel,
    WhenModel,
)
from qwenbrowser.store.rows import CHUNK, AnyRow, chunks, id_array
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import (
    citations,
    entities,
    facts,
    links,
    names,
    participations,
    regions,
    sources,
)

Ids = Sequence[int] | None
"""Which rows to read; None means all of them."""
Portions = Callable[[Connection], Iterator[list[Any]]]


def is_empty(conn: Connection) -> bool:
    """Whether the story has never held a source, an entity or a fact."""
    return not any(dialect.high_water(conn, table) for table in (sources, entities, facts))


def last_ids(conn: Connection) -> dict[str, int]:
    """The highest id that each table has ever given out."""
    return dialect.high_waters(conn)


def ids_by_uid(conn: Connection, table: Table, uids: Iterable[str]) -> dict[str, int]:
    """The internal ids of those of `uids` that the table holds."""
    return _by_uid(conn, table, table.c.id, uids)


def texts_by_uid(conn: Connection, uids: Iterable[str]) -> dict[str, str]:
    """The texts of those of `uids` that are sources of the story."""
    return _by_uid(conn, sources, sources.c.text, uids)


def _by_uid(conn: Connection, table: Table, column: Column[Any], uids: Iterable[str]) -> dict[str, Any]:
    wanted = dict.fromkeys(uids)
    found: dict[str, Any] = {}
    if dialect.high_water(conn, table) <= len(wanted):
        rows = conn.execute(select(table.c.uid, column))
        return {row[0]: row[1] for row in rows if row[0] in wanted}
    listed = list(wanted)
    for start in range(0, len(wanted), CHUNK):
        chunk = listed[start : start + CHUNK]
        rows = conn.execute(select(table.c.uid, column).where(table.c.uid.in_(chunk)))
        found.update((row[0], row[1]) for row in rows)
    return found


def read_sources(conn: Connection, ids: Ids = None) -> list[SourceModel]:
    """Sources as the story file gives them, in the order they were recorded."""
    parts = _children(conn, regions, regions.c.source_id, ids)
    return [_source(row, parts[row.id]) for row in _rows(conn, select(sources), sources.c.id, ids)]


def read_entities(conn: Connection, ids: Ids = None) -> list[EntityModel]:
    """Entities as the story file gives them: the primary name only as `name`, merged ones kept."""
    others = _children(conn, names, names.c.entity_id, ids)
    winner = entities.alias("winner")
    statement = select(entities, winner.c.uid.label("winner_uid")).join_from(
        entities, winner, entities.c.merged_into == winner.c.id, isouter=True
    )
    return [_entity(row, others[row.id]) for row in _rows(conn, statement, entities.c.id, ids)]


def read_facts(conn: Connection, ids: Ids = None) -> list[FactModel]:
    """Facts of every state as the story file gives them, with participations and citations."""
    who = select(participations, entities.c.uid.label("entity_uid")).join_from(
        participations, entities, isouter=True
    )
    cited = select(citations, sources.c.uid.label("source_uid")).join_from(citations, sources)
    parts = _children(conn, participations, participations.c.fact_id, ids, who)
    evidence = _children(conn, citations, citations.c.fact_id, ids, cited)
    return [
        _fact(row, parts[row.id], evidence[row.id]) for row in _rows(conn, select(facts), facts.c.id, ids)
    ]


def read_links(conn: Connection, from_facts: Ids = None) -> list[LinkModel]:
    """The links of the story, or those that start at one of `from_facts`."""
    start, end = facts.alias("start"), facts.alias("end")
    statement = (
        select(links, start.c.uid.label("from_uid"), end.c.uid.label("to_uid"))
        .join_from(links, start, links.c.from_fact == start.c.id)
        .join(end, links.c.to_fact == end.c.id)
    )
    return [
        LinkModel.model_validate(
            {"from": row.from_uid, "to": row.to_uid, "kind": row.kind, "state": row.state}
        )
        for row in _rows(conn, statement, links.c.from_fact, from_facts, links.c.id)
    ]


def count_records(conn: Connection) -> int:
    """How many sources, entities, facts and links the story holds."""
    return sum(
        conn.scalar(select(func.count()).select_from(table)) or 0
        for table in (sources, entities, facts, links)
    )


def _portions(table: Table, read: Callable[[Connection, Ids], list[Any]]) -> Portions:
    """Reads all records of a table, some at a time, in the order they were recorded."""

    def portions(conn: Connection) -> Iterator[list[Any]]:
        for chunk in chunks(id_array(conn, select(table.c.id).order_by(table.c.id))):
            yield read(conn, chunk)

    return portions


PORTIONS: dict[str, Portions] = {
    "sources": _portions(sources, read_sources),
    "entities": _portions(entities, read_entities),
    "facts": _portions(facts, read_facts),
    "links": lambda conn: filter(None, [read_links(conn)]),
}
"""The records of each kind as the story file gives them, some at a time."""


def _rows(
    conn: Connection, statement: Select[Any], key: Column[int], ids: Ids, order: Column[int] | None = None
) -> Iterator[AnyRow]:
    """The rows whose `key` is one of `ids`, ordered by `order` or else by `key`."""
    ordered = statement.order_by(key if order is None else order)
    if ids is None:
        yield from conn.execute(ordered)
        return
    for chunk in chunks(sorted(ids)):
        yield from conn.execute(ordered.where(key.in_(chunk)))


def _children(
    conn: Connection, table: Table, parent: Column[int], ids: Ids, statement: Select[Any] | None = None
) -> dict[int, list[AnyRow]]:
    """The rows that belong to each parent, in their recorded order."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in _rows(conn, select(table) if statement is None else statement, parent, ids, table.c.id):
        found[row._mapping[parent.name]].append(row)
    if "position" in table.c:
        for rows in found.values():
            rows.sort(key=lambda row: row.position)
    return found


def _when(row: AnyRow, prefix: str) -> WhenModel:
    value = row._mapping
    anchor = value[f"{prefix}_anchor"]
    return WhenModel(
        edtf=value[f"{prefix}_edtf"],
        basis=value[f"{prefix}_basis"],
        expression=value[f"{prefix}_expression"],
        anchor=None if anchor is None else Anchor.model_validate_json(anchor),
        as_of=value[f"{prefix}_as_of"],
    )


def _same_columns(model: type[Any], row: AnyRow, *others: str) -> dict[str, Any]:
    """The fields of a model that are columns under the same name; `others` are read elsewhere."""
    values = row._mapping
    return {name: values[name] for name in model.model_fields if name not in others}


def _source(row: AnyRow, parts: list[AnyRow]) -> SourceModel:
    return SourceModel(
        **_same_columns(SourceModel, row, "published", "regions"),
        published=_when(row, "published"),
        regions=[RegionModel(start=part.start_at, end=part.end_at, kind=part.kind) for part in parts],
    )


def _entity(row: AnyRow, others: list[AnyRow]) -> EntityModel:
    return EntityModel(
        **_same_columns(EntityModel, row, "merged_into", "names"),
        merged_into=row.winner_uid,
        names=[
            NameModel(**_same_columns(NameModel, name)) for name in others if name.kind != NameKind.PRIMARY
        ],
    )


def _fact(row: AnyRow, parts: list[AnyRow], evidence: list[AnyRow]) -> FactModel:
    origin = None
    if row.origin_rule is not None:
        origin = OriginModel(rule=row.origin_rule, confidence=row.origin_confidence)
    return FactModel(
        **_same_columns(FactModel, row, "refs", "when", "origin", "participations", "citations"),
        refs=json.loads(row.refs),
        when=_when(row, "when"),
        origin=origin,
        participations=[
            ParticipationModel(**_same_columns(ParticipationModel, part, "entity"), entity=part.entity_uid)
            for part in parts
        ],
        citations=[
            CitationModel(
                **_same_columns(CitationModel, cited, "source", "start", "end"),
                source=cited.source_uid,
                start=cited.start_at,
                end=cited.end_at,
            )
            for cited in evidence
        ],
    )
