"""The card of the palette: field, chips, results or why there are none, and the line below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qwenbrowser.models.palette_model import PaletteModel
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import BODY, SECONDARY, SEMIBOLD, TITLE
from qwenbrowser.widgets.buttons import Button
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.paint import PillLook
from qwenbrowser.widgets.pill import Chip, Pill
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.text import PlainLabel, mnemonic_escape, visible

RADIUS = 12
_FIELD = 17  # pixels of the type in the field
_EMPTY_HEIGHT = 150


class Why(QWidget):
    """Why there is nothing, and a button for the one next step."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.problem = PlainLabel("", self, font=theme.fonts.ui(TITLE, SEMIBOLD), lines=2)
        self.problem.setObjectName("search_empty")
        self.note = PlainLabel("", self, font=theme.fonts.ui(BODY), lines=3)
        self.button = Button(theme, "", parent=self)
        self.button.setObjectName("search_next_step")
        # Signs that the font does not have make its line a little higher.
        self.problem.setContentsMargins(0, 0, 0, 4)
        for label in (self.problem, self.note):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 16, 32, 16)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self.problem)
        layout.addWidget(self.note)
        layout.addSpacing(4)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.button.clicked.connect(self.acted)
        theme.changed.connect(self._dress)
        self._dress()

    def say(self, problem: str, note: str, step: str) -> None:
        """What is wrong, what helps, and the words of the button that does it."""
        self.problem.setText(problem)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.button.setText(mnemonic_escape(step))
        self.button.setAccessibleName(visible(step))

    def _dress(self) -> None:
        self.note.set_color(self._theme.tokens.text2)


class PaletteCard(QWidget):
    """The widgets and how high they want to be; what they show is the palette's."""

    def __init__(self, theme: Theme, model: PaletteModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.edit = QLineEdit(self)
        self.edit.setObjectName("palette_field")
        self.edit.setProperty("look", "bare")
        self.edit.setFont(theme.fonts.ui(_FIELD))
        self._icon = QAction(self.tr("Search"), self)
        self.edit.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.edit.setTextMargins(1, 0, 0, 0)
        self.chips: dict[str, Chip] = {}
        self.chip_group = QButtonGroup(self)
        self.mode = Pill(theme, self.tr("Commands"), token="accent", look=PillLook.SOFT, icon="check")
        self.mode.setParent(self)
        self.hint = PlainLabel("", self, font=theme.fonts.ui(SECONDARY))
        self.view = ListView("search_results", self.tr("Results"), self)
        self.view.setModel(model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        self.why = Why(theme, self)
        self.keys = PlainLabel(
            self.tr("↑ ↓ move      Enter open      Esc close"), self, font=theme.fonts.ui(SECONDARY)
        )
        self.count = PlainLabel("", self, font=theme.fonts.ui(SECONDARY))
        self.count.setObjectName("search_count")
        self._arrange()
        theme.changed.connect(self._dress)
        self._dress()

    def add_chip(self, name: str, title: str) -> None:
        """One more chip; the first one is on."""
        chip = Chip(self._theme, title, checkable=True, parent=self)
        chip.setObjectName(f"search_{name}")
        chip.setAccessibleName(title)
        chip.setChecked(not self.chips)
        self.chip_group.addButton(chip)
        self._chip_row.insertWidget(len(self.chips), chip)
        self.chips[name] = chip

    def show_commands(self, commands: bool) -> None:
        """Whether commands are listed, which no chip narrows."""
        for chip in self.chips.values():
            chip.setVisible(not commands)
        self.mode.setVisible(commands)
        self.hint.setText(
            self.tr("Without  >  you search the story") if commands else self.tr("Type  >  for commands")
        )

    def show_results(self, any_: bool) -> None:
        """The list, or why it is empty."""
        self.pages.setCurrentWidget(self.view if any_ else self.why)

    def wanted_height(self) -> int:
        """In pixels: that at which no result is hidden."""
        pages = self._column.sizeHint().height() - self.pages.sizeHint().height()
        if self.pages.currentWidget() is self.why:
            return pages + max(_EMPTY_HEIGHT, self.why.sizeHint().height())
        return pages + self.view.content_height() + 10

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.border)
        painter.setBrush(tokens.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        for line in (self.pages.y() - 1, self.pages.geometry().bottom() + 1):
            painter.fillRect(QRectF(7, line, self.width() - 14, 1), tokens.divider)
        painter.end()

    def _arrange(self) -> None:
        field = QHBoxLayout()
        field.setContentsMargins(8, 10, 16, 2)
        field.addWidget(self.edit)
        self._chip_row = QHBoxLayout()
        self._chip_row.setContentsMargins(21, 2, 26, 6)
        self._chip_row.setSpacing(0)
        self._chip_row.addStrut(self.mode.sizeHint().height() + 8)
        self._chip_row.addWidget(self.mode)
        self._chip_row.addStretch(1)
        self._chip_row.addWidget(self.hint)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.why)
        foot = QHBoxLayout()
        foot.setContentsMargins(26, 8, 28, 9)
        foot.addWidget(self.keys)
        foot.addStretch(1)
        foot.addWidget(self.count)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(field)
        layout.addLayout(self._chip_row)
        layout.addSpacing(1)
        layout.addWidget(self.pages, 1)
        layout.addSpacing(1)
        layout.addLayout(foot)

    def _dress(self) -> None:
        self._icon.setIcon(self._theme.icon("search"))
        for label in (self.hint, self.keys, self.count):
            label.set_color(self._theme.tokens.text2)
        self.update()
