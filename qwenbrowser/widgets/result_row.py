"""How results of a search are laid out and painted: groups, titles with the words found, what leads there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from qwenbrowser.domain.phrases import END_ISOLATE, ISOLATE
from qwenbrowser.theme.tokens import BODY, GRID, RADIUS, SECONDARY, SEMIBOLD, faded
from qwenbrowser.widgets.paint import draw_avatar, draw_focus
from qwenbrowser.widgets.row_layouts import RowLayout, RowState
from qwenbrowser.widgets.rows import ResultHeading, ResultRow, Spans

INSET = 14.0  # of a row's ground from the edges of the list
PAD = 12.0
_ICON = 28.0
_GAP = 3.0  # between the two lines
_RIGHT_SHARE = 0.45  # of the width, at most, for what stands at the right


class _Scaled:
    """Lengths that follow the size of the type."""

    def __init__(self, font: QFont) -> None:
        self._scale = font.pixelSize() / BODY

    def __call__(self, length: float) -> float:
        return length * self._scale


class ResultHeadingLayout(RowLayout[ResultHeading]):
    def arrange(self) -> None:
        self._px = _Scaled(self.theme.fonts.ui(BODY))
        self.height = self._px(26)

    def paint(self, painter: QPainter, _state: RowState) -> None:
        box = QRectF(INSET + PAD, self._px(3), self.width - 2 * (INSET + PAD), self.height - self._px(3))
        font = self.theme.fonts.ui(SECONDARY)
        used = QFontMetricsF(font).horizontalAdvance(self.content.count)
        self.line(painter, box, self.content.count, font, "text2", right=True)
        title = box.adjusted(0, 0, -used - 10, 0)
        self.line(painter, title, self.content.title, self.theme.fonts.ui(SECONDARY, SEMIBOLD), "text2")


class ResultLayout(RowLayout[ResultRow]):
    def arrange(self) -> None:
        self._px = _Scaled(self.theme.fonts.ui(BODY))
        self.height = self._px(46 if self.content.detail else 36)
        content, fonts = self.content, self.theme.fonts
        self._side = self._px(_ICON)
        self._left = INSET + PAD + self._side + 12
        right = self.width - INSET - 14
        wide = QFontMetricsF(fonts.ui(SECONDARY)).horizontalAdvance(content.right) + 1
        self._wide = min(wide, (right - self._left) * _RIGHT_SHARE)
        room = right - self._left - self._wide - (14 if content.right else 0)
        self._title = _MarkedLine(content.title, content.title_marks, fonts.ui(BODY, SEMIBOLD), room)
        self._detail = _MarkedLine(content.detail, content.detail_marks, fonts.ui(SECONDARY), room)

    def paint(self, painter: QPainter, state: RowState) -> None:
        content, tokens = self.content, self.theme.tokens
        ground = QRectF(INSET, 0, self.width - 2 * INSET, self.height)
        if state.selected or state.hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_soft if state.selected else faded(tokens.text3, 0.08))
            painter.drawRoundedRect(ground, GRID, GRID)
        if state.focused:
            draw_focus(painter, ground, tokens)
        self._draw_sign(painter)
        title, detail = self._title, self._detail
        below = detail.height + self._px(_GAP) if content.detail else 0
        top = (self.height - title.height - below) / 2
        title.draw(painter, self._left, top, self.color("text1"), tokens.evidence)
        if content.detail:
            y = top + title.height + self._px(_GAP)
            detail.draw(painter, self._left, y, self.color("text2"), tokens.evidence)
        if content.right:
            box = QRectF(self.width - INSET - 14 - self._wide, 0, self._wide, self.height)
            self.line(painter, box, content.right, self.theme.fonts.ui(SECONDARY), "text2", right=True)

    def _draw_sign(self, painter: QPainter) -> None:
        content, tokens = self.content, self.theme.tokens
        box = QRectF(INSET + PAD, (self.height - self._side) / 2, self._side, self._side)
        if content.initials:
            draw_avatar(painter, box, content.initials, content.square, self.theme)
            return
        color = self.color(content.icon_token)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.soft(color))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        inner = self._side * 0.22
        self.theme.icons.paint(painter, box.adjusted(inner, inner, -inner, -inner), content.icon, color)


class _MarkedLine:
    """One line, cut short with "…" at the width, and the grounds behind what is marked in it."""

    def __init__(self, text: str, marks: Spans, font: QFont, width: float) -> None:
        metrics = QFontMetricsF(font)
        self.height = float(metrics.height())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))
        whole = len(text) if shown == text else max(0, len(shown) - 1)
        self._marks = [(start, min(end, whole)) for start, end in marks if start < whole]
        self._shown = f"{ISOLATE}{shown}{END_ISOLATE}"
        self._layout = QTextLayout(self._shown, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        line = self._layout.createLine()
        if line.isValid():
            line.setLineWidth(max(1.0, width + 2))
        self._layout.endLayout()

    def draw(self, painter: QPainter, x: float, y: float, color: QColor, ground: QColor) -> None:
        painter.setPen(color)
        formats = [self._format(start, end, ground) for start, end in self._marks]
        self._layout.draw(painter, QPointF(x, y), formats)

    def _format(self, start: int, end: int, ground: QColor) -> QTextLayout.FormatRange:
        """The range in UTF-16, behind the isolate that opens the line."""
        result = QTextLayout.FormatRange()
        result.start = _units(self._shown[: start + 1])
        result.length = _units(self._shown[: end + 1]) - result.start
        text_format = QTextCharFormat()
        text_format.setBackground(ground)
        result.format = text_format
        return result


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
