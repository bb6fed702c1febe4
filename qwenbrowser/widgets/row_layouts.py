"""How the rows of lists are laid out and painted: headings, names, statements, dated facts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import (
    BODY,
    CARD_RADIUS,
    RADIUS,
    READING,
    SECONDARY,
    SEMIBOLD,
    TITLE,
    faded,
)
from qwenbrowser.widgets.date_glyph import draw_date_glyph
from qwenbrowser.widgets.paint import (
    PillLook,
    draw_avatar,
    draw_card,
    draw_focus,
    draw_pill,
    draw_quote_mark,
    draw_rounded,
    draw_row,
    pill_width,
)
from qwenbrowser.widgets.rows import CardRow, DatedRow, Heading, NameRow
from qwenbrowser.widgets.text import isolate, visible
from qwenbrowser.widgets.text_block import TextBlock

C = TypeVar("C")

EDGE = 12
PAD = 12
NAME_LEFT = 84


@dataclass(frozen=True, slots=True)
class RowState:
    selected: bool = False
    hovered: bool = False
    focused: bool = False


class RowLayout(ABC, Generic[C]):
    """A row laid out for a width in pixels; `height` is what it needs. `paint` draws it at the origin."""

    height: float

    def __init__(self, content: C, width: int, theme: Theme) -> None:
        self.content = content
        self.width = float(width)
        self.theme = theme
        self._lines: dict[tuple[str, float, float, float], TextBlock] = {}
        self.arrange()

    @abstractmethod
    def arrange(self) -> None:
        """Set `height` and whatever painting needs."""

    @abstractmethod
    def paint(self, painter: QPainter, state: RowState) -> None: ...

    def px(self, length: float) -> float:
        """A length in pixels that follows the size of the type."""
        return length * self.theme.fonts.scale

    def color(self, token: str) -> QColor:
        return getattr(self.theme.tokens, token)

    def line(
        self, painter: QPainter, rect: QRectF, text: str, font: QFont, token: str, *, right: bool = False
    ) -> float:
        """One elided line, centred in the height; returns the width that it took."""
        key = (text, rect.x(), rect.y(), rect.width())
        block = self._lines.get(key)
        if block is None:
            block = TextBlock(isolate(" ".join(text.split())), font, rect.width(), 1)
            self._lines[key] = block
        x = rect.right() - block.width if right else rect.x()
        block.draw(painter, x, rect.y() + (rect.height() - block.height) / 2, self.color(token))
        return block.width

    def card(self, painter: QPainter, rect: QRectF, state: RowState, *, dashed: bool = False) -> None:
        """The frame of a card; the chosen one wears the accent."""
        tokens = self.theme.tokens
        draw_card(painter, rect, tokens, raised=state.hovered, dashed=dashed)
        if state.selected:
            painter.setPen(QPen(tokens.accent, 1.5))
            painter.setBrush(faded(tokens.accent, 0.06))
            painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), CARD_RADIUS, CARD_RADIUS)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if state.focused:
            draw_focus(painter, rect, tokens, CARD_RADIUS)

    def row(self, painter: QPainter, rect: QRectF, state: RowState) -> None:
        """The ground of a row that is not a card."""
        draw_row(painter, rect, self.theme.tokens, selected=state.selected, hovered=state.hovered)
        if state.focused:
            draw_focus(painter, rect, self.theme.tokens)


class HeadingLayout(RowLayout[Heading]):
    def arrange(self) -> None:
        self._block: TextBlock | None = None
        note = visible(self.content.note)
        if note and not self.content.title:
            font = self.theme.fonts.ui(SECONDARY)
            self._block = TextBlock(note, font, self.width - 2 * EDGE - 4, 3)
            self.height = self._block.height + self.px(24)
            return
        self._line_height = self.px(40 if self.content.large else 30)
        self.height = self._line_height
        title = QFontMetricsF(self._title_font()).horizontalAdvance(self.content.title)
        count = QFontMetricsF(self.theme.fonts.ui(SECONDARY)).horizontalAdvance(self.content.count)
        room = self.width - 2 * EDGE - 8
        # What has no room beside the title goes below it.
        self._stacked = bool(count) and title + 8 + count > room
        self.height += self.px(18) if self._stacked else 0
        if note:
            self._note = TextBlock(note, self.theme.fonts.ui(SECONDARY, italic=True), room, 3)
            beside = title + 8 + count + 10
            self._note_below = self._stacked or self._note.lines > 1 or beside + self._note.width > room + 4
            self._note_left = EDGE + 4 + (0 if self._note_below else beside)
            self._note_top = self.height - 2
            self.height += self._note.height + 4 if self._note_below else 0

    def paint(self, painter: QPainter, _state: RowState) -> None:
        if self._block is not None:
            self._block.draw(painter, EDGE + 4, self.px(12), self.color("text2"))
            return
        large = self.content.large
        top = self.px(8 if large else 4)
        box = QRectF(EDGE + 4, top, self.width - 2 * EDGE - 8, self._line_height - top)
        used = self.line(painter, box, self.content.title, self._title_font(), "text1" if large else "text2")
        below = QRectF(box.x(), self._line_height - 3, box.width(), self.px(18))
        beside = below if self._stacked else box.adjusted(used + 8, 0, 0, 0)
        self.line(painter, beside, self.content.count, self.theme.fonts.ui(SECONDARY), "text2")
        if self.content.note:
            middle = top + (self._line_height - top - self._note.height) / 2
            y = self._note_top if self._note_below else middle
            self._note.draw(painter, self._note_left, y, self.color("text2"))

    def _title_font(self) -> QFont:
        return self.theme.fonts.ui(TITLE if self.content.large else SECONDARY, SEMIBOLD)


class NameLayout(RowLayout[NameRow]):
    def arrange(self) -> None:
        content, fonts, px = self.content, self.theme.fonts, self.px
        self._left, self._right = 18 + px(32) + 12, self.width - 16
        self._count = QFontMetricsF(fonts.ui(SECONDARY, 500)).horizontalAdvance(content.count)
        name = QFontMetricsF(fonts.ui(BODY, SEMIBOLD)).horizontalAdvance(content.name)
        room = self._right - self._left - self._count - 10
        # Where hardly anything of the name would be left beside it, the count goes below.
        self._stacked = bool(content.count) and room < min(name, px(NAME_LEFT))
        self.height = px(52 + 18 * (bool(content.more) + self._stacked))

    def paint(self, painter: QPainter, state: RowState) -> None:
        content, fonts = self.content, self.theme.fonts
        self.row(painter, QRectF(6, 1, self.width - 12, self.height - 2), state)
        px = self.px
        side = px(32)
        draw_avatar(painter, QRectF(18, px(10), side, side), content.initials, content.square, self.theme)
        left, right, wide, stacked = self._left, self._right, self._count, self._stacked
        counted = QRectF(right - wide - 1, px(8), wide + 1, px(19))
        if stacked:
            counted = QRectF(left, px(63 if content.more else 45), right - left, px(17))
        font = fonts.ui(SECONDARY, 500)
        self.line(painter, counted, content.count, font, content.count_token, right=not stacked)
        name = QRectF(left, px(8), right - left - (0 if stacked else wide + 10), px(19))
        self.line(painter, name, content.name, fonts.ui(BODY, SEMIBOLD), "text1")
        below = QRectF(left, px(27), right - left, px(17))
        self.line(painter, below, content.detail, fonts.ui(SECONDARY), "text2")
        if content.more:
            below.translate(0, px(18))
            self.line(painter, below, content.more, fonts.ui(SECONDARY), "text3")


class CardLayout(RowLayout[CardRow]):
    def arrange(self) -> None:
        content, fonts, px = self.content, self.theme.fonts, self.px
        font = fonts.serif(READING) if content.words else fonts.ui(BODY)
        self._left = EDGE + px(38)
        width = self.width - self._left - EDGE - PAD
        self._text = TextBlock(visible(content.text, lines=True), font, width, 6)
        self._pill = pill_width(content.pill, self.theme) if content.pill else 0
        self._date_font = fonts.ui(SECONDARY)
        self._date = QFontMetricsF(self._date_font).horizontalAdvance(content.date)
        metrics = QFontMetricsF(self._date_font)
        left = QFontMetricsF(fonts.ui(SECONDARY, SEMIBOLD)).horizontalAdvance(content.lead) + 8
        left += metrics.horizontalAdvance(content.detail)
        right = self._pill + 8
        # Where the speaker, the date and the pill do not fit side by side, the date moves to its own line.
        self._wrapped = left + 10 + self._date + right > width
        room = width - left - right - (0 if self._wrapped else self._date + 10)
        more = f" · {content.extra}" if content.detail and content.extra else content.extra
        self._detail = content.detail + (more if metrics.horizontalAdvance(more) <= room else "")
        self.height = 22 + self._text.height + px(42 if self._wrapped else 22)

    def paint(self, painter: QPainter, state: RowState) -> None:
        content, fonts, px = self.content, self.theme.fonts, self.px
        self.card(
            painter, QRectF(EDGE, 3.5, self.width - 2 * EDGE, self.height - 7), state, dashed=content.unclear
        )
        self._draw_icon(painter)
        self._text.draw(painter, self._left, 9, self.color("text1"))
        y, right = 9 + self._text.height + 3, self.width - EDGE - PAD
        if content.pill:
            look = PillLook.SOFT if content.pill_filled else PillLook.OUTLINED
            draw_pill(
                painter, right - self._pill, y + 1, content.pill, self.color("text2"), self.theme, look=look
            )
            right -= self._pill + 8
        if self._wrapped:
            box = QRectF(self._left, y + px(20), self.width - EDGE - PAD - self._left, px(22))
            self.line(painter, box, content.date, self._date_font, "text2")
        else:
            box = QRectF(right - self._date - 1, y, self._date + 1, px(22))
            self.line(painter, box, content.date, self._date_font, "text2", right=True)
            right -= self._date + 10
        box = QRectF(self._left, y, right - self._left, px(22))
        used = self.line(painter, box, content.lead, fonts.ui(SECONDARY, SEMIBOLD), "text1")
        rest = box.adjusted(used + 8, 0, 0, 0)
        if rest.width() > px(20):  # for less than that an ellipsis alone would stand there
            self.line(painter, rest, self._detail, fonts.ui(SECONDARY), "text2")

    def _draw_icon(self, painter: QPainter) -> None:
        """What kind of statement this is; somebody's own words have the large quotation mark."""
        color, px = self.color(self.content.icon_token), self.px
        if self.content.icon == "quote":
            draw_quote_mark(painter, EDGE + PAD, 6 + px(29), color, self.theme)
        else:
            icon = QRectF(EDGE + PAD, 9 + px(3), px(17), px(17))
            self.theme.icons.paint(painter, icon, self.content.icon, color)


class DatedLayout(RowLayout[DatedRow]):
    DATE = 186.0

    def arrange(self) -> None:
        self.height = self.px(34)

    def paint(self, painter: QPainter, state: RowState) -> None:
        content, fonts, px = self.content, self.theme.fonts, self.px
        row = QRectF(6, 1, self.width - 12, self.height - 2)
        if content.strong and not state.selected:
            draw_rounded(painter, row, RADIUS, self.theme.tokens.soft(self.color("accent")))
        self.row(painter, row, state)
        left = EDGE + 6.0
        glyph = QRectF(left, self.height / 2 - px(6), px(26), px(12))
        draw_date_glyph(
            painter, glyph, content.glyph, self.color(content.icon_token), approximate=content.approximate
        )
        date = QRectF(left + px(34), 0, px(self.DATE - 34), self.height)
        self.line(painter, date, content.date, fonts.ui(SECONDARY), "text2")
        left += px(self.DATE)
        icon = QRectF(left + 4, self.height / 2 - px(8), px(16), px(16))
        self.theme.icons.paint(painter, icon, content.icon, self.color(content.icon_token))
        x, right = left + 12 + px(16), self.width - EDGE - 8
        detail_font = fonts.ui(SECONDARY)
        detail = min(QFontMetricsF(detail_font).horizontalAdvance(content.detail) + 2, (right - x) * 0.38)
        font = self._text_font()
        box = QRectF(x, 0, right - x - detail - 14, self.height)
        self.line(painter, box, content.text, font, "text1")
        self.line(
            painter,
            QRectF(right - detail, 0, detail, self.height),
            content.detail,
            detail_font,
            "text2",
            right=True,
        )
        if content.unclear:
            self._dashes(
                painter, x, min(right - detail - 14, x + QFontMetricsF(font).horizontalAdvance(content.text))
            )

    def _text_font(self) -> QFont:
        if self.content.words:
            return self.theme.fonts.serif(READING - 1, SEMIBOLD if self.content.strong else 400)
        return self.theme.fonts.ui(BODY, SEMIBOLD if self.content.strong else 400)

    def _dashes(self, painter: QPainter, left: float, right: float) -> None:
        """A dashed line below what no source settles."""
        painter.setPen(QPen(self.color("tension"), 1, Qt.PenStyle.DashLine))
        y = self.height - self.px(7)
        painter.drawLine(QPointF(left, y), QPointF(right, y))
