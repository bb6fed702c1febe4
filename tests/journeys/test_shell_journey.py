"""Files and the frame of the window: new stories, recent ones, copies, about, the log, and what returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox, QTreeWidget
from pytestqt.qtbot import QtBot

from qwenbrowser import paths
from qwenbrowser.app import build_window
from qwenbrowser.settings import Settings
from qwenbrowser.store import counts
from qwenbrowser.store.database import Database
from qwenbrowser.widgets.recent_menu import RecentMenu
from qwenbrowser.window import MainWindow
from qwenbrowser.window_state import go_to, place_in, show_reader

HUI = "Binyuan Hui"
INTER, SERIF = "inter (fontpkg-inter)", "source serif 4 (fontpkg-source-serif-4)"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | str], list[str]]:
    """Answers the next questions for a file; gives the list of what was proposed."""

    def answer(path: Path | str) -> list[str]:
        proposed: list[str] = []

        def ask(_parent: Any, _title: str, proposal: str, *_rest: Any, **_more: Any) -> tuple[str, str]:
            proposed.append(proposal)
            return str(path), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return proposed

    return answer


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, key, held | Qt.KeyboardModifier.ShiftModifier if shift else held)


def boxes(window: MainWindow) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


class TestNew:
    def test_a_new_story_is_named_after_its_file(
        self, user: Any, shipped: Path, tmp_path: Path, qtbot: QtBot, answers: Any
    ) -> None:
        window = user.opens(shipped)
        proposed = answers(tmp_path / "R&D <i>départs")
        with qtbot.waitSignal(window.story_requested) as requested:
            press(qtbot, window, Qt.Key.Key_N)
        (made,) = requested.args
        assert made == tmp_path / "R&D <i>départs.qwb"
        assert Path(proposed[0]).parent == shipped.parent
        with Database.open(made) as database, database.read() as connection:
            assert database.info.title == "R&D <i>départs"
            assert counts.story_counts(connection).people == 0

    def test_no_answer_makes_nothing(self, user: Any, shipped: Path, qtbot: QtBot, answers: Any) -> None:
        window = user.opens(shipped)
        answers("")
        before = set(shipped.parent.iterdir())
        with qtbot.assertNotEmitted(window.story_requested):
            press(qtbot, window, Qt.Key.Key_N)
        assert set(shipped.parent.iterdir()) == before

    def test_a_file_that_is_there_is_never_written_over(
        self, user: Any, shipped: Path, tmp_path: Path, qtbot: QtBot, answers: Any
    ) -> None:
        window = user.opens(shipped)
        letter = tmp_path / "letter.qwb"
        letter.write_text("mine")
        for key, shift in ((Qt.Key.Key_N, False), (Qt.Key.Key_S, True)):
            answers(letter)
            with qtbot.assertNotEmitted(window.story_requested):
                press(qtbot, window, key, shift=shift)
            qtbot.waitUntil(lambda: bool(boxes(window)))
            (box,) = boxes(window)
            assert "already a file" in box.text()
            box.close()
            assert letter.read_text() == "mine"


class TestCopy:
    def test_a_copy_is_whole_and_told(
        self, user: Any, shipped: Path, tmp_path: Path, qtbot: QtBot, answers: Any
    ) -> None:
        window = user.opens(shipped)
        proposed = answers(tmp_path / "copied")
        press(qtbot, window, Qt.Key.Key_S, shift=True)
        user.waits()
        assert Path(proposed[0]).name == "shipped copy.qwb"
        assert "copied.qwb" in window.toast.accessibleName()
        assert window.toast.isVisible()
        with Database.open(tmp_path / "copied.qwb") as copied, copied.read() as connection:
            assert counts.story_counts(connection) == window.workspace.read(counts.story_counts)
            assert copied.info == window.workspace.db.info

    def test_a_story_that_is_only_read_can_be_copied(
        self, user: Any, shipped: Path, tmp_path: Path, qtbot: QtBot, answers: Any
    ) -> None:
        with Database.open(shipped, write=True):
            window = user.opens(shipped)
            assert window.workspace.db.read_only
            answers(tmp_path / "copied.qwb")
            press(qtbot, window, Qt.Key.Key_S, shift=True)
            user.waits()
        assert (tmp_path / "copied.qwb").exists()


class TestRecent:
    @pytest.fixture
    def menu(self, qtbot: QtBot) -> RecentMenu:
        menu = RecentMenu("Recent")
        qtbot.addWidget(menu)
        return menu

    def test_names_are_plain_and_mnemonics_are_none_of_theirs(self, menu: RecentMenu, tmp_path: Path) -> None:
        story = tmp_path / "R&D <img src=x>\u202e.qwb"
        story.touch()
        menu.show_paths([story])
        menu.aboutToShow.emit()
        text = menu.actions()[0].text()
        assert "R&&D <img src=x>" in text
        assert "\u202e" not in text
        assert tmp_path.name in text

    def test_what_is_gone_is_marked_and_can_be_removed(self, menu: RecentMenu, tmp_path: Path) -> None:
        there, gone = tmp_path / "there.qwb", tmp_path / "gone.qwb"
        there.touch()
        heard: list[Any] = []
        menu.chosen.connect(heard.append)
        menu.forgotten.connect(heard.append)
        menu.cleared.connect(lambda: heard.append("cleared"))
        menu.show_paths([there, gone])
        menu.aboutToShow.emit()
        first, second, _line, clear = menu.actions()
        first.trigger()
        below = second.menu()
        assert isinstance(below, QMenu)
        assert "not found" in second.text()
        below.actions()[0].trigger()
        clear.trigger()
        assert heard == [there, gone, "cleared"]

    def test_it_looks_again_whenever_it_opens(self, menu: RecentMenu, tmp_path: Path) -> None:
        story = tmp_path / "story.qwb"
        story.touch()
        menu.show_paths([story])
        menu.aboutToShow.emit()
        assert not menu.actions()[0].menu()
        story.unlink()
        menu.aboutToShow.emit()
        assert menu.actions()[0].menu()
        assert len(menu.actions()) == 3

    def test_an_empty_list_cannot_be_opened(self, menu: RecentMenu, tmp_path: Path) -> None:
        assert not menu.menuAction().isEnabled()
        menu.show_paths([tmp_path])
        assert menu.menuAction().isEnabled()

    def test_it_stands_in_the_file_menu(self, user: Any, shipped: Path, qtbot: QtBot) -> None:
        window = user.opens(shipped)
        file = window.menuBar().actions()[0].menu()
        assert window.recent.menuAction() in file.actions()
        with qtbot.waitSignal(window.story_requested) as requested:
            window.recent.show_paths([shipped])
            window.recent.aboutToShow.emit()
            window.recent.actions()[0].trigger()
        assert requested.args == [shipped]


class TestPlaces:
    def reopened(self, user: Any, shipped: Path, width: int = 1440) -> MainWindow:
        """The window closed and opened again where it was left."""
        place = place_in(user.window)
        user.window.close()
        window = user.opens(shipped, width)
        go_to(window, place)
        show_reader(window, place)
        user.waits()
        return window

    def test_where_the_user_was_returns(self, user: Any, shipped: Path) -> None:
        window = user.opens(shipped)
        window.select(HUI)
        user.clicks("events_view", self.profile(user))
        window.show_page("sources")
        window.events.only.click()
        window.toggle_reader()
        selection, evidence = window.workspace.selection, user.evidence()
        assert selection.item is not None
        window = self.reopened(user, shipped)
        assert window.workspace.selection == selection
        assert user.evidence() == evidence
        assert (window.page, window.events.only.isChecked(), window.reader.isVisible()) == (
            "sources",
            True,
            False,
        )

    def profile(self, user: Any) -> int:
        return next(fact.id for fact in user.facts() if fact.kind == "profile_change")

    def test_a_second_citation_and_a_whole_source_return(self, user: Any, shipped: Path) -> None:
        window = user.opens(shipped)
        fact = next(fact for fact in user.facts() if len(fact.citations) > 1)
        window.workspace.choose_item(fact.id)
        window.reader.step(+1)
        selection = window.workspace.selection
        window = self.reopened(user, shipped)
        assert window.workspace.selection == selection
        window.workspace.choose_source(selection.source)
        selection = window.workspace.selection
        assert self.reopened(user, shipped).workspace.selection == selection

    def test_what_is_gone_is_left_out(self, user: Any, shipped: Path) -> None:
        window = user.opens(shipped)
        window.select(HUI)
        hui = window.workspace.selection.entity
        gone = replace(place_in(window), item="019c0000-0000-7000-8000-000000000001")
        go_to(window, gone)
        assert window.workspace.selection.entity == hui
        go_to(window, replace(gone, entity="Nobody", page="a page of a newer version"))
        assert window.page == "browse"

    def test_the_reader_of_a_small_window_returns(self, user: Any, shipped: Path) -> None:
        window = user.opens(shipped, 1024, 700)
        window.select(HUI)
        window.toggle_reader()
        assert window.reader.isVisible()
        assert self.reopened(user, shipped, 1024).reader.isVisible()

    def test_the_size_of_the_text_returns(self, shipped: Path, qtbot: QtBot) -> None:
        window = build_window(shipped, Settings(text_percent=150))
        qtbot.addWidget(window)
        assert window.theme.fonts.percent == 150
        assert window.entity_header.name.font().pixelSize() == 33
        window.resize_text(100)


class TestHelp:
    def test_about_lists_every_part_with_its_licence(self, user: Any, shipped: Path) -> None:
        window = user.opens(shipped)
        window.entries["help.about"].trigger()
        box = window.findChild(QDialog, "about")
        table = box.findChild(QTreeWidget, "licences_view")
        rows = {
            table.topLevelItem(row).text(0).lower(): (
                table.topLevelItem(row).text(1),
                table.topLevelItem(row).text(2),
            )
            for row in range(table.topLevelItemCount())
        }
        for part in ("python", "sqlite", "sqlalchemy", "pydantic", "qt", INTER, SERIF):
            assert all(rows[part]), part
        assert any("LGPL" in licence for name, (_version, licence) in rows.items() if "pyside6" in name)
        assert "OFL" in rows[INTER][1]
        assert "Not stated" not in {licence for _version, licence in rows.values()}
        box.close()

    def test_the_folder_of_the_log_is_shown(
        self, user: Any, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window = user.opens(shipped)
        monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
        opened: list[QUrl] = []
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
        window.entries["help.log"].trigger()
        assert [Path(url.toLocalFile()) for url in opened] == [tmp_path / "home" / "log"]
        assert (tmp_path / "home" / "log").is_dir()

    def test_without_a_program_for_folders_the_place_is_told(
        self, user: Any, shipped: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        window = user.opens(shipped)
        monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
        window.entries["help.log"].trigger()
        assert str(paths.user_log_dir()) in window.toast.accessibleName()
