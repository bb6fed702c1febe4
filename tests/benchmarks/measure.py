"""What the benchmarks share: clocks, the story that is measured, and one printed row for each figure."""

from __future__ import annotations

import math
import os
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

from generate import cached_story

ROUNDS = 5
"""Medians are those of as many rounds or more."""


def story() -> Path:
    """The generated story of the factor in the first argument, else in QWENBROWSER_FACTOR, else 1."""
    factor = float(sys.argv[1]) if sys.argv[1:] else float(os.environ.get("QWENBROWSER_FACTOR", "1"))
    path = cached_story(factor)
    print(f"story of factor {factor:g}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return path


def raw_reader(path: Path) -> sqlite3.Connection:
    """The base of reads: sqlite3 alone."""
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def head() -> None:
    """Print the line above the rows."""
    print(f"{'':<46} {'measured':>10} {'':<8} {'budget':>9} {'':<8} {'runs':>4}  beside it", flush=True)


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


def resident() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
