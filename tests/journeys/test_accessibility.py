"""What a screen reader finds in every state of the window, by name, role, state and action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.dialogs.about import about_box, shortcut_sheet
from qwenbrowser.dialogs.faults import Faults
from qwenbrowser.dialogs.recovery import RecoveryDialog
from qwenbrowser.domain.errors import NotFound, StoryDamaged
from qwenbrowser.store.database import Database
from qwenbrowser.widgets.find_bar import FindBar
from qwenbrowser.widgets.gutter import Gutter
from qwenbrowser.widgets.marked_text import MarkedText
from qwenbrowser.window import MainWindow

HUI = "Binyuan Hui"
Role = QAccessible.Role
NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description

# What only holds other parts, or is part of another: a name would be said for nothing.
NAMELESS = {
    Role.Client,
    Role.Grouping,
    Role.LayeredPane,
    Role.Pane,
    Role.Splitter,
    Role.Separator,
    Role.ScrollBar,
}


@pytest.fixture
def screen_reader() -> Iterator[None]:
    """One that listens."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced."""
    told: list[str] = []

    def hear(event: Any) -> None:
        if event.type() == QAccessible.Event.Announcement:
            told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return told


def interface(thing: QObject) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(thing)
    assert found is not None
    return found


def parts(of: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything in sight below, itself included; the rows of lists that are scrolled away too."""
    yield of
    for number in range(of.childCount()):
        child = of.child(number)
        assert child is not None, (name(of), number)
        assert child.isValid()
        if child.role() == Role.ListItem or not child.state().invisible:
            yield from parts(child)


def name(part: QAccessibleInterface) -> str:
    return part.text(NAME)


def named(widget: QWidget, role: QAccessible.Role) -> list[str]:
    """The names of all parts of a role."""
    return [name(part) for part in parts(interface(widget)) if part.role() == role]


def the(widget: QWidget, role: QAccessible.Role, wanted: str) -> QAccessibleInterface:
    """The one part of this role and name."""
    found = [part for part in parts(interface(widget)) if part.role() == role and name(part) == wanted]
    assert len(found) == 1, (wanted, named(widget, role))
    return found[0]


def nameless(widget: QWidget) -> list[str]:
    """Every part in sight that a screen reader could only call by its role."""
    found = []
    for part in parts(interface(widget)):
        if part.role() not in NAMELESS and not name(part).strip():
            thing = part.object()
            found.append(f"{part.role().name} {type(thing).__name__} {thing.objectName() if thing else ''}")
    return found


def press(part: QAccessibleInterface, action: str = "Press") -> None:
    actions = part.actionInterface()
    assert actions is not None
    assert action in actions.actionNames(), actions.actionNames()
    actions.doAction(action)


def with_find_bar(user: Any, _qtbot: QtBot) -> None:
    user.window.reader.open_find()
    user.window.reader.find_bar.field.setText("Qwen")


def with_palette(text: str) -> Callable[[Any, QtBot], None]:
    def do(user: Any, _qtbot: QtBot) -> None:
        user.window.search.open(text)
        user.waits()

    return do


def with_toast(user: Any, qtbot: QtBot) -> None:
    user.window.workspace.undo()
    qtbot.waitUntil(user.window.toast.isVisible)
    user.waits()


def with_sources(user: Any, _qtbot: QtBot) -> None:
    user.window.show_page("sources")
    user.clicks("sources_view", user.ids("sources_view")[0])


STATES: dict[str, Callable[[Any, QtBot], None]] = {
    "start": lambda user, _qtbot: None,
    "a person": lambda user, _qtbot: user.clicks("people_view", HUI),
    "an organisation": lambda user, _qtbot: user.clicks("people_view", "Alibaba"),
    "nothing in the filter": lambda user, _qtbot: user.window.people.filter.setText("nobody"),
    "a source": with_sources,
    "find bar": with_find_bar,
    "palette": with_palette(""),
    "palette: results": with_palette("qwen"),
    "palette: nothing": with_palette("nothing at all"),
    "palette: commands": with_palette(">"),
    "toast, empty story": with_toast,
}


@pytest.mark.usefixtures("screen_reader")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)], ids=str)
def test_every_part_in_sight_has_a_name(
    user: Any, window: MainWindow, qtbot: QtBot, state: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    STATES[state](user, qtbot)
    window.grab()
    QApplication.processEvents()
    assert nameless(window) == []


def dialogs(window: MainWindow, qtbot: QtBot) -> Iterator[QWidget]:
    """Every dialog of the program, open."""
    yield about_box(window, window.theme)
    yield shortcut_sheet(window, window.commands)
    yield RecoveryDialog(StoryDamaged("A page is damaged.", "", window.workspace.db.path), [], window)
    before = {*QApplication.topLevelWidgets()}
    faults = Faults("/log", window)
    faults.take(ValueError, ValueError("wrong"), None)
    qtbot.waitUntil(lambda: bool({*QApplication.topLevelWidgets()} - before))
    yield next(box for box in {*QApplication.topLevelWidgets()} - before if isinstance(box, QMessageBox))
    window.show_error(NotFound("Nobody is called so.", "Look in the list."))
    yield window.findChildren(QMessageBox)[-1]


def test_every_part_of_every_dialog_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    seen = []
    for dialog in dialogs(window, qtbot):
        assert isinstance(dialog, QDialog)
        dialog.open()
        assert interface(dialog).role() in (Role.Dialog, Role.AlertMessage)
        assert name(interface(dialog)), "a dialog says its title"
        assert nameless(dialog) == []
        assert named(dialog, Role.Button), "there is a way out"
        seen.append(name(interface(dialog)))
        dialog.reject()
    assert len({*seen}) == 5, seen


def test_every_command_is_in_a_menu_by_name_with_its_shortcut(window: MainWindow) -> None:
    window.refresh_commands()
    menu_bar = interface(window.menuBar())
    assert menu_bar.role() == Role.MenuBar
    tops = [menu_bar.child(number) for number in range(menu_bar.childCount())]
    assert [name(top) for top in tops] == ["File", "Edit", "View", "Go", "Help"]
    items = {name(item): item for top in tops for item in items_of(top.child(0))}
    for command in window.commands:
        title = window.entries[command.id].text().replace("&", "")
        item = items[title]
        assert item.role() == Role.MenuItem
        if command.shortcut:
            assert item.text(QAccessible.Text.Accelerator) == command.shortcut
        assert item.state().disabled == (not command.enabled()), command.id
        assert item.state().checkable == (command.checked is not None)
        assert item.state().checked == bool(command.checked and command.checked())


def items_of(menu: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    assert menu.role() == Role.PopupMenu
    assert name(menu)
    for number in range(menu.childCount()):
        yield menu.child(number)
        if menu.child(number).childCount():
            yield from items_of(menu.child(number).child(0))


def test_a_command_is_pressed_in_its_menu(window: MainWindow) -> None:
    assert window.theme.name == "light"
    view = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&View")
    press(next(item for item in items_of(interface(view)) if name(item) == "Dark"))
    assert window.theme.name == "dark"


def test_every_row_of_every_list_is_found_by_its_words(user: Any, window: MainWindow) -> None:
    window.select(HUI)
    user.waits()
    window.show_page("sources")
    for view in window.lists():
        found = interface(view)
        assert found.role() == Role.List
        assert name(found) == view.accessibleName() != ""
        rows = user.rows(view.objectName())
        assert rows
        assert found.childCount() == len(rows)
        for number, index in enumerate(rows):
            item = found.child(number)
            assert item.role() == Role.ListItem
            said = index.data(Qt.ItemDataRole.AccessibleTextRole)
            assert name(item) == said
            assert str(index.data()) in said
            can_be_chosen = index.data(Qt.ItemDataRole.UserRole) is not None
            assert item.state().selectable == can_be_chosen, said
            assert found.indexOfChild(item) == number


def test_what_is_chosen_is_said_to_be(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", HUI)
    people = interface(user.view("people_view"))
    chosen = [people.child(n) for n in range(people.childCount()) if people.child(n).state().selected]
    assert [name(item).split(",")[0] for item in chosen] == [HUI]
    assert chosen[0].state().focused
    assert people.state().focused


def test_a_row_is_chosen_by_a_screen_reader(user: Any, window: MainWindow) -> None:
    people = interface(user.view("people_view"))
    row = next(n for n in range(people.childCount()) if name(people.child(n)).startswith(HUI))
    selection = people.selectionInterface()
    assert selection is not None
    assert selection.select(people.child(row))
    user.waits()
    assert window.entity_header.name.text() == HUI


def test_switches_tell_whether_they_are_on(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    user.clicks("people_view", HUI)
    browse, sources = the(window, Role.RadioButton, "Browse"), the(window, Role.RadioButton, "Sources")
    assert (browse.state().checked, sources.state().checked) == (True, False)
    press(sources, "Toggle")
    assert (browse.state().checked, sources.state().checked) == (False, True)
    assert window.page == "sources"
    only = the(window, Role.CheckBox, f"Only {HUI}")
    assert not only.state().checked
    press(only)
    qtbot.waitUntil(lambda: bool(only.state().checked))
    user.waits()
    assert len(user.ids("events_view")) < len(user.facts())


def test_buttons_tell_whether_they_can_be_pressed(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    user.clicks("people_view", HUI)
    back, forward = (
        the(window, Role.Button, "Back (Alt+Left)"),
        the(window, Role.Button, "Forward (Alt+Right)"),
    )
    assert (back.state().disabled, forward.state().disabled) == (False, True)
    press(back)
    qtbot.waitUntil(lambda: window.workspace.selection.entity is None)
    assert (back.state().disabled, forward.state().disabled) == (True, False)


def test_what_is_painted_has_a_twin_in_words(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", HUI)
    texts = named(window, Role.StaticText)
    for said in (HUI, "1 open question", "Evidence 1 of 1"):
        assert said in texts
    grounds = named(window, Role.Client)
    for said in (
        "0 quotes",
        "1 profile change",
        "Views",
        "Statements 0 own, 1 about, 12 others",
        "Key to the dates: On this day, Within range, No later than",
    ):
        assert said in grounds
    change = name(interface(user.view("profile_view")).child(0))
    for said in ("formerly MTS @Alibaba_Qwen", "not stated", "Binyuan Hui"):
        assert said in change


@pytest.mark.usefixtures("screen_reader")
def test_the_reader_tells_its_text_and_the_marks_in_sight(
    user: Any, window: MainWindow, qtbot: QtBot
) -> None:
    user.clicks("people_view", HUI)
    text = window.findChild(MarkedText)
    assert isinstance(text, MarkedText)
    reader = interface(text)
    assert reader.role() == Role.EditableText
    assert reader.state().readOnly
    words = reader.textInterface()
    assert words is not None
    assert words.text(0, words.characterCount()) == text.toPlainText()
    assert "The Mainstream" in reader.text(DESCRIPTION)
    gutter = text.findChild(Gutter)
    assert isinstance(gutter, Gutter)
    labels = {mark.label for mark in text.marks}

    def buttons() -> list[QAccessibleInterface]:
        return [part for part in parts(interface(gutter)) if part.role() == Role.Button]

    qtbot.waitUntil(lambda: len(buttons()) >= 3)
    assert {name(button) for button in buttons()} <= labels
    fact = user.fact("Q08")
    press(next(button for button in buttons() if fact.text in name(button)))
    qtbot.waitUntil(lambda: window.workspace.selection.item == fact.id)


def test_fields_have_names_without_labels_beside_them(window: MainWindow) -> None:
    window.reader.open_find()
    assert {*named(window, Role.EditableText)} >= {
        "Search people, events, quotes and sources",
        "Filter names",
        "Find in this text",
        "Text of the source",
    }


def test_results_and_counts_are_announced(user: Any, window: MainWindow, told: list[str]) -> None:
    user.clicks("people_view", HUI)
    window.search.open("hui")
    user.waits()
    assert "result" in told[-1]
    window.search.close_palette()
    window.reader.open_find()
    bar = window.findChild(FindBar)
    assert isinstance(bar, FindBar)
    bar.field.setText("Qwen")
    assert told[-1].endswith(" of 9")
    bar.field.setText("no such word")
    assert told[-1] == "Not found"
    window.people.filter.setFocus()
    window.people.filter.setText("hui")
    assert told[-1] == "People 1 of 7"
    window.people.filter.setText("nobody")
    assert "nobody" in told[-1]
    window.reader.told.emit("Citation copied")
    assert told[-1] == "Citation copied"


def test_long_work_is_announced_once_and_when_it_is_cancelled(window: MainWindow, told: list[str]) -> None:
    window.status.show_progress(0.1, 2_000)
    window.status.show_progress(0.2, 4_000)
    assert told == ["Writing… 10 %, 2,000 records"]
    window.status.cancel.click()
    assert told[-1] == "Cancelling…"


def test_the_fact_that_a_key_goes_to_is_announced(user: Any, window: MainWindow, told: list[str]) -> None:
    user.clicks("people_view", HUI)
    window.reader.step_fact(+1)
    user.waits()
    chosen = window.workspace.selection.item
    assert told[-1] == next(mark.label for mark in window.reader.text.marks if mark.key == chosen)


def test_a_story_that_is_only_read_says_so_with_a_level(user: Any, shipped: Path, qtbot: QtBot) -> None:
    with Database.open(shipped, write=True):
        window = user.opens(shipped)
        assert "Warning" in named(window, Role.Graphic)
        assert nameless(window) == []
        press(the(window, Role.Button, "Hide this message"))
        qtbot.waitUntil(window.banner.isHidden)
