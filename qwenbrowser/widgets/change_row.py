"""How a profile change is laid out and painted: before, after, when, and what stays open."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import BODY, READING, SECONDARY, SEMIBOLD, TITLE
from qwenbrowser.widgets.paint import PillLook, draw_pill, pill_height, pill_width
from qwenbrowser.widgets.row_layouts import EDGE, PAD, RowLayout, RowState
from qwenbrowser.widgets.rows import ChangeRow, Field
from qwenbrowser.widgets.text import visible
from qwenbrowser.widgets.text_block import TextBlock

LABEL = 58.0
LINE = 26.0


class _Remark:
    """A remark beside a field: a pill, or where the card is too narrow for it the words in lines."""

    def __init__(self, text: str, token: str, look: PillLook, icon: str, room: float, theme: Theme) -> None:
        self._text, self._token, self._look, self._icon = text, token, look, icon
        self._theme = theme
        self._lines: TextBlock | None = None
        self.height = pill_height(theme)
        if pill_width(text, theme, icon=icon) > room:
            font = theme.fonts.ui(SECONDARY, SEMIBOLD)
            self._side = QFontMetricsF(font).height()
            self._lines = TextBlock(visible(text), font, room - self._side - 6, 4)
            self.height = self._lines.height

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        color = getattr(self._theme.tokens, self._token)
        if self._lines is None:
            draw_pill(painter, x, y, self._text, color, self._theme, look=self._look, icon=self._icon)
            return
        box = QRectF(x, y, self._side, self._side)
        self._theme.icons.paint(painter, box, self._icon, color)
        self._lines.draw(painter, x + self._side + 6, y, color)


class ChangeLayout(RowLayout[ChangeRow]):
    """A card whose height follows its fields."""

    def arrange(self) -> None:
        self._left = EDGE + PAD + 4.0
        self._line = self.px(LINE)
        self._value = self._left + self.px(LABEL)
        width = self.width - EDGE - PAD - self._value
        content, theme = self.content, self.theme
        self._fields = [
            (
                field,
                self._block(field, width),
                _Remark(field.check, "inserted_text", PillLook.SOFT, "check", width, theme),
            )
            for field in content.fields
        ]
        look = PillLook.HATCHED if content.date_uncertain else PillLook.SOFT
        self._date = _Remark(content.date, "change", look, "clock", width, theme)
        hedge_width = self.width - EDGE - PAD - self._left
        outlined = PillLook.OUTLINED
        self._reports = _Remark(content.hedge_pill, "text2", outlined, "newspaper", hedge_width, theme)
        self._hedge = TextBlock(
            visible(self.content.hedge, lines=True), self.theme.fonts.serif(READING), hedge_width, 6
        )
        self.height = self._top = 10 + self.px(36)
        for field, block, check in self._fields:
            self.height += block.height + 8 + (check.height + 6 if field.check else 0)
        self.height += self._date.height + 10
        if content.hedge:
            self.height += 24 + self._reports.height + self._hedge.height
        self.height += 14

    def _block(self, field: Field, width: float) -> TextBlock:
        fonts = self.theme.fonts
        font = {
            "missing": fonts.ui(BODY, italic=True),
            "words": fonts.serif(READING, SEMIBOLD),
            "removed": fonts.serif(READING),
        }.get(field.style, fonts.ui(BODY))
        return TextBlock(visible(field.value, lines=True), font, width, 4)

    def paint(self, painter: QPainter, state: RowState) -> None:
        content = self.content
        self.card(painter, QRectF(EDGE, 3.5, self.width - 2 * EDGE, self.height - 7), state)
        px = self.px
        icon = QRectF(self._left, 10 + px(6), px(18), px(18))
        self.theme.icons.paint(painter, icon, content.icon, self.color(content.icon_token))
        left = self._left + 8 + px(18)
        title = QRectF(left, 10 + px(4), self.width - left - EDGE - PAD, px(22))
        self.line(painter, title, content.title, self.theme.fonts.ui(TITLE, SEMIBOLD), "text1")
        y = self._top
        for field, block, check in self._fields:
            y = self._paint_field(painter, field, block, check, y)
        y = self._paint_date(painter, y)
        if content.hedge:
            self._paint_hedge(painter, y)

    def _paint_field(
        self, painter: QPainter, field: Field, block: TextBlock, check: _Remark, y: float
    ) -> float:
        self._label(painter, field.label, y, block.height if block.lines == 1 else self._line - 4)
        token = {"missing": "text2", "removed": "deleted_text"}.get(field.style, "text1")
        block.draw(painter, self._value, y, self.color(token))
        y += block.height + 6
        if field.check:
            check.draw(painter, self._value, y)
            y += check.height + 6
        return y + 2

    def _paint_date(self, painter: QPainter, y: float) -> float:
        self._label(painter, self.content.date_label, y, pill_height(self.theme))
        self._date.draw(painter, self._value, y)
        return y + self._date.height + 10

    def _paint_hedge(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(self.color("divider"), 1))
        painter.drawLine(int(self._left), int(y), int(self.width - EDGE - PAD), int(y))
        y += 10
        self._reports.draw(painter, self._left, y)
        self._hedge.draw(painter, self._left, y + self._reports.height + 10, self.color("text2"))

    def _label(self, painter: QPainter, text: str, y: float, height: float) -> None:
        box = QRectF(self._left, y, self._value - self._left - 6, height)
        self.line(painter, box, text, self.theme.fonts.ui(SECONDARY), "text2")
