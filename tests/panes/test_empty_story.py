"""A story that holds nothing: what is shown, the two ways on, and that they go away with the first facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qwenbrowser.paths import data_path
from qwenbrowser.services.importing import import_story
from qwenbrowser.services.story_files import new_story
from qwenbrowser.store import counts
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import opening


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return new_story(tmp_path / "Person 1.qwb")


def test_an_empty_story_says_how_it_begins(user: Any, empty: Path, qtbot: QtBot) -> None:
    window = user.opens(empty)
    pane = window.middle.empty
    assert pane.isVisible()
    assert not window.events.view.isVisible()
    for wish, button in ((pane.import_requested, pane.start), (pane.open_requested, pane.other)):
        wish.disconnect()  # the dialogs that they open are tested where they are made
        with qtbot.waitSignal(wish):
            qtbot.keyClick(button, Qt.Key.Key_Space)


def test_its_text_is_shown_whole_at_every_size(user: Any, empty: Path) -> None:
    window = user.opens(empty)
    for percent in (80, 100, 150, 200):
        window.resize_text(percent)
        user.waits()
        label = window.middle.empty._how
        assert label.height() >= label.heightForWidth(label.width())
        assert not label.is_elided


def test_facts_take_its_place_and_undo_brings_it_back(user: Any, empty: Path, qtbot: QtBot) -> None:
    window = user.opens(empty)
    workspace = window.workspace
    with qtbot.waitSignal(window.became_idle):
        workspace.edit(lambda db: import_story(db, data_path("qwen-leadership.json")))
    assert window.events.view.isVisible()
    with qtbot.waitSignal(window.became_idle):
        workspace.undo()
    assert window.middle.empty.isVisible()


def test_an_empty_story_that_can_only_be_read_offers_no_import(
    user: Any, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "is_writable", lambda _path: False)
    pane = user.opens(empty).middle.empty
    assert pane.isVisible()
    assert not pane.start.isVisible()
    assert pane.other.isVisible()


def test_a_story_of_sources_alone_is_not_empty(shipped: Path, empty: Path) -> None:
    for path, expected in ((shipped, False), (empty, True)):
        with Database.open(path) as database, database.read() as connection:
            assert counts.is_empty(connection) is expected
