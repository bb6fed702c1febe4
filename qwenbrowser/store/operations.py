"""The three things a journal entry is made of: rows inserted, updated, deleted; how each is undone.

Every operation knows its rows before and after, so it refuses where a row is not as it was left.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from operator import itemgetter
from typing import Any, ClassVar

from sqlalchemy import Connection, Table, delete, or_, select, update
from sqlalchemy.sql import ColumnElement

from qwenbrowser.domain.errors import UndoRefused
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import JOURNALLED, entities, facts, sources

Image = list[Any]
"""A row: its values in the order of the operation's `columns`."""

_TABLES = {table.name: table for table in JOURNALLED}
_RANGES = 200  # ranges of ids in one statement


class Touched:
    """Which rows an action has written: what is known outside, and what derived data hangs on."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.uids: set[str] = set()
        self.ids: dict[str, set[int]] = {table.name: set() for table in (facts, entities, sources)}
        self.prepared: dict[str, int] = {}
        """From which id on nothing is to be derived from the new rows of a table any more."""

    def add(
        self, table: Table, columns: Sequence[str], images: Sequence[Image], *, rows: int, new: bool = False
    ) -> None:
        """Note `rows` rows of a table and what their images, before or after, are or refer to."""
        self.counts[table.name] = self.counts.get(table.name, 0) + rows
        if "uid" in columns:
            self.uids.update(map(itemgetter(columns.index("uid")), images))
        for name, target in _keys(table):
            if name in columns:
                ids = set(map(itemgetter(columns.index(name)), images))
                ids.discard(None)
                if new and target in self.prepared and target != entities.name:
                    ids = {id_ for id_ in ids if id_ < self.prepared[target]}
                self.ids[target] |= ids


def _keys(table: Table) -> Iterator[tuple[str, str]]:
    """The columns of a table that hold an id of a fact, an entity or a source, with that table's name."""
    names = (facts.name, entities.name, sources.name)
    if table.name in names:
        yield "id", table.name
    for key in table.foreign_keys:
        target = key.column.table.name
        if target in names:
            yield key.parent.name, target


class Digest:
    """A checksum over the images of rows, fed in pieces of any size."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)

    def feed(self, text: str) -> None:
        """Go on with rows as `encoded` writes them."""
        if text != "[]":
            self._hash.update(text[1:-1].encode("utf-8", "surrogatepass") + b",")

    @property
    def value(self) -> str:
        return self._hash.hexdigest()


def digest(images: Sequence[Image]) -> str:
    """The checksum over all of the images."""
    whole = Digest()
    whole.feed(encoded(images))
    return whole.value


def encoded(images: Sequence[Image]) -> str:
    """Rows as JSON, always the same for the same rows."""
    return json.dumps(images, ensure_ascii=False, separators=(",", ":"), default=_encode)


def _encode(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode("ascii")}
    raise TypeError(f"{type(value).__name__} does not go into the journal")


def _decode(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value


@dataclass(slots=True)
class Operation(ABC):
    """What happened to rows of one table in one go, over all columns that the table had then."""

    kind: ClassVar[str]
    table: str
    columns: list[str]

    @abstractmethod
    def undo(self, conn: Connection, touched: Touched) -> None:
        """Take it back; raises UndoRefused where a row is not as the operation left it."""

    @abstractmethod
    def redo(self, conn: Connection, touched: Touched) -> None:
        """Do it again, with the same ids; raises UndoRefused where a row is not as it was before."""

    @abstractmethod
    def rows(self) -> list[list[int]]:
        """The ids concerned, as [first, last] ranges."""


@dataclass(slots=True)
class Inserted(Operation):
    """Rows that were added, by ranges of ids. While they are taken back, `images` holds them whole."""

    kind: ClassVar[str] = "insert"
    ranges: list[list[int]]
    digest: str
    images: list[Image] = field(default_factory=list)

    def undo(self, conn: Connection, touched: Touched) -> None:
        self.images = _read(conn, self.table, self.columns, self.ranges)
        if digest(self.images) != self.digest:
            raise _changed_since()
        touched.add(_table(self.table), self.columns, self.images, rows=len(self.images))
        _remove(conn, self.table, self.ranges)

    def redo(self, conn: Connection, touched: Touched) -> None:
        _write(conn, self.table, self.columns, self.images)
        touched.add(_table(self.table), self.columns, self.images, rows=len(self.images))
        self.images = []

    def rows(self) -> list[list[int]]:
        return self.ranges


@dataclass(slots=True)
class Updated(Operation):
    """One row that was changed: the changed values before and after, checksums of the whole row."""

    kind: ClassVar[str] = "update"
    id: int
    before: dict[str, Any]
    after: dict[str, Any]
    digest_before: str
    digest_after: str

    def undo(self, conn: Connection, touched: Touched) -> None:
        self._apply(conn, touched, self.digest_after, self.before, self.digest_before)

    def redo(self, conn: Connection, touched: Touched) -> None:
        self._apply(conn, touched, self.digest_before, self.after, self.digest_after)

    def rows(self) -> list[list[int]]:
        return [[self.id, self.id]]

    def _apply(
        self, conn: Connection, touched: Touched, expected: str, values: dict[str, Any], result: str
    ) -> None:
        table = _table(self.table)
        images = _read(conn, self.table, self.columns, self.rows())
        if digest(images) != expected:
            raise _changed_since()
        conn.execute(update(table).where(table.c.id == self.id).values(values))
        images += _read(conn, self.table, self.columns, self.rows())
        if digest(images[1:]) != result:
            raise _changed_since()
        touched.add(table, self.columns, images, rows=1)


@dataclass(slots=True)
class Deleted(Operation):
    """Rows that were removed, whole."""

    kind: ClassVar[str] = "delete"
    images: list[Image]

    def undo(self, conn: Connection, touched: Touched) -> None:
        _write(conn, self.table, self.columns, self.images)
        touched.add(_table(self.table), self.columns, self.images, rows=len(self.images))

    def redo(self, conn: Connection, touched: Touched) -> None:
        if digest(_read(conn, self.table, self.columns, self.rows())) != digest(self.images):
            raise _changed_since()
        touched.add(_table(self.table), self.columns, self.images, rows=len(self.images))
        _remove(conn, self.table, self.rows())

    def rows(self) -> list[list[int]]:
        index = self.columns.index("id")
        return [[image[index], image[index]] for image in self.images]


def pack(operations: Sequence[Operation]) -> bytes:
    """The operations as compressed JSON."""
    data = [{"kind": operation.kind, **_fields(operation)} for operation in operations]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_encode)
    return zlib.compress(text.encode("utf-8"), level=3)


def unpack(payload: bytes) -> list[Operation]:
    """The operations of a payload made by `pack`."""
    data = json.loads(zlib.decompress(payload), object_hook=_decode)
    return [_KINDS[values.pop("kind")](**values) for values in data]


_KINDS: dict[str, type[Operation]] = {kind.kind: kind for kind in (Inserted, Updated, Deleted)}


def read_rows(conn: Connection, table: Table, ids: Iterable[int]) -> list[Image]:
    """The rows with these ids over all columns of the table, ordered by id."""
    return _read(conn, table.name, table.c.keys(), [[id_, id_] for id_ in sorted(ids)])


def remove_rows(conn: Connection, table: Table, ids: Iterable[int]) -> None:
    """Delete the rows with these ids."""
    _remove(conn, table.name, [[id_, id_] for id_ in sorted(ids)])


def _fields(operation: Operation) -> dict[str, Any]:
    return {name.name: getattr(operation, name.name) for name in fields(operation)}


def _table(name: str) -> Table:
    if name not in _TABLES:
        raise _stored_otherwise()
    return _TABLES[name]


def _read(conn: Connection, name: str, columns: list[str], ranges: list[list[int]]) -> list[Image]:
    table = _table(name)
    if not set(columns) <= set(table.c.keys()):
        raise _stored_otherwise()
    statement = select(*(table.c[column] for column in columns)).order_by(table.c.id)
    return [
        list(row) for within in _within(table, ranges) for row in conn.execute(statement.where(within)).all()
    ]


def _write(conn: Connection, name: str, columns: list[str], images: list[Image]) -> None:
    table = _table(name)
    if not set(columns) <= set(table.c.keys()):
        raise _stored_otherwise()
    dialect.bulk_insert(conn, table, columns, images)


def _remove(conn: Connection, name: str, ranges: list[list[int]]) -> None:
    table = _table(name)
    for within in _within(table, ranges):
        conn.execute(delete(table).where(within))


def _within(table: Table, ranges: list[list[int]]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together pick the ids in the ranges, each of a size that a statement can hold."""
    for start in range(0, len(ranges), _RANGES):
        yield or_(*(table.c.id.between(first, last) for first, last in ranges[start : start + _RANGES]))


def _changed_since() -> UndoRefused:
    return UndoRefused("A row is no longer as this action left it.", "A later change would be lost.")


def _stored_otherwise() -> UndoRefused:
    return UndoRefused("Another version of the program made this action and stored it otherwise.")
