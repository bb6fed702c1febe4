"""A list view that tells what the user chose and can show a choice without telling it again."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from qwenbrowser.widgets.long_list import Index, LongListView

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
        self.settle()
        if not self.verticalScrollBar().value():
            return 0, 0
        top = self.indexAt(QPoint(1, 0))
        return max(0, top.row()), -self.visualRect(top).top()

    def go_to_place(self, place: tuple[int, int]) -> bool:
        """Scroll to a place; False where the rows or the room for it are not there yet."""
        row, above = place
        model = self.model()
        if model is None or row >= model.rowCount():
            return place == (0, 0)
        self.executeDelayedItemsLayout()
        self.scrollTo(model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + above)
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
