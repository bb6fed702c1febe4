"""Text from outside is shown as it is: never markup, shortcut or change of direction; no file is opened."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent, QImage
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractButton, QLabel, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.schemas import StoryFile
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.models.record_model import Role
from qwenbrowser.services.importing import create_story
from qwenbrowser.store import entities
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import facts
from qwenbrowser.widgets import gutter, marked_text, row_delegate
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


def hostile_story(picture: Path) -> StoryFile:
    """A source, a person and three facts for each payload, which stands wherever text may stand."""
    texts = payloads(picture).values()
    sources, people = [source_of(text) for text in texts], [person_of(text) for text in texts]
    records = zip(texts, sources, people, strict=True)
    story = {"uid": new_uid(), "title": payloads(picture)["image"] + "\t&x\u202e"}
    return StoryFile.model_validate(
        {
            "format": "qwenbrowser-story",
            "version": 1,
            "story": story,
            "sources": sources,
            "entities": people,
            "facts": [fact for text, source, person in records for fact in facts_of(text, source, person)],
        }
    )


def source_of(text: str) -> dict[str, Any]:
    named = dict.fromkeys(("title", "outlet", "author", "url", "derives_from"), text)
    body = f"😀 Before. {text} After 𝔔.\nSecond paragraph: {text}."
    kinds = {"uid": new_uid(), "document_uid": new_uid(), "kind": "article", "text_kind": "digest"}
    return kinds | named | {"text": body}


def person_of(text: str) -> dict[str, Any]:
    alias = {"text": f"{text} alias", "kind": "alias"}
    return {"uid": new_uid(), "kind": "person", "name": text, "summary": text, "names": [alias]}


def facts_of(text: str, source: dict[str, Any], person: dict[str, Any]) -> Iterator[dict[str, Any]]:
    start = source["text"].index(text)
    cited = {
        "source": source["uid"],
        "start": start,
        "end": start + len(text),
        "exact": text,
        "verbatim": True,
    }
    for own, role in (
        ({"kind": "quote", "mode": "verbatim", "platform": text}, "speaker"),
        (
            dict.fromkeys(("platform", "field", "before", "after"), text) | {"kind": "profile_change"},
            "holder",
        ),
        ({"kind": "question", "certainty": "unclear"}, "subject"),
    ):
        part = {"role": role, "entity": person["uid"], "as_written": text}
        said = {"uid": new_uid(), "title": text, "text": text, "participations": [part], "citations": [cited]}
        yield own | said


@pytest.fixture
def picture(tmp_path: Path, qapp: object) -> Path:
    """A picture alone in its folder that every `<img>` of the story points to."""
    path = tmp_path / "bait" / "picture.png"
    path.parent.mkdir()
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    assert image.save(str(path))
    return path


@pytest.fixture
def window(user: Any, tmp_path: Path, picture: Path) -> MainWindow:
    story = tmp_path / "hostile.qwb"
    create_story(story, hostile_story(picture))
    return user.opens(story)


class Watch:
    """Tells whether a file was opened, by Python, Qt or anything else of the system."""

    _OPEN, _NONBLOCK = 0x20, 0o4000

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(self._NONBLOCK)
        assert libc.inotify_add_watch(self._handle, os.fsencode(path), self._OPEN) > 0

    def opened(self) -> bool:
        try:
            return bool(os.read(self._handle, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._handle)


@pytest.fixture
def watch(picture: Path) -> Iterator[Watch]:
    if not sys.platform.startswith("linux"):
        pytest.skip("watching for opened files needs inotify")
    watch = Watch(picture)
    yield watch
    watch.close()


@pytest.fixture
def tooltips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tooltips that delegates and the reader show."""
    shown: list[str] = []

    class Recorder:
        @staticmethod
        def showText(_place: object, text: str, _widget: object = None) -> None:
            shown.append(text)

    for module in (row_delegate, marked_text, gutter):
        monkeypatch.setattr(module, "QToolTip", Recorder)
    return shown


def look_at_everything(user: Any, window: MainWindow) -> None:
    """Choose every entity, every fact and every source, and paint what is shown then."""
    for entity in user.ids("people_view"):
        window.workspace.choose_entity(entity)
        for view in VIEWS[2:5]:
            for fact in user.ids(view)[:1]:
                window.workspace.choose_item(fact)
                window.reader.copy_citation()
                assert "<img" not in QGuiApplication.clipboard().mimeData().html()
        hover(user, window)
        window.grab()
    window.show_page("sources")
    for source in user.ids("sources_view"):
        window.workspace.choose_source(source)
    window.grab()


def hover(user: Any, window: MainWindow) -> None:
    """Ask for the tooltip of every row, and of the text at its beginning."""
    for name in VIEWS:
        view = user.view(name)
        for index in user.rows(name):
            place = view.visualRect(index).center()
            event = QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place))
            view.itemDelegate().helpEvent(event, view, QStyleOptionViewItem(), index)
    text = window.reader.text
    place = text.cursorRect().center()
    text.viewportEvent(QHelpEvent(QEvent.Type.ToolTip, place, text.mapToGlobal(place)))
    strip = text.findChild(gutter.Gutter)
    place = QPoint(strip.width() // 2, place.y() + text.viewport().y())
    strip.event(QHelpEvent(QEvent.Type.ToolTip, place, strip.mapToGlobal(place)))


def test_the_watch_sees_what_a_rich_label_opens(watch: Watch, picture: Path, qtbot: QtBot) -> None:
    label = QLabel(payloads(picture)["image"])
    qtbot.addWidget(label)
    assert label.sizeHint().height() >= 300
    assert watch.opened()


def test_nothing_is_markup_and_no_file_is_opened(
    user: Any, window: MainWindow, watch: Watch, tooltips: list[str]
) -> None:
    look_at_everything(user, window)
    for label in window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text(), label.text()
    for widget in [window, *window.findChildren(QWidget)]:
        for said in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            assert not GuiQt.mightBeRichText(said), said
    assert len(tooltips) > 100
    assert not [text for text in tooltips if GuiQt.mightBeRichText(text)]
    assert not watch.opened()


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
