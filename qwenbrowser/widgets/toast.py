"""A short message that goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, HALF, MEDIUM, SECONDARY, faded
from qwenbrowser.widgets.announce import announce
from qwenbrowser.widgets.buttons import Button
from qwenbrowser.widgets.text import PlainLabel, mnemonic_escape, visible

_SHOWN_MS = 8000
_LIFT = 40  # pixels above the lower edge of the window: clear of the status bar
_SHADOW = 6


class Toast(QWidget):
    """A short message over the lower edge of `parent`, with one action such as "Undo".

    It hides after eight seconds, but not while the pointer or the focus is on it. A screen reader says it.
    """

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parent = parent
        self._text = PlainLabel("", self, font=theme.fonts.ui(SECONDARY, MEDIUM))
        self._action = Button(theme, "", look="link", parent=self)
        self._action.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID + _SHADOW, GRID + _SHADOW, GRID + _SHADOW, GRID + _SHADOW)
        row.setSpacing(GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self._leave)
        theme.changed.connect(self.update)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, action: str = "") -> None:
        """Show `text`, in place of what was shown before, with a button if `action` names one."""
        self._text.setText(text)
        self._action.setText(mnemonic_escape(action))
        self._action.setAccessibleName(visible(action))
        self._action.setVisible(bool(action))
        self.setAccessibleName(self._text.text())
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, self._text.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.isVisible():
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(QColor("black"), 0.10 if tokens.dark else 0.02))
        for reach in range(_SHADOW):
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(reach, reach, -reach, -reach), 14 - reach, 14 - reach
            )
        inner = _SHADOW + 0.5
        painter.setPen(tokens.border)
        painter.setBrush(tokens.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inner, inner, -inner, -inner), GRID, GRID)

    def place(self) -> None:
        """Go to the middle of the lower edge of the parent."""
        parent = self._parent
        size = self.sizeHint()
        width = min(size.width(), parent.width() - 2 * HALF)
        self.setGeometry(
            (parent.width() - width) // 2, parent.height() - size.height() - _LIFT, width, size.height()
        )

    def _act(self) -> None:
        self.hide()
        self.acted.emit()

    def _leave(self) -> None:
        if self._action.hasFocus():
            self._timer.start()
        else:
            self.hide()
