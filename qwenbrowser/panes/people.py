"""People, organisations and products with their counts; choosing one chooses the entity."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.names import fold
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import EntityKind
from qwenbrowser.models.entity_model import EntityModel
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.store import entities
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.surface import be_surface
from qwenbrowser.workspace import Selection, Workspace


class PeoplePane(QWidget):
    """The list at the left. The filter keeps names that hold every word typed."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        be_surface(self)
        self._workspace = workspace
        self._theme = theme
        self.filter = QLineEdit(self)
        self.filter.setObjectName("people_filter")
        self.filter.setClearButtonEnabled(True)
        self.filter.setPlaceholderText(self.tr("Filter names"))
        self.filter.setAccessibleName(self.tr("Filter names"))
        self._icon = QAction(self)
        self.filter.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.view = ListView("people_view", self.tr("People and organisations"), self)
        self.model = EntityModel(lambda ids: workspace.read(entities.entities_by_ids, ids), self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        row = QVBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.filter)
        layout.addLayout(row)
        layout.addWidget(self.view)
        self.filter.textChanged.connect(lambda _text: self._load())
        self.view.chosen.connect(self._choose)
        workspace.selection_changed.connect(self._show)
        workspace.changed.connect(self._reload)
        theme.changed.connect(self._dress)
        self._dress()
        self._load()

    def _load(self) -> None:
        titles = (
            (EntityKind.PERSON, self.tr("People")),
            (EntityKind.ORGANISATION, self.tr("Organisations")),
            (EntityKind.PRODUCT, self.tr("Products")),
        )
        words = fold(self.filter.text()).split()
        sections = []
        for kind, title in titles:
            ids = self._matching(kind, words)
            if ids or not words:
                sections.append(Section(ids, Heading(title, f"{len(ids):,}", large=True)))
        if words and not sections:
            nothing = fill(self.tr("No name holds “%1”"), self.filter.text())
            sections.append(
                Section(array("q"), Heading(nothing, note=self.tr("Clear the filter to see all")))
            )
        self.model.set_sections(sections)
        self._show(self._workspace.selection, Selection())

    def _matching(self, kind: EntityKind, words: list[str]) -> array[int]:
        if not words:
            return self._workspace.read(entities.entity_ids, kind)
        return self._workspace.read(entities.entity_ids_matching, kind, words)

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_entity(index.data(Role.ID))

    def _show(self, new: Selection, _old: Selection) -> None:
        self.view.show_row(-1 if new.entity is None else self.model.row_of(new.entity))

    def _reload(self, _changes: Changes) -> None:
        self._load()

    def _dress(self) -> None:
        self._icon.setIcon(self._theme.icon("filter"))
