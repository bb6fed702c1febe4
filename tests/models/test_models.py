"""Every model obeys Qt's rules and the contract of roles, whatever is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.changes import Changes
from qwenbrowser.models.record_model import Role
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import facts
from qwenbrowser.window import MainWindow

VIEWS = ("people_view", "events_view", "statements_view", "profile_view", "beside_view", "sources_view")
WARN = QAbstractItemModelTester.FailureReportingMode.Warning
"""A warning of Qt fails the test that it comes in; `Fatal` would end the whole run instead."""


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def test_models_obey_qt_through_every_selection(user: Any, window: MainWindow) -> None:
    testers = [QAbstractItemModelTester(user.view(name).model(), WARN) for name in VIEWS]
    for entity in user.ids("people_view")[::3]:
        window.workspace.choose_entity(entity)
        for name in ("statements_view", "profile_view", "beside_view"):
            for fact in user.ids(name)[:1]:
                window.workspace.choose_item(fact)
    window.people.filter.setText("q")
    window.people.filter.setText("nobody at all")
    window.people.filter.clear()
    window.events.only.click()
    window.workspace.back()
    window.workspace.edit(_shorten)
    user.waits()
    window.workspace.undo()
    user.waits()
    assert len(testers) == len(VIEWS)


def _shorten(database: Database) -> Changes:
    with database.write("Shorten a fact") as writer:
        writer.update(facts, 1, text="Shorter.")
    return writer.changes()


def test_the_tester_would_tell(qapp: object) -> None:
    class Broken(QAbstractListModel):
        def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
            return -1

        def data(self, index: QModelIndex, role: int = 0) -> None:
            return None

    model = Broken()
    lines: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, text: lines.append(text))
    try:
        QAbstractItemModelTester(model, WARN)
    finally:
        qInstallMessageHandler(before)
    assert any("FAIL" in line for line in lines)


KINDS = {
    "people_view": {"person", "organisation", "product"},
    "events_view": {"event", "quote", "claim", "profile_change", "role", "question"},
    "statements_view": {"quote", "claim"},
    "profile_view": {"profile_change"},
    "beside_view": {"question", "role"},
    "sources_view": {"article"},
}


def test_roles(user: Any, window: MainWindow) -> None:
    assert [int(role) for role in Role][:4] == [int(Qt.ItemDataRole.UserRole) + n for n in range(4)]
    for name in ("Binyuan Hui", "Junyang Lin", "Qwen (organisation", "MiniMax"):
        window.select(name)
        for view in VIEWS:
            for index in user.rows(view):
                check_roles(view, index)


def check_roles(view: str, index: QModelIndex) -> None:
    row = {role: index.data(role) for role in Role}
    assert index.data(Qt.ItemDataRole.DisplayRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole)
    if row[Role.ID] is None:
        assert not index.flags() & (Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        assert (row[Role.KIND], row[Role.UID], row[Role.TIER]) == (None, None, None)
    else:
        assert index.flags() & Qt.ItemFlag.ItemIsSelectable
        assert type(row[Role.ID]) is int
        assert row[Role.KIND] in KINDS[view]
        assert len(row[Role.UID]) == 36
        tiers = {"own", "about", "same_story"} if view == "statements_view" else {None}
        assert row[Role.TIER] in tiers


def test_display_is_what_is_painted(user: Any, window: MainWindow) -> None:
    """The words of DisplayRole stand in the row as the delegate gets it."""
    window.select("Binyuan Hui")
    for view in VIEWS:
        for index in user.rows(view):
            assert index.data() in painted(index.data(Role.CONTENT)), (view, index.data())


def painted(content: Any) -> list[str]:
    """The texts of a row; those of a heading in one line."""
    values = [getattr(content, name) for name in content.__slots__]
    texts = [value for value in values if isinstance(value, str)]
    texts += [field.value for field in getattr(content, "fields", ())]
    return [*texts, " ".join(text for text in texts if text), *" · ".join(texts).split(" · ")]


def test_names_of_the_contract(window: MainWindow) -> None:
    names = {"people_view", "events_view", "statements_view", "profile_view", "sources_view"}
    views = [view for view in window.findChildren(QAbstractItemView) if view.objectName() in names]
    assert {view.objectName() for view in views} == names
    assert len(views) == len(names)
    assert all(view.accessibleName() for view in views)
    assert len(window.findChildren(QPlainTextEdit, "source_view")) == 1
    assert len(window.findChildren(QWidget, "entity_header")) == 1
    assert len(window.findChildren(QWidget, "status_bar")) == 1


def test_setting_the_current_index_selects(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    for view, part in (
        ("people_view", "entity"),
        ("statements_view", "item"),
        ("profile_view", "item"),
        ("events_view", "item"),
        ("sources_view", "source"),
    ):
        index = next(index for index in user.rows(view) if index.data(Role.ID) is not None)
        with qtbot.waitSignal(window.became_idle):
            user.view(view).setCurrentIndex(index)
        assert getattr(window.workspace.selection, part) == index.data(Role.ID), view
        assert user.chosen(view) == index.data(Role.ID), view


def test_a_heading_cannot_be_chosen(user: Any, window: MainWindow) -> None:
    before = window.workspace.selection
    for view in VIEWS:
        for index in user.rows(view):
            if index.data(Role.ID) is None:
                user.view(view).setCurrentIndex(index)
                user.view(view).clicked.emit(index)
    assert window.workspace.selection == before
