"""A story in a place that cannot be written is read, its log included, and never changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qwenbrowser.domain.errors import StoryReadOnly
from qwenbrowser.store.database import Database
from qwenbrowser.store.lock import lock_path
from qwenbrowser.store.sqlite import beside, opening

Record = Callable[..., list[str]]

NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other users can reach, outside the private one of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="qwenbrowser-readonly-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def put(story: Path, folder: Path, record: Record | None = None) -> Path:
    """A copy of the story; after a record, as a killed process leaves it, with its log."""
    with Database.open(story, write=record is not None) as database:
        if record is not None:
            record(database)
        for path in (story, beside.wal_path(story), lock_path(story)):
            if path.exists() and (record is not None or path == story):
                shutil.copyfile(path, folder / path.name)
                (folder / path.name).chmod(0o444)
    return folder / story.name


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def unwritable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "is_writable", lambda path: False)


def facts(database: Database) -> int:
    with database.read() as conn:
        return conn.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()


def as_nobody(work: Callable[[], str]) -> str:
    """What `work` gives in a process without any rights of ours; forked, since it could not start Python."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.write(sending, work().encode())
        except BaseException as error:
            os.write(sending, repr(error).encode())
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return said


def look(path: Path) -> str:
    """What opening the story for writing and for reading says."""
    try:
        Database.open(path, write=True).close()
        refusal = "written"
    except StoryReadOnly as error:
        refusal = error.problem
    with Database.open(path) as database:
        return f"{refusal} {facts(database)} {database.read_only} {database.notice}"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("with_log", [False, True], ids=["closed", "hot log"])
def test_another_user_reads_everything_and_changes_nothing(
    story_file: Path, place: Path, record: Record, with_log: bool
) -> None:
    path = put(story_file, place, record if with_log else None)
    before = listing(place)
    said = as_nobody(lambda: look(path))
    refusal = "The file or its folder cannot be written."
    assert said == f"{refusal} {301 if with_log else 300} True {opening.READ_ONLY_NOTICE}"
    assert listing(place) == before


@pytest.mark.parametrize("with_log", [False, True], ids=["closed", "hot log"])
def test_a_place_that_cannot_be_written(
    story_file: Path, place: Path, record: Record, monkeypatch: pytest.MonkeyPatch, with_log: bool
) -> None:
    path = put(story_file, place, record if with_log else None)
    before = listing(place)
    unwritable(monkeypatch)
    with pytest.raises(StoryReadOnly) as caught:
        Database.open(path, write=True)
    assert caught.value.path == path
    assert caught.value.next_step
    with Database.open(path) as database:
        assert facts(database) == (301 if with_log else 300)
        assert database.notice == opening.READ_ONLY_NOTICE
        assert database.path == path
        with pytest.raises(StoryReadOnly), database.write("Change"):
            pass
    assert listing(place) == before


def test_the_private_copy_is_removed_on_closing(
    story_file: Path, place: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(story_file, place, record)
    unwritable(monkeypatch)
    prepared = opening.prepare(path, write=False, versions=("0001",))
    assert prepared.temp_copy is not None
    assert prepared.temp_copy.stat().st_mode & 0o077 == 0
    prepared.close()
    assert not prepared.temp_copy.exists()


def test_a_stale_log_in_a_read_only_place_is_not_read(
    story_file: Path, place: Path, tmp_path: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = shutil.copyfile(story_file, tmp_path / "older")
    path = put(story_file, place, record)
    path.chmod(0o644)
    shutil.copyfile(older, path)
    before = listing(place)
    unwritable(monkeypatch)
    with Database.open(path) as database:
        assert facts(database) == 300
        assert database.notice is not None
        assert "not used" in database.notice
    assert listing(place) == before


def test_a_copy_is_made_again_when_the_story_was_written_meanwhile(
    story_file: Path, place: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    copyfile, pending = shutil.copyfile, ["once"]
    with Database.open(story_file, write=True) as writer:
        record(writer)

        def disturbed(source: Path, target: Path) -> Path:
            copyfile(source, target)
            if pending and source == story_file:
                pending.clear()
                record(writer)
                with writer.read() as conn:
                    conn.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
                record(writer)
            return target

        monkeypatch.setattr(shutil, "copyfile", disturbed)
        copy = beside.copy(story_file, place)
        monkeypatch.undo()
        expected = facts(writer)
    with Database.open(copy) as database:
        assert facts(database) == expected == 303
