"""Undo and redo refuse whatever would lose a later change, and then leave everything as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from qwenbrowser.domain.errors import UndoRefused
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store import journal, operations
from qwenbrowser.store.database import Database
from qwenbrowser.store.journal import Writer
from qwenbrowser.store.tables import entities, names


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Database]:
    with Database.create(tmp_path / "story.qwb", uid=new_uid(), title="A story") as database:
        yield database


def state_of(database: Database) -> list[Any]:
    """The rows that these tests write, and the history."""
    with database.read() as conn:
        rows = [tuple(row) for table in (entities, names) for row in conn.execute(select(table))]
    return [*rows, *database.history()]


def person(name: str) -> dict[str, Any]:
    return {"uid": new_uid(), "kind": "person", "name": name}


def add_people(database: Database, *people: str, label: str = "Add", batch: str | None = None) -> list[int]:
    with database.write(label, batch=batch) as writer:
        return writer.insert(entities, [person(name) for name in people])


def test_a_batch_is_not_taken_back_under_a_later_change(story: Database) -> None:
    (one,) = add_people(story, "Person 1", label="Import 1", batch="b")
    with story.write("Rename") as writer:
        writer.update(entities, one, name="Person 1 b")
    add_people(story, "Person 3", label="Import 2", batch="b")
    before = state_of(story)
    with pytest.raises(UndoRefused, match="Rename"):
        story.undo()
    assert state_of(story) == before


def test_a_batch_is_not_taken_back_under_a_later_row_that_refers_to_it(story: Database) -> None:
    (one,) = add_people(story, "Person 1", label="Import 1", batch="b")
    with story.write("Name") as writer:
        writer.insert(names, [{"entity_id": one, "text": "Alias", "kind": "alias"}])
    add_people(story, "Person 3", label="Import 2", batch="b")
    before = state_of(story)
    with pytest.raises(UndoRefused, match="depend"):
        story.undo()
    assert state_of(story) == before


# -- changes from outside ------------------------------------------------------------------------------


def outside(story: Database, statement: str) -> None:
    with closing(sqlite3.connect(story.path, isolation_level=None)) as connection:
        connection.execute(statement)


def insert_two(writer: Writer) -> None:
    writer.insert(entities, [person("Person 2"), person("Person 3")])


def update_one(writer: Writer) -> None:
    writer.update(entities, 1, summary="New")


def delete_one(writer: Writer) -> None:
    writer.delete(entities, 1)


@pytest.mark.parametrize(
    ("act", "statement"),
    [
        (insert_two, "UPDATE entities SET summary = 'Theirs' WHERE name = 'Person 3'"),
        (insert_two, "DELETE FROM entities WHERE name = 'Person 3'"),
        (insert_two, "UPDATE entities SET merged_into = 2 WHERE id = 1"),
        (insert_two, "INSERT INTO names (entity_id, text, kind) VALUES (2, 'Alias', 'alias')"),
        (update_one, "UPDATE entities SET summary = 'Theirs'"),
        (update_one, "UPDATE entities SET disambiguation = 'Theirs'"),
        (update_one, "DELETE FROM entities"),
        (delete_one, "INSERT INTO entities (id, uid, kind, name) VALUES (1, 'theirs', 'person', 'Theirs')"),
    ],
)
def test_undo_refuses_what_would_lose_a_change_from_outside(
    story: Database, act: Callable[[Writer], None], statement: str
) -> None:
    add_people(story, "Person 1")
    with story.write("Act") as writer:
        act(writer)
    outside(story, statement)
    before = state_of(story)
    with pytest.raises(UndoRefused):
        story.undo()
    assert state_of(story) == before


@pytest.mark.parametrize(
    ("act", "statement"),
    [
        (insert_two, "INSERT INTO entities (id, uid, kind, name) VALUES (3, 'theirs', 'person', 'Theirs')"),
        (update_one, "UPDATE entities SET disambiguation = 'Theirs'"),
        (delete_one, "UPDATE entities SET disambiguation = 'Theirs'"),
        (delete_one, "INSERT INTO names (entity_id, text, kind) VALUES (1, 'Alias', 'alias')"),
    ],
)
def test_redo_refuses_what_would_lose_a_change_from_outside(
    story: Database, act: Callable[[Writer], None], statement: str
) -> None:
    add_people(story, "Person 1")
    with story.write("Act") as writer:
        act(writer)
    story.undo()
    outside(story, statement)
    before = state_of(story)
    with pytest.raises(UndoRefused):
        story.redo()
    assert state_of(story) == before


def test_an_entry_of_another_version_is_refused_and_kept(
    story: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows have a column that the table lacks by now."""
    add_people(story, "Person 1")

    def with_a_lost_column(payload: bytes) -> list[operations.Operation]:
        (operation,) = operations.unpack(payload)
        assert isinstance(operation, operations.Inserted)
        operation.columns.append("lost")
        return [operation]

    monkeypatch.setattr(journal, "unpack", with_a_lost_column)
    with pytest.raises(UndoRefused, match="version"):
        story.undo()
    assert [entry.undone for entry in story.history()] == [False]
