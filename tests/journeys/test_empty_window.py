"""The empty window: it looks like the one with a story, and gives way to it in the same place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qwenbrowser.jobs import Jobs
from qwenbrowser.store.database import Database
from qwenbrowser.theme.manager import Theme
from qwenbrowser.window import MainWindow
from qwenbrowser.workspace import Workspace

PLACES = ((30, 600), (1300, 50), (200, 860), (700, 160), (1430, 500), (720, 890))
"""Points of the window at 1440 x 900 on the ground of the rail, the top bar, a list, the timeline, the reader
and the status bar, where nothing is written."""


def colours(window: MainWindow) -> list[str]:
    image = window.grab().toImage()
    return [QColor(image.pixel(x, y)).name() for x, y in PLACES]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_grounds_stay_when_the_story_comes(
    qapp: QApplication, qtbot: QtBot, shipped: Path, choice: str
) -> None:
    theme = Theme()
    theme.begin(qapp, choice, 100)  # type: ignore[arg-type]
    window = MainWindow(theme, choice)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()
    window.resize(1440, 900)
    assert not window.idle
    empty, menus = colours(window), window.menuBar().geometry()
    assert len(set(empty)) >= 3
    theme.apply(qapp, choice)  # type: ignore[arg-type]
    window.fill(Workspace(Database.open(shipped), Jobs()))
    assert window.people.isVisible()
    assert window.idle
    qtbot.waitUntil(lambda: window.menuBar().geometry() == menus)
    assert colours(window) == empty
    theme.apply(qapp, "light")


def test_an_empty_window_closes(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    theme.begin(qapp, "light", 100)
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.show()
    assert window.close()
