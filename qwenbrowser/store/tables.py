"""The tables of a story as SQLAlchemy Core: columns, constraints, keys and the indexes that reads need.

Every row has an integer `id` that is never given out twice; rows that are known outside carry a `uid`.
Enumerations, dates and JSON are text and plain integers, so no value costs a conversion on its way out.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    EntityKind,
    FactKind,
    LinkKind,
    Mode,
    NameKind,
    Part,
    RegionKind,
    SourceKind,
    Stance,
    State,
    TextKind,
)


class EntryState(StrEnum):
    """Where a journal entry stands: in force, taken back, or taken back for good by a later write."""

    DONE = "done"
    UNDONE = "undone"
    DISCARDED = "discarded"


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_KEY = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER takes AUTOINCREMENT in SQLite


def _table(name: str, *items: SchemaItem) -> Table:
    """A table with an integer primary key whose values are never used again, even after a delete."""
    return Table(name, metadata, Column("id", _KEY, primary_key=True), *items, sqlite_autoincrement=True)


def _text(name: str, default: str | None = None) -> Column[str]:
    """A text that must be there; `default` stands in where a row leaves it out."""
    return Column(name, Text, nullable=False, default=default, server_default=default)


def _maybe(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


def _uid() -> Column[str]:
    return Column("uid", Text, nullable=False, unique=True)


def _ref(name: str, target: str, *, required: bool = True, deferred: bool = False) -> Column[int]:
    later = {"deferrable": True, "initially": "DEFERRED"} if deferred else {}
    return Column(name, _KEY, ForeignKey(target, **later), nullable=not required)  # type: ignore[arg-type]


def _position() -> Column[int]:
    return Column("position", Integer, nullable=False, default=0, server_default="0")


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The column holds one of `values` (or NULL, where it may be NULL).

    Not `IN`: SQLite builds a temporary index for it at every insert, which doubles the time of an import.
    """
    return CheckConstraint(" OR ".join(f"{column} = '{value}'" for value in values), name=column)


def _state(default: State = State.ACCEPTED) -> list[SchemaItem]:
    return [_text("state", default.value), _one_of("state", State)]


def _span() -> list[SchemaItem]:
    """Code points of a source's text, end exclusive."""
    return [
        Column("start_at", Integer, nullable=False),
        Column("end_at", Integer, nullable=False),
        CheckConstraint("start_at >= 0 AND end_at > start_at", name="span"),
    ]


def _date(prefix: str) -> list[SchemaItem]:
    """An uncertain date. `lo` and `hi` are the sort bounds of domain.dates in seconds, never NULL."""
    return [
        *_maybe(f"{prefix}_edtf"),
        Column(f"{prefix}_lo", BigInteger, nullable=False),
        Column(f"{prefix}_hi", BigInteger, nullable=False),
        Column(f"{prefix}_sure_lo", BigInteger),
        Column(f"{prefix}_sure_hi", BigInteger),
        _text(f"{prefix}_basis", Basis.UNKNOWN.value),
        *_maybe(f"{prefix}_expression", f"{prefix}_anchor", f"{prefix}_as_of"),
        _one_of(f"{prefix}_basis", Basis),
    ]


meta = Table(
    "meta",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _uid(),
    _text("title"),
    Column("format", Integer, nullable=False),
    _text("min_program_version"),
    Column("session", Text),
    CheckConstraint("id = 1", name="one_row"),
)

originals = _table(
    "originals",
    Column("sha256", Text, nullable=False, unique=True),
    Column("bytes", LargeBinary, nullable=False),
)

sources = _table(
    "sources",
    _uid(),
    _text("document_uid"),
    _text("kind"),
    _text("text_kind"),
    _text("title"),
    *_maybe("outlet", "author", "url", "archive_url", "language"),
    *_date("published"),
    *_maybe("captured_at"),
    _text("status", "ok"),
    *_maybe("derives_from"),
    _text("text"),
    _text("text_sha256"),
    Column("original_sha256", Text, ForeignKey("originals.sha256")),
    *_maybe("media_type"),
    _one_of("kind", SourceKind),
    _one_of("text_kind", TextKind),
    _one_of("status", ("ok", "partial", "failed")),
    Index(None, "document_uid"),
    Index(None, "published_lo", "published_hi"),
    Index(None, "original_sha256"),
)

regions = _table(
    "regions",
    _ref("source_id", "sources.id"),
    *_span(),
    _text("kind"),
    _one_of("kind", RegionKind),
    Index(None, "source_id", "start_at"),
)

# A merge may name a winner that is inserted later in the same transaction, hence the deferred reference.
entities = _table(
    "entities",
    _uid(),
    _text("kind"),
    _text("name"),
    *_maybe("disambiguation", "summary"),
    *_state(),
    _ref("merged_into", "entities.id", required=False, deferred=True),
    _one_of("kind", EntityKind),
    CheckConstraint("merged_into <> id", name="merged_into"),
    Index(None, "kind", "state"),
    Index(None, "name"),
    Index(None, "merged_into"),
)

names = _table(
    "names",
    _ref("entity_id", "entities.id"),
    _text("text"),
    _text("kind"),
    _text("search_keys", ""),
    *_state(),
    _position(),
    _one_of("kind", NameKind),
    UniqueConstraint("entity_id", "kind", "text"),
    Index(None, "text"),
)

extraction_runs = _table(
    "extraction_runs",
    _uid(),
    _ref("source_id", "sources.id", required=False),
    _text("program_version"),
    _text("settings", "{}"),
    _text("started_at"),
    *_maybe("finished_at"),
    Index(None, "source_id"),
)

facts = _table(
    "facts",
    _uid(),
    _text("kind"),
    _text("refs", "[]"),
    *_maybe("title"),
    _text("text"),
    *_date("when"),
    _text("certainty", Certainty.STATED.value),
    *_state(),
    _ref("origin_run", "extraction_runs.id", required=False),
    *_maybe("origin_rule"),
    Column("origin_confidence", Double),
    *_maybe("mode", "cue", "medium", "platform", "field", "before", "after"),
    _one_of("kind", FactKind),
    _one_of("certainty", Certainty),
    _one_of("mode", Mode),
    CheckConstraint("origin_confidence BETWEEN 0 AND 1", name="origin_confidence"),
    # None begins with state or kind: nearly every fact has the same, and without statistics SQLite would take
    # such an index for a short cut and walk through all facts in every join.
    Index(None, "when_lo", "when_hi", "id", "kind", "state"),
    Index(None, "mode", "kind", "state"),
    Index(None, "origin_run"),
)

participations = _table(
    "participations",
    _ref("fact_id", "facts.id"),
    _ref("entity_id", "entities.id", required=False),
    _text("role"),
    *_maybe("as_written"),
    *_state(),
    _position(),
    _one_of("role", Part),
    Index(None, "fact_id"),
    Index(None, "entity_id", "role", "state", "fact_id"),
)

citations = _table(
    "citations",
    _ref("fact_id", "facts.id"),
    _ref("source_id", "sources.id"),
    *_span(),
    _text("exact"),
    _text("prefix", ""),
    _text("suffix", ""),
    Column("verbatim", Boolean(create_constraint=True, name="verbatim"), nullable=False),
    _text("stance", Stance.SUPPORTS.value),
    *_maybe("says_text", "says_edtf", "note"),
    _position(),
    _one_of("stance", Stance),
    Index(None, "fact_id"),
    Index(None, "source_id", "start_at"),
)

links = _table(
    "links",
    _ref("from_fact", "facts.id"),
    _ref("to_fact", "facts.id"),
    _text("kind"),
    *_state(),
    _one_of("kind", LinkKind),
    CheckConstraint("from_fact <> to_fact", name="two_facts"),
    UniqueConstraint("from_fact", "to_fact", "kind"),
    Index(None, "to_fact", "kind"),
)

tags = _table(
    "tags",
    _ref("fact_id", "facts.id"),
    _text("text"),
    UniqueConstraint("fact_id", "text"),
    Index(None, "text"),
)

# What a reviewer has turned down, by the fingerprint of the proposal, so that it is not proposed again.
rejections = _table(
    "rejections",
    _text("kind"),
    _text("fingerprint"),
    *_maybe("reason"),
    _text("at"),
    UniqueConstraint("kind", "fingerprint"),
)

saved_views = _table("saved_views", _uid(), _text("title"), _text("query"))

# `payload` is emptied when an entry is discarded: it can never be applied again.
journal = _table(
    "journal",
    _text("label"),
    _text("at"),
    *_maybe("batch"),
    _text("state", EntryState.DONE.value),
    Column("rows", Integer, nullable=False),
    Column("payload", LargeBinary),
    _one_of("state", EntryState),
    Index(None, "state", "id"),
)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0, server_default="0")


# Derived: store.derived keeps it, so it goes with its entity and is in no journal entry.
entity_counts = Table(
    "entity_counts",
    metadata,
    Column("entity_id", _KEY, ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
    *(
        _count(name)
        for name in (
            "quotes",
            "paraphrases",
            "statements",
            "about",
            "changes",
            "events",
            "roles",
            "questions",
            "facts",
            "sources",
        )
    ),
)

JOURNALLED = tuple(table for table in metadata.sorted_tables if table not in (meta, journal, entity_counts))
"""Every table that the journal writes, parents before children."""
