"""Writing: quotes a second with indexes, counts and search.

python tests/benchmarks/bench_import.py
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from generate import generate
from measure import ROUNDS, head, row


def writing() -> None:
    with tempfile.TemporaryDirectory() as folder:
        factor = 0.005
        rates = [
            factor * 1_000_000 / generate(Path(folder, f"{number}.qwb"), factor) for number in range(ROUNDS)
        ]
    base = "through the journal with indexes, counts and search; making up the texts included"
    row("quotes written a second", statistics.median(rates), "/s", base, ROUNDS, 40_000, low=False)


def main() -> None:
    head()
    writing()


if __name__ == "__main__":
    main()
