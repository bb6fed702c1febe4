"""Any sequence of writes, undo, redo and restarts: each state comes back, with all that is derived."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy import Table, select

from qwenbrowser.domain.records import FactKind, LinkKind, Mode, Part, State
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store import derived
from qwenbrowser.store.database import Database
from qwenbrowser.store.journal import Writer
from qwenbrowser.store.tables import (
    JOURNALLED,
    citations,
    entities,
    entity_counts,
    facts,
    links,
    names,
    participations,
    sources,
)

Rows = dict[str, list[tuple[Any, ...]]]

_SEARCH = ("search_facts", "search_entities", "search_sources")
_TEXTS = st.sampled_from(["Words", "“Ärger”", "通义千问", "C++ 😀", ""])
_SOURCE = {
    "document_uid": "d",
    "kind": "note",
    "text_kind": "capture",
    "title": "A source",
    "published_lo": 0,
    "published_hi": 1,
    "text": "Words",
    "text_sha256": "",
}


def derived_rows(conn: Any) -> Rows:
    found: Rows = {"counts": [tuple(row) for row in conn.execute(select(entity_counts))]}
    for name in _SEARCH:
        found[name] = [
            tuple(row) for row in conn.exec_driver_sql(f"SELECT rowid, * FROM {name} ORDER BY rowid")
        ]
    return found


def all_rows(database: Database) -> Rows:
    with database.read() as conn:
        recorded = {
            t.name: [tuple(row) for row in conn.execute(select(t).order_by(t.c.id))] for t in JOURNALLED
        }
        return recorded | derived_rows(conn)


class Act:
    """One action of a few random steps on whatever rows there are."""

    def __init__(self, writer: Writer, draw: st.DataObject) -> None:
        self.writer = writer
        self.draw = draw

    def step(self) -> None:
        steps = (self.entity, self.fact, self.fact, self.cite, self.link, self.change, self.remove)
        self.draw.draw(st.sampled_from(steps), label="step")()

    def entity(self) -> None:
        name = self.draw.draw(_TEXTS)
        (entity,) = self.writer.insert(entities, [{"uid": new_uid(), "kind": "person", "name": name}])
        row = {"entity_id": entity, "text": name, "kind": "primary", "search_keys": name}
        self.writer.insert(names, [row])

    def fact(self) -> None:
        rows = [
            {
                "uid": new_uid(),
                "kind": self._one(FactKind),
                "mode": self._one([None, *Mode]),
                "text": self.draw.draw(_TEXTS),
                "when_lo": 0,
                "when_hi": 1,
            }
            for _ in range(self.draw.draw(st.integers(1, 3)))
        ]
        people = [*self._ids(entities), None]
        for fact in self.writer.insert(facts, rows):
            parts = self.draw.draw(
                st.lists(st.tuples(st.sampled_from(people), st.sampled_from(list(Part))), max_size=3)
            )
            rows = [{"fact_id": fact, "entity_id": who, "role": role} for who, role in parts]
            self.writer.insert(participations, rows)

    def cite(self) -> None:
        if fact := self._some(facts):
            known = self._ids(sources) or self.writer.insert(sources, [{"uid": new_uid(), **_SOURCE}])
            span = {"start_at": 0, "end_at": 1, "exact": "W", "verbatim": False}
            self.writer.insert(citations, [{"fact_id": fact, "source_id": self._one(known), **span}])

    def link(self) -> None:
        first, second = self._some(facts), self._some(facts)
        kind = self._one(LinkKind)
        taken = {tuple(row[1:4]) for row in self.writer.conn.execute(select(links))}
        if first and second and first != second and (first, second, kind.value) not in taken:
            self.writer.insert(links, [{"from_fact": first, "to_fact": second, "kind": kind}])

    def change(self) -> None:
        table = self._one([facts, participations, links, entities])
        if row := self._some(table):
            values: dict[str, Any] = {"state": self._one(State)}
            if table is facts:
                values |= {"kind": self._one(FactKind), "title": self.draw.draw(_TEXTS)}
            if table is participations:
                values |= {"entity_id": self._some(entities), "role": self._one(Part)}
            self.writer.update(table, row, **values)

    def remove(self) -> None:
        """A link or a part; or a fact with all that refers to it."""
        table = self._one([links, participations, facts])
        if (row := self._some(table)) is None:
            return
        if table is facts:
            for child in (links, citations, participations):
                refers = [c == row for c in child.c if any(k.column.table is facts for k in c.foreign_keys)]
                for condition in refers:
                    self.writer.delete(child, *self.writer.conn.scalars(select(child.c.id).where(condition)))
        self.writer.delete(table, row)

    def _ids(self, table: Table) -> list[int]:
        return list(self.writer.conn.scalars(select(table.c.id).order_by(table.c.id)))

    def _some(self, table: Table) -> int | None:
        ids = self._ids(table)
        return self._one(ids) if ids else None

    def _one(self, values: Any) -> Any:
        return self.draw.draw(st.sampled_from(list(values)))


class _RollBack(Exception):
    """Ends a write that was only to look."""


class AnySequence(RuleBasedStateMachine):
    """`past` and `future` hold what the story was before each action in force and after each taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "story.qwb")
        self.story = Database.create(self.path, uid=new_uid(), title="A story")
        self.past: list[Rows] = []
        self.now = all_rows(self.story)
        self.future: list[Rows] = []

    def teardown(self) -> None:
        self._compare_with_a_rebuild()
        self.story.close()
        self.folder.cleanup()

    @rule(data=st.data(), steps=st.integers(1, 6))
    def act(self, data: st.DataObject, steps: int) -> None:
        with self.story.write("Act") as writer:
            action = Act(writer, data)
            for _ in range(steps):
                action.step()
        if writer.changes():
            self.past.append(self.now)
            self.future.clear()
        self.now = all_rows(self.story)

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.story.undo()
        self.future.append(self.now)
        self.now = self.past.pop()
        assert all_rows(self.story) == self.now

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.story.redo()
        self.past.append(self.now)
        self.now = self.future.pop()
        assert all_rows(self.story) == self.now

    @rule()
    def restart(self) -> None:
        self.story.close()
        self.story = Database.open(self.path, write=True)
        assert all_rows(self.story) == self.now

    def _compare_with_a_rebuild(self) -> None:
        with suppress(_RollBack), self.story.write("Look") as writer:
            derived.rebuild(writer.conn)
            rebuilt = derived_rows(writer.conn)
            raise _RollBack
        assert rebuilt == {name: self.now[name] for name in rebuilt}


AnySequence.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestAnySequence = AnySequence.TestCase
