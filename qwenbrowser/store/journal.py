"""The journal: every write with its way back, so that undo, redo and history survive a restart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Double, Row, Table, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import NotFound, NothingToDo, UndoRefused
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.records import HistoryEntry
from qwenbrowser.store import derived
from qwenbrowser.store.operations import (
    Deleted,
    Digest,
    Image,
    Inserted,
    Operation,
    Touched,
    Updated,
    digest,
    encoded,
    pack,
    read_rows,
    remove_rows,
    unpack,
)
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import JOURNALLED, EntryState, journal


class Writer:
    """One action on the story: every row it writes goes through here and into one journal entry."""

    def __init__(self, conn: Connection, label: str, batch: str | None = None) -> None:
        self.conn = conn
        self._label = label
        self._batch = batch
        self._operations: list[Operation] = []
        self._inserts: dict[str, tuple[Inserted, Digest]] = {}  # those that still grow, by table
        self._touched = Touched()
        self._entry: int | None = None

    def insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add rows (without `id`; what is left out takes its default) and give their new ids, in order."""
        if not rows:
            return []
        first = dialect.high_water(self.conn, _journalled(table)) + 1
        images = _images(table, rows, first)
        self._insert(table, images, encoded(images))
        self._touched.add(table, table.c.keys(), images, rows=len(images))
        return list(range(first, first + len(images)))

    def insert_encoded(self, table: Table, columns: Sequence[str], text: str) -> int:
        """Add whole rows, with the ids that come next, from the JSON that `operations.encoded` writes.

        For many rows: nothing is looked at again. What search finds of facts and sources among them comes by
        `index`. Gives the number of rows.
        """
        images = json.loads(text)
        first = dialect.high_water(self.conn, _journalled(table)) + 1
        if list(columns) != table.c.keys() or [image[0] for image in (images[0], images[-1])] != [
            first,
            first + len(images) - 1,
        ]:
            raise ValueError(f"these are not the next rows of {table.name}")
        self._insert(table, images, text)
        self._touched.prepared.setdefault(table.name, first)
        self._touched.add(table, table.c.keys(), images, rows=len(images), new=True)
        return len(images)

    def filling(self) -> AbstractContextManager[None]:
        """Around the inserts that fill a story that holds nothing yet: its indexes are made at the end."""
        return dialect.indexes_later(self.conn, [table.name for table in JOURNALLED])

    def index(self, table: Table, rows: Sequence[tuple[int, str, str]]) -> None:
        """Give what search finds (id, title, body) of rows that came by `insert_encoded`."""
        dialect.index_rows(self.conn, table.name, rows, [])

    def update(self, table: Table, row_id: int, **values: Any) -> None:
        """Change columns of one row; values that stand there already are no change.

        Raises NotFound where the row is not there.
        """
        self._end_inserts()
        columns = _journalled(table).c.keys()
        before = _one(self.conn, table, row_id)
        wanted = _converted(table, values)
        changed = {name: value for name, value in wanted.items() if before[columns.index(name)] != value}
        if not changed:
            return
        self.conn.execute(update(table).where(table.c.id == row_id).values(changed))
        after = _one(self.conn, table, row_id)
        was = {name: before[columns.index(name)] for name in changed}
        operation = Updated(table.name, columns, row_id, was, changed, digest([before]), digest([after]))
        self._operations.append(operation)
        self._touched.add(table, columns, [before, after], rows=1)

    def delete(self, table: Table, *row_ids: int) -> None:
        """Remove rows; what refers to them must be removed first. Raises NotFound where one is not there."""
        self._end_inserts()
        images = read_rows(self.conn, _journalled(table), set(row_ids))
        if len(images) != len(set(row_ids)):
            raise _gone(table)
        remove_rows(self.conn, table, set(row_ids))
        if images:
            self._operations.append(Deleted(table.name, table.c.keys(), images))
            self._touched.add(table, table.c.keys(), images, rows=len(images))

    def changes(self) -> Changes:
        """What was written; its `entry` is known once the transaction has ended."""
        return _changes(self._label, self._touched, self._entry)

    def finish(self) -> None:
        """Bring derived data up to date and write the journal entry; the last step before the commit."""
        self._end_inserts()
        if not self._operations:
            return
        _refresh(self.conn, self._touched)
        self.conn.execute(
            update(journal)
            .where(journal.c.state == EntryState.UNDONE.value)
            .values(state=EntryState.DISCARDED.value, payload=None)
        )
        entry = insert(journal).values(
            label=self._label,
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            batch=self._batch,
            rows=sum(self._touched.counts.values()),
            payload=pack(self._operations),
        )
        (self._entry,) = self.conn.execute(entry).inserted_primary_key or (None,)

    def _insert(self, table: Table, images: list[Image], text: str) -> None:
        """Add whole rows and note them: one operation for each table while only inserts follow."""
        dialect.bulk_insert(self.conn, table, table.c.keys(), images)
        if table.name not in self._inserts:
            self._inserts[table.name] = Inserted(table.name, table.c.keys(), [], ""), Digest()
        operation, checksum = self._inserts[table.name]
        first, last = images[0][0], images[-1][0]
        if operation.ranges and operation.ranges[-1][1] + 1 == first:
            operation.ranges[-1][1] = last
        else:
            operation.ranges.append([first, last])
        checksum.feed(text)

    def _end_inserts(self) -> None:
        """Put the operations where rows come after those that they refer to."""
        for table in JOURNALLED:
            if table.name in self._inserts:
                operation, checksum = self._inserts[table.name]
                operation.digest = checksum.value
                self._operations.append(operation)
        self._inserts = {}


def undo(conn: Connection) -> Changes:
    """Take back the latest action that is in force, with all of its batch.

    Raises NothingToDo; UndoRefused or IntegrityError where a later change would be lost: then roll back.
    """
    unit = _latest_in_force(conn)
    touched = Touched()
    _refuse_if_built_upon(conn, unit)
    for entry in reversed(unit):
        operations = unpack(entry.payload)
        for operation in reversed(operations):
            operation.undo(conn, touched)
        _store(conn, entry.id, EntryState.UNDONE, operations)
    _refresh(conn, touched)
    return _changes(unit[-1].label, touched, unit[-1].id)


def redo(conn: Connection) -> Changes:
    """Do again what was taken back last, with all of its batch and with the same ids.

    Raises NothingToDo; UndoRefused or IntegrityError where rows are not as they were: then roll back.
    """
    unit = _latest_taken_back(conn)
    touched = Touched()
    for entry in unit:
        operations = unpack(entry.payload)
        for operation in operations:
            operation.redo(conn, touched)
        _store(conn, entry.id, EntryState.DONE, operations)
    _refresh(conn, touched)
    return _changes(unit[-1].label, touched, unit[-1].id)


def history(conn: Connection, limit: int = 100) -> list[HistoryEntry]:
    """The latest actions, newest first, with those that are taken back and can be redone."""
    listed = (
        select(journal)
        .where(journal.c.state != EntryState.DISCARDED.value)
        .order_by(journal.c.id.desc())
        .limit(limit)
    )
    return [
        HistoryEntry(row.id, row.label, row.at, row.batch, row.state == EntryState.UNDONE.value, row.rows)
        for row in conn.execute(listed)
    ]


# -- which entries -------------------------------------------------------------------------------------


def _latest_in_force(conn: Connection) -> list[Row[*tuple[Any, ...]]]:
    done = journal.c.state == EntryState.DONE.value
    latest = conn.execute(select(journal).where(done).order_by(journal.c.id.desc()).limit(1)).first()
    if latest is None:
        raise NothingToDo("There is nothing to undo.")
    if latest.batch is None:
        return [latest]
    batch = select(journal).where(done, journal.c.batch == latest.batch).order_by(journal.c.id)
    return list(conn.execute(batch))


def _latest_taken_back(conn: Connection) -> list[Row[*tuple[Any, ...]]]:
    """Actions are taken back from the newest on, so the last one is the one that ended first."""
    undone = journal.c.state == EntryState.UNDONE.value
    ends: dict[str | int, list[int]] = {}
    heads = select(journal.c.id, journal.c.batch).where(undone).order_by(journal.c.id)
    for entry_id, batch in conn.execute(heads):
        ends.setdefault(entry_id if batch is None else batch, []).append(entry_id)
    if not ends:
        raise NothingToDo("There is nothing to redo.")
    ids = min(ends.values(), key=max)
    found = conn.execute(select(journal).where(undone, journal.c.id.between(ids[0], ids[-1])))
    return sorted((row for row in found if row.id in set(ids)), key=lambda row: row.id)


def _refuse_if_built_upon(conn: Connection, unit: Sequence[Row[*tuple[Any, ...]]]) -> None:
    """Refuse to take back a batch whose rows another action has written since; only a batch can have this."""
    ids = {entry.id for entry in unit}
    later = select(journal.c.label, journal.c.payload, journal.c.id).where(
        journal.c.state == EntryState.DONE.value, journal.c.id.between(min(ids), max(ids))
    )
    others = [row for row in conn.execute(later) if row.id not in ids]
    if not others:
        return
    own = _ranges(entry.payload for entry in unit)
    for other in others:
        for table, theirs in _ranges([other.payload]).items():
            for first, last in theirs:
                if any(first <= end and start <= last for start, end in own.get(table, [])):
                    raise UndoRefused(
                        Message("“%1” has changed what “%2” made.", other.label, unit[-1].label),
                        "It would be lost.",
                    )


def _ranges(payloads: Iterable[bytes]) -> dict[str, list[list[int]]]:
    found: dict[str, list[list[int]]] = {}
    for payload in payloads:
        for operation in unpack(payload):
            found.setdefault(operation.table, []).extend(operation.rows())
    return found


# -- doing it ------------------------------------------------------------------------------------------


def refused(error: IntegrityError) -> UndoRefused:
    """The refusal that a broken reference or a doubled value stands for."""
    return UndoRefused(
        Message("Later rows depend on what this would change (%1).", error.orig), "They would be lost."
    )


def _store(conn: Connection, entry: int, state: EntryState, operations: Sequence[Operation]) -> None:
    conn.execute(
        update(journal).where(journal.c.id == entry).values(state=state.value, payload=pack(operations))
    )


def _refresh(conn: Connection, touched: Touched) -> None:
    derived.refresh(conn, *(sorted(touched.ids[name]) for name in ("facts", "entities", "sources")))


def _changes(label: str, touched: Touched, entry: int | None) -> Changes:
    return Changes(label, frozenset(touched.counts), frozenset(touched.uids), dict(touched.counts), entry)


# -- rows ----------------------------------------------------------------------------------------------


def _journalled(table: Table) -> Table:
    if table not in JOURNALLED:
        raise ValueError(f"{table.name} is not written through the journal")
    return table


def _images(table: Table, rows: Sequence[Mapping[str, Any]], first: int) -> list[Image]:
    """The whole rows as they will be read back, with ids from `first` on."""
    defaults = {column.name: _default(column) for column in table.c if column.name != "id"}
    for row in rows:
        if not row.keys() <= defaults.keys():
            raise ValueError(f"{table.name} takes no {', '.join(sorted(row.keys() - defaults.keys()))}")
    values = itemgetter(*defaults)
    images = [[row_id, *values({**defaults, **row})] for row_id, row in enumerate(rows, first)]
    for index, column in enumerate(table.c):
        if (convert := _conversion(column)) is not None:
            for image in images:
                if image[index] is not None:
                    image[index] = convert(image[index])
    return images


def _default(column: Column[Any]) -> Any:
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def _conversion(column: Column[Any]) -> Callable[[Any], Any] | None:
    """What makes a value equal to what is read back; the other columns hold text and integers."""
    return bool if isinstance(column.type, Boolean) else float if isinstance(column.type, Double) else None


def _converted(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        convert = _conversion(table.c[name])
        found[name] = value if convert is None or value is None else convert(value)
    return found


def _one(conn: Connection, table: Table, row_id: int) -> Image:
    images = read_rows(conn, table, [row_id])
    if not images:
        raise _gone(table)
    return images[0]


def _gone(table: Table) -> NotFound:
    return NotFound(Message("A row of %1 is not there any more.", table.name), "Open the story again.")
