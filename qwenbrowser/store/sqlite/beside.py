"""The files beside a story: its write-ahead log and rollback journal, which may belong to another file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from qwenbrowser.domain.errors import StorageFailed, StoryDamaged
from qwenbrowser.domain.messages import Message, joined
from qwenbrowser.store.lock import WriterLock
from qwenbrowser.store.sqlite import raw

_WAL_HEADER = 32
_COPY_TRIES = 20


def wal_path(story: Path) -> Path:
    """Where SQLite keeps the story's write-ahead log."""
    return story.with_name(f"{story.name}-wal")


def has_wal(story: Path) -> bool:
    """Whether a write-ahead log with content lies beside the story."""
    return _size(wal_path(story)) > _WAL_HEADER


def leftovers(story: Path) -> bool:
    """Whether anything lies beside the story that SQLite would read into it."""
    return has_wal(story) or _size(journal_path(story)) > 0


def settle(story: Path, lock: WriterLock) -> str | None:
    """Set aside what lies beside the story and belongs to another file; what was done, or None.

    Call it before any connection is made, with the lock held. A log left by a process that was killed belongs
    to the story and stays: it holds acknowledged changes.
    """
    notices = []
    if _is_wal_story(story) and _size(journal_path(story)):
        notices.append(_set_aside(story, "-journal"))
    if has_wal(story) and not belongs(story, lock.record.tokens):
        notices.append(_set_aside(story, "-wal"))
        _set_aside(story, "-shm")
        lock.save(tokens=())
    return joined(*notices) or None


def journal_path(story: Path) -> Path:
    """Where SQLite would keep a rollback journal; a story in its present form has none."""
    return story.with_name(f"{story.name}-journal")


def stamp() -> str:
    """The time now, for the name of a file that is set aside."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _set_aside(story: Path, suffix: str) -> str:
    path = story.with_name(story.name + suffix)
    if not path.exists():
        return ""
    target = path.with_name(f"{path.name}.stale-{stamp()}")
    path.rename(target)
    raw.sync_folder(story.parent)
    return Message(
        "A log of another file lay beside the story; it was not used and is kept as %1.", target.name
    )


def belongs(story: Path, tokens: Sequence[str]) -> bool:
    """Whether the log continues this very file; `tokens` are those of its lock file.

    Each session of writing leaves a token in the file and in the lock file, and no backup carries it. Where
    one of them cannot be read the log is tried on copies.
    """
    token = token_alone(story)
    if token is not None and tokens:
        return token in tokens
    with tempfile.TemporaryDirectory(prefix="qwenbrowser-") as folder:
        return _fits(copy(story, Path(folder)), _uid_alone(story))


def _fits(story: Path, uid: str | None) -> bool:
    try:
        with raw.opened(story) as connection:
            (found,) = connection.execute("SELECT uid FROM meta").fetchone()
            whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except (StoryDamaged, TypeError):
        return False
    return whole and uid in (None, found)


def token_alone(story: Path) -> str | None:
    """The session token in the file's own pages, without its log; None where it cannot be read."""
    return _meta_alone(story, "SELECT session FROM meta")


def _uid_alone(story: Path) -> str | None:
    return _meta_alone(story, "SELECT uid FROM meta")


def _meta_alone(story: Path, query: str) -> str | None:
    """One value of `meta` in the file's own pages; None where a checkpoint that was cut short tore them."""
    try:
        with raw.opened(story, raw.ALONE) as connection:
            row = connection.execute(query).fetchone()
    except StoryDamaged:
        return None
    return row[0] if row else None


def copy(story: Path, folder: Path) -> Path:
    """A copy of the story and its log in `folder` that fit together though another process may be writing.

    Raises StorageFailed where the files never stand still long enough.
    """
    target = folder / story.name
    for _ in range(_COPY_TRIES):
        before = _signature(story)
        shutil.copyfile(story, target)
        wal_path(target).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(wal_path(story), wal_path(target))
        if _signature(story) == before:
            return target
    raise StorageFailed("The story is being written all the time.", "Try again when it is not.", story)


def _signature(story: Path) -> tuple[int, int, bytes]:
    """Changes when a page of the file is written or its log starts again; a log that only grows keeps it."""
    state = story.stat()
    log = b""
    with suppress(FileNotFoundError), wal_path(story).open("rb") as file:
        log = file.read(_WAL_HEADER)
    return state.st_mtime_ns, state.st_size, log


def _is_wal_story(story: Path) -> bool:
    with story.open("rb") as file:
        return file.read(20)[18:20] == b"\x02\x02"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
