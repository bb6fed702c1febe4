"""The bar that finds words in a text: what is looked for, "3 of 17", to the next and the previous place."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from qwenbrowser.domain.phrases import fill
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, HALF, SECONDARY
from qwenbrowser.widgets.announce import announce
from qwenbrowser.widgets.buttons import IconButton
from qwenbrowser.widgets.text import PlainLabel


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where `words` stand in the text, in whatever case, in code points; they are never a pattern."""
    if not words:
        return []
    return [found.span() for found in re.finditer(re.escape(words), text, re.IGNORECASE)]


class FindBar(QWidget):
    """Tells what is typed (`words_changed`) and where to go (`step_requested`: +1, -1); Escape closes it."""

    words_changed = Signal(str)
    step_requested = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = QLineEdit(self)
        self.field.setObjectName("find_field")
        self.field.setPlaceholderText(self.tr("Find in this text"))
        self.field.setAccessibleName(self.tr("Find in this text"))
        self.field.setFont(theme.fonts.ui(SECONDARY))
        self._icon = QAction(self.tr("Find"), self)
        self.field.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.count = PlainLabel("", self, font=theme.fonts.ui(SECONDARY))
        self.count.setObjectName("find_count")
        self.previous = IconButton(theme, "chevron-up", self.tr("Previous place (Shift+F3)"), self, size=16)
        self.next = IconButton(theme, "chevron-down", self.tr("Next place (F3)"), self, size=16)
        self.cross = IconButton(theme, "x", self.tr("Close (Esc)"), self, size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(HALF)
        row.addWidget(self.field, 1)
        row.addSpacing(HALF)
        row.addWidget(self.count)
        for button in (self.previous, self.next, self.cross):
            row.addWidget(button)
        self.field.textChanged.connect(self.words_changed)
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(+1))
        self.cross.clicked.connect(self.closed)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_count(0, 0)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.text()

    def start(self, words: str = "") -> None:
        """Take the focus, with `words` typed if there are any."""
        if words:
            self.field.setText(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_count(self, number: int, count: int) -> None:
        """Say that the place shown is the `number`-th of `count`."""
        if not self.words:
            said = ""
        elif not count:
            said = self.tr("Not found")
        else:
            said = fill(self.tr("%1 of %2"), f"{number:,}", f"{count:,}")
        self.count.setText(said)
        self.count.setVisible(bool(said))
        if said != self.field.accessibleDescription():
            self.field.setAccessibleDescription(said)
            announce(self.field, said)
        for button in (self.previous, self.next):
            button.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_requested.emit(-1 if back else +1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.tokens.raised)
        painter.fillRect(0, 0, self.width(), 1, self._theme.tokens.divider)

    def _dress(self) -> None:
        self._icon.setIcon(self._theme.icon("search"))
        self.count.set_color(self._theme.tokens.text2)
        self.update()
