"""The rail at the left edge: one button a view, icon over label."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, HALF, MEDIUM, META, SEMIBOLD, faded
from qwenbrowser.widgets import paint
from qwenbrowser.widgets.text import visible

WIDTH = 64
_BUTTON = QSize(56, 52)
_ICON = 20


class RailButton(QRadioButton):
    """One view of the rail: a screen reader sees one of several, and the arrow keys go through them."""

    def __init__(self, theme: Theme, icon: str, text: str, parent: QWidget) -> None:
        super().__init__(visible(text), parent)
        self._theme = theme
        self._icon = icon
        self.setAccessibleName(self.text())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaint when the pointer comes and goes
        theme.changed.connect(self._dress)
        self._dress()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return _BUTTON * self._theme.fonts.scale

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_soft if on else faded(tokens.text3, 0.12))
            painter.drawRoundedRect(box, GRID, GRID)
        color = tokens.accent if on else tokens.text2
        icon = QRectF(0, GRID, box.width(), _ICON * self._theme.fonts.scale)
        self._theme.icons.paint(painter, icon, self._icon, color)
        painter.setPen(color)
        painter.setFont(self._theme.fonts.ui(META, SEMIBOLD if on else MEDIUM))
        scale = self._theme.fonts.scale
        label = QRectF(0, box.height() - 20 * scale, box.width(), 16 * scale)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(label.width()))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
        if self.hasFocus():
            paint.draw_focus(painter, box, tokens)

    def _dress(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()


class Rail(QWidget):
    """Views to choose from, one at a time. `chosen` gives the key of the view the user went to."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, views: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """`views` gives the key, the icon and the label of each; the first is the current one."""
        super().__init__(parent)
        self._theme = theme
        self._buttons = {key: RailButton(theme, icon, text, self) for key, icon, text in views}
        column = QVBoxLayout(self)
        column.setContentsMargins(HALF, GRID, HALF, GRID)
        column.setSpacing(HALF)
        for key, button in self._buttons.items():
            column.addWidget(button)
            button.toggled.connect(partial(self._toggled, key))
        column.addStretch(1)
        self.setAccessibleName(self.tr("Views"))
        self.set_current(views[0][0])
        theme.changed.connect(self._dress)
        self._dress()

    def button(self, key: str) -> RailButton:
        """The button of a view. Raises KeyError."""
        return self._buttons[key]

    @property
    def current(self) -> str:
        """The key of the view that is shown."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_current(self, key: str) -> None:
        """Show that this view is current; tells nobody. Raises KeyError."""
        button = self._buttons[key]
        blocked = self.blockSignals(True)
        button.setChecked(True)
        self.blockSignals(blocked)

    def _toggled(self, key: str, on: bool) -> None:
        if on:
            self.chosen.emit(key)

    def _dress(self) -> None:
        self.setFixedWidth(round(WIDTH * self._theme.fonts.scale))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.tokens.sunken)
