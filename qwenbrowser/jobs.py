"""Work off the main thread: one writer, results back on the main thread by a queued signal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Jobs(QObject):
    """Runs writes one after the other in a thread of their own.

    `write(work, done, failed)` calls `work()` there, then `done(result)` or `failed(exception)` on the
    thread that made this object. `running` counts what is under way; `became_idle` tells the last end.
    """

    running_changed = Signal(int)
    became_idle = Signal()
    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._running = 0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> int:
        return self._running

    def write(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._count(+1)
        future = self._pool.submit(work)
        future.add_done_callback(lambda ended: self._finished.emit(ended, done, failed))

    def close(self) -> None:
        """Wait for what is under way; nothing new is taken after this."""
        self._pool.shutdown(wait=True)

    def _deliver(
        self,
        ended: Future[Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        error = ended.exception()
        try:
            if isinstance(error, Exception):
                failed(error)
            elif error is None:
                done(ended.result())
        finally:
            self._count(-1)

    def _count(self, step: int) -> None:
        self._running += step
        self.running_changed.emit(self._running)
        if not self._running:
            self.became_idle.emit()
