"""The main window: builds panes, menus and commands, and wires them in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QWidget

from qwenbrowser.widgets.empty_frame import EmptyFrame
from qwenbrowser.window_menus import refresh, show_titles

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
    from PySide6.QtWidgets import QSplitter, QStackedWidget

    from qwenbrowser.commands.catalogue import Catalogue
    from qwenbrowser.dialogs.palette import Palette
    from qwenbrowser.domain.changes import Changes
    from qwenbrowser.domain.errors import UserError
    from qwenbrowser.domain.filters import Filter
    from qwenbrowser.panes.empty_story import FactsOrEmpty
    from qwenbrowser.panes.entity_header import EntityHeader
    from qwenbrowser.panes.events import EventsPane
    from qwenbrowser.panes.people import PeoplePane
    from qwenbrowser.panes.profile import ProfilePane
    from qwenbrowser.panes.reader import ReaderPane
    from qwenbrowser.panes.sources import SourcesPane
    from qwenbrowser.panes.statements import StatementsPane
    from qwenbrowser.panes.story_status import StoryStatus
    from qwenbrowser.theme.manager import Choice, Theme
    from qwenbrowser.widgets.banner import Banner
    from qwenbrowser.widgets.list_view import ListView
    from qwenbrowser.widgets.rail import Rail
    from qwenbrowser.widgets.recent_menu import RecentMenu
    from qwenbrowser.widgets.scrolled import Scrolled
    from qwenbrowser.widgets.toast import Toast
    from qwenbrowser.widgets.top_bar import TopBar
    from qwenbrowser.window_language import Kept
    from qwenbrowser.workspace import Selection, Workspace

# The empty window is on the screen before anything else is imported: what only a story needs is imported
# where it is used. `Qt` is among it, whose enumerations cost a sixth of a bare window's time.

READER_BESIDE = 1200
"""The width in pixels from which the reader has a place of its own."""


_WAIT_MS, _WAITS = 20, 25
"""How long another language waits for a write that ends soon: a long one goes on."""


class MainWindow(QMainWindow):
    """One story in linked panes. `select()` chooses by name or address; `became_idle` follows changes.

    It is made empty and can be shown so; `fill` gives it its story.
    """

    painted = Signal()
    """The empty window has reached the screen."""
    became_idle = Signal()
    closing = Signal()
    story_requested = Signal(object)
    """The path of another story that the user wants opened instead."""

    workspace: Workspace
    commands: Catalogue
    entries: dict[str, QAction]
    recent: RecentMenu
    people: PeoplePane
    sources: SourcesPane
    entity_header: EntityHeader
    events: EventsPane
    profile: ProfilePane
    statements: StatementsPane
    reader: ReaderPane
    status: StoryStatus
    scrolled: Scrolled
    rail: Rail
    top: TopBar
    banner: Banner
    toast: Toast
    left: QStackedWidget
    middle: FactsOrEmpty
    below: QSplitter
    facts_area: QSplitter
    columns: QSplitter

    def __init__(
        self,
        theme: Theme,
        theme_choice: Choice = "system",
        language_choice: str | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.theme = theme
        self.theme_choice: Choice = theme_choice
        self.language_choice = language_choice
        theme.setParent(self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._tell_idle)
        self._reader_wanted: bool | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._rebuild)
        self._waits = 0
        self._laid_out = QTimer(self, singleShot=True)
        self._laid_out.timeout.connect(self._settle)
        self._kept: Kept | None = None
        self._filled = False
        self._search: Palette | None = None
        show_titles(self)
        empty = EmptyFrame(theme)
        empty.painted.connect(self.painted)
        self.setCentralWidget(empty)
        self.setWindowTitle("qwenbrowser")
        self.setMinimumSize(800, 560)
        self.resize(1440, 900)

    def fill(self, workspace: Workspace) -> None:
        """Show a story in the place of the empty frame."""
        from qwenbrowser.widgets.recent_menu import RecentMenu
        from qwenbrowser.widgets.text import isolate

        self.workspace = workspace
        workspace.setParent(self)
        workspace.jobs.setParent(self)
        self._take_back_by = workspace.undo
        self.recent = RecentMenu("", self)
        self._drop_content()
        self._build()
        for part in (self.menuBar(), self.centralWidget()):
            if part is not None:
                part.show()  # in a window that is shown it would show only later
        self._wire()
        self._filled = True
        self.setWindowTitle(f"{isolate(workspace.db.info.title)} – qwenbrowser")
        self._place_reader()
        self.refresh_commands()
        self.people.view.setFocus()

    @property
    def search(self) -> Palette:
        """The palette; it is built when it is first wanted, since no start has to wait for it."""
        from qwenbrowser.window_parts import build_search

        if self._search is None:
            self._search = build_search(self)
        return self._search

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and everything shown is up to date."""
        waiting = any(timer.isActive() for timer in (self._settled, self._again, self._laid_out))
        return self._filled and not waiting and not self.workspace.jobs.running

    def select(self, name_or_uri: str) -> None:
        """Choose an entity by name, or an entity, fact or source by its qwen:// address.

        Raises NotFound, or Ambiguous with the candidates.
        """
        from qwenbrowser.window_parts import choose

        choose(self, name_or_uri)

    def choose_first(self) -> None:
        """Choose the first person of the list, so that a window that just opened is not empty."""
        from qwenbrowser.window_parts import choose_first

        choose_first(self.workspace)

    def show_error(self, error: UserError) -> None:
        """Say what went wrong and what to do now; of what the user has stopped, only that it is so."""
        from qwenbrowser.domain.errors import Cancelled
        from qwenbrowser.domain.messages import joined
        from qwenbrowser.models.messages import said
        from qwenbrowser.widgets.text import message_box

        if isinstance(error, Cancelled):
            self.toast.show_message(said(joined(error.problem, error.next_step)))
            return
        what_now = "\n\n".join(part for part in (str(error.path or ""), said(error.next_step)) if part)
        message_box(self, self.tr("This did not work"), said(error.problem), what_now).open()

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
        from qwenbrowser.language import speak

        self.language_choice = choice
        app = QApplication.instance()
        if isinstance(app, QApplication) and speak(app, choice):
            self._waits = _WAITS
            self._again.start(0)  # not within the menu or list that asked for it, which goes too
        self.refresh_commands()

    def resize_text(self, percent: int) -> None:
        """Show all type at a size from 80 to 200 percent of the usual one."""
        self.theme.resize(percent)
        self.refresh_commands()

    def filter_names(self) -> None:
        """Go to the filter of the list of people."""
        self.show_page("browse")
        self.people.filter.setFocus()
        self.people.filter.selectAll()

    def toggle_reader(self) -> None:
        self._reader_wanted = not self.reader.isVisible()
        self._place_reader()

    def cycle_panes(self) -> None:
        """Give the focus to the next visible list, and after the last to the first."""
        stops = [view for view in self._stops() if view.isVisible()]
        if stops:
            held = next((n for n, view in enumerate(stops) if view.hasFocus()), -1)
            stops[(held + 1) % len(stops)].setFocus()

    def open_evidence(self) -> None:
        """Show the reader and give it the focus."""
        self._reader_wanted = True
        self._place_reader()
        self.reader.text.setFocus()

    def refresh_commands(self) -> None:
        """Bring names, ticks and availability of all menu entries up to date."""
        refresh(self.commands, self.entries)
        self.top.show_history(self.workspace.can_back, self.workspace.can_forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        crossed = (event.oldSize().width() < READER_BESIDE) != (event.size().width() < READER_BESIDE)
        if crossed:
            self._reader_wanted = None
        if self._filled:
            self._place_reader()

    def splitters(self) -> dict[str, QSplitter]:
        """The splitters whose places are remembered, by name."""
        return {"columns": self.columns, "facts": self.facts_area, "below": self.below}

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self._again.stop()
        self._laid_out.stop()
        if self._filled:
            self.workspace.jobs.close()
            # A view may be painted once more after this: it must not ask a story that is closed.
            for view in self.lists():
                view.setModel(None)
            self.workspace.db.close()
        super().closeEvent(event)

    def _build(self) -> None:
        """Everything that is shown and said, in the language that the program speaks now."""
        from qwenbrowser.window_parts import build

        build(self)
        self.toast.acted.connect(self._take_back)
        self.rail.chosen.connect(self.show_page)
        self.top.theme_requested.connect(self.toggle_theme)
        self.top.reader_requested.connect(self.toggle_reader)
        for view in self.lists():
            view.activated.connect(self.open_evidence)

    def _rebuild(self) -> None:
        """Build the content again on the same workspace; nothing of the old one is left."""
        from qwenbrowser.window_language import give_back, keep

        if self.workspace.jobs.writing and self._waits:
            # A short write may take away what is chosen, and is told a moment after it is done.
            self._waits -= 1
            self._again.start(_WAIT_MS)
            return
        # Where another switch has come before the content could settle, that is still to be kept.
        self._kept, wanted = self._kept or keep(self), self._reader_wanted
        self.setUpdatesEnabled(False)
        self.workspace.jobs.drop_reads()
        if self._search is not None:
            shiboken6.delete(self._search)
            self._search = None
        self._drop_content()
        self._build()
        give_back(self, self._kept)
        self._reader_wanted = wanted
        self._place_reader()
        self.refresh_commands()
        self._laid_out.start()

    def _settle(self) -> None:
        from qwenbrowser.window_language import settle

        if self._kept is not None and not self._again.isActive():
            settle(self, self._kept)
            self._kept = None
            self.setUpdatesEnabled(True)
            self._settled.start()

    def _drop_content(self) -> None:
        menus, content = self.menuBar(), self.centralWidget()
        self.setMenuBar(QMenuBar())  # a window that has lost its menu bar in another way crashes later
        for old in (menus, content):
            if old is not None:
                shiboken6.delete(old)

    def _wire(self) -> None:
        self.recent.chosen.connect(self.story_requested)
        self.workspace.selection_changed.connect(self._selected)
        self.workspace.filter_changed.connect(self._filtered)
        # Looked up when they are called: the views are others after a change of language.
        self.workspace.place = lambda: self.scrolled.places()  # noqa: PLW0108
        self.workspace.returned.connect(lambda places: self.scrolled.go_to(places))  # noqa: PLW0108
        self.workspace.changed.connect(self._changed)
        self.workspace.failed.connect(self.show_error)
        self.workspace.jobs.became_idle.connect(self._settled.start)

    def lists(self) -> list[ListView]:
        """Every list of the panes, in the order in which F6 goes through them."""
        return [self.people.view, self.sources.view, self.events.view, self.profile.view, self.profile.beside,
                self.statements.view]  # fmt: skip

    def _left_view(self) -> ListView:
        return self.sources.view if self.page == "sources" else self.people.view

    def _stops(self) -> list[QWidget]:
        return [*self.lists(), self.reader.text]

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
            other.setFocus()

    def _selected(self, new: Selection, _old: Selection) -> None:
        self.scrolled.forget()
        self.refresh_commands()
        if new.source is not None and self.width() < READER_BESIDE and not self.reader.isVisible():
            self._reader_wanted = True
            self._place_reader()
        self._settled.start()

    def _filtered(self, _new: Filter, _old: Filter) -> None:
        self.refresh_commands()
        self._settled.start()

    def _changed(self, changes: Changes) -> None:
        from qwenbrowser.domain.phrases import fill
        from qwenbrowser.models.messages import label

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
            self.scrolled.settle()
            self.became_idle.emit()
