"""Start: time and memory until a story is painted, beside a bare PySide6 window.

    python tests/benchmarks/bench_start.py [FACTOR]

The shipped story and a generated one. All save a picture of a window of the same size and end, in turns.
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

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1440, 900)
window.show()
sys.exit(not window.grab().save(sys.argv[1]))
"""


def start(command: list[str], home: str) -> tuple[float, float]:
    """Milliseconds from start to end, and the peak of resident memory in MB."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QWENBROWSER_HOME": home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return (time.perf_counter() - started) * 1000, usage.ru_maxrss / 1024


def starts(big: Path) -> None:
    """Print the ratios of each story."""
    with tempfile.TemporaryDirectory() as home:
        picture = str(Path(home, "window.png"))
        bare = ["-c", BARE, picture]
        options = ["--size", "1440x900", "--screenshot", picture]
        programs = {
            "shipped story": ["-m", "qwenbrowser", *options],
            "big story": ["-m", "qwenbrowser", str(big), *options],
        }
        commands = {"bare": bare, **programs}
        for command in commands.values():  # the first start builds the story and fills caches
            start(command, home)
        rounds = [{name: start(command, home) for name, command in commands.items()} for _ in range(ROUNDS)]
    for name in programs:
        for number, (what, unit, budget) in enumerate((("painted", "ms", 4.0), ("memory", "MB", 2.1))):
            plain, whole = (
                statistics.median(turn[side][number] for turn in rounds) for side in ("bare", name)
            )
            base = f"{whole:,.0f} {unit}, bare PySide6 window {plain:,.0f} {unit}"
            row(f"{name}: {what} / bare window", whole / plain, "times", base, ROUNDS, budget)


def main() -> None:
    big = story()
    head()
    starts(big)


if __name__ == "__main__":
    main()
