"""Opening: what is refused is left as it is, what a crash has left is used, what is another file's is not."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qwenbrowser.domain.errors import (
    NotFound,
    StoryDamaged,
    StoryForeign,
    StoryLocked,
    StoryNewer,
    StoryUnusable,
)
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store.database import Database
from qwenbrowser.store.lock import WriterLock, await_opened, lock_path, read_record
from qwenbrowser.store.sqlite import beside, integrity, opening

Record = Callable[..., list[str]]


def contents(folder: Path) -> dict[str, str]:
    """Every file of a folder by a digest of its bytes; the text of a lock file may change at any time."""
    return {
        path.name: "" if path.suffix == ".lock" else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


def refused(path: Path, kind: type[StoryUnusable]) -> StoryUnusable:
    """The error, for reading and for writing; neither changes a file or makes one."""
    before = contents(path.parent)
    for write in (False, True):
        with pytest.raises(kind) as caught:
            Database.open(path, write=write)
        assert contents(path.parent) == before
        assert caught.value.path == path
        assert caught.value.next_step
    return caught.value


def alter(path: Path, *statements: str) -> None:
    """Run statements on a closed story, as another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def crashed(story: Path, folder: Path, work: Callable[[Database], object]) -> Path:
    """The files of a story as a process leaves them that is killed after `work`."""
    with Database.open(story, write=True) as database:
        work(database)
        for path in story.parent.iterdir():
            if path.is_file():
                shutil.copy2(path, folder / path.name)
    return folder / story.name


def checkpointed(path: Path) -> bytes:
    """The file once its log is written back into it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def facts(path: Path, *, write: bool = False) -> int:
    with Database.open(path, write=write) as database, database.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        Database.open(tmp_path / "none.qwb", write=True)
    assert caught.value.path == tmp_path / "none.qwb"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"A letter to somebody.\n" * 50, "not a story"),
        (b"SQLite format 3", "not a story"),
        (b"\x89PNG\r\n\x1a\n" + bytes(4096), "not a story"),
    ],
    ids=["empty", "text", "fragment", "picture"],
)
def test_what_is_no_database_is_left_as_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "thing.qwb"
    path.write_bytes(data)
    assert said in refused(path, StoryForeign).problem


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.qwb"
    alter(path, "PRAGMA journal_mode=WAL", "CREATE TABLE meta (uid)", "INSERT INTO meta VALUES ('x')")
    assert "another program" in refused(path, StoryForeign).problem


def test_a_newer_story_is_refused_by_the_version_that_it_needs(story_file: Path) -> None:
    alter(story_file, "UPDATE alembic_version SET version_num = '0999'", "CREATE TABLE later (id)")
    alter(story_file, "UPDATE meta SET min_program_version = '7.2'")
    error = refused(story_file, StoryNewer)
    assert "newer" in error.problem
    assert "7.2" in error.next_step


def test_a_newer_story_is_left_with_its_log(story_file: Path, elsewhere: Path) -> None:
    alter(story_file, "UPDATE alembic_version SET version_num = '0999'")
    with closing(sqlite3.connect(story_file)) as connection:
        connection.execute("UPDATE meta SET title = 'Later'")
        connection.commit()
        for path in (story_file, beside.wal_path(story_file)):
            shutil.copy2(path, elsewhere / path.name)
    before = contents(elsewhere)
    with pytest.raises(StoryNewer):
        Database.open(elsewhere / story_file.name)
    after = contents(elsewhere)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("left", [4096 * 3, 4096, 2000, 100], ids=str)
def test_a_file_that_is_cut_short_is_damaged(story_file: Path, left: int) -> None:
    whole = story_file.stat().st_size
    with story_file.open("r+b") as file:
        file.truncate(left)
    assert str(whole) in refused(story_file, StoryDamaged).problem


@pytest.mark.parametrize(
    ("at", "data"),
    [
        (0, bytes(100)),
        (0, b"X"),
        (16, b"\x00\x03"),
        (18, b"\x09"),
        (21, b"\x00"),
        (44, bytes(4)),
        (68, bytes(4)),
    ],
    ids=["zeroed", "magic", "page size", "version", "fractions", "schema", "application"],
)
def test_an_overwritten_header_is_damaged_not_foreign(story_file: Path, at: int, data: bytes) -> None:
    overwrite(story_file, at, data)
    assert "header" in refused(story_file, StoryDamaged).problem


def test_a_story_cut_to_nothing_is_damaged(story_file: Path) -> None:
    story_file.write_bytes(b"")
    refused(story_file, StoryDamaged)


def test_only_the_header_of_a_foreign_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.qwb"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a file that takes no room on the disk, and hours to read
    with pytest.raises(StoryForeign):
        Database.open(path)


def test_a_name_with_any_character_opens(story_file: Path) -> None:
    odd = story_file.with_name("a?b#c%20&mode=ro 千问.qwb")
    story_file.rename(odd)
    assert facts(odd, write=True) == 300


def test_two_names_of_one_story_share_its_lock(story_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.qwb"
    link.symlink_to(story_file)
    with Database.open(link, write=True), pytest.raises(StoryUnusable):
        Database.open(story_file, write=True)
    assert not lock_path(link).exists()


def test_the_session_token_is_in_the_file_itself_and_new_each_time(story_file: Path) -> None:
    seen = set()
    for _ in range(3):
        with Database.open(story_file, write=True):
            token = beside.token_alone(story_file)
            assert read_record(story_file).tokens == (token,)
            seen.add(token)
    assert len(seen) == 3


def test_a_log_left_by_a_killed_process_is_used(story_file: Path, elsewhere: Path, record: Record) -> None:
    for write in (False, True):
        path = crashed(story_file, elsewhere, record)
        assert beside.has_wal(path)
        with Database.open(path, write=write) as database:
            assert database.notice is None
            assert integrity.check(database) == []
        assert facts(path) == facts(story_file)
    assert facts(story_file) == 302


def test_killed_at_any_step_of_opening_the_log_is_used(
    story_file: Path, elsewhere: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = crashed(story_file, elsewhere, record)
    saved = WriterLock.save

    def dying(self: WriterLock, **values: object) -> None:
        saved(self, **values)
        if next(steps) == 0:
            raise KeyboardInterrupt

    for dies_at in (0, 1, 2):
        steps = iter(range(dies_at, -1, -1))
        with monkeypatch.context() as patch:
            patch.setattr(WriterLock, "save", dying)
            with pytest.raises(KeyboardInterrupt):
                opening.prepare(path, write=True, versions=("0001",))
    assert facts(path, write=True) == 301


def test_a_checkpoint_that_was_cut_short_anywhere_is_finished(
    story_file: Path, elsewhere: Path, tmp_path: Path, record: Record
) -> None:
    """The file then holds some of the log's pages and not yet others: it may be short, and make no sense."""
    path = crashed(story_file, elsewhere, lambda database: record(database, facts=200))
    whole = Path(shutil.copytree(elsewhere, tmp_path / "whole"), path.name)
    before, done = path.read_bytes(), checkpointed(whole)
    assert len(done) > len(before)
    changed = [at for at in range(0, len(done), 4096) if before[at : at + 4096] != done[at : at + 4096]]
    for number, end in enumerate(changed[:: len(changed) // 12]):
        torn = bytearray(before)
        for at in (at for at in changed if at <= end):
            torn[at : at + 4096] = done[at : at + 4096]
        killed = Path(shutil.copytree(elsewhere, tmp_path / f"killed {number}"), path.name)
        killed.write_bytes(torn)
        with Database.open(killed, write=number % 2 == 0) as database:
            assert database.notice is None
        assert facts(killed) == 500


def test_a_log_that_a_reader_holds_back_is_used_after_the_next_kill(
    story_file: Path, elsewhere: Path, tmp_path: Path, record: Record
) -> None:
    """The new token then stands in the log alone, and the file's own pages still carry the old one."""
    path = crashed(story_file, elsewhere, record)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM meta").fetchall()
        for attempt in range(3):
            prepared = opening.prepare(path, write=True, versions=("0001",))
            killed = shutil.copytree(elsewhere, tmp_path / f"killed {attempt}") / path.name
            prepared.close()
            with Database.open(killed, write=True) as database:
                assert database.notice is None
            assert facts(killed) == 301


def test_a_log_without_a_lock_file_is_tried_and_used(
    story_file: Path, elsewhere: Path, record: Record
) -> None:
    path = crashed(story_file, elsewhere, record)
    lock_path(path).unlink()
    with Database.open(path, write=True) as database:
        assert database.notice is None
    assert facts(path) == 301


@pytest.mark.parametrize("write", [False, True])
def test_a_stale_log_beside_a_restored_file_is_set_aside(
    story_file: Path, elsewhere: Path, record: Record, write: bool
) -> None:
    older = shutil.copy2(story_file, elsewhere / "older")
    path = crashed(story_file, elsewhere, record)
    log = beside.wal_path(path).read_bytes()
    shutil.copy2(older, path)
    with Database.open(path, write=write) as database:
        (aside,) = elsewhere.glob("*-wal.stale-*")
        assert database.notice is not None
        assert aside.name in database.notice
        assert integrity.check(database) == []
    assert aside.read_bytes() == log
    assert facts(path) == 300


@pytest.mark.parametrize("write", [False, True])
def test_the_log_of_another_story_is_set_aside_without_a_lock_file(
    story_file: Path, elsewhere: Path, tmp_path: Path, record: Record, write: bool
) -> None:
    with Database.create(tmp_path / "other.qwb", uid=new_uid(), title="Other") as other:
        record(other)
        shutil.copy2(beside.wal_path(other.path), beside.wal_path(story_file))
    lock_path(story_file).unlink()
    with Database.open(story_file, write=write) as database:
        assert database.info.title == "A story"
        assert database.notice is not None
        assert integrity.check(database) == []
    assert len(list(story_file.parent.glob("*-wal.stale-*"))) == 1


def test_a_stale_rollback_journal_is_set_aside(story_file: Path, elsewhere: Path) -> None:
    """A hot journal of another file would be played back into the story and cut it to that file's size."""
    foreign = elsewhere / "foreign.db"
    alter(foreign, "CREATE TABLE t (x)")
    with closing(sqlite3.connect(foreign, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN")
        for _ in range(200):
            connection.execute("INSERT INTO t VALUES (randomblob(2000))")
        shutil.copy2(beside.journal_path(foreign), beside.journal_path(story_file))
        connection.execute("ROLLBACK")
    with Database.open(story_file, write=True) as database:
        assert database.notice is not None
        assert integrity.check(database) == []
    assert facts(story_file) == 300
    assert len(list(story_file.parent.glob("*-journal.stale-*"))) == 1


def test_a_reader_waits_for_the_writer_that_settles_what_lies_beside(
    story_file: Path, elsewhere: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = shutil.copy2(story_file, elsewhere / "older")
    path = crashed(story_file, elsewhere, record)
    shutil.copy2(older, path)
    monkeypatch.setattr(opening, "await_opened", lambda story: await_opened(story, patience=0))
    with WriterLock.acquire(path), pytest.raises(StoryLocked):
        Database.open(path)
    assert beside.has_wal(path)


def test_nothing_is_locked_by_reading(story_file: Path) -> None:
    lock_path(story_file).unlink()
    assert facts(story_file) == 300
    assert not lock_path(story_file).exists()


def test_a_large_file_is_checked_only_after_a_crash(
    story_file: Path, elsewhere: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SMALL_FILE", 0)
    checked: list[Path] = []
    monkeypatch.setattr(integrity, "only_search_damaged", lambda _, path: bool(checked.append(path)))
    path = crashed(story_file, elsewhere, record)
    assert checked == []
    assert facts(path, write=True) == 301
    assert checked == [path]
    assert facts(path, write=True) == 301
    assert checked == [path]


@pytest.mark.parametrize("table", ["search_facts", "search_facts_data", "search_sources_config"])
@pytest.mark.parametrize("write", [False, True])
def test_a_missing_part_of_the_search_index_is_made_anew(story_file: Path, table: str, write: bool) -> None:
    alter(
        story_file,
        "PRAGMA writable_schema=ON",
        f"DELETE FROM sqlite_schema WHERE tbl_name = '{table}'",
    )
    with Database.open(story_file, write=write) as database:
        assert database.notice is not None
        assert "search index" in database.notice
        assert integrity.check(database) == []
    with Database.open(story_file, write=write) as database:
        assert database.notice is None
