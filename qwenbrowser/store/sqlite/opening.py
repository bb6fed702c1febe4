"""The opening sequence of a story: what is looked at before an engine exists, cheapest and safest first."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qwenbrowser.domain.errors import (
    NotFound,
    StoryDamaged,
    StoryForeign,
    StoryLocked,
    StoryNewer,
    StoryReadOnly,
)
from qwenbrowser.domain.messages import Message, joined
from qwenbrowser.store.lock import WriterLock, await_opened, lock_path, new_token, read_record
from qwenbrowser.store.sqlite import beside, dialect, integrity, objects, raw

SMALL_FILE = 16 * 2**20
"""Bytes up to which every opening checks the whole file; a larger one after a session that was cut off."""

READ_ONLY_NOTICE = Message("The file or its folder cannot be written, so the story is open for reading only.")

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_FOREIGN = Message("It is left as it is. Choose a story file (.qwb).")
_OVERWRITTEN = Message("its header is overwritten")


@dataclass(slots=True)
class Prepared:
    """A story that may be opened. The caller closes it after its last connection.

    `path` is the file to connect to with the SQLite URI flags `flags`: the story, or a private copy in the
    folder `temp_copy` where a read-only place holds a write-ahead log. `version` is the schema's version,
    `notice` what the user should know, `search_damaged` that `derived.rebuild` must run before the search
    tables are read. `lock` is held where the story is opened for writing.
    """

    path: Path
    flags: str
    read_only: bool
    version: str
    lock: WriterLock | None = None
    notice: str | None = None
    search_damaged: bool = False
    temp_copy: Path | None = None

    @property
    def uri(self) -> str:
        return raw.uri(self.path, self.flags)

    def close(self, *, clean: bool = False) -> None:
        """Release the lock and remove the copy; `clean` says that nothing failed in this session."""
        if self.lock is not None:
            if clean:
                with suppress(OSError):  # the next opening then checks more; nothing is lost
                    self.lock.save(clean=True)
            self.lock.release()
        if self.temp_copy is not None:
            shutil.rmtree(self.temp_copy, ignore_errors=True)


def prepare(path: Path, *, write: bool, versions: Sequence[str]) -> Prepared:
    """Look at a story, take its lock if it is opened for writing, and settle what a crash has left.

    `versions` are the schema versions that this program knows. A file that is refused is left as it is.
    Raises NotFound, StoryForeign, StoryNewer, StoryHostile, StoryDamaged, StoryLocked, StoryReadOnly and
    StorageFailed.
    """
    with raw.translated(path):
        if not path.is_file():
            raise NotFound("There is no such story.", "Check the name, or import a story file.", path)
        path = path.resolve()
        check_header(path)
        if not is_writable(path):
            if write:
                raise _not_writable(path)
            return _prepare_copy_or_alone(path, versions)
        return _prepare_for_writing(path, versions) if write else _prepare_for_reading(path, versions)


def check_header(path: Path) -> None:
    """Read the first 100 bytes and nothing more.

    Raises StoryForeign for what never was a story, StoryDamaged for a story that is cut short or overwritten.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
    size = path.stat().st_size
    ours = header[68:72] == dialect.APPLICATION_ID.to_bytes(4, "big")
    if ours or read_record(path).tokens:
        fault = _header_fault(header, size, has_wal=beside.has_wal(path)) if ours else _OVERWRITTEN
        if fault:
            raise raw.damaged(path, fault)
    elif header.startswith(_MAGIC):
        raise StoryForeign("The file is a database of another program.", _FOREIGN, path)
    else:
        raise StoryForeign("The file is not a story." if size else "The file is empty.", _FOREIGN, path)


def is_writable(path: Path) -> bool:
    """Whether the file can be written and files made beside it; tried, since rights alone do not tell."""
    try:
        with path.open("r+b"), tempfile.TemporaryFile(dir=path.parent):
            return True
    except OSError:
        return False


def inspect(connection: sqlite3.Connection, path: Path, versions: Sequence[str]) -> str:
    """The schema version of a story that has only expected objects; call it before any other query.

    Raises StoryNewer, StoryHostile, StoryDamaged.
    """
    version = _plain_value(connection, "alembic_version", "version_num")
    if version is not None and version not in versions:
        needed = _plain_value(connection, "meta", "min_program_version")
        least = Message("Open it with a newer version.")
        if needed is not None:
            least = Message("Open it with version %1 or later.", objects.shown(needed))
        raise StoryNewer("A newer version of the program wrote the story.", least, path)
    objects.inspect(connection, path)
    if not isinstance(version, str) or _plain_value(connection, "meta", "uid") is None:
        raise raw.damaged(path, Message("what it says about itself is missing"))
    return version


def _header_fault(header: bytes, size: int, *, has_wal: bool) -> str | None:
    def number(start: int, end: int) -> int:
        return int.from_bytes(header[start:end], "big")

    page = 65536 if number(16, 18) == 1 else number(16, 18)
    sound = (
        header.startswith(_MAGIC)
        and page >= 512
        and page & (page - 1) == 0
        and header[18] in (1, 2)
        and header[19] in (1, 2)
        and header[21:24] == bytes((64, 32, 32))
        and 1 <= number(44, 48) <= 4
        and number(56, 60) == 1
    )
    if not sound:
        return _OVERWRITTEN
    # The count holds where the last writer kept it, unless a checkpoint is still to be finished.
    counted = number(24, 28) == number(92, 96) and not has_wal
    if counted and number(28, 32) * page > size:
        return Message("it is cut short, %1 of %2 bytes are left", size, number(28, 32) * page)
    return None


def _plain_value(connection: sqlite3.Connection, table: str, column: str) -> object:
    """One value of an ordinary table; None where there is none, or something else stands under its name."""
    root = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)
    )
    if not any(page for (page,) in root) or objects.generated_columns(connection, table):
        return None
    columns = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
    if column not in columns:
        return None
    try:
        row = connection.execute(f"SELECT {column} FROM {table}").fetchone()  # noqa: S608 - fixed names
    except sqlite3.DatabaseError as error:
        if not raw.is_damage(error):
            raise
        return None
    return row[0] if row else None


@dataclass(frozen=True, slots=True)
class _Seen:
    version: str
    search_damaged: bool


def _look(path: Path, flags: str, versions: Sequence[str], *, unclean: bool = False) -> _Seen:
    """Refuse what cannot be used; a small file and one that was not closed in order is checked as a whole."""
    with raw.opened(path, flags) as connection:
        version = inspect(connection, path, versions)
        thorough = unclean or path.stat().st_size <= SMALL_FILE
        return _Seen(version, integrity.only_search_damaged(connection, path) if thorough else False)


def _settle(path: Path, lock: WriterLock, versions: Sequence[str]) -> str | None:
    """What lay beside the story and was set aside. The lock is held and nobody writes."""
    if not beside.leftovers(path):
        return None
    # A checkpoint that was cut short tears the file until its log is read again: damage says nothing yet.
    with suppress(StoryDamaged), raw.opened(path, raw.ALONE) as connection:
        inspect(connection, path, versions)
    return beside.settle(path, lock)


def _prepare_for_writing(path: Path, versions: Sequence[str]) -> Prepared:
    if not lock_path(path).exists() and not beside.leftovers(path):
        _look(path, raw.READ_WRITE, versions)  # so that nothing is made beside a file that is refused
    lock = WriterLock.acquire(path)
    try:
        notice = _settle(path, lock, versions)
        seen = _look(path, raw.READ_WRITE, versions, unclean=not lock.record.clean)
        _begin_session(path, lock)
    except BaseException:
        lock.release()
        raise
    return Prepared(path, raw.READ_WRITE, False, seen.version, lock, notice, seen.search_damaged)


def _begin_session(path: Path, lock: WriterLock) -> None:
    """Leave a new token in the file's own pages and in the lock file: by it the coming log is known.

    The lock file names every token that the file may carry, at whatever moment the process is killed.
    """
    with raw.opened(path) as connection:
        dialect.use_write_ahead_log(connection)
        (old,) = connection.execute("SELECT session FROM meta").fetchone()
        token = new_token()
        carried = dict.fromkeys(filter(None, (*lock.record.tokens, old, token)))
        lock.save(tokens=tuple(carried), clean=False)
        connection.execute("UPDATE meta SET session = ?", (token,))
        connection.execute(
            "PRAGMA busy_timeout=0"
        )  # a reader may hold the checkpoint back as long as it likes
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        lock.save(tokens=lock.record.tokens if busy else (token,), opened=True)


def _prepare_for_reading(path: Path, versions: Sequence[str]) -> Prepared:
    notice = None
    if beside.leftovers(path):
        try:
            lock = WriterLock.acquire(path, patience=0)
        except StoryLocked:
            await_opened(path)  # the writer settles what lies there
        except PermissionError:
            return _prepare_copy_or_alone(path, versions)
        else:
            try:
                notice = _settle(path, lock, versions)
            finally:
                lock.release()
    seen = _look(path, raw.READ_WRITE, versions)
    return Prepared(path, raw.READ_WRITE, True, seen.version, None, notice, seen.search_damaged)


def _prepare_copy_or_alone(path: Path, versions: Sequence[str]) -> Prepared:
    """A story in a place that cannot be written: SQLite cannot read a write-ahead log there."""
    notice: str = READ_ONLY_NOTICE
    if not beside.has_wal(path):
        seen = _look(path, raw.ALONE, versions)
        return Prepared(path, raw.ALONE, True, seen.version, None, notice, seen.search_damaged)
    folder = Path(tempfile.mkdtemp(prefix="qwenbrowser-"))
    try:
        copy = beside.copy(path, folder)
        with suppress(StoryDamaged), raw.opened(copy, raw.ALONE) as connection:
            inspect(connection, path, versions)
        if beside.has_wal(copy) and not beside.belongs(copy, read_record(path).tokens):
            beside.wal_path(copy).unlink()
            notice = joined(notice, Message("A log of another file lies beside it and is not used."))
        with raw.named(path):
            seen = _look(copy, raw.READ_WRITE, versions, unclean=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Prepared(copy, raw.READ_WRITE, True, seen.version, None, notice, seen.search_damaged, folder)


def _not_writable(path: Path) -> StoryReadOnly:
    return StoryReadOnly(
        "The file or its folder cannot be written.",
        "Open it for reading, or copy it to a folder of your own.",
        path,
    )
