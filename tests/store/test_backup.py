"""Backups are whole, verified and few; a restore leaves the old file, and never half of anything."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qwenbrowser.domain.errors import StorageFailed, StoryDamaged, StoryHostile, StoryLocked
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import backup, beside, integrity

Record = Callable[..., list[str]]


def facts(path: Path) -> int:
    with Database.open(path) as database:
        assert integrity.check(database) == []
        with database.read() as conn:
            return conn.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock of the backups on."""
    moved = timedelta()

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(UTC) + moved

    def move(by: timedelta) -> None:
        nonlocal moved
        moved += by

    monkeypatch.setattr(backup, "datetime", Clock)
    return move


def test_a_backup_holds_what_is_only_in_the_log(story_file: Path, tmp_path: Path, record: Record) -> None:
    with Database.open(story_file, write=True) as database:
        record(database, facts=50)
        assert beside.has_wal(story_file)
        made = backup.backup(database, tmp_path / "copy.qwb")
        assert beside.token_alone(made) != beside.token_alone(story_file)
    assert facts(made) == 350
    assert names(tmp_path) >= {"copy.qwb"}
    assert not [name for name in names(tmp_path) if "part" in name or name.startswith("copy.qwb-")]


def test_a_backup_of_a_closed_story(story_file: Path, tmp_path: Path) -> None:
    assert facts(backup.backup_file(story_file, tmp_path / "copy.qwb")) == 300


def test_nothing_is_overwritten(story_file: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.qwb"
    taken.write_text("mine")
    with Database.open(story_file) as database:
        for dest in (taken, story_file):
            with pytest.raises(StorageFailed) as caught:
                backup.backup(database, dest)
            assert caught.value.path == dest
    assert taken.read_text() == "mine"
    assert facts(story_file) == 300


def test_a_backup_into_a_missing_folder_names_it(story_file: Path, tmp_path: Path) -> None:
    with Database.open(story_file) as database, pytest.raises(StorageFailed) as caught:
        backup.backup(database, tmp_path / "none" / "copy.qwb")
    assert "none" in str(caught.value.path)


def test_a_damaged_copy_is_no_backup(
    story_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = backup.verify

    def spoilt(part: Path) -> None:
        with part.open("r+b") as file:
            file.seek(5 * 4096)
            file.write(b"\xff" * 4096)
        verify(part)

    monkeypatch.setattr(backup, "verify", spoilt)
    target = tmp_path / "backups"
    target.mkdir()
    with Database.open(story_file) as database, pytest.raises(StoryDamaged):
        backup.backup(database, target / "copy.qwb")
    assert names(target) == set()


def test_the_automatic_backup_is_made_once_a_day_and_only_of_changes(
    story_file: Path, record: Record, later: Callable[[timedelta], None]
) -> None:
    with Database.open(story_file, write=True) as database:
        first = backup.keep_backup(database)
        assert first is not None
        assert first.parent == story_file.with_name("a story.backups")
        record(database)
        assert backup.keep_backup(database) is None  # not a day has passed
        later(timedelta(days=1, seconds=1))
        assert backup.keep_backup(database) is not None
        later(timedelta(days=1, seconds=1))
        assert backup.keep_backup(database) is None  # nothing has changed
        database.undo()
        assert backup.keep_backup(database) is not None
    assert [each.facts for each in backup.list_backups(story_file)] == [300, 301, 300]


def test_five_automatic_backups_are_kept_and_nothing_else_is_removed(
    story_file: Path, record: Record, later: Callable[[timedelta], None]
) -> None:
    folder = backup.backup_folder(story_file)
    with Database.open(story_file, write=True) as database:
        for _ in range(8):
            record(database)
            assert backup.keep_backup(database) is not None
            shutil.copy(story_file, folder / "by hand.qwb")
            later(timedelta(days=2))
    listed = backup.list_backups(story_file)
    assert [each.facts for each in listed if each.path.name != "by hand.qwb"] == [308, 307, 306, 305, 304]
    assert "by hand.qwb" in names(folder)


def test_backups_are_listed_with_dates_and_counts(story_file: Path) -> None:
    with Database.open(story_file) as database:
        made = backup.backup_folder(story_file) / "a story-20260304T050607Z.qwb"
        made.parent.mkdir()
        backup.backup(database, made)
    (made.parent / "broken.qwb").write_bytes(made.read_bytes()[:9000])
    (made.parent / "letter.qwb").write_text("no story")
    (listed,) = backup.list_backups(story_file)
    assert listed == backup.Backup(made, datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), 300, 0, 3)


def test_a_story_without_backups_has_none(tmp_path: Path) -> None:
    assert backup.list_backups(tmp_path / "story.qwb") == []


@pytest.fixture
def saved(story_file: Path, tmp_path: Path) -> Path:
    """A backup of 300 facts."""
    return backup.backup_file(story_file, tmp_path / "saved.qwb")


def test_a_restore_keeps_the_old_file_and_its_log(
    story_file: Path, saved: Path, tmp_path: Path, record: Record
) -> None:
    folder = tmp_path / "after a crash"
    folder.mkdir()
    with Database.open(story_file, write=True) as database:
        record(database)
        shutil.copytree(story_file.parent, folder, dirs_exist_ok=True)
    path = folder / story_file.name
    log = beside.wal_path(path).read_bytes()
    done = backup.restore(path, saved)
    assert done.kept is not None
    assert done.kept.name.startswith("a story.qwb.damaged-")
    assert beside.wal_path(done.kept).read_bytes() == log
    assert not beside.has_wal(path)
    with Database.open(path, write=True) as database:
        assert database.notice is None
    assert facts(path) == 300
    assert facts(done.kept) == 301


def test_a_restore_of_a_story_that_is_gone(story_file: Path, saved: Path) -> None:
    story_file.unlink()
    assert backup.restore(story_file, saved).kept is None
    assert facts(story_file) == 300


def test_a_restore_without_hard_links(story_file: Path, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    kept = backup.restore(story_file, saved).kept
    assert kept is not None
    assert facts(kept) == 300


def test_an_open_story_is_not_restored(story_file: Path, saved: Path) -> None:
    with Database.open(story_file, write=True), pytest.raises(StoryLocked):
        backup.restore(story_file, saved)


def test_a_backup_that_cannot_be_used_changes_nothing(story_file: Path, saved: Path, tmp_path: Path) -> None:
    before, files = story_file.read_bytes(), names(story_file.parent)
    broken, hostile = tmp_path / "broken.qwb", tmp_path / "hostile.qwb"
    broken.write_bytes(saved.read_bytes()[:20000])
    shutil.copy(saved, hostile)
    with closing(sqlite3.connect(hostile)) as connection:
        connection.execute("CREATE VIEW spy AS SELECT 1")
    for path, error in ((broken, StoryDamaged), (hostile, StoryHostile)):
        with pytest.raises(error):
            backup.restore(story_file, path)
        assert story_file.read_bytes() == before
        assert names(story_file.parent) == files


def test_killed_between_the_exchange_and_the_log_the_old_log_is_not_read(
    story_file: Path, saved: Path, tmp_path: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "after a crash"
    folder.mkdir()
    with Database.open(story_file, write=True) as database:
        record(database)
        shutil.copytree(story_file.parent, folder, dirs_exist_ok=True)
    path = folder / story_file.name
    for lock_file in (True, False):
        copy = shutil.copytree(folder, tmp_path / f"killed {lock_file}") / path.name
        if not lock_file:
            copy.with_name(f"{copy.name}.lock").unlink()
        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                backup.restore(copy, saved)
        assert beside.has_wal(copy)
        with Database.open(copy) as database:
            assert database.notice is not None
        assert facts(copy) == 300


def test_what_a_killed_restore_has_left_is_removed_by_the_next(story_file: Path, saved: Path) -> None:
    for name in (".a story.qwb.0123abcd.part", ".a story.qwb.0123abcd.part-wal"):
        (story_file.parent / name).write_text("unfinished")
    other = story_file.parent / ".another.qwb.0123abcd.part"
    other.write_text("somebody else is making it")
    backup.restore(story_file, saved)
    assert [path for path in story_file.parent.iterdir() if path.name.startswith(".")] == [other]
