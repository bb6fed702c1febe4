"""Work off the main thread: one writer and readers, results back on the main thread by a queued signal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from qwenbrowser.domain.errors import Cancelled
from qwenbrowser.domain.messages import Message

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]

_TELL_EVERY = 0.1  # seconds


class Jobs(QObject):
    """Runs writes one after the other in a thread of their own, and reads beside them in others.

    `write(work, done, failed)` calls `work()` there, then `done(result)` or `failed(exception)` on the
    thread that made this object; so does `read`, unless a newer read has the same key. `running` counts
    what is under way, `running_changed` the writes among it; `became_idle` tells the last end.

    A long write calls `tell` while it works: `progressed` repeats that here, and `stop` ends it there.
    """

    running_changed = Signal(int)
    became_idle = Signal()
    progressed = Signal(float, int)
    """The share of a long write that is done, and the number of records."""
    _finished = Signal(object, object, object)
    _was_read = Signal(str, object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader")
        self._running = 0
        self._reading = 0
        self._asked: dict[str, Future[Any]] = {}
        self._may_read = threading.Event()
        self._may_read.set()
        self._stopped = threading.Event()
        self._told_at = 0.0
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._was_read.connect(self._deliver_read, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> int:
        return self._running + self._reading

    @property
    def writing(self) -> int:
        """The writes among them."""
        return self._running

    def write(
        self,
        work: Callable[[], Any],
        done: Done,
        failed: Failed,
    ) -> None:
        self._running += 1
        self.running_changed.emit(self._running)
        future = self._pool.submit(work)
        future.add_done_callback(lambda ended: self._finished.emit(ended, done, failed))

    def read(
        self,
        key: str,
        work: Callable[[], Any],
        done: Done,
        failed: Failed,
    ) -> None:
        """As `write`, for work that changes nothing. Only the newest with a key is answered.

        An older one that waits does not run any more; what one that runs comes to is dropped.
        """
        older = self._asked.get(key)
        future = self._asked[key] = self._readers.submit(self._read, work)
        self._reading += 1
        future.add_done_callback(lambda ended: self._was_read.emit(key, ended, done, failed))
        if older is not None:
            older.cancel()

    def tell(self, share: float, records: int) -> None:
        """Say how far a long write has come; called by the write itself. Raises Cancelled after `stop`."""
        if self._stopped.is_set():
            raise Cancelled(Message("The work was stopped."), Message("Nothing was changed."))
        if time.monotonic() - self._told_at > _TELL_EVERY:
            self._told_at = time.monotonic()
            self.progressed.emit(share, records)

    def stop(self) -> None:
        """End every long write that is under way; each fails as Cancelled and leaves nothing."""
        if self._running:
            self._stopped.set()

    def hold_reads(self) -> None:
        """Begin no read until `begin_reads`: what is more urgent keeps the processor for itself."""
        self._may_read.clear()

    def begin_reads(self) -> None:
        """Begin the reads that were held, and all that follow."""
        self._may_read.set()

    def drop_reads(self) -> None:
        """Answer no read that is under way: those who asked are gone."""
        for future in self._asked.values():
            future.cancel()
        self._asked.clear()

    def close(self) -> None:
        """Stop long writes and wait for the others; nothing new is taken and nothing is told after this."""
        self._closed = True
        self.stop()
        self._may_read.set()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True)

    def _read(self, work: Callable[[], Any]) -> Any:
        """Do it in its turn, in a reader's thread; not at all once everything is closed."""
        self._may_read.wait()
        return None if self._closed else work()

    def _deliver(self, ended: Future[Any], done: Done, failed: Failed) -> None:
        if self._closed:
            return
        try:
            _tell(ended, done, failed)
        finally:
            self._running -= 1
            if not self._running:
                self._stopped.clear()
            self.running_changed.emit(self._running)
            self._tell_idle()

    def _deliver_read(self, key: str, ended: Future[Any], done: Done, failed: Failed) -> None:
        if self._closed:
            return
        newest = self._asked.get(key) is ended
        try:
            if newest:
                del self._asked[key]
                _tell(ended, done, failed)
        finally:
            self._reading -= 1
            self._tell_idle()

    def _tell_idle(self) -> None:
        if not self.running:
            self.became_idle.emit()


def _tell(ended: Future[Any], done: Done, failed: Failed) -> None:
    if ended.cancelled():
        return
    error = ended.exception()
    if isinstance(error, Exception):
        failed(error)
    elif error is None:
        done(ended.result())
