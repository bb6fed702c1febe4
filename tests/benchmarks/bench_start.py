"""Start: time until something is painted, and memory then, beside a bare PySide6 window.

    python tests/benchmarks/bench_start.py [FACTOR]

The shipped story and a generated one. The program is started as a user starts it, in a home of its own, in
turns with the bare window. With the environment variable QWENBROWSER_START_UNTIL (`qwenbrowser.started`) it
prints a line when its empty window is painted (`frame`), when a story is (`story`), or when the lists of that
are complete too (`idle`), and ends; the bare window prints one when it is painted. Each line comes from a
timer that a paint event has started, so that what was painted is on the screen. Time ends with the line;
memory is the peak until the end.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import ROUNDS, head, row, story

from qwenbrowser.started import VARIABLE

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, end)
def end():
    print("painted", flush=True)
    app.exit()
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
sys.exit(app.exec())
"""


def start(command: list[str], home: str, until: str = "") -> tuple[float, float]:
    """Milliseconds from the start to the line, and the peak of resident memory in MB."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QWENBROWSER_HOME": home, VARIABLE: until}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.PIPE) as process:
        line = process.stdout.readline() if process.stdout is not None else b""
        needed = time.perf_counter() - started
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not line:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return needed * 1000, usage.ru_maxrss / 1024


def starts(big: Path) -> None:
    """Print the ratios of each story."""
    program = ["-m", "qwenbrowser"]
    size = ["--size", "1440x900"]
    commands = {
        "bare": (["-c", BARE], ""),
        "empty window": ([*program, *size], "frame"),
        "shipped story": ([*program, *size], "story"),
        "big story": ([*program, str(big), *size], "story"),
        "shipped story, lists complete": ([*program, *size], "idle"),
        "big story, lists complete": ([*program, str(big), *size], "idle"),
    }
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:
        for command, until in commands.values():  # the first start builds the story and fills caches
            start(command, home, until)
        for _ in range(ROUNDS):
            for name, (command, until) in commands.items():
                Path(home, "config", "settings.json").unlink(missing_ok=True)
                rounds[name].append(start(command, home, until))
    median = {
        name: tuple(statistics.median(each[side] for each in found) for side in (0, 1))
        for name, found in rounds.items()
    }
    for name, what, side, budget in (
        ("empty window", "painted", 0, 1.35),
        ("shipped story", "painted", 0, 4.0),
        ("big story", "painted", 0, 4.0),
        ("shipped story, lists complete", "memory", 1, 2.1),
        ("big story, lists complete", "memory", 1, 2.1),
    ):
        plain, whole, unit = median["bare"][side], median[name][side], ("ms", "MB")[side]
        base = f"{whole:,.0f} {unit}, bare PySide6 window {plain:,.0f} {unit}"
        row(f"{name}: {what} / bare window", whole / plain, "times", base, ROUNDS, budget)


def main() -> None:
    big = story()
    head()
    starts(big)


if __name__ == "__main__":
    main()
