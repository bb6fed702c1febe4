"""The switch of themes: what the application wears, and who hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
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


@pytest.mark.parametrize(("choice", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_the_first_paint_wears_the_same(qapp: QApplication, theme: Theme, choice: Any, tokens: Any) -> None:
    theme.begin(qapp, choice, 120)
    first = qapp.palette(), qapp.styleSheet(), qapp.font(), theme.tokens
    theme.apply(qapp, choice)
    assert first == (qapp.palette(), qapp.styleSheet(), qapp.font(), theme.tokens)
    assert (theme.tokens, theme.fonts.percent) == (tokens, 120)


def test_the_first_paint_is_dark_where_the_desktop_is(qapp: QApplication, theme: Theme) -> None:
    for tokens in (DARK, LIGHT):
        qapp.setPalette(QPalette(tokens.window))
        theme.begin(qapp, "system", 100)
        assert theme.tokens is tokens


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


@pytest.mark.parametrize("name", ["light", "dark"])
def test_high_contrast_of_the_desktop_is_worn_at_once(qapp: QApplication, theme: Theme, name: Any) -> None:
    theme.apply(qapp, name)
    usual = theme.tokens
    hints = qapp.styleHints()
    tell = hints.accessibility().contrastPreferenceChanged.emit
    tell(Qt.ContrastPreference.HighContrast)
    high = theme.tokens
    assert (high.dark, theme.name) == (usual.dark, name)
    assert qapp.palette().color(QPalette.ColorRole.WindowText) == high.text1
    for token in ("text2", "text3", "border", "divider", "accent", "person", "event", "quote", "error"):
        was = contrast(getattr(usual, token), usual.surface)
        assert contrast(getattr(high, token), high.surface) >= max(was, 3), token
    assert contrast(high.text3, high.surface) >= 7
    theme.apply(qapp, name)
    assert theme.tokens.text2 == high.text2, "it outlasts a switch of the theme"
    tell(Qt.ContrastPreference.NoPreference)
    assert theme.tokens is usual


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(color: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (color.redF(), color.greenF(), color.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_window_has_an_icon(qapp: QApplication, theme: Theme) -> None:
    sizes = {size.width() for size in qapp.windowIcon().availableSizes()}
    assert {16, 32, 256} <= sizes
