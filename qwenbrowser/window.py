"""The main window: builds panes, menus and commands, and wires them in one place."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qwenbrowser.commands.catalogue import Catalogue
from qwenbrowser.dialogs.palette import Palette
from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import NotFound, UserError
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import EntityKind
from qwenbrowser.domain.uids import parse_uri
from qwenbrowser.language import speak
from qwenbrowser.models.messages import label, said
from qwenbrowser.panes.empty_story import FactsOrEmpty
from qwenbrowser.panes.entity_header import EntityHeader
from qwenbrowser.panes.events import EventsPane
from qwenbrowser.panes.people import PeoplePane
from qwenbrowser.panes.profile import ProfilePane
from qwenbrowser.panes.reader import ReaderPane
from qwenbrowser.panes.sources import SourcesPane
from qwenbrowser.panes.statements import StatementsPane
from qwenbrowser.panes.story_status import StoryStatus
from qwenbrowser.store import entities, facts, sources
from qwenbrowser.theme.manager import Choice, Theme
from qwenbrowser.widgets.banner import Banner
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.rail import Rail
from qwenbrowser.widgets.recent_menu import RecentMenu
from qwenbrowser.widgets.scrolled import Scrolled
from qwenbrowser.widgets.splitter import Splitter
from qwenbrowser.widgets.text import isolate, message_box, mnemonic_escape
from qwenbrowser.widgets.toast import Toast
from qwenbrowser.widgets.top_bar import TopBar
from qwenbrowser.window_commands import register
from qwenbrowser.window_language import Kept, give_back, keep
from qwenbrowser.window_menus import build_menus
from qwenbrowser.workspace import Selection, Workspace

READER_BESIDE = 1200
"""The width in pixels from which the reader has a place of its own."""


class MainWindow(QMainWindow):
    """One story in linked panes. `select()` chooses by name or address; `became_idle` follows changes."""

    became_idle = Signal()
    closing = Signal()
    story_requested = Signal(object)
    """The path of another story that the user wants opened instead."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        theme_choice: Choice = "system",
        language_choice: str | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.workspace = workspace
        self.theme = theme
        self.theme_choice: Choice = theme_choice
        self.language_choice = language_choice
        theme.setParent(self)
        workspace.setParent(self)
        workspace.jobs.setParent(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._tell_idle)
        self._reader_wanted: bool | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._rebuild)
        self._kept: Kept | None = None
        self._take_back_by = workspace.undo
        self.recent = RecentMenu("", self)
        self._build()
        self._wire()
        self.setWindowTitle(f"{isolate(workspace.db.info.title)} – qwenbrowser")
        self.setMinimumSize(800, 560)
        self.resize(1440, 900)
        self.refresh_commands()
        self.people.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and everything shown is up to date."""
        return not (self.workspace.jobs.running or self._settled.isActive() or self._again.isActive())

    def select(self, name_or_uri: str) -> None:
        """Choose an entity by name, or an entity, fact or source by its qwen:// address.

        Raises NotFound, or Ambiguous with the candidates.
        """
        workspace = self.workspace
        story, kind, uid = parse_uri(name_or_uri) or ("", "", "")
        if kind not in ("fact", "source"):
            workspace.choose_entity(workspace.read(entities.find_entity, name_or_uri).id)
            return
        if story != workspace.db.info.uid:
            raise NotFound(f"{name_or_uri} leads to another story.", "Open that story and look there.")
        if kind == "fact":
            workspace.choose_item(workspace.read(facts.fact_id_of, uid))
        else:
            workspace.choose_source(workspace.read(sources.source_by_uid, uid).id)
            self.show_page("sources")

    def choose_first(self) -> None:
        """Choose the first person of the list, so that a window that just opened is not empty."""
        people = self.workspace.read(entities.entity_ids, EntityKind.PERSON)
        if people:
            self.workspace.choose_entity(people[0])

    def show_error(self, error: UserError) -> None:
        """Say what went wrong and what to do now."""
        message_box(self, self.tr("This did not work"), said(error.problem), _what_now(error)).open()

    def show_page(self, page: str) -> None:
        """Show the people or the sources at the left."""
        self.left.setCurrentWidget(self.sources if page == "sources" else self.people)
        if self.width() < READER_BESIDE:
            self._reader_wanted = False
        self._place_reader()
        self.rail.set_current(page)

    @property
    def page(self) -> str:
        """What is shown at the left: "browse" or "sources"."""
        return "sources" if self.left.currentWidget() is self.sources else "browse"

    def set_theme(self, choice: Choice) -> None:
        """Wear "light", "dark", or what the system says ("system")."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.theme_choice = choice
            self.theme.apply(app, choice)
            self.refresh_commands()

    def toggle_theme(self) -> None:
        self.set_theme("light" if self.theme.tokens.dark else "dark")

    def set_language(self, choice: str | None) -> None:
        """Speak "en", "zh_CN", or what the system prefers (None); what is shown is built anew at once."""
        self.language_choice = choice
        app = QApplication.instance()
        if isinstance(app, QApplication) and speak(app, choice):
            self._again.start()  # not within the menu or list that asked for it, which goes too
        self.refresh_commands()

    def resize_text(self, percent: int) -> None:
        """Show all type at a size from 80 to 200 percent of the usual one."""
        self.theme.resize(percent)
        self.refresh_commands()

    def filter_names(self) -> None:
        """Go to the filter of the list of people."""
        self.show_page("browse")
        self.people.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.people.filter.selectAll()

    def toggle_reader(self) -> None:
        self._reader_wanted = not self.reader.isVisible()
        self._place_reader()

    def cycle_panes(self) -> None:
        """Give the focus to the next visible list, and after the last to the first."""
        stops = [view for view in self._stops() if view.isVisible()]
        if stops:
            held = next((n for n, view in enumerate(stops) if view.hasFocus()), -1)
            stops[(held + 1) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    def open_evidence(self) -> None:
        """Show the reader and give it the focus."""
        self._reader_wanted = True
        self._place_reader()
        self.reader.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_commands(self) -> None:
        """Bring names, ticks and availability of all menu entries up to date."""
        for command in self.commands:
            action = self._actions[command.id]
            action.setEnabled(command.enabled())
            if command.describe is not None:
                action.setText(mnemonic_escape(command.describe()))
            if command.checked is not None:
                action.setChecked(command.checked())
        self.top.show_history(self.workspace.can_back, self.workspace.can_forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        crossed = (event.oldSize().width() < READER_BESIDE) != (event.size().width() < READER_BESIDE)
        if crossed:
            self._reader_wanted = None
        self._place_reader()

    def splitters(self) -> dict[str, QSplitter]:
        """The splitters whose places are remembered, by name."""
        return {"columns": self.columns, "facts": self.facts_area, "below": self.below}

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self._again.stop()
        self.workspace.jobs.close()
        # A view may be painted once more after this: it must not ask a story that is closed.
        for view in self._lists():
            view.setModel(None)
        self.workspace.db.close()
        super().closeEvent(event)

    def _build(self) -> None:
        """Everything that is shown and said, in the language that the program speaks now."""
        self._build_panes()
        self._arrange()
        self.commands = Catalogue()
        self.search = Palette(self.workspace, self.commands, self.theme, self)
        register(self)
        self._actions = build_menus(self)
        self._wire_content()

    def _rebuild(self) -> None:
        """Build the content again on the same workspace, then scroll it; nothing of the old one is left."""
        if self._kept is not None:
            places, self._kept = self._kept.places, None
            self.setUpdatesEnabled(True)
            self.workspace.returned.emit(places)
            self._settled.start()
            return
        self._kept, wanted = keep(self), self._reader_wanted
        self.setUpdatesEnabled(False)
        self.workspace.jobs.drop_reads()
        for old in (self.search, self.centralWidget(), self.menuBar()):
            if old is not None:
                shiboken6.delete(old)
        self._build()
        give_back(self, self._kept)
        self._reader_wanted = wanted
        self._place_reader()
        self.refresh_commands()
        self._again.start()  # once it is laid out

    def _build_panes(self) -> None:
        workspace, theme = self.workspace, self.theme
        self.people = PeoplePane(workspace, theme)
        self.sources = SourcesPane(workspace, theme)
        self.entity_header = EntityHeader(workspace, theme)
        self.events = EventsPane(workspace, theme)
        self.profile = ProfilePane(workspace, theme)
        self.statements = StatementsPane(workspace, theme)
        self.reader = ReaderPane(workspace, theme)
        self.status = StoryStatus(workspace, theme)
        self._scrolled = Scrolled(self._lists(), self.reader.text)
        self.rail = Rail(
            theme, [("browse", "users", self.tr("Browse")), ("sources", "file-text", self.tr("Sources"))]
        )
        self.top = TopBar(theme, workspace.db.info.title)
        self.banner = Banner(
            theme, said(workspace.db.notice or ""), level="warning", close=self.tr("Hide this message")
        )
        self.banner.setVisible(bool(workspace.db.notice))

    def _arrange(self) -> None:
        self.left = QStackedWidget()
        self.left.setObjectName("left")
        self.left.addWidget(self.people)
        self.left.addWidget(self.sources)
        self.below = Splitter(Qt.Orientation.Horizontal, [self.profile, self.statements], [352, 386])
        self.facts_area = Splitter(Qt.Orientation.Vertical, [self.events, self.below], [300, 420])
        facts_page = QWidget()
        column = QVBoxLayout(facts_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.entity_header)
        column.addWidget(self.facts_area, 1)
        self.middle = FactsOrEmpty(self.workspace, self.theme, facts_page)
        self.columns = Splitter(
            Qt.Orientation.Horizontal, [self.left, self.middle, self.reader], [256, 738, 382]
        )
        self.columns.setStretchFactor(1, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self.columns, 1)
        central = QWidget()
        page = QVBoxLayout(central)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.top)
        page.addWidget(self.banner)
        page.addLayout(body, 1)
        page.addWidget(self.status)
        self.setCentralWidget(central)
        self.toast = Toast(self.theme, central)
        self.toast.acted.connect(self._take_back)

    def _wire(self) -> None:
        self.recent.chosen.connect(self.story_requested)
        self.workspace.selection_changed.connect(self._selected)
        # Looked up when they are called: the views are others after a change of language.
        self.workspace.place = lambda: self._scrolled.places()  # noqa: PLW0108
        self.workspace.returned.connect(lambda places: self._scrolled.go_to(places))  # noqa: PLW0108
        self.workspace.changed.connect(self._changed)
        self.workspace.failed.connect(self.show_error)
        self.workspace.jobs.became_idle.connect(self._settled.start)

    def _wire_content(self) -> None:
        self.workspace.jobs.running_changed.connect(self.status.show_running)
        self.rail.chosen.connect(self.show_page)
        self.top.back_requested.connect(self.workspace.back)
        self.top.forward_requested.connect(self.workspace.forward)
        self.top.theme_requested.connect(self.toggle_theme)
        self.top.reader_requested.connect(self.toggle_reader)
        self.reader.told.connect(self.toast.show_message)
        self.middle.empty.import_requested.connect(self._actions["file.import"].trigger)
        self.middle.empty.open_requested.connect(self._actions["file.open"].trigger)
        self.top.search.open_requested.connect(self.search.open)
        self.search.serve(self.top.search)
        self.search.place_requested.connect(self.reader.text.show_place)
        for view in self._lists():
            view.activated.connect(self.open_evidence)

    def _lists(self) -> list[ListView]:
        return [self.people.view, self.sources.view, self.events.view, self.profile.view, self.profile.beside,
                self.statements.view]  # fmt: skip

    def _left_view(self) -> ListView:
        return self.sources.view if self.page == "sources" else self.people.view

    def _stops(self) -> list[QWidget]:
        return [*self._lists(), self.reader.text]

    def _place_reader(self) -> None:
        wide = self.width() >= READER_BESIDE
        wanted = wide if self._reader_wanted is None else self._reader_wanted
        held = next(
            (part for part in (self.left, self.reader) if part.isAncestorOf(self.focusWidget())), None
        )
        self.reader.setVisible(wanted)
        # Where there is no room for both, the reader takes the place of the people.
        self.left.setVisible(wide or not wanted)
        if held is not None and held.isHidden():
            other = self.reader.text if held is self.left else self._left_view()
            other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self, new: Selection, _old: Selection) -> None:
        self._scrolled.forget()
        self.refresh_commands()
        if new.source is not None and self.width() < READER_BESIDE and not self.reader.isVisible():
            self._reader_wanted = True
            self._place_reader()
        self._settled.start()

    def _changed(self, changes: Changes) -> None:
        self.refresh_commands()
        if not changes:
            self.toast.show_message(fill(self.tr("Nothing to change: %1"), label(changes.label)))
        else:
            undone = self.workspace.taken_back
            done = label(changes.label)
            told = fill(self.tr("Undone: %1"), done) if undone else done
            self.toast.show_message(told, self.tr("Redo") if undone else self.tr("Undo"))
            self._take_back_by = self.workspace.redo if undone else self.workspace.undo
        self._settled.start()

    def _take_back(self) -> None:
        self._take_back_by()

    def _tell_idle(self) -> None:
        if self.idle:
            self._scrolled.settle()
            self.became_idle.emit()


def _what_now(error: UserError) -> str:
    return "\n\n".join(part for part in (str(error.path or ""), said(error.next_step)) if part)
