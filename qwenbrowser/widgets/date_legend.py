"""The key to how dates are drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import META
from qwenbrowser.widgets.date_glyph import draw_date_glyph
from qwenbrowser.widgets.rows import DateGlyph

GLYPH, GAP, BETWEEN, HEIGHT = 20, 6, 16, 20


class DateLegend(QWidget):
    """Shapes with their meaning in one line; what does not fit is left out from the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries = (
            (DateGlyph.EXACT, self.tr("On this day")),
            (DateGlyph.WITHIN, self.tr("Within range")),
            (DateGlyph.NO_LATER, self.tr("No later than")),
        )
        self.setAccessibleName(
            self.tr("Key to the dates: ") + ", ".join(text for _shape, text in self._entries)
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._theme.fonts.ui(META))
        width = sum(GLYPH + GAP + metrics.horizontalAdvance(text) + BETWEEN for _shape, text in self._entries)
        return QSize(round(width), round(HEIGHT * self._theme.fonts.scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._theme.fonts.ui(META)
        metrics = QFontMetricsF(font)
        tokens = self._theme.tokens
        x = 0.0
        for shape, text in self._entries:
            width = metrics.horizontalAdvance(text)
            if x + GLYPH + GAP + width > self.width():
                break
            draw_date_glyph(painter, QRectF(x, 0, GLYPH, self.height()), shape, tokens.text2)
            painter.setFont(font)
            painter.setPen(tokens.text2)
            baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(round(x + GLYPH + GAP), round(baseline), text)
            x += GLYPH + GAP + width + BETWEEN
        painter.end()
