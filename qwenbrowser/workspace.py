"""The one application state: open story, selection with its history, filter, and the door for every write."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import UserError
from qwenbrowser.domain.filters import Facet, Filter
from qwenbrowser.domain.records import Entity, Fact, State
from qwenbrowser.jobs import Jobs
from qwenbrowser.store import entities, facts, filters, sources
from qwenbrowser.store.database import Database

HISTORY_LIMIT = 200
RECENT = 8
"""Records chosen last that are remembered."""
KNOWN = 500
"""Answers that are kept."""
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


Key = tuple[str, int]
"""A record of any table: kind ("entity", "fact", "source") and id."""

Visit = tuple[Selection, object]
"""A selection of the history and where the views were when it was left."""


class Workspace(QObject):
    """Holds the story, the selection and the filter. Panes hear its signals and never call each other."""

    selection_changed = Signal(object, object)
    """The new and the old `Selection`."""
    filter_changed = Signal(object, object)
    """The new and the old `Filter`; it is no part of the history."""
    changed = Signal(object)
    """The `Changes` of a write that is committed."""
    returned = Signal(object)
    """What `place` gave when the selection was left to which the user now went back or forward."""
    failed = Signal(object)
    """A `UserError` that a write ended with; nothing was changed."""

    def __init__(self, db: Database, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.db = db
        self.jobs = jobs
        self._selection = Selection()
        self._filter = Filter()
        self.recent: list[Key] = []
        """What was chosen last, the latest first."""
        self._back: list[Visit] = []
        self._forward: list[Visit] = []
        self.place: Callable[[], object] = lambda: None
        """Where the views are; the history keeps it beside each selection that is left."""
        self._asked: dict[str, object] = {}
        self._known: dict[object, Any] = {}
        self._moment: Any = None
        self._home = threading.get_ident()
        self._labels: tuple[str | None, str | None] | None = None
        self.taken_back = False
        """Whether the latest write was an undo."""

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def filter(self) -> Filter:
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Let the lists leave out something else; an equal filter is dropped."""
        if wanted != self._filter:
            old, self._filter = self._filter, wanted
            self.filter_changed.emit(wanted, old)

    def remove_filters(self, *facets: Facet) -> None:
        """Show again what these facets leave out."""
        self.set_filter(self._filter.without(*facets))

    @property
    def can_back(self) -> bool:
        return bool(self._back)

    @property
    def can_forward(self) -> bool:
        return bool(self._forward)

    def tell_again(self) -> None:
        """Tell views that were built after it was chosen what is chosen in the story of the entity."""
        self.selection_changed.emit(self._selection, Selection(self._selection.entity))

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
        with self._one_moment() as connection:
            return query(connection, *args, **kw)

    def known(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """As `read` on the main thread; what was answered before is not read again until the story changes.

        `query` is a function that stays the same, and the arguments can be hashed.
        """
        key = (query, args, tuple(kw.items()))
        if key not in self._known:
            if len(self._known) >= KNOWN:
                del self._known[next(iter(self._known))]
            self._known[key] = self.read(query, *args, **kw)
        answer: T = self._known[key]
        if self.db.read_only:  # another program may write this story, which nobody tells us
            del self._known[key]
        return answer

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
        self._back.append((self._selection, self.place()))
        del self._back[:-HISTORY_LIMIT]
        self._forward.clear()
        self._show(selection)

    def _step(self, taken: list[Visit], left: list[Visit]) -> None:
        """Go to the nearest selection on that way of which nothing is gone from the story."""
        while taken:
            selection, place = taken.pop()
            if selection != self._selection and self._what_is_left(selection) == selection:
                left.append((self._selection, self.place()))
                self._show(selection)
                self.returned.emit(place)
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

    def _what_is_left_to_filter_by(self, chosen: Filter) -> Filter:
        """The filter without entities and sources that are gone."""
        story, named = chosen.story_of, chosen.sources
        if story is not None and not self._accepted(entities.entities_by_ids, story):
            story = None
        if named:
            named = named.intersection(self.read(filters.source_names, named))
        return replace(chosen, story_of=story, sources=named)

    def _accepted(self, query: Callable[[Any, list[int]], Sequence[Entity | Fact]], record_id: int) -> bool:
        return any(record.state is State.ACCEPTED for record in self.read(query, [record_id]))

    def _show(self, selection: Selection) -> None:
        with self._same_for_all():
            if self.jobs.writing:
                # A write may have ended of which no pane has heard: they must not ask for what is gone.
                selection = self._what_is_left(selection)
            old, self._selection = self._selection, selection
            if selection != old:
                self._remember(selection)
                self.selection_changed.emit(selection, old)

    def _remember(self, new: Selection) -> None:
        found = (("fact", new.item), ("source", None if new.item else new.source), ("entity", new.entity))
        key = next(((kind, number) for kind, number in found if number is not None), None)
        if key is not None:
            self.recent = [key, *(one for one in self.recent if one != key)][:RECENT]

    @contextmanager
    def _same_for_all(self) -> Iterator[None]:
        """All panes read the story of one moment, whatever the writer does meanwhile."""
        outer = self._moment
        try:
            with self._one_moment() as self._moment:
                yield
        finally:
            self._moment = outer

    @contextmanager
    def _one_moment(self) -> Iterator[Any]:
        """A read transaction; what all panes read when they hear of a selection shares one."""
        if self._moment is not None and threading.get_ident() == self._home:
            yield self._moment
        else:
            with self.db.read() as connection:
                yield connection

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
        self._known.clear()
        self.taken_back = taken_back
        # Both before the panes hear of anything: they must not ask for what is gone.
        with self._same_for_all():
            before, self._filter = self._filter, self._what_is_left_to_filter_by(self._filter)
            self._show(self._selection)
            if self._filter != before:
                self.filter_changed.emit(self._filter, before)
            self.changed.emit(changes)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.failed.emit(error)
