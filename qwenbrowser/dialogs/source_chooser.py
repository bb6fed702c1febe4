"""Asks for a source to filter by: a searchable list, of a big story filled in the background."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qwenbrowser.domain.names import fold
from qwenbrowser.domain.phrases import fill
from qwenbrowser.models import filter_words
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.models.source_model import SourceModel
from qwenbrowser.store import counts, filters, sources
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, SECONDARY
from qwenbrowser.widgets.buttons import Button
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.text import PlainLabel
from qwenbrowser.workspace import Workspace

MOST = 500
"""Sources that can be taken together."""
_WIDTH, _HEIGHT = 440, 480


class SourceChooser(QDialog):
    """Gives the ids of a source, or of all that are listed, by `picked` and closes.

    Words of outlet and title narrow the list, so that all sources of an outlet can be taken together.
    """

    picked = Signal(object)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("source_chooser")
        self.setWindowTitle(self.tr("Filter by source"))
        self._closed = False
        self._known: list[tuple[int, str]] = []
        self.field = QLineEdit(self)
        self.field.setObjectName("source_words")
        self.field.setPlaceholderText(self.tr("Words of outlet or title"))
        self.field.setAccessibleName(self.tr("Words of outlet or title"))
        self.count = PlainLabel("", self, font=theme.fonts.ui(SECONDARY))
        self.count.setObjectName("source_count")
        self.all = Button(theme, "", look="link", parent=self)
        self.all.setAutoDefault(False)
        self.all.hide()
        self.view = ListView("source_choices", self.tr("Sources"), self)
        self.model = SourceModel(lambda ids: workspace.read(sources.sources_by_ids, ids), self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 2 * GRID, GRID, GRID)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.all)
        layout.addWidget(self.field)
        layout.addLayout(line)
        layout.addWidget(self.view)
        self.all.clicked.connect(lambda: self._give(frozenset(self.model.sections[0].ids)))
        self.field.textChanged.connect(self._list)
        self.field.returnPressed.connect(lambda: self._pick(self.model.index(0, 0)))
        self.view.activated.connect(self._pick)
        self.view.clicked.connect(self._pick)
        self.finished.connect(self._close)
        scale = theme.fonts.scale
        self.resize(round(_WIDTH * scale), min(round(_HEIGHT * scale), parent.height() - 4 * GRID))
        self._load(workspace)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.focusWidget() is self.field:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.show_row(0)
        else:
            super().keyPressEvent(event)

    def _load(self, workspace: Workspace) -> None:
        if workspace.read(counts.is_big):
            self.count.setText(self.tr("Loading…"))
            workspace.ask("source_choices", filters.sources_to_choose, self._got)
        else:
            self._got(workspace.read(filters.sources_to_choose))

    def _got(self, found: list[tuple[int, str]]) -> None:
        if not self._closed:
            self._known = [(source, fold(words)) for source, words in found]
            self._list()

    def _list(self) -> None:
        words = fold(self.field.text()).split()
        ids = array("q", (source for source, text in self._known if all(word in text for word in words)))
        nothing = Heading("", note=fill(self.tr("No source holds “%1”"), self.field.text()))
        self.model.set_sections([Section(ids, None if ids or not words else nothing)])
        count = filter_words.count_of(len(ids), len(self._known))
        self.count.setText(fill(self.tr("%1 sources"), count))
        self.field.setAccessibleDescription(self.count.text())
        self.all.setText(fill(self.tr("Keep all %1"), f"{len(ids):,}"))
        self.all.setAccessibleName(self.all.text())
        self.all.setVisible(bool(words) and 1 < len(ids) <= MOST)

    def _pick(self, index: QModelIndex) -> None:
        source = index.data(Role.ID)
        if source is not None:
            self._give(frozenset({source}))

    def _give(self, ids: frozenset[int]) -> None:
        self.accept()
        self.picked.emit(ids)

    def _close(self) -> None:
        self._closed = True
