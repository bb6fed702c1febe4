"""Sixty texts that would do harm, on every surface: shown as they are, and nothing is opened for them."""

from __future__ import annotations

import html
import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QStyleOptionViewItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qwenbrowser.__main__ import main
from qwenbrowser.dialogs.faults import Faults
from qwenbrowser.dialogs.recovery import RecoveryDialog
from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import NotFound, StoryDamaged
from qwenbrowser.models.record_model import Role
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import facts
from qwenbrowser.widgets import gutter, marked_text, row_delegate
from qwenbrowser.widgets.text import visible
from qwenbrowser.window import MainWindow

VIEWS = ("people_view", "events_view", "statements_view", "profile_view", "beside_view", "sources_view")
_CONTROL = "\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e"
STEERING = re.compile(f"[{_CONTROL}\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
TERMINAL = re.compile(f"[{_CONTROL}\u2066\u2067]")


def payloads(picture: Path, address: str) -> list[str]:
    """`picture` is a file, `address` one of the web, of which nobody may know that a text names them."""
    file = picture.as_uri()
    return [
        f'<img src="{file}">',
        f"<img src={picture}>",
        f'<img src="{address}">',
        f'<table background="{file}"><tr><td>cell</td></tr></table>',
        f'<body background="{file}">',
        f'<p style="background-image:url({file})">styled</p>',
        f"<style>p {{ background: url({address}) }}</style><p>",
        f'<object type="image/png" data="{file}"></object>',
        f'<link rel="stylesheet" href="{file}">',
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{file}">]><x>&e;</x>',
        f'<svg><image href="{file}"/></svg>',
        f'<a href="{file}">here</a>',
        f'<a href="{address}">here</a>',
        '<a href="javascript:alert(1)">here</a>',
        "<b>bold</b>",
        "</b></span>closed",
        "<qt>rich",
        "<html><body><h1>large",
        "&lt;b&gt; &amp; &#60;i&#62;",
        "<!-- hidden -->",
        "<script>alert(1)</script>",
        "<table>" * 20,
        f"![picture]({file})",
        f"[here]({address}) **bold** `code`",
        "# heading\n- item",
        "AT&T &File &&",
        "a\tCtrl+Q",
        "%1 %2 %3 %n %L1",
        "%s %d %(name)s %%",
        "{0} {name} {}",
        "$HOME `id` $(id) ; rm -rf /",
        "'; DROP TABLE facts; --",
        '=HYPERLINK("http://x.example","y")',
        "+1 -1 @SUM(A1)",
        "../../../etc/passwd",
        "C:\\Windows\\CON",
        "file:///etc/passwd",
        "smb://host/share",
        "javascript:alert(1)",
        "data:text/html,<b>x",
        "safe \u202egnp.exe",
        "\u202bembedded\u202c \u202dforced",
        "open \u2066\u2067\u2068 never closed",
        "closed \u2069\u2069 never opened",
        "\u200emark \u200fmark \u061cmark",
        "שלום (עולם) 123",
        "مرحبا، العالم 456",
        "zero\u200bwidth\u2060join\u00adsoft",
        "\ufeffmark of order",
        "bell\x07 back\x08 delete\x7f",
        "escape\x1b[31m title\x1b]0;x\x07",
        "C1 \x9b31m \x85 next",
        "nul \x00 inside",
        "line\u2028para\u2029end",
        "carriage\rreturn\vtab\ffeed",
        "z" + "\u0301\u0302\u0303" * 30,
        "noncharacter \ufdd0 \U0001fffe",
        "👩‍👩‍👧 😀 𝔔wen 🏳️‍🌈",
        "林俊旸 通义千问",
        "W" * 10_000,
    ]


def settled(text: str, where: object) -> None:
    """A text on a widget: nothing in it steers, turns its neighbours or would become something else."""
    assert not STEERING.search(text), (where, text[:200])
    assert visible(text, lines=True) == text, (where, text[:200])


def as_qt_has_it(text: str) -> str:
    """A mark of byte order at the beginning is none of the text's characters for Qt."""
    return text.lstrip("\ufeff")


class Look:
    """Goes over everything that a window and its dialogs say."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def at(self, root: QWidget) -> None:
        for widget in [root, *root.findChildren(QWidget)]:
            for said in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
                assert not GuiQt.mightBeRichText(said), said[:200]
            texts = [
                widget.toolTip(),
                widget.accessibleName(),
                widget.accessibleDescription(),
                widget.windowTitle(),
            ]
            if isinstance(widget, QLabel):
                assert widget.textFormat() is Qt.TextFormat.PlainText or not widget.text(), widget.text()
                texts.append(widget.text())
            elif isinstance(widget, QAbstractButton):
                assert widget.shortcut().isEmpty(), widget.text()
                texts.append(widget.text())
            elif isinstance(widget, QLineEdit):
                texts.append(widget.placeholderText())
            elif isinstance(widget, QMenu):
                assert not widget.toolTipsVisible(), "Qt takes the texts of the entries for them"
                texts.append(widget.title())
            for text in texts:
                settled(text, widget)
                self.seen.add(text)
        for action in root.findChildren(QAction):
            self.at_action(action)

    def at_action(self, action: QAction) -> None:
        for text in (action.text(), action.toolTip(), action.statusTip(), action.whatsThis()):
            settled(text, action)
            assert "\t" not in text


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


def hover(user: Any, names: tuple[str, ...]) -> None:
    """Ask for the tooltip of every row of these views."""
    for name in names:
        view = user.view(name)
        for index in user.rows(name):
            place = view.visualRect(index).center()
            event = QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place))
            view.itemDelegate().helpEvent(event, view, QStyleOptionViewItem(), index)


def hover_text(window: MainWindow) -> None:
    """Ask for the tooltips of the evidence and of the mark beside it."""
    text = window.reader.text
    place = text.cursorRect().center()
    text.viewportEvent(QHelpEvent(QEvent.Type.ToolTip, place, text.mapToGlobal(place)))
    strip = text.findChild(gutter.Gutter)
    place = QPoint(strip.width() // 2, place.y() + text.viewport().y())
    strip.event(QHelpEvent(QEvent.Type.ToolTip, place, strip.mapToGlobal(place)))


def cells(user: Any) -> Iterator[tuple[str, Any]]:
    """Every row of every view by the name of its view."""
    return ((name, index) for name in VIEWS for index in user.rows(name))


def test_the_watch_sees_what_rich_text_opens_and_who_calls(watch: Any, picture: Path, qtbot: QtBot) -> None:
    label = QLabel(payloads(picture, watch.address)[0])
    qtbot.addWidget(label)
    assert label.sizeHint().height() >= 300
    assert watch.opened()
    with pytest.raises(OSError, match="timed out"):
        urllib.request.urlopen(watch.address, timeout=0.01)
    assert watch.called()


@pytest.fixture
def texts(picture: Path, watch: Any) -> list[str]:
    texts = payloads(picture, watch.address)
    assert len(set(texts)) == 60
    return texts


@pytest.fixture
def window(user: Any, tmp_path: Path, texts: list[str], hostile_story: Callable[..., Path]) -> MainWindow:
    path = tmp_path / "<b>&File %1 \u202e“.qwb"
    return user.opens(hostile_story(path, texts, title=f"{texts[0]}\t&x\u202e/%1"))


def test_panes_and_tooltips(
    user: Any, window: MainWindow, texts: list[str], watch: Any, tooltips: list[str]
) -> None:
    look, shown = Look(), set(map(as_qt_has_it, texts))
    for name in ("people_view", "events_view", "sources_view"):
        assert {row.data() for row in user.rows(name) if row.data(Role.ID)} == shown, name
    hover(user, ("people_view", "events_view", "sources_view"))
    for number, entity in enumerate(user.ids("people_view")):
        window.workspace.choose_entity(entity)
        hover(user, VIEWS[2:5])
        look.at(window)
        if number % 4 == 0:
            window.grab()
    for _name, index in cells(user):
        settled(index.data(Qt.ItemDataRole.AccessibleTextRole), index)
        assert index.data(Qt.ItemDataRole.ToolTipRole) is None
    assert len(tooltips) > 400
    for text in tooltips:
        assert not GuiQt.mightBeRichText(text), text[:200]
        settled(text, "tooltip")
    for text in texts:
        assert any(visible(text).replace("&", "") in said.replace("&", "") for said in look.seen), text[:80]
    assert not watch.opened()
    assert not watch.called()


def test_the_reader_and_the_clipboard(user: Any, window: MainWindow, watch: Any, tooltips: list[str]) -> None:
    for fact in user.facts():
        window.workspace.choose_item(fact.id)
        assert user.evidence() == ("Evidence 1 of 1", fact.text.replace("\n", "\u2029")), fact.text
        hover_text(window)
        window.reader.copy_citation()
        data = QGuiApplication.clipboard().mimeData()
        tags = set(re.findall(r"<(/?\w+)", data.html()))
        assert tags <= {"blockquote", "/blockquote", "p", "/p", "br", "a", "/a"}, data.html()
        assert re.findall(r'href="(.*?)"', data.html()) == [], "no payload is an address of the web"
        assert html.unescape(re.sub(r"</?(blockquote|p|br)>", "", data.html())).split() == data.text().split()
    window.show_page("sources")
    for source in user.ids("sources_view"):
        window.workspace.choose_source(source)
    window.grab()
    assert tooltips
    assert not [text for text in tooltips if GuiQt.mightBeRichText(text)]
    assert not watch.opened()
    assert not watch.called()


def test_the_palette_and_the_fields(user: Any, window: MainWindow, texts: list[str], watch: Any) -> None:
    look, found = Look(), 0
    for text in texts:
        window.search.open(text[:300])
        user.waits()
        for row in range(window.search.model.rowCount()):
            index = window.search.model.index(row, 0)
            settled(index.data(Qt.ItemDataRole.AccessibleTextRole), text)
            found += index.data(Role.ID) is not None
        look.at(window.search)
        window.search.grab()
        window.search.close_palette()
        window.people.filter.setText(text[:300])
        for row in user.rows("people_view"):
            assert row.data() in map(as_qt_has_it, texts) or row.data(Role.ID) is None
    window.people.filter.clear()
    assert found > 60
    assert not watch.opened()
    assert not watch.called()


def test_messages_menus_and_file_names(
    user: Any,
    window: MainWindow,
    qtbot: QtBot,
    texts: list[str],
    watch: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look, faults = Look(), Faults("/log/<b>&%1")
    proposed: list[str] = []

    def propose(_window: object, _title: str, name: str, *_filter: object, **_options: object) -> Any:
        proposed.append(name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", propose)
    for text in texts:
        window.workspace.edit(lambda db, text=text: _touch(db, f"Edit {text}"))
        user.waits()
        window.refresh_commands()
        window.toast.show_message(text, text)
        window.banner.set_text(text)
        window.show_error(NotFound(text, text, Path(f"/tmp/{text}")))
        faults.tell_of_last_run(text)
        faults.met.emit(text, "/log")
        dialog = RecoveryDialog(StoryDamaged(text, text, Path(f"/tmp/{text}")), [], window)
        dialog.show()
        window.recent.show_paths([Path(f"/tmp/{text}/{text}"), window.workspace.db.path])
        window.recent.aboutToShow.emit()
        qtbot.waitUntil(lambda: len(_dialogs()) >= 4)
        for box in _dialogs():
            look.at(box)
            box.grab()
            box.reject()
        dialog.deleteLater()
        look.at(window.toast)
        look.at(window.banner)
        for action in (*window.recent.actions(), window.entries["edit.undo"]):
            look.at_action(action)
    window.commands["file.export"].run()
    window.commands["file.copy"].run()
    assert proposed[0].startswith("img src= file")
    assert Path(proposed[0]).name == proposed[0]
    assert Path(proposed[1]).parent == window.workspace.db.path.parent
    assert not watch.opened()
    assert not watch.called()
    faults.deleteLater()


def _dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


def _touch(database: Database, label: str) -> Changes:
    with database.write(label) as writer:
        writer.update(facts, 1, cue="said")
    return writer.changes()


def test_the_terminal(
    window: MainWindow, texts: list[str], capsys: pytest.CaptureFixture[str], watch: Any
) -> None:
    story = str(window.workspace.db.path)
    for words in (
        ["list", "people"],
        ["list", "sources"],
        ["list", "statements"],
        ["show", texts[0]],
        ["history"],
    ):
        assert main([*words, "--story", story]) == 0
        shown = capsys.readouterr()
        for line in (shown.out + shown.err).split("\n"):
            assert not TERMINAL.search(line), line[:200]
    for words in (["list", "people"], ["list", "changes"], ["show", texts[0]]):
        assert main([*words, "--story", story, "--json"]) == 0
        out = capsys.readouterr().out
        assert not TERMINAL.search(out.replace("\n", ""))
        json.loads(out)
    assert not watch.opened()
