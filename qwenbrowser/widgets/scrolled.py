"""Where lists and a text are scrolled to, and the way back there."""

from __future__ import annotations

from collections.abc import Sequence

from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.marked_text import MarkedText

Places = tuple[tuple[tuple[int, int], ...], int | None]


class Scrolled:
    """Takes and restores the places of views together."""

    def __init__(self, lists: Sequence[ListView], text: MarkedText) -> None:
        self._lists = lists
        self._text = text
        self._missed: list[tuple[ListView, tuple[int, int]]] = []

    def places(self) -> Places:
        """Where every view is now."""
        return tuple(view.place for view in self._lists), self._text.place

    def go_to(self, places: Places) -> None:
        """Scroll every view to where it was."""
        lists, text = places
        self._text.go_to_place(text)
        self._missed = list(zip(self._lists, lists, strict=True))
        self._try()

    def settle(self) -> None:
        """Scroll again what was not filled before; what is still too short stays as it is."""
        self._try()
        self._missed = []

    def forget(self) -> None:
        """Another selection: places that wait are no longer wanted."""
        self._missed = []

    def _try(self) -> None:
        self._missed = [(view, place) for view, place in self._missed if not view.go_to_place(place)]
