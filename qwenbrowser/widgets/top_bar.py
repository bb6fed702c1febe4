"""The bar above the panes: back and forward, the title of the story, search, theme and reader."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import SEMIBOLD, TITLE
from qwenbrowser.widgets.buttons import IconButton
from qwenbrowser.widgets.search_box import SearchBox
from qwenbrowser.widgets.text import PlainLabel


class TopBar(QWidget):
    back_requested = Signal()
    forward_requested = Signal()
    theme_requested = Signal()
    reader_requested = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.back = IconButton(theme, "arrow-left", self.tr("Back (Alt+Left)"), self)
        self.forward = IconButton(theme, "arrow-right", self.tr("Forward (Alt+Right)"), self)
        self.title = PlainLabel(title, self, font=theme.fonts.ui(TITLE, SEMIBOLD))
        prompt = self.tr("Search people, events, quotes and sources")
        self.search = SearchBox(theme, prompt, self.tr("Ctrl K"), self)
        self.theme_button = IconButton(theme, "moon", self.tr("Switch between light and dark"), self)
        self.reader = IconButton(theme, "panel-right", self.tr("Show or hide the source (F9)"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.setSpacing(8)
        left = QHBoxLayout()
        left.addWidget(self.back)
        left.addWidget(self.forward)
        left.addSpacing(8)
        left.addWidget(self.title, 1)
        layout.addLayout(left, 1)
        layout.addWidget(self.search)
        right = QHBoxLayout()
        right.addStretch(1)
        right.addWidget(self.theme_button)
        right.addWidget(self.reader)
        layout.addLayout(right, 1)
        self.back.clicked.connect(self.back_requested)
        self.forward.clicked.connect(self.forward_requested)
        self.theme_button.clicked.connect(self.theme_requested)
        self.reader.clicked.connect(self.reader_requested)
        theme.changed.connect(self._dress)
        self._dress()

    def show_history(self, can_back: bool, can_forward: bool) -> None:
        self.back.setEnabled(can_back)
        self.forward.setEnabled(can_forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.tokens.border)
        painter.end()

    def _dress(self) -> None:
        self.theme_button.set_icon("sun" if self._theme.tokens.dark else "moon")
        self.update()
