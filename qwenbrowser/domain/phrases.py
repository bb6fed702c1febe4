"""Our sentences with text from outside in them: no text is taken for a place, none turns its neighbours."""

from __future__ import annotations

import re

ISOLATE, END_ISOLATE = "\u2068", "\u2069"

_PLACE = re.compile(r"%([1-9])")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OPENERS = "\u2066\u2067\u2068"
# The blocks of scripts that are written from right to left, and the mark that turns what follows.
_LEFTWARD = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def fill(frame: str, *parts: str) -> str:
    """`frame` with its %1, %2 … replaced at once by the parts: one that holds "%2" itself stays as it is.

    A place for which there is no part stays too.
    """

    def part(found: re.Match[str]) -> str:
        number = int(found[1])
        return beside(parts[number - 1]) if number <= len(parts) else found[0]

    return _PLACE.sub(part, frame)


def beside(text: str) -> str:
    """`text` for a place beside other words: what is written from right to left is isolated from them."""
    if text.isascii():
        return text
    text = balanced(text)
    return f"{ISOLATE}{text}{END_ISOLATE}" if _LEFTWARD.search(text) else text


def balanced(text: str) -> str:
    """`text` without overrides of direction, and without isolates that lack their other end."""
    if not _STEERING.search(text):
        return text
    kept: list[str] = []
    open_at: list[int] = []
    for char in text:
        if char in _OPENERS:
            open_at.append(len(kept))
            kept.append(char)
        elif char == END_ISOLATE:
            kept.append(char if open_at else "")
            del open_at[-1:]
        else:
            kept.append("" if _STEERING.match(char) else char)
    for place in open_at:
        kept[place] = ""
    return "".join(kept)
