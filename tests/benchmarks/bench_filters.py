"""Filters of a big story: how long the window is held, and until the list is there, beside raw sqlite3.

python tests/benchmarks/bench_filters.py [FACTOR]
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from measure import ROUNDS, head, raw_reader, row, story
from PySide6.QtWidgets import QApplication

from qwenbrowser.app import build_window
from qwenbrowser.domain.filters import Facet, Filter
from qwenbrowser.domain.records import Certainty, FactKind
from qwenbrowser.window import MainWindow

IN_ORDER = "ORDER BY when_lo, when_hi, id"
BUSIEST = """
    SELECT entity_id FROM entity_counts JOIN entities ON entities.id = entity_id
    WHERE entities.kind = 'person' ORDER BY statements DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A filter, and the query by which raw sqlite3 finds the same ids."""

    name: str
    chosen: Filter
    query: str


CASES = (
    Case(
        "events",
        Filter(kinds=frozenset({FactKind.EVENT})),
        f"SELECT id FROM facts WHERE state = 'accepted' AND kind = 'event' {IN_ORDER}",
    ),
    Case(
        "what is unclear",
        Filter(certainty=frozenset({Certainty.UNCLEAR})),
        f"SELECT id FROM facts WHERE state = 'accepted' AND certainty = 'unclear' {IN_ORDER}",
    ),
    Case(
        "one source",
        Filter(sources=frozenset({5})),
        "SELECT id FROM facts WHERE state = 'accepted' AND id IN"
        f" (SELECT fact_id FROM citations WHERE source_id = 5) {IN_ORDER}",
    ),
)


def settle(app: QApplication, window: MainWindow) -> None:
    while not window.idle:
        app.processEvents()
        time.sleep(0.002)
    app.processEvents()


def measured(app: QApplication, window: MainWindow, change: Callable[[], None]) -> tuple[float, float]:
    """Processor time of the main thread until `change` returns, and until all is shown; milliseconds."""
    started, busy = time.perf_counter(), time.thread_time()
    change()
    held = time.thread_time() - busy
    settle(app, window)
    return held * 1000, (time.perf_counter() - started) * 1000


def facts(app: QApplication, window: MainWindow, raw: sqlite3.Connection) -> None:
    for case in CASES:
        held, there = [], []
        for _ in range(ROUNDS):
            on = measured(app, window, lambda case=case: window.workspace.set_filter(case.chosen))
            measured(app, window, lambda: window.workspace.set_filter(Filter()))
            held.append(on[0])
            there.append(on[1])
        started = time.perf_counter()
        count = len(raw.execute(case.query).fetchall())
        plain = (time.perf_counter() - started) * 1000
        base = f"{count:,} of the timeline; raw sqlite3 {plain:,.0f}"
        row(f"filter by {case.name}: window held", statistics.median(held), "ms CPU", "", ROUNDS, None)
        row("  timeline and statements there, median", statistics.median(there), "ms", base, ROUNDS, None)


def people(app: QApplication, window: MainWindow) -> None:
    texts = ("p", "pe", "per", "pers", "person 7", "")
    typed = [measured(app, window, lambda text=text: window.people.filter.setText(text))[0] for text in texts]
    listed = f"{len(window.people.model.sections[0].ids):,} people"
    row("type in the field of names, slowest", max(typed), "ms CPU", listed, len(texts), None)
    pressed = [
        measured(app, window, lambda: window.people.switch(Facet.QUOTED))[0] for _ in range(2 * ROUNDS)
    ]
    row("press Quoted, median", statistics.median(pressed), "ms CPU", listed, len(pressed), None)


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    path = story()
    app = QApplication([])
    window = build_window(path)
    window.show()
    raw = raw_reader(path)
    (busiest,) = raw.execute(BUSIEST).fetchone()
    window.workspace.choose_entity(busiest)
    settle(app, window)
    head()
    facts(app, window, raw)
    people(app, window)
    window.close()


if __name__ == "__main__":
    main()
