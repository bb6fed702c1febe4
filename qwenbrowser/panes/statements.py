"""Statements in three tiers: the chosen entity's own words, those about it, others on the same events."""

from __future__ import annotations

from array import array
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import Entity, Tiers
from qwenbrowser.models.fact_models import StatementModel
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.models.wording import counted, statements
from qwenbrowser.store import counts, entities, facts
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.section_header import SectionHeader
from qwenbrowser.workspace import Selection, Workspace

FIRST = 16
"""The statements of a big story that are shown until all are there; no pane shows more at once."""


class StatementsPane(QWidget):
    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.header = SectionHeader(theme, self.tr("Statements"), parent=self)
        self.view = ListView("statements_view", self.tr("Statements"), self, on_window=True)
        self.model = StatementModel(lambda ids: workspace.read(facts.facts_by_ids, ids), self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.view)
        self.view.chosen.connect(self._choose)
        workspace.selection_changed.connect(self._show)
        workspace.changed.connect(self._reload)
        self._load(workspace.selection.entity)

    def _load(self, entity_id: int | None) -> None:
        if entity_id is None:
            self.header.set_count("")
            note = self.tr("Choose a person or an organisation to see what was said")
            self.model.set_sections([Section(array("q"), Heading("", note=note))])
            return
        entity = self._workspace.read(entities.get_entity, entity_id)
        if self._workspace.read(counts.is_big):
            self._show_first(entity)
            self._workspace.ask("statements", partial(_tiers, entity=entity), self._got_all)
        else:
            self._list(entity, self._workspace.read(facts.statements_of, entity_id))

    def _list(self, entity: Entity, tiers: Tiers) -> None:
        others = counted(len(tiers.same_story), self.tr("1 other"), self.tr("%1 others"))
        self._count(len(tiers.own), len(tiers.about), others)
        self.model.set_sections(self._sections(tiers, entity.name))

    def _count(self, own: int, about: int, others: str) -> None:
        self.header.set_count(fill(self.tr("%1 own, %2 about, %3"), f"{own:,}", f"{about:,}", others))

    def _show_first(self, entity: Entity) -> None:
        """Show the first of the entity's own words until all statements are there."""
        own = array("q", self._workspace.read(facts.first_statements_of, entity.id, FIRST))
        heading = Heading(self.tr("Own words"), statements(entity.counts.statements))
        self._count(entity.counts.statements, entity.counts.about, "…")
        self.model.set_sections([Section(own, heading, "own")] if own else [])

    def _got_all(self, answer: tuple[Entity, Tiers]) -> None:
        entity, tiers = answer
        selection = self._workspace.selection
        if selection.entity == entity.id:
            bar = self.view.verticalScrollBar()
            place = bar.value()
            self._list(entity, tiers)
            self.view.show_row(self._row(selection), scroll=False)
            self.view.doItemsLayout()
            bar.setValue(place)

    def _sections(self, tiers: Tiers, name: str) -> list[Section]:
        nothing = fill(self.tr("No statement by %1 in these sources"), name)
        nothing_about = fill(self.tr("No statement about %1 in these sources"), name)
        nothing_else = self.tr("No other statement on the same events")
        rows = (
            ("own", self.tr("Own words"), tiers.own, nothing),
            ("about", fill(self.tr("About %1"), name), tiers.about, nothing_about),
            ("same_story", self.tr("Others on the same events"), tiers.same_story, nothing_else),
        )
        return [
            Section(
                array("q", ids),
                Heading(title, statements(len(ids)) if ids else "0", "" if ids else note),
                tier,
            )
            for tier, title, ids, note in rows
        ]

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_item(index.data(Role.ID))

    def _show(self, new: Selection, old: Selection) -> None:
        if new.entity != old.entity:
            self._load(new.entity)
        self.view.show_row(self._row(new))

    def _row(self, selection: Selection) -> int:
        return -1 if selection.item is None else self.model.row_of(selection.item)

    def _reload(self, _changes: Changes) -> None:
        selection = self._workspace.selection
        self._load(selection.entity)
        self._show(selection, selection)


def _tiers(conn: Any, *, entity: Entity) -> tuple[Entity, Tiers]:
    return entity, facts.statements_of(conn, entity.id)
