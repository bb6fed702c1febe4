"""The delegate: sizes follow the view, layouts are kept until the theme changes, tooltips tell the row."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage, QStandardItem, QStandardItemModel
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets import row_delegate
from qwenbrowser.widgets.list_view import ListView
from qwenbrowser.widgets.row_delegate import CONTENT_ROLE, KEPT, RowDelegate
from qwenbrowser.widgets.rows import CardRow, Heading, NameRow

CARD = CardRow("quote", "quote", "A sentence of some length that wraps. " * 3, words=True, lead="Person A")


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> ListView:
    view = ListView("rows", "Rows")
    model = QStandardItemModel(view)
    for number, content in enumerate(
        (Heading("People", "2"), NameRow("Person A", "Outlet 1", "PA"), CARD, None)
    ):
        item = QStandardItem(f"Row {number}")
        item.setData(content, CONTENT_ROLE)
        item.setData("Person A. <b>AT&T</b>", Qt.ItemDataRole.AccessibleTextRole)
        model.appendRow(item)
    view.setModel(model)
    view.setItemDelegate(RowDelegate(theme, view))
    qtbot.addWidget(view)
    view.resize(400, 400)
    with qtbot.waitExposed(view):
        view.show()
    return view


def heights(view: ListView) -> list[int]:
    rows = range(view.model().rowCount())
    return [view.visualRect(view.model().index(row, 0)).height() for row in rows]


def test_rows_are_as_high_as_they_need(view: ListView, qtbot: QtBot) -> None:
    wide = heights(view)
    assert wide[3] == 0, "a row that is gone from the store takes no room"
    assert all(height > 0 for height in wide[:3])
    view.resize(220, 400)
    qtbot.waitUntil(lambda: heights(view)[2] > wide[2])
    assert heights(view)[:2] == wide[:2], "only what wraps grows"


def picture(view: ListView) -> QImage:
    return view.grab().toImage()


def test_states_are_seen(view: ListView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.clearFocus()
    plain = picture(view)
    view.show_row(1)
    chosen = picture(view)
    assert chosen != plain
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert picture(view) != chosen, "the focus is seen"


def test_follows_the_theme(view: ListView, theme: Theme, qapp: QApplication) -> None:
    light = picture(view)
    theme.apply(qapp, "dark")
    dark = picture(view)
    theme.apply(qapp, "light")
    assert dark != light
    assert picture(view) == light


def test_layouts_are_kept_but_not_without_end(view: ListView) -> None:
    delegate = view.itemDelegate()
    first = delegate._layout(view.model().index(2, 0), 300)
    assert delegate._layout(view.model().index(2, 0), 300) is first
    for width in range(400, 410 + KEPT):
        delegate._layout(view.model().index(1, 0), width)
    assert len(delegate._kept) == KEPT
    assert delegate._layout(view.model().index(2, 0), 300) is not first


def test_the_tooltip_is_the_whole_row_and_plain(view: ListView, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class Recorder:
        @staticmethod
        def showText(_place: object, text: str, _view: object) -> None:
            shown.append(text)

    monkeypatch.setattr(row_delegate, "QToolTip", Recorder)
    for index in (view.model().index(2, 0), view.model().index(99, 0)):
        event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5))
        assert view.itemDelegate().helpEvent(event, view, QStyleOptionViewItem(), index)
    assert [text.replace("\u2060", "") for text in shown] == ["Person A. <b>AT&T</b>", ""]
    assert not GuiQt.mightBeRichText(shown[0])
    other = QHelpEvent(QEvent.Type.WhatsThis, QPoint(5, 5), QPoint(5, 5))
    assert not view.itemDelegate().helpEvent(other, view, QStyleOptionViewItem(), view.model().index(2, 0))
