"""Plain text set once in lines of a width, ready to be painted again and again; never markup."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextLine, QTextOption

LINE_SEPARATOR = "\u2028"  # what a text layout takes for a new line

_ANYWHERE = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
_ANYWHERE.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
_ONE_LINE = QTextOption(_ANYWHERE)
_ONE_LINE.setWrapMode(QTextOption.WrapMode.NoWrap)

# Letters that run to the left, signs that turn others, letters of two units: Qt itself cuts those, slowly.
_TURNED_OR_WIDE = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\ufb1d-\ufdff\ufe70-\ufeff\ud800-\udfff\U00010000-\U0010ffff]"
)

_LONGEST = 20_000  # characters; nobody reads more in a label, and the time to lay them out grows with them


class TextBlock:
    """`text` in `font` within `width` logical pixels.

    It takes at most `lines` lines (0: any number); `elided` says that more is left over, and the last
    line then ends in "…". Words longer than a line are broken. `width`, `height` and `lines` are what the
    text takes.
    """

    __slots__ = ("_layout", "elided", "height", "lines", "width")

    def __init__(self, text: str, font: QFont, width: float, lines: int = 6) -> None:
        metrics = QFontMetricsF(font)
        room = max(1.0, width)
        # No more characters fit than there are pixels.
        longest = lines * (int(room) + 64) if lines else _LONGEST
        shown = text[:longest].replace("\n", LINE_SEPARATOR)
        step = metrics.height()
        self._layout = _laid_out(shown, font, room, lines, step)
        rest = _left_over(self._layout, shown)
        self.elided = rest is not None or len(text) > longest
        if self.elided:
            before, last = rest or ("", shown)
            last = _elided(self._layout, last, metrics, room)
            self._layout = _laid_out(before + last, font, room, lines, step)
        self.lines = self._layout.lineCount()
        self.height = self.lines * step
        self.width = max((self._layout.lineAt(n).naturalTextWidth() for n in range(self.lines)), default=0.0)

    def draw(self, painter: QPainter, x: float, y: float, color: QColor) -> None:
        """Paint with the top left corner at (x, y)."""
        painter.setPen(color)
        self._layout.draw(painter, QPointF(x, y))


def _laid_out(text: str, font: QFont, room: float, lines: int, step: float) -> QTextLayout:
    layout = QTextLayout(text, font)
    layout.setTextOption(_ONE_LINE if lines == 1 else _ANYWHERE)
    layout.setCacheEnabled(True)
    count = 0
    layout.beginLayout()
    while lines == 0 or count < lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room)
        # Fallback fonts of other heights must not make lines unequal: each stands on its own step.
        line.setPosition(QPointF(0, count * step))
        count += 1
    layout.endLayout()
    return layout


def _elided(layout: QTextLayout, text: str, metrics: QFontMetricsF, room: float) -> str:
    """As much of `text` as fits on one line together with "…"; nothing where not even that fits."""
    if layout.lineCount() != 1 or _TURNED_OR_WIDE.search(text):
        return metrics.elidedText(text + "…", Qt.TextElideMode.ElideRight, room)
    left = room - metrics.horizontalAdvance("…")
    if left < 0:
        return ""
    end = layout.lineAt(0).xToCursor(left, QTextLine.CursorPosition.CursorOnCharacter)
    return text[:end].rstrip() + "…"


def _left_over(layout: QTextLayout, text: str) -> tuple[str, str] | None:
    """What stands before the last line, and what would stand on it; None where all of the text fits."""
    if not layout.lineCount():
        return None
    line = layout.lineAt(layout.lineCount() - 1)
    start, end = line.textStart(), line.textStart() + line.textLength()
    fits = line.naturalTextWidth() <= line.width()
    if fits and text.isascii() and end >= len(text):
        return None
    units = text.encode("utf-16-le", "surrogatepass")
    if fits and 2 * end >= len(units):
        return None
    start *= 2
    before, after = (part.decode("utf-16-le", "replace") for part in (units[:start], units[start:]))
    return before, after.split(LINE_SEPARATOR)[0]
