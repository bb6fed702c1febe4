"""The key to the dates: whole entries or none, and in words for a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.date_legend import DateLegend


@pytest.fixture
def legend(theme: Theme, qtbot: QtBot) -> DateLegend:
    legend = DateLegend(theme)
    qtbot.addWidget(legend)
    legend.resize(legend.sizeHint())
    return legend


def inked(image: QImage) -> int:
    """The last column in which anything is painted."""
    ground = image.pixelColor(image.width() - 1, 0)
    columns = range(image.width())
    return max(
        (x for x in columns if any(image.pixelColor(x, y) != ground for y in range(image.height()))),
        default=-1,
    )


def test_says_its_entries(legend: DateLegend) -> None:
    assert legend.accessibleName() == "Key to the dates: On this day, Within range, No later than"


def test_shows_all_at_its_own_size(legend: DateLegend) -> None:
    assert legend.width() - 24 < inked(legend.grab().toImage()) < legend.width()


def test_leaves_out_what_does_not_fit_whole(legend: DateLegend) -> None:
    ends = set()
    for width in range(legend.sizeHint().width(), 0, -3):
        legend.resize(width, 20)
        ends.add(inked(legend.grab().toImage()))
    assert len(ends) == 4, "three entries, two, one, none: nothing in between"
    assert -1 in ends
    assert legend.minimumSizeHint().width() == 0
