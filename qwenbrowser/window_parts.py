"""What a window shows of its story: panes, commands and menus are built and wired here, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qwenbrowser.commands.catalogue import Catalogue
from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.records import EntityKind
from qwenbrowser.domain.uids import parse_uri
from qwenbrowser.models.messages import said
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
from qwenbrowser.widgets.banner import Banner
from qwenbrowser.widgets.rail import Rail
from qwenbrowser.widgets.scrolled import Scrolled
from qwenbrowser.widgets.splitter import Splitter
from qwenbrowser.widgets.toast import Toast
from qwenbrowser.widgets.top_bar import TopBar
from qwenbrowser.window_commands import register
from qwenbrowser.window_menus import build_menus

if TYPE_CHECKING:
    from qwenbrowser.dialogs.palette import Palette
    from qwenbrowser.window import MainWindow
    from qwenbrowser.workspace import Workspace


def _tr(text: str) -> str:
    return QCoreApplication.translate("MainWindow", text)


def build(window: MainWindow) -> None:
    """Give a window its content, in the language that the program speaks now."""
    _build_panes(window)
    _arrange(window)
    window.commands = Catalogue()
    register(window)
    window.entries = build_menus(window)
    _wire(window)


def build_search(window: MainWindow) -> Palette:
    """The palette, for the content that the window has now."""
    from qwenbrowser.dialogs.palette import Palette

    search = Palette(window.workspace, window.commands, window.theme, window)
    search.serve(window.top.search)
    search.place_requested.connect(window.reader.text.show_place)
    return search


def choose(window: MainWindow, name_or_uri: str) -> None:
    """Choose an entity by name, or what an address leads to. Raises NotFound or Ambiguous."""
    workspace = window.workspace
    story, kind, uid = parse_uri(name_or_uri) or ("", "", "")
    if kind not in ("fact", "source"):
        workspace.choose_entity(workspace.read(entities.find_entity, name_or_uri).id)
        return
    if story != workspace.db.info.uid:
        raise NotFound(Message("%1 leads to another story.", name_or_uri), "Open that story and look there.")
    if kind == "fact":
        workspace.choose_item(workspace.read(facts.fact_id_of, uid))
    else:
        workspace.choose_source(workspace.read(sources.source_by_uid, uid).id)
        window.show_page("sources")


def choose_first(workspace: Workspace) -> None:
    """Choose the first person of the list, if there is one."""
    people = workspace.known(entities.entity_ids, EntityKind.PERSON)
    if people:
        workspace.choose_entity(people[0])


def _build_panes(window: MainWindow) -> None:
    workspace, theme = window.workspace, window.theme
    window.people = PeoplePane(workspace, theme)
    window.sources = SourcesPane(workspace, theme)
    window.entity_header = EntityHeader(workspace, theme)
    window.events = EventsPane(workspace, theme)
    window.profile = ProfilePane(workspace, theme)
    window.statements = StatementsPane(workspace, theme)
    window.reader = ReaderPane(workspace, theme)
    window.status = StoryStatus(workspace, theme)
    window.scrolled = Scrolled(window.lists(), window.reader.text)
    window.rail = Rail(theme, [("browse", "users", _tr("Browse")), ("sources", "file-text", _tr("Sources"))])
    window.top = TopBar(theme, workspace.db.info.title)
    window.banner = Banner(
        theme, said(workspace.db.notice or ""), level="warning", close=_tr("Hide this message")
    )
    window.banner.setVisible(bool(workspace.db.notice))


def _share_width(width: int) -> list[int]:
    """For people, facts and reader, which takes the place of the people where there is no room for both."""
    reader = 382 if width > 1136 else 340
    return [256, width - 256 - reader, reader]


def _share_height(height: int) -> list[int]:
    """For the timeline and what is below it, where a low window too shows the whole of a profile change."""
    timeline = max(140, min(height * 5 // 12, height - 376))
    return [timeline, height - timeline]


def _share_facts(width: int) -> list[int]:
    """For profile changes and statements; so wide that the words of a change stand on one line."""
    profile = max(width * 352 // 738, min(340, width - 270))
    return [profile, width - profile]


def _arrange(window: MainWindow) -> None:
    window.left = QStackedWidget()
    window.left.setObjectName("left")
    window.left.addWidget(window.people)
    window.left.addWidget(window.sources)
    window.below = Splitter(Qt.Orientation.Horizontal, [window.profile, window.statements], _share_facts)
    window.facts_area = Splitter(Qt.Orientation.Vertical, [window.events, window.below], _share_height)
    facts_page = QWidget()
    column = QVBoxLayout(facts_page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(window.entity_header)
    column.addWidget(window.facts_area, 1)
    window.middle = FactsOrEmpty(window.workspace, window.theme, facts_page)
    window.columns = Splitter(
        Qt.Orientation.Horizontal, [window.left, window.middle, window.reader], _share_width
    )
    window.columns.setStretchFactor(1, 1)
    body = QHBoxLayout()
    body.setSpacing(0)
    body.addWidget(window.rail)
    body.addWidget(window.columns, 1)
    central = QWidget()
    page = QVBoxLayout(central)
    page.setContentsMargins(0, 0, 0, 0)
    page.setSpacing(0)
    page.addWidget(window.top)
    page.addWidget(window.banner)
    page.addLayout(body, 1)
    page.addWidget(window.status)
    window.setCentralWidget(central)
    window.toast = Toast(window.theme, central)


def _wire(window: MainWindow) -> None:
    window.workspace.jobs.running_changed.connect(window.status.show_running)
    window.workspace.jobs.progressed.connect(window.status.show_progress)
    window.top.back_requested.connect(window.workspace.back)
    window.top.forward_requested.connect(window.workspace.forward)
    window.reader.told.connect(window.toast.show_message)
    window.middle.empty.import_requested.connect(window.entries["file.import"].trigger)
    window.middle.empty.open_requested.connect(window.entries["file.open"].trigger)
    window.top.search.open_requested.connect(lambda: window.search.open())  # noqa: PLW0108 - built then
    window.top.search.textChanged.connect(lambda text: window.search.type_outside(text))  # noqa: PLW0108
