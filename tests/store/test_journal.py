"""Every write can be taken back and done again, after a restart too, never at the cost of a later change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from qwenbrowser.domain.errors import NotFound, NothingToDo
from qwenbrowser.domain.records import EntityKind, FactKind, Part
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store.database import Database
from qwenbrowser.store.journal import Writer
from qwenbrowser.store.tables import (
    JOURNALLED,
    citations,
    entities,
    entity_counts,
    extraction_runs,
    facts,
    links,
    names,
    originals,
    participations,
    regions,
    rejections,
    saved_views,
    sources,
    tags,
)

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Database]:
    with Database.create(tmp_path / "story.qwb", uid=new_uid(), title="A story") as database:
        yield database


def rows_of(database: Database) -> Rows:
    """Everything the story holds but the journal: what is recorded and what is derived from it."""
    with database.read() as conn:
        found: Rows = {
            table.name: [tuple(row) for row in conn.execute(select(table).order_by(*table.primary_key))]
            for table in (*JOURNALLED, entity_counts)
        }
        for name in ("search_facts", "search_entities", "search_sources"):
            found[name] = [
                tuple(r) for r in conn.exec_driver_sql(f"SELECT rowid, * FROM {name} ORDER BY rowid")
            ]
    return found


def person(name: str = "Person 1", **values: Any) -> dict[str, Any]:
    return {"uid": new_uid(), "kind": EntityKind.PERSON, "name": name, **values}


def event(text: str = "Something happens", **values: Any) -> dict[str, Any]:
    return {"uid": new_uid(), "kind": FactKind.EVENT, "text": text, "when_lo": 5, "when_hi": 9, **values}


def add_people(database: Database, *people: str, label: str = "Add", batch: str | None = None) -> list[int]:
    with database.write(label, batch=batch) as writer:
        return writer.insert(entities, [person(name) for name in people])


def add_everything(writer: Writer) -> None:
    """A row or more in every table that the journal writes."""
    writer.insert(originals, [{"sha256": "ab", "bytes": bytes(range(256))}])
    source = {
        "uid": new_uid(),
        "document_uid": new_uid(),
        "kind": "article",
        "text_kind": "capture",
        "title": "通义千问 and a 😀",
        "outlet": "Outlet 1",
        "published_lo": -5,
        "published_hi": 2**62,
        "text": "“Words” 通义千问 😀",
        "text_sha256": "cd",
        "original_sha256": "ab",
    }
    (source_id,) = writer.insert(sources, [source])
    writer.insert(regions, [{"source_id": source_id, "start_at": 0, "end_at": 2, "kind": "caption"}])
    one, two = writer.insert(entities, [person("Person 1"), person("Person 2", summary="A summary")])
    writer.insert(
        names,
        [
            {"entity_id": one, "text": "Person 1", "kind": "primary", "search_keys": "person 1 p1"},
            {
                "entity_id": two,
                "text": "Person 2",
                "kind": "primary",
                "search_keys": "person 2 p2",
                "position": 0,
            },
        ],
    )
    run = {"uid": new_uid(), "source_id": source_id, "program_version": "0.1.0", "started_at": "2026-03-04"}
    (run_id,) = writer.insert(extraction_runs, [run])
    confident = event(origin_run=run_id, origin_rule="rule", origin_confidence=1, before="a", after="b")
    first, second = writer.insert(facts, [confident, event("Said", kind=FactKind.QUOTE, mode="verbatim")])
    writer.insert(
        participations,
        [
            {"fact_id": first, "entity_id": one, "role": Part.ACTOR},
            {"fact_id": second, "entity_id": two, "role": Part.SPEAKER},
            {"fact_id": second, "entity_id": None, "role": Part.ABOUT, "as_written": "colleagues"},
        ],
    )
    cited = {"source_id": source_id, "start_at": 1, "end_at": 6, "exact": "Words"}
    writer.insert(
        citations,
        [{"fact_id": first, "verbatim": 0, **cited}, {"fact_id": second, "verbatim": True, **cited}],
    )
    writer.insert(links, [{"from_fact": second, "to_fact": first, "kind": "reaction_to"}])
    writer.insert(tags, [{"fact_id": first, "text": "tag"}])
    writer.insert(rejections, [{"kind": "fact", "fingerprint": "ef", "at": "2026-03-04"}])
    writer.insert(saved_views, [{"uid": new_uid(), "title": "A view", "query": "{}"}])


# -- each kind of write --------------------------------------------------------------------------------


def test_inserts_into_every_table(story: Database) -> None:
    empty = rows_of(story)
    with story.write("Add everything") as writer:
        add_everything(writer)
    full = rows_of(story)
    assert all(full.values())
    done = writer.changes()
    assert (done.label, done.tables) == (
        "Add everything",
        {table.name for table in JOURNALLED},
    )
    assert done.counts["participations"] == 3
    assert {row[1] for row in full["facts"] + full["entities"] + full["sources"]} <= done.uids

    undone = story.undo()
    assert rows_of(story) == empty
    assert (undone.label, undone.entry, undone.counts) == (done.label, done.entry, done.counts)
    assert undone.uids == done.uids
    assert story.redo() == undone
    assert rows_of(story) == full


def test_an_update(story: Database) -> None:
    one, two = add_people(story, "Person 1", "Person 2")
    before = rows_of(story)
    with story.write("Rename") as writer:
        writer.update(entities, one, name="Person 1 b", summary="New")
        writer.update(entities, one, summary="Newer")
        writer.update(entities, two, merged_into=one)
    after = rows_of(story)
    assert [row[3] for row in after["entities"]] == ["Person 1 b", "Person 2"]
    assert [row[1:3] for row in after["search_entities"]] == [("Person 1 b", ""), ("Person 2", "")]
    assert writer.changes().counts == {"entities": 3}
    story.undo()
    assert rows_of(story) == before
    story.redo()
    assert rows_of(story) == after


def test_an_update_that_changes_nothing_is_no_action(story: Database) -> None:
    (one,) = add_people(story, "Person 1")
    story.undo()
    story.redo()
    with story.write("Nothing") as writer:
        writer.update(entities, one, name="Person 1", kind=EntityKind.PERSON)
        assert writer.insert(entities, []) == []
        writer.delete(entities)
    assert (writer.changes().entry, bool(writer.changes())) == (None, False)
    assert [entry.label for entry in story.history()] == ["Add"]


def test_deletes(story: Database) -> None:
    with story.write("Add everything") as writer:
        add_everything(writer)
    full = rows_of(story)
    with story.write("Delete everything") as writer:
        for table in reversed(JOURNALLED):
            writer.delete(table, *(row[0] for row in full[table.name]))
    assert not any(rows_of(story).values())
    story.undo()
    assert rows_of(story) == full
    story.redo()
    assert not any(rows_of(story).values())
    story.undo()
    story.undo()
    assert not any(rows_of(story).values())
    story.redo()
    assert rows_of(story) == full


def test_what_is_not_there_cannot_be_changed(story: Database) -> None:
    (one,) = add_people(story, "Person 1")
    with pytest.raises(NotFound, match="entities"), story.write("Change") as writer:
        writer.update(entities, one + 1, name="Nobody")
    with pytest.raises(NotFound, match="entities"), story.write("Delete") as writer:
        writer.delete(entities, one, one + 1)
    assert [row[3] for row in rows_of(story)["entities"]] == ["Person 1"]


def test_only_known_columns_of_journalled_tables_are_written(story: Database) -> None:
    with pytest.raises(ValueError, match="age"), story.write("Add") as writer:
        writer.insert(entities, [person(), person(age=3)])
    with pytest.raises(ValueError, match="id"), story.write("Add") as writer:
        writer.insert(entities, [person(id=3)])
    with pytest.raises(ValueError, match="entity_counts"), story.write("Add") as writer:
        writer.insert(entity_counts, [{"entity_id": 1}])


def test_ids_are_never_given_out_twice(story: Database) -> None:
    first = add_people(story, "Person 1", "Person 2")
    story.undo()
    second = add_people(story, "Person 3")
    assert not set(first) & set(second)
    with story.write("Delete") as writer:
        writer.delete(entities, *second)
    path = story.path
    story.close()
    with Database.open(path, write=True) as again:
        assert not {*first, *second} & set(add_people(again, "Person 4"))


def test_inserts_that_follow_each_other_are_one_operation(story: Database) -> None:
    with story.write("Add one by one") as writer:
        ids = [writer.insert(entities, [person(f"Person {n}")])[0] for n in range(300)]
        writer.insert(saved_views, [{"uid": new_uid(), "title": "A view", "query": "{}"}])
        ids += writer.insert(entities, [person(f"Person {n}") for n in range(300, 1200)])
    assert ids == list(range(ids[0], ids[0] + 1200))
    after = rows_of(story)
    story.undo()
    assert not any(rows_of(story).values())
    story.redo()
    assert rows_of(story) == after


# -- history -------------------------------------------------------------------------------------------


def test_nothing_to_do(story: Database) -> None:
    with pytest.raises(NothingToDo):
        story.undo()
    with pytest.raises(NothingToDo):
        story.redo()


def test_history_undo_and_redo_survive_a_restart(story: Database) -> None:
    path = story.path
    add_people(story, "Person 1", label="First")
    add_people(story, "Person 2", "Person 3", label="Second")
    full = rows_of(story)
    story.close()
    with Database.open(path, write=True) as again:
        assert [(e.label, e.rows, e.undone) for e in again.history()] == [
            ("Second", 2, False),
            ("First", 1, False),
        ]
        assert again.undo().label == "Second"
    with Database.open(path, write=True) as again:
        assert [(e.label, e.undone) for e in again.history()] == [("Second", True), ("First", False)]
        assert again.undo().label == "First"
        assert not any(rows_of(again).values())
    with Database.open(path, write=True) as again:
        assert [again.redo().label, again.redo().label] == ["First", "Second"]
        assert rows_of(again) == full
        assert [entry.label for entry in again.history(limit=1)] == ["Second"]
        assert again.history()[0].at.endswith("+00:00")


def test_a_new_write_ends_the_way_forward(story: Database) -> None:
    add_people(story, "Person 1", label="First")
    story.undo()
    add_people(story, "Person 2", label="Second")
    with pytest.raises(NothingToDo):
        story.redo()
    assert [entry.label for entry in story.history()] == ["Second"]
    story.undo()
    assert story.redo().label == "Second"


def test_a_failed_write_keeps_the_way_forward(story: Database) -> None:
    add_people(story, "Person 1")
    story.undo()
    with pytest.raises(ZeroDivisionError), story.write("Fail") as writer:
        writer.insert(entities, [person(f"Person {1 / 0}")])
    assert story.redo().label == "Add"


# -- batches -------------------------------------------------------------------------------------------


def test_a_batch_is_undone_and_redone_as_one(story: Database) -> None:
    add_people(story, "Person 0", label="Before")
    before = rows_of(story)
    for n in range(3):
        add_people(story, f"Person {n + 1}", label=f"Import {n}", batch="b")
    full = rows_of(story)
    assert {entry.batch for entry in story.history()} == {None, "b"}
    undone = story.undo()
    assert (undone.label, undone.counts) == ("Import 2", {"entities": 3})
    assert rows_of(story) == before
    assert [entry.undone for entry in story.history()] == [True, True, True, False]
    assert story.redo().counts == {"entities": 3}
    assert rows_of(story) == full


def test_a_batch_is_undone_from_its_end(story: Database) -> None:
    (one,) = add_people(story, "Person 1", label="Import 1", batch="b")
    with story.write("Import 2", batch="b") as writer:
        writer.insert(names, [{"entity_id": one, "text": "Alias", "kind": "alias"}])
        writer.update(entities, one, name="Person 1 b")
    full = rows_of(story)
    story.undo()
    assert not any(rows_of(story).values())
    story.redo()
    assert rows_of(story) == full


def test_actions_between_those_of_a_batch_stay_in_force(story: Database) -> None:
    add_people(story, "Person 1", label="Import 1", batch="b")
    add_people(story, "Person 2", label="Between")
    between = rows_of(story)
    add_people(story, "Person 3", label="Import 2", batch="b")
    full = rows_of(story)
    story.undo()
    assert [row[3] for row in rows_of(story)["entities"]] == ["Person 2"]
    story.undo()
    assert rows_of(story)["entities"] == []
    assert story.redo().label == "Between"
    assert story.redo().label == "Import 2"
    assert rows_of(story) == full != between
