"""Checks of a story: its pages, references, search index, texts and quoted words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from qwenbrowser.store import dialect, objects, raw


def only_search_damaged(connection: sqlite3.Connection, path: Path) -> bool:
    """Check every page; True where only the search index is damaged or missing, which can be made anew.

    Raises StoryDamaged for any other damage.
    """
    existing = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    missing = not existing.issuperset((*dialect.SEARCHED.values(), *dialect.SHADOW_TABLES))
    fault = _page_fault(connection)
    if fault is None:
        return missing
    kept = (objects.plain_tables() & existing) - set(dialect.SHADOW_TABLES)
    if any(_page_fault(connection, table) for table in kept):
        raise raw.damaged(path, fault)
    if any(_page_fault(connection, table) for table in existing & set(dialect.SHADOW_TABLES)):
        return True
    raise raw.damaged(path, fault)


def _page_fault(connection: sqlite3.Connection, table: str | None = None) -> str | None:
    """The first fault of the file's pages, or of one table's and its indexes'."""
    try:
        (fault,) = connection.execute(f"PRAGMA quick_check({table or 1})").fetchone()
    except sqlite3.DatabaseError as error:
        if not raw.is_damage(error):
            raise
        return str(error)
    return None if fault == "ok" else " ".join(str(fault).split())
