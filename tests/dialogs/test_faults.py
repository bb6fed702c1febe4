"""A fault of the program, wherever it happens: logged, shown once, and the program lives on."""

from __future__ import annotations

import logging
import re
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QListView, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.dialogs.faults import Faults
from qwenbrowser.domain.errors import StorageFailed

pytestmark = pytest.mark.qt_no_exception_capture


@pytest.fixture
def faults(qapp: QApplication) -> Iterator[Faults]:
    faults = Faults("/somewhere/qwenbrowser.log").install()
    yield faults
    faults.remove()
    for box in boxes():
        box.close()
    faults.deleteLater()


def boxes() -> list[QMessageBox]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox)]


def in_slot(_qtbot: QtBot) -> object:
    def slot() -> None:
        raise ValueError("in a slot <b>x</b>")

    QTimer.singleShot(0, slot)
    return slot


def in_paint(qtbot: QtBot) -> object:
    class Broken(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            raise ValueError("in paint")

    widget = Broken()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def in_model(qtbot: QtBot) -> object:
    class Broken(QAbstractListModel):
        def rowCount(self, _parent: Any = None) -> int:
            return 3

        def data(self, _index: QModelIndex, _role: int = 0) -> object:
            raise ValueError("in data")

    view = QListView()
    qtbot.addWidget(view)
    view.setModel(Broken(view))
    # From the event loop, as in the program: no Python code waits for the call to return.
    QTimer.singleShot(0, view.show)
    return view


def in_thread(_qtbot: QtBot) -> object:
    def work() -> None:
        raise ValueError("in a thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return thread


@pytest.mark.parametrize("fail", [in_slot, in_paint, in_model, in_thread])
def test_a_fault_is_logged_and_shown_once(
    faults: Faults, qtbot: QtBot, caplog: pytest.LogCaptureFixture, fail: Any
) -> None:
    with caplog.at_level(logging.ERROR, logger="qwenbrowser"):
        kept = fail(qtbot)
        qtbot.waitUntil(lambda: len(boxes()) == 1)
    (box,) = boxes()
    assert box.textFormat() is not Qt.TextFormat.RichText
    assert "Your story is safe" in box.text()
    assert re.search(r"ValueError: .*in (a slot|paint|data|a thread)", box.informativeText())
    assert "/somewhere/qwenbrowser.log" in box.informativeText()
    logged = [record for record in caplog.records if record.exc_info]
    assert logged
    assert all(isinstance(record.exc_info[1], ValueError) for record in logged)
    alive: list[int] = []
    QTimer.singleShot(0, lambda: alive.append(1))
    qtbot.waitUntil(lambda: alive == [1])
    assert len(boxes()) == 1
    assert kept is not None


def test_the_same_fault_is_shown_once_and_logged_every_time(
    faults: Faults, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    faults.met.connect(lambda problem, _path: shown.append(problem))
    for _ in range(3):
        in_thread(qtbot)
    with qtbot.waitSignal(faults.met):
        in_slot(qtbot)
    qtbot.waitUntil(lambda: len(boxes()) == 2)
    assert [problem.split()[3] for problem in shown] == ["thread", "slot"]
    assert len(caplog.records) == 4


def test_an_error_of_the_user_says_what_to_do(faults: Faults, qtbot: QtBot) -> None:
    def slot() -> None:
        raise StorageFailed("The disk is full.", "Free space.", Path("/stories/a.qwb"))

    with qtbot.waitSignal(faults.met) as told:
        QTimer.singleShot(0, slot)
    assert told.args[0] == "/stories/a.qwb: The disk is full. Free space."


def test_ctrl_c_ends_the_program(
    faults: Faults, qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    def interrupt() -> None:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    QTimer.singleShot(0, interrupt)
    assert qapp.exec() == 0
    assert not caplog.records


def test_takes_itself_away(qapp: QApplication) -> None:
    before = sys.excepthook, threading.excepthook
    faults = Faults("x").install()
    assert (sys.excepthook, threading.excepthook) != before
    faults.remove()
    assert (sys.excepthook, threading.excepthook) == before
    faults.deleteLater()


def test_what_a_fault_held_is_let_go(faults: Faults) -> None:
    class Held:
        pass

    def fails() -> None:
        held = Held()
        seen.append(weakref.ref(held))
        raise ValueError("a fault")

    seen: list[weakref.ref[Held]] = []
    try:
        fails()
    except ValueError as error:
        kept = error  # as Python keeps the last one
        faults.take(type(error), error, error.__traceback__)
    assert kept.__traceback__ is not None
    assert seen[0]() is None
