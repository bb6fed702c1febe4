"""The reader as a tool: copy as citation, find, walk from fact to fact, open the original."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.schemas import StoryFile
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.services.importing import create_story
from qwenbrowser.widgets import links
from qwenbrowser.window import MainWindow

PROFILE = "formerly MTS @Alibaba_Qwen"
Key = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Press = Callable[..., None]


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


@pytest.fixture
def press(user: Any, qtbot: QtBot) -> Press:
    """Presses a key wherever the focus is."""

    def do(key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(focused(), key, modifier)
        user.waits()

    return do


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the system was asked to open."""
    asked: list[str] = []

    class Desktop:
        @staticmethod
        def openUrl(url: QUrl) -> bool:
            asked.append(url.toString())
            return True

    monkeypatch.setattr(links, "QDesktopServices", Desktop)
    return asked


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def clipboard() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()


def found(window: MainWindow) -> list[str]:
    """What is marked as found, and last the words that are shown."""
    tokens = window.theme.tokens
    marked = window.reader.text.extraSelections()
    shown = [s.cursor.selectedText() for s in marked if s.format.background() == tokens.accent]
    return [s.cursor.selectedText() for s in marked if s.format.background() == tokens.accent_soft] + shown


def count(window: MainWindow) -> str:
    return window.findChild(QLabel, "find_count").text()


# Copy as citation


def test_the_shown_evidence_is_copied_in_three_forms(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    user.clicks("people_view", "Wenting Zhao")
    user.clicks("statements_view", user.fact("Q01").id)
    qtbot.mouseClick(window.reader.next, Qt.MouseButton.LeftButton)
    user.waits()
    qtbot.mouseClick(window.reader.copy, Qt.MouseButton.LeftButton)
    said = clipboard().text().splitlines()
    assert said[:2] == ["“the end of an era”", "— Wenting Zhao, as quoted by The Mainstream"]
    assert "Date: 3–4 Mar 2026 (inferred)" in said
    assert "No address recorded" in said
    assert said[-1].startswith("From a digest, not the outlet’s own text")
    assert "<p>“the end of an era”</p>" in clipboard().html()
    markdown = bytes(clipboard().data("text/markdown").data()).decode()
    assert markdown.startswith("> “the end of an era”\n\n— Wenting Zhao, as quoted by The Mainstream  \n")
    assert window.toast.isVisible()
    assert window.toast.accessibleName() == "Citation copied"


def test_a_changed_profile_is_copied_by_key_and_is_no_quote(
    user: Any, window: MainWindow, press: Press
) -> None:
    user.clicks("people_view", "Binyuan Hui")
    press(Key.Key_C, CTRL | SHIFT)
    said = clipboard().text().splitlines()
    assert said[:2] == [f"“{PROFILE}”", "— X profile of Binyuan Hui, as reported by The Mainstream"]
    assert "Date: no later than 4 Mar 2026 (inferred)" in said
    assert "quoted by" not in clipboard().text()


def test_without_evidence_there_is_nothing_to_copy(user: Any, window: MainWindow) -> None:
    window.workspace.choose_source(1)
    user.waits()
    assert not window.reader.copy.isEnabled()
    assert not window.commands["edit.cite"].enabled()
    QGuiApplication.clipboard().setText("before")
    window.reader.copy_citation()
    assert clipboard().text() == "before"


# Find


def test_finding_by_keyboard(user: Any, window: MainWindow, press: Press, qtbot: QtBot) -> None:
    window.select("Binyuan Hui")
    press(Key.Key_E, CTRL)
    press(Key.Key_F, CTRL)
    assert focused().objectName() == "find_field"
    qtbot.keyClicks(focused(), "HUI")
    places = window.reader.text.text.count("Hui")
    assert places == 1
    assert (count(window), found(window)) == ("1 of 1", ["Hui"])

    focused().selectAll()
    qtbot.keyClicks(focused(), "lin")
    text = window.reader.text.text.lower()
    every = text.count("lin")
    assert every > 3
    assert count(window).endswith(f" of {every}")
    assert len(found(window)) == every
    place = window.reader.text.caret
    assert text.startswith("lin", place)
    press(Key.Key_Return)
    after = text.find("lin", place + 1)
    assert window.reader.text.caret == (after if after >= 0 else text.index("lin"))
    press(Key.Key_Return, SHIFT)
    assert window.reader.text.caret == place
    press(Key.Key_F3)
    press(Key.Key_F3, SHIFT)
    assert window.reader.text.caret == place
    seen = set()
    for _ in range(every):
        press(Key.Key_F3)
        seen.add(window.reader.text.caret)
        assert window.reader.text.viewport().rect().contains(window.reader.text.cursorRect())
    assert len(seen) == every
    assert window.reader.text.caret == place, "after the last comes the first"

    press(Key.Key_Escape)
    assert focused().objectName() == "source_view"
    assert window.reader.find_bar.isHidden()
    assert found(window) == []
    assert user.evidence()[1:] == (PROFILE,), "the evidence stays"


def test_what_is_typed_is_no_pattern(window: MainWindow, press: Press, qtbot: QtBot) -> None:
    window.select("Binyuan Hui")
    press(Key.Key_F, CTRL)
    for words, said in (("l.n", "Not found"), ("[a-z]", "Not found"), ("(", "Not found"), ("/20", "1 of")):
        focused().selectAll()
        qtbot.keyClicks(focused(), words)
        assert count(window).startswith(said), words
    press(Key.Key_Escape)
    assert focused().objectName() == "people_view", "where the focus was before"


def test_find_keeps_looking_in_the_next_source(user: Any, window: MainWindow, press: Press) -> None:
    window.select("Wenting Zhao")
    press(Key.Key_F, CTRL)
    window.reader.find_bar.field.setText("alibaba")
    first = window.reader.text.text.lower().count("alibaba")
    assert count(window).endswith(f" of {first}")
    window.reader.step(+1)
    user.waits()
    second = window.reader.text.text.lower().count("alibaba")
    assert second != first
    assert count(window).endswith(f" of {second}")
    assert user.evidence()[1:] == ("the end of an era",)


def test_escape_in_the_text_closes_the_bar_too(window: MainWindow, press: Press) -> None:
    window.select("Binyuan Hui")
    press(Key.Key_F, CTRL)
    window.reader.text.setFocus()
    press(Key.Key_Escape)
    assert window.reader.find_bar.isHidden()
    press(Key.Key_F3)
    assert focused().objectName() == "find_field", "F3 opens it again"


def test_selected_words_are_looked_for(window: MainWindow, press: Press) -> None:
    window.select("Binyuan Hui")
    text = window.reader.text
    start = text.text.index("Hugging Face")
    cursor = text.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len("Hugging Face"), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    press(Key.Key_F, CTRL)
    assert focused().text() == "Hugging Face"
    assert count(window) == "1 of 1"


def test_find_shows_a_hidden_reader(user: Any, shipped: Path, press: Press) -> None:
    window = user.opens(shipped, 1024, 700)
    assert not window.reader.isVisible()
    window.select("Binyuan Hui")
    press(Key.Key_F, CTRL)
    assert window.reader.isVisible()
    assert focused().objectName() == "find_field"
    for widget in (window.reader.find_bar.cross, window.reader.copy, window.reader.address):
        assert window.rect().contains(widget.mapTo(window, widget.rect().bottomRight()))


# From fact to fact


def test_every_marked_fact_is_met_in_order(user: Any, window: MainWindow, press: Press) -> None:
    window.select("Binyuan Hui")
    entity = window.workspace.selection.entity
    wanted = list(dict.fromkeys((m.key, m.start, m.end) for m in window.reader.text.marks))
    assert len(wanted) > 20
    for _ in wanted:
        press(Key.Key_Up, ALT)
    met = [here(window)]
    for _ in wanted[1:]:
        press(Key.Key_Down, ALT)
        met.append(here(window))
    assert met == wanted
    assert window.workspace.selection.entity == entity
    press(Key.Key_Down, ALT)
    assert here(window) == wanted[-1]
    assert window.toast.accessibleName() == "No fact follows in this text"
    press(Key.Key_Left, ALT)
    assert here(window) == wanted[-2]


def here(window: MainWindow) -> tuple[int, int, int]:
    selection = window.workspace.selection
    assert window.reader.text.band == selection.span
    return selection.item, *selection.span


def test_in_a_source_without_a_chosen_fact_the_walk_starts_at_the_caret(
    user: Any, window: MainWindow, press: Press
) -> None:
    window.workspace.choose_source(2)
    user.waits()
    press(Key.Key_Up, ALT)
    assert window.workspace.selection.item is None
    assert window.toast.accessibleName() == "No fact stands before in this text"
    press(Key.Key_Down, ALT)
    first = window.reader.text.marks[0]
    assert here(window) == (first.key, first.start, first.end)


# The original


def story_with(address: str | None) -> StoryFile:
    source = new_uid()
    text = "A text about the team."
    kinds = {"kind": "article", "text_kind": "capture", "title": "On the team", "url": address}
    cited = {"source": source, "start": 0, "end": 6, "exact": "A text", "verbatim": True}
    fact = {"uid": new_uid(), "kind": "event", "text": "A text came out", "citations": [cited]}
    return StoryFile.model_validate(
        {
            "format": "qwenbrowser-story",
            "version": 1,
            "story": {"uid": new_uid(), "title": "A small story"},
            "sources": [{"uid": source, "document_uid": new_uid(), "text": text, **kinds}],
            "facts": [fact],
        }
    )


def test_the_original_opens_in_the_browser(
    user: Any, tmp_path: Path, qtbot: QtBot, opened: list[str]
) -> None:
    address = "https://example.org/" + "a-long-way/" * 20
    create_story(tmp_path / "s.qwb", story_with(address))
    window = user.opens(tmp_path / "s.qwb")
    window.workspace.choose_item(1)
    user.waits()
    assert window.reader.address.text() == address
    assert window.reader.original.isVisible()
    qtbot.mouseClick(window.reader.original, Qt.MouseButton.LeftButton)
    assert opened == [address]
    assert window.reader.rect().contains(window.reader.address.geometry())


@pytest.mark.parametrize(
    "address", [None, "file:///etc/passwd", "smb://host/share", "javascript:alert(1)", "example.org"]
)
def test_no_other_address_can_be_opened(
    user: Any, tmp_path: Path, opened: list[str], address: str | None
) -> None:
    create_story(tmp_path / "s.qwb", story_with(address))
    window = user.opens(tmp_path / "s.qwb")
    window.workspace.choose_item(1)
    user.waits()
    assert window.reader.address.text() == (address or "No address recorded")
    assert not window.reader.original.isVisible()
    window.reader.open_original()
    assert opened == []
    window.reader.copy_citation()
    assert "href" not in clipboard().html()
