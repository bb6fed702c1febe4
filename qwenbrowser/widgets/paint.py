"""Shapes that widgets and delegates share: avatars, pills, cards, rows and the focus ring."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
)

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import CARD_RADIUS, GRID, MEDIUM, META, SEMIBOLD, Tokens, faded

PILL_HEIGHT = 20
_PILL_PADDING = 9.0
_PILL_ICON = 12
_PILL_GAP = 5.0
_HATCH_STEP = 5.0
_BESIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PillLook(StrEnum):
    """SOFT is filled, OUTLINED quietly framed, HATCHED stands for what is vague."""

    SOFT = "soft"
    OUTLINED = "outlined"
    HATCHED = "hatched"


def draw_kept(painter: QPainter, rect: QRectF, key: str, draw: Callable[[QPainter], None]) -> None:
    """What `draw` paints within `rect`, as a picture that Qt keeps: to copy it takes a tenth of the time.

    `key` says all that the picture depends on besides its size and its place between the pixels.
    """
    left, top = math.floor(rect.x()), math.floor(rect.y())
    ratio = painter.device().devicePixelRatio()
    shape = f"{rect.x() - left} {rect.y() - top} {rect.width()} {rect.height()} {ratio}"
    picture = QPixmap()
    if not QPixmapCache.find(f"{key} {shape}", picture):
        size = QSizeF(rect.right() - left + 1, rect.bottom() - top + 1) * ratio
        picture = QPixmap(math.ceil(size.width()), math.ceil(size.height()))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        pencil = QPainter(picture)
        pencil.setRenderHint(QPainter.RenderHint.Antialiasing)
        pencil.translate(-left, -top)
        draw(pencil)
        pencil.end()
        QPixmapCache.insert(f"{key} {shape}", picture)
    painter.drawPixmap(QPointF(left, top), picture)


def draw_rounded(
    painter: QPainter, rect: QRectF, radius: float, fill: QColor, edge: QPen | None = None
) -> None:
    """A filled rounded rectangle, with a line of one pixel around it where `edge` is given."""

    def draw(pencil: QPainter) -> None:
        pencil.setPen(Qt.PenStyle.NoPen if edge is None else edge)
        pencil.setBrush(fill)
        pencil.drawRoundedRect(rect, radius, radius)

    pen = "" if edge is None else f"{edge.color().rgba()} {edge.dashPattern()}"
    half = 0.0 if edge is None else 0.5  # of the line stands outside
    around = rect.adjusted(-half, -half, half, half)
    draw_kept(painter, around, f"rounded {radius} {fill.rgba()} {pen}", draw)


def initials(name: str) -> str:
    """One or two letters for a name; the first character of a Chinese one, "?" where there is no letter."""
    words = [word for word in ("".join(c for c in part if c.isalnum()) for part in name.split()) if word]
    if not words:
        return "?"
    one_letter = len(words) == 1 or "\u2e80" <= words[0][0] <= "\u9fff"
    # Upper case may be longer: "ß" becomes "SS".
    return "".join(word[0].upper()[0] for word in (words[:1] if one_letter else (words[0], words[-1])))


def draw_avatar(painter: QPainter, rect: QRectF, text: str, square: bool, theme: Theme) -> None:
    """Initials in a quiet circle (a person) or rounded square (an organisation, a product, an outlet)."""
    tokens = theme.tokens
    size = min(rect.width(), rect.height())
    box = QRectF(0, 0, size, size)
    box.moveCenter(rect.center())
    color = tokens.avatars[zlib.crc32(text.encode()) % len(tokens.avatars)]
    draw_rounded(painter, box, size * (0.2 if square else 0.5), color)
    painter.save()
    painter.setPen(tokens.text2)
    painter.setFont(theme.fonts.ui(max(8, round(size * 0.34 / theme.fonts.scale)), SEMIBOLD))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def pill_height(theme: Theme) -> int:
    """How high `draw_pill` makes it, in logical pixels: `PILL_HEIGHT` at the usual size of type."""
    return round(PILL_HEIGHT * theme.fonts.scale)


def pill_width(text: str, theme: Theme, *, icon: str = "", after: str = "") -> int:
    """How wide `draw_pill` makes it, in logical pixels."""
    room = 2 * _PILL_PADDING + QFontMetricsF(_pill_font(theme)).horizontalAdvance(text)
    icons = bool(icon) + bool(after)
    return round(room + icons * (_PILL_ICON * theme.fonts.scale + _PILL_GAP - 1) + 0.5)


def pill_text(text: str, width: float, theme: Theme, *, icon: str = "", after: str = "") -> str:
    """`text`, cut where its pill would be wider than `width` logical pixels."""
    room = width - pill_width("", theme, icon=icon, after=after)
    return QFontMetricsF(_pill_font(theme)).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))


def draw_pill(
    painter: QPainter,
    x: float,
    y: float,
    text: str,
    color: QColor,
    theme: Theme,
    *,
    look: PillLook = PillLook.SOFT,
    icon: str = "",
    icon_color: QColor | None = None,
    after: str = "",
) -> int:
    """A pill, `pill_height` high, with its top left corner at (x, y). Returns its width.

    `icon` stands before the text, `after` names one that stands behind it.
    """
    width = pill_width(text, theme, icon=icon, after=after)
    height = pill_height(theme)
    box = QRectF(x, y, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_pill_ground(painter, box, color, theme.tokens, look)
    left = x + _PILL_PADDING
    side = _PILL_ICON * theme.fonts.scale
    if after:
        end = QRectF(x + width - _PILL_PADDING + 1 - side, y, side, height)
        theme.icons.paint(painter, end, after, color)
    if icon:
        left -= 1
        theme.icons.paint(painter, QRectF(left, y, side, height), icon, icon_color or color)
        left += side + _PILL_GAP
    painter.setPen(color)
    painter.setFont(_pill_font(theme))
    painter.drawText(QRectF(left, y, x + width - left, height), _BESIDE, text)
    painter.restore()
    return width


def _pill_font(theme: Theme) -> QFont:
    return theme.fonts.ui(META, MEDIUM)


def _draw_pill_ground(painter: QPainter, box: QRectF, color: QColor, tokens: Tokens, look: PillLook) -> None:
    if look is PillLook.SOFT:
        draw_rounded(painter, box, box.height() / 2, tokens.soft(color))
        return
    edge = tokens.border if look is PillLook.OUTLINED else faded(color, 0.65)

    def draw(pencil: QPainter) -> None:
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        if look is PillLook.HATCHED:
            path = QPainterPath()
            path.addRoundedRect(inner, box.height() / 2, box.height() / 2)
            pencil.fillPath(path, faded(color, 0.07))
            hatch(pencil, path, faded(color, 0.16))
        pen = QPen(edge, 1)
        if look is not PillLook.OUTLINED:
            pen.setDashPattern([3, 2])
        pencil.setPen(pen)
        pencil.setBrush(Qt.BrushStyle.NoBrush)
        pencil.drawRoundedRect(inner, box.height() / 2, box.height() / 2)

    draw_kept(painter, box, f"pill {look} {color.rgba()} {edge.rgba()}", draw)


def hatch(painter: QPainter, path: QPainterPath, color: QColor, step: float = _HATCH_STEP) -> None:
    """Fill a path with slanting lines, `step` logical pixels apart on every screen (unlike Qt's hatches)."""
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(color, 1.4))
    box = path.boundingRect()
    count = int((box.width() + box.height()) / step) + 1
    painter.drawLines(
        [
            QLineF(box.left() + i * step - box.height(), box.bottom(), box.left() + i * step, box.top())
            for i in range(count)
        ]
    )
    painter.restore()


def draw_card(
    painter: QPainter, rect: QRectF, tokens: Tokens, *, raised: bool = False, dashed: bool = False
) -> None:
    """The ground and frame of a card: `raised` where it comments on others, `dashed` for what is open."""
    pen = QPen(tokens.border if dashed else tokens.divider, 1)
    if dashed:
        pen.setDashPattern([3, 2])
    ground = tokens.raised if raised else tokens.surface
    draw_rounded(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, ground, pen)


def draw_row(painter: QPainter, rect: QRectF, tokens: Tokens, *, selected: bool, hovered: bool) -> None:
    """The ground of a list row: soft accent with a bar at the left where selected, faint where hovered."""
    if not selected and not hovered:
        return
    draw_rounded(painter, rect, GRID, tokens.accent_soft if selected else faded(tokens.text3, 0.08))
    if selected:
        bar = QRectF(rect.left(), 0, 3, min(24.0, rect.height() / 2))
        bar.moveCenter(QPointF(bar.center().x(), rect.center().y()))
        draw_rounded(painter, bar, 1.5, tokens.accent)


def draw_focus(painter: QPainter, rect: QRectF, tokens: Tokens, radius: float = GRID) -> None:
    """The ring around what has the keyboard's focus, inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
    painter.restore()


def draw_quote_mark(painter: QPainter, x: float, baseline: float, color: QColor, theme: Theme) -> None:
    """The large opening mark beside a quote."""
    painter.save()
    painter.setPen(color)
    painter.setFont(theme.fonts.serif(28, SEMIBOLD))
    painter.drawText(QPointF(x, baseline), "“")
    painter.restore()
