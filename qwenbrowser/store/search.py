"""Full-text search over entities, facts and sources, for any text that somebody types."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Select

from qwenbrowser.domain.dates import MAX_SECONDS
from qwenbrowser.domain.names import fold, search_tokens
from qwenbrowser.domain.records import EntityKind, FactKind
from qwenbrowser.domain.words import Spans, Words, cut
from qwenbrowser.store import search_statements as statements
from qwenbrowser.store.rows import AnyRow
from qwenbrowser.store.sqlite import dialect

LIMIT = 20

P = ParamSpec("P")
T = TypeVar("T")

_Text = tuple[str, Spans, int]
"""A text, where the words stand in it, and how many different ones do."""

_ENTITY_KINDS = frozenset(EntityKind)
_FACT_KINDS = frozenset(FactKind)
_MOST_ORDERED = 240  # the matches, or facts of one person, recorded last that are put in order of time
_MOST_NAMES = 200  # the matching names that are put in order
_LATEST = 40  # facts for each one wanted that are looked through where the start of a word is looked for
_LOOK_AGAIN = 100  # facts after which half as many matches as are hoped for must have been found
_MOST_RANKED = 1_000  # the matches among which the best are found
_FREQUENT = 120  # matches among 1,000 facts from which on the index would take too long
_MOST_MATCHES = 1_000  # in which a person with more facts is looked for
_MOST_SPLIT = 6  # words among which somebody's name is looked for
_MOST_NAMESAKES = 8  # more than so many do not make a name
_TITLE_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found. `kind` is that of the entity or fact, or "source".

    `snippet` is plain text on one line, `matches` are the spans in it where the words stand, in code points
    with the end exclusive; in a name also the letters that they stand for. `places` counts where they stand
    in the text of a source, and `first` is the first of these.
    """

    kind: str
    id: int
    uid: str
    title: str
    snippet: str
    matches: Spans
    places: int = 0
    first: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of what holds the words, in the order to show it."""

    entities: list[int]
    facts: list[int]
    sources: list[int]


def search(
    conn: Connection, text: str, limit: int = LIMIT, kinds: Collection[str] | None = None
) -> list[SearchHit]:
    """What `find` finds, with the words around the matches."""
    found = find(conn, text, limit, kinds)
    return [
        *_entity_hits(conn, found.entities, Words.of_names(text)),
        *_fact_hits(conn, found.facts, Words.of(text)),
        *_source_hits(conn, found.sources, Words.of(text)),
    ]


def find(conn: Connection, text: str, limit: int = LIMIT, kinds: Collection[str] | None = None) -> Found:
    """Accepted entities (best first), accepted facts and sources (newest first) that hold all the words.

    At most `limit` of each of the three; with `kinds` only those of these kinds. In names every word may be
    the start of one, elsewhere the last. A fact also holds the name of who speaks, acts or is meant in it,
    where that is typed before or after other words. Text without a letter or digit finds nothing; no text is
    an error.

    "Newest" is by date, undated ones last. Of more than 240 matches, the 240 recorded last are put in order,
    so that the time taken does not grow with the story.
    """
    wanted = Words.of(text)
    if not wanted.tokens:
        return Found([], [], [])
    named, some = _some(_ENTITY_KINDS, kinds), _some(_FACT_KINDS, kinds)
    from_sources = kinds is None or "source" in kinds
    return Found(
        _named(conn, Words.of_names(text), named, limit) if named else [],
        _facts(conn, wanted, some, limit) if some else [],
        _in_order(_newest(conn, statements.SOURCE_DATES, wanted, limit)) if from_sources else [],
    )


def _some(kinds: Collection[str], wanted: Collection[str] | None) -> str:
    """Those of the kinds that are wanted, as the statements take them."""
    return " ".join(kinds if wanted is None else set(kinds).intersection(wanted))


def unless(
    stopped: Callable[[], bool],
    conn: Connection,
    query: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kw: P.kwargs,
) -> T | None:
    """The answer of a read, or None where `stopped` says in time that nobody waits for it any more."""
    try:
        with dialect.stoppable(conn, stopped):
            return None if stopped() else query(conn, *args, **kw)
    except dialect.Stopped:
        return None


# -- entities ------------------------------------------------------------------------------------------


def _named(conn: Connection, wanted: Words, kinds: str, limit: int) -> list[int]:
    """Those called just so, those with the words in their name, then other names; each the busiest first.

    Of more than 200, those that hold the words whole and those recorded first are looked at.
    """
    rows: dict[int, AnyRow] = {}
    for words in dict.fromkeys((wanted.whole, wanted)):
        if len(rows) < _MOST_NAMES:
            asked = _asked(words, _MOST_NAMES) | {"kinds": kinds}
            rows |= {row.id: row for row in conn.execute(statements.NAMED, asked)}

    def rank(row: AnyRow) -> tuple[bool, bool, int, int]:
        called = search_tokens(row.name)
        return tuple(called) != wanted.tokens, not wanted.all_among(called), -(row.facts or 0), row.id

    return [row.id for row in sorted(rows.values(), key=rank)[:limit]]


# -- facts ---------------------------------------------------------------------------------------------


def _facts(conn: Connection, wanted: Words, kinds: str, limit: int) -> list[int]:
    """The newest facts whose own words match, and those of somebody who is named beside words that do."""
    found = _by_own_words(conn, wanted, kinds, limit)
    for people, words in _people_and_words(conn, wanted):
        found += _of_people(conn, people, words, kinds, limit)
    return _in_order(found)[:limit]


def _by_own_words(conn: Connection, wanted: Words, kinds: str, limit: int) -> list[AnyRow]:
    """The start of a word is first looked for in the latest facts.

    Where it begins frequent words that finds enough, and the index, which would gather all of them first, is
    not asked. Where it does not, they are few.
    """
    if wanted.begun:
        found = _latest(conn, wanted, kinds, limit)
        if len(found) == limit:
            return found
        whole = wanted.part(0, len(wanted.tokens) - 1)
        if whole.tokens and not _newest(conn, statements.FACT_DATES, whole, 1, kinds=kinds):
            return []  # without gathering what the last one begins
    return _newest(conn, statements.FACT_DATES, wanted, limit, kinds=kinds)


def _latest(conn: Connection, wanted: Words, kinds: str, limit: int) -> list[AnyRow]:
    """The latest facts with the words: `limit` of them, or fewer as soon as they turn out to be rare."""
    found: list[AnyRow] = []
    with conn.execute(statements.LATEST_FACTS, {"kinds": kinds, "limit": _LATEST * limit}) as latest:
        for number, row in enumerate(latest, 1):
            found += _holding([row], wanted)
            rare = number % _LOOK_AGAIN == 0 and 2 * _LATEST * len(found) < number
            if len(found) == limit or rare:
                break
    return found


def _people_and_words(conn: Connection, wanted: Words) -> Iterator[tuple[list[int], Words]]:
    """Entities whose names hold the first or the last words whole, and the other words.

    What more than 8 are called is a word like others.
    """
    count = len(wanted.tokens)
    if not 1 < count <= _MOST_SPLIT or conn.scalar(statements.CALLED, _asked(wanted.whole, 1)):
        return  # one word, too many, or all of them a name
    for at in range(1, count):
        first, last = wanted.part(0, at), wanted.part(at, count)
        for name, words in ((first, last), (last, first)):
            people = list(conn.scalars(statements.CALLED, _asked(name.whole, _MOST_NAMESAKES + 1)))
            if 0 < len(people) <= _MOST_NAMESAKES:
                yield people, words


def _of_people(conn: Connection, people: Sequence[int], words: Words, kinds: str, limit: int) -> list[AnyRow]:
    """Facts in which one of the entities speaks, acts or is meant, and whose own words match.

    Of somebody with more than 240 in one of these parts, the 240 recorded last are looked through; where that
    finds too few, also the 1,000 matches recorded last.
    """
    found: list[AnyRow] = []
    many = False
    for entity in people:
        for role in statements.ROLES:
            asked = {"entity": entity, "role": role, "kinds": kinds, "limit": _MOST_ORDERED}
            rows = conn.execute(statements.FACTS_OF, asked).all()
            many = many or len(rows) == _MOST_ORDERED
            found += _holding(rows, words)
    if many and len(found) < limit:
        found += conn.execute(
            statements.THEIRS, _asked(words, _MOST_MATCHES) | {"people": people, "kinds": kinds}
        )
    return found


def _holding(rows: Iterable[AnyRow], wanted: Words) -> list[AnyRow]:
    return [row for row in rows if wanted.all_in_texts(*row[3:])]


def _in_order(rows: Iterable[AnyRow]) -> list[int]:
    """The ids of rows that begin with id and sort bounds: each once, newest first, undated ones last."""
    dates = {(row[1] < MAX_SECONDS, row[1], row[2], row[0]) for row in rows}
    return [date[-1] for date in sorted(dates, reverse=True)]


def _newest(conn: Connection, dates: Select[Any], wanted: Words, limit: int, **more: object) -> list[AnyRow]:
    """The latest of the matches recorded last, in their order."""
    return list(conn.execute(dates, _asked(wanted, _MOST_ORDERED) | more | {"shown": limit}))


def _asked(wanted: Words, limit: int) -> dict[str, object]:
    return {
        "words": dialect.match_expression(wanted.tokens, prefixes=wanted.begun),
        "limit": limit,
    }


# -- the best of many ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Best:
    """The facts that fit best, and out of how many they were taken; `more` says that there are others."""

    hits: list[SearchHit]
    among: int
    more: bool


def best_facts(
    conn: Connection, text: str, limit: int, kinds: Collection[str] | None, without: Collection[int]
) -> Best:
    """Accepted facts that hold all the words, the best first, but for those of `without`.

    The best are found by BM25 among the 1,000 matches recorded last (where the last word begins very
    frequent ones: among those in the 1,000 latest facts), so that the time taken does not grow with the
    story. All of these hold every word, which leaves how often, where (a title counts threefold) and in how
    short a text; words that stand together as typed come before others.
    """
    wanted = Words.of(text)
    rows, more = _candidates(conn, wanted, _some(_FACT_KINDS, kinds)) if wanted.tokens else ([], False)
    scores = _scores(rows, text, wanted)
    ids = sorted(scores, key=lambda one: (-scores[one], -one))
    hits = _fact_hits(conn, [one for one in ids if one not in without][:limit], wanted)
    return Best(hits, len(rows), more)


def _candidates(conn: Connection, wanted: Words, kinds: str) -> tuple[list[AnyRow], bool]:
    """Rows with texts, and whether there are more."""
    if wanted.begun:
        latest = conn.execute(statements.LATEST_FACTS, {"kinds": kinds, "limit": _MOST_RANKED})
        found = _holding(latest, wanted)
        if len(found) >= _FREQUENT:
            return found, True
    found = list(conn.execute(statements.FACTS_FOUND, _asked(wanted, _MOST_RANKED) | {"kinds": kinds}))
    return found, len(found) == _MOST_RANKED


def _scores(rows: Sequence[AnyRow], typed: str, wanted: Words) -> dict[int, float]:
    """BM25 of each row, its length in characters; rare words weigh no more, since every row holds all."""
    texts = {row.id: _folded(row) for row in rows}
    average = sum(len(title) + len(body) for title, body in texts.values()) / max(1, len(texts))
    patterns, phrase = wanted.patterns(), fold(typed)
    scores = {}
    for one, (title, body) in texts.items():
        room = 1.2 * (0.25 + 0.75 * (len(title) + len(body)) / average)
        # A word that touches another script is not counted, but it is there.
        often = [
            max(1, _TITLE_WEIGHT * len(word.findall(title)) + len(word.findall(body))) for word in patterns
        ]
        # What was typed as a whole counts as much as its words could ever reach apart.
        together = len(often) if len(often) > 1 and (phrase in title or phrase in body) else 0
        scores[one] = 2.2 * (together + sum(count / (count + room) for count in often))
    return scores


def _folded(row: AnyRow) -> tuple[str, str]:
    _id, _lo, _hi, title, *rest = row
    return fold(title) if title else "", fold("\n".join(filter(None, rest)))


# -- hits ----------------------------------------------------------------------------------------------


def _entity_hits(conn: Connection, ids: list[int], wanted: Words) -> list[SearchHit]:
    """The snippet is the name that holds the words: an alias or a handle where they are in that."""
    rows = _by_id(conn, statements.ENTITIES, ids)
    texts: dict[int, list[_Text]] = {one: [(row.name, (), 0)] for one, row in rows.items()}
    for row in conn.execute(statements.NAMES, {"ids": ids}) if ids else ():
        texts[row.entity_id].append((row.text, *wanted.places_in_name(row.text, row.search_keys)))
    return [_hit(rows[one].kind, rows[one], rows[one].name, texts[one]) for one in ids]


def _fact_hits(conn: Connection, ids: list[int], wanted: Words) -> list[SearchHit]:
    rows = _by_id(conn, statements.FACTS, ids)
    hits = []
    for row in (rows[one] for one in ids):
        texts = [
            (text, *wanted.places(text)) for text in (row.text, row.title, row.after, row.before) if text
        ]
        hits.append(_hit(row.kind, row, row.title or row.text, texts))
    return hits


def _source_hits(conn: Connection, ids: list[int], wanted: Words) -> list[SearchHit]:
    """The snippet is from the text where that holds the words, else from the title or the outlet's name."""
    rows = _by_id(conn, statements.SOURCES, ids)
    hits = []
    for row in (rows[one] for one in ids):
        texts = [(text, *wanted.places(text)) for text in (row.text, row.title, row.outlet or "")]
        hit, spans = _hit("source", row, row.title, texts), texts[0][1]
        hits.append(replace(hit, places=len(spans), first=spans[0] if spans else None))
    return hits


def _by_id(conn: Connection, rows: Select[Any], ids: list[int]) -> dict[int, AnyRow]:
    return {row.id: row for row in conn.execute(rows, {"ids": ids})} if ids else {}


def _hit(kind: str, row: AnyRow, title: str, texts: Iterable[_Text]) -> SearchHit:
    """A hit whose snippet is cut from the first of the texts that holds most of the words."""
    text, spans, found = max(texts, key=itemgetter(2))
    snippet, matches = cut(text, spans) if found else cut(title, ())
    return SearchHit(kind, row.id, row.uid, title, snippet, matches)
