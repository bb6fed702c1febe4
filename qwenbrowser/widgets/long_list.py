"""A list view for any number of rows: only what is seen is ever laid out.

QListView asks every row for its height before it paints the first one. This view places rows by an estimate
and measures those that come into view.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QHoverEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from qwenbrowser.widgets.estimated_rows import EstimatedRows

REMEASURED = 200  # rows that are measured again after a change of width or theme
GUESS = 60  # pixels, the estimate until a row was measured

Index = QModelIndex | QPersistentModelIndex
Action = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint


class LongListView(QListView):
    """Places rows one below the other, as high as the delegate says; each as wide as the view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows = EstimatedRows(0, GUESS)
        self._mouse: QPoint | None = None
        super().__init__(parent)

    def start_over(self) -> None:
        """Other rows are shown from now on: begin at the first one."""
        self._rows = EstimatedRows(0, self._rows.mean)
        self.verticalScrollBar().setValue(0)

    def doItemsLayout(self) -> None:
        model = self.model()
        count = model.rowCount() if model is not None else 0
        before = self._rows
        if before.count == count and before.measured:
            self._stay(before)
        else:
            self._rows = EstimatedRows(count, before.mean)
            if not before.measured:
                self._guess()
        # Not QListView's layout, which would visit every row.
        QAbstractItemView.doItemsLayout(self)

    def _guess(self) -> None:
        """Estimate by the rows that are seen first."""
        row, room = 0, self.viewport().height()
        while row < self._rows.count and self._rows.top(row) < room:
            self._measure(row)
            row += 1
        first = self._rows
        self._rows = EstimatedRows(first.count, first.mean)
        for row in first.measured:
            self._rows.measure(row, first.height(row))

    def _stay(self, before: EstimatedRows) -> None:
        """The same rows may have other heights now: what was at the top of the view stays there."""
        bar = self.verticalScrollBar()
        place = bar.value()
        heights = {row: self._natural_height(row) for row in before.measured[:REMEASURED]}
        was = sum(map(before.height, heights))
        self._rows = EstimatedRows(before.count, round(before.estimate * sum(heights.values()) / max(1, was)))
        for row, height in heights.items():
            self._rows.measure(row, height)
        top = before.at(place)
        self.updateGeometries()
        bar.setValue(self._rows.top(top) + place - before.top(top) if top else place)

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        room = self.viewport().height()
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._rows.top(self._rows.count) - room))

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        row = index.row()
        top = self._rows.top(row) - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self._rows.height(row))

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._rows.at(point.y() + self.verticalScrollBar().value())
        return self.model().index(row, 0) if point.y() >= 0 and row < self._rows.count else QModelIndex()

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        self.executeDelayedItemsLayout()
        if not index.isValid():
            return
        row = index.row()
        before = None
        # Rows that come into view are measured and may move the one that is looked for.
        while before != self._rows.top(row):
            before = self._rows.top(row)
            self._scroll_to(row, hint)
            self.settle()

    def _scroll_to(self, row: int, hint: Hint) -> None:
        self._measure(row)
        self.updateGeometries()
        top, height = self._rows.top(row), self._rows.height(row)
        bar, room = self.verticalScrollBar(), self.viewport().height()
        seen = bar.value() <= top and top + height <= bar.value() + room
        if hint == Hint.PositionAtCenter:
            bar.setValue(top - (room - height) // 2)
        elif hint == Hint.PositionAtTop or (not seen and (top < bar.value() or height > room)):
            bar.setValue(top)
        elif hint == Hint.PositionAtBottom or not seen:
            bar.setValue(top + height - room)

    def moveCursor(self, action: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        self.executeDelayedItemsLayout()
        row, last = self.currentIndex().row(), self._rows.count - 1
        match action:
            case Action.MoveHome:
                return self._selectable(0, +1)
            case Action.MoveEnd:
                return self._selectable(last, -1)
            case Action.MovePageUp | Action.MovePageDown:
                down = action == Action.MovePageDown
                shift = self.viewport().height() * (1 if down else -1)
                there = min(last, self._rows.at(max(0, self._rows.top(max(row, 0)) + shift)))
                there = there if there != row else row + (1 if down else -1)
                return self._selectable(max(0, min(there, last)), +1 if down else -1)
            case Action.MoveDown | Action.MoveNext | Action.MoveRight:
                return self._selectable(row + 1, +1)
        return self._selectable(last if row < 0 else row - 1, -1)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        first, last = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())
        chosen = QItemSelection(first, last) if first.isValid() and last.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for part in selection:  # pyright: ignore[reportGeneralTypeIssues]
            region += self.visualRect(part.topLeft()).united(self.visualRect(part.bottomRight()))
        return region

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            self._mouse = None if event.type() == QEvent.Type.HoverLeave else event.position().toPoint()
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.settle()
        hovered = QModelIndex() if self._mouse is None else self.indexAt(self._mouse)
        painter = QPainter(self.viewport())
        for row in self._visible():
            index = self.model().index(row, 0)
            rect = self.visualRect(index)
            if rect.intersects(event.rect()):
                self._paint_row(painter, index, rect, hovered)
        painter.end()

    def _paint_row(self, painter: QPainter, index: QModelIndex, rect: QRect, hovered: QModelIndex) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = rect
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if index == hovered:
            option.state |= QStyle.StateFlag.State_MouseOver
        self.itemDelegate().paint(painter, option, index)

    def first_in_sight(self) -> QModelIndex:
        """The first row that is seen as a whole and can be chosen; an invalid index where there is none."""
        self.executeDelayedItemsLayout()
        for row in self._visible():
            index = self.model().index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable and self.visualRect(index).top() >= 0:
                return index
        return self._selectable(0, +1)

    def _visible(self) -> range:
        rows, top = self._rows, self.verticalScrollBar().value()
        return range(rows.at(top), min(rows.count, rows.at(top + self.viewport().height()) + 1))

    def settle(self) -> None:
        """Measure what is in view, until that no longer brings other rows into view."""
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        at_end = bar.value() > 0 and bar.value() == bar.maximum()
        while len([row for row in self._visible() if self._measure(row)]):
            self.updateGeometries()
            if at_end:
                bar.setValue(bar.maximum())

    def _measure(self, row: int) -> bool:
        """Measure a row; whether it was not measured before."""
        if self._rows.is_measured(row):
            return False
        self._rows.measure(row, self._natural_height(row))
        return True

    def _natural_height(self, row: int) -> int:
        return self.sizeHintForIndex(self.model().index(row, 0)).height()

    def _selectable(self, row: int, step: int) -> QModelIndex:
        """The nearest row from `row` on that can be chosen; the current one where there is none."""
        model = self.model()
        while 0 <= row < model.rowCount():
            index = model.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                return index
            row += step
        return self.currentIndex()
