"""Search in a big story, beside raw sqlite3.

python tests/benchmarks/bench_search.py [FACTOR]
"""

from __future__ import annotations

import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from measure import ROUNDS, head, p99, raw_reader, row, story, timed
from sqlalchemy import Connection

from qwenbrowser.models import palette_rows
from qwenbrowser.store import search
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import dialect

WORDS = (
    *(
        "model",
        "team open",
        "release",
        "zenmar",
        "person 12",
        "the of",
        "the",
        "th",
        "mo",
        "qi",
        "plan next ye",
    ),
    *("person12 model", "model person40", "C++", "2026-03-04"),
)
CHINESE = ("模型", "团队", "发布", "离开", "方向")
CANCELLED = ("th", "the", "mo", "model", "person12 model", "模型")
PEOPLE = {
    "name": ("person 1234", "person"),
    "pinyin": ("renwu", "renwu15"),
    "initials": ("p1", "rw1", "p", "r"),
}
FOUND_IDS = (
    "SELECT rowid FROM search_{} WHERE search_{} MATCH ? ORDER BY rowid DESC LIMIT 60",
    "SELECT rowid FROM search_{} WHERE search_{} MATCH ? ORDER BY rank LIMIT 60",
)


def base(raw: sqlite3.Connection, words: Sequence[str], searched: str, *, ranked: bool = False) -> str:
    """What raw sqlite3 takes for the ids alone: words as they are, then the last one as a beginning."""
    query = FOUND_IDS[ranked].format(searched, searched)
    said = []
    for star in ("", "*"):
        asked = [" ".join(f'"{part}"' for part in word.split()) + star for word in words]
        times = [timed(lambda one=one: raw.execute(query, (one,)).fetchall()) for one in asked * ROUNDS]
        said.append(f"{statistics.median(times):,.1f} to {max(times):,.1f}")
    return f"raw sqlite3, ids alone: {said[0]}, last word as a beginning {said[1]}"


def times_of(words: Sequence[str], read: Callable[[str], object]) -> list[float]:
    return [timed(partial(read, word)) for _ in range(ROUNDS) for word in words]


def pages(conn: Connection, raw: sqlite3.Connection) -> None:
    """What has been found when rows can be made of it, and the ids alone."""
    first = times_of(WORDS, lambda word: palette_rows.look_up(conn, word, "everything"))
    plain = base(raw, WORDS, "facts")
    row(
        "search, first page, p99",
        p99(first),
        "ms",
        f"median {statistics.median(first):,.1f}",
        len(first),
        16.0,
    )
    found = times_of(WORDS, lambda word: search.find(conn, word, palette_rows.FEW))
    beside = f"median {statistics.median(found):,.1f}; {plain}"
    row("… what is found alone, p99", p99(found), "ms", beside, len(found), None)
    best = times_of(WORDS, lambda word: search.best_facts(conn, word, palette_rows.MANY, None, ()))
    beside = f"median {statistics.median(best):,.1f}; {base(raw, WORDS, 'facts', ranked=True)}"
    row("… ranked page, p99", p99(best), "ms", beside, len(best), 100.0)
    found = times_of(CHINESE, lambda word: search.find(conn, word, palette_rows.FEW))
    beside = f"median {statistics.median(found):,.1f}; {base(raw, CHINESE, 'facts')}"
    row("search, two Chinese characters, found, p99", p99(found), "ms", beside, len(found), 2.0)
    first = times_of(CHINESE, lambda word: palette_rows.look_up(conn, word, "everything"))
    beside = f"median {statistics.median(first):,.1f}"
    row("… first page with its records, p99", p99(first), "ms", beside, len(first), 16.0)


def people(conn: Connection, raw: sqlite3.Connection) -> None:
    for by, words in PEOPLE.items():
        times = times_of(words, lambda word: palette_rows.look_up(conn, word, "people"))
        beside = f"median {statistics.median(times):,.1f}; {base(raw, words, 'entities', ranked=True)}"
        row(f"people by {by}, p99", p99(times), "ms", beside, len(times), 16.0)


def until_stopped(database: Database, word: str, pause: float) -> float:
    """Milliseconds from the moment when a search is not wanted any more until its thread has left it."""
    stop, ended = threading.Event(), []

    def read() -> None:
        with database.read() as conn:
            found = search.unless(stop.is_set, conn, palette_rows.look_up, word, "everything")
            if found is not None:
                search.unless(stop.is_set, conn, palette_rows.look_further, found, "everything")
        ended.append(time.perf_counter())

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(pause)
    stopped = time.perf_counter()
    stop.set()
    reader.join()
    return max(0.0, ended[0] - stopped) * 1000


def cancel(database: Database, raw: sqlite3.Connection) -> None:
    """At moments from the beginning of a search to the end of its ranked page."""
    pauses = [0.002 * number for number in range(25)]
    times = [until_stopped(database, word, pause) for word in CANCELLED for pause in pauses]
    unstopped = [dialect.match_expression([word], prefixes=[word]) for word in ("th", "the", "mo")]
    query = FOUND_IDS[True].format("facts", "facts")
    whole = max(timed(lambda one=one: raw.execute(query, (one,)).fetchall()) for one in unstopped)
    beside = f"median {statistics.median(times):,.1f}; raw sqlite3, ranked to its end up to {whole:,.0f}"
    row("search, until it has stopped, p99", p99(times), "ms", beside, len(times), 60.0)


def main() -> None:
    path: Path = story()
    head()
    raw = raw_reader(path)
    with Database.open(path) as database:
        with database.read() as conn:
            search.search(conn, "warm")
            pages(conn, raw)
            people(conn, raw)
        cancel(database, raw)


if __name__ == "__main__":
    main()
