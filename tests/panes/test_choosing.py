"""Choosing somebody: every list is painted once, little is read, and what was read is not read again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from qwenbrowser.store import fact_rows
from qwenbrowser.window import MainWindow


class Ear(QObject):
    """Counts how often the lists are painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.heard: Counter[str] = Counter()
        for view in window.lists():
            view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.heard[watched.parent().objectName()] += 1
        return False


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    window = user.opens(shipped)
    window.select("Elon Musk")
    user.waits()
    return window


def test_every_list_is_painted_once(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    ear = Ear(window)
    window.select("Binyuan Hui")
    user.waits()
    lists = {"people_view", "events_view", "profile_view", "beside_view", "statements_view"}
    qtbot.waitUntil(lambda: lists <= set(ear.heard))
    user.waits()
    assert {name: ear.heard[name] for name in lists} == dict.fromkeys(lists, 1)


def test_what_was_chosen_before_is_not_read_again(
    user: Any, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    readers = window.workspace.db._readers
    event.listen(readers, "begin", lambda _conn: begun.append("begin"))
    read: list[int] = []
    facts = fact_rows._facts

    def count(conn: Any, ids: list[int]) -> Any:
        read.append(len(ids))
        return facts(conn, ids)

    monkeypatch.setattr(fact_rows, "_facts", count)
    window.select("Binyuan Hui")
    user.waits()
    first, times = sum(read), len(begun)
    window.select("Elon Musk")
    user.waits()
    read.clear()
    begun.clear()
    window.select("Binyuan Hui")
    user.waits()
    assert 0 < sum(read) < first < 70, "of a list only a page, of a source only what is chosen"
    assert len(begun) <= times <= 8, "what the panes read at a choice is of one moment"


def test_numbers_and_name_have_the_room_that_they_need(user: Any, window: MainWindow) -> None:
    for name in ("Binyuan Hui", "Elon Musk", "Alibaba"):
        window.select(name)
        user.waits()
        for figure in window.entity_header.figures:
            assert figure.width() >= figure.sizeHint().width() > 20
