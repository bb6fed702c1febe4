"""The main window: builds panes, menus and commands, and wires them in one place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
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
from qwenbrowser.widgets.text import isolate, message_box, mnemonic_escape
from qwenbrowser.widgets.toast import Toast
from qwenbrowser.widgets.top_bar import TopBar
from qwenbrowser.window_commands import register
from qwenbrowser.workspace import Selection, Workspace

READER_BESIDE = 1200
"""The width in pixels from which the reader has a place of its own."""

MENUS = ("file", "edit", "view", "go", "help")


class MainWindow(QMainWindow):
    """One story in linked panes. `select()` chooses by name or address; `became_idle` follows changes."""

    became_idle = Signal()
    closing = Signal()
    story_requested = Signal(object)
    """The path of another story that the user wants opened instead."""

    def __init__(self, workspace: Workspace, theme: Theme, theme_choice: Choice = "system") -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.workspace = workspace
        self.theme = theme
        self.theme_choice: Choice = theme_choice
        theme.setParent(self)
        workspace.setParent(self)
        workspace.jobs.setParent(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._tell_idle)
        self._reader_wanted: bool | None = None
        self._take_back_by = workspace.undo
        self._build_panes()
        self._arrange()
        self.commands = Catalogue()
        self.search = Palette(workspace, self.commands, theme, self)
        register(self)
        self._actions: dict[str, QAction] = {}
        self._build_menus()
        self._wire()
        self.setWindowTitle(f"{isolate(workspace.db.info.title)} – qwenbrowser")
        self.setMinimumSize(800, 560)
        self.resize(1440, 900)
        self.refresh_commands()
        self.people.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and everything shown is up to date."""
        return not self.workspace.jobs.running and not self._settled.isActive()

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
        message_box(self, self.tr("This did not work"), error.problem, _what_now(error)).open()

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
        self.workspace.jobs.close()
        # A view may be painted once more after this: it must not ask a story that is closed.
        for view in self._lists():
            view.setModel(None)
        self.workspace.db.close()
        super().closeEvent(event)

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
            theme, workspace.db.notice or "", level="warning", close=self.tr("Hide this message")
        )
        self.banner.setVisible(bool(workspace.db.notice))

    def _arrange(self) -> None:
        self.left = QStackedWidget()
        self.left.setObjectName("left")
        self.left.addWidget(self.people)
        self.left.addWidget(self.sources)
        self.below = _splitter(Qt.Orientation.Horizontal, [self.profile, self.statements], [352, 386])
        self.facts_area = _splitter(Qt.Orientation.Vertical, [self.events, self.below], [300, 420])
        facts_page = QWidget()
        column = QVBoxLayout(facts_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.entity_header)
        column.addWidget(self.facts_area, 1)
        self.middle = FactsOrEmpty(self.workspace, self.theme, facts_page)
        self.columns = _splitter(
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

    def _build_menus(self) -> None:
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "go": self.tr("&Go"),
            "help": self.tr("&Help"),
        }
        self.recent = RecentMenu(self.tr("Open &recent"), self)
        self.recent.chosen.connect(self.story_requested)
        for name in MENUS:
            menu = self.menuBar().addMenu(titles[name])
            menu.aboutToShow.connect(self.refresh_commands)
            self._fill_menu(menu, name)
        # "+" stands above "=" on many keyboards: nobody should have to hold Shift as well.
        self._actions["view.text.larger"].setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        group = 0
        for command in self.commands.menu(name):
            if command.group != group and not menu.isEmpty():
                menu.addSeparator()
            group = command.group
            action = QAction(command.title, self)
            action.setObjectName(command.id)
            action.setShortcut(QKeySequence(command.shortcut))
            action.setCheckable(command.checked is not None)
            action.triggered.connect(lambda _on, run=command.run: run())
            menu.addAction(action)
            self._actions[command.id] = action
            if command.id == "file.open":
                menu.addMenu(self.recent)

    def _wire(self) -> None:
        self.workspace.selection_changed.connect(self._selected)
        self.workspace.place = lambda: self._scrolled.places()
        self.workspace.returned.connect(lambda places: self._scrolled.go_to(places))
        self.workspace.changed.connect(self._changed)
        self.workspace.failed.connect(self.show_error)
        self.workspace.jobs.running_changed.connect(self.status.show_running)
        self.workspace.jobs.became_idle.connect(self._settled.start)
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
            self.toast.show_message(fill(self.tr("Nothing to change: %1"), changes.label))
        else:
            undone = self.workspace.taken_back
            said = fill(self.tr("Undone: %1"), changes.label) if undone else changes.label
            self.toast.show_message(said, self.tr("Redo") if undone else self.tr("Undo"))
            self._take_back_by = self.workspace.redo if undone else self.workspace.undo
        self._settled.start()

    def _take_back(self) -> None:
        self._take_back_by()

    def _tell_idle(self) -> None:
        if self.idle:
            self._scrolled.settle()
            self.became_idle.emit()


def _what_now(error: UserError) -> str:
    return "\n\n".join(part for part in (str(error.path or ""), error.next_step) if part)


def _splitter(orientation: Qt.Orientation, parts: list[QWidget], sizes: list[int]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    splitter.setSizes(sizes)
    return splitter
