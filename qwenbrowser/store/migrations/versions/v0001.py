"""Version 0001: the tables of the first release, written out so that later changes leave them alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade(op: Operations) -> None:
    """Make all tables and indexes; parents before children."""
    _entities(op)
    _journal(op)
    _meta(op)
    _originals(op)
    _rejections(op)
    _saved_views(op)
    _entity_counts(op)
    _names(op)
    _sources(op)
    _extraction_runs(op)
    _regions(op)
    _facts(op)
    _citations(op)
    _links(op)
    _participations(op)
    _tags(op)


def _entities(op: Operations) -> None:
    op.create_table(
        "entities",
        _id(),
        _text("uid"),
        _text("kind"),
        _text("name"),
        *_maybe("disambiguation", "summary"),
        _text("state", "accepted"),
        _key("merged_into", nullable=True),
        _one_of("entities", "state", "proposed", "accepted", "rejected"),
        _one_of("entities", "kind", "person", "organisation", "product"),
        sa.CheckConstraint("merged_into <> id", name="ck_entities_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.UniqueConstraint("uid", name="uq_entities_uid"),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["entities.id"],
            name="fk_entities_merged_into",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entities_kind_state", "entities", ["kind", "state"])
    op.create_index("ix_entities_merged_into", "entities", ["merged_into"])
    op.create_index("ix_entities_name", "entities", ["name"])


def _journal(op: Operations) -> None:
    op.create_table(
        "journal",
        _id(),
        _text("label"),
        _text("at"),
        *_maybe("batch"),
        _text("state", "done"),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=True),
        _one_of("journal", "state", "done", "undone", "discarded"),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_state_id", "journal", ["state", "id"])


def _meta(op: Operations) -> None:
    op.create_table(
        "meta",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _text("uid"),
        _text("title"),
        sa.Column("format", sa.Integer, nullable=False),
        _text("min_program_version"),
        *_maybe("session"),
        sa.CheckConstraint("id = 1", name="ck_meta_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_meta"),
        sa.UniqueConstraint("uid", name="uq_meta_uid"),
    )


def _originals(op: Operations) -> None:
    op.create_table(
        "originals",
        _id(),
        _text("sha256"),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_originals"),
        sa.UniqueConstraint("sha256", name="uq_originals_sha256"),
        sqlite_autoincrement=True,
    )


def _rejections(op: Operations) -> None:
    op.create_table(
        "rejections",
        _id(),
        _text("kind"),
        _text("fingerprint"),
        *_maybe("reason"),
        _text("at"),
        sa.UniqueConstraint("kind", "fingerprint", name="uq_rejections_kind_fingerprint"),
        sa.PrimaryKeyConstraint("id", name="pk_rejections"),
        sqlite_autoincrement=True,
    )


def _saved_views(op: Operations) -> None:
    op.create_table(
        "saved_views",
        _id(),
        _text("uid"),
        _text("title"),
        _text("query"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.UniqueConstraint("uid", name="uq_saved_views_uid"),
        sqlite_autoincrement=True,
    )


def _entity_counts(op: Operations) -> None:
    op.create_table(
        "entity_counts",
        _key("entity_id"),
        sa.Column("quotes", sa.Integer, nullable=False, server_default="0"),
        sa.Column("paraphrases", sa.Integer, nullable=False, server_default="0"),
        sa.Column("statements", sa.Integer, nullable=False, server_default="0"),
        sa.Column("about", sa.Integer, nullable=False, server_default="0"),
        sa.Column("changes", sa.Integer, nullable=False, server_default="0"),
        sa.Column("events", sa.Integer, nullable=False, server_default="0"),
        sa.Column("roles", sa.Integer, nullable=False, server_default="0"),
        sa.Column("questions", sa.Integer, nullable=False, server_default="0"),
        sa.Column("facts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("sources", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("entity_id", name="pk_entity_counts"),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entities.id"], name="fk_entity_counts_entity_id", ondelete="CASCADE"
        ),
    )


def _names(op: Operations) -> None:
    op.create_table(
        "names",
        _id(),
        _key("entity_id"),
        _text("text"),
        _text("kind"),
        _text("search_keys", ""),
        _text("state", "accepted"),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        _one_of("names", "state", "proposed", "accepted", "rejected"),
        _one_of("names", "kind", "primary", "alias", "handle", "transliteration"),
        sa.UniqueConstraint("entity_id", "kind", "text", name="uq_names_entity_id_kind_text"),
        sa.PrimaryKeyConstraint("id", name="pk_names"),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_names_entity_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_names_text", "names", ["text"])


def _sources(op: Operations) -> None:
    op.create_table(
        "sources",
        _id(),
        _text("uid"),
        _text("document_uid"),
        _text("kind"),
        _text("text_kind"),
        _text("title"),
        *_maybe("outlet", "author", "url", "archive_url", "language", "published_edtf"),
        sa.Column("published_lo", sa.BigInteger, nullable=False),
        sa.Column("published_hi", sa.BigInteger, nullable=False),
        sa.Column("published_sure_lo", sa.BigInteger, nullable=True),
        sa.Column("published_sure_hi", sa.BigInteger, nullable=True),
        _text("published_basis", "unknown"),
        *_maybe("published_expression", "published_anchor", "published_as_of", "captured_at"),
        _text("status", "ok"),
        *_maybe("derives_from"),
        _text("text"),
        _text("text_sha256"),
        *_maybe("original_sha256", "media_type"),
        _one_of("sources", "published_basis", "stated", "resolved", "inferred", "unknown"),
        _one_of("sources", "kind", "article", "post", "profile", "note"),
        _one_of("sources", "text_kind", "capture", "excerpt", "transcript", "digest"),
        _one_of("sources", "status", "ok", "partial", "failed"),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("uid", name="uq_sources_uid"),
        sa.ForeignKeyConstraint(["original_sha256"], ["originals.sha256"], name="fk_sources_original_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sources_document_uid", "sources", ["document_uid"])
    op.create_index("ix_sources_original_sha256", "sources", ["original_sha256"])
    op.create_index("ix_sources_published_lo_published_hi", "sources", ["published_lo", "published_hi"])


def _extraction_runs(op: Operations) -> None:
    op.create_table(
        "extraction_runs",
        _id(),
        _text("uid"),
        _key("source_id", nullable=True),
        _text("program_version"),
        _text("settings", "{}"),
        _text("started_at"),
        *_maybe("finished_at"),
        sa.PrimaryKeyConstraint("id", name="pk_extraction_runs"),
        sa.UniqueConstraint("uid", name="uq_extraction_runs_uid"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_extraction_runs_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_extraction_runs_source_id", "extraction_runs", ["source_id"])


def _regions(op: Operations) -> None:
    op.create_table(
        "regions",
        _id(),
        _key("source_id"),
        sa.Column("start_at", sa.Integer, nullable=False),
        sa.Column("end_at", sa.Integer, nullable=False),
        _text("kind"),
        sa.CheckConstraint("start_at >= 0 AND end_at > start_at", name="ck_regions_span"),
        _one_of("regions", "kind", "boilerplate", "furniture", "caption"),
        sa.PrimaryKeyConstraint("id", name="pk_regions"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_regions_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_regions_source_id_start_at", "regions", ["source_id", "start_at"])


def _facts(op: Operations) -> None:
    op.create_table(
        "facts",
        _id(),
        _text("uid"),
        _text("kind"),
        _text("refs", "[]"),
        *_maybe("title"),
        _text("text"),
        *_maybe("when_edtf"),
        sa.Column("when_lo", sa.BigInteger, nullable=False),
        sa.Column("when_hi", sa.BigInteger, nullable=False),
        sa.Column("when_sure_lo", sa.BigInteger, nullable=True),
        sa.Column("when_sure_hi", sa.BigInteger, nullable=True),
        _text("when_basis", "unknown"),
        *_maybe("when_expression", "when_anchor", "when_as_of"),
        _text("certainty", "stated"),
        _text("state", "accepted"),
        _key("origin_run", nullable=True),
        *_maybe("origin_rule"),
        sa.Column("origin_confidence", sa.Double, nullable=True),
        *_maybe("mode", "cue", "medium", "platform", "field", "before", "after"),
        _one_of("facts", "when_basis", "stated", "resolved", "inferred", "unknown"),
        _one_of("facts", "state", "proposed", "accepted", "rejected"),
        _one_of("facts", "kind", "event", "quote", "claim", "profile_change", "role", "question"),
        _one_of("facts", "certainty", "stated", "unclear", "disputed"),
        _one_of("facts", "mode", "verbatim", "partial", "paraphrase", "no_comment"),
        sa.CheckConstraint("origin_confidence BETWEEN 0 AND 1", name="ck_facts_origin_confidence"),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
        sa.UniqueConstraint("uid", name="uq_facts_uid"),
        sa.ForeignKeyConstraint(["origin_run"], ["extraction_runs.id"], name="fk_facts_origin_run"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_facts_mode_kind_state", "facts", ["mode", "kind", "state"])
    op.create_index("ix_facts_origin_run", "facts", ["origin_run"])
    op.create_index(
        "ix_facts_when_lo_when_hi_id_kind_state", "facts", ["when_lo", "when_hi", "id", "kind", "state"]
    )


def _citations(op: Operations) -> None:
    op.create_table(
        "citations",
        _id(),
        _key("fact_id"),
        _key("source_id"),
        sa.Column("start_at", sa.Integer, nullable=False),
        sa.Column("end_at", sa.Integer, nullable=False),
        _text("exact"),
        _text("prefix", ""),
        _text("suffix", ""),
        sa.Column(
            "verbatim", sa.Boolean(create_constraint=True, name="ck_citations_verbatim"), nullable=False
        ),
        _text("stance", "supports"),
        *_maybe("says_text", "says_edtf", "note"),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        sa.CheckConstraint("start_at >= 0 AND end_at > start_at", name="ck_citations_span"),
        _one_of("citations", "stance", "supports", "disputes", "unclear"),
        sa.PrimaryKeyConstraint("id", name="pk_citations"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_citations_fact_id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_citations_source_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_citations_fact_id", "citations", ["fact_id"])
    op.create_index("ix_citations_source_id_start_at", "citations", ["source_id", "start_at"])


def _links(op: Operations) -> None:
    op.create_table(
        "links",
        _id(),
        _key("from_fact"),
        _key("to_fact"),
        _text("kind"),
        _text("state", "accepted"),
        _one_of("links", "state", "proposed", "accepted", "rejected"),
        _one_of("links", "kind", "reaction_to", "part_of", "in_tension", "same_as"),
        sa.CheckConstraint("from_fact <> to_fact", name="ck_links_two_facts"),
        sa.UniqueConstraint("from_fact", "to_fact", "kind", name="uq_links_from_fact_to_fact_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.ForeignKeyConstraint(["from_fact"], ["facts.id"], name="fk_links_from_fact"),
        sa.ForeignKeyConstraint(["to_fact"], ["facts.id"], name="fk_links_to_fact"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_links_to_fact_kind", "links", ["to_fact", "kind"])


def _participations(op: Operations) -> None:
    op.create_table(
        "participations",
        _id(),
        _key("fact_id"),
        _key("entity_id", nullable=True),
        _text("role"),
        *_maybe("as_written"),
        _text("state", "accepted"),
        sa.Column("position", sa.Integer, nullable=False, server_default="0"),
        _one_of("participations", "state", "proposed", "accepted", "rejected"),
        _one_of(
            "participations",
            "role",
            "speaker",
            "addressee",
            "about",
            "actor",
            "subject",
            "holder",
            "organisation",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_participations"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_participations_fact_id"),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_participations_entity_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_participations_entity_id_role_state_fact_id",
        "participations",
        ["entity_id", "role", "state", "fact_id"],
    )
    op.create_index("ix_participations_fact_id", "participations", ["fact_id"])


def _tags(op: Operations) -> None:
    op.create_table(
        "tags",
        _id(),
        _key("fact_id"),
        _text("text"),
        sa.UniqueConstraint("fact_id", "text", name="uq_tags_fact_id_text"),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_tags_fact_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tags_text", "tags", ["text"])


def _id() -> sa.Column[int]:
    return _key("id")


def _key(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, nullable=nullable)


def _text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in names]


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    condition = " OR ".join(f"{column} = '{value}'" for value in values)
    return sa.CheckConstraint(condition, name=f"ck_{table}_{column}")
