"""Profile changes of the chosen entity, and below them open questions and roles."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.filters import CHANGES, Facet, Filter
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import Fact
from qwenbrowser.models import filter_words
from qwenbrowser.models.fact_models import BesideModel, ProfileModel
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.store import counts, entities, facts, filters
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.filter_bar import FilterNotice
from qwenbrowser.widgets.list_view import MOST, ListView
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.section_header import SectionHeader
from qwenbrowser.workspace import Selection, Workspace


class ProfilePane(QWidget):
    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.header = SectionHeader(theme, self.tr("Profile changes"), parent=self)
        self.notice = FilterNotice(theme, self)
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
        layout.addWidget(self.notice)
        # The changes come first; what they do not need is left to what stands below them.
        layout.addWidget(self.view, 100)
        layout.addWidget(self.beside, 1)
        for view in (self.view, self.beside):
            view.chosen.connect(self._choose)
        self.notice.acted.connect(self._remove)
        workspace.selection_changed.connect(self._show)
        workspace.filter_changed.connect(self._refilter)
        workspace.changed.connect(self._reload)
        theme.changed.connect(self._fit)
        self._hedged: frozenset[int] = frozenset()
        self._to_remove: tuple[Facet, ...] = ()
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
        self._to_remove = ()
        if entity_id is None:
            self.header.set_count("")
            self.model.set_sections([Section(array("q"), Heading("", note=self.tr("Choose a person")))])
            self.beside_model.set_sections([])
            self._fit()
            return
        self._load_changes(entity_id)
        kinds = (
            (self.tr("Open questions"), self._workspace.known(facts.questions_of, entity_id)),
            (self.tr("Roles"), self._workspace.known(facts.roles_of, entity_id)),
        )
        self.beside_model.set_sections(
            [
                Section(found, Heading(title, self._how_many(found, whole)))
                for title, whole, found in ((title, whole, self._passing(whole)) for title, whole in kinds)
                if found
            ]
        )
        self._fit()

    def _load_changes(self, entity_id: int) -> None:
        whole = self._workspace.known(facts.profile_changes_of, entity_id)
        changes = self._passing(whole)
        self._hedged = self._workspace.known(counts.hedged, tuple(changes))
        self.header.set_count(self._how_many(changes, whole))
        name = self._workspace.known(entities.get_entity, entity_id).name
        nothing = fill(self.tr("No source reports a changed profile of %1"), name)
        if whole and not changes:
            self._to_remove = self._workspace.filter.emptied_by(
                CHANGES, lambda other: not self._workspace.read(filters.passing, whole, other.within(CHANGES))
            )
            nothing = filter_words.empties(self._workspace, self._to_remove)
        self.model.set_sections([Section(changes, None if changes else Heading("", note=nothing))])

    def _passing(self, ids: Sequence[int]) -> array[int]:
        """Those that pass by certainty and source: each list here is one of a single kind."""
        return self._workspace.read(filters.passing, ids, self._workspace.filter.within(CHANGES))

    def _how_many(self, ids: Sequence[int], whole: Sequence[int]) -> str:
        filtered = self._workspace.filter.facets(CHANGES)
        return filter_words.count_of(len(ids), len(whole)) if filtered else f"{len(ids):,}"

    def _fit(self) -> None:
        """Give the changes no more height than they need while something stands below them."""
        hidden = self.tr("All profile changes are hidden") if self._to_remove else ""
        self.notice.say(hidden, filter_words.removal(self._to_remove))
        beside = self.beside_model.rowCount() > 0
        self.beside.setVisible(beside)
        needed = self.view.content_height(self.height()) + 4 if beside else MOST
        self.view.setMaximumHeight(max(60, needed))
        layout = self.layout()
        if layout is not None:
            # At once, so that nothing is painted or scrolled to at the old height.
            layout.activate()

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_item(index.data(Role.ID))

    def _show(self, new: Selection, old: Selection) -> None:
        if new.entity != old.entity:
            self.view.start_over()
            self.beside.start_over()
            self._load(new.entity)
        for view, model in ((self.view, self.model), (self.beside, self.beside_model)):
            view.show_row(-1 if new.item is None else model.row_of(new.item))

    def _remove(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._workspace.remove_filters(*self._to_remove)

    def _refilter(self, new: Filter, old: Filter) -> None:
        if new.within(CHANGES) != old.within(CHANGES):
            selection = self._workspace.selection
            self._load(selection.entity)
            self._show(selection, selection)

    def _reload(self, _changes: Changes) -> None:
        selection = self._workspace.selection
        self._load(selection.entity)
        self._show(selection, selection)
