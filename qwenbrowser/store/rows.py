"""From rows to records: what the reads of every subject share."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Dialect, Row, Select, bindparam
from sqlalchemy.sql.compiler import SQLCompiler

from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import facts

AnyRow = Row[*tuple[Any, ...]]

CHUNK = 400  # ids a statement: a page of 256 rows is one chunk, and far from any limit on parameters

_PIECE = 32_768  # characters: the window's thread waits for a millisecond at most

IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)

E = TypeVar("E", bound=StrEnum)

TIME_ORDER = (facts.c.when_lo, facts.c.when_hi, facts.c.id)
"""The one order of facts in time; the id makes it total, so that keyset pages never skip or repeat."""


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids, each once, in lists of at most `CHUNK`."""
    distinct = list(dict.fromkeys(ids))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def by_value(kind: type[E]) -> dict[str, E]:
    """The members of an enumeration by their values: a look-up costs a tenth of a call of the class."""
    return {member.value: member for member in kind}


def tuples(
    conn: Connection, statement: Select[Any], ids: Sequence[int] = (), **values: Any
) -> list[tuple[Any, ...]]:
    """The rows of a statement, which must be a constant of its module, as the driver gives them.

    `values` are those of its parameters by name, `ids` what stands for `IDS`. SQLAlchemy compiles the
    statement once for a few lengths of `ids`; its own execution and rows would take twice the time of SQLite.
    """
    room = 1
    while room < len(ids):
        room *= 4
    sql, names, constants = _compiled(statement, conn.dialect, room)
    given = {**constants, **values}
    padded = [*ids, *[ids[-1]] * (room - len(ids))] if ids else [None]
    cursor = conn.connection.cursor()
    try:
        cursor.execute(sql, [padded[name] if isinstance(name, int) else given[name] for name in names])
        return list(cursor.fetchall())
    finally:
        cursor.close()


@lru_cache(maxsize=256)
def _compiled(
    statement: Select[Any], dialect: Dialect, room: int
) -> tuple[str, list[str | int], dict[str, Any]]:
    """The SQL for `room` ids; for each parameter its name or the number of an id; the constants by name."""
    compiled = _compiled_once(statement, dialect)
    expanded = compiled.construct_expanded_state({**compiled.params, "ids": list(range(room))})
    numbers = {f"ids_{number + 1}": number for number in range(room)}
    names = [numbers.get(name, name) for name in expanded.positiontup or ()]
    return expanded.statement, names, dict(expanded.parameters)


@lru_cache(maxsize=256)
def _compiled_once(statement: Select[Any], dialect: Dialect) -> SQLCompiler:
    """Compiling takes ten times as long as writing it out for a number of ids."""
    return statement.compile(dialect=dialect)


def id_array(conn: Connection, statement: Select[int]) -> array[int]:
    """The ids that the statement gives, 8 bytes each."""
    packed = dialect.packed(conn, statement)
    ids, start, end = array("q"), 1, len(packed) - 1
    while start < end:
        stop = packed.find(",", start + _PIECE)
        stop = end if stop < 0 else stop
        ids.extend(map(int, packed[start:stop].split(",")))
        start = stop + 1
    return ids
