"""How a date is drawn, as exact as it is known and no more: on this day, within, no later than, undated."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from qwenbrowser.theme.tokens import faded
from qwenbrowser.widgets.paint import draw_kept, hatch

_HEIGHT = 10.0
_GAP = 3.0
_HATCHED = {"within": 1, "one_of": 2}  # how many pieces
_FADES_IN = ("no_later", "open_start", "unknown_start")  # from nothing to a hard edge
_FADES_OUT = ("no_earlier", "open_end", "unknown_end")
_SHAPES = ("exact", "undated", "period", *_HATCHED, *_FADES_IN, *_FADES_OUT)


def draw_date_glyph(
    painter: QPainter, rect: QRectF, shape: str, color: QColor, *, approximate: bool = False
) -> None:
    """Draw in the middle of `rect`: a diamond (exact), a hatched bar (within; in two pieces for one_of),
    a bar that fades towards the side that is not known (no_later, no_earlier, and the durations open_... and
    unknown_...), a solid bar (period), a dashed circle (undated).

    `shape` is a value of `domain.dates.Shape`. An approximate date has no hard outline. Raises ValueError
    for a shape that has no drawing.
    """
    if shape not in _SHAPES:
        raise ValueError(f"no drawing for dates of the shape {shape!r}")
    box = QRectF(0, 0, rect.width(), min(_HEIGHT, rect.height()))
    box.moveCenter(rect.center())

    def draw(pencil: QPainter) -> None:
        if shape == "exact":
            _draw_diamond(pencil, box, color, approximate)
        elif shape == "undated":
            _draw_circle(pencil, box, color)
        elif shape in _HATCHED:
            _draw_hatched(pencil, box, color, _HATCHED[shape], approximate)
        elif shape == "period":
            _draw_bar(pencil, box, color, approximate)
        else:
            _draw_fade(pencil, box, color, shape in _FADES_IN, approximate)

    # Edges and corners stand out of the box by less than this.
    around = box.adjusted(-2, -2, 2, 2)
    draw_kept(painter, around, f"date {shape} {color.rgba()} {approximate}", draw)


def _draw_diamond(painter: QPainter, box: QRectF, color: QColor, approximate: bool) -> None:
    middle, reach = box.center(), box.height() / 2 + 0.5
    painter.setPen(QPen(color, 1.2, Qt.PenStyle.DotLine) if approximate else QPen(color, 1.2))
    painter.setBrush(faded(color, 0.25) if approximate else color)
    painter.drawPolygon(
        QPolygonF(
            [
                middle + QPointF(0, -reach),
                middle + QPointF(reach, 0),
                middle + QPointF(0, reach),
                middle + QPointF(-reach, 0),
            ]
        )
    )


def _draw_circle(painter: QPainter, box: QRectF, color: QColor) -> None:
    pen = QPen(color, 1.4)
    pen.setDashPattern([1.8, 1.6])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.center(), box.height() / 2, box.height() / 2)


def _draw_hatched(painter: QPainter, box: QRectF, color: QColor, pieces: int, approximate: bool) -> None:
    path = QPainterPath()
    width = (box.width() - _GAP * (pieces - 1)) / pieces
    for piece in range(pieces):
        path.addRoundedRect(box.left() + piece * (width + _GAP), box.top(), width, box.height(), 2, 2)
    painter.fillPath(path, faded(color, 0.12))
    hatch(painter, path, faded(color, 0.4 if approximate else 0.75), 4.5)


def _draw_fade(painter: QPainter, box: QRectF, color: QColor, fades_in: bool, approximate: bool) -> None:
    known, open_side = (box.right(), box.left()) if fades_in else (box.left(), box.right())
    shade = QLinearGradient(open_side, 0, known, 0)
    shade.setColorAt(0, faded(color, 0.0))
    shade.setColorAt(1, faded(color, 0.65))
    painter.fillRect(box, shade)
    if not approximate:
        painter.setPen(QPen(color, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        edge = known - 1 if fades_in else known + 1
        painter.drawLine(QPointF(edge, box.top() - 1.5), QPointF(edge, box.bottom() + 1.5))


def _draw_bar(painter: QPainter, box: QRectF, color: QColor, approximate: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if not approximate:
        painter.setBrush(color)
        painter.drawRoundedRect(box.adjusted(0, 1.5, 0, -1.5), 2, 2)
        return
    shade = QLinearGradient(box.left(), 0, box.right(), 0)
    for place, alpha in ((0, 0.0), (0.25, 0.8), (0.75, 0.8), (1, 0.0)):
        shade.setColorAt(place, faded(color, alpha))
    painter.fillRect(box.adjusted(0, 1.5, 0, -1.5), shade)
