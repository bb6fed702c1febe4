"""Rows as the driver gives them: the same as SQLAlchemy's, for any number of ids, compiled a few times."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Integer, bindparam, select

from qwenbrowser.domain.errors import StorageFailed
from qwenbrowser.domain.records import Part
from qwenbrowser.store import rows
from qwenbrowser.store.rows import IDS, by_value, tuples
from qwenbrowser.store.sqlite import dialect
from qwenbrowser.store.tables import facts

CHOSEN = (
    select(facts.c.id, facts.c.text)
    .where(facts.c.id.in_(IDS), facts.c.state == "accepted", facts.c.kind.in_(["event", "claim"]))
    .order_by(facts.c.id)
)
FIRST = select(facts.c.id).where(facts.c.kind == bindparam("kind")).order_by(facts.c.id).limit(
    bindparam("most", type_=Integer)
)  # fmt: skip


@pytest.mark.parametrize("number", [0, 1, 3, 4, 5, 17, 400])
def test_any_number_of_ids_gives_what_sqlalchemy_gives(draft, number: int) -> None:
    ids = [draft.fact("event" if n % 2 else "quote", f"Event {n}") for n in range(number)]
    expected = [tuple(row) for row in draft.conn.execute(CHOSEN, {"ids": ids})]
    assert tuples(draft.conn, CHOSEN, ids) == expected
    assert len(expected) == number // 2
    assert tuples(draft.conn, CHOSEN, [*reversed(ids), *ids]) == expected, "each once, in its own order"


def test_values_are_bound_by_name(draft) -> None:
    ids = [draft.fact("event") for _ in range(3)]
    draft.fact("quote")
    assert tuples(draft.conn, FIRST, kind="event", most=2) == [(one,) for one in ids[:2]]
    assert tuples(draft.conn, FIRST, kind="'; DROP TABLE facts", most=2) == []


def test_a_statement_is_compiled_for_a_few_lengths_only(draft) -> None:
    before = rows._compiled.cache_info().misses
    for number in range(2, 257):
        tuples(draft.conn, CHOSEN, list(range(number)))
    assert rows._compiled.cache_info().misses - before <= 4


def test_the_members_of_an_enumeration_by_value() -> None:
    found = by_value(Part)
    assert all(found[part.value] is part for part in Part)
    assert len(found) == len(Part)


def test_a_failure_of_the_disk_under_the_driver_is_an_error_of_the_user(tmp_path: Path) -> None:
    failure = sqlite3.OperationalError("disk I/O error")
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR
    with pytest.raises(StorageFailed), dialect.storage_errors(tmp_path / "story.qwb"):
        raise failure
    with pytest.raises(sqlite3.ProgrammingError), dialect.storage_errors(tmp_path / "story.qwb"):
        raise sqlite3.ProgrammingError("a fault of the program")


def test_an_array_of_ids_keeps_the_order_of_its_statement(draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_PIECE", 4)
    made = [draft.fact("event", when=f"2026-03-{day:02}") for day in range(28, 0, -1)]
    backwards = select(facts.c.id).order_by(facts.c.id.desc())
    assert list(rows.id_array(draft.conn, backwards)) == sorted(made, reverse=True)
    assert list(rows.id_array(draft.conn, backwards.order_by(None).order_by(facts.c.when_lo))) == made[::-1]
    assert list(rows.id_array(draft.conn, backwards.limit(1))) == [max(made)]
    assert list(rows.id_array(draft.conn, backwards.where(facts.c.id < 0))) == []
