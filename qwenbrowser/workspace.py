"""The one application state: the open story, the selection with its history, and the door for every write."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import UserError
from qwenbrowser.domain.records import Entity, Fact, State
from qwenbrowser.jobs import Jobs
from qwenbrowser.store import entities, facts, sources
from qwenbrowser.store.database import Database

HISTORY_LIMIT = 200
PAINT_FIRST = 0.05
"""Seconds that a long read leaves to the main thread."""

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen: an entity, a fact (`item`), a source and a span of its text in code points."""

    entity: int | None = None
    item: int | None = None
    source: int | None = None
    span: tuple[int, int] | None = None


class Workspace(QObject):
    """Holds the story and the selection. Panes hear its signals and never call each other."""

    selection_changed = Signal(object, object)
    """The new and the old `Selection`."""
    changed = Signal(object)
    """The `Changes` of a write that is committed."""
    failed = Signal(object)
    """A `UserError` that a write ended with; nothing was changed."""

    def __init__(self, db: Database, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.db = db
        self.jobs = jobs
        self._selection = Selection()
        self._back: list[Selection] = []
        self._forward: list[Selection] = []
        self._asked: dict[str, object] = {}
        self._labels: tuple[str | None, str | None] | None = None
        self.taken_back = False
        """Whether the latest write was an undo."""

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def can_back(self) -> bool:
        return bool(self._back)

    @property
    def can_forward(self) -> bool:
        return bool(self._forward)

    def choose_entity(self, entity: int) -> None:
        """Choose an entity; what was chosen of another one is cleared."""
        self._go(Selection(entity=entity))

    def choose_item(self, item: int, source: int | None = None, span: tuple[int, int] | None = None) -> None:
        """Choose a fact at one of its citations, the first where none is given; keeps the entity."""
        if source is None:
            citation = next(iter(self.read(facts.citations_of, item)), None)
            if citation is not None:
                source, span = citation.source.id, (citation.start, citation.end)
        self._go(Selection(self._selection.entity, item, source, span))

    def choose_source(self, source: int) -> None:
        """Choose a source as a whole; keeps the entity."""
        self._go(Selection(self._selection.entity, source=source))

    def back(self) -> None:
        self._step(self._back, self._forward)

    def forward(self) -> None:
        self._step(self._forward, self._back)

    def read(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The answer of one of the store's reads."""
        with self.db.read() as connection:
            return query(connection, *args, **kw)

    def ask(self, key: str, query: Callable[[Any], T], done: Callable[[T], None]) -> None:
        """Run a long read in the background; `done` hears the answer unless a newer one of `key` was asked.

        It begins when what the user waits for has been painted, and not at all where it is outdated by then.
        """
        latest = self._asked[key] = object()

        def work() -> T | None:
            time.sleep(PAINT_FIRST)
            return self.read(query) if self._asked[key] is latest else None

        self.jobs.read(key, work, done, self._failed)

    def edit(self, verb: Callable[[Database], Changes]) -> None:
        """Run a service verb on the one writer; `changed` or `failed` follows."""
        self.jobs.write(lambda: verb(self.db), partial(self._edited, False), self._failed)

    def run(self, work: Callable[[Database], T], done: Callable[[T], None]) -> None:
        """Run something that changes no row, such as an export, where writes run; `failed` tells an error."""
        self.jobs.write(lambda: work(self.db), done, self._failed)

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back; None where there is nothing or the story cannot be written."""
        return self._next_labels()[0]

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again; None where there is nothing or the story cannot be written."""
        return self._next_labels()[1]

    def undo(self) -> None:
        self.jobs.write(self.db.undo, partial(self._edited, True), self._failed)

    def redo(self) -> None:
        self.jobs.write(self.db.redo, partial(self._edited, False), self._failed)

    def _go(self, selection: Selection) -> None:
        if selection == self._selection:
            return
        self._back.append(self._selection)
        del self._back[:-HISTORY_LIMIT]
        self._forward.clear()
        self._show(selection)

    def _step(self, taken: list[Selection], left: list[Selection]) -> None:
        """Go to the nearest selection on that way of which nothing is gone from the story."""
        while taken:
            selection = taken.pop()
            if selection != self._selection and self._what_is_left(selection) == selection:
                left.append(self._selection)
                self._show(selection)
                return

    def _what_is_left(self, selection: Selection) -> Selection:
        """What the story still holds of a selection."""
        entity, item, source = selection.entity, selection.item, selection.source
        if entity is not None and not self._accepted(entities.entities_by_ids, entity):
            return Selection()
        if item is not None and not self._accepted(facts.facts_by_ids, item):
            return Selection(entity)
        if source is not None and not self.read(sources.sources_by_ids, [source]):
            return Selection(entity)
        return selection

    def _accepted(self, query: Callable[[Any, list[int]], Sequence[Entity | Fact]], record_id: int) -> bool:
        return any(record.state is State.ACCEPTED for record in self.read(query, [record_id]))

    def _show(self, selection: Selection) -> None:
        old, self._selection = self._selection, selection
        if selection != old:
            self.selection_changed.emit(selection, old)

    def _next_labels(self) -> tuple[str | None, str | None]:
        if self.db.read_only:
            return None, None
        if self._labels is None:
            entries = self.db.history()
            undone = [entry.label for entry in entries if entry.undone]
            done = (entry.label for entry in entries if not entry.undone)
            self._labels = next(done, None), undone[-1] if undone else None
        return self._labels

    def _edited(self, taken_back: bool, changes: Changes) -> None:
        self._labels = None
        self.taken_back = taken_back
        # Before the panes hear of the change: they must not ask for what is gone.
        self._show(self._what_is_left(self._selection))
        self.changed.emit(changes)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.failed.emit(error)
