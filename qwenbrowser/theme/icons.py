"""The program's own icons: drawings in `resources/icons`, tinted and rendered sharp for every screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qwenbrowser.theme.tokens import ICON


class Icons:
    """Icons by name from one folder. Pictures are kept, so that delegates may ask at every paint.

    An unknown name raises KeyError with the name, a broken drawing ValueError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shapes: dict[tuple[str, int, float], QPixmap] = {}
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}

    def names(self) -> list[str]:
        """Every icon there is, sorted."""
        return sorted(path.stem for path in self._folder.glob("*.svg"))

    def pixmap(self, name: str, color: QColor, size: int = ICON, ratio: float = 1.0) -> QPixmap:
        """The icon `size` logical pixels square, for a screen of the given device pixel ratio."""
        key = (name, color.rgba(), size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._render(*key)
        return self._pixmaps[key]

    def paint(self, painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
        """Draw the icon into the largest square in the middle of `rect`, sharp on the painter's device."""
        size = int(min(rect.width(), rect.height()))
        pixmap = self.pixmap(name, color, size, painter.device().devicePixelRatio())
        corner = rect.center().toPoint() - QRectF(0, 0, size, size).center().toPoint()
        painter.drawPixmap(corner, pixmap)

    def icon(
        self, name: str, color: QColor, disabled: QColor, on: QColor | None = None, size: int = ICON
    ) -> QIcon:
        """An icon for buttons and menus; `on` is its colour while checked or selected."""
        result = QIcon()
        checked = on or color
        for ratio in self._ratios():
            for mode, state, tint in (
                (QIcon.Mode.Normal, QIcon.State.Off, color),
                (QIcon.Mode.Normal, QIcon.State.On, checked),
                (QIcon.Mode.Selected, QIcon.State.Off, checked),
                (QIcon.Mode.Disabled, QIcon.State.Off, disabled),
            ):
                result.addPixmap(self.pixmap(name, tint, size, ratio), mode, state)
        return result

    @staticmethod
    def _ratios() -> set[float]:
        return {1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}

    def _drawing(self, name: str) -> bytes:
        try:
            return (self._folder / f"{name}.svg").read_bytes()
        except FileNotFoundError:
            raise KeyError(f"no icon named {name!r}") from None

    def _render(self, name: str, rgba: int, size: int, ratio: float) -> QPixmap:
        """Tint the shape, which is drawn once for all colours."""
        key = (name, size, ratio)
        if key not in self._shapes:
            self._shapes[key] = _drawn(self._drawing(name), size, ratio)
        pixmap = QPixmap(self._shapes[key])
        painter = QPainter(pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(pixmap.rect(), QColor.fromRgba(rgba))
        painter.end()
        return pixmap


def app_icon(path: Path) -> QIcon:
    """The icon of the program in the sizes that desktops ask for. Raises ValueError for a broken drawing."""
    result = QIcon()
    drawing = path.read_bytes()
    for size in (16, 24, 32, 48, 64, 128, 256):
        result.addPixmap(_drawn(drawing, size, 1.0))
    return result


def _drawn(drawing: bytes, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(drawing)
    if not renderer.isValid():
        raise ValueError(f"not a drawing: {drawing[:60]!r}")
    side = round(size * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
