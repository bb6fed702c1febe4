"""The one delegate of all lists: it looks up how the content of a row is laid out and painted."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.change_row import ChangeLayout
from qwenbrowser.widgets.result_row import ResultHeadingLayout, ResultLayout
from qwenbrowser.widgets.row_layouts import (
    CardLayout,
    DatedLayout,
    HeadingLayout,
    NameLayout,
    RowLayout,
    RowState,
)
from qwenbrowser.widgets.rows import CardRow, ChangeRow, DatedRow, Heading, NameRow, ResultHeading, ResultRow
from qwenbrowser.widgets.text import plain_tooltip

CONTENT_ROLE = Qt.ItemDataRole.UserRole + 4
KEPT = 512

LAYOUTS: dict[type, type[RowLayout[Any]]] = {
    Heading: HeadingLayout,
    NameRow: NameLayout,
    CardRow: CardLayout,
    DatedRow: DatedLayout,
    ChangeRow: ChangeLayout,
    ResultHeading: ResultHeadingLayout,
    ResultRow: ResultLayout,
}

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints the values of `widgets.rows` that a model gives under `CONTENT_ROLE`; layouts are kept."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._kept: OrderedDict[tuple[object, int], RowLayout[Any]] = OrderedDict()
        theme.changed.connect(self._forget)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        layout = self._layout(index, width)
        return QSize(width, 0 if layout is None else round(layout.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        state = option.state
        layout = self._layout(index, rect.width())
        if layout is None:
            return
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.setClipRect(rect)
        painter.translate(rect.topLeft())
        layout.paint(
            painter,
            RowState(
                selected=bool(state & QStyle.StateFlag.State_Selected),
                hovered=bool(state & QStyle.StateFlag.State_MouseOver),
                focused=self._view.hasFocus() and index == self._view.currentIndex(),
            ),
        )
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, _option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() != QHelpEvent.Type.ToolTip:
            return False
        text = index.data(Qt.ItemDataRole.AccessibleTextRole) if index.isValid() else None
        QToolTip.showText(event.globalPos(), plain_tooltip(text) if text else "", view)
        return True

    def _layout(self, index: Index, width: int) -> RowLayout[Any] | None:
        content = index.data(CONTENT_ROLE)
        if content is None:
            return None
        key = (content, width)
        found = self._kept.get(key)
        if found is None:
            found = LAYOUTS[type(content)](content, width, self._theme)
            self._kept[key] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def _forget(self) -> None:
        self._kept.clear()
        self._view.scheduleDelayedItemsLayout()
        self._view.viewport().update()
