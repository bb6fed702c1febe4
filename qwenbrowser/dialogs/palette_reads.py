"""The reads of the palette: one at a time, and one that is not wanted any more ends at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from qwenbrowser.jobs import Failed
from qwenbrowser.models.palette_rows import Found
from qwenbrowser.store import search
from qwenbrowser.workspace import Workspace


class Reads:
    """`failed` is told the errors of all of them."""

    def __init__(self, workspace: Workspace, failed: Failed) -> None:
        self._workspace = workspace
        self._failed = failed
        self._stop = Event()

    def ask(self, done: Callable[[Found], None], query: Callable[..., Found], *asked: Any) -> None:
        """Read in the background; `done` hears the answer unless something else is asked or `stop` called."""
        self.stop()
        stop = self._stop = Event()

        def answer(found: Found | None) -> None:
            if found is not None and not stop.is_set():
                done(found)

        read = partial(self._workspace.read, partial(search.unless, stop.is_set), query, *asked)
        self._workspace.jobs.read("search", read, answer, self._failed)

    def stop(self) -> None:
        """Nobody waits for the answer any more."""
        self._stop.set()
