"""Brings a story to the present schema: one transaction of our own around Alembic's operations."""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable, Mapping

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, column, delete, func, insert, select, table, update

from qwenbrowser.domain.errors import StoryUnusable
from qwenbrowser.domain.messages import Message
from qwenbrowser.store import derived, migrations
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import meta, metadata

Upgrade = Callable[[Operations], None]


def upgrades(after: str) -> dict[str, Upgrade]:
    """The steps from a version to HEAD, by the version that each leads to."""
    following = migrations.KNOWN[migrations.KNOWN.index(after) + 1 :]
    return {
        version: importlib.import_module(f"{migrations.__name__}.versions.v{version}").upgrade
        for version in following
    }


def migrate(connector: Callable[[], sqlite3.Connection], steps: Mapping[str, Upgrade]) -> None:
    """Take all of the steps, or none of them.

    Foreign keys are off before the transaction begins: a batch rebuild drops the old table, which with them
    on empties the tables that refer to it. Raises StoryUnusable where rows or references would be lost.
    """

    def without_foreign_keys() -> sqlite3.Connection:
        raw = connector()
        dialect.foreign_keys(raw, enforced=False)
        return raw

    engine = dialect.make_engine(without_foreign_keys, begin="BEGIN IMMEDIATE")
    try:
        with engine.connect() as conn, conn.begin():
            _migrate(conn, steps)
    finally:
        engine.dispose()


def _migrate(conn: Connection, steps: Mapping[str, Upgrade]) -> None:
    triggers, counts, high_waters = (
        dialect.schema(conn, "trigger"),
        _row_counts(conn),
        dialect.high_waters(conn),
    )
    context = MigrationContext.configure(conn)
    for upgrade in steps.values():
        upgrade(Operations(context))
    _recreate(conn, triggers)
    dialect.restore_high_waters(conn, high_waters)
    _refuse_loss(conn, counts)
    derived.rebuild(conn)
    conn.execute(delete(migrations.version_table))
    conn.execute(insert(migrations.version_table).values(version_num=list(steps)[-1]))
    conn.execute(
        update(meta).values(format=migrations.FORMAT, min_program_version=migrations.MIN_PROGRAM_VERSION)
    )


def _recreate(conn: Connection, triggers: dict[str, tuple[str, str, str | None]]) -> None:
    """Put back the triggers that went with a rebuilt table; those of a table that is gone stay away."""
    present = dialect.schema(conn)
    for name, (_, on, sql) in triggers.items():
        if name not in present and on in present and sql is not None:
            conn.exec_driver_sql(sql)


def _row_counts(conn: Connection) -> dict[str, int]:
    kept = set(dialect.schema(conn, "table")) & set(metadata.tables)
    return {
        name: conn.scalar(select(func.count()).select_from(table(name, column("id")))) or 0 for name in kept
    }


def _refuse_loss(conn: Connection, before: dict[str, int]) -> None:
    after = _row_counts(conn)
    lost = {name for name, count in before.items() if after.get(name, 0) != count}
    lost.update(name for name, _, _ in dialect.foreign_key_faults(conn))
    if lost:
        raise StoryUnusable(
            Message(
                "To bring the story to the present version would lose rows of %1.", ", ".join(sorted(lost))
            ),
            "It is left as it was; open it with the version that made it.",
        )
