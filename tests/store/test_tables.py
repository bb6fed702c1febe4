"""The tables refuse what the model does not know, and carry the keys and indexes that reads rely on."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Double,
    Integer,
    LargeBinary,
    Table,
    create_engine,
    delete,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from qwenbrowser.domain import records
from qwenbrowser.store import tables

ENUMS: dict[tuple[str, str], type[StrEnum]] = {
    ("sources", "kind"): records.SourceKind,
    ("sources", "text_kind"): records.TextKind,
    ("sources", "published_basis"): records.Basis,
    ("regions", "kind"): records.RegionKind,
    ("entities", "kind"): records.EntityKind,
    ("entities", "state"): records.State,
    ("names", "kind"): records.NameKind,
    ("names", "state"): records.State,
    ("facts", "kind"): records.FactKind,
    ("facts", "when_basis"): records.Basis,
    ("facts", "certainty"): records.Certainty,
    ("facts", "state"): records.State,
    ("facts", "mode"): records.Mode,
    ("participations", "role"): records.Part,
    ("participations", "state"): records.State,
    ("citations", "stance"): records.Stance,
    ("links", "kind"): records.LinkKind,
    ("links", "state"): records.State,
    ("journal", "state"): tables.EntryState,
}


@pytest.fixture
def conn() -> Iterator[Connection]:
    """All tables in memory, references not enforced: one row can stand alone."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        tables.metadata.create_all(connection)
        yield connection
    engine.dispose()


def row_of(table: Table, **values: Any) -> dict[str, Any]:
    """A row that the table takes, by the types and enumerations of its columns."""
    row: dict[str, Any] = {}
    for column in table.c:
        enum = ENUMS.get((table.name, column.name))
        if column.name == "id" or column.nullable or column.server_default is not None:
            continue
        if enum is not None:
            row[column.name] = next(iter(enum)).value
        elif isinstance(column.type, Boolean):
            row[column.name] = True
        elif isinstance(column.type, LargeBinary):
            row[column.name] = b"bytes"
        elif isinstance(column.type, BigInteger | Integer | Double):
            row[column.name] = 2 if column.name in ("to_fact", "end_at") else 1
        else:
            row[column.name] = "ok" if column.name == "status" else f"some {column.name}"
    if table is tables.meta:
        row["id"] = 1
    return row | values


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_plain_row_is_taken_and_what_is_left_out_gets_its_default(conn: Connection, table: Table) -> None:
    conn.execute(insert(table).values(row_of(table)))
    stored = conn.execute(select(table)).one()._mapping
    for column in table.c:
        default = None if column.server_default is None else column.server_default.arg  # type: ignore[attr-defined]
        if default is not None:
            assert str(stored[column.name]) == default


@pytest.mark.parametrize(("place", "enum"), ENUMS.items(), ids=[".".join(place) for place in ENUMS])
def test_enumerations(conn: Connection, place: tuple[str, str], enum: type[StrEnum]) -> None:
    table, column = tables.metadata.tables[place[0]], place[1]
    for value in enum:
        conn.execute(insert(table).values(row_of(table, **{column: value})))
        conn.execute(delete(table))
    with pytest.raises(IntegrityError, match=f"ck_{table.name}_{column}"):
        conn.execute(insert(table).values(row_of(table, **{column: "unheard of"})))


def test_every_enumeration_of_the_tables_is_tested() -> None:
    checked = {
        (table.name, str(constraint.name).removeprefix(f"ck_{table.name}_"))
        for table in tables.metadata.tables.values()
        for constraint in table.constraints
        if " = '" in str(getattr(constraint, "sqltext", ""))
    }
    assert checked == ENUMS.keys() | {("sources", "status")}


@pytest.mark.parametrize(
    ("table", "values", "constraint"),
    [
        (tables.meta, {"id": 2}, "ck_meta_one_row"),
        (tables.sources, {"status": "lost"}, "ck_sources_status"),
        (tables.regions, {"start_at": -1}, "ck_regions_span"),
        (tables.citations, {"start_at": 5, "end_at": 5}, "ck_citations_span"),
        (tables.citations, {"verbatim": None}, "citations.verbatim"),
        (tables.facts, {"when_lo": None}, "facts.when_lo"),
        (tables.facts, {"when_hi": None}, "facts.when_hi"),
        (tables.facts, {"origin_confidence": 1.01}, "ck_facts_origin_confidence"),
        (tables.links, {"from_fact": 1, "to_fact": 1}, "ck_links_two_facts"),
        (tables.entities, {"id": 7, "merged_into": 7}, "ck_entities_merged_into"),
    ],
)
def test_what_cannot_be(conn: Connection, table: Table, values: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        conn.execute(insert(table).values(row_of(table, **values)))


@pytest.mark.parametrize(
    "table",
    [table for table in tables.metadata.sorted_tables if "uid" in table.c],
    ids=lambda table: table.name,
)
def test_a_uid_names_one_row(conn: Connection, table: Table) -> None:
    conn.execute(insert(table).values(row_of(table)))
    with pytest.raises(IntegrityError, match=r"UNIQUE|PRIMARY"):
        conn.execute(insert(table).values(row_of(table)))


@pytest.mark.parametrize("table", [*tables.JOURNALLED, tables.journal], ids=lambda table: table.name)
def test_an_id_is_never_given_out_twice(conn: Connection, table: Table) -> None:
    (first,) = conn.execute(insert(table).values(row_of(table))).inserted_primary_key
    conn.execute(delete(table))
    (second,) = conn.execute(insert(table).values(row_of(table))).inserted_primary_key
    assert second > first


def test_every_reference_is_indexed() -> None:
    """Without an index, deleting a row looks through all rows that could refer to it."""
    for table in tables.metadata.tables.values():
        leading = {next(iter(index.columns)).name for index in table.indexes}
        leading |= {
            next(iter(constraint.columns)).name
            for constraint in table.constraints
            if type(constraint).__name__ in ("PrimaryKeyConstraint", "UniqueConstraint")
        }
        for key in table.foreign_keys:
            assert key.parent.name in leading, f"{table.name}.{key.parent.name}"


def test_nothing_but_derived_rows_goes_by_cascade() -> None:
    cascading = {
        table.name
        for table in tables.metadata.tables.values()
        for key in table.foreign_keys
        if key.ondelete is not None
    }
    assert cascading == {"entity_counts"}


def test_parents_come_before_children_in_the_journal() -> None:
    order = [table.name for table in tables.JOURNALLED]
    for table in tables.JOURNALLED:
        for key in table.foreign_keys:
            parent = key.column.table
            assert parent is table or order.index(parent.name) < order.index(table.name)
