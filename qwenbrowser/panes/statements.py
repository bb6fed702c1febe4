"""Statements in three tiers: the chosen entity's own words, those about it, others on the same events."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.filters import STATEMENTS, Facet, Filter
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import Entity
from qwenbrowser.models import filter_words
from qwenbrowser.models.fact_models import StatementModel
from qwenbrowser.models.filter_words import count_of
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.models.wording import counted, statements
from qwenbrowser.store import counts, entities, facts, filters
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.filter_bar import FilterNotice
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
        self.notice = FilterNotice(theme, self)
        self.view = ListView("statements_view", self.tr("Statements"), self, on_window=True)
        self.model = StatementModel(lambda ids: workspace.read(facts.facts_by_ids, ids), self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.notice)
        layout.addWidget(self.view)
        self.view.chosen.connect(self._choose)
        self.notice.acted.connect(self._remove)
        workspace.selection_changed.connect(self._show)
        workspace.filter_changed.connect(self._refilter)
        workspace.changed.connect(self._reload)
        self._found: filters.Statements | None = None
        self._to_remove: tuple[Facet, ...] = ()
        self._load(workspace.selection.entity)

    def _load(self, entity_id: int | None) -> None:
        self._found = None
        if entity_id is None:
            self.header.set_count("")
            note = self.tr("Choose a person or an organisation to see what was said")
            self.model.set_sections([Section(array("q"), Heading("", note=note))])
            return
        entity = self._workspace.known(entities.get_entity, entity_id)
        chosen = self._workspace.filter.within(STATEMENTS)
        if self._workspace.known(counts.is_big):
            self._show_first(entity, chosen)
            query = partial(_statements, entity=entity, chosen=chosen)
            self._workspace.ask("statements", query, self._got_all)
        else:
            self._list(entity, self._workspace.read(filters.statements, chosen, entity_id))

    def _list(self, entity: Entity, found: filters.Statements) -> None:
        self._found = found
        tiers, whole = found.tiers, found.whole
        if found.is_filtered:
            others = fill(self.tr("%1 others"), count_of(len(tiers.same_story), len(whole.same_story)))
            own = count_of(len(tiers.own), len(whole.own))
            self._count(own, count_of(len(tiers.about), len(whole.about)), others)
        else:
            others = counted(len(tiers.same_story), self.tr("1 other"), self.tr("%1 others"))
            self._count(f"{len(tiers.own):,}", f"{len(tiers.about):,}", others)
        if found.emptied_by:
            note = filter_words.empties(self._workspace, found.emptied_by)
            self.model.set_sections([Section(array("q"), Heading("", note=note))])
        else:
            self.model.set_sections(self._sections(found, entity.name))

    def _count(self, own: str, about: str, others: str) -> None:
        self.header.set_count(fill(self.tr("%1 own, %2 about, %3"), own, about, others))

    def _show_first(self, entity: Entity, chosen: Filter) -> None:
        """Show the first of the entity's own words until all statements are there."""
        first = self._workspace.known(facts.first_statements_of, entity.id, FIRST)
        own = self._workspace.read(filters.passing, first, chosen)
        heading = Heading(self.tr("Own words"), statements(entity.counts.statements))
        if chosen.facets():
            heading = Heading(self.tr("Own words"), self.tr("Filtering…"))
        self._count(f"{entity.counts.statements:,}", f"{entity.counts.about:,}", "…")
        self.model.set_sections([Section(own, heading, "own")] if own else [])

    def _got_all(self, answer: tuple[Entity, filters.Statements]) -> None:
        entity, found = answer
        selection = self._workspace.selection
        if selection.entity == entity.id:
            bar = self.view.verticalScrollBar()
            place = bar.value()
            self._list(entity, found)
            self._say_what_is_hidden(selection)
            self.view.show_row(self._row(selection), scroll=False)
            self.view.doItemsLayout()
            bar.setValue(place)

    def _sections(self, found: filters.Statements, name: str) -> list[Section]:
        tiers, whole = found.tiers, found.whole
        nothing = fill(self.tr("No statement by %1 in these sources"), name)
        nothing_about = fill(self.tr("No statement about %1 in these sources"), name)
        nothing_else = self.tr("No other statement on the same events")
        rows = (
            ("own", self.tr("Own words"), tiers.own, whole.own, nothing),
            ("about", fill(self.tr("About %1"), name), tiers.about, whole.about, nothing_about),
            (
                "same_story",
                self.tr("Others on the same events"),
                tiers.same_story,
                whole.same_story,
                nothing_else,
            ),
        )
        return [
            Section(array("q", ids), Heading(title, _how_many(ids, of), "" if of else note), tier)
            for tier, title, ids, of, note in rows
        ]

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_item(index.data(Role.ID))

    def _show(self, new: Selection, old: Selection) -> None:
        if new.entity != old.entity:
            self.view.start_over()
            self._load(new.entity)
        self.view.show_row(self._row(new))
        self._say_what_is_hidden(new)

    def _say_what_is_hidden(self, selection: Selection) -> None:
        """That a filter leaves nothing, or hides the chosen statement, with the one step that shows it."""
        found, item, said = self._found, selection.item, ""
        self._to_remove = found.emptied_by if found is not None else ()
        if self._to_remove:
            said = self.tr("All statements are hidden")
        elif found is not None and item is not None and found.hides(item):
            chosen = self._workspace.filter.within(STATEMENTS)
            self._to_remove = self._workspace.read(filters.hiding, item, chosen)
            said = filter_words.hides_chosen(self._workspace, self._to_remove)
        self.notice.say(said, filter_words.removal(self._to_remove))

    def _remove(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._workspace.remove_filters(*self._to_remove)

    def _refilter(self, new: Filter, old: Filter) -> None:
        if new.within(STATEMENTS) != old.within(STATEMENTS):
            selection = self._workspace.selection
            self._load(selection.entity)
            self._show(selection, selection)

    def _row(self, selection: Selection) -> int:
        return -1 if selection.item is None else self.model.row_of(selection.item)

    def _reload(self, _changes: Changes) -> None:
        selection = self._workspace.selection
        self._load(selection.entity)
        self._show(selection, selection)


def _statements(conn: Any, *, entity: Entity, chosen: Filter) -> tuple[Entity, filters.Statements]:
    return entity, filters.statements(conn, chosen, entity.id)


def _how_many(ids: Sequence[int], whole: Sequence[int]) -> str:
    if len(ids) != len(whole):
        return count_of(len(ids), len(whole))
    return statements(len(ids)) if ids else "0"
