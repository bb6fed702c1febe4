"""The first migration makes what a new story has; every later one keeps all rows, or leaves the old story."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from qwenbrowser.domain.errors import StoryLocked, StoryNewer, StoryUnusable
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store import migrations
from qwenbrowser.store.database import Database
from qwenbrowser.store.migrations import run
from qwenbrowser.store.migrations.versions import v0001
from qwenbrowser.store.sqlite import dialect, raw
from qwenbrowser.store.tables import entities, facts, links, metadata, names, participations

UID = "01890a5d-ac96-774b-bcce-b302099a8057"
NEXT = "0002"
Upgrade = Callable[[Operations], None]
Rows = dict[str, list[tuple[Any, ...]]]


def test_the_first_version_makes_what_a_new_story_has(tmp_path: Path) -> None:
    with (
        Database.create(tmp_path / "created.qwb", uid=UID, title="A story") as database,
        database.read() as conn,
    ):
        created = dialect.schema(conn)
    engine = sa.create_engine("sqlite://")
    with engine.begin() as conn:
        v0001.upgrade(Operations(MigrationContext.configure(conn)))
        dialect.create_search(conn)
        migrations.stamp(conn)
        migrated = dialect.schema(conn)
    engine.dispose()
    assert migrated == created
    assert set(metadata.tables) < set(created)


def test_every_known_version_is_there() -> None:
    assert migrations.KNOWN[-1] == migrations.HEAD
    assert list(run.upgrades(migrations.KNOWN[0])) == list(migrations.KNOWN[1:])
    folder = Path(v0001.__file__).parent
    assert sorted(path.stem for path in folder.glob("v*.py")) == [
        f"v{version}" for version in migrations.KNOWN
    ]


# -- an artificial next version ------------------------------------------------------------------------


def rebuild(op: Operations) -> None:
    """Two tables rebuilt, both referred to by others: the hardest that SQLite asks for."""
    with op.batch_alter_table(
        "facts", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        batch.add_column(sa.Column("weight", sa.Integer, nullable=False, server_default="1"))
    with op.batch_alter_table(
        "entities", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        batch.alter_column("summary", type_=sa.String(10_000))


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[Upgrade], None]:
    """Lets the program know a version more, reached by the given step."""

    def know(upgrade: Upgrade) -> None:
        module = ModuleType(f"{migrations.__name__}.versions.v{NEXT}")
        module.upgrade = upgrade  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(migrations, "KNOWN", (*migrations.KNOWN, NEXT))
        monkeypatch.setattr(migrations, "HEAD", NEXT)

    return know


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A closed story of the present version, with rows that hang together and an action taken back."""
    path = tmp_path / "story.qwb"
    with Database.create(path, uid=UID, title="A story") as database:
        with database.write("Add") as writer:
            people = [{"uid": new_uid(), "kind": "person", "name": f"Person {n}"} for n in range(50)]
            ids = writer.insert(entities, people)
            writer.insert(names, [{"entity_id": id_, "text": "通义", "kind": "alias"} for id_ in ids])
            event = {"kind": "event", "text": "Words", "when_lo": 0, "when_hi": 1}
            made = writer.insert(facts, [{"uid": new_uid(), **event} for _ in ids])
            parts = zip(ids, made, strict=True)
            writer.insert(participations, [{"fact_id": f, "entity_id": e, "role": "actor"} for e, f in parts])
            writer.insert(links, [{"from_fact": made[0], "to_fact": made[1], "kind": "part_of"}])
        with database.write("Take back") as writer:
            writer.insert(entities, [{"uid": new_uid(), "kind": "person", "name": "Person 50"}])
        database.undo()
    return path


def rows_of(path: Path) -> Rows:
    """Every row of the file but its session's token, the version and the search index's own pages."""
    with raw.opened(path, raw.READ_ONLY) as connection:
        found = {}
        for name in metadata.tables:
            columns = [c.name for c in metadata.tables[name].c if c.name != "session"]
            quoted = ", ".join(f'"{column}"' for column in columns)
            found[name] = connection.execute(f"SELECT {quoted} FROM {name} ORDER BY 1").fetchall()
        for name in dialect.SEARCHED.values():
            found[name] = connection.execute(f"SELECT rowid, * FROM {name} ORDER BY 1").fetchall()
        return found


def version_of(path: Path) -> str:
    with raw.opened(path, raw.READ_ONLY) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(version)


def backups_of(path: Path) -> list[Path]:
    return sorted(path.with_name("story.backups").glob("*.qwb"))


def test_an_older_story_is_backed_up_then_migrated(
    old: Path, next_version: Callable[[Upgrade], None]
) -> None:
    before = rows_of(old)
    next_version(rebuild)
    with Database.open(old, write=True) as database:
        (backup,) = backups_of(old)
        assert backup.name in (database.notice or "")
        with database.read() as conn:
            assert conn.exec_driver_sql("SELECT DISTINCT weight FROM facts").scalars().all() == [1]
    assert (version_of(old), version_of(backup)) == (NEXT, "0001")
    assert rows_of(old) == rows_of(backup) == before
    assert len(before["participations"]) == 50


def test_a_migrated_story_goes_on_as_before(old: Path, next_version: Callable[[Upgrade], None]) -> None:
    next_version(rebuild)
    Database.open(old, write=True).close()
    with Database.open(old, write=True) as database:
        assert database.notice is None
        assert len(backups_of(old)) == 1
        assert database.redo().label == "Take back"
        database.undo()
        assert database.undo().counts["facts"] == 50
    assert rows_of(old)["entities"] == []


def test_no_id_is_given_out_again_after_a_rebuild(old: Path, next_version: Callable[[Upgrade], None]) -> None:
    next_version(rebuild)
    with Database.open(old, write=True) as database, database.write("Add") as writer:
        assert writer.insert(entities, [{"uid": new_uid(), "kind": "person", "name": "Person 51"}]) == [52]


def test_reading_an_older_story_migrates_it_first(old: Path, next_version: Callable[[Upgrade], None]) -> None:
    next_version(rebuild)
    with Database.open(old) as database:
        assert database.read_only
        assert backups_of(old)[0].name in (database.notice or "")
    assert version_of(old) == NEXT


def test_an_older_story_that_is_open_elsewhere(old: Path, next_version: Callable[[Upgrade], None]) -> None:
    with Database.open(old, write=True):
        next_version(rebuild)
        with pytest.raises(StoryLocked, match="process"):
            Database.open(old)
    assert version_of(old) == "0001"


def test_a_newer_story_is_refused(
    old: Path, next_version: Callable[[Upgrade], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version(rebuild)
    Database.open(old, write=True).close()
    monkeypatch.setattr(migrations, "KNOWN", ("0001",))
    with pytest.raises(StoryNewer):
        Database.open(old)


def test_triggers_of_a_rebuilt_table_are_put_back(old: Path) -> None:
    trigger = (
        "CREATE TRIGGER noted AFTER DELETE ON facts BEGIN DELETE FROM links WHERE from_fact = old.id; END"
    )
    with raw.opened(old) as connection:
        connection.execute(trigger)
    run.migrate(lambda: dialect.connect(raw.uri(old, "mode=rw")), {NEXT: rebuild})
    with raw.opened(old) as connection:
        found = connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
    assert found == [("noted", "facts", trigger)]


# -- when it does not work out -------------------------------------------------------------------------


def drop_a_row(op: Operations) -> None:
    rebuild(op)
    op.execute("DELETE FROM names WHERE id = 7")


def break_a_reference(op: Operations) -> None:
    rebuild(op)
    op.execute("UPDATE participations SET fact_id = 999 WHERE id = 7")


def drop_a_table(op: Operations) -> None:
    rebuild(op)
    op.drop_table("links")


def fail(op: Operations) -> None:
    rebuild(op)
    raise ZeroDivisionError("division")


@pytest.mark.parametrize(
    ("upgrade", "error", "words"),
    [
        (drop_a_row, StoryUnusable, "names"),
        (break_a_reference, StoryUnusable, "participations"),
        (drop_a_table, StoryUnusable, "links"),
        (fail, ZeroDivisionError, "division"),
    ],
)
def test_a_migration_that_fails_leaves_the_story_as_it_was(
    old: Path,
    next_version: Callable[[Upgrade], None],
    upgrade: Upgrade,
    error: type[Exception],
    words: str,
) -> None:
    before = rows_of(old)
    next_version(upgrade)
    for _ in range(2):  # the lock was given back
        with pytest.raises(error, match=words):
            Database.open(old, write=True)
    assert (version_of(old), rows_of(old)) == ("0001", before)


def killed(op: Operations) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_after_the_rebuild(op: Operations) -> None:
    rebuild(op)
    killed(op)


@pytest.fixture
def killed_at_the_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[Upgrade]:
    """Everything is done but the commit."""
    whole = run._migrate

    def migrate(*arguments: Any) -> None:
        whole(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(run, "_migrate", migrate)
    yield rebuild
    monkeypatch.undo()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be forked and killed")
@pytest.mark.parametrize("moment", [killed, killed_after_the_rebuild, "killed_at_the_end"])
def test_a_migration_that_is_killed_leaves_the_old_version(
    old: Path, next_version: Callable[[Upgrade], None], request: pytest.FixtureRequest, moment: Upgrade | str
) -> None:
    before = rows_of(old)
    upgrade = request.getfixturevalue(moment) if isinstance(moment, str) else moment
    next_version(upgrade)
    child = os.fork()
    if child == 0:
        try:
            Database.open(old, write=True)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    assert (version_of(old), rows_of(old)) == ("0001", before)
    (backup,) = backups_of(old)
    assert rows_of(backup) == before
