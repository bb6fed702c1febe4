"""The open story: the only maker of connections, of read transactions and of writes."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import (
    NotFound,
    StorageFailed,
    StoryDamaged,
    StoryLocked,
    StoryReadOnly,
    StoryUnusable,
)
from qwenbrowser.domain.messages import Message, joined
from qwenbrowser.domain.records import HistoryEntry, StoryInfo
from qwenbrowser.store import journal, migrations
from qwenbrowser.store.journal import Writer
from qwenbrowser.store.sqlite import beside, dialect, integrity, opening, raw
from qwenbrowser.store.sqlite.opening import Prepared
from qwenbrowser.store.tables import meta, metadata


class Database:
    """One story. Reads may come from any thread at any time; writes are made one after the other.

    `path` is the story's file, `info` what the story says about itself, `read_only` whether writes are
    refused, `notice` what the user should know about how it was opened (None: nothing).
    """

    def __init__(self, path: Path, prepared: Prepared) -> None:
        self.path = path
        self.read_only = prepared.read_only
        self.notice = prepared.notice
        self._prepared = prepared
        self._sound = True
        self._closed = False
        self._writing = threading.Lock()
        self._writing_thread: int | None = None
        self._readers = self._engine("BEGIN", read_only=True)
        self._writers = self._engine("BEGIN IMMEDIATE", read_only=False)
        self.info = self._read_info()

    @classmethod
    def open(cls, path: Path | str, *, write: bool = False) -> Self:
        """Open a story; with `write` its writer's lock is held until `close`.

        An older story is backed up and migrated first, a damaged search index is made anew. Raises NotFound,
        or the StoryUnusable that says why the story cannot be opened.
        """
        path = Path(path)
        prepared = opening.prepare(path, write=write, versions=migrations.KNOWN)
        if not write and (_is_old(prepared) or prepared.search_damaged):
            prepared.close()
            notice = cls._mend(path, required=_is_old(prepared))
            prepared = opening.prepare(path, write=write, versions=migrations.KNOWN)
            prepared.notice = joined(prepared.notice, notice) or None
        try:
            if write and prepared.search_damaged:
                integrity.rebuild_search(prepared.path)
                notice = Message("The search index was damaged and has been made anew.")
                prepared.notice = joined(prepared.notice, notice)
            if write and _is_old(prepared):
                _migrate(path, prepared)
            return cls(path, prepared)
        except BaseException:
            prepared.close()
            raise

    @classmethod
    def create(cls, path: Path | str, *, uid: str, title: str) -> Self:
        """Make a new story and open it for writing. The file is there complete or not at all.

        Raises NotFound without the folder, StoryUnusable where the file exists already, StorageFailed or
        StoryReadOnly where it cannot be written.
        """
        from qwenbrowser.store.sqlite import backup  # needed only when a file is made

        path = Path(path)
        if os.path.lexists(path):
            raise _exists(path)
        if not path.parent.is_dir():
            raise NotFound("There is no such folder.", "Make it first.", path.parent)
        with raw.translated(path), backup.part_of(path) as part:
            _build(part, uid, title)
            _publish(part, path)
        return cls.open(path, write=True)

    def read(self) -> AbstractContextManager[Connection]:
        """A read transaction: everything read in it is of one moment, whatever is written meanwhile."""
        return self._transaction(self._readers)

    @contextmanager
    def write(self, label: str, *, batch: str | None = None) -> Iterator[Writer]:
        """One action: one transaction with one journal entry, rolled back whole on any exception.

        Entries with the same `batch` are undone as one. Not to be nested. Raises StoryReadOnly, StoryLocked,
        StorageFailed or StoryDamaged; afterwards the story can be used as before.
        """
        with self._change() as conn:
            writer = Writer(conn, label, batch)
            yield writer
            writer.finish()

    def undo(self) -> Changes:
        """Take back the latest action. Raises NothingToDo, UndoRefused, and what `write` raises."""
        return self._replay(journal.undo)

    def redo(self) -> Changes:
        """Do again what was taken back last. Raises NothingToDo, UndoRefused, and what `write` raises."""
        return self._replay(journal.redo)

    def history(self, limit: int = 100) -> list[HistoryEntry]:
        """The latest actions, newest first, those included that are taken back and can be redone."""
        with self.read() as conn:
            return journal.history(conn, limit)

    def close(self) -> None:
        """Close all connections and give the lock back; no transaction may be open. May be called again."""
        if not self._closed:
            self._closed = True
            self._readers.dispose()
            self._writers.dispose()
            self._prepared.close(clean=self._sound)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def _mend(cls, path: Path, *, required: bool) -> str | None:
        """Do by a short opening for writing what reading needs; what the user should know about it."""
        try:
            with cls.open(path, write=True) as mended:
                return mended.notice
        except (StoryLocked, StoryReadOnly):
            if required:
                raise
            return Message(
                "The search index is damaged and cannot be made anew now: search may find too little."
            )

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        if self.read_only:
            raise StoryReadOnly(
                "The story is open for reading only.", self.notice or "Open it for writing.", self.path
            )
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a write inside a write")
        with self._writing:
            self._writing_thread = threading.get_ident()
            try:
                with self._transaction(self._writers) as conn:
                    yield conn
            finally:
                self._writing_thread = None

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with dialect.storage_errors(self.path), engine.connect() as conn, conn.begin():
                yield conn
        except (StorageFailed, StoryDamaged):
            self._sound = False
            raise

    def _replay(self, step: Callable[[Connection], Changes]) -> Changes:
        try:
            with self._change() as conn:
                return step(conn)
        except IntegrityError as error:  # deferred references are checked only at the commit
            raise journal.refused(error) from error

    def _engine(self, begin: str, *, read_only: bool) -> Engine:
        def connector() -> sqlite3.Connection:
            if self._closed:
                raise RuntimeError("the story is closed")
            return dialect.connect(self._prepared.uri, read_only=read_only)

        return dialect.make_engine(connector, begin=begin)

    def _read_info(self) -> StoryInfo:
        with self.read() as conn:
            row = conn.execute(select(meta)).one()
        return StoryInfo(row.uid, row.title, row.format, row.min_program_version)


def _build(part: Path, uid: str, title: str) -> None:
    """A new story in a file of its own."""
    engine = dialect.make_engine(lambda: dialect.connect(raw.uri(part, "mode=rwc")), begin="BEGIN IMMEDIATE")
    story = {
        "id": 1,
        "uid": uid,
        "title": title,
        "format": migrations.FORMAT,
        "min_program_version": migrations.MIN_PROGRAM_VERSION,
    }
    try:
        with dialect.storage_errors(part), engine.connect() as conn, conn.begin():
            dialect.start_file(conn)
            metadata.create_all(conn, checkfirst=False)
            dialect.create_search(conn)
            migrations.stamp(conn)
            conn.execute(insert(meta).values(story))
    finally:
        engine.dispose()


def _publish(part: Path, path: Path) -> None:
    """Give the finished file its name, unless another has taken it meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise _exists(path) from None
        part.rename(path)
    raw.sync_folder(path.parent)


def _migrate(path: Path, prepared: Prepared) -> None:
    """Back an older story up, verified, then bring it to the present schema. The lock is held."""
    from qwenbrowser.store.migrations import run
    from qwenbrowser.store.sqlite import backup  # both only for an older story: Alembic costs start-up time

    with raw.translated(path):
        folder = backup.backup_folder(path)
        folder.mkdir(exist_ok=True)
    kept = folder / f"{path.stem}-version-{prepared.version}-{beside.stamp()}.qwb"
    backup.backup_file(path, kept)
    with dialect.storage_errors(path):
        run.migrate(lambda: dialect.connect(prepared.uri), run.upgrades(prepared.version))
    notice = Message("The story is now in the form of this version; %1 keeps the old one.", kept.name)
    prepared.notice = joined(prepared.notice, notice)


def _is_old(prepared: Prepared) -> bool:
    return prepared.version != migrations.HEAD


def _exists(path: Path) -> StoryUnusable:
    return StoryUnusable("There is already a file of this name.", "Choose another name.", path)
