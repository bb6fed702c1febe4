"""Sources with their texts, and the spans of a text that facts are cited from."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Integer, bindparam, func, select

from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.records import (
    Certainty,
    FactKind,
    Mark,
    Mode,
    Region,
    RegionKind,
    Source,
    SourceKind,
    State,
    TextKind,
)
from qwenbrowser.store.rows import IDS, by_value, chunks, id_array, published, tuples
from qwenbrowser.store.tables import citations, facts, regions, sources

_ACCEPTED = State.ACCEPTED.value
_NEXT_STEP = Message("List all with: qwenbrowser list sources.")

_SOURCES = select(sources).where(sources.c.id.in_(IDS))
_REGIONS = (
    select(regions.c.source_id, regions.c.start_at, regions.c.end_at, regions.c.kind)
    .where(regions.c.source_id.in_(IDS))
    .order_by(regions.c.source_id, regions.c.start_at, regions.c.end_at)
)
_FACT_COUNTS = (
    select(citations.c.source_id, func.count(citations.c.fact_id.distinct()))
    .join_from(citations, facts)
    .where(citations.c.source_id.in_(IDS), facts.c.state == _ACCEPTED)
    .group_by(citations.c.source_id)
)
_MARKS = (
    select(
        facts.c.id,
        facts.c.uid,
        facts.c.kind,
        facts.c.certainty,
        citations.c.start_at,
        citations.c.end_at,
        facts.c.mode,
    )
    .join_from(citations, facts)
    .where(citations.c.source_id == bindparam("source", type_=Integer), facts.c.state == _ACCEPTED)
    .order_by(citations.c.start_at, citations.c.end_at, citations.c.id)
)
_KINDS, _CERTAINTIES, _MODES = by_value(FactKind), by_value(Certainty), by_value(Mode)


def list_sources(conn: Connection) -> list[Source]:
    """All sources in the order they were published, undated ones last."""
    return sources_by_ids(conn, source_ids(conn))


def source_ids(conn: Connection) -> array[int]:
    """The ids of `list_sources`, in its order."""
    order = (sources.c.published_lo, sources.c.published_hi, sources.c.id)
    return id_array(conn, select(sources.c.id).order_by(*order))


def sources_by_ids(conn: Connection, ids: Iterable[int]) -> list[Source]:
    """The sources in the order of `ids`, texts included; ids that are not there are left out.

    Three statements for every 400 ids.
    """
    wanted = list(ids)
    found = {source.id: source for chunk in chunks(wanted) for source in _sources(conn, chunk)}
    return [found[source_id] for source_id in wanted if source_id in found]


def get_source(conn: Connection, source_id: int) -> Source:
    """The source; NotFound where the id is unknown."""
    for source in sources_by_ids(conn, [source_id]):
        return source
    raise NotFound(Message("The story has no source number %1.", source_id), _NEXT_STEP)


def source_by_uid(conn: Connection, uid: str) -> Source:
    """The source; NotFound where the uid is unknown."""
    source_id = conn.scalar(select(sources.c.id).where(sources.c.uid == uid))
    if source_id is None:
        raise NotFound(Message("The story has no source %1.", uid), _NEXT_STEP)
    return get_source(conn, source_id)


def marks_of(conn: Connection, source_id: int) -> list[Mark]:
    """The spans of the source that accepted facts are cited from, in text order.

    A mark for every citation: facts that rest on the same words have a mark each.
    """
    return [
        Mark(
            fact_id,
            uid,
            _KINDS[kind],
            _CERTAINTIES[certainty],
            start,
            end,
            None if mode is None else _MODES[mode],
        )
        for fact_id, uid, kind, certainty, start, end, mode in tuples(conn, _MARKS, source=source_id)
    ]


def _sources(conn: Connection, ids: list[int]) -> Iterator[Source]:
    parts: dict[int, list[Region]] = defaultdict(list)
    for row in conn.execute(_REGIONS, {"ids": ids}):
        parts[row.source_id].append(Region(row.start_at, row.end_at, RegionKind(row.kind)))
    counts: dict[int, int] = dict(conn.execute(_FACT_COUNTS, {"ids": ids}).all())
    for row in conn.execute(_SOURCES, {"ids": ids}):
        yield Source(
            id=row.id,
            uid=row.uid,
            document_uid=row.document_uid,
            kind=SourceKind(row.kind),
            text_kind=TextKind(row.text_kind),
            title=row.title,
            outlet=row.outlet,
            author=row.author,
            url=row.url,
            archive_url=row.archive_url,
            language=row.language,
            published=published(row),
            captured_at=row.captured_at,
            status=row.status,
            derives_from=row.derives_from,
            text=row.text,
            text_sha256=row.text_sha256,
            original_sha256=row.original_sha256,
            media_type=row.media_type,
            regions=tuple(parts[row.id]),
            fact_count=counts.get(row.id, 0),
        )
