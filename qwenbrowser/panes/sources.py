"""The sources of the story; choosing one opens its text in the reader."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.records import Source
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.models.source_model import SourceModel
from qwenbrowser.store import sources
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.surface import be_surface
from qwenbrowser.workspace import Selection, Workspace


class SourcesPane(QWidget):
    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        be_surface(self)
        self._workspace = workspace
        self.view = ListView("sources_view", self.tr("Sources"), self)
        self.model = SourceModel(self._fetch, self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.chosen.connect(self._choose)
        workspace.selection_changed.connect(self._show)
        workspace.changed.connect(self._reload)
        self._load()

    def _fetch(self, ids: Sequence[int]) -> Sequence[Source]:
        return self._workspace.read(sources.sources_by_ids, ids)

    def _load(self) -> None:
        ids = self._workspace.read(sources.source_ids)
        nothing = self.tr("No source yet. Import a story to begin.")
        heading = Heading(self.tr("Sources"), f"{len(ids):,}", large=True)
        self.model.set_sections([Section(array("q", ids), heading if ids else Heading("", note=nothing))])
        self._show(self._workspace.selection, Selection())

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_source(index.data(Role.ID))

    def _show(self, new: Selection, _old: Selection) -> None:
        self.view.show_row(-1 if new.source is None else self.model.row_of(new.source))

    def _reload(self, _changes: Changes) -> None:
        self._load()
