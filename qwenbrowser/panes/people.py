"""People, organisations and products with their counts; choosing one chooses the entity."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.filters import PEOPLE, Facet, Filter
from qwenbrowser.domain.names import fold
from qwenbrowser.domain.records import EntityKind
from qwenbrowser.models import filter_words
from qwenbrowser.models.entity_model import EntityModel
from qwenbrowser.models.record_model import Role, Section
from qwenbrowser.models.wording import counted
from qwenbrowser.store import counts, entities, filters
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.announce import announce
from qwenbrowser.widgets.filter_bar import ChipText, FilterBar, FilterNotice
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.row_delegate import RowDelegate
from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.surface import be_surface
from qwenbrowser.workspace import Selection, Workspace


class PeoplePane(QWidget):
    """The list at the left, of those who pass the filter: words of a name, story, quoted, changed."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        be_surface(self)
        self._workspace = workspace
        self._theme = theme
        self.filter = QLineEdit(self)
        self.filter.setObjectName("people_filter")
        self.filter.setClearButtonEnabled(True)
        for button in self.filter.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear the filter"))
        self.filter.setPlaceholderText(self.tr("Filter names"))
        self.filter.setAccessibleName(self.tr("Filter names"))
        self._icon = QAction(self.tr("Filter names"), self)
        self.filter.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.bar = FilterBar(theme, self.tr("Filters of people"), self)
        self.bar.setObjectName("people_filters")
        self.notice = FilterNotice(theme, self)
        self.view = ListView("people_view", self.tr("People and organisations"), self)
        self.model = EntityModel(lambda ids: workspace.read(entities.entities_by_ids, ids), self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(theme, self.view))
        self._ids: dict[EntityKind, array[int]] = {}
        self._everybody: frozenset[int] = frozenset()
        self._keys: list[tuple[int, str]] | None = None
        self._passing: dict[Facet, Collection[int]] = {}
        self._emptied_by: tuple[Facet, ...] = ()
        self._to_remove: tuple[Facet, ...] = ()
        self._arrange()
        self._wire()
        self._dress()
        self.filter.setText(workspace.filter.names)
        self._load()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        row = QVBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.filter)
        layout.addLayout(row)
        chips = QVBoxLayout()
        chips.setContentsMargins(8, 0, 8, 0)
        chips.addWidget(self.bar)
        layout.addLayout(chips)
        layout.addWidget(self.notice)
        layout.addWidget(self.view)

    def _wire(self) -> None:
        workspace = self._workspace
        self.filter.textChanged.connect(self._type)
        self.bar.pressed.connect(lambda key: self.switch(Facet(key)))
        self.notice.acted.connect(self._remove)
        self.view.chosen.connect(self._choose)
        workspace.selection_changed.connect(self._show)
        workspace.filter_changed.connect(self._refilter)
        workspace.changed.connect(self._reload)
        self._theme.changed.connect(self._dress)

    def switch(self, facet: Facet) -> None:
        """Filter by a facet, or no longer."""
        chosen, entity = self._workspace.filter, self._workspace.selection.entity
        if chosen.facets((facet,)):
            self._workspace.remove_filters(facet)
        elif facet is not Facet.STORY:
            self._workspace.set_filter(replace(chosen, **{facet.value: True}))
        elif entity is not None:
            self._workspace.set_filter(replace(chosen, story_of=entity))

    def _load(self) -> None:
        read = self._workspace.read
        self._ids = {kind: self._workspace.known(entities.entity_ids, kind) for kind in EntityKind}
        self._everybody = frozenset().union(*self._ids.values())
        self._keys = None
        self._passing = {Facet.QUOTED: read(filters.quoted), Facet.CHANGED: read(filters.changed)}
        self._match_names()
        self._load_story()

    def _match_names(self) -> None:
        """Find who has every word that is typed in the search keys of one name."""
        words = fold(self._workspace.filter.names).split()
        if not words:
            self._passing[Facet.NAMES] = self._everybody
            return
        if self._keys is None:
            self._keys = self._workspace.read(entities.search_keys_of_names)
        self._passing[Facet.NAMES] = {
            entity for entity, keys in self._keys if all(word in keys for word in words)
        }

    def _load_story(self) -> None:
        """Find who is in the story that is asked for, of a big one in the background, and list."""
        story = self._workspace.filter.story_of
        if story is None:
            self._passing.pop(Facet.STORY, None)
            self._list()
        elif self._workspace.known(counts.is_big):
            self._workspace.ask("people", partial(_story, entity_id=story), self._got_story)
        else:
            self._got_story((story, self._workspace.read(filters.in_story_of, story)))

    def _got_story(self, found: tuple[int, frozenset[int]]) -> None:
        if found[0] == self._workspace.filter.story_of:
            self._passing[Facet.STORY] = found[1]
            self._list()

    def _refilter(self, new: Filter, old: Filter) -> None:
        if new.names != old.names:
            if self.filter.text().strip() != new.names.strip():
                self.filter.setText(new.names)
            self._match_names()
        if new.story_of != old.story_of:
            self._load_story()
        elif new.within(PEOPLE) != old.within(PEOPLE):
            self._list()

    def _list(self) -> None:
        on = self._workspace.filter.facets(PEOPLE)
        passing = self._all_passing(on)
        sections = []
        for kind, title in self._titles():
            ids = self._ids[kind]
            found = array("q", (entity for entity in ids if entity in passing)) if on else ids
            if found or not on:
                count = filter_words.count_of(len(found), len(ids)) if on else f"{len(ids):,}"
                sections.append(Section(found, Heading(title, count, large=True)))
        self._emptied_by = () if sections else self._workspace.filter.emptied_by(PEOPLE, self._leaves_nothing)
        if not sections:
            nobody = filter_words.empties(self._workspace, self._emptied_by or on)
            sections.append(Section(array("q"), Heading("", note=nobody)))
        self.model.set_sections(sections)
        self._show_chips()
        self._show_chosen(self._workspace.selection)
        if self.filter.hasFocus():
            headings = [section.heading for section in sections if section.heading is not None]
            said = [" ".join(filter(None, (each.title, each.count, each.note))) for each in headings]
            announce(self.filter, ", ".join(said))

    def _titles(self) -> tuple[tuple[EntityKind, str], ...]:
        return (
            (EntityKind.PERSON, self.tr("People")),
            (EntityKind.ORGANISATION, self.tr("Organisations")),
            (EntityKind.PRODUCT, self.tr("Products")),
        )

    def _all_passing(self, facets: Iterable[Facet]) -> frozenset[int]:
        """Who passes all of the facets, as far as that is known yet."""
        return self._everybody.intersection(*(self._passing.get(f, self._everybody) for f in facets))

    def _leaves_nothing(self, chosen: Filter) -> bool:
        return not self._all_passing(chosen.facets(PEOPLE))

    def _show_chips(self) -> None:
        chosen, entity = self._workspace.filter, self._workspace.selection.entity
        on = chosen.facets(PEOPLE)
        story = self.tr("In this story")
        if chosen.story_of is not None:
            story = filter_words.facet_text(self._workspace, Facet.STORY)
        texts = (
            (Facet.STORY, story, self.tr("Who has a part in the same events as the one chosen here")),
            (Facet.QUOTED, self.tr("Quoted"), self.tr("Of whom a source gives the very words")),
            (Facet.CHANGED, self.tr("Changed"), self.tr("Whose profile changed, according to a source")),
        )
        self.bar.set_chips(
            [
                ChipText(facet, text, on=facet in on, count=self._count(facet, on), tip=tip)
                for facet, text, tip in texts
                if self._everybody and (facet is not Facet.STORY or facet in on or entity is not None)
            ]
        )

    def _count(self, facet: Facet, on: tuple[Facet, ...]) -> str:
        """How many are listed with this filter and those that are on; "" where that is not known yet."""
        return f"{len(self._all_passing((*on, facet))):,}" if facet in self._passing else ""

    def _type(self, names: str) -> None:
        self._workspace.set_filter(replace(self._workspace.filter, names=names if names.strip() else ""))

    def _remove(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._workspace.remove_filters(*self._to_remove)

    def _choose(self, index: QModelIndex) -> None:
        self._workspace.choose_entity(index.data(Role.ID))

    def _show(self, new: Selection, old: Selection) -> None:
        if (new.entity is None) != (old.entity is None):
            self._show_chips()
        self._show_chosen(new)

    def _show_chosen(self, selection: Selection) -> None:
        """Mark the chosen one, or say which filter hides it, or what leaves nobody."""
        entity = selection.entity
        self.view.show_row(-1 if entity is None else self.model.row_of(entity))
        hidden_by = tuple(
            facet
            for facet in self._workspace.filter.facets(PEOPLE)
            if entity is not None and entity not in self._passing.get(facet, (entity,))
        )
        self._to_remove = self._emptied_by or hidden_by
        if self._emptied_by:
            hidden = len(self._everybody)
            said = counted(hidden, self.tr("1 entry is hidden"), self.tr("%1 entries are hidden"))
        elif hidden_by:
            said = filter_words.hides_chosen(self._workspace, hidden_by)
        else:
            said = ""
        self.notice.say(said, filter_words.removal(self._to_remove))

    def _reload(self, _changes: Changes) -> None:
        self._load()

    def _dress(self) -> None:
        self._icon.setIcon(self._theme.icon("filter"))


def _story(conn: Any, *, entity_id: int) -> tuple[int, frozenset[int]]:
    return entity_id, filters.in_story_of(conn, entity_id)
