"""Lines of text: where they break, where they end, and what they take."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.text_block import TextBlock

LONG = (
    "The outlet says that it is not clear whether the change was made before or after the announcement. " * 3
)


@pytest.fixture
def font(theme: Theme) -> QFont:
    return theme.fonts.serif()


def shown(block: TextBlock) -> str:
    return block._layout.text()


@pytest.mark.parametrize("lines", [1, 2, 3, 6])
def test_ends_in_an_ellipsis_after_its_lines(font: QFont, lines: int) -> None:
    block = TextBlock(LONG, font, 200, lines)
    assert block.elided
    assert block.lines == lines
    assert shown(block).endswith("…")
    assert LONG.startswith(shown(block)[:-1].rstrip())
    assert block.width <= 201
    assert block.height == lines * QFontMetricsF(font).height()


@pytest.mark.parametrize(
    "text", [LONG, "\u2068" + LONG + "\u2069", "林俊旸离开了通义千问" * 9, "שלום עולם " * 20, "😀" * 60]
)
@pytest.mark.parametrize("width", [1, 40, 77, 200])
def test_one_line_is_cut_where_qt_cuts_it(font: QFont, text: str, width: int) -> None:
    cut = shown(TextBlock(text, font, width, 1)).rstrip("… \u2069")
    by_qt = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width).rstrip("… \u2069")
    assert text.startswith(cut)
    assert abs(len(cut) - len(by_qt)) <= 1


def test_any_number_of_lines(font: QFont) -> None:
    block = TextBlock(LONG, font, 200, 0)
    assert not block.elided
    assert shown(block) == LONG
    assert block.lines > 6


def test_short_text_is_whole(font: QFont) -> None:
    block = TextBlock("an immense loss", font, 400, 1)
    assert not block.elided
    assert block.width == pytest.approx(QFontMetricsF(font).horizontalAdvance("an immense loss"), abs=1)


def test_empty_text_takes_one_line(font: QFont) -> None:
    assert TextBlock("", font, 100, 1).height == QFontMetricsF(font).height()


def test_breaks_are_kept(font: QFont) -> None:
    block = TextBlock("one\ntwo\nthree", font, 400, 2)
    assert block.lines == 2
    assert block.elided
    assert shown(block) == "one\u2028two…"


def test_a_word_longer_than_the_line_is_broken(font: QFont) -> None:
    block = TextBlock("x" * 200, font, 100, 0)
    assert block.lines > 5
    assert block.width <= 101


def test_letters_beyond_the_first_plane_are_not_torn(font: QFont) -> None:
    """Qt counts UTF-16 units: an ellipsis cut by code points would stand in the wrong place."""
    text = "😀" * 30 + " " + "word " * 60
    block = TextBlock(text, font, 200, 4)
    assert "\ufffd" not in shown(block)
    assert text.startswith(shown(block)[:-1].rstrip())
    assert block.lines == 4


@given(st.text(max_size=400), st.integers(-5, 300), st.integers(0, 4))
def test_any_text_fits_into_its_lines(theme_font: QFont, text: str, width: int, lines: int) -> None:
    block = TextBlock(text, theme_font, width, lines)
    assert block.lines <= lines or lines == 0
    assert block.height > 0 or not text


@pytest.fixture(scope="module")
def theme_font(qapp: object) -> QFont:
    from qwenbrowser.theme.fonts import Fonts

    return Fonts().ui()


def test_a_very_long_text_costs_no_more_than_it_shows(font: QFont) -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        TextBlock(text, font, 200, 3)
        return time.perf_counter() - start

    small = min(seconds("word " * 1000) for _ in range(5))
    assert min(seconds("word " * 1_000_000) for _ in range(3)) < 20 * small + 0.02


def test_draws_in_the_colour_given(font: QFont) -> None:
    image = QImage(200, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    TextBlock("quote", font, 200, 1).draw(painter, 0, 0, QColor("#FF0000"))
    painter.end()
    colors = {image.pixelColor(x, y).name() for x in range(60) for y in range(30)}
    assert any(QColor(c).red() > 200 and QColor(c).green() < 60 for c in colors)


def test_lines_are_even_where_fallback_fonts_are_not(font: QFont) -> None:
    block = TextBlock("plain\n漢字漢字\nplain", font, 300, 0)
    places = [block._layout.lineAt(n).y() for n in range(3)]
    assert places[1] - places[0] == pytest.approx(places[2] - places[1])
