"""Writing: quotes a second of `import-story`, its memory, and what the window shows of it meanwhile.

python tests/benchmarks/bench_import.py [FACTOR]

Without a factor a story of 100,000 quotes (0.1) is exported, and its file imported.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from generate import cached_story, generate
from measure import ROUNDS, head, p99, raw_reader, row
from PySide6.QtWidgets import QApplication

from qwenbrowser.app import build_window
from qwenbrowser.services.exporting import write_story_file
from qwenbrowser.services.importing import import_story
from qwenbrowser.services.shipped import ensure_shipped
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import dialect, raw
from qwenbrowser.store.tables import journal, meta, metadata
from qwenbrowser.window import MainWindow

UID = "019c0000-0000-7000-8000-000000000000"
FRAME = 1 / 60  # seconds
IDLE_FRAMES = 600


def importing(file: Path, folder: Path) -> None:
    """The subcommand as a user starts it, beside the same rows by sqlite3 alone."""
    bases, times = [], []
    memory = 0.0
    for number in range(ROUNDS):  # taking turns, so that both see the same machine
        made = folder / f"{number}.qwb"
        words = ("import-story", "--story", made, file)
        before, started = _processor_time(), time.perf_counter()
        subprocess.run([sys.executable, "-m", "qwenbrowser", *words], check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - started, _processor_time() - before))
        # Only of the first: a process begins with the memory of the one that starts it.
        memory = memory or resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        bases.append(_raw_import(made, folder / f"raw{number}.qwb"))
    quotes = _quotes(made)
    (base, base_used), (taken, used) = (
        map(statistics.median, zip(*runs, strict=True)) for runs in (bases, times)
    )
    beside = f"raw sqlite3, executemany of the same rows: {quotes / base:,.0f} /s; {quotes:,} quotes"
    row("quotes imported a second", quotes / taken, "/s", beside, ROUNDS, 40_000, low=False)
    row("... time / raw sqlite3", taken / base, "", "the start of the program included", ROUNDS, None)
    each = f"of two processes; raw sqlite3 {1e6 * base_used / quotes:,.1f} µs"
    row("... processor time a quote", 1e6 * used / quotes, "µs", each, ROUNDS, None)
    size = file.stat().st_size / 2**20
    row("... memory of the larger process", memory, "MB", f"the file: {size:,.0f} MB", 1, None)


def _processor_time() -> float:
    """Seconds that all processes have used which were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _quotes(story: Path) -> int:
    reader = raw_reader(story)
    (quotes,) = reader.execute("SELECT count(*) FROM facts WHERE kind = 'quote'").fetchone()
    reader.close()
    return int(quotes)


def _raw_import(story: Path, target: Path) -> tuple[float, float]:
    """Seconds, and those of the processor, for all rows of a story into the same tables and indexes."""
    reader = raw_reader(story)
    rows = {
        table.name: _all(reader, table.name, "*")
        for table in metadata.sorted_tables
        if table not in (meta, journal)
    }
    rows |= {name: _all(reader, name, "rowid, title, body") for name in dialect.SEARCHED.values()}
    reader.close()
    Database.create(target, uid=UID, title="Raw").close()
    connection = dialect.connect(raw.uri(target, raw.READ_WRITE))
    started, used = time.perf_counter(), time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    for name, values in rows.items():
        if values:
            into = f"{name} (rowid, title, body)" if name in dialect.SEARCHED.values() else name
            places = ", ".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {into} VALUES ({places})", values)
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - started, time.process_time() - used


def _all(reader: sqlite3.Connection, name: str, columns: str) -> list[tuple[object, ...]]:
    return reader.execute(f"SELECT {columns} FROM {name} ORDER BY 1").fetchall()


def frames(file: Path, folder: Path) -> None:
    """Three lists scrolled and painted at 60 frames a second, idle and while a file is imported."""
    app = QApplication.instance() or QApplication([])
    window = build_window(ensure_shipped(folder))
    window.show()
    window.select("Binyuan Hui")
    while not window.idle:
        app.processEvents()
    idle = _paint(window, lambda shown: shown < IDLE_FRAMES)
    ended = threading.Event()

    def verb(db: Database) -> object:
        try:
            return import_story(db, file, told=window.workspace.jobs.tell)
        finally:
            ended.set()

    window.workspace.run(verb, lambda _changes: None)
    busy = _paint(window, lambda _shown: not ended.is_set())
    window.close()
    for name, kind in (("frames while importing / idle, p99", 0), ("... without waiting for a processor", 1)):
        was, is_ = (p99([frame[kind] for frame in frames]) for frames in (idle, busy))
        said = f"{is_:.1f} ms of {len(busy):,} frames; idle {was:.1f} ms of {len(idle):,}"
        row(name, is_ / was, "", said, 1, 1.5 if kind == 0 else None)


def _paint(window: MainWindow, going_on: Callable[[int], bool]) -> list[tuple[float, float]]:
    """Of each frame the milliseconds, whole and without those spent ready to run but not running."""
    views = (window.events.view, window.statements.view, window.people.view)
    times: list[tuple[float, float]] = []
    while going_on(len(times)):
        started, waited = time.perf_counter(), _waited()
        for view in views:
            bar = view.verticalScrollBar()
            bar.setValue(len(times) * 37 % (bar.maximum() + 1))
            view.viewport().repaint()
        QApplication.processEvents()
        took = time.perf_counter() - started
        times.append((1000 * took, 1000 * (took - (_waited() - waited))))
        time.sleep(max(0.0, FRAME - took))
    return times


def _waited() -> float:
    """Seconds for which this thread was ready to run and none of the processors was free for it."""
    return int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[1]) / 1e9


def generating(folder: Path) -> None:
    """Through the journal's rows, with indexes, counts and search; making up the texts included."""
    factor = 0.005
    rates = [factor * 1e6 / generate(folder / f"made{number}.qwb", factor) for number in range(ROUNDS)]
    row("quotes generated a second", statistics.median(rates), "/s", "made up and written", ROUNDS, None)


def main() -> None:
    factor = float(sys.argv[1]) if sys.argv[1:] else 0.1
    story = cached_story(factor)
    print(f"story of factor {factor:g}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "story.json"
        with Database.open(story) as db:
            write_story_file(file, db)
        head()
        importing(file, folder)
        frames(file, folder)
        generating(folder)


if __name__ == "__main__":
    main()
