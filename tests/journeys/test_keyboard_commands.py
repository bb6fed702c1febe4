"""Every command and part of the window by keyboard alone: shortcuts, mnemonics, palette, Tab, list keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.commands.catalogue import Command
from qwenbrowser.dialogs.palette import Palette
from qwenbrowser.theme.tokens import LIGHT
from qwenbrowser.window import MainWindow

HUI = "Binyuan Hui"
Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    window = user.opens(shipped)
    window.select(HUI)
    user.waits()
    return window


@pytest.fixture
def ran(window: MainWindow) -> list[str]:
    """The ids of the commands whose entries are triggered, instead of what they do; all can run."""
    ran: list[str] = []
    for command, action in window.entries.items():
        action.triggered.disconnect()
        action.triggered.connect(lambda _on, command=command: ran.append(command))
    return ran


def allow(window: MainWindow) -> None:
    """Let all entries be triggered, whatever is shown."""
    for action in window.entries.values():
        action.setEnabled(True)


def press(qtbot: QtBot, sequence: QKeySequence, where: QWidget) -> None:
    qtbot.keyClick(where, sequence[0].key(), sequence[0].keyboardModifiers())


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def shortcuts(window: MainWindow) -> list[str]:
    """Every shortcut of the window, those of menus and fields included."""
    found = [each for action in window.findChildren(QAction) for each in action.shortcuts()]
    found += [each.key() for each in window.findChildren(QShortcut)]
    return [each.toString(QKeySequence.SequenceFormat.PortableText) for each in found]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_shortcut_means_two_things(window: MainWindow, language: str) -> None:
    window.set_language(language)
    counted = Counter(shortcuts(window))
    window.set_language("en")
    assert {each: count for each, count in counted.items() if count > 1} == {}
    wanted = {command.shortcut for command in window.commands if command.shortcut}
    assert wanted <= counted.keys()


def test_a_shortcut_runs_its_command_wherever_the_focus_is(
    window: MainWindow, ran: list[str], qtbot: QtBot
) -> None:
    for place in (window.people.view, window.reader.text, window.top.search):
        place.setFocus()
        for command in window.commands:
            allow(window)
            if not command.shortcut:
                continue
            if place is window.top.search and command.id in ("view.filter", "edit.undo", "edit.redo"):
                continue  # the field has these for what is typed there
            ran.clear()
            press(qtbot, QKeySequence(command.shortcut), focused())
            assert ran == [command.id], (command.shortcut, place)


def menus(window: MainWindow) -> Iterator[tuple[QMenu, list[QMenu]]]:
    """Every menu with those that lead to it."""
    for top in window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        yield menu, [menu]
        for entry in menu.actions():
            below = entry.menu()
            if isinstance(below, QMenu) and below is not window.recent:
                yield below, [menu, below]


def mnemonic(text: str) -> str:
    """The letter that is pressed for an entry, "" for none."""
    sequence = QKeySequence.mnemonic(text)
    return sequence.toString().removeprefix("Alt+") if not sequence.isEmpty() else ""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_mnemonics_are_unique_in_their_menu(window: MainWindow, language: str) -> None:
    window.set_language(language)
    bars = [window.menuBar().actions(), *(menu.actions() for menu, _path in menus(window))]
    for entries in bars:
        letters = [mnemonic(entry.text()) for entry in entries if not entry.isSeparator()]
        # Undo and redo say what they would take back; the arrows reach them.
        described = sum(each.text().startswith(("Undo", "Redo", "撤销", "重做")) for each in entries)
        assert letters.count("") <= described, [entry.text() for entry in entries]
        assert len({*letters} - {""}) == len(letters) - letters.count(""), sorted(letters)
    window.set_language("en")


@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")
def test_every_command_runs_from_its_menu(window: MainWindow, ran: list[str], qtbot: QtBot) -> None:
    for menu, path in menus(window):
        for entry in menu.actions():
            if entry.isSeparator() or entry.menu() is not None:
                continue
            ran.clear()
            qtbot.keyClick(window, getattr(Key, f"Key_{mnemonic(path[0].title())}"), ALT)
            for below in path[1:]:
                qtbot.keyClick(
                    QApplication.activePopupWidget(), getattr(Key, f"Key_{mnemonic(below.title())}")
                )
            assert QApplication.activePopupWidget() is menu
            allow(window)
            letter = mnemonic(entry.text())
            if letter:
                qtbot.keyClick(menu, getattr(Key, f"Key_{letter}"))
            else:
                while menu.activeAction() is not entry:
                    qtbot.keyClick(menu, Key.Key_Down)
                qtbot.keyClick(menu, Key.Key_Return)
            assert ran == [entry.objectName()]
            assert QApplication.activePopupWidget() is None


def test_every_command_runs_from_the_palette(
    user: Any, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(Palette, "_run", lambda _self, command: ran.append(command))
    for command in window.commands:
        if not command.enabled():
            continue
        ran.clear()
        qtbot.keyClick(window, Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClicks(focused(), typed(command))
        rows = [row.data() for row in user.rows("search_results")]
        assert rows
        while not chosen(window, command):
            before = window.search.view.currentIndex().row()
            qtbot.keyClick(focused(), Key.Key_Down)
            assert window.search.view.currentIndex().row() > before, (typed(command), rows)
        qtbot.keyClick(focused(), Key.Key_Return)
        assert ran == [command.id]
        assert not window.search.isVisible()


def typed(command: Command) -> str:
    """Its title, as far as a keyboard has it."""
    title = command.title if command.describe is None else command.describe()
    return "".join(sign for sign in title.replace("&", "") if " " <= sign < "\x7f")


def chosen(window: MainWindow, command: Command) -> bool:
    result = window.search.model.result(window.search.view.currentIndex())
    return result is not None and result.id == command.id


def stops(window: MainWindow) -> set[QWidget]:
    """Everything in sight that Tab should reach; of a group of radio buttons the one that is on."""
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (isinstance(widget, QRadioButton) and not widget.isChecked())
    }  # fmt: skip


def around(qtbot: QtBot, key: Key) -> list[QWidget]:
    """What Tab meets on its way around, or Shift+Tab."""
    met: list[QWidget] = []
    while focused() not in met:
        met.append(focused())
        qtbot.keyClick(focused(), key)
    assert focused() is met[0], "the way around comes back to where it began"
    return met


@pytest.mark.parametrize("narrow", [False, True])
def test_tab_reaches_everything_and_back(window: MainWindow, qtbot: QtBot, narrow: bool) -> None:
    if narrow:
        window.resize(1024, 700)
        qtbot.waitUntil(lambda: window.centralWidget().width() == 1024)
    for arrange in (lambda: None, window.open_evidence, window.reader.open_find, window.toggle_reader):
        arrange()
        window.centralWidget().setFocus()
        qtbot.keyClick(window, Key.Key_F6)
        forth = around(qtbot, Key.Key_Tab)
        assert stops(window) - {*forth} == set()
        back = around(qtbot, Key.Key_Backtab)
        assert back == [forth[0], *reversed(forth[1:])]


def test_the_order_of_tab_follows_the_eye(window: MainWindow, qtbot: QtBot) -> None:
    """Down the window and across: each part is gone through at once, and the one after it comes next."""
    areas = [window.top, window.rail, window.left, window.events, window.profile, window.statements]
    areas.append(window.reader)
    window.top.search.setFocus()
    met = [
        next(n for n, area in enumerate(areas) if area.isAncestorOf(part))
        for part in around(qtbot, Key.Key_Tab)
    ]
    turns = [(one, other) for one, other in zip(met, [*met[1:], met[0]], strict=True) if one != other]
    assert turns == [(n, (n + 1) % len(areas)) for n in range(len(areas))]


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_where_the_focus_is_can_be_seen(window: MainWindow, qtbot: QtBot, look: str) -> None:
    window.set_theme("dark" if look == "dark" else "light")
    if look == "contrast":
        window.theme._follow_contrast(Qt.ContrastPreference.HighContrast)
        assert window.theme.tokens != LIGHT
    window.reader.open_find()
    for stop in around(qtbot, Key.Key_Tab):
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        area = stop.rect().translated(stop.mapTo(window, stop.rect().topLeft()))
        there = seen(window, area)
        window.centralWidget().setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.centralWidget().setFocus()
        without = seen(window, area)
        window.centralWidget().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        assert different(there, without) >= 10, (
            type(stop).__name__,
            stop.objectName(),
            stop.accessibleName(),
        )


def seen(window: MainWindow, area: QRect) -> QImage:
    return window.grab(area).toImage()


def different(one: QImage, other: QImage) -> int:
    """How many pixels differ so much that the eye sees it."""
    grey = [
        bytes(image.convertToFormat(QImage.Format.Format_Grayscale8).constBits()) for image in (one, other)
    ]
    return sum(abs(here - there) > 24 for here, there in zip(*grey, strict=True))


LISTS = ["people_view", "events_view", "statements_view"]


@pytest.mark.parametrize("name", LISTS)
def test_keys_move_in_every_list(user: Any, window: MainWindow, qtbot: QtBot, name: str) -> None:
    view: QAbstractItemView = user.view(name)
    view.setFocus()
    rows = [index.row() for index in user.rows(name) if index.data(Qt.ItemDataRole.UserRole) is not None]

    def row_after(key: Key) -> int:
        qtbot.keyClick(view, key)
        user.waits()
        view.setFocus()
        index = view.currentIndex()
        assert view.viewport().rect().intersects(view.visualRect(index)), "the row is in sight"
        return index.row()

    assert row_after(Key.Key_Home) == rows[0]
    assert row_after(Key.Key_Up) == rows[0], "there is none before the first"
    assert row_after(Key.Key_Down) == rows[1]
    assert row_after(Key.Key_PageDown) > rows[1]
    assert row_after(Key.Key_End) == rows[-1]
    assert row_after(Key.Key_Down) == rows[-1], "there is none after the last"
    assert row_after(Key.Key_PageUp) < rows[-1]


@pytest.mark.parametrize("name", [*LISTS, "profile_view", "beside_view"])
def test_enter_in_every_list_goes_to_the_words(
    user: Any, window: MainWindow, qtbot: QtBot, name: str
) -> None:
    view = user.view(name)
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Home)
    qtbot.keyClick(view, Key.Key_Return)
    user.waits()
    assert focused() is window.reader.text
    qtbot.keyClick(focused(), Key.Key_F6)
    assert focused() is not window.reader.text, "no way in without a way out"


def test_escape_leads_back_from_whatever_opened(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    window.people.view.setFocus()
    opened: list[tuple[Callable[[], None], QWidget]] = [
        (lambda: qtbot.keyClick(focused(), Key.Key_K, CTRL), window.search),
        (lambda: qtbot.keyClick(focused(), Key.Key_F, CTRL), window.reader.find_bar),
    ]
    for open_it, part in opened:
        open_it()
        user.waits()
        assert part.isVisible()
        assert part.isAncestorOf(focused())
        qtbot.keyClick(focused(), Key.Key_Escape)
        assert not part.isVisible()
        assert focused() is window.people.view


def test_the_views_of_the_rail_by_arrows(window: MainWindow, qtbot: QtBot) -> None:
    window.rail.button("browse").setFocus()
    qtbot.keyClick(focused(), Key.Key_Down)
    assert window.page == "sources"
    qtbot.keyClick(focused(), Key.Key_Up)
    assert window.page == "browse"
