"""The check finds what is wrong and names it; a search index that is wrong is made anew by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qwenbrowser.store import search
from qwenbrowser.store.database import Database
from qwenbrowser.store.lock import WriterLock
from qwenbrowser.store.sqlite import integrity, opening
from qwenbrowser.store.sqlite.integrity import Problem, Trouble

Record = Callable[..., list[str]]


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def check(path: Path, *, write: bool = False) -> list[Problem]:
    with Database.open(path, write=write) as database:
        return integrity.check(database)


def test_a_sound_story_has_no_problem(story_file: Path) -> None:
    assert check(story_file) == []
    assert check(story_file, write=True) == []


def test_a_story_that_is_being_written_is_checked_at_one_moment(story_file: Path, record: Record) -> None:
    with Database.open(story_file, write=True) as writer:
        record(writer)
        assert check(story_file) == []


@pytest.mark.parametrize("bit", range(8))
def test_one_flipped_bit_in_a_text_names_its_source(story_file: Path, bit: int) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        (uid,) = connection.execute("SELECT uid FROM sources WHERE id = 2").fetchone()
    data = bytearray(story_file.read_bytes())
    words = b"Second words, longer ones."
    at = data.index(words, data.index(words, data.index(uid.encode())) + 1)  # its title is the same
    data[at + 20] ^= 1 << bit
    story_file.write_bytes(data)
    (problem,) = check(story_file)
    assert problem.kind is Trouble.TEXT
    assert uid in problem.what
    assert "Second words" in problem.what
    assert problem.next_step


def test_a_citation_that_is_not_in_the_text_is_named(story_file: Path) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        (uid,) = connection.execute("SELECT uid FROM facts WHERE id = 3").fetchone()
    alter(story_file, "UPDATE citations SET start_at = start_at + 1 WHERE fact_id = 3")
    (problem,) = check(story_file)
    assert problem.kind is Trouble.CITATION
    assert uid in problem.what


def test_offsets_of_citations_count_code_points(tmp_path: Path, record: Record, story_file: Path) -> None:
    with Database.open(story_file, write=True) as database:
        record(database, "😀千问 said")
    assert check(story_file) == []


def test_a_reference_that_leads_nowhere_is_named(story_file: Path) -> None:
    alter(story_file, "UPDATE citations SET fact_id = 999999 WHERE id = 5")
    problems = check(story_file)
    assert [problem.kind for problem in problems] == [Trouble.REFERENCES]
    assert "citations" in problems[0].what


WRONG_INDEX = {
    "a row is missing": "DELETE FROM search_facts WHERE rowid = 7",
    "a row too many": "INSERT INTO search_facts (rowid, title, body) VALUES (9999, 'ghost', 'ghost')",
    "other words": "UPDATE search_facts SET body = 'other words' WHERE rowid = 7",
    "content without index": "UPDATE search_facts_content SET c1 = 'other words' WHERE id = 7",
    "index without content": "DELETE FROM search_facts_data WHERE id > 100",
    "a count": "INSERT INTO entity_counts (entity_id, facts) VALUES (77, 5)",
}


@pytest.mark.parametrize("statement", WRONG_INDEX.values(), ids=WRONG_INDEX)
@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
def test_what_is_derived_is_made_anew_where_it_is_wrong(
    story_file: Path, statement: str, write: bool
) -> None:
    alter(story_file, "PRAGMA foreign_keys=OFF", statement)
    problems = check(story_file, write=write)
    assert {problem.kind for problem in problems} - {Trouble.REFERENCES} == {Trouble.SEARCH}
    assert "made anew" in problems[0].next_step
    assert check(story_file) == []


def test_what_is_derived_is_only_reported_while_another_process_writes(story_file: Path) -> None:
    alter(story_file, "DELETE FROM search_facts WHERE rowid = 7")
    with WriterLock.acquire(story_file) as lock:
        lock.save(opened=True)
        for _ in range(2):
            (problem,) = check(story_file)
            assert problem.kind is Trouble.SEARCH
            assert "for writing" in problem.next_step


def test_damaged_pages_are_reported_alone(story_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'facts'").fetchone()
    with story_file.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    monkeypatch.setattr(opening, "SMALL_FILE", 0)  # else opening refuses it already
    (problem,) = check(story_file)
    assert problem.kind is Trouble.PAGES
    assert "backup" in problem.next_step


def test_searching_works_after_the_index_was_destroyed(story_file: Path) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        roots = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE tbl_name GLOB 'search_*_*' AND rootpage > 0"
        ).fetchall()
    with story_file.open("r+b") as file:
        for (root,) in roots:
            file.seek((root - 1) * 4096)
            file.write(b"\xff" * 4096)
    with Database.open(story_file) as database:
        assert database.notice is not None
        with database.read() as conn:
            assert search.search(conn, "longer")
        assert integrity.check(database) == []
