"""Faults of the program itself: logged with their traceback, shown once, and the program lives on."""

from __future__ import annotations

import logging
import sys
import threading
from traceback import clear_frames
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from qwenbrowser.domain.errors import UserError
from qwenbrowser.domain.phrases import fill
from qwenbrowser.models.messages import whole
from qwenbrowser.widgets.text import message_box

log = logging.getLogger("qwenbrowser")


class Faults(QObject):
    """Catches what no other code caught, in slots, paint events, models and threads.

    The same fault is shown once; each is logged every time. `log_path` is named in the message.
    """

    met = Signal(str, str)
    """What happened, in one line, and where it was logged."""

    def __init__(self, log_path: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_path = log_path
        self._shown: set[tuple[str, int]] = set()
        # Without a window there is no parent to hold a message while it is shown.
        self._open: set[QMessageBox] = set()
        self._before = sys.excepthook
        self._before_in_threads = threading.excepthook
        # A fault may come from any thread and from within a paint event: it is shown later, on this one.
        self.met.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> Self:
        sys.excepthook = self.take
        threading.excepthook = self._take_in_thread
        return self

    def remove(self) -> None:
        sys.excepthook = self._before
        threading.excepthook = self._before_in_threads

    def take(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        """Log an exception and have it shown if it is a new one."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("unexpected error", exc_info=(kind, error, traceback))
        # Python keeps the last traceback and all it holds: a painter that outlives what it paints on crashes.
        clear_frames(traceback)
        place = (kind.__name__, _line(traceback))
        if place not in self._shown:
            self._shown.add(place)
            said = whole(error) if isinstance(error, UserError) else f"{kind.__name__}: {error}"
            self.met.emit(" ".join(said.split()), self._log_path)

    def _take_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_type, args.exc_value, args.exc_traceback)

    def tell_of_last_run(self, report: str) -> None:
        """Log and show that a run did not end as it should; `report` is what it left, "" for nothing."""
        log.error("an earlier run did not end as it should: %s", report or "it left no report")
        said = self.tr(
            "The last time it stopped before it was closed. "
            "Your story is safe: every change was saved as it was made."
        )
        first = report.partition("\n")[0]
        self._say(self.tr("The program did not end as usual"), said, first, self._log_path)

    def _show(self, problem: str, log_path: str) -> None:
        said = self.tr(
            "The program met a fault of its own. Your story is safe: every change is saved as it is made."
        )
        self._say(self.tr("Something went wrong"), said, problem, log_path)

    def _say(self, title: str, text: str, problem: str, log_path: str) -> None:
        where = fill(self.tr("The details are in %1"), log_path)
        detail = "\n\n".join(part for part in (problem, where) if part)
        box = message_box(QApplication.activeWindow(), title, text, detail)
        self._open.add(box)
        box.finished.connect(lambda _result: self._open.discard(box))
        box.open()


def _line(traceback: TracebackType | None) -> int:
    """The line at the innermost frame, which tells one fault from another."""
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback.tb_lineno if traceback is not None else 0
