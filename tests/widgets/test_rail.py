"""The rail: one view at a time, by mouse and by arrow keys, with counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.rail import WIDTH, Rail

VIEWS = [("browse", "users", "Browse"), ("review", "inbox", "Review"), ("sources", "file-text", "Sources")]


@pytest.fixture
def rail(theme: Theme, qtbot: QtBot) -> Rail:
    rail = Rail(theme, VIEWS)
    qtbot.addWidget(rail)
    rail.resize(WIDTH, 400)
    rail.show()
    return rail


@pytest.fixture
def chosen(rail: Rail) -> list[str]:
    heard: list[str] = []
    rail.chosen.connect(heard.append)
    return heard


def test_the_first_view_is_current(rail: Rail, chosen: list[str]) -> None:
    assert rail.current == "browse"
    assert chosen == []


def test_a_click_anywhere_on_a_button_chooses(rail: Rail, chosen: list[str], qtbot: QtBot) -> None:
    button = rail.button("sources")
    corner = button.rect().topLeft() + button.rect().center() / 4
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=corner)
    assert (rail.current, chosen) == ("sources", ["sources"])
    assert not rail.button("browse").isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen == ["sources"], "the current view is not chosen again"


def test_arrow_keys_go_through_the_views(rail: Rail, chosen: list[str], qtbot: QtBot) -> None:
    qtbot.waitUntil(rail.isActiveWindow)
    rail.button("browse").setFocus()
    qtbot.keyClick(rail.button("browse"), Qt.Key.Key_Down)
    qtbot.keyClick(rail.button("review"), Qt.Key.Key_Down)
    qtbot.keyClick(rail.button("sources"), Qt.Key.Key_Up)
    assert chosen == ["review", "sources", "review"]


def test_showing_a_view_tells_nobody(rail: Rail, chosen: list[str]) -> None:
    rail.set_current("review")
    assert rail.current == "review"
    assert chosen == []
    with pytest.raises(KeyError):
        rail.set_current("nowhere")


def test_a_screen_reader_hears_one_of_several(rail: Rail) -> None:
    assert QAccessible.queryAccessibleInterface(rail.button("browse")).role() == QAccessible.Role.RadioButton
    assert rail.accessibleName() == "Views"


def test_the_focus_can_be_seen(qapp: QApplication, rail: Rail, qtbot: QtBot) -> None:
    qtbot.waitUntil(rail.isActiveWindow)
    rail.button("browse").setFocus()
    without = rail.button("review").grab().toImage()
    rail.button("review").setFocus(Qt.FocusReason.TabFocusReason)
    assert rail.button("review").grab().toImage() != without


def test_a_long_label_stays_in_its_button(theme: Theme, qtbot: QtBot) -> None:
    rail = Rail(theme, [("a", "users", "Verantwortlichkeiten")])
    qtbot.addWidget(rail)
    image = rail.button("a").grab().toImage()
    middle: Callable[[int], object] = lambda x: image.pixelColor(x, image.height() - 12)  # noqa: E731
    assert middle(0) == middle(1)
