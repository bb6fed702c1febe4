"""The field in the top bar from which a search begins: it shows its shortcut and asks to be opened."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import MEDIUM, META
from qwenbrowser.widgets.text import visible

WIDTH = 432
_NARROWEST = 200
_PAD = 8


class SearchBox(QLineEdit):
    """A click, Enter or Down asks to open the search by `open_requested`; what is typed is `textChanged`."""

    open_requested = Signal()

    def __init__(self, theme: Theme, prompt: str, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shortcut = shortcut
        self.setObjectName("search_box")
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        self.setAccessibleDescription(visible(shortcut))
        # A click opens the search, which gives the focus back to where it was.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(WIDTH)
        self._icon = QAction(self.tr("Search"), self)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.open_requested.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.open_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text():
            return
        tokens, font = self._theme.tokens, self._theme.fonts.ui(META, MEDIUM)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        wide, high = self._hint_size()
        box = QRectF(self.width() - wide - _PAD, (self.height() - high) / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.sunken)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(tokens.text2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._shortcut)
        painter.end()

    def _hint_size(self) -> tuple[float, float]:
        metrics = QFontMetricsF(self._theme.fonts.ui(META, MEDIUM))
        return metrics.horizontalAdvance(self._shortcut) + 2 * _PAD, metrics.height() + 3

    def _dress(self) -> None:
        self._icon.setIcon(self._theme.icon("search"))
        self.setTextMargins(2, 0, round(self._hint_size()[0]) + _PAD, 0)
        self.update()
