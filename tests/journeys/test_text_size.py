"""The size of type: larger, smaller and usual by the keyboard, live in every part, and nothing cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.window import MainWindow


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, times: int = 1) -> None:
    for _time in range(times):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def sizes(window: MainWindow) -> list[int]:
    """Type and rows of every kind of part: labels, fields, menus, rows, and the reader."""
    parts: list[QWidget] = [
        window.people.filter,
        window.menuBar(),
        window.entity_header.name,
        window.entity_header.summary,
        window.status.counts,
        window.reader.text,
        window.reader.about,
        *window.events.header.findChildren(QLabel),
    ]
    return [
        *(part.font().pixelSize() for part in parts),
        *(view.sizeHintForIndex(view.model().index(0, 0)).height() for view in window.lists()),
        window.events.header.height(),
        window.rail.width(),
    ]


def test_larger_smaller_and_usual_reach_every_part_at_once(user: Any, shipped: Path, qtbot: QtBot) -> None:
    window = user.opens(shipped)
    window.select("Binyuan Hui")
    user.waits()
    QApplication.processEvents()  # lists take the room beside their scroll bars
    usual = sizes(window)
    press(qtbot, window, Qt.Key.Key_Plus, 5)
    assert window.theme.fonts.percent == 150
    assert [(small, large) for small, large in zip(usual, sizes(window), strict=True) if large <= small] == []
    press(qtbot, window, Qt.Key.Key_Equal)
    assert window.theme.fonts.percent == 160
    press(qtbot, window, Qt.Key.Key_Minus, 2)
    assert window.theme.fonts.percent == 140
    press(qtbot, window, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: sizes(window) == usual)


def test_the_size_has_ends(user: Any, shipped: Path, qtbot: QtBot) -> None:
    window = user.opens(shipped)
    for key, end in ((Qt.Key.Key_Plus, 200), (Qt.Key.Key_Minus, 80)):
        press(qtbot, window, key, 15)
        assert window.theme.fonts.percent == end
    assert not window.entries["view.text.smaller"].isEnabled()
    assert window.entries["view.text.usual"].isEnabled()


def test_a_switch_of_the_theme_keeps_the_size(user: Any, shipped: Path) -> None:
    window = user.opens(shipped)
    window.resize_text(150)
    large = sizes(window)
    window.toggle_theme()
    assert sizes(window) == large


@pytest.mark.parametrize("percent", [80, 150])
def test_nothing_is_cut_off(user: Any, shipped: Path, percent: int) -> None:
    """In the smallest window that must hold, lines stand in their labels, fields and menus as a whole."""
    window = user.opens(shipped)
    window.select("Binyuan Hui")
    window.resize_text(percent)
    window.resize(1024, 700)
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    cut = [
        (type(widget).__name__, widget.objectName(), widget.height())
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QLabel | QLineEdit | QMenuBar)
        and widget.isVisible()
        and getattr(widget, "text", str)()
        and widget.height() < QFontMetricsF(widget.font()).tightBoundingRect("Ég").height()
    ]
    assert cut == []
    for pane in (window.events, window.profile, window.statements, window.reader):
        assert not pane.header._title.is_elided, pane
    assert not window.events.header._count.is_elided, "the key to the dates gives way first"
    for part in (window.top, window.status, window.entity_header, window.people, window.rail):
        assert part.height() >= part.minimumSizeHint().height(), part
