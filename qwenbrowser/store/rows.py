"""From rows to records: what the reads of every subject share."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam

from qwenbrowser.domain.records import Basis, EntityKind, EntityRef, SourceKind, SourceRef, TextKind, When
from qwenbrowser.store.tables import entities, facts, sources

AnyRow = Row[*tuple[Any, ...]]

CHUNK = 400  # ids a statement: a page of 256 rows is one chunk, and far from any limit on parameters

IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)

TIME_ORDER = (facts.c.when_lo, facts.c.when_hi, facts.c.id)
"""The one order of facts in time; the id makes it total, so that keyset pages never skip or repeat."""

ENTITY_REF = (
    entities.c.id.label("entity_id"),
    entities.c.uid.label("entity_uid"),
    entities.c.kind.label("entity_kind"),
    entities.c.name.label("entity_name"),
    entities.c.summary.label("entity_summary"),
)

SOURCE_REF = (
    sources.c.id.label("source_id"),
    sources.c.uid.label("source_uid"),
    sources.c.kind.label("source_kind"),
    sources.c.text_kind,
    sources.c.title.label("source_title"),
    sources.c.outlet,
    sources.c.published_edtf,
    sources.c.published_basis,
    sources.c.published_expression,
    sources.c.published_anchor,
    sources.c.published_as_of,
)


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids, each once, in lists of at most `CHUNK`."""
    distinct = list(dict.fromkeys(ids))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def id_array(conn: Connection, statement: Select[int]) -> array[int]:
    """The ids that the statement gives, 8 bytes each."""
    with conn.execute(statement) as result:
        # Read from the driver: a million SQLAlchemy rows of one integer take more time than the query.
        rows: Any = result.cursor
        return array("q", map(itemgetter(0), rows))


def entity_ref(row: AnyRow) -> EntityRef | None:
    """The entity of a row with the columns of `ENTITY_REF`, None where an outer join found none."""
    if row.entity_id is None:
        return None
    return EntityRef(
        row.entity_id, row.entity_uid, EntityKind(row.entity_kind), row.entity_name, row.entity_summary
    )


def source_ref(row: AnyRow) -> SourceRef:
    """The source of a row with the columns of `SOURCE_REF`."""
    return SourceRef(
        row.source_id,
        row.source_uid,
        SourceKind(row.source_kind),
        TextKind(row.text_kind),
        row.source_title,
        row.outlet,
        published(row),
    )


def published(row: AnyRow) -> When:
    """The date of a source from a row of `sources`."""
    return When(
        row.published_edtf,
        Basis(row.published_basis),
        row.published_expression,
        row.published_anchor,
        row.published_as_of,
    )
