"""Plain sqlite3 connections, for what is done to a story before or beside an engine."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from qwenbrowser.domain.errors import (
    StorageFailed,
    StoryDamaged,
    StoryLocked,
    StoryReadOnly,
    StoryUnusable,
    UserError,
)
from qwenbrowser.domain.messages import Message

READ_WRITE = "mode=rw"
READ_ONLY = "mode=ro"
ALONE = "mode=ro&immutable=1"
"""The file's own pages: its write-ahead log is not looked at and nothing is written or locked."""

_BUSY_MS = 5000
_FULL = Message("Make room on the disk, then try again.")


def uri(path: Path, flags: str) -> str:
    """The SQLite address of a file; any character may stand in its name."""
    return f"{path.absolute().as_uri()}?{flags}"


@contextmanager
def opened(path: Path, flags: str = READ_WRITE) -> Iterator[sqlite3.Connection]:
    """A connection that trusts nothing in the file, in autocommit; its errors name `path`."""
    with translated(path):
        connection = sqlite3.connect(
            uri(path, flags), uri=True, isolation_level=None, timeout=_BUSY_MS / 1000, check_same_thread=False
        )
        with closing(connection):
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA cell_size_check=ON")
            connection.execute("PRAGMA synchronous=FULL")
            yield connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors and the system's as errors of the user's world."""
    try:
        yield
    except sqlite3.Error as error:
        raise story_error(error, path) from error
    except UnicodeDecodeError as error:  # the name in SQLite's message is damaged itself
        raise damaged(path, Message("its list of tables cannot be read")) from error
    except OSError as error:
        raise _system_error(error, path) from error


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Errors that name a copy name `path` instead, the file the user knows."""
    try:
        yield
    except UserError as error:
        error.path = path
        raise


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite found the file's content malformed, or its driver a text that is not UTF-8."""
    if "Could not decode to UTF-8" in str(error):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


def story_error(error: sqlite3.Error, path: Path) -> StoryUnusable:
    """What an error of SQLite means for the story in `path`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StorageFailed("The disk is full.", _FULL, path)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM):
        return StorageFailed(
            Message("The story could not be read or written: %1.", error), "Try again.", path
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoryLocked("Another program is writing the story.", "Try again when it is done.", path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return StoryReadOnly(
            Message("The story cannot be opened: %1.", error), "Check the rights of file and folder.", path
        )
    return damaged(path, str(error))


def printable(text: object) -> str:
    """A text from a foreign file, fit for a message: what cannot be seen is written as its code point."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in str(text))


def damaged(path: Path, why: str) -> StoryDamaged:
    """The error for a story whose content is damaged; the file itself is left as it is."""
    return StoryDamaged(
        Message("The story is damaged: %1.", why if isinstance(why, Message) else printable(why)),
        "Restore a backup, or rebuild it from what can still be read.",
        path,
    )


def _system_error(error: OSError, path: Path) -> StoryUnusable:
    where = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else path
    if isinstance(error, PermissionError):
        return StoryReadOnly(
            "The rights of the file or its folder are missing.", "Check the rights of file and folder.", where
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFailed("The disk is full.", _FULL, where)
    why = error.strerror or str(error)
    return StorageFailed(
        Message("Reading or writing failed: %1.", why), "Check the disk and the folder.", where
    )


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
