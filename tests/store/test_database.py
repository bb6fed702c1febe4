"""An open story: created whole or not at all, read from any thread, and usable after whatever went wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from qwenbrowser.domain.errors import (
    NotFound,
    StoryReadOnly,
    StoryUnusable,
)
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import entities

UID = "01890a5d-ac96-774b-bcce-b302099a8057"


def person(name: str, **values: Any) -> dict[str, Any]:
    return {"uid": new_uid(), "kind": "person", "name": name, **values}


# -- create --------------------------------------------------------------------------------------------


def test_a_new_story_says_who_it_is_after_a_restart(tmp_path: Path, pragma: Any) -> None:
    path = tmp_path / "story 100% #1 名.qwb"
    with Database.create(path, uid=UID, title="A story") as database, database.write("Look") as writer:
        assert dialect.search_is_sound(writer.conn)
    with Database.open(path) as database:
        assert (database.info.uid, database.info.title) == (UID, "A story")
        assert (database.read_only, database.notice, database.path) == (True, None, path)
        with database.read() as conn:
            assert pragma(conn, "application_id") == dialect.APPLICATION_ID == int.from_bytes(b"QWBN", "big")


def test_create_refuses_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader")
    with pytest.raises(StoryUnusable, match="already") as caught:
        Database.create(path, uid=UID, title="A story")
    assert caught.value.path == path
    assert path.read_text() == "Dear reader"
    assert list(tmp_path.iterdir()) == [path]


def test_create_loses_a_race_without_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process takes the name while the file is being built."""
    path = tmp_path / "story.qwb"
    build = dialect.create_search

    def build_while_another_is_faster(conn: Connection) -> None:
        build(conn)
        path.write_text("of the other process")

    monkeypatch.setattr(dialect, "create_search", build_while_another_is_faster)
    with pytest.raises(StoryUnusable, match="already"):
        Database.create(path, uid=UID, title="A story")
    assert path.read_text() == "of the other process"
    assert list(tmp_path.iterdir()) == [path]


def test_create_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(conn: Connection) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(dialect, "create_search", fail)
    with pytest.raises(ZeroDivisionError):
        Database.create(tmp_path / "story.qwb", uid=UID, title="A story")
    assert list(tmp_path.iterdir()) == []


def test_create_without_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="folder") as caught:
        Database.create(tmp_path / "none" / "story.qwb", uid=UID, title="A story")
    assert caught.value.path == tmp_path / "none"


# -- connections ---------------------------------------------------------------------------------------


def test_every_connection_follows_the_rules_of_the_store(story: Database, pragma: Any) -> None:
    rules = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    with story.read() as conn:
        assert {name: pragma(conn, name) for name in rules} == rules
        assert pragma(conn, "query_only") == 1
        assert pragma(conn, "busy_timeout") > 0
    with story.write("Look") as writer:
        assert {name: pragma(writer.conn, name) for name in rules} == rules
        assert pragma(writer.conn, "busy_timeout") > 0


def test_a_reader_cannot_write(story: Database) -> None:
    with pytest.raises(StoryReadOnly), story.read() as conn:
        conn.execute(entities.insert().values(person("Person 1")))


def test_neither_orm_nor_alembic_is_loaded_to_use_a_story(tmp_path: Path) -> None:
    code = (
        "import sys; from qwenbrowser.store.database import Database\n"
        f"Database.create({str(tmp_path / 's.qwb')!r}, uid={UID!r}, title='A story').close()\n"
        f"Database.open({str(tmp_path / 's.qwb')!r}).close()\n"
        "print([name for name in sys.modules if name in ('sqlalchemy.orm', 'alembic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_a_closed_story_is_closed(story: Database) -> None:
    story.close()
    story.close()
    with pytest.raises(RuntimeError, match="closed"), story.read():
        pass
    with Database.open(story.path, write=True) as again:
        assert not again.read_only


# -- reads and writes ----------------------------------------------------------------------------------


def test_a_write_is_there_for_others_and_after_a_restart(story: Database, add: Any, people: Any) -> None:
    with story.write("Add") as writer:
        add(writer, "Person 1", "Person 2")
    with Database.open(story.path) as other:
        assert people(other) == ["Person 1", "Person 2"]
    story.close()
    with Database.open(story.path) as other:
        assert people(other) == ["Person 1", "Person 2"]


def test_an_exception_rolls_everything_back(story: Database, add: Any, people: Any) -> None:
    def add_and_fail() -> None:
        with story.write("Add") as writer:
            add(writer, "Person 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    with pytest.raises(IntegrityError), story.write("Add") as writer:
        writer.insert(entities, [person("Person 2"), person("Person 3", kind="planet")])
    assert (people(story), story.history()) == ([], [])
    with story.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM search_entities").scalar() == 0
    with story.write("Add") as writer:
        add(writer, "Person 4")
    assert people(story) == ["Person 4"]


def test_a_read_sees_one_moment(story: Database, add: Any, people: Any) -> None:
    with story.write("Add") as writer:
        add(writer, "Person 1")
    count = select(func.count()).select_from(entities)
    with story.read() as conn:
        assert conn.scalar(count) == 1
        with story.write("Add") as writer:
            add(writer, "Person 2")
        assert conn.scalar(count) == 1
    assert people(story) == ["Person 1", "Person 2"]


def test_many_threads_read_while_one_writes(story: Database, add: Any, people: Any) -> None:
    """Each write adds two rows at once, so no reader may ever see an odd number."""
    seen: list[int] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.append(len(people(story)))
        except BaseException as fault:
            faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(15):
        with story.write("Add") as writer:
            add(writer, f"Person {turn} a", f"Person {turn} b")
    done.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert len(seen) >= len(readers)
    assert not [count for count in seen if count % 2]
    assert len(people(story)) == 30


def test_writes_of_several_threads_follow_each_other(story: Database, add: Any, people: Any) -> None:
    faults: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for turn in range(5):
                with story.write(name) as writer:
                    add(writer, f"{name} {turn}")
        except BaseException as fault:
            faults.append(fault)

    writers = [threading.Thread(target=write, args=(f"Person {n}",)) for n in range(3)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    assert not faults
    assert len(people(story)) == len(story.history()) == 15


def test_a_write_inside_a_write_is_a_fault_and_not_a_standstill(
    story: Database, add: Any, people: Any
) -> None:
    def nest() -> None:
        with story.write("Outer") as writer:
            add(writer, "Person 1")
            with story.write("Inner"):
                pass

    with pytest.raises(RuntimeError, match="inside"):
        nest()
    with story.write("Add") as writer:
        add(writer, "Person 2")
    assert people(story) == ["Person 2"]
