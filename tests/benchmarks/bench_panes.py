"""Panes of a big story: choosing the busiest people and long lists, beside raw sqlite3 and an eager model.

python tests/benchmarks/bench_panes.py [FACTOR]
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import time

from measure import ROUNDS, head, p99, raw_reader, resident, row, story, timed
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView

from qwenbrowser.app import build_window
from qwenbrowser.store import facts
from qwenbrowser.window import MainWindow

LOOK_THROUGH = 20
BUSIEST = """
    SELECT entity_id FROM entity_counts JOIN entities ON entities.id = entity_id
    WHERE entities.kind = 'person' ORDER BY statements DESC LIMIT 10
"""


def settle(app: QApplication, window: MainWindow) -> None:
    while not window.idle:
        app.processEvents()
        time.sleep(0.002)


def selections(app: QApplication, window: MainWindow, raw: sqlite3.Connection) -> None:
    people = [found for (found,) in raw.execute(BUSIEST)]
    chosen, painted, complete = [], [], []
    for _ in range(ROUNDS):
        for person in people:
            settle(app, window)
            started = time.perf_counter()
            chosen.append(timed(lambda person=person: window.workspace.choose_entity(person)))
            window.grab()
            painted.append((time.perf_counter() - started) * 1000)
            settle(app, window)
            complete.append((time.perf_counter() - started) * 1000)
    again = [timed(window.grab) for _ in range(len(painted))]
    asked = (
        "SELECT fact_id FROM participations WHERE entity_id = ? AND role = 'speaker' AND state = 'accepted'"
    )
    plain = [
        timed(lambda person=person: raw.execute(asked, (person,)).fetchall()) for person in people * ROUNDS
    ]
    runs = len(painted)
    base = f"median {statistics.median(painted):,.1f}; painting alone {statistics.median(again):,.1f}"
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

    def open_list() -> None:
        model.set_sections(whole)
        view.doItemsLayout()
        view.grab()

    opened = [timed(open_list) for _ in range(ROUNDS)]
    count = model.rowCount()
    jumps = []
    for number in range(LOOK_THROUGH):
        bar = view.verticalScrollBar()
        bar.setValue(bar.maximum() * number // LOOK_THROUGH)
        jumps.append(timed(view.grab))
    with window.workspace.db.read() as conn:
        read = [timed(lambda: facts.fact_ids(conn)) for _ in range(ROUNDS)]
    query = "SELECT id FROM facts WHERE state = 'accepted' ORDER BY when_lo, when_hi, id"
    plain = [timed(lambda: raw.execute(query).fetchall()) for _ in range(ROUNDS)]
    total = statistics.median(opened) + statistics.median(read)
    base = f"ids {statistics.median(read):,.0f}; raw sqlite3 {statistics.median(plain):,.0f}"
    row(f"list of {count:,} rows: open", total, "ms", base, ROUNDS, 1000)
    row("  jump, p99", p99(jumps), "ms", f"median {statistics.median(jumps):,.1f}", LOOK_THROUGH, 8.3)
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
