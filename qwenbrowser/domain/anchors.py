"""Places in a text: what is normalised at capture, quote selectors, and code points to UTF-16 and back.

Offsets count code points of the normalised text, ends are exclusive. `exact`, `prefix` and `suffix` are those
of the W3C Web Annotation TextQuoteSelector.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import takewhile

CONTEXT = 32

_SURROGATE = re.compile("[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_REMOVED = re.compile(
    "[\0\ufeff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)


def normalise(text: str) -> str:
    """The text as a source keeps it: LF line ends; no NUL, BOM, lone surrogate or noncharacter.

    Surrogates that stand in pairs become the character they mean. Normalising twice changes nothing.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _REMOVED.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def selector(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words at `start` to `end` and up to 32 characters on either side: exact, prefix, suffix.

    Raises ValueError where the span is empty or does not lie in the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no span {start} to {end} in a text of {len(text)} characters")
    return text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def locate(text: str, exact: str, prefix: str, suffix: str, near: int) -> int | None:
    """Where the quoted words start in a text that may have changed, or None where they do not stand.

    Of several places the one whose surroundings agree longest with `prefix` and `suffix` is taken, of
    equal ones the nearest to `near`, the earlier of two as near.
    """
    if not exact:
        return None
    # The usual case, the place as remembered, without a look through the text.
    context = near - len(prefix)
    if context >= 0 and text.startswith(prefix + exact + suffix, context):
        return near
    best, best_rank = None, (-1, 0)
    start = text.find(exact)
    while start >= 0:
        rank = (_agreement(text, start, start + len(exact), prefix, suffix), -abs(start - near))
        if rank > best_rank:
            best, best_rank = start, rank
        start = text.find(exact, start + 1)
    return best


def _agreement(text: str, start: int, end: int, prefix: str, suffix: str) -> int:
    """How many characters next to a place agree with the remembered surroundings."""
    before = reversed(text[max(0, start - len(prefix)) : start])
    after = text[end : end + len(suffix)]
    return _common(before, reversed(prefix)) + _common(after, suffix)


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


class Utf16Map:
    """Turns offsets of one text from code points to UTF-16 units (Qt's positions) and back.

    It holds the places of the characters beyond U+FFFF, which take two units: nothing for most texts.
    """

    __slots__ = ("_astral", "_astral_utf16", "_length", "_length_utf16")

    def __init__(self, text: str) -> None:
        self._astral = array("q", (match.start() for match in _ASTRAL.finditer(text)))
        self._astral_utf16 = array("q", (place + index for index, place in enumerate(self._astral)))
        self._length = len(text)
        self._length_utf16 = len(text) + len(self._astral)

    def to_utf16(self, code_point_offset: int) -> int:
        """The offset in UTF-16 units; ValueError outside the text (its end is inside)."""
        if not 0 <= code_point_offset <= self._length:
            raise ValueError(f"no offset {code_point_offset} in a text of {self._length} characters")
        return code_point_offset + bisect_left(self._astral, code_point_offset)

    def to_code_point(self, utf16_offset: int) -> int:
        """The offset in code points; the middle of a pair counts as the start of its character.

        ValueError outside the text (its end is inside).
        """
        if not 0 <= utf16_offset <= self._length_utf16:
            raise ValueError(f"no offset {utf16_offset} in a text of {self._length_utf16} UTF-16 units")
        return utf16_offset - bisect_left(self._astral_utf16, utf16_offset)
