"""The language switches at run time: every word of the window changes, and the user stays where they were."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from qwenbrowser import language, window_language
from qwenbrowser.app import build_window
from qwenbrowser.dialogs.about import about_box, shortcut_sheet
from qwenbrowser.domain.errors import UserError
from qwenbrowser.domain.messages import Message
from qwenbrowser.services import exporting, importing
from qwenbrowser.settings import Settings
from qwenbrowser.store.database import Database
from qwenbrowser.widgets.avatar import Avatar
from qwenbrowser.window import MainWindow

OUTSIDE = (
    *("name", "summary", "disambiguation", "title", "text", "outlet", "author", "url", "derives_from"),
    *("platform", "field", "before", "after", "as_written", "exact", "note"),
)
"""The fields of a story whose texts are shown as they are."""

KEYS = ("Ctrl", "Alt", "Shift", "Esc", "PgDown", "PgUp", "Home", "End", "Del", "F")
NAMES = ("qwenbrowser", "English", "MIT", "Qt", "qwb", "json")


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    language.speak(qapp, "en")


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def switch(user: Any, choice: str) -> None:
    user.window.set_language(choice)
    assert not user.window.idle
    user.waits()


# What is said


def outside_of(story: Path) -> list[str]:
    """Every text of the story that is shown as it is."""
    with Database.open(story) as db:
        whole = exporting.export_story(db).model_dump(by_alias=True)
    found: set[str] = set()

    def collect(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in OUTSIDE and isinstance(inner, str):
                    found.update((inner, inner.rstrip(".")))
                collect(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                collect(inner)

    collect(whole)
    return [text for text in found if text]


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Everything that a widget and those in it say, each with the place where it is said."""
    for widget in [root, *root.findChildren(QWidget)]:
        where = f"{type(widget).__name__} {widget.objectName()}"
        for text in (
            *(widget.toolTip(), widget.statusTip(), widget.whatsThis()),
            *(widget.accessibleName(), widget.accessibleDescription()),
            *([widget.windowTitle()] if widget.isWindow() else []),
            *_own_texts(widget),
        ):
            yield where, text
    for action in root.findChildren(QAction):
        yield f"action {action.objectName()}", action.text()
        yield f"action {action.objectName()}", action.toolTip()


def _own_texts(widget: QWidget) -> Iterator[str]:
    match widget:
        case Avatar():
            return
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QPlainTextEdit() if not widget.toPlainText():
            yield widget.placeholderText()
        case QMenu():
            yield widget.title()
        case QHeaderView():
            return
        case QTreeWidget():
            yield from (widget.headerItem().text(column) for column in range(widget.columnCount()))
        case QAbstractItemView() if widget.model() is not None:
            model = widget.model()
            for row in range(model.rowCount()):
                index = model.index(row, 0)
                yield str(index.data(Qt.ItemDataRole.AccessibleTextRole))
                if index.data(Qt.ItemDataRole.UserRole) is None:
                    yield str(index.data())
                yield from _painted(index.data(Qt.ItemDataRole.UserRole + 4))


def _painted(content: object) -> Iterator[str]:
    """The words of what a delegate paints, but for the names of icons, colours and shapes."""
    for name in getattr(content, "__slots__", ()):
        value = getattr(content, name)
        if name in ("icon", "icon_token", "count_token", "initials", "glyph"):
            continue
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for part in value:
                if hasattr(part, "label"):  # a field of a profile change; its kind is no text
                    yield from (part.label, part.value, part.check)


def english_in(root: QWidget, outside: list[str]) -> list[str]:
    """What is left of Latin words once texts from outside, keys and names are taken away."""
    left = []
    for where, text in dict.fromkeys(texts_of(root)):
        rest = text.replace("\u2068", "").replace("\u2069", "").replace("\n", " ")
        for known in sorted(outside, key=len, reverse=True):
            if known in rest:
                rest = re.sub(rf"(?<![A-Za-z]){re.escape(known)}(?![A-Za-z])", "", rest)
        rest = re.sub(r"\(&\w\)", "", rest)
        words = [word for word in re.findall(r"[A-Za-z]+", rest) if word not in (*KEYS, *NAMES)]
        if any(len(word) > 1 for word in words):
            left.append(f"{where}: {text!r}")
    return left


def test_every_word_changes_and_changes_back(user: Any, window: MainWindow, shipped: Path) -> None:
    window.select("Binyuan Hui")
    user.waits()
    english = list(texts_of(window))
    switch(user, "zh_CN")
    outside = outside_of(shipped)
    assert english_in(window, outside) == []
    assert QApplication.translate("menus", "&File") == "文件(&F)"
    switch(user, "en")
    assert [text for text in texts_of(window) if text not in english] == []
    assert [text for text in english if text not in set(texts_of(window))] == []


@pytest.mark.parametrize("name", ["Junyang Lin", "Alibaba", None])
def test_a_window_that_opens_in_chinese(qtbot: QtBot, shipped: Path, name: str | None) -> None:
    window = build_window(shipped, Settings(theme="light", language="zh_CN"))
    qtbot.addWidget(window)
    if name is not None:
        window.select(name)
    qtbot.waitUntil(lambda: window.idle)
    assert english_in(window, outside_of(shipped)) == []
    assert window.language_choice == "zh_CN"


def test_an_empty_story_in_chinese(qtbot: QtBot, tmp_path: Path) -> None:
    story = tmp_path / "empty.qwb"
    Database.create(story, uid="01a1ffa6-56fa-7fec-b273-8aaecd6a3436", title="").close()
    story.chmod(0o444)
    window = build_window(story, Settings(theme="light", language="zh_CN"))
    qtbot.addWidget(window)
    assert english_in(window, []) == []


def test_the_palette_in_chinese(user: Any, window: MainWindow, shipped: Path) -> None:
    switch(user, "zh_CN")
    outside = outside_of(shipped)
    for text in ("", "hui", "lin", ">", "> 语言", "zzzz", "…", "> zzzz"):
        window.search.open(text)
        user.waits()
        left = english_in(window.search, [*outside, "zzzz", *_snippets(window)])
        assert left == [], text
    window.search.open("> 浅色")
    user.waits()
    assert [row.text for row in window.search.model.results] == ["切换浅色与深色", "浅色"]


def _snippets(window: MainWindow) -> list[str]:
    """What the palette shows of the texts of sources."""
    return [row.content.detail for row in window.search.model.results if row.kind == "source"]


def test_dialogs_in_chinese(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    switch(user, "zh_CN")
    dialogs: list[QDialog] = [about_box(window, window.theme), shortcut_sheet(window, window.commands)]
    window.show_error(UserError(Message("The story has no source %1.", 7), "Check the address."))
    dialogs += window.findChildren(QMessageBox)
    for dialog in dialogs:
        assert english_in(dialog, []) == []
        dialog.deleteLater()
    assert len(dialogs) == 3
    assert [label.text() for label in dialogs[2].findChildren(QLabel) if "7" in label.text()] == [
        "专题中没有出处 7。"
    ]


# Where the user is


def state_of(window: MainWindow) -> dict[str, object]:
    """Where the user is, in terms that know no language."""
    focus = window.focusWidget()
    return {
        "selection": window.workspace.selection,
        "filter": window.workspace.filter,
        "history": (window.workspace.can_back, window.workspace.can_forward),
        "undo": window.workspace.undo_label,
        "page": window.page,
        "names": window.people.filter.text(),
        "reader": window.reader.isVisible(),
        "find": (window.reader.find_bar.isVisible(), window.reader.find_bar.words),
        "focus": focus.objectName() if focus is not None else "",
        "rows": {
            view.objectName(): [
                view.model().index(row, 0).data(Qt.ItemDataRole.UserRole)
                for row in range(view.model().rowCount())
            ]
            for view in window.lists()
        },
        "selected": {
            view.objectName(): [index.row() for index in view.selectedIndexes()] for view in window.lists()
        },
        "title": window.windowTitle(),
        "size": window.size(),
        "theme": window.theme.name,
    }


def sizes_of(window: MainWindow) -> list[Any]:
    """The sizes of all parts, but for what a line in Chinese may be higher."""
    return [pytest.approx(part.sizes(), abs=2) for part in (window.columns, window.facts_area, window.below)]


def sizes_now(window: MainWindow) -> list[list[int]]:
    return [part.sizes() for part in (window.columns, window.facts_area, window.below)]


def test_the_user_stays_where_they_were(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    window.select("Junyang Lin")
    user.clicks("statements_view", "stepping down")
    user.clicks("people_view", "Chen Cheng")
    window.workspace.back()
    window.people.filter.setText("n")
    window.columns.setSizes([300, 700, 380])
    window.set_theme("dark")
    window.events.view.verticalScrollBar().setValue(400)
    window.reader.open_find()
    window.reader.find_bar.start("Qwen")
    window.statements.view.setFocus()
    user.waits()
    before, sizes, places = state_of(window), sizes_of(window), window.workspace.place()
    for choice in ("zh_CN", "en"):
        switch(user, choice)
        assert state_of(window) == before
        assert sizes_now(window) == sizes
        assert window.workspace.place() == places


@pytest.mark.parametrize("width", [1440, 1024])
@pytest.mark.parametrize("toggled", [False, True])
def test_the_reader_stays_shown_or_hidden(user: Any, shipped: Path, width: int, toggled: bool) -> None:
    window = user.opens(shipped, width, 700)
    window.select("Binyuan Hui")
    window.show_page("sources")
    if toggled:
        window.toggle_reader()
    user.waits()
    before, sizes = state_of(window), sizes_of(window)
    switch(user, "zh_CN")
    assert state_of(window) == before
    assert sizes_now(window) == sizes


def test_a_notice_changes_its_language_and_stays_hidden_once_hidden(user: Any, shipped: Path) -> None:
    with Database.open(shipped, write=True):
        window = user.opens(shipped)
        assert window.banner.accessibleName().startswith("The story is open in process")
        switch(user, "zh_CN")
        assert window.banner.isVisible()
        assert window.banner.accessibleName().startswith("专题已由主机")
        assert window.banner.accessibleName().endswith("打开。请在那边关闭，或在这里以只读方式打开。")
        window.banner.hide()
        switch(user, "en")
        assert window.banner.isHidden()


def test_nothing_of_the_old_content_is_left(user: Any, window: MainWindow, shipped: Path) -> None:
    window.select("Binyuan Hui")
    user.waits()
    kept = {window.recent, window.recent.menuAction(), *window.recent.actions()}
    old = [
        one for one in window.findChildren(QObject) if isinstance(one, QWidget | QAction) and one not in kept
    ]
    switch(user, "zh_CN")
    QCoreApplication.sendPostedEvents(None, 0)
    assert [one for one in old if isValid(one)] == []
    # Nothing may still listen: a call of what is gone would be an error.
    window.select("Junyang Lin")
    window.workspace.back()
    window.set_theme("dark")
    window.resize_text(120)
    window.workspace.undo()
    user.waits()
    window.workspace.redo()
    user.waits()
    window.search.open("lin")
    user.waits()
    window.search.close_palette()
    assert window.workspace.undo_label is not None


def test_undo_and_its_message_speak_the_language(user: Any, window: MainWindow) -> None:
    switch(user, "zh_CN")
    entry = window.entries["edit.undo"]
    assert entry.text() == f"撤销：导入 {window.workspace.db.info.title}"
    entry.trigger()
    user.waits()
    assert window.toast.accessibleName() == f"已撤销：导入 {window.workspace.db.info.title}"
    assert [row.data() for row in user.rows("people_view")][:1] == ["人物 0"]
    window.entries["edit.redo"].trigger()
    user.waits()
    assert window.toast.accessibleName() == f"导入 {window.workspace.db.info.title}"


def test_a_citation_is_copied_in_the_language(user: Any, window: MainWindow) -> None:
    window.select("Binyuan Hui")
    switch(user, "zh_CN")
    window.entries["edit.cite"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[1] == "— Binyuan Hui 的 X 档案，据 The Mainstream 报道"
    assert [line for line in lines if line.startswith("日期：不晚于2026年3月4日")]


def test_the_language_is_chosen_in_the_menu_and_by_its_own_name(user: Any, window: MainWindow) -> None:
    entries = window.entries
    assert [entries[f"view.language.{name}"].isChecked() for name in ("system", "en", "zh_CN")] == [
        False,
        True,
        False,
    ]
    entries["view.language.zh_CN"].trigger()
    user.waits()
    assert window.entries["view.language.zh_CN"].isChecked()
    window.search.open("> english")
    user.waits()
    [row] = window.search.model.results
    assert row.text == "语言：English"
    window.search.edit.setFocus()
    window.search.view.clicked.emit(window.search.view.currentIndex())
    user.waits()
    assert window.entries["view.language.en"].isChecked()
    assert window.people.filter.placeholderText() == "Filter names"


def test_a_second_switch_before_the_first_is_shown_counts(
    user: Any, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.select("Binyuan Hui")
    window.columns.setSizes([300, 700, 380])
    window.events.view.verticalScrollBar().setValue(200)
    user.waits()
    before, places = sizes_of(window), window.workspace.place()
    give_back = window_language.give_back

    def and_again(window: MainWindow, kept: window_language.Kept) -> None:
        give_back(window, kept)
        window.set_language("en")

    monkeypatch.setattr(window_language, "give_back", and_again)
    switch(user, "zh_CN")
    assert window.people.filter.placeholderText() == "Filter names"
    assert window.updatesEnabled()
    assert sizes_now(window) == before
    assert window.workspace.place() == places


def test_choosing_the_language_that_is_spoken_builds_nothing_anew(user: Any, window: MainWindow) -> None:
    people = window.people
    window.set_language("en")
    assert window.idle
    assert window.people is people
    assert isValid(people)


@pytest.mark.parametrize("choice", ["en", "zh_CN"])
def test_keys_are_unique_in_every_menu(user: Any, window: MainWindow, choice: str) -> None:
    if choice != "en":
        switch(user, choice)
    for menu in [window.menuBar(), *window.menuBar().findChildren(QMenu)]:
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        keys = [found[1].lower() for text in texts if (found := re.search(r"(?<!&)&(\w)", text))]
        assert len(keys) == len(set(keys)), texts


def test_a_change_to_the_story_while_the_language_changes_is_shown(
    user: Any, window: MainWindow, tmp_path: Path
) -> None:
    """What is chosen is taken away meanwhile; a read of the old content is answered nowhere."""
    window.select("Binyuan Hui")
    user.waits()
    window.workspace.undo()
    window.search.open("lin")
    switch(user, "zh_CN")
    assert [row.data() for row in user.rows("people_view")][:1] == ["人物 0"]
    assert not window.search.isVisible()


def test_a_write_that_goes_on_is_still_told_and_ends_in_the_new_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    go_on, told = threading.Event(), []
    window.workspace.run(lambda _db: go_on.wait(10), told.append)
    window.set_language("zh_CN")
    qtbot.waitUntil(lambda: window.status.work.text() == "正在写入…")
    assert not told
    go_on.set()
    qtbot.waitUntil(lambda: window.idle)
    assert told == [True]
    assert window.status.work.text() == "没有待审核内容"


def test_closing_right_after_the_switch_builds_nothing(user: Any, window: MainWindow) -> None:
    window.set_language("zh_CN")
    window.close()
    user.waits()


def test_an_import_is_labelled_in_english_in_the_story(
    shipped: Path, tmp_path: Path, qapp: QApplication
) -> None:
    """What the story keeps knows no language of a user."""
    language.speak(qapp, "zh_CN")
    with Database.open(shipped) as db:
        whole = exporting.export_story(db)
    target = tmp_path / "copy.qwb"
    importing.create_story(target, whole)
    with Database.open(target) as db:
        [entry] = db.history()
    assert entry.label == f"Import {whole.story.title}"
