"""A small story written row by row, for the tests of the reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, create_engine, insert, select

from qwenbrowser.domain import dates, uids
from qwenbrowser.domain.names import search_keys
from qwenbrowser.store import derived, tables
from qwenbrowser.store.database import Database
from qwenbrowser.store.journal import Writer


class Draft:
    """Writes rows with the defaults that a test does not care for; each method gives the new id."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.uid = uids.new_uid()
        row = {"id": 1, "uid": self.uid, "title": "A story", "format": 1, "min_program_version": "0.1"}
        conn.execute(insert(tables.meta).values(row))

    def entity(self, name: str, kind: str = "person", *names: tuple[str, str], **values: Any) -> int:
        """An entity with its primary name and more names (text, kind)."""
        entity = self._add(tables.entities, uid=uids.new_uid(), kind=kind, name=name, **values)
        for position, (text, name_kind) in enumerate([(name, "primary"), *names]):
            self.name(entity, text, name_kind, position=position)
        return entity

    def name(self, entity: int, text: str, kind: str = "alias", **values: Any) -> int:
        keys = search_keys(text)
        return self._add(tables.names, entity_id=entity, text=text, kind=kind, search_keys=keys, **values)

    def source(self, text: str = "Words.", published: str | None = None, **values: Any) -> int:
        row = {
            "uid": uids.new_uid(),
            "document_uid": uids.new_uid(),
            "kind": "article",
            "text_kind": "capture",
            "title": "A source",
            "text": text,
            "text_sha256": sha256(text.encode()).hexdigest(),
            **self._date("published", published),
        }
        return self._add(tables.sources, **row | values)

    def fact(
        self,
        kind: str,
        text: str = "Words.",
        when: str | None = None,
        *parts: tuple[str, int | None],
        **values: Any,
    ) -> int:
        """A fact with parts (role, entity); `refs` is a list."""
        refs = json.dumps(values.pop("refs", []))
        fact = self._add(
            tables.facts,
            uid=uids.new_uid(),
            kind=kind,
            text=text,
            refs=refs,
            **self._date("when", when),
            **values,
        )
        for position, (role, entity) in enumerate(parts):
            self.part(fact, role, entity, position=position)
        return fact

    def part(self, fact: int, role: str, entity: int | None, **values: Any) -> int:
        return self._add(tables.participations, fact_id=fact, role=role, entity_id=entity, **values)

    def cite(self, fact: int, source: int, start: int = 0, end: int = 1, **values: Any) -> int:
        row = {"fact_id": fact, "source_id": source, "start_at": start, "end_at": end}
        return self._add(tables.citations, **{"exact": "W", "verbatim": False} | row | values)

    def link(self, from_fact: int, to_fact: int, kind: str, **values: Any) -> int:
        return self._add(tables.links, from_fact=from_fact, to_fact=to_fact, kind=kind, **values)

    def indexed(self) -> Connection:
        """The connection, once search index and counts agree with the rows."""
        derived.rebuild(self.conn)
        return self.conn

    def _add(self, table: Table, **values: Any) -> int:
        return self.conn.execute(insert(table).values(values)).inserted_primary_key[0]

    @staticmethod
    def _date(prefix: str, edtf: str | None) -> dict[str, Any]:
        date = dates.parse(edtf)
        return {f"{prefix}_edtf": edtf, f"{prefix}_lo": date.sort_lo, f"{prefix}_hi": date.sort_hi}


@pytest.fixture
def draft() -> Iterator[Draft]:
    engine = create_engine("sqlite://")
    with engine.begin() as conn:
        tables.metadata.create_all(conn)
        yield Draft(conn)
    engine.dispose()


def _record(database: Database, words: str = "Words of a source.", facts: int = 1) -> list[str]:
    """One action: a source whose first word is cited by `facts` new facts; their uids."""
    exact, uid_list = words.split()[0], [uids.new_uid() for _ in range(facts)]
    with database.write(f"Record {words}") as writer:
        source = {
            "uid": uids.new_uid(),
            "document_uid": uids.new_uid(),
            "kind": "article",
            "title": words[:40],
        }
        text = {"text_kind": "capture", "text": words, "text_sha256": sha256(words.encode()).hexdigest()}
        (source_id,) = writer.insert(tables.sources, [source | text | Draft._date("published", None)])
        when = Draft._date("when", "2026-03-04")
        fact_rows = [{"uid": uid, "kind": "event", "text": f"{words} {uid}"} | when for uid in uid_list]
        cited = {
            "source_id": source_id,
            "start_at": 0,
            "end_at": len(exact),
            "exact": exact,
            "verbatim": True,
        }
        ids = writer.insert(tables.facts, fact_rows)
        writer.insert(tables.citations, [cited | {"fact_id": fact_id} for fact_id in ids])
    return uid_list


@pytest.fixture
def record() -> Callable[..., list[str]]:
    """Writes a source and facts that cite it into an open story, as one action; gives the facts' uids."""
    return _record


@pytest.fixture(scope="session")
def _story_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "a story.qwb"
    with Database.create(path, uid=uids.new_uid(), title="A story") as database:
        for words in ("First words.", "Second words, longer ones.", "千问 third."):
            _record(database, words, facts=100)
    return path


@pytest.fixture
def story_file(_story_once: Path, tmp_path: Path) -> Path:
    """A story of 3 sources and 300 facts on several pages, closed in order, with its lock file."""
    return Path(shutil.copytree(_story_once.parent, tmp_path / "story"), _story_once.name)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Database]:
    """A story without anything, open for writing."""
    with Database.create(tmp_path / "story.qwb", uid=uids.new_uid(), title="A story") as database:
        yield database


@pytest.fixture
def add() -> Callable[..., list[int]]:
    """Writes persons of the names that it is given; their ids."""

    def add(writer: Writer, *names: str) -> list[int]:
        rows = [{"uid": uids.new_uid(), "kind": "person", "name": name} for name in names]
        return writer.insert(tables.entities, rows)

    return add


@pytest.fixture
def people() -> Callable[[Database], list[str]]:
    """The names of all entities, in the order in which they were written."""

    def people(database: Database) -> list[str]:
        with database.read() as conn:
            return list(conn.scalars(select(tables.entities.c.name).order_by(tables.entities.c.id)))

    return people


@pytest.fixture
def pragma() -> Callable[[Connection, str], Any]:
    """What SQLite says of a connection."""
    return lambda conn, name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
