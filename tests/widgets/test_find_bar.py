"""Finding in a text: words are never a pattern, case does not count, every key has its job."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import DARK
from qwenbrowser.widgets.find_bar import FindBar, occurrences


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("A cat, a CAT", "cat", [(2, 5), (9, 12)]),
        ("aaaa", "aa", [(0, 2), (2, 4)]),
        ("a.c abc [a-z]+ (", "a.c", [(0, 3)]),
        ("a.c abc [a-z]+ (", "[a-z]+", [(8, 14)]),
        ("a.c abc [a-z]+ (", "(", [(15, 16)]),
        ("\\d 1", "\\d", [(0, 2)]),
        ("😀 É é", "é", [(2, 3), (4, 5)]),
        ("林俊旸 and 林", "林", [(0, 1), (8, 9)]),
        ("any", "", []),
        ("", "a", []),
        ("İ i", "i", [(0, 1), (2, 3)]),
    ],
)
def test_occurrences(text: str, words: str, found: list[tuple[int, int]]) -> None:
    assert occurrences(text, words) == found


@given(st.text("aAb.*\\([^$|?é😀 \n"), st.text("aAb.*\\([^$|?é😀 ", min_size=1, max_size=3))
def test_all_places_are_found_and_nothing_else(text: str, words: str) -> None:
    places = occurrences(text, words)
    assert all(text[start:end].lower() == words.lower() for start, end in places)
    assert len(places) == text.lower().count(words.lower())


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> FindBar:
    bar = FindBar(theme)
    qtbot.addWidget(bar)
    bar.resize(380, bar.sizeHint().height())
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


@pytest.mark.parametrize(
    ("key", "modifier", "by"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, +1),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, +1),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, -1),
    ],
)
def test_enter_goes_on_and_back(
    bar: FindBar, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, by: int
) -> None:
    told: list[int] = []
    bar.step_requested.connect(told.append)
    bar.start("the")
    qtbot.keyClick(bar.field, key, modifier)
    assert told == [by]


def test_escape_and_the_cross_close(bar: FindBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(bar.closed):
        qtbot.mouseClick(bar.cross, Qt.MouseButton.LeftButton)


def test_enter_on_a_button_goes_nowhere(bar: FindBar, qtbot: QtBot) -> None:
    bar.start("the")
    bar.show_count(1, 2)
    for button in (bar.cross, bar.next):
        button.setFocus()
        with qtbot.assertNotEmitted(bar.step_requested):
            qtbot.keyClick(button, Qt.Key.Key_Return)


def test_the_count_is_a_sentence(bar: FindBar) -> None:
    assert (bar.count.text(), bar.count.isVisible()) == ("", False)
    bar.start("the")
    bar.show_count(3, 17)
    assert (bar.count.text(), bar.field.accessibleDescription()) == ("3 of 17", "3 of 17")
    assert bar.next.isEnabled()
    bar.show_count(1, 0)
    assert bar.count.text() == "Not found"
    assert not bar.next.isEnabled()
    assert not bar.previous.isEnabled()


def test_every_part_has_a_name(bar: FindBar) -> None:
    for widget in (bar.field, bar.previous, bar.next, bar.cross):
        assert widget.accessibleName()


def test_follows_the_theme(bar: FindBar, theme: Theme, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert bar.grab().toImage().pixelColor(2, bar.height() - 2) == DARK.raised
    theme.apply(qapp, "light")
