"""Long lists: only what is seen is laid out, and they behave as short ones do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
)
from pytestqt.qtbot import QtBot

from qwenbrowser.widgets.estimated_rows import EstimatedRows
from qwenbrowser.widgets.list_view import ListView

ROWS = 1_000_000
HEADING = 5


class Numbers(QAbstractListModel):
    """A million rows, each third one higher; counts which were asked for their height."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[int] = set()

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return ROWS

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if index.row() == HEADING else super().flags(index)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.SizeHintRole:
            self.asked.add(index.row())
            return QSize(100, 50 if index.row() % 3 == 0 else 20)
        return f"Row {index.row()}" if role == Qt.ItemDataRole.DisplayRole else None


@pytest.fixture
def model() -> Numbers:
    return Numbers()


@pytest.fixture
def view(model: Numbers, qtbot: QtBot) -> ListView:
    view = ListView("some_view", "Some rows")
    view.setModel(model)
    qtbot.addWidget(view)
    view.resize(200, 200)
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    return view


def top(view: ListView, row: int) -> int:
    return view.visualRect(view.model().index(row, 0)).top()


def test_few_rows_are_laid_out(view: ListView, model: Numbers) -> None:
    view.scrollToBottom()
    view.grab()
    assert len(model.asked) < 40


def test_other_rows_begin_at_the_first(view: ListView, model: Numbers) -> None:
    view.scrollToBottom()
    view.grab()
    model.beginResetModel()
    model.endResetModel()
    view.start_over()
    model.asked.clear()
    view.grab()
    assert (top(view, 0), view.verticalScrollBar().value()) == (0, 0)
    assert max(model.asked) < 20, "rows that were seen before are not measured"


def test_a_short_list_too_measures_only_what_is_seen(qtbot: QtBot, model: Numbers) -> None:
    model.rowCount = lambda *_parent: 40  # type: ignore[method-assign]
    view = ListView("some_view", "Some rows")
    view.setModel(model)
    qtbot.addWidget(view)
    view.resize(200, 200)
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    assert max(model.asked) < 12
    view.scrollToBottom()
    view.grab()
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert view.visualRect(model.index(39, 0)).bottom() == view.viewport().height() - 1


def test_other_rows_are_painted_once(view: ListView, model: Numbers, qtbot: QtBot) -> None:
    painted: list[int] = []

    class Ear(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(len(model.asked))
            return False

    ear = Ear()
    view.viewport().installEventFilter(ear)
    model.beginResetModel()
    model.endResetModel()
    view.show_row(-1)
    with qtbot.waitCallback() as later:
        qtbot.waitUntil(lambda: bool(painted))
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, later))
    assert len(painted) == 1


def test_rows_stand_below_each_other_without_gap(view: ListView) -> None:
    rects = [view.visualRect(view.model().index(row, 0)) for row in range(6)]
    assert [rect.height() for rect in rects] == [50, 20, 20, 50, 20, 20]
    assert all(below.top() == above.bottom() + 1 for above, below in pairwise(rects))
    for row, rect in enumerate(rects):
        assert view.indexAt(rect.center()).row() == row


@pytest.mark.parametrize("row", [0, 7, 500_000, ROWS - 1])
@pytest.mark.parametrize("hint", list(ListView.ScrollHint))
def test_scrolling_brings_a_row_into_view(view: ListView, row: int, hint: ListView.ScrollHint) -> None:
    view.scrollTo(view.model().index(row, 0), hint)
    view.grab()
    rect = view.visualRect(view.model().index(row, 0))
    assert view.viewport().rect().contains(rect)


def test_keys_go_through_all_rows_and_pass_headings(view: ListView, qtbot: QtBot) -> None:
    told: list[int] = []
    view.chosen.connect(lambda index: told.append(index.row()))
    qtbot.keyClick(view, Qt.Key.Key_Home)
    for _ in range(HEADING):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert told[-3] == ROWS - 1
    assert told[-2] == ROWS - 2
    assert ROWS - 12 < told[-1] < ROWS - 4
    assert HEADING + 1 in told
    assert HEADING not in told


def test_a_click_chooses_the_row_below_it(view: ListView, qtbot: QtBot) -> None:
    view.scrollTo(view.model().index(777, 0), ListView.ScrollHint.PositionAtTop)
    view.grab()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    assert view.currentIndex().row() == 777


def test_another_width_leaves_the_row_at_the_top(view: ListView) -> None:
    view.scrollTo(view.model().index(777, 0), ListView.ScrollHint.PositionAtTop)
    before = top(view, 777)
    view.resize(260, 200)
    view.grab()
    assert top(view, 777) == before


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 90)), max_size=30), st.integers(1, 60))
def test_places_agree_with_a_plain_sum(measured: list[tuple[int, int]], estimate: int) -> None:
    rows = EstimatedRows(100, estimate)
    heights = [estimate] * 100
    for row, height in measured:
        rows.measure(row, height)
        heights[row] = height
    assert [rows.top(row) for row in range(101)] == [sum(heights[:row]) for row in range(101)]
    assert all(rows.at(rows.top(row)) == row == rows.at(rows.top(row + 1) - 1) for row in range(100))
    assert rows.measured == tuple(sorted({row for row, _ in measured}))
