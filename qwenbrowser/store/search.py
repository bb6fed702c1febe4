"""Full-text search over entities, facts and sources, for any text that somebody types."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection, Select, select

from qwenbrowser.domain.dates import MAX_SECONDS
from qwenbrowser.domain.names import fold, search_tokens
from qwenbrowser.domain.records import EntityKind, FactKind, State
from qwenbrowser.store.rows import CHUNK, IDS, AnyRow, chunks
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import entities, facts, names, sources

LIMIT = 20

_ACCEPTED = State.ACCEPTED.value
_ENTITY_KINDS = frozenset(EntityKind)
_FACT_KINDS = frozenset(FactKind)
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
    with the end exclusive. `places` counts where they stand in the text of a source, and `first` is the
    first of these.
    """

    kind: str
    id: int
    uid: str
    title: str
    snippet: str
    matches: Spans
    places: int = 0
    first: tuple[int, int] | None = None


def search(
    conn: Connection, text: str, limit: int = LIMIT, kinds: Collection[str] | None = None
) -> list[SearchHit]:
    """Accepted entities (best first), accepted facts and sources (newest first) that hold all the words.

    At most `limit` of each of the three; with `kinds` only hits of these kinds. In names every word may be
    the start of one, elsewhere the last. Text without a letter or digit finds nothing; no text is an error.
    """
    names_, words = Words.of_names(text), Words.of(text)
    if not words.tokens:
        return []
    hits: list[SearchHit] = []
    if kinds is None or not _ENTITY_KINDS.isdisjoint(kinds):
        hits += _entity_hits(conn, names_, limit)
    if kinds is None or not _FACT_KINDS.isdisjoint(kinds):
        hits += _fact_hits(conn, words, limit, kinds)
    if kinds is None or "source" in kinds:
        hits += _source_hits(conn, words, limit)
    return hits


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that are looked for; those in `begun` stand for every word that they begin."""

    tokens: tuple[str, ...]
    begun: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of what was typed; the last may be the start of one."""
        tokens = search_tokens(text)[:_MOST_TOKENS]
        last = [token for token in tokens[-1:] if len(token) >= _SHORTEST_PREFIX or not token.isascii()]
        return cls(tuple(tokens), frozenset(last))

    @classmethod
    def of_names(cls, text: str) -> Words:
        """The words of what was typed; each may be the start of one, as people abbreviate names."""
        tokens = search_tokens(text)[:_MOST_TOKENS]
        return cls(tuple(tokens), frozenset(tokens))

    def ids(self, conn: Connection, searched: str, limit: int, *, ranked: bool = False) -> list[int]:
        expression = dialect.match_expression(self.tokens, prefixes=self.begun)
        return dialect.matching_ids(conn, searched, expression, limit=limit, ranked=ranked)

    def spans(self, text: str) -> Spans:
        """Where the words stand in a text, in code points, in order and without overlaps."""
        return _places(text, self)[0] if self.tokens else ()

    def all_in(self, text: str) -> bool:
        """Whether a text holds every one of the words."""
        return _places(text, self)[1] == len({*self.tokens})

    def within(self, run: str) -> set[str]:
        """Those of the words that a folded run of letters holds."""
        if not any(token in run for token in self.tokens):
            return set()
        there = search_tokens(run)
        found = set(self.tokens).intersection(there)
        return found | {word for word in self.begun if any(token.startswith(word) for token in there)}


def _entity_hits(conn: Connection, wanted: Words, limit: int) -> list[SearchHit]:
    """The name that holds the words stands in the snippet: an alias or a handle where they are in that."""
    ids = wanted.ids(conn, "entities", CHUNK, ranked=True)
    rows = {row.id: row for row in conn.execute(_ENTITIES, {"ids": ids})}
    shown = [rows[entity_id] for entity_id in ids if entity_id in rows][:limit]
    texts: dict[int, list[str]] = {row.id: [row.name] for row in shown}
    for row in conn.execute(_NAMES, {"ids": list(texts)}):
        texts[row.entity_id].append(row.text)
    return [_hit(row.kind, row, row.name, texts[row.id], wanted) for row in shown]


def _fact_hits(conn: Connection, wanted: Words, limit: int, kinds: Collection[str] | None) -> list[SearchHit]:
    order = _FACT_ORDER if kinds is None else _FACT_ORDER.where(facts.c.kind.in_(sorted(kinds)))
    rows = _newest(conn, "facts", order, _FACTS, wanted, limit)
    return [_hit(r.kind, r, r.title or r.text, (r.text, r.title, r.after, r.before), wanted) for r in rows]


def _source_hits(conn: Connection, wanted: Words, limit: int) -> list[SearchHit]:
    """The snippet is from the text where that holds the words, else from the title or the outlet's name."""
    rows = _newest(conn, "sources", _SOURCE_ORDER, _SOURCES, wanted, limit)
    texts: dict[int, str] = dict(conn.execute(_TEXTS, {"ids": [row.id for row in rows]}).all())
    hits = []
    for row in rows:
        text = texts[row.id]
        hit = _hit("source", row, row.title, (text, row.title, row.outlet), wanted)
        spans = wanted.spans(text)
        hits.append(replace(hit, places=len(spans), first=spans[0] if spans else None))
    return hits


def _newest(
    conn: Connection, searched: str, order: Select[Any], rows: Select[Any], wanted: Words, limit: int
) -> list[AnyRow]:
    """The matches with the latest dates, undated ones last, among the rows recorded last.

    `order` gives id and bounds of many, `rows` the columns of the few that are shown.
    """
    ids = wanted.ids(conn, searched, _MOST_CANDIDATES)
    dated = [tuple(row) for chunk in chunks(ids) for row in conn.execute(order, {"ids": chunk})]
    newest = nlargest(limit, dated, key=lambda row: (row[1] < MAX_SECONDS, row[1], row[2], row[0]))
    found = {row.id: row for row in conn.execute(rows, {"ids": [row[0] for row in newest]})}
    return [found[row[0]] for row in newest]


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
).where(facts.c.id.in_(IDS))
_FACT_ORDER = select(facts.c.id, facts.c.when_lo, facts.c.when_hi).where(
    facts.c.id.in_(IDS), facts.c.state == _ACCEPTED
)
_SOURCES = select(
    sources.c.id,
    sources.c.uid,
    sources.c.title,
    sources.c.outlet,
).where(sources.c.id.in_(IDS))
_SOURCE_ORDER = select(sources.c.id, sources.c.published_lo, sources.c.published_hi).where(
    sources.c.id.in_(IDS)
)
_TEXTS = select(sources.c.id, sources.c.text).where(sources.c.id.in_(IDS))


def _hit(kind: str, row: AnyRow, title: str, texts: Iterable[str | None], wanted: Words) -> SearchHit:
    """A hit whose snippet is cut from the first of the texts that holds most of the words."""
    best, most = title, 0
    best_spans: Spans = ()
    for text in filter(None, texts):
        spans, words = _places(text, wanted)
        if words > most:
            best, best_spans, most = text, spans, words
    snippet, matches = _cut(best, best_spans)
    return SearchHit(kind, row.id, row.uid, title, snippet, matches)


def _places(text: str, wanted: Words) -> tuple[Spans, int]:
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
                # A word is marked at its beginning; a pair of characters wherever it stands in the run.
                start = -1 if token.isascii() else folded.find(token, start + 1, run.end())
    return _spans(marked), len(found)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text folded character by character, and of each folded character the place it comes from.

    One place more, the end of the text, follows.
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    pieces = [char.lower() if char.isascii() else char if char.isspace() else fold(char) for char in text]
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
    """A line of at most 160 characters around the first span, and the spans that lie whole in it.

    It begins with the paragraph of that span where this begins near it.
    """
    at = spans[0][0] if spans else 0
    start = max(0, min(at - _BEFORE, len(text) - _SNIPPET))
    paragraph = text.rfind("\n", start, at) + 1
    start = paragraph or start
    end = start + _SNIPPET
    lead = "…" if start and not paragraph else ""
    line = "".join(char if char.isprintable() else " " for char in text[start:end])
    shift = len(lead) - start
    matches = tuple((first + shift, last + shift) for first, last in spans if start <= first and last <= end)
    return lead + line + ("…" if end < len(text) else ""), matches
