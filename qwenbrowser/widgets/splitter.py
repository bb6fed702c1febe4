"""Parts side by side or one below the other, with borders to drag."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class Splitter(QSplitter):
    """`share` gives the sizes of the parts for a width or height in pixels, until the user drags a border.

    None of the parts can be closed by dragging. The state is empty where nothing was dragged.
    """

    def __init__(
        self, orientation: Qt.Orientation, parts: Sequence[QWidget], share: Callable[[int], Sequence[int]]
    ) -> None:
        super().__init__(orientation)
        self._share = share
        self._dragged = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for number, part in enumerate(parts):
            self.addWidget(part)
            self.handle(number).setAccessibleName(self.tr("Border to drag"))
        self.splitterMoved.connect(self._keep)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._dragged:
            across = self.orientation() == Qt.Orientation.Horizontal
            super().setSizes(self._share(self.width() if across else self.height()))

    def setSizes(self, sizes: Sequence[int]) -> None:
        """Give the parts these sizes, as dragging does."""
        self._keep()
        super().setSizes(sizes)

    def saveState(self) -> QByteArray:
        return super().saveState() if self._dragged else QByteArray()

    def restoreState(self, state: QByteArray) -> bool:
        self._dragged = super().restoreState(state)
        return self._dragged

    def _keep(self, *_where: int) -> None:
        self._dragged = True
