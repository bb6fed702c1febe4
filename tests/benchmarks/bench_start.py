"""Start: time and memory until the shipped story is painted, against a bare PySide6 window.

Both save a picture of a window of the same size and end. Medians of several rounds, the two in turns;
only the ratios mean something, and only on a quiet machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
BUDGETS = {"seconds": 4.0, "peak memory": 2.1}
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1440, 900)
window.show()
sys.exit(not window.grab().save(sys.argv[1]))
"""


def measure(command: list[str], home: str) -> tuple[float, float]:
    """Seconds from start to end, and the peak of resident memory in the system's unit."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QWENBROWSER_HOME": home}
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        picture = str(Path(home, "window.png"))
        bare = ["-c", BARE, picture]
        program = ["-m", "qwenbrowser", "--size", "1440x900", "--screenshot", picture]
        measure(bare, home), measure(program, home)  # the first start builds the story and fills caches
        rounds = [(measure(bare, home), measure(program, home)) for _ in range(ROUNDS)]
    print(f"{'':<12} {'bare':>12} {'program':>12} {'ratio':>7} {'budget':>7}")
    for index, (what, budget) in enumerate(BUDGETS.items()):
        plain, whole = (statistics.median(turn[side][index] for turn in rounds) for side in (0, 1))
        verdict = "" if whole / plain <= budget else "  over"
        print(f"{what:<12} {plain:>12,.2f} {whole:>12,.2f} {whole / plain:>7.2f} {budget:>7.2f}{verdict}")


if __name__ == "__main__":
    main()
