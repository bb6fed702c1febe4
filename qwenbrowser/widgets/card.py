"""A frame with round corners."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, HALF
from qwenbrowser.widgets.paint import draw_card


class Card(QFrame):
    """A frame with round corners to put a layout into; `raised` where it comments on the cards around it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, raised: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._raised = raised
        self.setContentsMargins(2 * GRID, GRID + HALF, 2 * GRID, GRID + HALF)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_card(QPainter(self), QRectF(self.rect()), self._theme.tokens, raised=self._raised)
