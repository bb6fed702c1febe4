"""A long write tells how far it has come, and one that is stopped or whose window closes leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import entities
from qwenbrowser.window import MainWindow

STOPPED = "The work was stopped. Nothing was changed."


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def endless(window: MainWindow) -> Callable[[Database], Changes]:
    """A write that goes on until it is stopped."""

    def verb(db: Database) -> Changes:
        with db.write("Write for ever") as writer:
            writer.insert(entities, [{"uid": new_uid(), "kind": "person", "name": "Person 1"}])
            while True:
                window.workspace.jobs.tell(0.5, 1234)

    return verb


def people(path: Path) -> list[str]:
    with Database.open(path) as db, db.read() as conn:
        return [row.name for row in conn.exec_driver_sql("SELECT name FROM entities ORDER BY id")]


def test_the_status_bar_says_how_far_a_write_is_and_cancels_it(
    user: Any, qtbot: QtBot, window: MainWindow, shipped: Path
) -> None:
    status, before = window.status, people(shipped)
    idle = status.work.text()
    assert status.cancel.isHidden()
    window.workspace.edit(endless(window))
    qtbot.waitUntil(status.cancel.isVisible)
    assert status.work.text() == "Writing… 50 %, 1,234 records"
    assert status.cancel.accessibleName() == "Cancel"
    qtbot.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
    assert status.work.text() == "Cancelling…"
    assert not status.cancel.isEnabled()
    user.waits()
    assert window.toast.accessibleName() == STOPPED
    assert (status.work.text(), status.cancel.isHidden()) == (idle, True)
    assert people(shipped) == before

    window.workspace.edit(endless(window))
    qtbot.waitUntil(lambda: status.cancel.isVisible() and status.cancel.isEnabled())
    status.cancel.setFocus()
    qtbot.keyClick(status.cancel, Qt.Key.Key_Space)
    user.waits()
    assert people(shipped) == before


def test_an_import_that_is_cancelled_leaves_nothing(
    user: Any, window: MainWindow, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = {"uid": new_uid(), "title": "People"}
    records = [{"uid": new_uid(), "kind": "person", "name": f"Person {n}"} for n in range(3)]
    file = tmp_path / "people.json"
    content = {
        "format": "qwenbrowser-story",
        "version": 1,
        "story": story,
        "sources": [],
        "entities": records,
    }
    file.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(file), ""))
    before = people(shipped)
    jobs = window.workspace.jobs
    stopping = jobs.progressed.connect(lambda *_: jobs.stop(), Qt.ConnectionType.DirectConnection)
    window.findChild(QAction, "file.import").trigger()
    user.waits()
    assert window.toast.accessibleName() == STOPPED
    assert people(shipped) == before
    jobs.progressed.disconnect(stopping)
    window.findChild(QAction, "file.import").trigger()
    user.waits()
    assert people(shipped) == [*before, "Person 0", "Person 1", "Person 2"]


def test_closing_the_window_ends_a_long_write_and_loses_nothing(
    qtbot: QtBot, window: MainWindow, shipped: Path
) -> None:
    before = people(shipped)
    window.workspace.edit(endless(window))
    qtbot.waitUntil(window.status.cancel.isVisible)
    assert window.close()
    assert people(shipped) == before


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_status_bar_does_not_grow_when_cancel_comes(window: MainWindow, percent: int) -> None:
    window.resize_text(percent)
    status = window.status
    height = status.sizeHint().height()
    status.show_progress(0.5, 1234)
    assert status.sizeHint().height() == height
    assert status.cancel.sizeHint().height() >= status.cancel.fontMetrics().height()
