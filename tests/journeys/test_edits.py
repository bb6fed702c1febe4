"""Changes through the window: undo and redo by menu, panes that empty and fill, what stays chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from qwenbrowser import paths
from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import UserError
from qwenbrowser.services.importing import import_story
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import facts
from qwenbrowser.window import MainWindow
from qwenbrowser.workspace import Selection

VIEWS = ("people_view", "events_view", "statements_view", "profile_view", "beside_view", "sources_view")
IMPORT = "Import Qwen leadership change"


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def by_menu(user: Any, window: MainWindow, command: str) -> str:
    """Open the menus, trigger an entry; what it was called."""
    window.refresh_commands()
    action = window.findChild(QAction, command)
    assert action.isEnabled()
    title = action.text()
    action.trigger()
    user.waits()
    return title


def toast_button(window: MainWindow) -> QPushButton:
    assert window.toast.isVisible()
    (button,) = (b for b in window.toast.findChildren(QPushButton) if b.isVisible())
    return button


def test_undo_by_menu_empties_the_panes_and_redo_fills_them(user: Any, window: MainWindow) -> None:
    before = {name: user.ids(name) for name in VIEWS}
    user.clicks("people_view", "Binyuan Hui")
    assert by_menu(user, window, "edit.undo") == f"Undo: {IMPORT}"
    assert window.workspace.selection == Selection(), "nobody is left to be chosen"
    assert [user.ids(name) for name in VIEWS] == [[]] * len(VIEWS)
    assert window.toast.accessibleName() == f"Undone: {IMPORT}"
    assert window.reader.text.toPlainText() == ""
    assert window.entity_header.name.text() == "Nobody is chosen"
    assert not window.findChild(QAction, "edit.undo").isEnabled()

    assert by_menu(user, window, "edit.redo") == f"Redo: {IMPORT}"
    assert {name: user.ids(name) for name in VIEWS} == before
    user.clicks("people_view", "Binyuan Hui")
    user.clicks("profile_view", "formerly MTS @Alibaba_Qwen")
    assert user.evidence()[1:] == ("formerly MTS @Alibaba_Qwen",)


def test_the_toast_takes_back_and_brings_back(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    count = len(user.ids("events_view"))
    by_menu(user, window, "edit.undo")
    assert toast_button(window).text() == "Redo"
    qtbot.mouseClick(toast_button(window), Qt.MouseButton.LeftButton)
    user.waits()
    assert len(user.ids("events_view")) == count
    assert toast_button(window).text() == "Undo"
    qtbot.mouseClick(toast_button(window), Qt.MouseButton.LeftButton)
    user.waits()
    assert user.ids("events_view") == []


def edited(user: Any, window: MainWindow, fact: int, **values: Any) -> None:
    def verb(database: Database) -> Changes:
        with database.write("Change a fact") as writer:
            writer.update(facts, fact, **values)
        return writer.changes()

    window.workspace.edit(verb)
    user.waits()


def test_a_change_is_shown_and_the_selection_kept(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", "Binyuan Hui")
    change = user.fact("Q10")
    user.clicks("profile_view", change.id)
    before = window.workspace.selection
    edited(user, window, change.id, after="formerly at Qwen")
    assert window.workspace.selection == before
    assert [row.data() for row in user.rows("profile_view")] == ["formerly at Qwen"]
    assert user.chosen("profile_view") == change.id
    assert user.chosen("people_view") == before.entity
    assert user.evidence()[1:] == ("formerly MTS @Alibaba_Qwen",), "the source says what it said"
    by_menu(user, window, "edit.undo")
    assert window.workspace.selection == before
    assert [row.data() for row in user.rows("profile_view")] == ["formerly MTS @Alibaba_Qwen"]


def test_a_fact_that_is_rejected_leaves_every_list_and_count(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", "Tiezhen Wang")
    quote = user.fact("Q07")
    user.clicks("statements_view", quote.id)
    edited(user, window, quote.id, state="rejected")
    assert quote.id not in user.ids("statements_view") + user.ids("events_view")
    assert "5 quotes" in window.status.counts.text()
    assert window.entity_header.figures[0].accessibleName() == "0 quotes"
    assert quote.id not in {mark.key for mark in window.reader.text.marks}
    assert window.workspace.selection.item is None, "what is gone is not chosen"
    assert window.workspace.selection.entity is not None


def test_a_failure_is_said_and_nothing_else_happens(user: Any, window: MainWindow) -> None:
    def verb(_database: Database) -> Changes:
        raise UserError("The disk <b>is</b> full.", "Free some space.", Path("/stories/a.qwb"))

    window.workspace.edit(verb)
    user.waits()
    (box,) = window.findChildren(QMessageBox)
    assert box.text() == "The disk <b>is</b> full."
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert "Free some space." in box.informativeText()
    assert "/stories/a.qwb" in box.informativeText()
    box.close()
    assert len(user.ids("events_view")) == 41


def test_an_import_that_adds_nothing_says_so(user: Any, window: MainWindow) -> None:
    data = paths.data_path("qwen-leadership.json")
    window.workspace.edit(lambda database: import_story(database, data))
    user.waits()
    assert window.toast.isVisible()
    assert window.toast.accessibleName().startswith("Nothing to change")
    assert window.workspace.undo_label == IMPORT


def test_an_empty_story_says_why_and_what_to_do(user: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.qwb"
    Database.create(path, uid="019c0000-0000-7000-8000-000000000001", title="Empty").close()
    window = user.opens(path)
    said = {name: [row.data() for row in user.rows(name)] for name in VIEWS}
    assert said["events_view"] == ["Nothing is recorded yet. Import a story to begin."]
    assert said["sources_view"] == ["No source yet. Import a story to begin."]
    assert said["people_view"] == ["People 0", "Organisations 0", "Products 0"]
    assert said["statements_view"] == ["Choose a person or an organisation to see what was said"]
    assert said["profile_view"] == ["Choose a person"]
    assert window.reader.text.placeholderText() == "Choose a fact to read the words that it rests on"
    assert window.status.counts.text().startswith("0 sources · 0 people")
    window.grab()


def test_a_name_that_nobody_has(user: Any, window: MainWindow) -> None:
    window.people.filter.setText("zzz & <b>")
    assert [row.data() for row in user.rows("people_view")] == ["No name holds “zzz & <b>”"]
    window.people.filter.clear()
    assert len(user.ids("people_view")) == 31


def test_somebody_without_statements_or_changes(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", "MiniMax")
    assert [row.data() for row in user.rows("statements_view")] == [
        "Own words 0 No statement by MiniMax in these sources",
        "About MiniMax 0 No statement about MiniMax in these sources",
        "Others on the same events 0 No other statement on the same events",
    ]
    assert [row.data() for row in user.rows("profile_view")] == [
        "No source reports a changed profile of MiniMax"
    ]
