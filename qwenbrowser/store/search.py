"""Full-text search over entities, facts and sources, for any text that somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection, Select, select

from qwenbrowser.domain.dates import MAX_SECONDS
from qwenbrowser.domain.names import fold, search_tokens
from qwenbrowser.domain.records import State
from qwenbrowser.store.rows import CHUNK, IDS, AnyRow, chunks
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import entities, facts, names, sources

LIMIT = 20

_ACCEPTED = State.ACCEPTED.value
_MOST_TOKENS = 32  # of a whole pasted page the first words are looked for
_MOST_CANDIDATES = 5 * CHUNK  # the rows last recorded that are put in order of time
_SHORTEST_PREFIX = 2  # a single letter begins too many words to be worth waiting for
_LOOKED_THROUGH = 20_000  # characters of a text in which the words are marked
_SNIPPET = 160
_BEFORE = 40  # characters of a snippet before the first word found
_WORD = re.compile(r"[^\W_]+")

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found. `kind` is that of the entity or fact, or "source".

    `snippet` is plain text on one line, `matches` are the spans in it where the words stand, in code points
    with the end exclusive.
    """

    kind: str
    id: int
    uid: str
    title: str
    snippet: str
    matches: Spans


def search(conn: Connection, text: str, limit: int = LIMIT) -> list[SearchHit]:
    """Accepted entities (best first), accepted facts and sources (newest first) that hold all the words.

    At most `limit` of each of the three. The last word may be the start of one. Text without a letter or
    digit finds nothing; no text is an error.
    """
    tokens = search_tokens(text)[:_MOST_TOKENS]
    if not tokens:
        return []
    begun = len(tokens[-1]) >= _SHORTEST_PREFIX or not tokens[-1].isascii()
    wanted = _Wanted(tuple(tokens), begun)
    return [
        *_entity_hits(conn, wanted, limit),
        *_fact_hits(conn, wanted, limit),
        *_source_hits(conn, wanted, limit),
    ]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Folded words; the last one stands for every word that it begins where `begun`."""

    tokens: tuple[str, ...]
    begun: bool

    def ids(self, conn: Connection, searched: str, limit: int, *, ranked: bool = False) -> list[int]:
        expression = dialect.match_expression(self.tokens, last_is_prefix=self.begun)
        return dialect.matching_ids(conn, searched, expression, limit=limit, ranked=ranked)

    def within(self, run: str) -> set[str]:
        """Those of the words that a run of letters holds."""
        there = search_tokens(run)
        found = set(self.tokens).intersection(there)
        if self.begun and any(token.startswith(self.tokens[-1]) for token in there):
            found.add(self.tokens[-1])
        return found


def _entity_hits(conn: Connection, wanted: _Wanted, limit: int) -> list[SearchHit]:
    """The name that holds the words stands in the snippet: an alias or a handle where they are in that."""
    ids = wanted.ids(conn, "entities", CHUNK, ranked=True)
    rows = {row.id: row for row in conn.execute(_ENTITIES, {"ids": ids})}
    shown = [rows[entity_id] for entity_id in ids if entity_id in rows][:limit]
    texts: dict[int, list[str]] = {row.id: [row.name] for row in shown}
    for row in conn.execute(_NAMES, {"ids": list(texts)}):
        texts[row.entity_id].append(row.text)
    return [_hit(row.kind, row, row.name, texts[row.id], wanted) for row in shown]


def _fact_hits(conn: Connection, wanted: _Wanted, limit: int) -> list[SearchHit]:
    rows = _newest(conn, "facts", _FACTS, wanted, limit)
    return [_hit(r.kind, r, r.title or r.text, (r.text, r.title, r.after, r.before), wanted) for r in rows]


def _source_hits(conn: Connection, wanted: _Wanted, limit: int) -> list[SearchHit]:
    rows = _newest(conn, "sources", _SOURCES, wanted, limit)
    return [_hit("source", row, row.title, (row.title, row.outlet), wanted) for row in rows]


def _newest(
    conn: Connection, searched: str, statement: Select[Any], wanted: _Wanted, limit: int
) -> list[AnyRow]:
    """The matches with the latest dates, undated ones last, among the rows recorded last."""
    ids = wanted.ids(conn, searched, _MOST_CANDIDATES)
    rows = [row for chunk in chunks(ids) for row in conn.execute(statement, {"ids": chunk})]
    return nlargest(limit, rows, key=lambda row: (row.lo < MAX_SECONDS, row.lo, row.hi, row.id))


_ENTITIES = select(entities.c.id, entities.c.uid, entities.c.kind, entities.c.name).where(
    entities.c.id.in_(IDS), entities.c.state == _ACCEPTED, entities.c.merged_into.is_(None)
)
_NAMES = (
    select(names.c.entity_id, names.c.text)
    .where(names.c.entity_id.in_(IDS), names.c.state == _ACCEPTED)
    .order_by(names.c.position, names.c.id)
)
_FACTS = select(
    facts.c.id,
    facts.c.uid,
    facts.c.kind,
    facts.c.title,
    facts.c.text,
    facts.c.before,
    facts.c.after,
    facts.c.when_lo.label("lo"),
    facts.c.when_hi.label("hi"),
).where(facts.c.id.in_(IDS), facts.c.state == _ACCEPTED)
_SOURCES = select(
    sources.c.id,
    sources.c.uid,
    sources.c.title,
    sources.c.outlet,
    sources.c.published_lo.label("lo"),
    sources.c.published_hi.label("hi"),
).where(sources.c.id.in_(IDS))


def _hit(kind: str, row: AnyRow, title: str, texts: Iterable[str | None], wanted: _Wanted) -> SearchHit:
    """A hit whose snippet is cut from the first of the texts that holds most of the words."""
    best, most = title, 0
    best_spans: Spans = ()
    for text in filter(None, texts):
        spans, words = _places(text, wanted)
        if words > most:
            best, best_spans, most = text, spans, words
    snippet, matches = _cut(best, best_spans)
    return SearchHit(kind, row.id, row.uid, title, snippet, matches)


def _places(text: str, wanted: _Wanted) -> tuple[Spans, int]:
    """Where the words stand in a text, as spans in order without overlaps, and how many different ones."""
    folded, origin = _folded(text[:_LOOKED_THROUGH])
    marked: set[int] = set()
    found: set[str] = set()
    for run in _WORD.finditer(folded):
        for token in wanted.within(run.group()):
            found.add(token)
            start = folded.find(token, run.start(), run.end())
            while start >= 0:
                behind = start + len(token)
                # Up to the next character that was kept: accents behind the last one belong to it.
                marked.update(range(origin[start], max(origin[behind], origin[behind - 1] + 1)))
                start = folded.find(token, start + 1, run.end())
    return _spans(marked), len(found)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text folded character by character, and of each folded character the place it comes from.

    One place more, the end of the text, follows.
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    pieces = [char if char.isspace() else fold(char) for char in text]
    origin = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*origin, len(text)]


def _spans(places: set[int]) -> Spans:
    """Neighbouring places joined to spans, end exclusive."""
    spans: list[tuple[int, int]] = []
    for place in sorted(places):
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return tuple(spans)


def _cut(text: str, spans: Spans) -> tuple[str, Spans]:
    """A line of at most 160 characters around the first span, and the spans that lie whole in it."""
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    start = max(0, min(start, len(text) - _SNIPPET))
    end = start + _SNIPPET
    lead = "…" if start else ""
    line = "".join(char if char.isprintable() else " " for char in text[start:end])
    shift = len(lead) - start
    matches = tuple((first + shift, last + shift) for first, last in spans if start <= first and last <= end)
    return lead + line + ("…" if end < len(text) else ""), matches
