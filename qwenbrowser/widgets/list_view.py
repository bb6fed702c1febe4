"""A list view that tells what the user chose and can show a choice without telling it again."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from qwenbrowser.widgets.long_list import Index, LongListView

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_MOVES = (*_ARROWS, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

MOST = 16_777_215  # pixels, the largest height of a widget


class ListView(LongListView):
    """Rows of any height, chosen one at a time.

    `chosen` gives the index that the user, a test or a screen reader made current. It comes again when the
    same row is clicked again, because something else may be shown elsewhere by then.
    """

    chosen = Signal(QModelIndex)

    def __init__(
        self, name: str, label: str, parent: QWidget | None = None, *, on_window: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)
        self._quiet = False
        if on_window:
            # Cards stand on the colour of the window, rows on that of a surface.
            self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.clicked.connect(self._tell)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        indexes = selected.indexes()
        if indexes:
            self._tell(indexes[0])

    def setCurrentIndex(self, index: Index) -> None:
        """Make a row current and tell it, also where it was current already."""
        again = index.isValid() and index == self.currentIndex()
        super().setCurrentIndex(index)
        if again:
            self._tell(index)

    def show_row(self, row: int, *, scroll: bool = True) -> None:
        """Make a row current without telling; none for -1."""
        self._quiet = True
        try:
            if row < 0:
                super().setCurrentIndex(QModelIndex())
                self.clearSelection()
            else:
                index = self.model().index(row, 0)
                super().setCurrentIndex(index)
                if scroll:
                    self.scrollTo(index)
        finally:
            self._quiet = False
        if self.isVisible():
            # Laid out later, it would be painted a second time.
            self.settle()

    @property
    def place(self) -> tuple[int, int]:
        """The row at the upper edge, and how many of its pixels are above it."""
        if not self.verticalScrollBar().value():
            return 0, 0  # nothing has to be laid out to know it
        self.settle()
        top = self.indexAt(QPoint(1, 0))
        return max(0, top.row()), -self.visualRect(top).top()

    def go_to_place(self, place: tuple[int, int]) -> bool:
        """Scroll to a place; False where the rows or the room for it are not there yet."""
        row, above = place
        model = self.model()
        if model is None or row >= model.rowCount():
            return place == (0, 0)
        index, bar = model.index(row, 0), self.verticalScrollBar()
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        for _time in range(2):
            # The second time the rows below are measured: the bar knows how far it goes.
            bar.setValue(bar.value() + self.visualRect(index).top() + above)
            self.settle()
        return self.place == place

    def content_height(self, most: int = MOST) -> int:
        """The height in pixels at which no row is hidden; `most` or more where it is at least that."""
        model = self.model()
        height = 0
        for row in range(model.rowCount() if model is not None else 0):
            height += self.sizeHintForIndex(model.index(row, 0)).height()
            if height >= most:
                break
        return height

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.model() is not None and not self.currentIndex().isValid():
            # The keys go on from what is in sight, and not from the first row of all.
            self.selectionModel().setCurrentIndex(
                self.first_in_sight(), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ARROWS or self._is_chosen(self.currentIndex()):
            super().keyPressEvent(event)
        if event.key() in _MOVES and not self._is_chosen(self.currentIndex()):
            # It only had the focus: the first key chooses it.
            chooses = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().select(self.currentIndex(), chooses)

    def _is_chosen(self, index: QModelIndex) -> bool:
        return not index.isValid() or self.selectionModel().isSelected(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            # No row to stand on: the list as a whole shows that it has the focus.
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self.palette().accent().color(), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(280, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def _tell(self, index: Index) -> None:
        if not self._quiet and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.chosen.emit(index)
