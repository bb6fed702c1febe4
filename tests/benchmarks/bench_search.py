"""Search in a big story, beside raw sqlite3.

python tests/benchmarks/bench_search.py [FACTOR]
"""

from __future__ import annotations

import sqlite3
import statistics
from pathlib import Path

from measure import ROUNDS, head, p99, raw_reader, row, story, timed

from qwenbrowser.store import search
from qwenbrowser.store.database import Database


def searches(path: Path, raw: sqlite3.Connection) -> None:
    query = "SELECT rowid FROM search_facts WHERE search_facts MATCH ? ORDER BY rowid DESC LIMIT 60"
    words = ["model", "team open", "release", "zenmar", "person 12", "模型", "团队"]
    with Database.open(path) as database, database.read() as conn:
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


def main() -> None:
    path = story()
    head()
    searches(path, raw_reader(path))


if __name__ == "__main__":
    main()
