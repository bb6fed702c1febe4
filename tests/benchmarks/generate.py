"""Big stories for measuring: skewed like real ones, in English and Chinese, the same at every run.

    python tests/benchmarks/generate.py [FACTOR]

prints the path of the story of that size (1: a million quotes) and makes it first if need be. Stories are
kept in the user's cache folder, or where QWENBROWSER_BENCHMARKS points.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import itertools
import os
import random
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from qwenbrowser.domain import dates, names
from qwenbrowser.domain.uids import UidMaker
from qwenbrowser.store import tables
from qwenbrowser.store.database import Database
from qwenbrowser.store.journal import Writer

VERSION = 2
"""Part of the file's name: raise it when the stories change."""

Row = dict[str, Any]

SPEAKER_SKEW = 0.9  # the exponent at which the busiest of 10,000 people has 6.3 % of all quotes
SOURCES_AT_A_TIME = 500
_WORDS = (
    "the a of to in and that for is on we with it as was at by model team open release company will has "
    "have this not from they new said are more who but training data work change lead research after first "
    "users people product market code weights plan next year about test report profile post left joined"
)
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qi ro su ta ve wi xo yu za len mar ton vis kor"
_HAN = "模型团队发布开源公司研究数据训练用户产品市场负责人离开加入变化报告计划明年表示认为消息工作技术方向"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows of each kind."""

    people: int
    organisations: int
    products: int
    sources: int
    events: int
    quotes: int
    changes: int
    roles: int
    questions: int

    @classmethod
    def of(cls, factor: float) -> Sizes:
        """The full size is 1; nothing falls below one row."""
        full = (10_000, 400, 60, 50_000, 200_000, 1_000_000, 4_000, 4_000, 300)
        return cls(*(max(1, round(number * factor)) for number in full))


@dataclass
class Drawer:
    """Draws numbers below a size with the weights 1, 1/2^s, 1/3^s, …: the first are the busiest."""

    size: int
    skew: float
    random: random.Random
    _sums: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sums = list(itertools.accumulate((n + 1) ** -self.skew for n in range(self.size)))

    def draw(self) -> int:
        return min(bisect(self._sums, self.random.random() * self._sums[-1]), self.size - 1)


class Sentences:
    """Sentences of words with the skew of a language: few words are frequent and most are rare."""

    def __init__(self, rng: random.Random) -> None:
        self._random = rng
        rare = ("".join(rng.choices(_SYLLABLES.split(), k=rng.randint(2, 4))) for _ in range(20_000))
        self._words = list(dict.fromkeys([*_WORDS.split(), *rare]))
        self._weights = list(itertools.accumulate(1 / (n + 3) for n in range(len(self._words))))
        self._pairs = ["".join(rng.choices(_HAN, k=2)) for _ in range(600)]

    def make(self, chinese: bool) -> str:
        """One sentence with its full stop."""
        count = self._random.choice((5, 7, 8, 9, 11, 12, 14, 18, 25))
        if chinese:
            return "".join(self._random.choices(self._pairs, k=count)) + "。"
        drawn = self._random.choices(self._words, cum_weights=self._weights, k=count)
        return f"{' '.join(drawn).capitalize()}."


class Dates:
    """EDTF dates, most of them days of the last years, some months, periods or none; with their columns."""

    def __init__(self, rng: random.Random) -> None:
        self._random = rng

    def draw(self) -> str | None:
        year = 2026 - int(12 * self._random.random() ** 3)
        month, day = self._random.randint(1, 12), self._random.randint(1, 27)
        exact = f"{year}-{month:02}-{day:02}"
        return self._random.choices(
            (exact, f"{exact}T{day % 24:02}:30Z", exact[:7], exact[:4], f"{exact}/{exact[:8]}{day + 1:02}",
             f"[..{exact}]", None),
            cum_weights=(70, 80, 88, 90, 94, 98, 100),
        )[0]  # fmt: skip

    @staticmethod
    @functools.cache
    def columns(prefix: str, edtf: str | None) -> Row:
        date = dates.parse(edtf)
        return {
            f"{prefix}_edtf": edtf,
            f"{prefix}_lo": date.sort_lo,
            f"{prefix}_hi": date.sort_hi,
            f"{prefix}_sure_lo": date.sure_lo,
            f"{prefix}_sure_hi": date.sure_hi,
            f"{prefix}_basis": "unknown" if edtf is None else "stated",
        }


class Generator:
    """Writes one story through the journal's writer, as an import does."""

    def __init__(self, writer: Writer, sizes: Sizes, seed: int) -> None:
        self._writer = writer
        self._sizes = sizes
        self._random = random.Random(seed)
        self._uid = UidMaker(itertools.count(10**18, 10**6).__next__, self._random.getrandbits).new_uid
        self._sentences = Sentences(self._random)
        self._dates = Dates(self._random)
        self._people: list[int] = []
        self._others: list[int] = []
        self._events: list[int] = []
        self._busy = Drawer(sizes.people, SPEAKER_SKEW, self._random)
        self._outlets = [f"Outlet {number + 1}" for number in range(max(3, sizes.sources // 100))]

    def run(self) -> None:
        self._entities()
        kinds = self._kinds()
        share = len(kinds) / self._sizes.sources
        for first in range(0, self._sizes.sources, SOURCES_AT_A_TIME):
            last = min(first + SOURCES_AT_A_TIME, self._sizes.sources)
            self._some_sources(last - first, kinds[round(first * share) : round(last * share)])

    def _kinds(self) -> list[str]:
        sizes = self._sizes
        kinds = [
            *["quote"] * sizes.quotes, *["event"] * sizes.events, *["profile_change"] * sizes.changes,
            *["role"] * sizes.roles, *["question"] * sizes.questions,
        ]  # fmt: skip
        self._random.shuffle(kinds)
        return kinds

    def _entities(self) -> None:
        sizes = self._sizes
        named = [
            *(("person", f"人物 {n}" if n % 5 == 0 else f"Person {n}") for n in range(1, sizes.people + 1)),
            *(("organisation", f"Organisation {n}") for n in range(1, sizes.organisations + 1)),
            *(("product", f"Product {n}") for n in range(1, sizes.products + 1)),
        ]
        rows = [
            {
                "uid": self._uid(),
                "kind": kind,
                "name": name,
                "summary": f"{kind}, number {n}" if n % 3 else None,
            }
            for n, (kind, name) in enumerate(named)
        ]
        ids = self._writer.insert(tables.entities, rows)
        self._people, self._others = ids[: sizes.people], ids[sizes.people :]
        self._writer.insert(
            tables.names,
            [row for id_, (_, name) in zip(ids, named, strict=True) for row in _name_rows(id_, name)],
        )

    def _some_sources(self, count: int, kinds: Sequence[str]) -> None:
        """Sources with their facts: some sources hold many, most hold few."""
        cuts = sorted(int(len(kinds) * self._random.random()) for _ in range(count - 1))
        groups = [kinds[a:b] for a, b in itertools.pairwise([0, *cuts, len(kinds)])]
        sources, facts, spans = [], [], []
        for number, group in enumerate(groups):
            chinese = self._random.random() < 0.25
            text, made = self._text(group, chinese)
            sources.append(self._source(text, chinese))
            facts += [fact for fact, _, _ in made]
            spans += [(number, start, end, text) for _, start, end in made]
        source_ids = self._writer.insert(tables.sources, sources)
        fact_ids = self._writer.insert(tables.facts, facts)
        self._events += [id_ for id_, fact in zip(fact_ids, facts, strict=True) if fact["kind"] == "event"]
        pairs = list(zip(fact_ids, facts, strict=True))
        self._writer.insert(tables.participations, [row for pair in pairs for row in self._parts(*pair)])
        cited = zip(fact_ids, spans, strict=True)
        self._writer.insert(
            tables.citations, [_citation(id_, source_ids[n], *span) for id_, (n, *span) in cited]
        )
        self._writer.insert(tables.links, list(self._links(pairs)))

    def _text(self, kinds: Sequence[str], chinese: bool) -> tuple[str, list[tuple[Row, int, int]]]:
        pieces: list[str] = []
        made = []
        length = 0
        for kind in kinds or ("",):
            if self._random.random() < 0.4 or not kind:
                pieces.append(self._sentences.make(chinese) + "\n\n")
                length += len(pieces[-1])
            if kind:
                words = self._sentences.make(chinese)
                made.append((self._fact(kind, words), length, length + len(words)))
                pieces.append(words + " ")
                length += len(pieces[-1])
        return "".join(pieces), made

    def _source(self, text: str, chinese: bool) -> Row:
        number = min(int(len(self._outlets) * self._random.random() ** 3), len(self._outlets) - 1)
        return {
            "uid": self._uid(),
            "document_uid": self._uid(),
            "kind": self._random.choices(("article", "post"), (4, 1))[0],
            "text_kind": "capture",
            "title": text[:60].split("\n")[0],
            "outlet": self._outlets[number],
            "language": "zh" if chinese else "en",
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            **Dates.columns("published", self._dates.draw()),
        }

    def _fact(self, kind: str, words: str) -> Row:
        mode = self._random.choices(("verbatim", "partial", "paraphrase"), (6, 1, 3))[0]
        return {
            "uid": self._uid(),
            "kind": kind,
            "title": words[:60] if kind == "event" else None,
            "text": words,
            **Dates.columns("when", self._dates.draw()),
            "certainty": self._random.choices(("stated", "unclear", "disputed"), (96, 3, 1))[0],
            "mode": mode if kind == "quote" else None,
            "platform": "X" if kind == "profile_change" else None,
            "before": None,
            "after": words if kind == "profile_change" else None,
        }

    def _parts(self, fact_id: int, fact: Row) -> Iterator[Row]:
        role = {"quote": "speaker", "event": "actor", "question": "subject"}.get(fact["kind"], "holder")
        chance = self._random.random()
        first = self._people[self._busy.draw()]
        if chance < 0.1:
            first = self._random.choice(self._others)
        yield {"fact_id": fact_id, "entity_id": first, "role": role, "state": "accepted", "position": 0}
        if 0.3 < chance < 0.6:
            other = self._random.choice(self._people if chance < 0.5 else self._others)
            role = "organisation" if fact["kind"] == "role" else "about" if role == "speaker" else "subject"
            yield {"fact_id": fact_id, "entity_id": other, "role": role, "state": "accepted", "position": 1}

    def _links(self, facts: Sequence[tuple[int, Row]]) -> Iterator[Row]:
        """A sixth of the statements react to an event, some events to many more than others."""
        for fact_id, fact in facts:
            if fact["kind"] in ("quote", "profile_change") and self._events and self._random.random() < 0.16:
                event = self._events[int(len(self._events) * self._random.random() ** 2)]
                yield {"from_fact": fact_id, "to_fact": event, "kind": "reaction_to", "state": "accepted"}


def _name_rows(entity_id: int, name: str) -> Iterator[Row]:
    for position, (kind, text) in enumerate(
        (("primary", name), *((("handle", f"@{name.replace(' ', '')}"),) if entity_id % 4 == 0 else ()))
    ):
        keys = names.search_keys(text)
        yield {"entity_id": entity_id, "text": text, "kind": kind, "search_keys": keys, "position": position}


def _citation(fact_id: int, source_id: int, start: int, end: int, text: str) -> Row:
    return {
        "fact_id": fact_id,
        "source_id": source_id,
        "start_at": start,
        "end_at": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - 32) : start],
        "suffix": text[end : end + 32],
        "verbatim": True,
        "position": 0,
    }


def generate(path: Path, factor: float, *, seed: int = 1) -> float:
    """Write a story of `factor` times a million quotes to a new file; gives the seconds that it took."""
    uid = UidMaker(lambda: 10**18, random.Random(seed).getrandbits).new_uid()
    started = time.perf_counter()
    gc.disable()  # millions of rows, none in a circle: looking for circles takes a third of the time
    try:
        _write(path, uid, factor, seed)
    finally:
        gc.enable()
    return time.perf_counter() - started


def _write(path: Path, uid: str, factor: float, seed: int) -> None:
    with (
        Database.create(path, uid=uid, title=f"Generated story, factor {factor:g}") as story,
        story.write("Generate a story") as writer,
    ):
        Generator(writer, Sizes.of(factor), seed).run()


def cached_story(factor: float) -> Path:
    """The story of that size, made when it is not there yet."""
    wanted = os.environ.get("QWENBROWSER_BENCHMARKS")
    folder = Path(wanted) if wanted else platformdirs.user_cache_path("qwenbrowser", appauthor=False)
    path = folder / f"generated-v{VERSION}-{factor:g}.qwb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as workshop:
            seconds = generate(Path(workshop, path.name), factor)
            Path(workshop, path.name).rename(path)
        print(f"made {path.name} in {seconds:,.0f} s", file=sys.stderr)
    return path


if __name__ == "__main__":
    print(cached_story(float(sys.argv[1]) if sys.argv[1:] else 1.0))
