"""Stories that cannot be written or opened: what the window says, and what can be done about it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QRadioButton
from pytestqt.qtbot import QtBot

from qwenbrowser.app import build_window, main
from qwenbrowser.dialogs.recovery import RecoveryDialog, carry_out, recover
from qwenbrowser.domain.errors import NotFound, StoryDamaged, StoryForeign, StoryHostile, StoryNewer
from qwenbrowser.store.database import Database
from qwenbrowser.store.lock import lock_path
from qwenbrowser.store.sqlite import backup, opening
from qwenbrowser.window import MainWindow

HOLD = """
import sys
from qwenbrowser.store.database import Database
with Database.open(sys.argv[1], write=True):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(shipped: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the story for writing."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(shipped)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.communicate()
    assert process.returncode == 0


def banner(window: MainWindow) -> str:
    assert window.banner.isVisible()
    return window.banner.accessibleName()


def enabled(window: MainWindow, command: str) -> bool:
    window.refresh_commands()
    return window.findChild(QAction, command).isEnabled()


def test_a_story_that_another_process_writes_is_read(
    user: Any, shipped: Path, holder: subprocess.Popen[str]
) -> None:
    window = user.opens(shipped)
    assert f"process {holder.pid}" in banner(window)
    assert "locked" not in banner(window).casefold().replace("unlocked", "")
    assert window.workspace.db.read_only
    assert not any(enabled(window, command) for command in ("file.import", "edit.undo", "edit.redo"))
    assert enabled(window, "file.export")
    user.clicks("people_view", "Binyuan Hui")
    assert user.ids("profile_view")


def test_a_story_in_a_read_only_place_is_read(
    user: Any, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "is_writable", lambda _path: False)
    before = shipped.read_bytes()
    window = user.opens(shipped)
    assert "cannot be written" in banner(window)
    assert not enabled(window, "file.import")
    user.clicks("people_view", "Binyuan Hui")
    window.close()
    assert shipped.read_bytes() == before
    assert not lock_path(shipped).exists()


def test_the_banner_can_be_put_away(user: Any, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "is_writable", lambda _path: False)
    window = user.opens(shipped)
    window.banner._close()
    assert not window.banner.isVisible()


def test_a_sound_story_has_no_banner(user: Any, shipped: Path) -> None:
    window = user.opens(shipped)
    assert not window.banner.isVisible()
    assert enabled(window, "file.import")


def damage(story: Path) -> None:
    """Overwrite the first page of the facts."""
    with closing(sqlite3.connect(story)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'facts'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with story.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def newer(story: Path) -> None:
    with closing(sqlite3.connect(story, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE meta SET min_program_version = '9.9'")


def hostile(story: Path) -> None:
    with closing(sqlite3.connect(story, isolation_level=None)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON facts BEGIN DELETE FROM facts; END")


def foreign(story: Path) -> None:
    story.write_bytes(b"A letter, and not a story at all.\n" * 200)


def missing(story: Path) -> None:
    story.unlink()


UNUSABLE = [
    (damage, StoryDamaged, 3, "damaged"),
    (newer, StoryNewer, 3, "9.9"),
    (hostile, StoryHostile, 3, "evil"),
    (foreign, StoryForeign, 3, "not a"),
    (missing, NotFound, 1, "no such"),
]


@pytest.mark.parametrize(("spoil", "error", "code", "word"), UNUSABLE, ids=[s[0].__name__ for s in UNUSABLE])
def test_a_story_that_cannot_be_used(
    qapp: QApplication,
    shipped: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Any,
    error: Any,
    code: int,
    word: str,
) -> None:
    """The right error from `build_window`, one line and the exit code from the program, an untouched file."""
    spoil(shipped)
    before = shipped.read_bytes() if shipped.exists() else None
    with pytest.raises(error) as caught:
        build_window(shipped)
    assert caught.value.next_step
    picture = shipped.with_name("picture.png")
    assert main([str(shipped), "--screenshot", str(picture)]) == code
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("qwenbrowser: ")
    assert str(shipped) in line
    assert word in line
    assert not picture.exists()
    assert (shipped.read_bytes() if shipped.exists() else None) == before


@pytest.fixture
def damaged(shipped: Path, qapp: QApplication) -> Path:
    """A damaged story with one backup."""
    with Database.open(shipped, write=True) as database:
        assert backup.keep_backup(database) is not None
    damage(shipped)
    return shipped


def error_of(story: Path) -> StoryDamaged:
    with pytest.raises(StoryDamaged) as caught:
        build_window(story)
    return caught.value


def test_recovery_offers_backups_with_what_they_hold_and_a_rebuild(damaged: Path, qtbot: QtBot) -> None:
    dialog = RecoveryDialog(error_of(damaged), backup.list_backups(damaged))
    qtbot.addWidget(dialog)
    offers = [button.text() for button in dialog.findChildren(QRadioButton)]
    assert len(offers) == 2
    assert "41 facts, 2 sources" in offers[0]
    assert offers[1] == "Rebuild the story from what can still be read"
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert str(damaged) in said
    assert "nothing is thrown away" in said
    assert dialog.chosen is not None
    dialog.findChildren(QRadioButton)[1].click()
    assert dialog.chosen is None


def test_a_backup_is_restored_and_the_damaged_file_kept(user: Any, damaged: Path) -> None:
    spoiled = damaged.read_bytes()
    said = carry_out(damaged, backup.list_backups(damaged)[0])
    (kept,) = damaged.parent.glob("*.damaged-*")
    assert kept.read_bytes() == spoiled
    assert kept.name in said
    user.opens(damaged)
    assert len(user.ids("events_view")) == 41


def test_a_rebuild_says_what_is_lost_and_the_rest_is_there(user: Any, damaged: Path) -> None:
    spoiled = damaged.read_bytes()
    said = carry_out(damaged, None)
    (kept,) = damaged.parent.glob("*.damaged-*")
    assert kept.read_bytes() == spoiled
    assert "rebuilt" in said
    assert "facts: " in said
    user.opens(damaged)
    assert len(user.ids("people_view")) == 31


def answers(*codes: QDialog.DialogCode) -> list[str]:
    """Answer the modal dialogs that come, one after the other; what each of them was."""
    met: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            met.append(type(dialog).__name__)
            dialog.done(codes[len(met) - 1])
        if len(met) < len(codes):
            QTimer.singleShot(0, answer)

    QTimer.singleShot(0, answer)
    return met


def test_recovery_asks_and_then_says_what_was_done(user: Any, damaged: Path) -> None:
    met = answers(QDialog.DialogCode.Accepted, QDialog.DialogCode.Accepted)
    assert recover(damaged, error_of(damaged))
    assert met == [RecoveryDialog.__name__, QMessageBox.__name__]
    assert len(user.opens(damaged).workspace.db.history()) == 1


def test_recovery_that_is_not_wanted_changes_nothing(damaged: Path) -> None:
    before = damaged.read_bytes()
    met = answers(QDialog.DialogCode.Rejected)
    assert not recover(damaged, error_of(damaged))
    assert met == [RecoveryDialog.__name__]
    assert damaged.read_bytes() == before
    assert not list(damaged.parent.glob("*.damaged-*"))
