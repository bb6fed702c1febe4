"""The list: tells what the user chose, shows a choice without telling, passes over headings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QPalette, QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.list_view import ListView

HEADING = 3


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> ListView:
    """Forty rows, one of them a heading."""
    view = ListView("some_view", "Some rows")
    model = QStandardItemModel(view)
    for number in range(40):
        item = QStandardItem(f"Row {number}")
        if number == HEADING:
            item.setFlags(Qt.ItemFlag.ItemNeverHasChildren)
        model.appendRow(item)
    view.setModel(model)
    qtbot.addWidget(view)
    view.resize(200, 200)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def told(view: ListView) -> list[int]:
    rows: list[int] = []
    view.chosen.connect(lambda index: rows.append(index.row()))
    return rows


def click(qtbot: QtBot, view: ListView, row: int) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_tells_and_tells_again(view: ListView, told: list[int], qtbot: QtBot) -> None:
    click(qtbot, view, 1)
    assert set(told) == {1}
    told.clear()
    click(qtbot, view, 1)
    assert told == [1], "something else may be shown elsewhere by then"


def test_a_heading_is_never_chosen(view: ListView, told: list[int], qtbot: QtBot) -> None:
    click(qtbot, view, HEADING)
    assert told == []
    view.setCurrentIndex(view.model().index(HEADING - 1, 0))
    told.clear()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert told == [HEADING + 1]


def test_setting_the_current_index_tells_once(view: ListView, told: list[int]) -> None:
    view.setCurrentIndex(view.model().index(2, 0))
    assert told == [2]


def test_a_shown_row_is_not_told(view: ListView, told: list[int]) -> None:
    view.show_row(35)
    assert told == []
    assert view.currentIndex().row() == 35
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))
    view.show_row(-1)
    assert told == []
    assert not view.currentIndex().isValid()
    assert view.selectedIndexes() == []


def test_a_shown_row_may_leave_the_scroll_bar_alone(view: ListView) -> None:
    view.show_row(35, scroll=False)
    assert view.currentIndex().row() == 35
    view.setCurrentIndex(view.model().index(0, 0))
    view.show_row(1, scroll=False)
    assert view.verticalScrollBar().value() == 0


def test_the_height_of_all_rows(view: ListView) -> None:
    one = view.sizeHintForIndex(view.model().index(0, 0)).height()
    assert view.content_height() == 40 * one
    view.setModel(QStringListModel([], view))
    assert view.content_height() == 0
    view.setModel(None)
    assert view.content_height() == 0


def test_says_what_it_is(view: ListView, theme: Theme, qtbot: QtBot) -> None:
    assert view.objectName() == "some_view"
    assert view.accessibleName() == "Some rows"
    cards = ListView("cards", "Cards", on_window=True)
    qtbot.addWidget(cards)
    grounds = [each.viewport().backgroundRole() for each in (view, cards)]
    assert grounds == [QPalette.ColorRole.Base, QPalette.ColorRole.Window]
