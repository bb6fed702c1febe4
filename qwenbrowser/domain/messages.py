"""Sentences that are written in English below the window and can be said in another language there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Self

from qwenbrowser.domain.phrases import fill

_PLACE = re.compile(r"%([1-9])")


class Message(str):
    """An English text made from a template with places %1, %2 …; it remembers both for `translated`.

    The text holds the parts as they are; a part may be a message itself.
    """

    template: str
    parts: tuple[str, ...]

    def __new__(cls, template: str, *parts: object) -> Self:
        told = tuple(part if isinstance(part, str) else str(part) for part in parts)

        def part(found: re.Match[str]) -> str:
            number = int(found[1])
            return told[number - 1] if number <= len(told) else found[0]

        made = super().__new__(cls, _PLACE.sub(part, template))
        made.template = template
        made.parts = told
        return made


def translated(text: str, translate: Callable[[str], str]) -> str:
    """`text` in another language: by its template where it is a `Message`, else as it is.

    `translate` gives the translation of a template, or the template where there is none.
    """
    if not isinstance(text, Message):
        return translate(text)
    return fill(translate(text.template), *(_part(part, translate) for part in text.parts))


def recognised(text: str, templates: Iterable[str]) -> str:
    """The message that `text` was made as, by the first of the templates that fits; else `text` as it is.

    For texts that were stored: what a story keeps of a message is its English text alone.
    """
    for template in templates:
        pieces = _PLACE.split(template)
        pattern = "".join("(.*)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
        if found := re.fullmatch(pattern, text, re.DOTALL):
            parts = dict(zip(pieces[1::2], found.groups(), strict=True))
            return Message(template, *(parts[number] for number in sorted(parts)))
    return text


def joined(*texts: str | None) -> str:
    """Sentences one after the other, those left out that say nothing."""
    said = [text if isinstance(text, Message) else Message(text) for text in texts if text]
    return reduce(lambda one, other: Message("%1 %2", one, other), said) if said else ""


def _part(part: str, translate: Callable[[str], str]) -> str:
    """A part that is no message is a name or a text from outside, which no one translates."""
    return translated(part, translate) if isinstance(part, Message) else part
