"""How runs of the program end: in order, by a signal, or by a crash, of which the next start tells."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import socket
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSocketNotifier

from qwenbrowser.store.lock import try_lock

_NAME = "running-{}.txt"


class Running:
    """A file that stands in `folder` while this process runs; a crash of the interpreter is written into it.

    The process holds a lock on it, which the system releases however the process ends: a file that nobody
    holds was left by a run that did not end as it should.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _NAME.format(os.getpid())
        self._handle = -1
        self._writes_crashes = False

    def begin(self) -> list[str]:
        """Put the file there; gives what is left of runs that did not end, "" for one that left no word.

        What is given is removed. Where the folder cannot be written, nothing is told and nothing is left.
        """
        try:
            left = [_taken(path) for path in sorted(self._folder.glob(_NAME.format("*")))]
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o666)
        except OSError:
            return []
        try_lock(self._handle)
        if not faulthandler.is_enabled():  # by whoever looks for a fault and wants it elsewhere
            faulthandler.enable(self._handle)
            self._writes_crashes = True
        return [report for report in left if report is not None]

    def end(self) -> None:
        """Remove the file: this run ends as it should."""
        if self._handle < 0:
            return
        if self._writes_crashes:
            faulthandler.disable()
        os.close(self._handle)
        self._handle = -1
        with contextlib.suppress(OSError):
            self._path.unlink()


def _taken(path: Path) -> str | None:
    """What a run left, None for one that goes on or whose file cannot be taken away."""
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            if not try_lock(handle):
                return None
            report = os.read(handle, 1 << 20).decode(errors="replace")
        finally:
            os.close(handle)
        path.unlink()
    except OSError:
        return None
    return report.strip()


class QuitBySignal:
    """Lets the system end the program in order: what a log-off or Ctrl+C sends closes the window first.

    Other systems than POSIX tell Qt instead.
    """

    def __init__(self, app: QCoreApplication) -> None:
        self._before: dict[int, object] = {}
        if os.name != "posix":
            return
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        # Python runs its handlers between two lines of Python, and Qt waits in none.
        signal.set_wakeup_fd(self._theirs.fileno())
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, app)
        self._notifier.activated.connect(lambda: self._ours.recv(64))
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            self._before[number] = signal.signal(number, lambda *_: app.quit())

    def remove(self) -> None:
        """Let signals do again what they did before."""
        if self._before:
            for number, handler in self._before.items():
                signal.signal(number, handler)  # type: ignore[arg-type]
            signal.set_wakeup_fd(-1)
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._ours.close()
            self._theirs.close()
