"""The window before its story is there: bars, rail and panes in their places and colours, still empty."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import RADIUS

# In pixels at the usual size of text, as the window lays its parts out when nobody has moved a border.
_TOP, _STATUS, _RAIL = 44, 24, 64
_LEFT, _READER, _PROFILE = 256, 382, 351
_HEADER, _SEARCH, _SEARCH_WIDTH = 72, 30, 432
_ABOVE = 300 / 720  # the share of the timeline in the height of the facts
_READER_BESIDE = 1200


class EmptyFrame(QWidget):
    """Stands where the content of the window will be."""

    painted = Signal()
    """It has reached the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told = False

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, scale = self._theme.tokens, self._theme.fonts.scale
        top, status, rail = round(_TOP * scale), round(_STATUS * scale), round(_RAIL * scale)
        width, foot = self.width(), self.height() - status
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.window)
        painter.fillRect(0, top, rail, foot - top, tokens.sunken)
        middle = rail + _LEFT
        end = width - _READER if width >= _READER_BESIDE else width
        facts = top + round(_HEADER * scale)
        below = facts + round((foot - facts) * _ABOVE)
        for left, upper, right, lower in (
            (rail, top, middle, foot),
            (middle + 1, top, end - 1, below),
            (end, top, width, foot),
        ):
            painter.fillRect(left, upper, right - left, lower - upper, tokens.surface)
        for x, upper in ((middle, top), (end - 1, top), (middle + 1 + _PROFILE, below)):
            painter.fillRect(x, upper, 1, foot - upper, tokens.border)
        for x, y, right in ((0, top - 1, width), (middle, below, end), (0, foot, width)):
            painter.fillRect(x, y, right - x, 1, tokens.border)
        height = round(_SEARCH * scale)
        search = QRectF((width - _SEARCH_WIDTH) / 2, (top - height) / 2, _SEARCH_WIDTH, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.border)
        painter.setBrush(tokens.surface)
        painter.drawRoundedRect(search.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self, self.painted.emit)  # what is painted is shown when this event ends
