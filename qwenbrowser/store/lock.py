"""The writer's lock of a story: an advisory lock of the operating system on `<story>.lock`.

The system releases the lock when its process ends, however it ends. The text says who holds the story and
which sessions its write-ahead log may belong to. The file is left in place: removing it would let two
processes lock two files of one name.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from qwenbrowser.domain.errors import StoryLocked
from qwenbrowser.domain.messages import Message
from qwenbrowser.store.sqlite.raw import printable

_FAR_BYTE = 1 << 30
_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class LockRecord:
    """The text of a lock file.

    `opened` is True once the holder has looked at what lies beside the story; `clean` once it has closed the
    story in order. `tokens` are those that the story may carry while its write-ahead log is valid.
    """

    pid: int = 0
    host: str = ""
    since: str = ""
    opened: bool = False
    clean: bool = False
    tokens: tuple[str, ...] = ()


class WriterLock:
    """The lock, held from `acquire` to `release` or to the end of the process."""

    def __init__(self, handle: int, record: LockRecord) -> None:
        self._handle = handle
        self.record = record

    @classmethod
    def acquire(cls, story: Path, *, patience: float = 0.3) -> Self:
        """Take the lock of `story`, trying for `patience` seconds; `record` keeps what the last holder left.

        Raises StoryLocked naming the process that holds it, OSError where the lock file cannot be written.
        """
        handle = os.open(lock_path(story), os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            deadline = time.monotonic() + patience
            while not try_lock(handle):
                if time.monotonic() >= deadline:
                    raise locked_error(story)
                time.sleep(_PAUSE)
            lock = cls(handle, _load(handle))
            since = datetime.now(UTC).isoformat(timespec="seconds")
            lock.save(pid=os.getpid(), host=socket.gethostname(), since=since, opened=False)
        except BaseException:
            os.close(handle)
            raise
        return lock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def save(self, **values: object) -> None:
        """Change fields of the record; the tokens durably, as what the story itself says of them."""
        record = replace(self.record, **values)  # type: ignore[arg-type]
        text = json.dumps(asdict(record)).encode() + b"\n"
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, text)
        os.ftruncate(self._handle, len(text))
        if record.tokens != self.record.tokens:
            os.fsync(self._handle)
        self.record = record

    def release(self) -> None:
        """Give the lock back; calling it again does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def lock_path(story: Path) -> Path:
    """Where the lock file of a story stands."""
    return story.with_name(f"{story.name}.lock")


def read_record(story: Path) -> LockRecord:
    """What the lock file says, without taking the lock; an empty record where there is none."""
    try:
        handle = os.open(lock_path(story), os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return LockRecord()
    try:
        return _load(handle)
    finally:
        os.close(handle)


def await_opened(story: Path, *, patience: float = 10.0) -> None:
    """Wait until the process that holds the lock has looked at what lies beside the story.

    Raises StoryLocked after `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not read_record(story).opened:
        if time.monotonic() >= deadline:
            raise locked_error(story)
        time.sleep(_PAUSE)


def locked_error(story: Path) -> StoryLocked:
    """The error that names who holds the story."""
    record = read_record(story)
    problem = Message("The story is open in another process.")
    if record.pid:
        host = printable(record.host)
        problem = Message("The story is open in process %1 on host %2.", record.pid, host)
    return StoryLocked(problem, "Close it there, or open it here for reading.", story)


def new_token() -> str:
    """A token for one session of writing, or for one backup."""
    return secrets.token_hex(16)


def _load(handle: int) -> LockRecord:
    """The record as far as it can be understood; the text may be torn by a crash or written by anybody."""
    os.lseek(handle, 0, os.SEEK_SET)
    text = os.read(handle, 65536).decode("utf-8", "replace")
    try:
        # A text is cut to its length after it is written: more than one value may stand here for a moment.
        data, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return LockRecord()
    return _record(data) if isinstance(data, dict) else LockRecord()


def _record(data: Mapping[str, object]) -> LockRecord:
    pid, tokens = data.get("pid"), data.get("tokens")
    return LockRecord(
        pid=pid if isinstance(pid, int) else 0,
        host=str(data.get("host", "")),
        since=str(data.get("since", "")),
        opened=data.get("opened") is True,
        clean=data.get("clean") is True,
        tokens=tuple(t for t in tokens if isinstance(t, str)) if isinstance(tokens, list) else (),
    )


if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Take the lock of an open file; False where another process holds it."""
        os.lseek(handle, _FAR_BYTE, os.SEEK_SET)  # far behind the text, which must stay readable for others
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Take the lock of an open file; False where another process holds it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
