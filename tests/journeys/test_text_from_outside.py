"""Text from outside is shown as it is: never a shortcut or change of direction, at its exact place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton

from qwenbrowser.domain.changes import Changes
from qwenbrowser.models.record_model import Role
from qwenbrowser.store import entities
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import facts
from qwenbrowser.window import MainWindow

VIEWS = ("people_view", "events_view", "statements_view", "profile_view", "beside_view", "sources_view")


def payloads(picture: Path) -> dict[str, str]:
    return {
        "image": f'<img src="{picture.as_uri()}">',
        "bold": "<b>Person B</b>",
        "entity": "&lt;b&gt; &amp; <i>",
        "ampersand": "AT&T &File",
        "tab": "a\tb",
        "control": "bell\x07 escape\x1b[31m end",
        "override": "safe \u202egnp.exe",
        "isolate": "open \u2066\u2067 never closed",
        "piled": "z" + "\u0301\u0302\u0303" * 30,
        "emoji": "👩‍👩‍👧 😀 𝔔wen",
        "line": "one\u2028two",
        "chinese": "林俊旸",
        "long": "<b>" + "long name " * 1000,
    }


@pytest.fixture
def window(
    user: Any, tmp_path: Path, picture: Path, hostile_story: Callable[[Path, Iterable[str], str], Path]
) -> MainWindow:
    texts = payloads(picture)
    title = texts["image"] + "\t&x\u202e"
    return user.opens(hostile_story(tmp_path / "hostile.qwb", texts.values(), title))


def test_menus_and_buttons_take_no_shortcut_from_it(user: Any, window: MainWindow, picture: Path) -> None:
    title = window.workspace.db.info.title
    window.workspace.edit(lambda db: _touch(db, f"Edit {title}"))
    user.waits()
    window.refresh_commands()
    undo = window.findChild(QAction, "edit.undo")
    assert "\t" not in undo.text()
    assert undo.text().replace("&&", "").count("&") == 0, "the label brings no key of its own"
    assert "<img" in undo.text()
    for entity in user.ids("people_view"):
        window.workspace.choose_entity(entity)
        for button in window.findChildren(QAbstractButton):
            assert button.shortcut().isEmpty(), button.text()
    window.select("AT&T &File")
    assert window.events.only.text().replace("&&", "&") == "Only AT&T &File"


def _touch(database: Database, label: str) -> Changes:
    with database.write(label) as writer:
        writer.update(facts, 1, cue="said")
    return writer.changes()


def test_direction_marks_do_not_leave_the_title(window: MainWindow) -> None:
    title = window.windowTitle()
    assert "\u202e" not in title
    assert title.endswith("– qwenbrowser")


def test_models_give_the_text_itself(user: Any, window: MainWindow, picture: Path) -> None:
    texts = set(payloads(picture).values())
    assert {row.data() for row in user.rows("people_view") if row.data(Role.ID)} == texts
    assert {row.data() for row in user.rows("sources_view") if row.data(Role.ID)} == texts
    assert {row.data() for row in user.rows("events_view") if row.data(Role.ID)} == texts
    for text in texts:
        window.workspace.choose_entity(window.workspace.read(entities.find_entity, text).id)
        for view in ("statements_view", "profile_view", "beside_view"):
            assert [row.data() for row in user.rows(view) if row.data(Role.ID)] == [text], view


def test_the_band_is_on_the_exact_words(user: Any, window: MainWindow, picture: Path) -> None:
    for fact in user.facts():
        window.workspace.choose_item(fact.id)
        assert user.evidence() == ("Evidence 1 of 1", fact.text), fact.text
        start, end = window.reader.text.band
        assert (start, end) == (fact.citations[0].start, fact.citations[0].end)


def test_a_long_name_pushes_nothing_away(user: Any, window: MainWindow, picture: Path) -> None:
    window.resize(1024, 700)
    user.clicks("people_view", payloads(picture)["long"])
    assert window.minimumSizeHint().width() <= 1024
    assert (window.width(), window.height()) == (1024, 700)
    chip = window.events.only
    assert chip.width() == chip.sizeHint().width() < 300, "the words are cut, not the pill"
    for widget in (window.entity_header, chip, window.statements.header, window.status):
        place = widget.mapTo(window, widget.rect().bottomRight())
        assert window.rect().contains(place), widget
