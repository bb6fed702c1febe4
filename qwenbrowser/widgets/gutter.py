"""The strip beside a marked text: paragraph numbers, an icon where a span begins, the bar of the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QToolTip, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import META
from qwenbrowser.widgets.text import plain_tooltip, visible

if TYPE_CHECKING:
    from qwenbrowser.widgets.marked_text import MarkedText
    from qwenbrowser.widgets.text_mark import TextMark

GUTTER = 52
_ICONS_AT = 30
_ALONE, _PAIRED = 14, 12  # the size of one icon, and of each of two that stand one above the other
_SHOWN = 2  # icons of one line; a dot stands for more


class MarkButton(QAbstractButton):
    """The accessible twin of a painted icon: a screen reader finds it by name and presses it.

    The pointer goes through it. It is no stop of Tab: keys choose the next and the previous fact.
    """

    def __init__(self, gutter: QWidget) -> None:
        super().__init__(gutter)
        self.mark: TextMark | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the gutter paints all icons at once."""


class Gutter(QWidget):
    """Painted beside the lines of the text. The pointer over a line tells all spans that begin there, a click
    on its icon chooses one of them. While a screen reader listens, every icon in sight has a button."""

    def __init__(self, text: MarkedText, theme: Theme) -> None:
        super().__init__(text)
        self._text = text
        self._theme = theme
        self._twins: list[MarkButton] = []
        self.setAccessibleName(self.tr("Marks beside the text"))

    @property
    def breadth(self) -> int:
        """How broad it is in pixels; it follows the size of the type."""
        return self._px(GUTTER)

    def sizeHint(self) -> QSize:
        return QSize(self.breadth, 0)

    def marks_at(self, y: int) -> list[TextMark]:
        """The marks that begin on the line at the height `y`, in text order."""
        for block, _number, top in self._text.paragraphs(QRect(0, y, 1, 1)):
            for line, marks in self._lines(block):
                if top + line.y() <= y < top + line.y() + line.height():
                    return marks
        return []

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            labels = [mark.label for mark in self.marks_at(event.pos().y())]
            QToolTip.showText(event.globalPos(), plain_tooltip("\n".join(dict.fromkeys(labels))), self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._text.wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and (mark := self._mark_under(place)) is not None:
            self._text.mark_clicked.emit(mark.key, mark.start, mark.end)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.fonts.ui(META))
        for block, number, top in self._text.paragraphs(event.rect()):
            self._paint_number(painter, block, number, top)
            for line, marks in self._lines(block):
                self._paint_icons(painter, marks, self._boxes(line, top, len(marks)))
            self._paint_bar(painter, block, top)
        painter.end()
        if QAccessible.isActive():
            # Nothing is moved while it is painted.
            QTimer.singleShot(0, self, self._place_twins)

    def _place_twins(self) -> None:
        """Let a button stand over every icon, and over the last one for each mark that the dot tells."""
        places = list(self._icons())
        while len(self._twins) < len(places):
            twin = MarkButton(self)
            twin.clicked.connect(partial(self._press, twin))
            self._twins.append(twin)
        for twin, place in zip_longest(self._twins, places):
            if place is not None:
                twin.setGeometry(place[0].toRect())
                twin.mark = place[1]
                twin.setAccessibleName(visible(place[1].label))
            twin.setVisible(place is not None)

    def _icons(self) -> Iterator[tuple[QRectF, TextMark]]:
        for block, _number, top in self._text.paragraphs(self.rect()):
            for line, marks in self._lines(block):
                boxes = self._boxes(line, top, len(marks))
                for number, mark in enumerate(marks):
                    yield boxes[min(number, len(boxes) - 1)], mark

    def _press(self, twin: MarkButton) -> None:
        if twin.mark is not None:
            self._text.mark_clicked.emit(twin.mark.key, twin.mark.start, twin.mark.end)

    def _lines(self, block: QTextBlock) -> list[tuple[QTextLine, list[TextMark]]]:
        """The lines of a paragraph on which marks begin, with these marks."""
        found: dict[int, tuple[QTextLine, list[TextMark]]] = {}
        # The last character of the document is its own: no position of the text.
        end = min(block.position() + block.length(), self._text.position_of(len(self._text.text)))
        for mark in self._text.marks_in(block.position(), end):
            line = block.layout().lineForTextPosition(self._text.position_of(mark.start) - block.position())
            if line.isValid():
                found.setdefault(line.lineNumber(), (line, []))[1].append(mark)
        return list(found.values())

    def _boxes(self, line: QTextLine, top: float, count: int) -> list[QRectF]:
        """Where the icons of a line stand: one in the middle, two one above the other."""
        middle = top + line.y() + line.height() / 2
        size = self._px(_ALONE if count == 1 else _PAIRED)
        left = self._px(_ICONS_AT) + (self._px(_ALONE) - size) // 2
        tops = [middle - size / 2] if count == 1 else [middle - size, middle]
        return [QRectF(left, int(place), size, size) for place in tops]

    def _px(self, pixels: int) -> int:
        return round(pixels * self._theme.fonts.scale)

    def _mark_under(self, place: QPoint) -> TextMark | None:
        for block, _number, top in self._text.paragraphs(QRect(0, place.y(), 1, 1)):
            for line, marks in self._lines(block):
                for box, mark in zip(self._boxes(line, top, len(marks)), marks, strict=False):
                    if box.contains(place.toPointF()):
                        return mark
        return None

    def _paint_number(self, painter: QPainter, block: QTextBlock, number: int, top: float) -> None:
        line = block.layout().lineAt(0)
        painter.setPen(self._theme.tokens.text3)
        box = QRect(self._px(8), int(top + line.y()), self._px(22), int(line.height()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"¶{number}")

    def _paint_icons(self, painter: QPainter, marks: list[TextMark], boxes: list[QRectF]) -> None:
        tokens = self._theme.tokens
        for box, mark in zip(boxes, marks, strict=False):
            self._theme.icons.paint(painter, box, mark.icon, getattr(tokens, mark.token))
        if len(marks) > _SHOWN:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.text2)
            painter.drawEllipse(QRectF(boxes[0].right() - 0.5, boxes[0].bottom() - 2, 4, 4))

    def _paint_bar(self, painter: QPainter, block: QTextBlock, top: float) -> None:
        span = self._text.barred
        if span is None:
            return
        start = self._text.position_of(span[0]) - block.position()
        end = self._text.position_of(span[1]) - block.position()
        if end <= 0 or start >= block.length():
            return
        layout = block.layout()
        first = layout.lineForTextPosition(max(0, start))
        last = layout.lineForTextPosition(min(block.length() - 1, end - 1))
        if first.isValid() and last.isValid():
            y = top + first.y()
            height = last.y() + last.height() - first.y()
            painter.fillRect(self.breadth - 5, int(y), 3, int(height), self._theme.tokens.evidence_edge)
