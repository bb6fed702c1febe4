"""What a list row shows, as plain values: models make them, delegates paint them.

Colours are names of tokens, icons are names of drawings, so that a value outlives a switch of the theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DateGlyph(StrEnum):
    """How a date is drawn: as exact as it is known, and no more."""

    EXACT = "exact"
    WITHIN = "within"
    NO_LATER = "no_later"
    NO_EARLIER = "no_earlier"
    PERIOD = "period"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that names what follows; it cannot be selected."""

    title: str
    count: str = ""
    note: str = ""
    large: bool = False


@dataclass(frozen=True, slots=True)
class NameRow:
    """A person, organisation or source in a list: avatar, name, lines below, a count at the right."""

    name: str
    detail: str
    initials: str
    more: str = ""
    square: bool = False
    count: str = ""
    count_token: str = "text2"


@dataclass(frozen=True, slots=True)
class CardRow:
    """A statement: words, who says them, when, and from how many outlets.

    `words` is True for the source's own words, which are set in the serif face. `unclear` dashes the frame.
    `extra` follows `detail` only where there is room for the whole of it.
    """

    icon: str
    icon_token: str
    text: str
    words: bool
    lead: str = ""
    detail: str = ""
    extra: str = ""
    date: str = ""
    pill: str = ""
    pill_filled: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A fact in the dated list: date, its glyph, what happened and who had a part in it."""

    date: str
    glyph: DateGlyph
    approximate: bool
    icon: str
    icon_token: str
    text: str
    words: bool = False
    detail: str = ""
    strong: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled line of a `ChangeRow`; `style` is plain, missing, words, added or removed."""

    label: str
    value: str
    style: str = "plain"
    check: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A profile change: fields (before, after, when), and what the sources leave open."""

    title: str
    icon: str
    icon_token: str
    fields: tuple[Field, ...]
    date_label: str
    date: str
    date_uncertain: bool
    hedge: str = ""
    hedge_pill: str = ""


Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ResultHeading:
    """The name of a group of results and, at the right, how many it has."""

    title: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """Something found: an avatar or an icon, a title, a line below, and a word at the right.

    `title` and `detail` are visible text on one line; the marks are spans of them in code points, where the
    words that were searched for stand. `initials` make an avatar, which an `icon` would otherwise be.
    """

    title: str
    title_marks: Spans = ()
    detail: str = ""
    detail_marks: Spans = ()
    right: str = ""
    icon: str = ""
    icon_token: str = "text2"
    initials: str = ""
    square: bool = False
