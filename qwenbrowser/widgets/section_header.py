"""The line above a pane or a group."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, SECONDARY, SEMIBOLD, TITLE
from qwenbrowser.widgets.text import PlainLabel

HEIGHT = 40
LONGEST_TITLE = 240
"""Pixels up to which a title is never cut."""


class SectionHeader(QWidget):
    """The title of a pane or group, what it counts, and at the right the buttons that belong to it."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = PlainLabel(title, self, font=theme.fonts.ui(TITLE, SEMIBOLD))
        self._count = PlainLabel("", self, font=theme.fonts.ui(SECONDARY))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self._row.setSpacing(GRID)
        self._row.addWidget(self._title)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self._dress()
        theme.changed.connect(self._dress)
        self.set_count("")

    def set_count(self, count: str) -> None:
        """What stands beside the title: "7", "0 own, 1 about"."""
        self._count.setText(count)
        self._count.setVisible(bool(count))
        self._name()

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)

    def _name(self) -> None:
        self.setAccessibleName(f"{self._title.text()} {self._count.text()}".strip())

    def _keep_title_whole(self) -> None:
        """Where the room is short, the count gives way first."""
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), LONGEST_TITLE))

    def _dress(self) -> None:
        self._keep_title_whole()
        self.setFixedHeight(round(HEIGHT * self._theme.fonts.scale))
        self._count.set_color(self._theme.tokens.text2)
