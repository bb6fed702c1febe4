"""Parts side by side or one below the other, with borders to drag."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


class Splitter(QSplitter):
    """`parts` at first as wide or high as `sizes` says (pixels); none can be closed by dragging."""

    def __init__(self, orientation: Qt.Orientation, parts: Sequence[QWidget], sizes: Sequence[int]) -> None:
        super().__init__(orientation)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for number, part in enumerate(parts):
            self.addWidget(part)
            self.handle(number).setAccessibleName(self.tr("Border to drag"))
        self.setSizes(sizes)
