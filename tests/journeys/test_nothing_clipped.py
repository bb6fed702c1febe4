"""At every size of window, type and screen words fit, or end in an ellipsis and are told in full too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLineEdit,
    QMenuBar,
    QSplitterHandle,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qwenbrowser.widgets import change_row, row_layouts
from qwenbrowser.widgets.gutter import Gutter
from qwenbrowser.widgets.pill import Chip, Pill
from qwenbrowser.widgets.rail import RailButton
from qwenbrowser.widgets.text import PlainLabel
from qwenbrowser.widgets.text_block import TextBlock
from qwenbrowser.window import MainWindow

HUI = "Binyuan Hui"
SCALED = "QWENBROWSER_TEST_SCALED"
"""Set in the process that runs these tests at twice the scale."""

# Width, height, size of type in percent, language.
SIZES = [
    (1440, 900, 100, "en"),
    (1440, 900, 150, "en"),
    (1024, 700, 100, "en"),
    (1024, 700, 150, "en"),
    (800, 560, 100, "en"),
    (1440, 900, 100, "zh_CN"),
    (1024, 700, 100, "zh_CN"),
]


@pytest.fixture
def elided(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of rows that were laid out with an ellipsis."""
    texts: list[str] = []

    class Recorded(TextBlock):
        def __init__(self, text: str, *rest: Any) -> None:
            super().__init__(text, *rest)
            if self.elided:
                texts.append(plain(text))

    for module in (row_layouts, change_row):
        monkeypatch.setattr(module, "TextBlock", Recorded)
    return texts


def plain(text: str) -> str:
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())


def parts(text: str) -> list[str]:
    """What a line says, without the signs that a sentence has otherwise."""
    return [part.rstrip(".").casefold() for part in text.split(" · ")]


def shown(window: MainWindow) -> Iterator[QWidget]:
    """Every widget in sight but the veil of the palette and the toast, which lie over others."""
    over = [part for part in (window.search, window.toast) if part.isVisible()]
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.isWindow() and not widget.visibleRegion().isEmpty():
            yield widget
    yield from over


def cut(window: MainWindow) -> list[str]:
    """Words with less room than they need that are told in full nowhere."""
    return [f"{type(widget).__name__} {text_of(widget)!r}" for widget in shown(window) if is_cut(widget)]


def text_of(widget: QWidget) -> str:
    return str(getattr(widget, "text", str)()) or widget.accessibleName()


def is_cut(widget: QWidget) -> bool:
    size, needed = widget.size(), widget.sizeHint()
    if isinstance(widget, PlainLabel):
        if not widget.text():
            return False
        told = plain(widget.toolTip()).replace("\u2060", "") == plain(widget.text())
        low = size.height() < max(widget.heightForWidth(size.width()), widget.fontMetrics().height() - 2)
        return low or (widget.is_elided and not told)
    if isinstance(widget, RailButton):
        return widget.fontMetrics().horizontalAdvance(widget.text()) > size.width()
    if isinstance(widget, QAbstractButton) and isinstance(widget.parent(), QLineEdit):
        return False  # its icon, as large as Qt makes it
    if isinstance(widget, Pill | Chip | QAbstractButton):
        return size.width() < needed.width() or size.height() < needed.height()
    if isinstance(widget, QLineEdit | QMenuBar):
        return size.height() < widget.minimumSizeHint().height()
    return False


def outside(window: MainWindow) -> list[str]:
    """Widgets that reach over the edge of their parents; what is scrolled does."""
    found = []
    for widget in shown(window):
        parent = widget.parentWidget()
        if parent is None or scrolled(widget):
            continue
        if not parent.rect().contains(widget.geometry()):
            found.append(f"{type(widget).__name__} {text_of(widget)!r} in {type(parent).__name__}")
    return found


def scrolled(widget: QWidget) -> bool:
    """Whether it stands in something that scrolls, or is a border between parts, wider than it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea | Gutter):
            return True
        parent = parent.parentWidget()
    return isinstance(widget, QSplitterHandle)


def overlapping(window: MainWindow) -> list[str]:
    """Pairs of neighbours that share pixels."""
    found = []
    over = {window.search, window.toast}
    for parent in {widget.parentWidget() for widget in shown(window)} - {None}:
        if isinstance(parent, QAbstractScrollArea | Gutter | QLineEdit):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget) and child.isVisible() and child not in over
            if not isinstance(child, QSplitterHandle)
        ]
        for number, one in enumerate(children):
            for other in children[number + 1 :]:
                shared: QRect = one.geometry().intersected(other.geometry())
                if not shared.isEmpty():
                    found.append(f"{type(one).__name__} {text_of(one)!r} and {type(other).__name__} {shared}")
    return found


def person(user: Any) -> None:
    user.window.select(HUI)


def fact(user: Any) -> None:
    user.window.select(HUI)
    user.window.open_evidence()


def find_bar(user: Any) -> None:
    fact(user)
    user.window.reader.open_find()
    user.window.reader.find_bar.field.setText("Qwen")


def organisation(user: Any) -> None:
    user.window.select("Alibaba")


def source(user: Any) -> None:
    user.window.show_page("sources")
    user.window.workspace.choose_source(user.ids("sources_view")[0])


def results(user: Any) -> None:
    user.window.search.open("qwen")


def commands(user: Any) -> None:
    user.window.search.open(">")


def nothing(user: Any) -> None:
    user.window.search.open("nothing of this kind")


def note(user: Any) -> None:
    user.window.search.close_palette()
    user.window.reader.told.emit("Exported to " + "a name that is long " * 12)


STATES: list[Callable[[Any], None]] = [
    person,
    fact,
    find_bar,
    organisation,
    source,
    results,
    commands,
    nothing,
    note,
]


def settle(user: Any) -> None:
    user.waits()
    user.window.grab()
    QApplication.processEvents()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "-".join(map(str, size)))
def test_nothing_is_clipped(
    user: Any, shipped: Path, elided: list[str], size: tuple[int, int, int, str]
) -> None:
    width, height, percent, language = size
    window = user.opens(shipped, width, height)
    window.set_language(language)
    window.resize_text(percent)
    assert (window.width(), window.height()) == (width, height)
    found = []
    for state in STATES:
        state(user)
        settle(user)
        elided.clear()
        for view in window.lists():
            view.itemDelegate()._forget()
        settle(user)
        told = " ".join(
            plain(str(row.data(Qt.ItemDataRole.AccessibleTextRole)))
            for view in [*window.lists(), window.search.view]
            for row in user.rows(view.objectName())
        ).casefold()
        faults = [*cut(window), *outside(window), *overlapping(window)]
        faults += [f"row {text!r}" for text in elided if not all(part in told for part in parts(text))]
        elided.clear()
        found += [f"{state.__name__}: {fault}" for fault in faults]
    window.set_language("en")
    assert "\n".join(found) == ""


@pytest.mark.slow
def test_nothing_is_clipped_at_twice_the_scale() -> None:
    """In a process of its own: Qt reads the scale once."""
    if os.environ.get(SCALED):
        return
    words = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        __file__,
        "-k",
        "1440-900-100-en or 1024-700-100-en",
    ]
    scaled = {**os.environ, "QT_SCALE_FACTOR": "2", SCALED: "1"}
    ran = subprocess.run([sys.executable, *words], env=scaled, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert "2 passed" in ran.stdout


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("command", ["help.about", "help.shortcuts"])
def test_dialogs_are_no_larger_than_the_window(
    user: Any, shipped: Path, qtbot: QtBot, command: str, percent: int
) -> None:
    window = user.opens(shipped, 1024, 700)
    window.resize_text(percent)
    window.commands[command].run()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog)))
    dialog = next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())
    assert window.size().expandedTo(dialog.size()) == window.size()
    (table,) = dialog.findChildren(QTreeWidget)
    last = table.topLevelItem(table.topLevelItemCount() - 1)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.viewport().rect().contains(table.visualItemRect(last).center())
    columns = range(table.columnCount())
    assert sum(map(table.columnWidth, columns)) <= table.viewport().width()
    dialog.reject()


def test_the_hedge_of_a_profile_change_is_seen_without_scrolling(
    user: Any, shipped: Path, qtbot: QtBot
) -> None:
    window = user.opens(shipped, 1024, 700)
    for reader in (False, True):
        window.select(HUI)
        user.waits()
        if reader:
            window.open_evidence()
        view = user.view("profile_view")
        card = view.model().index(0, 0)
        qtbot.waitUntil(lambda view=view, card=card: view.viewport().rect().contains(view.visualRect(card)))
        assert window.reader.isVisible() == reader


def test_dragged_borders_stay(user: Any, shipped: Path, qtbot: QtBot) -> None:
    window = user.opens(shipped, 1440, 900)
    border = window.facts_area.handle(1)
    place = border.rect().center()
    assert window.facts_area.saveState().isEmpty()
    qtbot.mousePress(border, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(border, place + QPoint(0, 60))
    qtbot.mouseRelease(border, Qt.MouseButton.LeftButton, pos=place + QPoint(0, 60))
    above, below = window.facts_area.sizes()
    assert above == 365
    window.resize(1440, 800)
    qtbot.waitUntil(lambda: sum(window.facts_area.sizes()) < above + below)
    assert not window.facts_area.saveState().isEmpty()
    assert abs(window.facts_area.sizes()[0] / sum(window.facts_area.sizes()) - above / (above + below)) < 0.02
