"""What SQLite and the system say becomes an error that the user can act on."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from qwenbrowser.domain.errors import (
    StorageFailed,
    StoryDamaged,
    StoryLocked,
    StoryReadOnly,
    StoryUnusable,
)
from qwenbrowser.store.sqlite import raw

PATH = Path("/stories/a story.qwb")


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), StorageFailed, "disk is full"),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), StorageFailed, "what SQLite says"),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), StoryLocked, "writing the story"),
        (sqlite_error(sqlite3.SQLITE_READONLY), StoryReadOnly, "what SQLite says"),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), StoryReadOnly, "what SQLite says"),
        (sqlite_error(sqlite3.SQLITE_CORRUPT_INDEX), StoryDamaged, "what SQLite says"),
        (sqlite_error(sqlite3.SQLITE_NOTADB), StoryDamaged, "what SQLite says"),
        (OSError(errno.ENOSPC, "No space left on device"), StorageFailed, "disk is full"),
        (OSError(errno.EIO, "Input/output error"), StorageFailed, "Input/output error"),
        (PermissionError(errno.EACCES, "Permission denied"), StoryReadOnly, "rights"),
    ],
    ids=lambda value: "" if isinstance(value, Exception) else None,
)
def test_every_error_names_file_reason_and_next_step(
    error: Exception, kind: type[StoryUnusable], said: str
) -> None:
    with pytest.raises(kind) as caught, raw.translated(PATH):
        raise error
    assert type(caught.value) is kind
    assert caught.value.path == PATH
    assert said in caught.value.problem
    assert caught.value.next_step
    assert caught.value.__cause__ is error


def test_the_file_that_the_system_names_is_named() -> None:
    with pytest.raises(StorageFailed) as caught, raw.translated(PATH):
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "/elsewhere/other.qwb")
    assert caught.value.path == Path("/elsewhere/other.qwb")


def test_a_fault_of_the_program_stays_one() -> None:
    with pytest.raises(ZeroDivisionError), raw.translated(PATH):
        raise ZeroDivisionError


def test_a_text_that_is_not_utf_8_is_damage() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("SELECT CAST(x'ff41' AS TEXT)").fetchall()
    connection.close()
    assert raw.is_damage(caught.value)


def test_what_cannot_be_seen_is_written_out() -> None:
    assert raw.printable("a\u202eb\nc") == "a\\u202eb\\u000ac"
    assert "\\u202e" in raw.damaged(PATH, "malformed database schema (\u202e)").problem


def test_nothing_in_an_opened_file_is_trusted(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "file.db").close()
    with raw.opened(tmp_path / "file.db") as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert connection.execute("PRAGMA cell_size_check").fetchone() == (1,)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
