"""Rebuilds a damaged story: every readable row goes into a new file, and what is lost is counted."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from sqlalchemy import Table

from qwenbrowser.domain.errors import StoryDamaged
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store import migrations
from qwenbrowser.store.database import Database
from qwenbrowser.store.lock import WriterLock
from qwenbrowser.store.sqlite import backup, beside, integrity, opening, raw
from qwenbrowser.store.tables import entity_counts, meta, metadata

_STRIDE = 1024
_STORED: dict[type, type] = {bool: int}  # what SQLite keeps where it has no such type


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Rows of one table: `kept` are in the new file, `lost` are known to have been there and are not."""

    table: str
    kept: int
    lost: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did: the old file is kept as `kept`; `tables` says what each table has kept and lost."""

    path: Path
    kept: Path | None
    tables: tuple[Salvaged, ...]

    @property
    def lost(self) -> int:
        return sum(table.lost for table in self.tables)


def rebuild(story: Path) -> Rebuilt:
    """Put a new file with every readable row in the place of a damaged story, which is kept beside it.

    The story must not be open anywhere. Killed at any moment, the old file or the new one is there. Raises
    StoryLocked, StoryHostile, StorageFailed, and StoryDamaged where not even the list of tables can be read.
    """
    story = story.resolve()
    with raw.translated(story), WriterLock.acquire(story) as lock, backup.part_of(story) as part:
        backup.remove_parts(story.parent, escape(story.name))
        with tempfile.TemporaryDirectory(prefix="qwenbrowser-") as folder:
            copy = beside.copy(story, Path(folder))
            if beside.has_wal(copy) and not beside.belongs(copy, lock.record.tokens):
                beside.wal_path(copy).unlink()
            with raw.named(story):
                tables = salvage(copy, part)
        integrity.rebuild_search(part)
        backup.verify(part)
        return Rebuilt(story, backup.exchange(story, part, lock), tables)


def salvage(damaged: Path, part: Path) -> tuple[Salvaged, ...]:
    """Fill the new story `part` with the readable rows of `damaged`, parents before children."""
    with raw.opened(damaged) as source:
        source.text_factory = lambda data: data.decode("utf-8", "replace")
        with suppress(StoryDamaged):  # its own row in `meta` is missing: all others are still wanted
            opening.inspect(source, damaged, migrations.KNOWN)
        Database.create(part, **_identity(source)).close()
        with raw.opened(part) as target:
            target.execute("PRAGMA foreign_keys=ON")
            target.execute("BEGIN IMMEDIATE")
            wanted = [table for table in metadata.sorted_tables if table not in (meta, entity_counts)]
            salvaged = tuple(_salvage_table(source, target, table) for table in wanted)
            target.execute(
                "UPDATE entities SET merged_into = NULL WHERE merged_into NOT IN (SELECT id FROM entities)"
            )
            _keep_high_waters(source, target)
            target.execute("COMMIT")
    return salvaged


def _identity(source: sqlite3.Connection) -> dict[str, str]:
    """Uid and title of the story; new ones where they cannot be read."""
    row = None
    with _DamagePassedOver():
        row = source.execute("SELECT uid, title FROM meta").fetchone()
    uid, title = row or (None, None)
    return {"uid": uid or new_uid(), "title": title or "Recovered story"}


def _salvage_table(source: sqlite3.Connection, target: sqlite3.Connection, table: Table) -> Salvaged:
    present = {name for (name,) in source.execute("SELECT name FROM pragma_table_info(?)", (table.name,))}
    columns = [column for column in table.columns if column.name in present]
    if not columns:
        return Salvaged(table.name, 0, 0)
    names = ", ".join(f'"{column.name}"' for column in columns)
    # Without the limit SQLite looks one row further, and a sound row before a damaged one could not be read.
    select = f"SELECT {names} FROM {table.name} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"  # noqa: S608
    insert = f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    types = [_STORED.get(column.type.python_type, column.type.python_type) for column in columns]
    known, candidates = _ids(source, table.name)
    kept = 0
    for start in range(0, len(candidates), _STRIDE):
        for row in _readable(source, select, candidates[start : start + _STRIDE]):
            kept += _insert(target, insert, row, types)
    return Salvaged(table.name, kept, max(0, len(known) - kept))


def _insert(target: sqlite3.Connection, insert: str, row: Sequence[object], types: Sequence[type]) -> bool:
    """Whether the row went into the new file: damage can leave values that no rule of the table allows."""
    if not all(value is None or isinstance(value, kind) for value, kind in zip(row, types, strict=True)):
        return False
    try:
        target.execute(insert, tuple(row))
    except sqlite3.IntegrityError:
        return False
    return True


def _ids(source: sqlite3.Connection, table: str) -> tuple[set[int], list[int]]:
    """The ids that some page still names, and in order those that are worth trying.

    An index names every row of its table. Without a whole one, the table is read from both ends, and every id
    in between is tried.
    """
    known: set[int] = set()
    for (index,) in source.execute("SELECT name FROM pragma_index_list(?)", (table,)).fetchall():
        found, whole = _scan(source, f'SELECT id FROM {table} INDEXED BY "{index}"')  # noqa: S608 - inspected
        known.update(found)
        if whole:
            return known, sorted(known)
    forward, _ = _scan(source, f"SELECT id FROM {table} NOT INDEXED ORDER BY id")  # noqa: S608
    backward, _ = _scan(source, f"SELECT id FROM {table} NOT INDEXED ORDER BY id DESC")  # noqa: S608
    known.update(forward, backward)
    between = range(forward[-1] + 1, backward[-1]) if forward and backward else range(0)
    # The driver looks one row ahead, so the row next to the damage is not among those found.
    nearest = [*(id_ + 1 for id_ in forward[-1:]), *(id_ - 1 for id_ in backward[-1:])]
    return known, sorted(known.union(between, nearest))


def _scan(source: sqlite3.Connection, query: str) -> tuple[list[int], bool]:
    """The ids up to the first damaged page, and whether there was none."""
    found: list[int] = []
    with _DamagePassedOver():
        found.extend(id_ for (id_,) in source.execute(query))
        return found, True
    return found, False


def _readable(source: sqlite3.Connection, select: str, ids: Sequence[int]) -> Iterator[Sequence[object]]:
    """The rows of these ids that can be read: a range that fails is halved until only damaged rows fail."""
    rows = None
    with _DamagePassedOver():
        rows = source.execute(select, (ids[0], ids[-1], len(ids))).fetchall()
    if rows is not None:
        yield from rows
    elif len(ids) > 1:
        middle = len(ids) // 2
        yield from _readable(source, select, ids[:middle])
        yield from _readable(source, select, ids[middle:])


def _keep_high_waters(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """No id is given out twice, those of lost rows included."""
    with _DamagePassedOver():
        for name, seq in source.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
            target.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (seq, name))


class _DamagePassedOver:
    """Leaves a block at the first damaged page; any other error goes on."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        return isinstance(error, sqlite3.Error) and raw.is_damage(error)
