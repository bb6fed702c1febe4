"""The switch of themes: what the application wears, and who hears of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import DARK, LIGHT


def test_without_a_desktop_the_system_theme_is_light(qapp: QApplication, theme: Theme) -> None:
    assert qapp.styleHints().colorScheme() == Qt.ColorScheme.Unknown
    theme.apply(qapp, "dark")
    theme.apply(qapp, "system")
    assert theme.name == "light"


def test_the_application_wears_the_theme_before_anybody_hears(qapp: QApplication, theme: Theme) -> None:
    heard: list[tuple[str, bool, bool]] = []

    def hear() -> None:
        worn = qapp.palette().color(QPalette.ColorRole.Window) == theme.tokens.window
        heard.append((theme.name, worn, theme.tokens.surface.name() in qapp.styleSheet()))

    theme.changed.connect(hear)
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    assert heard == [("dark", True, True), ("light", True, True)]


def test_a_widget_that_was_styled_takes_the_new_colours(
    qapp: QApplication, theme: Theme, qtbot: QtBot
) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage().pixelColor(6, 6)
    theme.apply(qapp, "dark")
    after = button.grab().toImage().pixelColor(6, 6)
    assert (before, after) == (LIGHT.surface, DARK.surface)


@pytest.mark.parametrize(("scheme", "name"), [(Qt.ColorScheme.Dark, "dark"), (Qt.ColorScheme.Light, "light")])
def test_a_switch_of_the_desktop_is_followed_only_if_asked(
    qapp: QApplication, theme: Theme, scheme: Qt.ColorScheme, name: str
) -> None:
    other = "light" if name == "dark" else "dark"
    theme.apply(qapp, other)
    qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert theme.name == other
    theme.apply(qapp, "system")
    qapp.styleHints().colorSchemeChanged.emit(scheme)
    assert theme.name == name


def test_the_window_has_an_icon(qapp: QApplication, theme: Theme) -> None:
    sizes = {size.width() for size in qapp.windowIcon().availableSizes()}
    assert {16, 32, 256} <= sizes
