"""A big story: opening, choosing the busiest people, long lists, search and import, each beside its base.

    python tests/benchmarks/bench_big_story.py [FACTOR]

FACTOR 1 (or 0.1, …) takes the generated story of that size, made at the first run. Medians of 5 rounds and
more; everything in one run and in this process but for starts. Only a quiet machine gives true numbers.
"""

from __future__ import annotations

import math
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generate import cached_story, generate
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView

from qwenbrowser.app import build_window
from qwenbrowser.store import facts, search
from qwenbrowser.store.database import Database
from qwenbrowser.window import MainWindow

ROUNDS = 5
LOOK_THROUGH = 20
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1440, 900)
window.show()
sys.exit(not window.grab().save(sys.argv[1]))
"""
BUSIEST = """
    SELECT entity_id FROM entity_counts JOIN entities ON entities.id = entity_id
    WHERE entities.kind = 'person' ORDER BY statements DESC LIMIT 10
"""


def row(
    what: str, value: float, unit: str, base: str, runs: int, budget: float | None, low: bool = True
) -> None:
    """Print one row; `budget` is met by a value below it, or above it where not `low`."""
    said = "" if budget is None else "met" if (value <= budget) == low else "NOT MET"
    limit = "" if budget is None else f"{budget:,.1f}"
    print(f"{what:<46} {value:>10,.1f} {unit:<8} {limit:>9} {said:<8} {runs:>4}  {base}", flush=True)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def p99(times: list[float]) -> float:
    return sorted(times)[math.ceil(0.99 * len(times)) - 1]


def start(command: list[str], home: str) -> tuple[float, float]:
    """Milliseconds from start to end, and the peak of resident memory in MB."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QWENBROWSER_HOME": home}
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return (time.perf_counter() - started) * 1000, usage.ru_maxrss / 1024


def starts(story: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        picture = str(Path(home, "window.png"))
        bare = ["-c", BARE, picture]
        program = ["-m", "qwenbrowser", str(story), "--size", "1440x900", "--screenshot", picture]
        start(bare, home), start(program, home)
        rounds = [(start(bare, home), start(program, home)) for _ in range(ROUNDS)]
    for number, (what, unit, budget) in enumerate(
        (("story painted", "ms", 4.0), ("memory after start", "MB", 2.1))
    ):
        plain, whole = (statistics.median(turn[side][number] for turn in rounds) for side in (0, 1))
        base = f"{whole:,.0f} {unit}, bare PySide6 window {plain:,.0f} {unit}"
        row(f"{what} / bare window", whole / plain, "times", base, ROUNDS, budget)


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


def resident() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


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


def searches(story: Path, raw: sqlite3.Connection) -> None:
    query = "SELECT rowid FROM search_facts WHERE search_facts MATCH ? ORDER BY rowid DESC LIMIT 60"
    words = ["model", "team open", "release", "zenmar", "person 12", "模型", "团队"]
    with Database.open(story) as database, database.read() as conn:
        search.search(conn, "warm")
        for what, some, budget in (
            ("first page", words[:5], 16.0),
            ("two Chinese characters", words[5:], 2.0),
        ):
            times = [
                timed(lambda word=word: search.search(conn, word)) for _ in range(ROUNDS) for word in some
            ]
            plain = [
                timed(lambda word=word: raw.execute(query, (word,)).fetchall()) for word in some * ROUNDS
            ]
            base = f"median {statistics.median(times):,.1f}"
            base += f"; raw sqlite3, ids alone {statistics.median(plain):,.1f}"
            row(f"search, {what}, p99", p99(times), "ms", base, len(times), budget)


def writing() -> None:
    with tempfile.TemporaryDirectory() as folder:
        factor = 0.005
        rates = [
            factor * 1_000_000 / generate(Path(folder, f"{number}.qwb"), factor) for number in range(ROUNDS)
        ]
    base = "through the journal with indexes, counts and search; making up the texts included"
    row("quotes written a second", statistics.median(rates), "/s", base, ROUNDS, 40_000, low=False)


def main() -> None:
    factor = float(sys.argv[1]) if sys.argv[1:] else float(os.environ.get("QWENBROWSER_FACTOR", "1"))
    story = cached_story(factor)
    raw = sqlite3.connect(f"file:{story}?mode=ro", uri=True)
    print(f"story of factor {factor:g}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'':<46} {'measured':>10} {'':<8} {'budget':>9} {'':<8} {'runs':>4}  beside it")
    starts(story)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication([])
    window = build_window(story)
    window.show()
    selections(app, window, raw)
    lists(window, raw)
    window.close()
    searches(story, raw)
    writing()


if __name__ == "__main__":
    main()
