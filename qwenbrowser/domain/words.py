"""What somebody types as words to look for: whether a text holds them, where, and a line around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qwenbrowser.domain.names import abbreviated, fold, folded_tokens, is_unspaced, search_tokens

Spans = tuple[tuple[int, int], ...]
"""Code points of a text, ends exclusive."""

_MOST_TYPED = 10_000  # characters that are looked at
_MOST_TOKENS = 32  # of a whole pasted page the first words are looked for
_SHORTEST_PREFIX = 2  # a single letter begins too many words to be worth waiting for
_LOOKED_THROUGH = 20_000  # characters of a text in which the words are marked
_SNIPPET = 160
_BEFORE = 40  # characters of a snippet before the first word found
_WORD = re.compile(r"[^\W_]+")
# Texts in which every letter folds to one letter and nothing else becomes part of a word: plain English and
# Chinese with their punctuation.
_ONE_BY_ONE = re.compile(
    "[\0-\x7f\u2013\u2014\u2018-\u201d\u2026\u3001-\u3003\u3008-\u3011\u4e00-\u9fff！（），：；？]*"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that are looked for; those in `begun` stand for every word that they begin."""

    tokens: tuple[str, ...]
    begun: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of what was typed; the last may be the start of one."""
        tokens = _tokens(text)
        last = [token for token in tokens[-1:] if len(token) >= _SHORTEST_PREFIX or not token.isascii()]
        return cls(tuple(tokens), _incomplete(last).difference(tokens[:-1]))

    @classmethod
    def of_names(cls, text: str) -> Words:
        """The words of what was typed; each may be the start of one, as people abbreviate names."""
        tokens = _tokens(text)
        return cls(tuple(tokens), _incomplete(tokens))

    def part(self, start: int, end: int) -> Words:
        """Some of the words in a row."""
        tokens = self.tokens[start:end]
        return Words(tokens, self.begun.intersection(tokens))

    @property
    def whole(self) -> Words:
        """The same words, none of which is the start of another."""
        return Words(self.tokens, frozenset())

    def all_in_texts(self, *texts: str | None) -> bool:
        """Whether some texts together hold every one of the words, as a search index finds it."""
        folded = fold("\n".join(filter(None, texts)))
        if not all(token in folded for token in self.tokens):
            return False
        return self.all_among(set(folded_tokens(folded)))

    def all_among(self, there: Collection[str]) -> bool:
        """Whether other words hold every one of these."""
        return all(token in there or self._begins_one_of(token, there) for token in self.tokens)

    def patterns(self) -> list[re.Pattern[str]]:
        """One for each word, to count it in folded texts that hold it."""
        whole = {token: "" if token in self.begun else r"(?![^\W_])" for token in self.tokens}
        return [
            re.compile(re.escape(token) if is_unspaced(token) else rf"(?<![^\W_]){re.escape(token)}{end}")
            for token, end in whole.items()
        ]

    def spans(self, text: str) -> Spans:
        """Where the words stand in a text, in code points, in order and without overlaps."""
        return self.places(text)[0]

    def all_in(self, text: str) -> bool:
        """Whether a text holds every one of the words."""
        return self.places(text)[1] == len({*self.tokens})

    def places(self, text: str) -> tuple[Spans, int]:
        """Where the words stand in a text, as spans in order without overlaps; how many different ones."""
        folded, origin = _folded(text[:_LOOKED_THROUGH])
        marked, found = self._found(folded)
        return _original(marked, origin), len(found)

    def places_in_name(self, name: str, keys: str) -> tuple[Spans, int]:
        """As `places`; of a word that the name does not hold, the letters that it stands for in short.

        `keys` are the search keys of the name.
        """
        folded, origin = _folded(name[:_LOOKED_THROUGH])
        marked, found = self._found(folded)
        for token in {*self.tokens} - found:
            letters = abbreviated(folded, keys, token)
            marked += [(place, place + 1) for place in letters]
            found |= {token} if letters else set()
        return _original(marked, origin), len(found)

    def _found(self, folded: str) -> tuple[list[tuple[int, int]], set[str]]:
        """Where the words stand in a folded text, and which of them do."""
        marked: list[tuple[int, int]] = []
        known: dict[str, set[str]] = {}  # a text repeats its words
        for run in self._runs(folded):
            word = folded[slice(*run)]
            if word not in known:
                known[word] = self._within(word)
            for token in known[word]:
                marked += _standing(token, folded, run)
        return marked, set().union(*known.values())

    def _runs(self, folded: str) -> Iterator[tuple[int, int]]:
        """The runs of letters and digits in which one of the words may stand."""
        if not self.tokens:
            return
        end = 0
        for place in re.finditer("|".join(map(re.escape, self.tokens)), folded):
            if place.start() < end:
                continue  # in the run that was given last
            start = place.start()
            while start > end and folded[start - 1].isalnum():
                start -= 1
            run = _WORD.match(folded, start)
            if run:
                end = run.end()
                yield run.span()

    def _within(self, run: str) -> set[str]:
        """Those of the words that a folded run of letters holds."""
        there = set(search_tokens(run))
        return {token for token in self.tokens if token in there or self._begins_one_of(token, there)}

    def _begins_one_of(self, token: str, there: Collection[str]) -> bool:
        return token in self.begun and any(word.startswith(token) for word in there)


def cut(text: str, spans: Spans) -> tuple[str, Spans]:
    """A line of at most 160 characters around the first span, and the spans that lie whole in it.

    It begins with the paragraph of that span where this begins near it.
    """
    at = spans[0][0] if spans else 0
    before = _BEFORE if text[at : at + 1].isascii() else _BEFORE // 2  # Chinese is twice as wide
    start = max(0, min(at - before, len(text) - _SNIPPET))
    paragraph = text.rfind("\n", start, at) + 1
    start = paragraph or start
    end = start + _SNIPPET
    lead = "…" if start and not paragraph else ""
    line = text[start:end]
    if not line.isprintable():
        line = "".join(char if char.isprintable() else " " for char in line)
    shift = len(lead) - start
    matches = tuple((first + shift, last + shift) for first, last in spans if start <= first and last <= end)
    return lead + line + ("…" if end < len(text) else ""), matches


def _tokens(text: str) -> list[str]:
    return search_tokens(text[:_MOST_TYPED])[:_MOST_TOKENS]


def _incomplete(tokens: Iterable[str]) -> frozenset[str]:
    """Those that can be the start of another: a pair of Chinese characters is whole."""
    return frozenset(token for token in tokens if len(token) == 1 or not is_unspaced(token))


def _standing(token: str, folded: str, run: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Where a word stands in a run: at its beginning, a pair of characters wherever it is in it."""
    start = folded.find(token, *run)
    while start >= 0:
        yield start, start + len(token)
        start = -1 if token.isascii() else folded.find(token, start + 1, run[1])


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text folded character by character, and of each folded character the place it comes from.

    One place more, the end of the text, follows.
    """
    if _ONE_BY_ONE.fullmatch(text):
        return text.lower(), range(len(text) + 1)
    pieces = [char.lower() if char.isascii() else char if char.isspace() else fold(char) for char in text]
    origin = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*origin, len(text)]


def _original(marked: Iterable[tuple[int, int]], origin: Sequence[int]) -> Spans:
    """Spans of the folded text as those of the text itself, neighbours and overlapping ones joined."""
    spans: list[tuple[int, int]] = []
    for first, behind in sorted(marked):
        # Up to the next character that was kept: accents behind the last one belong to it.
        start, end = origin[first], max(origin[behind], origin[behind - 1] + 1)
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return tuple(spans)
