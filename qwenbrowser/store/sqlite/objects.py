"""Looks at what a story file defines and refuses what no version of the program makes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from qwenbrowser.domain.errors import StoryHostile
from qwenbrowser.domain.messages import Message
from qwenbrowser.store import tables
from qwenbrowser.store.sqlite import dialect, raw

_SHOWN = 60
_OWN_TABLES = {"alembic_version", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}


def inspect(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file with unexpected objects, before any table is read.

    Raises StoryHostile naming the first trigger, view, virtual table, generated column, expression index,
    table or index that is not expected.
    """
    connection.execute("PRAGMA trusted_schema=OFF")
    expected_tables = plain_tables()
    indexes = {str(index.name): table for table in tables.metadata.tables.values() for index in table.indexes}
    for kind, name, table, root, sql in _objects(connection):
        if kind == "index":
            known = indexes[name].name == table if name in indexes else _is_automatic(name, table, sql)
            if not known or table not in expected_tables:
                raise _hostile(path, "index", name)
            _check_index(connection, path, name)
        elif kind != "table":
            raise _hostile(path, kind, name)
        elif not root:
            _check_virtual(path, name, sql)
        elif name not in expected_tables:
            raise _hostile(path, "table", name)
        elif generated := generated_columns(connection, name):
            raise _hostile(path, "generated column", f"{name}.{generated[0]}")


def plain_tables() -> set[str]:
    """Every ordinary table that a story may have, those behind the search index included."""
    return _OWN_TABLES | set(tables.metadata.tables) | set(dialect.SHADOW_TABLES)


def generated_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table that are computed, or hidden in any other way."""
    rows = connection.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 0", (table,))
    return [name for (name,) in rows]


def shown(name: object) -> str:
    """A name from a foreign file, fit for a message: nothing invisible, not long."""
    text = raw.printable(name)
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"


def _objects(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, int, str | None]]:
    yield from connection.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema").fetchall()


def _is_automatic(name: str, table: str, sql: str | None) -> bool:
    """Whether SQLite itself made the index, for a UNIQUE or PRIMARY KEY of the table."""
    return sql is None and re.fullmatch(rf"sqlite_autoindex_{re.escape(table)}_\d+", name) is not None


def _check_virtual(path: Path, name: str, sql: str | None) -> None:
    if " ".join((sql or "").split()) not in dialect.SEARCH_DDL:
        raise _hostile(path, "virtual table", name)


def _check_index(connection: sqlite3.Connection, path: Path, index: str) -> None:
    for (column,) in connection.execute("SELECT cid FROM pragma_index_xinfo(?)", (index,)):
        if column == -2:  # SQLite's number for an expression
            raise _hostile(path, "index on an expression", index)


def _hostile(path: Path, kind: str, name: object) -> StoryHostile:
    return StoryHostile(
        Message(
            "The story holds an object that this program never makes: %1 %2.", shown(kind)[1:-1], shown(name)
        ),
        "Do not use this file; ask where it comes from.",
        path,
    )
