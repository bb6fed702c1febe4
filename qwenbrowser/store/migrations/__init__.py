"""The versions of the schema, oldest first. Alembic is imported only by `run`, when a story is migrated."""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert

KNOWN = ("0001",)
"""Every version that this program reads, oldest first; the last one is what it writes."""

HEAD = KNOWN[-1]

FORMAT = 1
MIN_PROGRAM_VERSION = "0.1.0"
"""The first version of the program that understands HEAD."""

# Named and typed as Alembic does, so that its tools read it.
version_table = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def stamp(conn: Connection) -> None:
    """Note in a new story that its schema is HEAD."""
    version_table.create(conn)
    conn.execute(insert(version_table).values(version_num=HEAD))
