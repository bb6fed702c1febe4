"""All facts of the story in the order of time; those that concern the chosen entity stand out."""

from __future__ import annotations

from array import array
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.filters import STATEMENTS, TIMELINE, Facet, Filter
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import When
from qwenbrowser.models import filter_words, wording
from qwenbrowser.models.fact_models import DatedModel
from qwenbrowser.models.record_model import Role, Section, offsets_of
from qwenbrowser.store import counts, entities, facts, filters
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID
from qwenbrowser.widgets.buttons import Button
from qwenbrowser.widgets.date_legend import DateLegend
from qwenbrowser.widgets.filter_bar import ChipText, FilterBar, FilterNotice
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.pill import Chip
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.section_header import SectionHeader
from qwenbrowser.widgets.surface import be_surface
from qwenbrowser.widgets.text import mnemonic_escape
from qwenbrowser.workspace import Selection, Workspace

GROUPED_UP_TO = 2_000
"""More facts than this are listed without headings: a heading needs the date of every fact before it."""
FIRST = 64
"""The facts of a big story that are shown until all are there."""


class EventsPane(QWidget):
    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        be_surface(self)
        self._workspace = workspace
        self.header = SectionHeader(theme, self.tr("Timeline"), parent=self)
        self.legend = DateLegend(theme, self.header)
        self.header.add(self.legend)
        self.only = Chip(theme, "", parent=self)
        self.only.setObjectName("only_entity")
        self.only.setCheckable(True)
        self.header.add(self.only)
        self.add_filter = Button(
            theme, self.tr("Filter"), icon="filter", tint="text2", look="quiet", parent=self
        )
        self.add_filter.setAccessibleName(self.tr("Filter facts"))
        self.add_filter.hide()
        self.header.add(self.add_filter)
        self.bar = FilterBar(theme, self.tr("Filters of facts"), self)
        self.bar.setObjectName("fact_filters")
        self.notice = FilterNotice(theme, self)
        self.view = ListView("events_view", self.tr("Timeline"), self)
        self.model = DatedModel(lambda ids: workspace.read(facts.facts_by_ids, ids), self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        self._whole: tuple[Section, ...] | None = None
        self._filtered: tuple[Filter, int | None] | None = None
        self._emptied_by: tuple[Facet, ...] = ()
        self._to_remove: tuple[Facet, ...] = ()
        self._pointed_at = 0
        self._arrange()
        self._wire(theme)
        self._show_chips()
        self._load(workspace.selection.entity)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        chips = QVBoxLayout()
        chips.setContentsMargins(12, 0, 12, 0)
        chips.addWidget(self.bar)
        layout.addLayout(chips)
        layout.addWidget(self.notice)
        layout.addWidget(self.view)

    def _wire(self, theme: Theme) -> None:
        workspace = self._workspace
        self.only.clicked.connect(self._keep_only)
        self.bar.pressed.connect(lambda facet: workspace.remove_filters(Facet(facet)))
        self.bar.left.connect(self.view.setFocus)
        self.notice.acted.connect(self._remove)
        workspace.filter_changed.connect(self._refilter)
        theme.changed.connect(self._fit_legend)
        self.view.chosen.connect(self._choose)
        workspace.selection_changed.connect(self._show)
        workspace.changed.connect(self._reload)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_legend()
        if not self.view.hasFocus() and self.view.verticalScrollBar().value() == self._pointed_at:
            # Nobody scrolled since: what was in the middle of another height would no longer be.
            self._point(self._workspace.selection)

    def _load(self, entity_id: int | None) -> None:
        self._name_button(entity_id)
        self.model.stand_out(entity_id)
        chosen = self._workspace.filter.within(TIMELINE)
        if entity_id is None:
            chosen = chosen.without(Facet.ONLY)
        if chosen.facets():
            self._load_filtered(chosen, entity_id if chosen.only else None)
            return
        self._filtered, self._emptied_by = None, ()
        if self._whole is not None:
            self._list(self._whole)
        elif self._workspace.known(counts.is_big):
            self._ask_for_all()
        else:
            self._whole = self._sections(self._workspace.read(facts.fact_ids))
            self._list(self._whole)

    def _load_filtered(self, chosen: Filter, entity_id: int | None) -> None:
        """List what passes; of a big story, what was listed before stays until that is found."""
        before, self._filtered = self._filtered, (chosen, entity_id)
        if not self._workspace.known(counts.is_big):
            self._list_filtered(self._workspace.read(filters.timeline, chosen, entity_id), None)
        elif self._filtered == before:
            self.view.viewport().update()
        else:
            self._count(self.tr("Filtering…"))
            query = partial(_passing_facts, chosen=chosen, entity_id=entity_id)
            self._workspace.ask("timeline", query, self._got_filtered)

    def _got_filtered(self, answer: tuple[filters.Timeline, Section]) -> None:
        if self._filtered is not None:
            self._list_filtered(*answer)
            self._point(self._workspace.selection)

    def _list_filtered(self, found: filters.Timeline, whole: Section | None) -> None:
        count = filter_words.count_of(len(found.ids), found.of)
        self._count(fill(self.tr("%1 entries"), count))
        self._emptied_by = found.emptied_by
        if found.emptied_by:
            note = filter_words.empties(self._workspace, found.emptied_by)
            self.model.set_sections([Section(found.ids, Heading("", note=note))])
        elif whole is None or len(found.ids) <= GROUPED_UP_TO:
            self.model.set_sections(self._sections(found.ids))
        else:
            self.model.set_sections([whole])

    def _list(self, sections: tuple[Section, ...]) -> None:
        """List all facts; where they are listed already, only those that stand out have changed."""
        count = sum(len(section.ids) for section in sections)
        self._count(wording.counted(count, self.tr("1 entry"), self.tr("%1 entries")))
        if self.model.sections == sections:
            self.view.viewport().update()
        else:
            self.model.set_sections(sections)

    def _count(self, said: str) -> None:
        self.header.set_count(said)
        self._fit_legend()

    def _ask_for_all(self) -> None:
        """Show the first facts of a big story until all of their ids are there."""
        first = Section(self._workspace.read(facts.fact_ids, limit=FIRST))
        if self.model.sections != (first,):
            self.header.set_count("")
            self.model.set_sections([first])
        self._workspace.ask("timeline", _all_facts, self._got_all)

    def set_filter_menu(self, menu: QMenu) -> None:
        """What the button in the header offers."""
        self.add_filter.setMenu(menu)
        self.add_filter.show()

    def open_filter_menu(self) -> None:
        """Open it below its button, for the keyboard too."""
        self.add_filter.menu().popup(self.add_filter.mapToGlobal(self.add_filter.rect().bottomLeft()))

    def _got_all(self, whole: Section) -> None:
        self._whole = (whole,)
        self._load(self._workspace.selection.entity)
        self._point(self._workspace.selection)

    def _sections(self, ids: array[int]) -> tuple[Section, ...]:
        if not ids:
            note = self.tr("Nothing is recorded yet. Import a story to begin.")
            return (Section(ids, Heading("", note=note)),)
        if len(ids) > GROUPED_UP_TO:
            return (Section(ids, offsets=offsets_of(ids)),)
        dates = self._workspace.read(facts.dates_of, ids)
        groups = groupby(ids, lambda fact: wording.heading(When(dates[fact])))
        return tuple(Section(array("q", rows), Heading(title)) for title, rows in groups)

    def _fit_legend(self) -> None:
        """The key gives way where it would cut the title or the count short."""
        needed = self.header.sizeHint().width()
        if self.legend.isHidden():
            needed += self.legend.sizeHint().width() + GRID
        self.legend.setVisible(needed <= self.width())

    def _name_button(self, entity_id: int | None) -> None:
        self.only.setVisible(entity_id is not None)
        if entity_id is not None:
            name = self._workspace.known(entities.get_entity, entity_id).name
            self.only.setText(mnemonic_escape(fill(self.tr("Only %1"), name)))

    def _keep_only(self, only: bool) -> None:
        self._workspace.set_filter(replace(self._workspace.filter, only=only))

    def _remove(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._workspace.remove_filters(*self._to_remove)

    def _refilter(self, new: Filter, old: Filter) -> None:
        if new.within(TIMELINE) == old.within(TIMELINE):
            return
        self._show_chips()
        self._load(self._workspace.selection.entity)
        self._point(self._workspace.selection)

    def _show_chips(self) -> None:
        """The chips of what is filtered; that of the chosen entity stands in the header."""
        self.only.setChecked(self._workspace.filter.only)
        texts = [
            (facet, filter_words.facet_text(self._workspace, facet))
            for facet in self._workspace.filter.facets(STATEMENTS)
        ]
        removes = self.tr("Remove filter: %1")
        self.bar.set_chips([ChipText(facet, text, fill(removes, text)) for facet, text in texts])

    def _say_what_is_hidden(self, selection: Selection) -> None:
        """That a filter leaves nothing, or hides the chosen fact, with the one step that shows it again."""
        self._to_remove = self._emptied_by
        said = self.tr("All entries are hidden") if self._emptied_by else ""
        if (
            self._filtered
            and not said
            and selection.item is not None
            and self.model.row_of(selection.item) < 0
        ):
            self._to_remove = self._workspace.read(filters.hiding, selection.item, *self._filtered)
            if self._to_remove:
                said = filter_words.hides_chosen(self._workspace, self._to_remove)
        self.notice.say(said, filter_words.removal(self._to_remove))

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_item(index.data(Role.ID))

    def _show(self, new: Selection, old: Selection) -> None:
        if new.entity != old.entity:
            self._load(new.entity)
        self._point(new)

    def _point(self, selection: Selection) -> None:
        self._say_what_is_hidden(selection)
        self._bring_into_view(selection)
        self._pointed_at = self.view.verticalScrollBar().value()

    def _bring_into_view(self, selection: Selection) -> None:
        """Show the chosen fact, else bring the entity's first dated fact into view."""
        if selection.item is not None:
            self.view.show_row(self.model.row_of(selection.item))
            return
        self.view.show_row(-1)
        if selection.entity is None:
            return
        lead = self._workspace.known(facts.lead_fact_of, selection.entity)
        row = -1 if lead is None else self.model.row_of(lead)
        if row >= 0:
            self.view.scrollTo(self.model.index(row, 0), ListView.ScrollHint.PositionAtCenter)

    def _reload(self, _changes: Changes) -> None:
        self._whole = self._filtered = None
        self._show_chips()
        self._load(self._workspace.selection.entity)
        self._point(self._workspace.selection)


def _all_facts(conn: Any) -> Section:
    ids = facts.fact_ids(conn)
    return Section(ids, offsets=offsets_of(ids))


def _passing_facts(conn: Any, *, chosen: Filter, entity_id: int | None) -> tuple[filters.Timeline, Section]:
    found = filters.timeline(conn, chosen, entity_id)
    return found, Section(found.ids, offsets=offsets_of(found.ids))
