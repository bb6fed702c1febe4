"""A monkey at the window: whatever is clicked, typed, dragged and chosen in any order, nothing breaks.

QWENBROWSER_MONKEY says how many events the stories get in all, QWENBROWSER_MONKEY_SEED which ones. A failure
tells the seed and the last steps before it; the same seed does the same again, as far as threads let it.
"""

from __future__ import annotations

import os
import random
import runpy
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from qwenbrowser.dialogs import story_files
from qwenbrowser.domain.changes import Changes
from qwenbrowser.services.exporting import write_story_file
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite.integrity import check
from qwenbrowser.store.tables import facts
from qwenbrowser.widgets import links
from qwenbrowser.window import MainWindow

EVENTS = int(os.environ.get("QWENBROWSER_MONKEY", "5000"))
SEED = int(os.environ.get("QWENBROWSER_MONKEY_SEED", "1"))
STORIES = 2
MAY_GROW = 96 << 20
"""Bytes more at the end than at the half: Qt keeps the letters of ten more sizes of text in 60 MB."""
GENERATOR = Path(__file__).parents[1] / "benchmarks" / "generate.py"

KEYS = [
    *(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Slash),
    *(Qt.Key.Key_F1, Qt.Key.Key_F3, Qt.Key.Key_F6, Qt.Key.Key_F9, Qt.Key.Key_F10, Qt.Key.Key_Menu),
    *(Qt.Key.Key_A, Qt.Key.Key_E, Qt.Key.Key_F, Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_V, Qt.Key.Key_Z),
    *(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Equal),
]
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
MODIFIERS = [Qt.KeyboardModifier.NoModifier] * 5 + [CONTROL, CONTROL, SHIFT, ALT, CONTROL | SHIFT]
BUTTONS = [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton]
WORDS = ["qwen", "Hui", "> th", "lin jun", "%1", "<b>", 'C++ "', "aaaaaaaaaaaa"]
CHINESE = ["林俊旸", "通义千问", "＞", "的", "😀"]


class Ape(QObject):
    """Does one thing after the other to a window and looks what became of it."""

    def __init__(self, window: MainWindow, qtbot: QtBot, qtlog: Any, seed: int) -> None:
        super().__init__()
        self.window, self._qtbot, self._qtlog = window, qtbot, qtlog
        self._chance = random.Random(seed)
        self._warnings = 0
        self.done = 0
        self.last: deque[str] = deque(maxlen=30)
        self._acts: list[tuple[int, Callable[[], object]]] = [
            (26, self._click),
            (4, self._drag),
            (2, self._drag_splitter),
            (8, self._wheel),
            (26, self._key),
            (8, self._type),
            (4, self._type_chinese),
            (8, self._command),
            (2, self._resize),
            (3, self._focus),
            (3, self._select),
            (1, self._edit),
        ]

    def plays(self, events: int) -> None:
        """Until so many events of mouse, wheel and keyboard, all in all, have been sent."""
        weights = [weight for weight, _act in self._acts]
        with capture_exceptions() as exceptions:
            while self.done < events:
                _weight, act = self._chance.choices(self._acts, weights)[0]
                self.last.append(f"{self.done} {act.__name__}")
                self.last[-1] += f" {act()}"
                QApplication.processEvents()
                if QApplication.activeWindow() is None:  # there is no desktop here that would see to it
                    self.window.activateWindow()
                assert not exceptions, self._said(exceptions[0][1])
                self._hears()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is not to be closed from within."""
        closing = watched is self.window and event.type() == QEvent.Type.Close
        if closing:
            event.ignore()
        return closing

    def _said(self, what: object) -> str:
        return f"seed {SEED}: {what!r} after\n" + "\n".join(self.last)

    def _hears(self) -> None:
        """Qt's warnings; the one line of the offscreen platform does not count."""
        records = self._qtlog.records
        new = [record.message for record in records[self._warnings :] if not record.ignored]
        self._warnings = len(records)
        assert not new, self._said(new)

    # -- what it does; each tells what it was

    @property
    def _handle(self) -> QWindow:
        """The menu, the dialog or the window that takes clicks and keys now; the next of them may close it.

        Not by `windowHandle` of a widget: PySide keeps it as a child and crashes when Qt deletes them.
        """
        shown = [one for one in QGuiApplication.topLevelWindows() if one.isVisible()]
        menus = [one for one in shown if one.type() == Qt.WindowType.Popup]
        dialogs = [one for one in shown if one.modality() != Qt.WindowModality.NonModal]
        windows = [one for one in shown if one.objectName() == "main_windowWindow"]
        return [*windows, *dialogs, *menus][-1]

    @property
    def _focused(self) -> QWidget:
        """What the keys go to."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def _place(self) -> QPoint:
        size = self._handle.size()
        return QPoint(self._chance.randrange(size.width()), self._chance.randrange(size.height()))

    def _mouse(self, does: Callable[..., None], where: QPoint, *how: object) -> None:
        """Also where a click has put another window there, which is smaller."""
        handle = self._handle
        room = QRect(QPoint(), handle.size())
        inside = QPoint(min(max(where.x(), 0), room.right()), min(max(where.y(), 0), room.bottom()))
        does(handle, *how, inside)
        self.done += 1

    def _click(self) -> object:
        where, modifier = self._place(), self._chance.choice(MODIFIERS)
        button = self._chance.choices(BUTTONS, [20, 2, 1])[0]
        twice = self._chance.random() < 0.1
        for _ in range(1 + twice):
            self._mouse(QTest.mousePress, where, button, modifier)
            self._mouse(QTest.mouseRelease, where, button, modifier)
        return button, twice, where

    def _drag(self) -> object:
        return self._drags(self._place(), self._place())

    def _drag_splitter(self) -> object:
        splitter = self._chance.choice(list(self.window.splitters().values()))
        grip = splitter.handle(1)
        if not grip.isVisible() or QApplication.activePopupWidget() or QApplication.activeModalWidget():
            return None
        start = grip.mapTo(self.window, grip.rect().center())
        by = QPoint(self._chance.randint(-300, 300), self._chance.randint(-300, 300))
        return self._drags(start, start + by)

    def _drags(self, start: QPoint, end: QPoint) -> object:
        self._mouse(QTest.mousePress, start, BUTTONS[0], MODIFIERS[0])
        for share in (0.1, 0.5, 1.0):
            self._mouse(QTest.mouseMove, start + (end - start) * share)
        self._mouse(QTest.mouseRelease, end, BUTTONS[0], MODIFIERS[0])
        return start, end

    def _wheel(self) -> object:
        where = self._place()
        by = QPoint(0, self._chance.choice([-960, -120, -15, 15, 120, 960]))
        QTest.wheelEvent(self._handle, QPointF(where), by, QPoint(), self._chance.choice(MODIFIERS))
        self.done += 1
        return where, by

    def _key(self) -> object:
        key, modifier = self._chance.choice(KEYS), self._chance.choice(MODIFIERS)
        for does in (QTest.keyPress, QTest.keyRelease):
            does(self._focused, key, modifier)
            self.done += 1
        return key, modifier

    def _type(self) -> object:
        words = self._chance.choice(WORDS)
        for letter in words:
            for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
                QTest.sendKeyEvent(action, self._focused, Qt.Key(0), letter, MODIFIERS[0])
                self.done += 1
        return words[:9]

    def _type_chinese(self) -> object:
        words, field = self._chance.choice(CHINESE), QApplication.focusWidget()
        if field is None:
            return None
        QApplication.sendEvent(field, QInputMethodEvent("pin'yin", []))
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(field, event)
        return words

    def _command(self) -> object:
        """An entry of the menus, without opening them."""
        command = self._chance.choice(list(self.window.commands))
        free = QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None
        if free and command.enabled():
            command.run()
        return command.id

    def _resize(self) -> object:
        size = self._chance.randint(800, 1700), self._chance.randint(560, 1000)
        self.window.resize(*size)
        return size

    def _focus(self) -> object:
        window = self.window
        fields = window.search.edit, window.top.search, window.people.filter, window.reader.find_bar.field
        widget = self._chance.choice([*window.lists(), *fields, window.reader.text])
        widget.setFocus(self._chance.choice(list(Qt.FocusReason)))
        return type(widget).__name__, widget.objectName()

    def _select(self) -> object:
        """A row of any list, also one that is far from sight."""
        view = self._chance.choice(self.window.lists())
        rows = view.model().rowCount()
        row = self._chance.randrange(rows) if rows else -1
        view.setCurrentIndex(view.model().index(row, 0))
        return view.objectName(), row

    def _edit(self) -> object:
        cue = self._chance.choice(["said", "wrote", "told"])

        def verb(database: Database) -> Changes:
            with database.write(f"Edit “{cue}”") as writer:
                writer.update(facts, 1, cue=cue)
            return writer.changes()

        self.window.workspace.edit(verb)
        return cue


@pytest.fixture(params=["shipped", "generated"][:STORIES])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "shipped":
        return request.getfixturevalue("shipped")
    path = tmp_path / "generated.qwb"
    runpy.run_path(str(GENERATOR))["generate"](path, 0.0005)
    return path


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch, story: Path, tmp_path: Path) -> None:
    """Dialogs for files that answer at once, and a desktop that opens nothing."""
    chance = random.Random(SEED)
    with Database.open(story) as database:
        write_story_file(tmp_path / "story.json", database)
    (tmp_path / "broken.json").write_text('{"format": "qwenbrowser-story", "facts": [')

    def choose(*names: str) -> Callable[..., tuple[str, str]]:
        return lambda *_args, **_named: (chance.choice(["", *(str(tmp_path / name) for name in names)]), "")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose("story.json", "broken.json", "none.json"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose("a.json", "b.qwb", "c", "none/d.json"))

    class Desktop:
        @staticmethod
        def openUrl(_url: object) -> bool:
            return chance.random() < 0.5

    for module in (links, story_files):
        monkeypatch.setattr(module, "QDesktopServices", Desktop)


def resident() -> int:
    """Bytes of memory that the process takes; 0 where the system does not tell in this way."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else 0


def closes_what_is_open() -> None:
    while popup := QApplication.activePopupWidget():
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")  # menus without a screen
@pytest.mark.usefixtures("doors")
@pytest.mark.timeout(3600)
def test_nothing_breaks(user: Any, story: Path, qtbot: QtBot, qtlog: Any) -> None:
    window = user.opens(story)
    window.choose_first()
    monkey = Ape(window, qtbot, qtlog, SEED)
    window.installEventFilter(monkey)
    print(f"QWENBROWSER_MONKEY={EVENTS} QWENBROWSER_MONKEY_SEED={SEED}")
    try:
        monkey.plays(EVENTS // STORIES // 2)
        half = resident()
        monkey.plays(EVENTS // STORIES)
    finally:
        window.removeEventFilter(monkey)
        closes_what_is_open()
    user.waits()
    assert resident() - half < MAY_GROW
    assert window.isVisible()
    assert check(window.workspace.db) == []
    window.close()
    with Database.open(story, write=True) as database:
        assert check(database) == []
