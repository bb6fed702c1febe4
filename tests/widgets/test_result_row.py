"""Rows of results: marks stand behind the right characters in any script, and long lines are cut."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.result_row import ResultHeadingLayout, ResultLayout
from qwenbrowser.widgets.row_layouts import RowState
from qwenbrowser.widgets.rows import ResultHeading, ResultRow


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp, "light")
    return theme


def painted(row: ResultRow, theme: Theme, width: int = 670, state: RowState | None = None) -> QImage:
    layout = ResultLayout(row, width, theme)
    image = QImage(width, round(layout.height), QImage.Format.Format_RGB32)
    image.fill(theme.tokens.surface)
    painter = QPainter(image)
    layout.paint(painter, state or RowState())
    painter.end()
    return image


def marked_columns(image: QImage, theme: Theme) -> list[int]:
    ground = theme.tokens.evidence.rgb()
    return [
        x for x in range(image.width()) if any(image.pixel(x, y) == ground for y in range(image.height()))
    ]


def test_a_mark_stands_behind_its_words_alone(theme: Theme) -> None:
    plain = painted(ResultRow("Binyuan Hui", icon="user"), theme)
    assert marked_columns(plain, theme) == []
    first = marked_columns(painted(ResultRow("Hui", ((0, 3),), icon="user"), theme), theme)
    later = marked_columns(painted(ResultRow("Binyuan Hui", ((8, 11),), icon="user"), theme), theme)
    assert later[0] > first[-1]
    assert abs((later[-1] - later[0]) - (first[-1] - first[0])) <= 2, "as wide as the word"


def test_marks_count_characters_beyond_the_basic_plane_once(theme: Theme) -> None:
    plain = marked_columns(painted(ResultRow("ab Hui", ((3, 6),), icon="user"), theme), theme)
    odd = marked_columns(painted(ResultRow("\U0001d538b Hui", ((3, 6),), icon="user"), theme), theme)
    assert abs((odd[-1] - odd[0]) - (plain[-1] - plain[0])) <= 2


@pytest.mark.parametrize("width", [120, 300, 670])
def test_a_long_title_is_cut_with_its_marks(theme: Theme, width: int) -> None:
    title = "word " * 200
    row = ResultRow(title, ((0, 4), (400, 404)), "detail " * 50, ((7, 13),), "4 Mar 2026", icon="user")
    image = painted(row, theme, width, RowState(selected=True, focused=True))
    assert image.width() == width


def test_both_signs_and_heights(theme: Theme) -> None:
    avatar = ResultLayout(ResultRow("Name", detail="below", initials="N", square=True), 670, theme)
    command = ResultLayout(ResultRow("Command", right="Ctrl+K", icon="check"), 670, theme)
    assert avatar.height > command.height
    heading = ResultHeadingLayout(ResultHeading("People", "12"), 670, theme)
    image = QImage(670, round(heading.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    heading.paint(painter, RowState())
    painter.end()
    theme.fonts.resize(200)
    assert ResultHeadingLayout(ResultHeading("People", "12"), 670, theme).height == 2 * heading.height
    theme.fonts.resize(100)
