"""What an open story does when a lock, the disk or damage is in the way: a named error, and on it goes."""

from __future__ import annotations

import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from qwenbrowser.domain.errors import StorageFailed, StoryDamaged, StoryLocked, StoryReadOnly
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store import search
from qwenbrowser.store.database import Database
from qwenbrowser.store.lock import WriterLock
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import sources


def test_a_second_writer_is_told_who_holds_the_story(story: Database) -> None:
    with pytest.raises(StoryLocked, match="process"):
        Database.open(story.path, write=True)
    with Database.open(story.path) as reader:
        with pytest.raises(StoryReadOnly, match="reading only"), reader.write("Add"):
            pass
        with pytest.raises(StoryReadOnly):
            reader.undo()


def test_a_foreign_transaction_is_waited_for(story: Database, add: Any, people: Any) -> None:
    other = sqlite3.connect(story.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    timer.start()
    with story.write("Add") as writer:
        add(writer, "Person 1")
    timer.join()
    other.close()
    assert people(story) == ["Person 1"]


def test_a_foreign_transaction_that_stays(
    story: Database, monkeypatch: pytest.MonkeyPatch, add: Any, people: Any
) -> None:
    monkeypatch.setattr(dialect, "BUSY_SECONDS", 0.2)
    other = sqlite3.connect(story.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoryLocked) as caught, story.write("Add"):
        pass
    assert caught.value.path == story.path
    other.execute("ROLLBACK")
    other.close()
    with story.write("Add") as writer:
        add(writer, "Person 1")
    assert people(story) == ["Person 1"]


def without_search(database: Database, add: Any) -> Path:
    """The story with a person in it, closed, and a search table gone."""
    with database.write("Add") as writer:
        add(writer, "Person 1")
    database.close()
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("DROP TABLE search_entities")
    return database.path


def found(database: Database) -> list[int]:
    with database.read() as conn:
        return search.find(conn, "person").entities


@pytest.mark.parametrize("write", [False, True])
def test_a_lost_search_index_is_made_anew(story: Database, write: bool, add: Any, people: Any) -> None:
    path = without_search(story, add)
    with Database.open(path, write=write) as mended:
        assert "search index" in (mended.notice or "")
        assert (found(mended), people(mended), mended.read_only) == ([1], ["Person 1"], not write)
    with Database.open(path) as again:
        assert again.notice is None


def test_a_lost_search_index_of_a_locked_story_does_not_keep_from_reading(
    story: Database, add: Any, people: Any
) -> None:
    path = without_search(story, add)
    with WriterLock.acquire(path), Database.open(path) as reader:
        assert "search may find too little" in (reader.notice or "")
        assert people(reader) == ["Person 1"]


def text_of(megabytes: int) -> dict[str, Any]:
    """A source that needs room."""
    return {
        "uid": new_uid(),
        "document_uid": new_uid(),
        "kind": "note",
        "text_kind": "capture",
        "title": "Long",
        "published_lo": 0,
        "published_hi": 1,
        "text": "word " * (megabytes * 200_000),
        "text_sha256": "",
    }


def add_much(database: Database, add: Any) -> None:
    with database.write("Add") as writer:
        add(writer, "Person 2")
        writer.insert(sources, [text_of(1)])


def test_a_full_disk_rolls_back_and_the_next_try_succeeds(
    story: Database, add: Any, people: Any, pragma: Any
) -> None:
    with story.write("Add") as writer:
        add(writer, "Person 1")
    with story.write("Look") as writer:
        pages = pragma(writer.conn, "page_count")
        writer.conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")  # lasts with the connection
    with pytest.raises(StorageFailed, match="full") as caught:
        add_much(story, add)
    assert caught.value.path == story.path
    assert people(story) == ["Person 1"]
    with story.write("Add") as writer:
        writer.conn.exec_driver_sql("PRAGMA max_page_count = 1000000")
        writer.insert(sources, [text_of(1)])
        add(writer, "Person 3")
    assert people(story) == ["Person 1", "Person 3"]


def test_a_disk_that_takes_no_more_bytes(story: Database, add: Any, people: Any, pragma: Any) -> None:
    """The system refuses to let any file grow, in the middle of a write and at its commit."""
    resource = pytest.importorskip("resource")
    with story.write("Add") as writer:
        add(writer, "Person 1")
    size = story.path.with_name("story.qwb-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        for room in (0, 4096, 20_000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, hard))
            with pytest.raises(StorageFailed) as caught:
                add_much(story, add)
            assert caught.value.path == story.path
            assert people(story) == ["Person 1"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    with story.write("Add") as writer:
        add(writer, "Person 3")
    assert people(story) == ["Person 1", "Person 3"]
    with story.read() as conn:
        assert pragma(conn, "integrity_check") == "ok"


def test_damage_that_shows_while_the_story_is_open(tmp_path: Path) -> None:
    path = tmp_path / "story.qwb"
    with Database.create(path, uid=new_uid(), title="A story") as database, database.write("Add") as writer:
        writer.insert(sources, [text_of(1)])
    with Database.open(path, write=True) as database:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(size // 2)
            file.write(b"\xff" * (size - file.tell()))
        with pytest.raises(StoryDamaged) as caught, database.read() as conn:
            conn.scalars(select(sources.c.text)).all()
        assert caught.value.path == path
        assert database.info.title == "A story"


def test_a_text_that_is_not_utf_8_is_damage(tmp_path: Path, add: Any, people: Any) -> None:
    path = tmp_path / "story.qwb"
    with Database.create(path, uid=new_uid(), title="A story") as database, database.write("Add") as writer:
        add(writer, "Person 1")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE entities SET name = CAST(x'ff61' AS TEXT)")
        raw.commit()
    with Database.open(path) as database, pytest.raises(StoryDamaged, match=re.escape(str(path))):
        people(database)
