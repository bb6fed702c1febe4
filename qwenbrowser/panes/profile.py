"""Profile changes of the chosen entity, and below them open questions and roles."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import Fact
from qwenbrowser.models.fact_models import BesideModel, ProfileModel
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.store import counts, entities, facts
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.section_header import SectionHeader
from qwenbrowser.workspace import Selection, Workspace

CHANGES_SHARE = 0.75
"""The most of the pane's height that the changes take while something stands below them."""


class ProfilePane(QWidget):
    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.header = SectionHeader(theme, self.tr("Profile changes"), parent=self)
        self.view = ListView("profile_view", self.tr("Profile changes"), self, on_window=True)
        self.model = ProfileModel(self._fetch, self._hedges, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        self.beside = ListView("beside_view", self.tr("Open questions and roles"), self, on_window=True)
        self.beside_model = BesideModel(self._fetch, self)
        self.beside.setModel(self.beside_model)
        self.beside.setItemDelegate(RowDelegate(theme, self.beside))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.view)
        layout.addWidget(self.beside, 1)
        for view in (self.view, self.beside):
            view.chosen.connect(self._choose)
        workspace.selection_changed.connect(self._show)
        workspace.changed.connect(self._reload)
        theme.changed.connect(self._fit)
        self._hedged: frozenset[int] = frozenset()
        self._load(workspace.selection.entity)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fetch(self, ids: Sequence[int]) -> Sequence[Fact]:
        return self._workspace.read(facts.facts_by_ids, ids)

    def _hedges(self, change: int) -> Sequence[Fact]:
        if change not in self._hedged:
            return ()
        return self._fetch(self._workspace.read(facts.hedges_of, change))

    def _load(self, entity_id: int | None) -> None:
        if entity_id is None:
            self.header.set_count("")
            self.model.set_sections([Section(array("q"), Heading("", note=self.tr("Choose a person")))])
            self.beside_model.set_sections([])
            self._fit()
            return
        changes = array("q", self._workspace.read(facts.profile_changes_of, entity_id))
        self._hedged = self._workspace.read(counts.hedged, changes)
        questions = array("q", self._workspace.read(facts.questions_of, entity_id))
        roles = array("q", self._workspace.read(facts.roles_of, entity_id))
        self.header.set_count(f"{len(changes):,}")
        name = self._workspace.read(entities.get_entity, entity_id).name
        nothing = fill(self.tr("No source reports a changed profile of %1"), name)
        self.model.set_sections([Section(changes, None if changes else Heading("", note=nothing))])
        self.beside_model.set_sections(
            [
                Section(ids, Heading(title, f"{len(ids):,}"))
                for title, ids in ((self.tr("Open questions"), questions), (self.tr("Roles"), roles))
                if ids
            ]
        )
        self._fit()

    def _fit(self) -> None:
        """Give the changes the height that they need, and what stands below them the rest."""
        beside = self.beside_model.rowCount() > 0
        self.beside.setVisible(beside)
        if not beside:
            self.view.setMaximumHeight(16_777_215)
            self.view.setMinimumHeight(60)
            return
        room = int((self.height() - self.header.height()) * CHANGES_SHARE)
        self.view.setFixedHeight(max(60, min(self.view.content_height(room) + 4, room)))

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_item(index.data(Role.ID))

    def _show(self, new: Selection, old: Selection) -> None:
        if new.entity != old.entity:
            self._load(new.entity)
        for view, model in ((self.view, self.model), (self.beside, self.beside_model)):
            view.show_row(-1 if new.item is None else model.row_of(new.item))

    def _reload(self, _changes: Changes) -> None:
        selection = self._workspace.selection
        self._load(selection.entity)
        self._show(selection, selection)
