"""A list view for any number of rows: of a long list only what is seen is ever laid out.

QListView asks every row for its height before it paints the first one. From `LONG_FROM` rows on, this view
places rows by an estimate and measures those that come into view.
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
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from qwenbrowser.widgets.estimated_rows import EstimatedRows

LONG_FROM = 60
REMEASURED = 200  # rows that are measured again after a change of width or theme
SAMPLE = 8  # rows whose mean height is the estimate

Index = QModelIndex | QPersistentModelIndex
Action = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint


class LongListView(QListView):
    """Shorter lists are left to QListView as they are."""

    _long: EstimatedRows | None = None
    _mouse: QPoint | None = None

    def doItemsLayout(self) -> None:
        model = self.model()
        count = model.rowCount() if model is not None else 0
        if count < LONG_FROM:
            self._long = None
            super().doItemsLayout()
            return
        before, place = self._long, self.verticalScrollBar().value()
        sample = [self._natural_height(row) for row in range(SAMPLE)]
        self._long = EstimatedRows(count, sum(sample) // SAMPLE)
        if before is not None and before.count == count:
            self._stay(before, self._long, place)
        # Not QListView's layout, which would visit every row.
        QAbstractItemView.doItemsLayout(self)

    def _stay(self, before: EstimatedRows, now: EstimatedRows, place: int) -> None:
        """The same rows have other heights now: what was at the top of the view stays there."""
        for row in before.measured[:REMEASURED]:
            now.measure(row, self._natural_height(row))
        top = before.at(place)
        self.updateGeometries()
        self.verticalScrollBar().setValue(now.top(top) + place - before.top(top) if top else place)

    def updateGeometries(self) -> None:
        if self._long is None:
            super().updateGeometries()
            return
        bar = self.verticalScrollBar()
        room = self.viewport().height()
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._long.top(self._long.count) - room))

    def visualRect(self, index: Index) -> QRect:
        if self._long is None:
            return super().visualRect(index)
        if not index.isValid():
            return QRect()
        row = index.row()
        top = self._long.top(row) - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self._long.height(row))

    def indexAt(self, point: QPoint) -> QModelIndex:
        if self._long is None:
            return super().indexAt(point)
        row = self._long.at(point.y() + self.verticalScrollBar().value())
        return self.model().index(row, 0) if point.y() >= 0 and row < self._long.count else QModelIndex()

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        self._lay_out_if_long()
        if self._long is None:
            super().scrollTo(index, hint)
            return
        if not index.isValid():
            return
        row = index.row()
        before = None
        # Rows that come into view are measured and may move the one that is looked for.
        while before != self._long.top(row):
            before = self._long.top(row)
            self._scroll_to(self._long, row, hint)
            self._settle()

    def _scroll_to(self, rows: EstimatedRows, row: int, hint: Hint) -> None:
        self._measure(row)
        self.updateGeometries()
        top, height = rows.top(row), rows.height(row)
        bar, room = self.verticalScrollBar(), self.viewport().height()
        seen = bar.value() <= top and top + height <= bar.value() + room
        if hint == Hint.PositionAtCenter:
            bar.setValue(top - (room - height) // 2)
        elif hint == Hint.PositionAtTop or (not seen and (top < bar.value() or height > room)):
            bar.setValue(top)
        elif hint == Hint.PositionAtBottom or not seen:
            bar.setValue(top + height - room)

    def moveCursor(self, action: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if self._long is None:
            return super().moveCursor(action, modifiers)
        row, last = self.currentIndex().row(), self._long.count - 1
        match action:
            case Action.MoveHome:
                return self._selectable(0, +1)
            case Action.MoveEnd:
                return self._selectable(last, -1)
            case Action.MovePageUp | Action.MovePageDown:
                down = action == Action.MovePageDown
                shift = self.viewport().height() * (1 if down else -1)
                there = min(last, self._long.at(max(0, self._long.top(max(row, 0)) + shift)))
                there = there if there != row else row + (1 if down else -1)
                return self._selectable(max(0, min(there, last)), +1 if down else -1)
            case Action.MoveDown | Action.MoveNext | Action.MoveRight:
                return self._selectable(row + 1, +1)
        return self._selectable(last if row < 0 else row - 1, -1)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        if self._long is None:
            super().setSelection(rect, command)
            return
        first, last = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())
        chosen = QItemSelection(first, last) if first.isValid() and last.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        if self._long is None:
            return super().visualRegionForSelection(selection)
        region = QRegion()
        for part in selection:  # pyright: ignore[reportGeneralTypeIssues]
            region += self.visualRect(part.topLeft()).united(self.visualRect(part.bottomRight()))
        return region

    def verticalOffset(self) -> int:
        return super().verticalOffset() if self._long is None else self.verticalScrollBar().value()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            self._mouse = None if event.type() == QEvent.Type.HoverLeave else event.position().toPoint()
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._lay_out_if_long()
        if self._long is None:
            super().paintEvent(event)
            return
        self._settle()
        hovered = QModelIndex() if self._mouse is None else self.indexAt(self._mouse)
        painter = QPainter(self.viewport())
        for row in self._visible():
            index = self.model().index(row, 0)
            rect = self.visualRect(index)
            if rect.intersects(event.rect()):
                self._paint_row(painter, index, rect, hovered)
        painter.end()

    def _lay_out_if_long(self) -> None:
        """Do a layout that waits; QListView does its own when it needs to."""
        if self._long is not None or (self.model() is not None and self.model().rowCount() >= LONG_FROM):
            self.executeDelayedItemsLayout()

    def _paint_row(self, painter: QPainter, index: QModelIndex, rect: QRect, hovered: QModelIndex) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = rect
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if index == hovered:
            option.state |= QStyle.StateFlag.State_MouseOver
        self.itemDelegate().paint(painter, option, index)

    def _visible(self) -> range:
        rows = self._long
        if rows is None:
            return range(0)
        top = self.verticalScrollBar().value()
        return range(rows.at(top), min(rows.count, rows.at(top + self.viewport().height()) + 1))

    def _settle(self) -> None:
        """Measure what is in view, until that no longer brings other rows into view."""
        bar = self.verticalScrollBar()
        at_end = bar.value() > 0 and bar.value() == bar.maximum()
        while len([row for row in self._visible() if self._measure(row)]):
            self.updateGeometries()
            if at_end:
                bar.setValue(bar.maximum())

    def _measure(self, row: int) -> bool:
        """Measure a row; whether it was not measured before."""
        if self._long is None or self._long.is_measured(row):
            return False
        self._long.measure(row, self._natural_height(row))
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
