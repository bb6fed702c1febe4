"""Panes of a big story: choosing the busiest people and long lists, beside raw sqlite3 and an eager model.

python tests/benchmarks/bench_panes.py [FACTOR]

What is measured is what the user waits for: from the choice until every list that it changes has painted
itself on the window's own backing store, as the event loop lets it, and what that asked for is painted too.
What a big story completes in the background is a row of its own. All runs count, also the first visits.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import time
from collections.abc import Callable

from measure import ROUNDS, head, p99, raw_reader, resident, row, story, timed
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QApplication, QListView

from qwenbrowser.app import build_window
from qwenbrowser.store import facts
from qwenbrowser.window import MainWindow

JUMPS = 100
MOST_TURNS = 20  # of the event loop, for one choice
BUSIEST = """
    SELECT entity_id FROM entity_counts JOIN entities ON entities.id = entity_id
    WHERE entities.kind = 'person' ORDER BY statements DESC LIMIT 11
"""


class Painted(QObject):
    """Hears which of the panes have painted themselves since `waiting` was filled."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        panes = (window.people, window.events, window.profile, window.statements)
        self._parts = [pane.view.viewport() for pane in panes]
        self.waiting: set[QObject] = set()
        for part in self._parts:
            part.installEventFilter(self)

    def all_of(self, choose: Callable[[], None]) -> tuple[float, float]:
        """Milliseconds of a choice alone, and until all that it changes is painted."""
        self.waiting = set(self._parts)
        started = time.perf_counter()
        choose()
        chosen = time.perf_counter()
        turns = 0
        while self.waiting:
            QApplication.processEvents()
            turns += 1
            assert turns < MOST_TURNS, "a pane was not painted"
        # What the last painting asked for, such as a line that is shorter now.
        QApplication.processEvents()
        return (chosen - started) * 1000, (time.perf_counter() - started) * 1000

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.waiting.discard(watched)
        return False


def settle(app: QApplication, window: MainWindow) -> None:
    while not window.idle:
        app.processEvents()
        time.sleep(0.002)
    app.processEvents()


def selections(app: QApplication, window: MainWindow, raw: sqlite3.Connection) -> None:
    *people, another = [found for (found,) in raw.execute(BUSIEST)]
    painting = Painted(window)
    # The program opens with somebody chosen: from here on nothing is done for the first time in this process.
    window.workspace.choose_entity(another)
    chosen, painted, complete = [], [], []
    for _ in range(ROUNDS):
        for person in people:
            settle(app, window)
            started = time.perf_counter()
            before, all_painted = painting.all_of(
                lambda person=person: window.workspace.choose_entity(person)
            )
            chosen.append(before)
            painted.append(all_painted)
            settle(app, window)
            complete.append((time.perf_counter() - started) * 1000)
    asked = (
        "SELECT fact_id FROM participations WHERE entity_id = ? AND role = 'speaker' AND state = 'accepted'"
    )
    plain = [
        timed(lambda person=person: raw.execute(asked, (person,)).fetchall()) for person in people * ROUNDS
    ]
    runs, first = len(painted), statistics.median(painted[: len(people)])
    base = f"median {statistics.median(painted):,.1f}; of the first visits {first:,.1f}"
    row("select one of the ten busiest, painted, p99", p99(painted), "ms", base, runs, 16.7)
    row("  before the painting, median", statistics.median(chosen), "ms", "", runs, None)
    base = f"raw sqlite3, only ids of own words: {statistics.median(plain):,.1f}"
    row("  all tiers there, median", statistics.median(complete), "ms", base, runs, None)


class Eager(QAbstractListModel):
    """The base: all texts read at once."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self._texts = texts

    def rowCount(self, _parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._texts)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return self._texts[index.row()] if role == Qt.ItemDataRole.DisplayRole else None


def lists(window: MainWindow, raw: sqlite3.Connection) -> None:
    view, model = window.events.view, window.events.model
    whole = model.sections
    bar, place = view.verticalScrollBar(), view.viewport()

    def open_list() -> None:
        model.set_sections(whole)
        place.repaint()

    def jump(number: int) -> None:
        # Each time to rows that were never seen.
        bar.setValue(bar.maximum() * (number * 37 % JUMPS) // JUMPS)
        place.repaint()

    opened = [timed(open_list) for _ in range(ROUNDS)]
    count = model.rowCount()
    jumps = [timed(lambda number=number: jump(number)) for number in range(JUMPS)]
    with window.workspace.db.read() as conn:
        read = [timed(lambda: facts.fact_ids(conn)) for _ in range(ROUNDS)]
    query = "SELECT id FROM facts WHERE state = 'accepted' ORDER BY when_lo, when_hi, id"
    plain = [timed(lambda: raw.execute(query).fetchall()) for _ in range(ROUNDS)]
    total = statistics.median(opened) + statistics.median(read)
    base = f"ids {statistics.median(read):,.0f}; raw sqlite3 {statistics.median(plain):,.0f}"
    row(f"list of {count:,} rows: open", total, "ms", base, ROUNDS, 1000)
    row("  jump, p99", p99(jumps), "ms", f"median {statistics.median(jumps):,.1f}", JUMPS, 8.3)
    before = resident()
    eager = QListView()
    eager.setUniformItemSizes(True)
    eager.setModel(Eager([text for (text,) in raw.execute("SELECT text FROM facts")]))
    eager.grab()
    held = sum(len(part.ids) * 8 + (0 if part.offsets is None else len(part.offsets) * 4) for part in whole)
    row("  ids held", held / 2**20, "MB", f"eager model of the texts alone {resident() - before:,.0f}", 1, 32)


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    path = story()
    app = QApplication([])
    window = build_window(path)
    window.show()
    raw = raw_reader(path)
    head()
    selections(app, window, raw)
    lists(window, raw)
    window.close()


if __name__ == "__main__":
    main()
