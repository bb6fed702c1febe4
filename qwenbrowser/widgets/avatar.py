"""The initials of a name in a circle or a rounded square."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.paint import draw_avatar
from qwenbrowser.widgets.text import visible


class Avatar(QLabel):
    """An avatar `size` logical pixels square, empty until it has initials; it stands beside the name."""

    def __init__(self, theme: Theme, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._square = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_initials(self, initials: str, *, square: bool = False) -> None:
        """Show these letters: in a circle for a person, in a square for an organisation or an outlet."""
        self._square = square
        self.setText(visible(initials))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.text():
            draw_avatar(QPainter(self), QRectF(self.rect()), self.text(), self._square, self._theme)
