"""The main job by keyboard alone: F6 and Tab between panes, arrows, Enter for evidence, Alt+Left for back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.window import MainWindow

PROFILE = "formerly MTS @Alibaba_Qwen"
Key = Qt.Key
Press = Callable[..., None]
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


@pytest.fixture
def press(user: Any, qtbot: QtBot) -> Press:
    """Presses a key wherever the focus is."""

    def do(key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        for _ in range(times):
            qtbot.keyClick(focused(), key, modifier)
            user.waits()

    return do


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def go_to(press: Press, name: str) -> None:
    """By F6 to the pane with this view; every pane is met on the way around at most once."""
    for _ in range(8):
        if focused().objectName() == name:
            return
        press(Key.Key_F6)
    raise AssertionError(f"F6 never comes to {name}")


def test_the_journey(user: Any, window: MainWindow, press: Press) -> None:
    assert focused().objectName() == "people_view", "arrows work from the start"
    while window.workspace.selection.entity is None or user.view("people_view").currentIndex().data() != (
        "Binyuan Hui"
    ):
        press(Key.Key_Down)
    go_to(press, "profile_view")
    press(Key.Key_Down)
    assert window.workspace.selection.item == user.fact("Q10").id
    before = window.workspace.selection

    press(Key.Key_Return)
    assert focused().objectName() == "source_view"
    assert user.evidence() == ("Evidence 1 of 1", PROFILE)

    go_to(press, "statements_view")
    press(Key.Key_Down)
    assert window.workspace.selection.item == user.ids("statements_view")[0]
    assert window.workspace.selection.entity == before.entity
    press(Key.Key_Left, ALT)
    assert window.workspace.selection == before
    assert user.evidence()[1:] == (PROFILE,)
    press(Key.Key_Right, ALT)
    assert window.workspace.selection.item == user.ids("statements_view")[0]


def test_the_whole_story_of_binyuan_hui(user: Any, window: MainWindow, press: Press, qtbot: QtBot) -> None:
    """Searched for, read from all sides, filtered, cited and left as it was, without the mouse."""
    press(Key.Key_K, CTRL)
    qtbot.keyClicks(focused(), "hui")
    user.waits()
    press(Key.Key_Return)
    assert window.entity_header.name.text() == "Binyuan Hui"
    assert [figure.accessibleName() for figure in window.entity_header.figures] == [
        "0 quotes",
        "1 profile change",
        "1 source",
    ]

    go_to(press, "statements_view")
    press(Key.Key_Home)
    first = window.workspace.selection
    assert "it is not clear if he has exited" in user.view("statements_view").currentIndex().data()
    press(Key.Key_End)
    assert window.workspace.selection.entity == first.entity
    press(Key.Key_Left, ALT)
    assert window.workspace.selection == first

    go_to(press, "beside_view")
    press(Key.Key_Home)
    assert user.view("beside_view").currentIndex().data() == "Has Binyuan Hui left Qwen?"
    go_to(press, "profile_view")
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert user.evidence() == ("Evidence 1 of 1", PROFILE)
    press(Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    copied = QApplication.clipboard().text()
    assert PROFILE in copied
    assert "The Mainstream" in copied

    press(Key.Key_Down, ALT)
    assert window.workspace.selection.item != user.fact("Q10").id
    press(Key.Key_Up, ALT)
    assert window.workspace.selection.item == user.fact("Q10").id
    press(Key.Key_F, CTRL)
    qtbot.keyClicks(focused(), "formerly")
    press(Key.Key_Return)
    assert user.window.reader.find_bar.count.text() == "1 of 1"
    press(Key.Key_Escape)
    assert focused().objectName() == "source_view"

    all_facts = len(user.ids("events_view"))
    tab_to(press, "only_entity")
    press(Key.Key_Space)
    assert 0 < len(user.ids("events_view")) < all_facts
    press(Key.Key_X, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert len(user.ids("events_view")) == all_facts


def tab_to(press: Press, name: str) -> None:
    """By Tab to the part with this name."""
    begin = focused()
    press(Key.Key_Tab)
    while focused().objectName() != name:
        assert focused() is not begin, f"Tab never comes to {name}"
        press(Key.Key_Tab)


def test_ctrl_e_comes_to_the_words_and_enter_there_to_their_fact(
    user: Any, window: MainWindow, press: Press
) -> None:
    window.select("Tiezhen Wang")
    press(Key.Key_E, CTRL)
    text = window.reader.text
    assert focused() is text
    cited = user.fact("Q09").citations[0]
    text.moveCursor(QTextCursor.MoveOperation.Start)
    press(Key.Key_Right, times=cited.start + 1)
    assert text.textCursor().position() == cited.start + 1
    press(Key.Key_Return)
    assert window.workspace.selection.item in {
        mark.key for mark in text.marks if mark.start <= cited.start < mark.end
    }


def test_f9_hides_and_shows_the_reader(user: Any, window: MainWindow, press: Press) -> None:
    assert window.reader.isVisible()
    press(Key.Key_F9)
    assert not window.reader.isVisible()
    press(Key.Key_F9)
    assert window.reader.isVisible()


def test_f6_visits_every_pane_that_is_shown(user: Any, window: MainWindow, press: Press) -> None:
    window.select("Binyuan Hui")
    seen = []
    while focused().objectName() not in seen:
        seen.append(focused().objectName())
        press(Key.Key_F6)
    assert seen == [
        "people_view",
        "events_view",
        "profile_view",
        "beside_view",
        "statements_view",
        "source_view",
    ]


def test_tab_reaches_everything_and_never_stays(user: Any, window: MainWindow, press: Press) -> None:
    window.select("Binyuan Hui")
    seen: list[str] = []
    for _ in range(40):
        seen.append(focused().objectName())
        press(Key.Key_Tab)
        if focused().objectName() == "people_view":
            break
    views = {"people_view", "events_view", "profile_view", "statements_view", "source_view", "people_filter"}
    assert views <= {*seen}


def test_slash_goes_to_the_filter_and_what_is_typed_there_filters(
    user: Any, window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press(Key.Key_Slash)
    assert focused().objectName() == "people_filter"
    qtbot.keyClicks(focused(), "hui")
    assert [row.data() for row in user.rows("people_view")][1:] == ["Binyuan Hui"]
    qtbot.keyClicks(focused(), "/")
    assert focused().text() == "hui/"
