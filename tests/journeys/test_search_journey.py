"""The palette as somebody uses it: find by name, initials, words; choose by keys; commands after ">"."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.changes import Changes
from qwenbrowser.models import palette_rows
from qwenbrowser.models.record_model import Role
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import entities
from qwenbrowser.window import MainWindow

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


HOSTILE = ["C++", "++", '"', "a AND (", "2026-03-04", "%_", "惠", "\u202e\u05d0", "e\u0301\0"]


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


class Palette:
    """What somebody sees of it, and does with it."""

    def __init__(self, user: Any, qtbot: QtBot, window: MainWindow) -> None:
        self.user, self._qtbot, self.window = user, qtbot, window

    def press(self, key: Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self._qtbot.keyClick(focus, key, modifier)
        self.user.waits()

    def types(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit)
        if text.isascii():
            self._qtbot.keyClicks(focus, text)
        else:  # keyClicks takes plain ASCII only
            focus.insert(text)
        self.user.waits()

    def searches(self, text: str) -> list[str]:
        """The rows for a text, headings included."""
        self.press(Key.Key_K, CTRL)
        self.types(text)
        return self.rows()

    def rows(self) -> list[str]:
        return [row.data() for row in self.user.rows("search_results")]

    @property
    def shown(self) -> bool:
        return self.window.findChild(QWidget, "palette").isVisible()

    @property
    def current(self) -> str:
        return self.user.view("search_results").currentIndex().data()

    def says(self, name: str) -> str:
        return self.window.findChild(QLabel, name).text()


@pytest.fixture
def palette(user: Any, qtbot: QtBot, window: MainWindow) -> Palette:
    return Palette(user, qtbot, window)


def test_ctrl_k_finds_somebody_and_enter_chooses(palette: Palette, window: MainWindow) -> None:
    before = QApplication.focusWidget()
    assert palette.searches("hui")[:2] == ["People 1", "Binyuan Hui"]
    assert palette.says("search_count") == "4 results in 4 groups"
    palette.press(Key.Key_Return)
    assert not palette.shown
    chosen = window.workspace.selection.entity
    assert chosen is not None
    assert palette.user.view("people_view").currentIndex().data() == "Binyuan Hui"
    assert QApplication.focusWidget() is before, "the focus is where it was"


@pytest.mark.parametrize("typed", ["justin", "JL", "jun l", "Lin Junyang"])
def test_people_are_found_by_alias_initials_and_beginnings(palette: Palette, typed: str) -> None:
    assert palette.searches(typed)[:2] == ["People 1", "Junyang Lin"]


def test_somebody_is_found_by_pinyin(palette: Palette, window: MainWindow) -> None:
    window.select("Junyang Lin")
    lin = window.workspace.selection.entity
    window.workspace.edit(lambda database: _named(database, lin, "林俊旸"))
    palette.user.waits()
    for typed in ("linjunyang", "林俊"):
        assert palette.searches(typed)[:2] == ["People 1", "Junyang Lin"]
        palette.press(Key.Key_Escape)


def _named(database: Database, entity: int | None, text: str) -> Changes:
    from qwenbrowser.domain.names import search_keys
    from qwenbrowser.store.tables import names

    row = {"entity_id": entity, "text": text, "kind": "transliteration", "search_keys": search_keys(text)}
    with database.write("Name somebody") as writer:
        writer.insert(names, [row | {"position": 9}])
    return writer.changes()


def test_a_name_and_a_word_find_what_somebody_said(palette: Palette, window: MainWindow) -> None:
    assert palette.searches("wenting era")[:2] == ["Statements 1", "“the end of an era”"]
    palette.press(Key.Key_Return)
    assert palette.user.evidence()[1:] == ("the end of an era",)


def test_more_facts_come_below_and_nothing_moves(
    palette: Palette, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(palette_rows, "FEW", 2)
    seen: list[tuple[list[str], str]] = []
    inserted = window.search.model.rowsAboutToBeInserted
    inserted.connect(lambda: seen.append((palette.rows(), palette.current)))
    rows = palette.searches("qwen")
    ((before, current),) = seen
    assert rows[: len(before)] == before
    assert palette.current == current
    assert rows[len(before)].startswith("More facts, best matches first ")
    uids = [uid for row in palette.user.rows("search_results") if (uid := row.data(Role.UID))]
    assert len(uids) == len({*uids}), "none comes twice"
    palette.press(Key.Key_End)
    palette.press(Key.Key_Return)
    assert window.workspace.selection.item is not None


@pytest.mark.parametrize("leave", ["type", "close", "command"])
def test_a_search_that_nobody_waits_for_ends(
    palette: Palette, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    begun = Event()
    look_up = palette_rows.look_up

    def slow(conn: Any, text: str, scope: str) -> palette_rows.Found:
        if text == "hui":
            begun.set()
            conn.exec_driver_sql(endless).scalar()
        return look_up(conn, text, scope)

    monkeypatch.setattr(palette_rows, "look_up", slow)
    palette.press(Key.Key_K, CTRL)
    window.search.edit.setText("hui")
    qtbot.waitUntil(begun.is_set)
    if leave == "type":
        window.search.edit.setText("binyuan")
    elif leave == "command":
        window.search.edit.setText("> switch dark")
    else:
        qtbot.keyClick(window.search.edit, Key.Key_Escape)
    palette.user.waits()
    assert window.search.isVisible() == (leave != "close")
    assert palette.rows()[:1] == {"type": ["People 1"], "close": [], "command": ["View 1"]}[leave]


def test_arrows_home_and_end_pass_over_headings(palette: Palette, window: MainWindow) -> None:
    rows = palette.searches("hui")
    ids = [index.data(Role.ID) for index in palette.user.rows("search_results")]
    selectable = [text for text, row_id in zip(rows, ids, strict=True) if row_id is not None]
    seen = [palette.current]
    for _ in selectable[1:]:
        palette.press(Key.Key_Down)
        seen.append(palette.current)
    assert seen == selectable
    palette.press(Key.Key_Down)
    assert palette.current == selectable[0], "after the last comes the first"
    palette.press(Key.Key_End)
    assert palette.current == selectable[-1]
    palette.press(Key.Key_Home)
    palette.press(Key.Key_Up)
    assert palette.current == selectable[-1]
    palette.press(Key.Key_PageUp)
    palette.press(Key.Key_PageDown)
    assert palette.current in selectable


def test_a_fact_opens_at_its_words(palette: Palette, window: MainWindow) -> None:
    palette.searches("end of an era")
    assert palette.current == "“the end of an era”"
    palette.press(Key.Key_Return)
    assert window.workspace.selection.item is not None
    assert palette.user.evidence()[1:] == ("the end of an era",)


def test_a_source_opens_where_the_words_stand(palette: Palette, window: MainWindow) -> None:
    palette.searches("heartbroken")
    palette.press(Key.Key_End)
    assert palette.current == "The Mainstream, digest ¶5"
    palette.press(Key.Key_Return)
    assert window.workspace.selection.item is None
    assert window.workspace.selection.source is not None
    assert window.reader.text.textCursor().selectedText() == "heartbroken"


def test_a_command_runs_after_the_mark(palette: Palette, window: MainWindow) -> None:
    assert not window.theme.tokens.dark
    rows = palette.searches("> switch dark")
    assert rows == ["View 1", "Switch light and dark"]
    palette.press(Key.Key_Return)
    assert window.theme.tokens.dark
    assert not palette.shown


def test_commands_have_a_shortcut_of_their_own_and_show_shortcuts(
    palette: Palette, window: MainWindow
) -> None:
    palette.press(Key.Key_P, CTRL | SHIFT)
    listed = {i.data(Role.ID): i for i in palette.user.rows("search_results") if i.data(Role.ID)}
    assert {*listed} == {command.id for command in window.commands if command.enabled()}
    assert listed["view.filter"].data(Qt.ItemDataRole.AccessibleTextRole) == "Filter names, /"
    assert "&" not in "".join(palette.rows())
    window.grab()


def test_a_command_that_cannot_run_says_so_and_an_unknown_one_too(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    assert not window.workspace.can_forward
    palette.searches(">forward")
    assert palette.says("search_empty") == "“\u2068Forward\u2069” is not possible now"
    palette.press(Key.Key_Return)
    assert len(palette.rows()) > 10, "the one next step: all commands"
    palette.types("zzz")
    assert palette.says("search_empty").startswith("No command")


def test_chips_narrow_and_the_empty_list_leads_back(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    palette.searches("hui")
    qtbot.mouseClick(window.findChild(QWidget, "search_sources"), Qt.MouseButton.LeftButton)
    palette.user.waits()
    assert [row.data(Role.KIND) for row in palette.user.rows("search_results")] == [None, "source"]
    qtbot.mouseClick(window.findChild(QWidget, "search_quotes"), Qt.MouseButton.LeftButton)
    palette.user.waits()
    assert palette.says("search_empty") == "Nothing under Quotes holds “\u2068hui\u2069”"
    qtbot.mouseClick(window.findChild(QPushButton, "search_next_step"), Qt.MouseButton.LeftButton)
    palette.user.waits()
    assert palette.rows()[1] == "Binyuan Hui"


@pytest.mark.parametrize("typed", [*HOSTILE, "zzz zzz", "’" * 50, "é" * 10_000])
def test_no_text_is_an_error_and_nothing_found_says_why(palette: Palette, typed: str) -> None:
    rows = palette.searches(typed)
    if not rows:
        assert palette.says("search_empty")
        assert palette.says("search_count") == "No results"
        palette.press(Key.Key_Return)
        assert palette.rows(), "the next step clears the text"


def test_an_empty_field_offers_what_was_chosen_before(palette: Palette, window: MainWindow) -> None:
    palette.press(Key.Key_K, CTRL)
    assert palette.rows()[0] == "Most named in this story"
    palette.press(Key.Key_Escape)
    window.select("Binyuan Hui")
    window.select("Chen Cheng")
    palette.press(Key.Key_K, CTRL)
    assert palette.rows()[:2] == ["Recent", "Binyuan Hui"], "the present choice is in sight already"
    palette.press(Key.Key_Return)
    assert palette.user.view("people_view").currentIndex().data() == "Binyuan Hui"


def test_the_box_of_the_top_bar_opens_it(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    box = window.findChild(QLineEdit, "search_box")
    middle = box.mapTo(window, box.rect().center()).x()
    assert abs(middle - window.width() / 2) <= 4
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    palette.user.waits()
    assert palette.shown
    palette.press(Key.Key_Escape)
    assert not palette.shown
    qtbot.keyClicks(box, "hui")
    palette.user.waits()
    assert box.text() == "hui"
    assert palette.rows()[1] == "Binyuan Hui"
    qtbot.keyClick(box, Key.Key_Down)
    qtbot.keyClick(box, Key.Key_Up)
    qtbot.keyClick(box, Key.Key_Return)
    palette.user.waits()
    assert not palette.shown
    assert box.text() == ""
    assert palette.user.view("people_view").currentIndex().data() == "Binyuan Hui"


def test_enter_before_the_answer_waits_for_it(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    palette.press(Key.Key_K, CTRL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("chen")
    qtbot.keyClick(field, Key.Key_Return)
    palette.user.waits()
    assert palette.user.view("people_view").currentIndex().data() == "Chen Cheng"


def test_answers_of_older_texts_are_dropped(palette: Palette, window: MainWindow) -> None:
    palette.press(Key.Key_K, CTRL)
    field = window.search.edit
    for text in ("h", "hu", "hui", "qwen", "tiezhen"):
        field.setText(text)
    palette.user.waits()
    assert palette.rows()[1] == "Tiezhen Wang"
    field.setText("hui")
    field.setText("> theme")
    palette.user.waits()
    assert "Binyuan Hui" not in palette.rows(), "an answer that comes late does not hide the commands"


def test_it_leaves_when_something_else_is_done(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    window.select("Chen Cheng")
    palette.searches("hui")
    palette.press(Key.Key_Left, ALT)
    assert not palette.shown, "back shows what it comes to"
    palette.searches("hui")
    palette.press(Key.Key_F6)
    assert not palette.shown
    palette.searches("hui")
    qtbot.mouseClick(window.findChild(QWidget, "palette"), Qt.MouseButton.LeftButton, pos=QPoint(5, 300))
    assert not palette.shown
    assert window.search.model.rowCount() == 0


def test_tab_stays_inside_and_goes_all_around(palette: Palette) -> None:
    palette.searches("hui")
    seen = []
    for _ in range(7):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
        palette.press(Key.Key_Tab)
    chips = [f"search_{name}" for name in ("everything", "people", "events", "quotes", "sources")]
    assert seen == ["palette_field", *chips, "search_results"]
    palette.press(Key.Key_Tab, SHIFT)
    assert QApplication.focusWidget().objectName() == "search_results"
    palette.press(Key.Key_Return)
    assert not palette.shown


def test_the_model_obeys_qt_and_every_row_has_words(palette: Palette, window: MainWindow) -> None:
    tester = QAbstractItemModelTester(
        window.search.model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    for typed in ("qwen", "nobody at all", ">", "hui"):
        palette.searches(typed)
        for row in palette.user.rows("search_results"):
            assert row.data()
            assert row.data(Qt.ItemDataRole.AccessibleTextRole)
            if row.data(Role.ID) is not None:
                assert row.data(Role.KIND)
                assert row.data(Role.UID)
        palette.press(Key.Key_Escape)
    assert tester.model() is window.search.model


def test_results_follow_a_change_of_the_story(palette: Palette, window: MainWindow) -> None:
    palette.searches("binyuan")
    hui = palette.user.view("search_results").currentIndex().data(Role.ID)
    window.workspace.edit(lambda database: _rejected(database, hui))
    palette.user.waits()
    assert "Binyuan Hui" not in palette.rows()


def _rejected(database: Database, entity: int) -> Changes:
    with database.write("Reject somebody") as writer:
        writer.update(entities, entity, state="rejected")
    return writer.changes()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700), (800, 560)])
def test_it_fits_every_window_in_both_themes(
    palette: Palette, window: MainWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    palette.searches("qwen")
    card = window.search.card
    window.set_theme("dark")
    window.grab()
    assert window.rect().contains(card.geometry())
    assert window.width() == size[0]
    window.resize(size[0], size[1] + 40)
    assert window.search.rect() == window.rect()
    for widget in (card.hint, card.count, *card.chips.values()):
        assert card.rect().contains(widget.geometry()), widget


def test_larger_type_cuts_nothing_off(palette: Palette, window: MainWindow) -> None:
    window.resize(1024, 700)
    window.resize_text(150)
    palette.searches("zzz")
    card = window.search.card
    assert not card.hint.is_elided
    assert not card.why.problem.is_elided
    palette.press(Key.Key_Return)
    assert palette.rows()
    assert not card.count.is_elided
    assert window.rect().contains(card.geometry())
    window.resize_text(100)
