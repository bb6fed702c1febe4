"""Backups of a story beside it, and the exchange of a damaged story for a sound one.

Copies are made by SQLite's backup API alone: a plain copy of a file that is being written loses rows.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qwenbrowser.domain.errors import StorageFailed, StoryDamaged, StoryUnusable
from qwenbrowser.domain.messages import Message
from qwenbrowser.store.lock import WriterLock, new_token
from qwenbrowser.store.sqlite import beside, dialect, integrity, objects, raw

if TYPE_CHECKING:
    from qwenbrowser.store.database import Database

KEPT = 5
_EVERY = timedelta(days=1)
_TIME = "%Y%m%dT%H%M%SZ"
_AUTOMATIC = re.compile(r"-(\d{8}T\d{6}Z)\.qwb$")


@dataclass(frozen=True, slots=True)
class Backup:
    """A readable backup: when it was made, and how much it holds."""

    path: Path
    at: datetime
    facts: int
    entities: int
    sources: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: `kept` is where the old file is now, None where there was none."""

    path: Path
    kept: Path | None


def backup(db: Database, dest: Path) -> Path:
    """Write a verified copy of an open story to `dest`, which must not exist; `dest`.

    Writers are not held up. Raises StorageFailed, or StoryDamaged where the story cannot be read; then there
    is no file.
    """
    with db.read() as conn:
        driver = conn.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return _publish(driver, dest)


def backup_file(story: Path, dest: Path) -> Path:
    """As `backup`, for a story that is not open as a Database."""
    with raw.opened(story) as connection:
        return _publish(connection, dest)


def backup_folder(story: Path) -> Path:
    """Where the automatic backups of a story stand."""
    return story.with_name(f"{story.stem}.backups")


def keep_backup(db: Database) -> Path | None:
    """Make the automatic backup of a story if it is due: once a day, if it has changed since the last one.

    The oldest ones beyond `KEPT` are removed. Takes as long as copying the file: run it beside the window.
    """
    folder = backup_folder(db.path)
    now = datetime.now(UTC)
    newest = next(iter(list_backups(db.path)), None)
    if newest is not None and (now - newest.at < _EVERY or not _changed(db, newest.path)):
        return None
    with raw.translated(db.path):
        folder.mkdir(exist_ok=True)
        remove_parts(folder, f"{escape(db.path.stem)}-*.qwb")
    made = backup(db, folder / f"{db.path.stem}-{now.strftime(_TIME)}.qwb")
    automatic = sorted(path for path in folder.iterdir() if _AUTOMATIC.search(path.name))
    for path in automatic[:-KEPT]:
        path.unlink(missing_ok=True)
    return made


def list_backups(story: Path) -> list[Backup]:
    """The backups beside a story that can be read, newest first."""
    try:
        files = [path for path in backup_folder(story).iterdir() if path.suffix == ".qwb"]
    except OSError:
        return []
    found = []
    for path in files:
        with suppress(StoryUnusable):  # what cannot be read cannot be restored
            found.append(_describe(path))
    return sorted(found, key=lambda each: each.at, reverse=True)


def restore(story: Path, backup_path: Path) -> Restored:
    """Put a backup in the place of a story, which must not be open anywhere.

    The old file stays beside it as `<name>.damaged-<time>` with its logs. At whatever moment the process is
    killed, either the old story with its log or the restored one is there. Raises StoryLocked, StorageFailed,
    and StoryDamaged or StoryHostile where the backup itself cannot be used.
    """
    story = story.resolve()
    with raw.translated(story), WriterLock.acquire(story) as lock, part_of(story) as part:
        remove_parts(story.parent, escape(story.name))
        with raw.opened(backup_path, raw.READ_ONLY) as source:
            objects.inspect(source, backup_path)
            copy_into(source, part)
        return Restored(story, exchange(story, part, lock))


def remove_parts(folder: Path, pattern: str) -> None:
    """Remove what killed processes have left of unfinished files; the lock is held, so nobody makes one."""
    for path in folder.glob(f".{pattern}.????????.part*"):
        path.unlink(missing_ok=True)


@contextmanager
def part_of(dest: Path) -> Iterator[Path]:
    """A name for the unfinished file that will become `dest`; what is left there is removed."""
    part = dest.with_name(f".{dest.name}.{new_token()[:8]}.part")
    try:
        yield part
    finally:
        for suffix in ("", "-wal", "-shm", "-journal", ".lock"):
            with suppress(FileNotFoundError):
                part.with_name(part.name + suffix).unlink()


def copy_into(source: sqlite3.Connection, part: Path) -> None:
    """Copy a story through the backup API, give the copy a session token of its own, and verify it.

    Raises StoryDamaged where the copy is not sound.
    """
    part.touch(exist_ok=False)
    with raw.opened(part) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("UPDATE meta SET session = ?", (new_token(),))
        dialect.use_write_ahead_log(target)
    verify(part)


def verify(part: Path) -> None:
    """Reopen a finished file, check all of it, and make it durable. Raises StoryDamaged."""
    with raw.opened(part, raw.ALONE) as connection:
        integrity.only_search_damaged(
            connection, part, whole=True
        )  # a damaged index is made anew when opened
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise raw.damaged(part, Message("the copy refers to rows that are missing"))
    with part.open("r+b") as file:
        os.fsync(file.fileno())


def exchange(story: Path, part: Path, lock: WriterLock) -> Path | None:
    """Put a finished file in the place of a story; where the old one is kept, None where there was none.

    One rename makes the change. Before it, the old file gets a second name; after it, its log follows. A
    process killed in between leaves a log that does not fit the new file's token: the next opening sets it
    aside.
    """
    if not lock.record.tokens:
        lock.save(tokens=((story.exists() and beside.token_alone(story)) or new_token(),))
    if not story.exists():
        part.replace(story)
        raw.sync_folder(story.parent)
        return None
    kept = story.with_name(f"{story.name}.damaged-{beside.stamp()}")
    try:
        os.link(story, kept)
    except OSError:  # a file system without links
        shutil.copyfile(story, kept)
    part.replace(story)
    raw.sync_folder(story.parent)
    for suffix in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            story.with_name(story.name + suffix).rename(kept.with_name(kept.name + suffix))
    raw.sync_folder(story.parent)
    return kept


def _publish(source: sqlite3.Connection, dest: Path) -> Path:
    with raw.translated(dest), part_of(dest) as part:
        if os.path.lexists(dest):
            raise StorageFailed("There is already a file of this name.", "Choose another name.", dest)
        copy_into(source, part)
        part.replace(dest)
        raw.sync_folder(dest.parent)
    return dest


def _describe(path: Path) -> Backup:
    with raw.opened(path, raw.ALONE) as connection:
        objects.inspect(connection, path)
        (facts, entities, sources) = connection.execute(
            "SELECT (SELECT count(*) FROM facts), (SELECT count(*) FROM entities),"
            " (SELECT count(*) FROM sources)"
        ).fetchone()
    named = _AUTOMATIC.search(path.name)
    at = (
        datetime.strptime(named[1], _TIME).replace(tzinfo=UTC)
        if named
        else datetime.fromtimestamp(path.stat().st_mtime, UTC)
    )
    return Backup(path, at, facts, entities, sources)


def _changed(db: Database, backup_path: Path) -> bool:
    """Whether the journal of the story says something else than that of the backup."""
    query = "SELECT count(*), max(id), sum(state = 'done'), sum(state = 'undone') FROM journal"
    try:
        with raw.opened(backup_path, raw.ALONE) as connection:
            then = connection.execute(query).fetchone()
    except StoryDamaged:
        return True
    with db.read() as conn:
        return bool(tuple(conn.exec_driver_sql(query).one()) != then)
