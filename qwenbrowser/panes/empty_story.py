"""What stands in the middle of a story without facts: that it is empty, and how it begins."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.store import counts
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import BODY, NAME, SEMIBOLD
from qwenbrowser.widgets.buttons import Button
from qwenbrowser.widgets.surface import be_surface
from qwenbrowser.widgets.text import PlainLabel
from qwenbrowser.workspace import Workspace

ICON = 48
WIDTH = 420
"""Pixels at the usual size of text, so that lines are easy to read."""


class FactsOrEmpty(QStackedWidget):
    """Shows the panes of facts, or of a story that holds nothing yet how it begins."""

    def __init__(
        self, workspace: Workspace, theme: Theme, facts: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._facts = facts
        self.empty = EmptyStory(theme, read_only=workspace.db.read_only, parent=self)
        self.addWidget(facts)
        self.addWidget(self.empty)
        workspace.changed.connect(self._reload)
        self._load()

    def _load(self) -> None:
        self.setCurrentWidget(self.empty if self._workspace.read(counts.is_empty) else self._facts)

    def _reload(self, _changes: Changes) -> None:
        self._load()


class EmptyStory(QWidget):
    """`import_requested` and `open_requested` are the ways on; a story only read has the second."""

    import_requested = Signal()
    open_requested = Signal()

    def __init__(self, theme: Theme, *, read_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        be_surface(self)
        self.setObjectName("empty_story")
        self._theme = theme
        self._icon = QLabel(self)
        self._icon.setAccessibleName(self.tr("Empty story"))
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = PlainLabel(self.tr("This story is empty"), self)
        how = self.tr(
            "A story file brings people, what they said and what happened, each with the words of its source."
        )
        if read_only:
            how = self.tr("It can only be read here, so nothing can be added to it.")
        self._how = PlainLabel(how, self, lines=0)
        for label in (self._title, self._how):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.start = Button(
            theme, self.tr("Import a story file…"), icon="import", look="primary", parent=self
        )
        self.start.setVisible(not read_only)
        self.other = Button(theme, self.tr("Open another story…"), icon="folder-open", parent=self)
        self.start.clicked.connect(self.import_requested)
        self.other.clicked.connect(self.open_requested)
        self.setAccessibleName(self._title.text())
        self._arrange()
        theme.changed.connect(self._dress)
        self._dress()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.start)
        buttons.addWidget(self.other)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(self._title)
        column.addWidget(self._how, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addStretch(3)

    def _dress(self) -> None:
        fonts, tokens = self._theme.fonts, self._theme.tokens
        picture: QPixmap = self._theme.icon("inbox", tokens.text3, ICON).pixmap(ICON, ICON)
        self._icon.setPixmap(picture)
        self._title.setFont(fonts.ui(NAME, SEMIBOLD))
        self._how.setFont(fonts.ui(BODY))
        self._how.set_color(tokens.text2)
        width = round(WIDTH * fonts.scale)
        # A layout that centres a label asks it for the height of one line.
        self._how.setFixedSize(width, self._how.heightForWidth(width))
