"""Sources with their texts, and the spans of a text that facts are cited from."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Integer, bindparam, func, select

from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.records import (
    Basis,
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
    When,
)
from qwenbrowser.store.rows import IDS, by_value, chunks, id_array, tuples
from qwenbrowser.store.tables import citations, facts, regions, sources

_ACCEPTED = State.ACCEPTED.value
_NEXT_STEP = Message("List all with: qwenbrowser list sources.")

_SOURCES = select(
    sources.c.id,
    sources.c.uid,
    sources.c.document_uid,
    sources.c.kind,
    sources.c.text_kind,
    sources.c.title,
    sources.c.outlet,
    sources.c.author,
    sources.c.url,
    sources.c.archive_url,
    sources.c.language,
    sources.c.published_edtf,
    sources.c.published_basis,
    sources.c.published_expression,
    sources.c.published_anchor,
    sources.c.published_as_of,
    sources.c.captured_at,
    sources.c.status,
    sources.c.derives_from,
    sources.c.text,
    sources.c.text_sha256,
    sources.c.original_sha256,
    sources.c.media_type,
).where(sources.c.id.in_(IDS))
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
    for source_id, start, end, kind in tuples(conn, _REGIONS, ids):
        parts[source_id].append(Region(start, end, RegionKind(kind)))
    counts: dict[int, int] = dict(tuples(conn, _FACT_COUNTS, ids))
    for row in tuples(conn, _SOURCES, ids):
        source_id, uid, document_uid, kind, text_kind, title, outlet, author, url, archive_url = row[:10]
        language, edtf, basis, expression, anchor, as_of, captured_at, status, derives_from = row[10:19]
        text, text_sha256, original_sha256, media_type = row[19:]
        yield Source(
            id=source_id,
            uid=uid,
            document_uid=document_uid,
            kind=SourceKind(kind),
            text_kind=TextKind(text_kind),
            title=title,
            outlet=outlet,
            author=author,
            url=url,
            archive_url=archive_url,
            language=language,
            published=When(edtf, Basis(basis), expression, anchor, as_of),
            captured_at=captured_at,
            status=status,
            derives_from=derives_from,
            text=text,
            text_sha256=text_sha256,
            original_sha256=original_sha256,
            media_type=media_type,
            regions=tuple(parts[source_id]),
            fact_count=counts.get(source_id, 0),
        )
