"""The window at its sizes: what is shown, what gives way, and nothing cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.widgets.pill import Chip, Pill
from qwenbrowser.widgets.text import PlainLabel
from qwenbrowser.window import READER_BESIDE, MainWindow

SIZES = [(1440, 900), (1024, 700), (1200, 800), (800, 560)]


def resized(user: Any, window: MainWindow, width: int, height: int, qtbot: QtBot) -> None:
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.centralWidget().width() == width)
    user.waits()


def cut(window: MainWindow) -> list[str]:
    """Every visible word that has less room than it needs; what may be of any length ends in an ellipsis."""
    any_length = (window.entity_header.summary, window.reader.address)
    labels = [label for label in window.findChildren(PlainLabel) if label not in any_length]
    pills = [pill for kind in (Pill, Chip) for pill in window.findChildren(kind)]
    everything = window.findChildren(QLabel) + window.findChildren(QAbstractButton)

    def outside(part: QWidget) -> bool:
        return not window.rect().contains(part.mapTo(window, part.rect().bottomRight()))

    narrow = [label for label in labels if label.is_elided] + [
        pill for pill in pills if pill.width() < pill.sizeHint().width()
    ]
    return [part.text() for part in narrow + list(filter(outside, everything)) if part.isVisible()]


@pytest.mark.parametrize(("width", "height"), SIZES[:2])
def test_no_word_is_cut(user: Any, shipped: Path, qtbot: QtBot, width: int, height: int) -> None:
    window = user.opens(shipped, width, height)

    def nothing_is_cut() -> None:
        assert cut(window) == []

    for name in ("Binyuan Hui", "Junyang Lin", "Alibaba", "Elon Musk"):
        window.select(name)
        qtbot.waitUntil(nothing_is_cut)
        window.toggle_reader()
        qtbot.waitUntil(nothing_is_cut)
        window.toggle_reader()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_window_takes_any_of_its_sizes(
    user: Any, shipped: Path, qtbot: QtBot, width: int, height: int
) -> None:
    window = user.opens(shipped)
    user.clicks("people_view", "Binyuan Hui")
    resized(user, window, width, height, qtbot)
    assert (window.width(), window.height()) == (width, height)
    for name in ("people_view", "events_view", "statements_view", "profile_view"):
        view = user.view(name)
        assert view.isVisible()
        assert view.viewport().width() >= 100
        assert view.viewport().height() >= 40
    for name in ("events_view", "statements_view", "profile_view"):
        view = user.view(name)
        rect = view.rect().translated(view.mapTo(window, view.rect().topLeft()))
        assert window.rect().contains(rect), name


def test_the_reader_has_a_place_of_its_own_only_where_there_is_room(
    user: Any, shipped: Path, qtbot: QtBot
) -> None:
    window = user.opens(shipped)
    for width, beside in ((1440, True), (READER_BESIDE, True), (READER_BESIDE - 1, False), (1440, True)):
        resized(user, window, width, 800, qtbot)
        assert window.reader.isVisible() == beside
        assert window.left.isVisible()


def test_in_a_small_window_the_reader_takes_turns_with_the_people(
    user: Any, shipped: Path, qtbot: QtBot
) -> None:
    window = user.opens(shipped, 1024, 700)
    reader = window.findChild(QAction, "view.reader")
    for shown in (True, False, True):
        qtbot.keyClick(window, Qt.Key.Key_F9)
        user.waits()
        assert (window.reader.isVisible(), window.left.isVisible()) == (shown, not shown)
        window.refresh_commands()
        assert reader.isChecked() == shown
        focused = window.reader.text if shown else window.people.view
        assert focused.hasFocus(), "what had the focus is hidden: what took its place has it"
    qtbot.waitUntil(lambda: window.reader.width() >= 280)


@pytest.mark.parametrize("page", ["browse", "sources"])
def test_in_a_small_window_a_page_takes_the_place_of_the_reader(user: Any, shipped: Path, page: str) -> None:
    window = user.opens(shipped, 1024, 700)
    window.open_evidence()
    window.show_page(page)
    assert (window.reader.isVisible(), window.left.isVisible()) == (False, True)
    assert window._left_view().hasFocus()


def test_in_a_small_window_what_is_chosen_opens_the_reader(user: Any, shipped: Path, qtbot: QtBot) -> None:
    window = user.opens(shipped, 1024, 700)
    user.clicks("people_view", "Binyuan Hui")
    assert not window.reader.isVisible(), "people are chosen one after the other"
    user.clicks("profile_view", "formerly MTS @Alibaba_Qwen")
    assert window.reader.isVisible()
    text = window.reader.text
    assert user.evidence()[1:] == ("formerly MTS @Alibaba_Qwen",)
    qtbot.waitUntil(lambda: text.viewport().rect().contains(text.cursorRect(text.textCursor()).center()))
    window.show_page("sources")
    user.clicks("sources_view", user.ids("sources_view")[0])
    assert window.reader.isVisible()


def test_the_theme_switches_while_the_window_is_shown(user: Any, shipped: Path, qtbot: QtBot) -> None:
    window = user.opens(shipped)
    user.clicks("people_view", "Binyuan Hui")
    light = window.grab().toImage()
    window.findChild(QAction, "view.theme").trigger()
    dark = window.grab().toImage()
    surface = window.theme.tokens.surface.name()
    assert window.theme.name == "dark"
    assert surface in {dark.pixelColor(x, 300).name() for x in range(0, 1440, 3)}
    same = sum(
        dark.pixelColor(x, y) == light.pixelColor(x, y) for x in range(0, 1440, 9) for y in range(0, 900, 9)
    )
    assert same < 0.02 * 160 * 100, "nothing keeps its old colour"
    window.findChild(QAction, "view.theme").trigger()
    assert window.grab().toImage() == light
