"""All drawings are of one style, and are sharp and tinted on every screen."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter

from qwenbrowser import paths
from qwenbrowser.theme.icons import Icons, app_icon
from qwenbrowser.theme.manager import Theme

FOLDER = paths.resource_path("icons")
FILES = sorted(FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
EACH = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
SHAPES = {"path", "circle", "rect", "ellipse"}
GEOMETRY = {"d", "cx", "cy", "r", "rx", "ry", "x", "y", "width", "height", "stroke-dasharray"}
RED = QColor("#FF0000")


def test_there_are_enough() -> None:
    assert len(FILES) >= 50


@EACH
def test_style(file: Path) -> None:
    root = ElementTree.fromstring(file.read_text("utf-8"))
    assert root.tag == f"{SVG}svg"
    assert root.attrib == {
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "1.75",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    for shape in root:
        assert shape.tag.removeprefix(SVG) in SHAPES
        assert not list(shape)
        assert set(shape.attrib) <= GEOMETRY


@EACH
def test_drawing_is_there_and_stays_inside(theme: Theme, file: Path) -> None:
    image = theme.icons.pixmap(file.stem, RED, 48).toImage()
    marked = [(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 32]
    assert len(marked) > 40
    assert all(1 <= x <= 46 and 1 <= y <= 46 for x, y in marked), "the stroke is cut off at the edge"
    assert image.pixelColor(*marked[0]).red() > 200


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_pixmaps_are_made_for_the_screen(theme: Theme, ratio: float) -> None:
    pixmap = theme.icons.pixmap("users", RED, 20, ratio)
    assert pixmap.width() == round(20 * ratio)
    assert pixmap.devicePixelRatio() == ratio
    assert pixmap.deviceIndependentSize().width() == pytest.approx(20, abs=0.5)


def test_pixmaps_are_kept(theme: Theme) -> None:
    assert theme.icons.pixmap("eye", RED) is theme.icons.pixmap("eye", QColor(RED))
    assert theme.icons.pixmap("eye", RED) is not theme.icons.pixmap("eye", QColor("#0000FF"))


def test_a_translucent_colour_stays_translucent(theme: Theme) -> None:
    half = QColor(255, 0, 0, 100)
    image = theme.icons.pixmap("lock", half, 48).toImage()
    assert max(image.pixelColor(x, y).alpha() for x in range(48) for y in range(48)) == 100


def test_painting_is_sharp_on_a_fine_screen(theme: Theme) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    theme.icons.paint(painter, QRectF(0, 0, 20, 20), "filter", RED)
    painter.end()
    assert image.convertToFormat(QImage.Format.Format_ARGB32) == theme.icons.pixmap(
        "filter", RED, 20, 2.0
    ).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def test_states_of_a_button(theme: Theme) -> None:
    icon = theme.icon("eye")
    tokens = theme.tokens

    def strongest(mode: QIcon.Mode, state: QIcon.State) -> QColor:
        image = icon.pixmap(QSize(20, 20), 1.0, mode, state).toImage()
        colors = [image.pixelColor(x, y) for x in range(20) for y in range(20)]
        return max(colors, key=QColor.alpha)

    normal = strongest(QIcon.Mode.Normal, QIcon.State.Off)
    assert abs(normal.red() - tokens.text2.red()) <= 2
    on = strongest(QIcon.Mode.Normal, QIcon.State.On)
    assert abs(on.blue() - tokens.accent.blue()) <= 2
    assert strongest(QIcon.Mode.Disabled, QIcon.State.Off).lightness() > normal.lightness() + 40


def test_a_missing_icon_is_named(theme: Theme) -> None:
    with pytest.raises(KeyError, match="no-such-icon"):
        theme.icons.pixmap("no-such-icon", RED)


def test_a_broken_drawing_is_refused(qapp: object, tmp_path: Path, qtlog: object) -> None:
    (tmp_path / "bad.svg").write_text("this is no drawing", "utf-8")
    with pytest.raises(ValueError, match="this is no drawing"):
        Icons(tmp_path).pixmap("bad", RED)


def test_the_icon_of_the_program(qapp: object) -> None:
    icon = app_icon(paths.resource_path("app.svg"))
    image = icon.pixmap(QSize(64, 64), 1.0).toImage()
    assert image.pixelColor(32, 6) == QColor("#2457C5")
    assert image.pixelColor(0, 0).alpha() == 0
