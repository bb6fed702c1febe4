"""Back and forward return to where every list and the text were scrolled to, with what was chosen there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qwenbrowser.window import MainWindow

HUI, LIN = "Binyuan Hui", "Junyang Lin"


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped, 1240, 620)


def scroll(window: MainWindow, to: float) -> None:
    """Scroll the lists and the text to a share of their length."""
    for view in (*window.lists(), window.reader.text):
        bar = view.verticalScrollBar()
        bar.setValue(round(bar.maximum() * to))
    window.reader.text._release()


def places(window: MainWindow) -> list[object]:
    parts = (*window.lists(), window.reader.text)
    return [view.place for view in parts if view.isVisible()]


def go(user: Any, window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    user.waits()


def test_every_list_and_the_text_return_to_their_places(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    user.clicks("people_view", HUI)
    chosen = window.workspace.selection
    scroll(window, 0.37)
    before = places(window)
    assert sum(place not in ((0, 0), 0) for place in before) >= 4, "there is something to return to"

    window.select(LIN)
    user.waits()
    scroll(window, 0.81)
    there = places(window)
    assert there != before

    for _time in range(2):
        go(user, window, qtbot, Qt.Key.Key_Left)
        assert window.workspace.selection == chosen
        assert places(window) == before
        go(user, window, qtbot, Qt.Key.Key_Right)
        assert places(window) == there


def test_a_fact_that_was_chosen_is_where_it_was(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    window.select(HUI)
    user.waits()
    statements = user.view("statements_view")
    quote = user.ids("statements_view")[6]
    user.clicks("statements_view", quote)
    at = statements.visualRect(statements.currentIndex())
    window.select(LIN)
    user.waits()
    go(user, window, qtbot, Qt.Key.Key_Left)
    assert user.chosen("statements_view") == quote
    assert statements.visualRect(statements.currentIndex()) == at


def test_evidence_that_was_not_scrolled_away_stands_where_evidence_stands(
    user: Any, window: MainWindow, qtbot: QtBot
) -> None:
    window.select(HUI)
    user.waits()
    text = window.reader.text
    at = text.cursorRect(text.textCursor()).top()
    window.select(LIN)
    user.waits()
    go(user, window, qtbot, Qt.Key.Key_Left)
    assert text.cursorRect(text.textCursor()).top() == at
    window.resize(1440, 900)
    qtbot.waitUntil(
        lambda: abs(text.cursorRect(text.textCursor()).top() / text.viewport().height() - 0.4) < 0.1
    )


def test_what_was_scrolled_after_a_new_choice_is_left_alone(user: Any, window: MainWindow) -> None:
    window.select(HUI)
    user.waits()
    scroll(window, 0.5)
    window.select(LIN)
    user.waits()
    scroll(window, 0.2)
    before = places(window)
    window._settled.start()
    user.waits()
    assert places(window) == before
