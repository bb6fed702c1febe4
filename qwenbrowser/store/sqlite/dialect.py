"""Everything in SQL that is SQLite's own: connections, transactions, search tables, the catalogue."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Connection,
    Dialect,
    Engine,
    Integer,
    Select,
    Table,
    TableClause,
    Text,
    bindparam,
    column,
    create_engine,
    delete,
    event,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from qwenbrowser.domain.errors import StoryUnusable
from qwenbrowser.store.sqlite.raw import is_damage, story_error

APPLICATION_ID = 0x5157424E
"""`QWBN` in the header of the file."""

BUSY_SECONDS = 5.0
"""How long a transaction waits for another process before it is given up."""

SEARCHED = {"facts": "search_facts", "entities": "search_entities", "sources": "search_sources"}
"""The search table of each table that is searched; its rowids are the ids of the rows."""

_INDEXES = {
    searched: table(name, column("rowid", Integer), column("title", Text), column("body", Text))
    for searched, name in SEARCHED.items()
}

# The tokens are folded and cut by domain.names, and this tokenizer leaves them alone; FTS5's own for Unicode
# takes letters that are younger than its tables for spaces.
_COLUMNS = "title, body, tokenize = 'ascii'"
SEARCH_DDL = {f"CREATE VIRTUAL TABLE {name} USING fts5({_COLUMNS})" for name in SEARCHED.values()}
"""What makes the search tables."""

SHADOW_TABLES = tuple(
    f"{name}_{part}" for name in SEARCHED.values() for part in ("data", "idx", "content", "docsize", "config")
)
"""The ordinary tables that SQLite keeps behind them."""

# For a value without an adapter the driver looks for one in three places, NULL after NULL: ten times as slow.
sqlite3.register_adapter(type(None), {}.get)  # type: ignore[arg-type]

_STORAGE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}
_READER_KIB = 8 * 1024
_WRITER_KIB = 128 * 1024  # a long import spills what does not fit here into the log, and reads it back
_BUSY_PAUSE = 0.05
_STEPS = 10_000  # of SQLite's machine, about a millisecond, between two looks at whether to stop


class Stopped(Exception):
    """A read was not wanted any more."""


# -- connections and transactions ----------------------------------------------------------------------


def connect(uri: str, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection under the store's rules; `uri` is a `file:` URI. Transactions are begun by hand."""
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        for pragma in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "foreign_keys = ON",
            "synchronous = FULL",
            "busy_timeout = 100",
            f"query_only = {'ON' if read_only else 'OFF'}",
            f"cache_size = {-_READER_KIB if read_only else -_WRITER_KIB}",
            "journal_size_limit = 67108864",
        ):
            raw.execute(f"PRAGMA {pragma}")
    except BaseException:
        raw.close()
        raise
    return raw


def make_engine(connector: Callable[[], sqlite3.Connection], *, begin: str) -> Engine:
    """A pool of connections from `connector`, whose transactions begin with `begin`."""
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connector,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,
        pool_use_lifo=True,  # whoever reads now and then finds the pages that it read last
    )

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        begin_patiently(conn, begin)

    return engine


def begin_patiently(conn: Connection, begin: str) -> None:
    """Begin a transaction; where another process is in the way, again after pauses of uneven length."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            conn.exec_driver_sql(begin)
            return
        except DBAPIError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(_BUSY_PAUSE * (0.5 + random.random()))


def error_code(error: BaseException) -> int:
    """SQLite's primary result code of an error, 0 where there is none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return getattr(origin, "sqlite_errorcode", 0) & 0xFF


def is_busy(error: BaseException) -> bool:
    """Another connection or process holds what was asked for."""
    return error_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Failures of disk, lock or file as errors that name `path`; faults of the program stay as they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, sqlite3.Error) and (error_code(error) in _STORAGE or is_damage(cause)):
            raise story_error(cause, path) from error
        raise


# -- files ---------------------------------------------------------------------------------------------


def start_file(conn: Connection) -> None:
    """Mark a new, still empty database as a story."""
    conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def use_write_ahead_log(raw: sqlite3.Connection) -> None:
    """Switch the file to a write-ahead log; it stays so."""
    (mode,) = raw.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoryUnusable("The folder cannot hold a write-ahead log.", "Use a folder on a local disk.")


def foreign_keys(raw: sqlite3.Connection, *, enforced: bool) -> None:
    """Enforce foreign keys or not; only heard outside a transaction."""
    raw.execute(f"PRAGMA foreign_keys = {'ON' if enforced else 'OFF'}")


def foreign_key_faults(conn: Connection) -> list[tuple[str, int, str]]:
    """Rows whose reference leads nowhere: (table, rowid, table referred to)."""
    return [(row[0], row[1], row[2]) for row in conn.exec_driver_sql("PRAGMA foreign_key_check")]


def high_water(conn: Connection, of: Table) -> int:
    """The highest id that a table with AUTOINCREMENT has ever given out."""
    row = conn.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (of.name,)).first()
    return 0 if row is None else int(row[0])


def high_waters(conn: Connection) -> dict[str, int]:
    """`high_water` of all tables by name."""
    return {row[0]: row[1] for row in conn.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")}


def restore_high_waters(conn: Connection, before: dict[str, int]) -> None:
    """Put back what a rebuilt table has lost, so that no id is given out twice."""
    now = high_waters(conn)
    for name, seq in before.items():
        if name not in now:
            conn.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, seq))
        elif now[name] < seq:
            conn.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (seq, name))


def schema(conn: Connection, kind: str | None = None) -> dict[str, tuple[str, str, str | None]]:
    """The catalogue: name -> (type, table, SQL) of everything in the file, or of one type."""
    rows = conn.exec_driver_sql("SELECT name, type, tbl_name, sql FROM sqlite_schema")
    return {name: (type_, owner, sql) for name, type_, owner, sql in rows if kind in (None, type_)}


# -- rows ----------------------------------------------------------------------------------------------


def bulk_insert(
    conn: Connection, into: TableClause, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows whose values stand in the order of `columns`, two or more; as fast as the driver goes."""
    if rows:
        statement, in_order = _insertion(conn.dialect, into, tuple(columns))
        conn.exec_driver_sql(statement, list(map(in_order, rows)))


@lru_cache(maxsize=64)
def _insertion(
    dialect: Dialect, into: TableClause, columns: tuple[str, ...]
) -> tuple[str, Callable[[Sequence[Any]], tuple[Any, ...]]]:
    """The statement that inserts one row, and what puts the values of a row into its order."""
    statement = insert(into).values(dict.fromkeys(columns)).compile(dialect=dialect)
    return str(statement), itemgetter(*(columns.index(name) for name in statement.positiontup or columns))


@contextmanager
def indexes_later(conn: Connection, tables: Collection[str]) -> Iterator[None]:
    """Within it tables that were empty have no indexes: all at once they are made faster than row by row.

    Belongs into one transaction with what is done, which an exception rolls back.
    """
    made = {name: sql for name, (_, of, sql) in schema(conn, "index").items() if sql and of in tables}
    for name in made:
        conn.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for sql in made.values():
        conn.exec_driver_sql(sql)


def packed(conn: Connection, statement: Select[int]) -> str:
    """The integers that a statement gives, in its order, as JSON without spaces.

    SQLite writes it while other threads of Python run. Row by row a million take twice the time, and the
    thread of the window stands in line with every one of them.
    """
    rows = statement.subquery()
    found: str = conn.execute(select(func.json_group_array(rows.c[0]))).scalar_one()
    return found


# -- search --------------------------------------------------------------------------------------------


def create_search(conn: Connection) -> None:
    """Make the search tables, empty, in the place of those that are there."""
    for name in SEARCHED.values():
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    for ddl in sorted(SEARCH_DDL):
        conn.exec_driver_sql(ddl)


def search_is_sound(conn: Connection) -> bool:
    """Whether the search tables are as this version makes them and agree with themselves.

    Needs a connection that may write, though it writes nothing.
    """
    tables = schema(conn, "table")
    if {tables[name][2] for name in SEARCHED.values() if name in tables} != SEARCH_DDL:
        return False
    try:
        for name in SEARCHED.values():
            command: ColumnClause[str] = column(name)  # FTS5 takes commands through this column
            conn.execute(insert(table(name, command)).values({name: "integrity-check"}))
    except DBAPIError as error:
        if error_code(error) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
            raise
        return False
    return True


def index_rows(conn: Connection, searched: str, rows: Sequence[tuple[int, str, str]], ids: list[int]) -> None:
    """Replace what the search table of `searched` holds for `ids` by `rows` (id, title, body)."""
    index = _INDEXES[searched]
    if ids:
        conn.execute(delete(index).where(index.c.rowid.in_(ids)))
    bulk_insert(conn, index, ("rowid", "title", "body"), rows)


def match_expression(tokens: Sequence[str], *, prefixes: Collection[str] = ()) -> str:
    """A search for all of the tokens, each quoted so that none is read as syntax.

    Those in `prefixes` stand for every token that they begin.
    """
    quoted = ['"' + token.replace('"', '""') + '"' + "*" * (token in prefixes) for token in tokens]
    return " ".join(quoted)


def matching(searched: str) -> tuple[TableClause, ColumnElement[int], ColumnElement[bool]]:
    """The search table of `searched`, the id of its rows, and the condition that they match `words`.

    Read downwards by id, SQLite gives the newest matches first without looking at
    the others, unless a word stands for all that it begins: then it gathers every match before the first.
    """
    index = _INDEXES[searched]
    whole: ColumnClause[str] = literal_column(index.name)
    return index, index.c.rowid, whole.op("MATCH", is_comparison=True)(bindparam("words", type_=Text))


@contextmanager
def stoppable(conn: Connection, stopped: Callable[[], bool]) -> Iterator[None]:
    """Statements that run inside end with Stopped soon after `stopped`, asked in their thread, says so."""
    raw: sqlite3.Connection = conn.connection.driver_connection  # type: ignore[assignment]
    raw.set_progress_handler(stopped, _STEPS)
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:  # the latter where rows are taken from the driver itself
        if error_code(error) != sqlite3.SQLITE_INTERRUPT:
            raise
        raise Stopped from error
    finally:
        raw.set_progress_handler(None, 0)
