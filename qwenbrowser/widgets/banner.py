"""A line or two across a pane that says in what state it is."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, SECONDARY
from qwenbrowser.widgets.buttons import Button, IconButton
from qwenbrowser.widgets.text import PlainLabel

Level = Literal["info", "warning"]

_ICONS: dict[Level, str] = {"info": "info", "warning": "alert"}


class Banner(QWidget):
    """A notice that stays in its place, with an optional button (`acted`) and close button (`closed`)."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        level: Level = "info",
        action: str = "",
        close: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`action` is the text of the button, `close` what the close button says; "" for none."""
        super().__init__(parent)
        self._theme = theme
        self._level: Level = level
        self._icon = QLabel(self)
        self._icon.setAccessibleName(self.tr("Warning") if level == "warning" else self.tr("Note"))
        self._text = PlainLabel(text, self, font=theme.fonts.ui(SECONDARY), lines=0)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        # Beside buttons, which are taller than a line, everything stands in the middle.
        middle = Qt.AlignmentFlag.AlignVCenter if action or close else Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, middle)
        row.addWidget(self._text, 1)
        if action:
            button = Button(theme, action, look="link", parent=self)
            button.clicked.connect(self.acted)
            row.addWidget(button, 0, middle)
        if close:
            cross = IconButton(theme, "x", close, self, size=14)
            cross.clicked.connect(self._close)
            row.addWidget(cross, 0, middle)
        self._dress()
        theme.changed.connect(self._dress)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(self._text.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        warning = self._level == "warning"
        painter.fillRect(self.rect(), tokens.soft(tokens.tension) if warning else tokens.raised)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.divider)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        color = tokens.tension if self._level == "warning" else tokens.text3
        self._icon.setPixmap(
            self._theme.icons.pixmap(_ICONS[self._level], color, 16, self.devicePixelRatio())
        )
        self._text.set_color(tokens.text1 if self._level == "warning" else tokens.text2)
        self.update()
