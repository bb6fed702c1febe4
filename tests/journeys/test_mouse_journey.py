"""The main job by mouse: choose Binyuan Hui, see what was said, follow the change to its words and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.models.record_model import Role
from qwenbrowser.store import sources
from qwenbrowser.widgets.marked_text import MarkedText
from qwenbrowser.window import MainWindow

HUI = "Binyuan Hui"
PROFILE = "formerly MTS @Alibaba_Qwen"


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def place_of(text: MarkedText, offset: int) -> QPoint:
    """Where a code point stands in the viewport of the reader."""
    cursor = QTextCursor(text.document())
    cursor.setPosition(len(text.toPlainText()[:offset].encode("utf-16-le")) // 2)
    left = text.cursorRect(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    return (left.center() + text.cursorRect(cursor).center()) / 2


def test_a_click_on_the_person_fills_the_panes(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", HUI)
    assert HUI in window.findChild(QWidget, "entity_header").accessibleName()
    assert window.findChild(QLabel, "entity_name").text() == HUI
    assert [row.data() for row in user.rows("profile_view")] == [PROFILE]
    assert user.chosen("people_view") == window.workspace.selection.entity


def test_the_panes_hold_what_the_golden_file_expects(
    user: Any, window: MainWindow, shared_file: Callable[[str], Path]
) -> None:
    expect = json.loads(shared_file("golden/qwen-leadership.json").read_text("utf-8"))["expect"][HUI]
    user.clicks("people_view", HUI)
    refs = {fact.id: set(fact.refs) for fact in user.facts()}
    shown: dict[str, list[set[str]]] = {"own": [], "about": [], "same_story": []}
    for row in user.rows("statements_view"):
        if row.data(Role.ID) is not None:
            shown[row.data(Role.TIER)].append(refs[row.data(Role.ID)])
    assert {tier: len(rows) for tier, rows in shown.items()} == {"own": 0, "about": 1, "same_story": 12}
    shown["profile_changes"] = [refs[i] for i in user.ids("profile_view")]
    for part, rows in shown.items():
        assert len(rows) == len(expect[part])
        for wanted in expect[part]:
            assert sum(set(wanted.split("+")) <= carried for carried in rows) == 1, (part, wanted)
        assert not set(expect["never"]) & set().union(*rows)


def test_a_click_on_the_change_shows_its_words(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", HUI)
    user.clicks("profile_view", PROFILE)

    change = user.fact("Q10")
    assert window.workspace.selection.item == change.id
    assert window.reader.outlet.text() == "The Mainstream"
    source = window.workspace.read(sources.get_source, change.citations[0].source.id)
    text = window.reader.text
    start, end = text.band
    assert source.text[start:end] == PROFILE
    assert user.evidence() == ("Evidence 1 of 1", PROFILE)
    assert place_of(text, start).y() / text.viewport().height() == pytest.approx(0.4, abs=0.08)
    assert {user.chosen(name) for name in ("profile_view", "events_view")} == {change.id}


def test_a_click_on_marked_words_chooses_their_fact_and_back_returns(
    user: Any, window: MainWindow, qtbot: QtBot
) -> None:
    user.clicks("people_view", HUI)
    user.clicks("profile_view", PROFILE)
    before = window.workspace.selection
    quote = user.fact("Q08")
    cited = quote.citations[0]
    text = window.reader.text

    place = place_of(text, (cited.start + cited.end) // 2)
    assert text.viewport().rect().contains(place)
    qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    user.waits()
    after = window.workspace.selection
    assert (after.entity, after.item) == (before.entity, quote.id)
    assert {user.chosen(name) for name in ("events_view", "statements_view")} == {quote.id}
    assert user.chosen("profile_view") is None
    assert user.evidence()[1:] == (cited.exact,)

    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    user.waits()
    assert window.workspace.selection == before
    assert user.evidence()[1:] == (PROFILE,)
    assert user.chosen("statements_view") is None
    assert user.chosen("profile_view") == before.item
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    user.waits()
    assert window.workspace.selection == after
    assert user.evidence()[1:] == (cited.exact,)


def test_two_citations_are_two_pieces_of_evidence(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    words = "the end of an era"
    quote = user.fact("Q01")
    user.clicks("people_view", "Wenting Zhao")
    user.clicks("statements_view", quote.id)
    reader = window.reader
    first = reader.outlet.text()
    assert user.evidence() == ("Evidence 1 of 2", words)
    assert not reader.previous.isEnabled()

    qtbot.mouseClick(reader.next, Qt.MouseButton.LeftButton)
    user.waits()
    assert user.evidence() == ("Evidence 2 of 2", words)
    assert reader.outlet.text() != first
    assert user.chosen("statements_view") == quote.id
    assert not reader.next.isEnabled()

    qtbot.mouseClick(reader.previous, Qt.MouseButton.LeftButton)
    user.waits()
    assert user.evidence() == ("Evidence 1 of 2", words)
    assert reader.outlet.text() == first


def test_a_source_is_read_as_a_whole(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    user.clicks("people_view", HUI)
    window.show_page("sources")
    user.waits()
    last = user.rows("sources_view")[-1]
    user.clicks("sources_view", last.data(Role.ID))
    selection = window.workspace.selection
    assert (selection.item, selection.source) == (None, last.data(Role.ID))
    source = window.workspace.read(sources.get_source, last.data(Role.ID))
    assert window.reader.text.toPlainText() == source.text
    assert len(user.evidence()) == 1, "no band"
    assert not window.reader.evidence.isVisible()
