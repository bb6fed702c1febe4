"""Checks of a story: its pages, references, search index, texts and quoted words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from qwenbrowser.domain.errors import StoryDamaged, StoryUnusable
from qwenbrowser.store import derived
from qwenbrowser.store.lock import WriterLock
from qwenbrowser.store.sqlite import dialect, objects, raw

if TYPE_CHECKING:
    from qwenbrowser.store.database import Database

_MOST = 20
_RECOVER = "Restore a backup, or rebuild the story from what can still be read."
_REBUILT = "Open the story for writing: the search index is then made anew by itself."
_TEXT = "Restore the source from a backup or capture it again; until then do not rely on its words."
_WORDS = "Cite the words again, or restore a backup."


class Trouble(StrEnum):
    PAGES = "pages"
    REFERENCES = "references"
    SEARCH = "search"
    TEXT = "text"
    CITATION = "citation"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a story: what it is, and what to do now."""

    kind: Trouble
    what: str
    next_step: str


def check(db: Database) -> list[Problem]:
    """Everything that is wrong with a story; an empty list where nothing is.

    Reads the whole file. Where pages are damaged the rest is not looked at, since it could not be believed. A
    search index that is wrong is made anew where the story can be written.
    """
    try:
        with db.read() as conn:
            driver = conn.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            problems = check_connection(driver, db.path)
    except StoryDamaged as error:  # damage can also stop the transaction from ending
        return [Problem(Trouble.PAGES, error.problem, _RECOVER)]
    if any(problem.kind is Trouble.SEARCH for problem in problems) and _mended(db):
        problems = [_as_mended(p) if p.kind is Trouble.SEARCH else p for p in problems]
    return problems


def check_connection(connection: sqlite3.Connection, path: Path) -> list[Problem]:
    """As `check`, over a plain connection and without mending anything."""
    try:
        search_damaged = only_search_damaged(connection, path, whole=True)
    except StoryDamaged as error:
        return [Problem(Trouble.PAGES, error.problem, _RECOVER)]
    with _lossy(connection):
        problems = [*_reference_problems(connection), *_text_problems(connection)]
    # The index is made from the texts: where one has changed, the index differs because of that alone.
    changed = any(problem.kind is Trouble.TEXT for problem in problems)
    if search_damaged or not (changed or derived_agree(connection)):
        wrong = Problem(Trouble.SEARCH, "The search index does not agree with the story.", _REBUILT)
        problems.insert(0, wrong)
    return problems


def derived_agree(connection: sqlite3.Connection) -> bool:
    """Whether search index and counts are what the rows make them, seen on a private copy."""
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    connection.backup(copy)
    engine = dialect.make_engine(lambda: copy, begin="BEGIN")
    try:
        with engine.begin() as conn:
            if not dialect.search_is_sound(conn):
                return False
            before = _derived_rows(copy)
            derived.rebuild(conn)
            return before == _derived_rows(copy)
    finally:
        engine.dispose()


def rebuild_search(path: Path) -> None:
    """Make search index and counts anew, however damaged they are. The caller holds the writer's lock."""
    with raw.opened(path) as connection:
        remove_search(connection)
    engine = dialect.make_engine(
        lambda: dialect.connect(raw.uri(path, raw.READ_WRITE)), begin="BEGIN IMMEDIATE"
    )
    try:
        with engine.begin() as conn:
            derived.rebuild(conn)
    finally:
        engine.dispose()


def only_search_damaged(connection: sqlite3.Connection, path: Path, *, whole: bool = False) -> bool:
    """Check every page; True where only the search index is damaged or missing, which can be made anew.

    `whole` also compares every index with its table. Raises StoryDamaged for any other damage.
    """
    existing = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    search = existing & {*dialect.SEARCHED.values(), *dialect.SHADOW_TABLES}
    missing = not existing.issuperset((*dialect.SEARCHED.values(), *dialect.SHADOW_TABLES))
    check_pages = "integrity_check" if whole else "quick_check"
    fault = _page_fault(connection, check_pages)
    if fault is None:
        return missing
    kept = (objects.plain_tables() & existing) - search
    if any(_page_fault(connection, check_pages, table) for table in sorted(kept)):
        raise raw.damaged(path, fault)
    # Where an index was removed and not yet made anew, its pages are lost until the file is vacuumed.
    if missing or any(_page_fault(connection, check_pages, table) for table in sorted(search)):
        return True
    raise raw.damaged(path, fault)


def remove_search(connection: sqlite3.Connection) -> None:
    """Take the search tables out of the file, however damaged they are; DROP would read their pages."""
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("BEGIN IMMEDIATE")
    for name in (*dialect.SEARCHED.values(), *dialect.SHADOW_TABLES):
        connection.execute("DELETE FROM sqlite_schema WHERE tbl_name = ?", (name,))
    connection.execute("COMMIT")
    connection.execute("PRAGMA writable_schema=RESET")
    connection.execute("VACUUM")


def _page_fault(connection: sqlite3.Connection, check_pages: str, table: str | None = None) -> str | None:
    """The first fault of the file's pages, or of one table's and its indexes'."""
    try:
        (fault,) = connection.execute(f"PRAGMA {check_pages}({table or 1})").fetchone()
    except sqlite3.DatabaseError as error:
        broken_table = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_ERROR
        if not (raw.is_damage(error) or broken_table):
            raise
        return str(error)
    if fault == "ok":
        return None
    return next((line for line in str(fault).splitlines() if not line.startswith("***")), str(fault))


@contextmanager
def _lossy(connection: sqlite3.Connection) -> Iterator[None]:
    """Text that is no longer UTF-8 is read as far as it goes; its hash then tells."""
    before = connection.text_factory
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.text_factory = before


def _reference_problems(connection: sqlite3.Connection) -> list[Problem]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
    return [
        Problem(
            Trouble.REFERENCES, f"Row {row} of {table} refers to a row of {parent} that is missing.", _RECOVER
        )
        for table, row, parent, _ in rows
    ]


def _derived_rows(connection: sqlite3.Connection) -> list[str]:
    """A digest of each derived table."""
    queries = [
        "SELECT * FROM entity_counts ORDER BY entity_id",
        *(f"SELECT * FROM {name}_content ORDER BY id" for name in dialect.SEARCHED.values()),  # noqa: S608
    ]
    digests = []
    for query in queries:
        digest = sha256()
        for row in connection.execute(query):
            digest.update(repr(row).encode())
        digests.append(digest.hexdigest())
    return digests


def _mended(db: Database) -> bool:
    """Make the search index anew if the story can be written; an open Database for writing holds the lock."""
    try:
        if not db.read_only:
            rebuild_search(db.path)
            return True
        with WriterLock.acquire(db.path, patience=0):
            rebuild_search(db.path)
    except (StoryUnusable, OSError):
        return False
    return True


def _as_mended(problem: Problem) -> Problem:
    return replace(problem, next_step="It has been made anew; there is nothing more to do.")


def _text_problems(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Texts that are not those that were captured, and citations that are not in them word for word."""
    ids = [id_ for (id_,) in connection.execute("SELECT id FROM sources ORDER BY id")]
    for id_ in ids:
        uid, title, text, digest = connection.execute(
            "SELECT uid, title, text, text_sha256 FROM sources WHERE id = ?", (id_,)
        ).fetchone()
        named = f"{objects.shown(title)} ({uid})"
        if sha256(text.encode()).hexdigest() != digest:
            yield Problem(
                Trouble.TEXT, f"The text of the source {named} has changed since its capture.", _TEXT
            )
        citations = connection.execute(
            "SELECT facts.uid, start_at, end_at, exact FROM citations JOIN facts ON facts.id = fact_id"
            " WHERE source_id = ? ORDER BY start_at",
            (id_,),
        )
        for fact, start, end, exact in citations:
            if text[start:end] != exact:
                what = f"A citation of the fact {fact} is not what the source {named} says at {start}–{end}."
                yield Problem(Trouble.CITATION, what, _WORDS)
