"""Chips that wrap, keep the focus and say what they are; the line that takes a filter away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.filter_bar import ChipText, FilterBar, FilterNotice
from qwenbrowser.widgets.pill import Chip

THREE = [
    ChipText("kind", "Kind: Quote", "Remove filter: Kind: Quote"),
    ChipText("certainty", "Certainty: Unclear"),
    ChipText("source", "Source: AT&T"),
]
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 200)
    return window


@pytest.fixture
def bar(window: QWidget, qtbot: QtBot, qapp: QApplication) -> FilterBar:
    """In a window 600 pixels wide, with something below that takes the rest."""
    theme = Theme(window)
    theme.apply(qapp, "light")
    bar = FilterBar(theme, "Filters", window)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(bar)
    layout.addStretch(1)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return bar


def chips(bar: FilterBar) -> list[Chip]:
    return list(bar.chips().values())


def test_chips_wrap_where_they_do_not_fit_and_are_never_cut(bar: FilterBar, qtbot: QtBot) -> None:
    bar.set_chips(THREE)
    qtbot.waitUntil(lambda: bar.height() > 0)
    assert len({chip.y() for chip in chips(bar)}) == 1
    one_line = bar.height()
    bar.window().resize(180, 200)
    qtbot.waitUntil(lambda: bar.height() > 2 * one_line)
    assert [chip.x() for chip in chips(bar)] == [0, 0, 0]
    for chip in chips(bar):
        assert bar.rect().contains(chip.geometry())
        assert chip.width() == chip.sizeHint().width()


def test_without_chips_there_is_no_bar(bar: FilterBar) -> None:
    bar.set_chips(THREE)
    assert bar.isVisible()
    bar.set_chips([])
    assert not bar.isVisible()
    assert chips(bar) == []


def test_keys_press_remove_and_go_on(bar: FilterBar, qtbot: QtBot) -> None:
    bar.set_chips(THREE)
    pressed: list[str] = []
    bar.pressed.connect(pressed.append)
    first, second, third = chips(bar)
    first.setFocus()
    qtbot.keyClick(first, Key.Key_Left)
    assert first.hasFocus(), "there is none before the first"
    qtbot.keyClick(first, Key.Key_Right)
    assert second.hasFocus()
    qtbot.keyClick(second, Key.Key_Tab)
    assert third.hasFocus()
    qtbot.keyClick(third, Key.Key_Right)
    assert third.hasFocus()
    for key in (Key.Key_Space, Key.Key_Delete, Key.Key_Backspace, Key.Key_Return):
        qtbot.keyClick(third, key)
    assert pressed == ["source"] * 4


def test_delete_switches_off_and_never_on(bar: FilterBar, qtbot: QtBot) -> None:
    pressed: list[str] = []
    bar.pressed.connect(pressed.append)
    for on, expected in ((False, 0), (True, 1)):
        bar.set_chips([ChipText("quoted", "Quoted", on=on, count="5")])
        (chip,) = chips(bar)
        assert (chip.isCheckable(), chip.isChecked()) == (True, on)
        qtbot.keyClick(chip, Key.Key_Delete)
        assert len(pressed) == expected


def test_the_focus_goes_to_the_neighbour_of_a_chip_that_goes(bar: FilterBar, qtbot: QtBot) -> None:
    bar.set_chips(THREE)
    kept = bar.chips()["certainty"]
    bar.chips()["source"].setFocus()
    bar.set_chips(THREE[:2])
    assert kept.hasFocus()
    bar.set_chips(THREE[1:2])
    assert bar.chips()["certainty"] is kept, "what stays is the same chip"
    assert kept.hasFocus()
    with qtbot.waitSignal(bar.left):
        bar.set_chips([])


def test_it_says_what_it_is(bar: FilterBar) -> None:
    bar.set_chips([*THREE, ChipText("quoted", "Quoted", on=True, count="5")])
    names = [QAccessible.queryAccessibleInterface(chip).text(QAccessible.Text.Name) for chip in chips(bar)]
    assert names == ["Remove filter: Kind: Quote", "Certainty: Unclear", "Source: AT&T", "Quoted 5"]
    quoted = QAccessible.queryAccessibleInterface(bar.chips()["quoted"])
    assert quoted.state().checked
    assert bar.chips()["source"].toolTip() == "Source: AT&T"


def test_a_removable_chip_has_room_for_its_cross(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.apply(qapp, "light")
    plain, removable = Chip(theme, "Kind: Quote"), Chip(theme, "Kind: Quote", removable=True)
    for chip in (plain, removable):
        qtbot.addWidget(chip)
    assert removable.sizeHint().width() > plain.sizeHint().width()


def test_the_notice_has_room_for_its_words(window: QWidget, qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(window)
    theme.apply(qapp, "light")
    notice = FilterNotice(theme, window)
    layout = QVBoxLayout(window)
    layout.addWidget(notice)
    layout.addStretch(1)
    with qtbot.waitExposed(window):
        window.show()
    notice.say("What you chose is hidden by Kind: Quote, Claim", "Remove this filter")
    qtbot.waitUntil(lambda: notice.label.y() < notice.button.geometry().bottom())
    assert notice.label.geometry().right() < notice.button.x(), "side by side"
    window.resize(240, 200)
    qtbot.waitUntil(lambda: notice.label.geometry().bottom() < notice.button.y())
    assert not notice.label.is_elided


def test_the_notice_is_there_while_there_is_something_to_say(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.apply(qapp, "dark")
    notice = FilterNotice(theme)
    qtbot.addWidget(notice)
    assert notice.isHidden()
    notice.say("All entries are hidden", "Remove this filter")
    assert not notice.isHidden()
    assert notice.button.accessibleName() == "Remove this filter. All entries are hidden"
    with qtbot.waitSignal(notice.acted):
        qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    notice.say()
    assert notice.isHidden()
