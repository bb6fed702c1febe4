"""A marked span of a text: where it stands, how it is drawn, and the words for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextMark:
    """A marked span in code points; `token` names its colour, `icon` the drawing in the gutter.

    `tell` gives the words for it, which are asked for only where they are shown.
    """

    key: int
    start: int
    end: int
    icon: str
    token: str
    tell: Callable[[], str]

    @property
    def label(self) -> str:
        return self.tell()
