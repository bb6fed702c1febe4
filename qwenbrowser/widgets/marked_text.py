"""A read-only plain text with marked spans, a band of evidence and a gutter; never markup."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QToolTip, QWidget

from qwenbrowser.domain.anchors import Utf16Map
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import READING, faded
from qwenbrowser.widgets.gutter import Gutter
from qwenbrowser.widgets.text import plain_tooltip
from qwenbrowser.widgets.text_mark import TextMark

MARGIN = 8
"""Above and below the text, in pixels."""

MATCHES_SHOWN = 1_000
"""Places of found words that are marked at once, around the one that is shown."""

_PARAGRAPH_ENDS = re.compile("[\n\u2029]")


class MarkedText(QPlainTextEdit):
    """`mark_clicked` gives the key of the shortest mark under a click or under the caret at Enter."""

    mark_clicked = Signal(int, int, int)

    def __init__(self, theme: Theme, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._numbers = array("q", [0])
        self._map = Utf16Map("")
        self._marks: tuple[TextMark, ...] = ()
        self._band: tuple[int, int] | None = None
        self._context: tuple[int, int] | None = None
        self._matches: Sequence[tuple[int, int]] = ()
        self._match = 0
        self._anchored = False
        self._pressed = QPoint()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        # Room below the last line, so that evidence near the end can stand as high as any other.
        self.setCenterOnScroll(True)
        self.document().setDocumentMargin(2)
        self._gutter = Gutter(self, theme)
        self.updateRequest.connect(self._follow)
        self.verticalScrollBar().sliderPressed.connect(self._release)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def band(self) -> tuple[int, int] | None:
        """The evidence shown, in code points."""
        return self._band

    @property
    def barred(self) -> tuple[int, int] | None:
        """What the bar in the gutter stands beside: the words around the evidence, or the evidence."""
        return self._context or self._band

    @property
    def marks(self) -> tuple[TextMark, ...]:
        return self._marks

    def marks_in(self, start: int, end: int) -> tuple[TextMark, ...]:
        """The marks that begin from `start` up to `end`, in positions of Qt's document."""
        first, last = self._map.to_code_point(start), self._map.to_code_point(end)
        low = bisect_left(self._marks, first, key=lambda mark: mark.start)
        return self._marks[low : bisect_left(self._marks, last, low, key=lambda mark: mark.start)]

    @property
    def text(self) -> str:
        """The text as it was given; the document of Qt rewrites some characters."""
        return self._text

    def show_text(self, text: str, marks: Iterable[TextMark]) -> None:
        """Replace the text and its marks; no evidence is shown."""
        self._text = text
        filled = (bool(paragraph.strip()) for paragraph in _PARAGRAPH_ENDS.split(text))
        self._numbers = array("q", accumulate(filled))
        self._map = Utf16Map(text)
        self._marks = tuple(sorted(marks, key=lambda mark: mark.start))
        self._matches = ()
        self._band = self._context = None
        self._anchored = False
        self.setPlainText(text)
        self._close_gaps()
        self._underline()
        self._select()

    def show_band(
        self, start: int, end: int, context: tuple[int, int] | None = None, *, scroll: bool = True
    ) -> None:
        """Show evidence at `start` to `end` (code points), `context` more softly, at 40 % of the height."""
        self._band, self._context = (start, end), context
        self._select()
        cursor = self.textCursor()
        cursor.setPosition(self._map.to_utf16(start))
        self.setTextCursor(cursor)
        if scroll:
            self._anchored = True
            self._scroll_to_band()

    def clear_band(self) -> None:
        self._band = self._context = None
        self._anchored = False
        self._select()

    def show_matches(self, spans: Sequence[tuple[int, int]], shown: int, *, scroll: bool = True) -> None:
        """Mark places of found words (code points, in order); the one numbered `shown` comes into view."""
        if not spans and not self._matches:
            return
        self._matches, self._match = spans, shown
        self._select()
        if spans and scroll:
            self._release()
            cursor = self.textCursor()
            cursor.setPosition(self.position_of(spans[shown][0]))
            self.setTextCursor(cursor)
            if not self.viewport().rect().adjusted(0, 0, 0, -4).contains(self.cursorRect()):
                self.centerCursor()

    @property
    def place(self) -> int | None:
        """The line that the user scrolled to; None where the evidence decides it."""
        return None if self._anchored else self.verticalScrollBar().value()

    def go_to_place(self, place: int | None) -> None:
        """Scroll to a line; None leaves the evidence where it is."""
        if place is not None:
            self._release()
            self.verticalScrollBar().setValue(place)

    @property
    def caret(self) -> int:
        """Where the caret stands, or where the selected words begin, in code points."""
        return self._map.to_code_point(self.textCursor().selectionStart())

    def show_place(self, start: int, end: int) -> None:
        """Select a part of the text (code points), in the middle of the height."""
        self.setTextCursor(self._over(start, end))
        self._anchored = False
        self.centerCursor()

    def mark_at(self, offset: int) -> TextMark | None:
        """The shortest mark that holds the code point `offset`."""
        found = [mark for mark in self._marks if mark.start <= offset < mark.end]
        return min(found, key=lambda mark: mark.end - mark.start, default=None)

    def paragraph_of(self, offset: int) -> tuple[int, int]:
        """The bounds of the paragraph around a code point, in code points."""
        block = self.document().findBlock(self._map.to_utf16(offset))
        start = block.position()
        return self._map.to_code_point(start), self._map.to_code_point(start + block.length() - 1)

    def position_of(self, offset: int) -> int:
        """Where Qt's document holds a code point."""
        return self._map.to_utf16(offset)

    def paragraphs(self, area: QRect) -> Iterator[tuple[QTextBlock, int, float]]:
        """The paragraphs that meet `area` of the gutter, with their numbers and their tops there.

        Empty ones do not count.
        """
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            top = place.top() + MARGIN
            if top > area.bottom():
                return
            if top + place.height() >= area.top() and block.text().strip():
                yield block, self._numbers[block.blockNumber()], top
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._gutter.setGeometry(QRect(area.left(), area.top(), self._gutter.breadth, area.height()))
        if self._anchored:
            self._scroll_to_band()

    def wheelEvent(self, event: QEvent) -> None:
        self._release()
        super().wheelEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._release()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._click(self._map.to_code_point(self.textCursor().position()))
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt would let an input method write here, since the words can be selected."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._release()
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        still = (at - self._pressed).manhattanLength() < 4
        if event.button() == Qt.MouseButton.LeftButton and still and not self.textCursor().hasSelection():
            offset = self._offset_at(at)
            if offset is not None:
                self._click(offset)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        offset = self._offset_at(event.position().toPoint())
        over = offset is not None and self.mark_at(offset) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            offset = self._offset_at(event.pos())
            mark = None if offset is None else self.mark_at(offset)
            QToolTip.showText(event.globalPos(), plain_tooltip(mark.label) if mark else "", self)
            return True
        return super().viewportEvent(event)

    def _blocks(self) -> Iterable[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    def _select(self) -> None:
        """Context, evidence and found words as backgrounds."""
        selections: list[QTextEdit.ExtraSelection] = []
        evidence = self._theme.tokens.evidence
        if self._context is not None:
            soft = QColor(evidence)
            soft.setAlphaF(0.42)
            selections.append(self._background(self._context, soft))
        if self._band is not None:
            selections.append(self._background(self._band, evidence))
        selections += self._match_selections()
        self.setExtraSelections(selections)
        self._gutter.update()

    def _close_gaps(self) -> None:
        """Make the empty lines between paragraphs half as high."""
        small = QTextCharFormat()
        small.setFont(self._theme.fonts.serif(READING // 2))
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for block in self._blocks():
            if block.length() == 1:
                cursor.setPosition(block.position())
                cursor.setBlockCharFormat(small)
        cursor.endEditBlock()

    def _underline(self) -> None:
        """Give the marks a dotted line, as formats of the paragraphs: a selection for each takes longer."""
        document, tokens = self.document(), self._theme.tokens
        looks = {token: _dotted(getattr(tokens, token)) for token in {mark.token for mark in self._marks}}
        found: dict[int, list[QTextLayout.FormatRange]] = defaultdict(list)
        for mark in self._marks:
            start, end = self._map.to_utf16(mark.start), self._map.to_utf16(mark.end)
            block = document.findBlock(start)
            while block.isValid() and block.position() < end:
                part = QTextLayout.FormatRange()
                part.start = max(0, start - block.position())
                part.length = min(end - block.position(), block.length() - 1) - part.start
                part.format = looks[mark.token]
                found[block.blockNumber()].append(part)
                block = block.next()
        for number, parts in found.items():
            document.findBlockByNumber(number).layout().setFormats(parts)
        document.markContentsDirty(0, document.characterCount())

    def _match_selections(self) -> Iterator[QTextEdit.ExtraSelection]:
        """Found words on the soft accent, those that are shown on the accent itself."""
        tokens = self._theme.tokens
        first = max(0, self._match - MATCHES_SHOWN // 2)
        for number, span in enumerate(self._matches[first : first + MATCHES_SHOWN], first):
            shown = number == self._match
            selection = self._background(span, tokens.accent if shown else tokens.accent_soft)
            selection.format.setForeground(tokens.on_accent if shown else tokens.text1)
            yield selection

    def _background(self, span: tuple[int, int], color: QColor) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._over(*span)
        selection.format.setBackground(color)
        return selection

    def _over(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._map.to_utf16(start))
        cursor.setPosition(self._map.to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _scroll_to_band(self) -> None:
        if self._band is None:
            return
        target = self._map.to_utf16(self._band[0])
        block = self.document().findBlock(target)
        self.blockBoundingRect(block)
        above = block.layout().lineForTextPosition(target - block.position()).lineNumber()
        wanted = int(self.viewport().height() * 0.4 / (self.fontMetrics().lineSpacing() or 1))
        # Only what will be seen is laid out: the bar counts one line for a paragraph that is not.
        while above < wanted and block.previous().isValid():
            block = block.previous()
            self.blockBoundingRect(block)
            above += block.layout().lineCount()
        self.verticalScrollBar().setValue(block.firstLineNumber() + above - wanted)

    def _offset_at(self, at: QPoint) -> int | None:
        """The code point under a point of the viewport, None beside the text."""
        cursor = self.cursorForPosition(at)
        for position in (cursor.position(), cursor.position() - 1):
            if position < 0:
                continue
            probe = QTextCursor(self.document())
            probe.setPosition(position)
            left = self.cursorRect(probe)
            probe.setPosition(min(position + 1, max(0, self.document().characterCount() - 1)))
            right = self.cursorRect(probe)
            same_line = left.top() == right.top()
            if left.top() <= at.y() <= left.bottom() and same_line and left.left() <= at.x() <= right.left():
                return self._map.to_code_point(position)
        return None

    def _click(self, offset: int) -> None:
        if (mark := self.mark_at(offset)) is not None:
            self.mark_clicked.emit(mark.key, mark.start, mark.end)

    def _release(self) -> None:
        """The reader has moved: a later resize must not scroll back to the evidence."""
        self._anchored = False

    def _follow(self, _rect: QRect, _dy: int) -> None:
        self._gutter.update()

    def _dress(self) -> None:
        self.setFont(self._theme.fonts.serif(READING))
        self.setViewportMargins(self._gutter.breadth, MARGIN, 2 * MARGIN, MARGIN)
        self._gutter.resize(self._gutter.breadth, self._gutter.height())
        self._close_gaps()
        self._underline()
        self._select()


def _dotted(color: QColor) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    look.setUnderlineColor(faded(color, 0.6))
    return look
