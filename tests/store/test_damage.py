"""Damage is detected before anything is believed; a rebuild saves what can be read and says what is lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from qwenbrowser.domain.errors import StoryDamaged, StoryHostile, StoryLocked, StoryNewer
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import beside, integrity, salvage
from qwenbrowser.store.sqlite.integrity import Trouble
from qwenbrowser.store.sqlite.salvage import Rebuilt
from qwenbrowser.store.tables import metadata

Record = Callable[..., list[str]]
Hurt = Callable[[bytearray, random.Random, int], None]

PAGE = 4096
KEPT = [name for name in metadata.tables if name not in ("meta", "entity_counts", "journal")]


def zero(data: bytearray, _: random.Random, page: int) -> None:
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def garbage(data: bytearray, chance: random.Random, page: int) -> None:
    data[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)


def swap(data: bytearray, chance: random.Random, page: int) -> None:
    other = chance.randrange(len(data) // PAGE)
    first, second = slice(page * PAGE, (page + 1) * PAGE), slice(other * PAGE, (other + 1) * PAGE)
    data[first], data[second] = data[second], data[first]


def flip(data: bytearray, chance: random.Random, page: int) -> None:
    for _ in range(8):
        data[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)


def torn(data: bytearray, _: random.Random, page: int) -> None:
    """The second half of a page was never written."""
    data[page * PAGE + PAGE // 2 : (page + 1) * PAGE] = bytes(PAGE // 2)


def hurt(story: Path, how: Hurt, page: int, seed: int = 0) -> None:
    data = bytearray(story.read_bytes())
    how(data, random.Random(f"{seed} {page}"), page)
    story.write_bytes(data)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a story says, as plain rows."""
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in KEPT}


def page_count(path: Path) -> int:
    return path.stat().st_size // PAGE


def root_page(path: Path, table: str) -> int:
    """The root page of a table, from 0."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        return int(connection.execute(query, (table,)).fetchone()[0]) - 1


@pytest.mark.parametrize("how", [zero, garbage, swap, torn], ids=lambda how: how.__name__)
def test_damage_to_any_page_is_detected_or_did_no_harm(story_file: Path, how: Hurt) -> None:
    """Opened or not, nothing else than the story as it was is ever shown, and no other error comes up."""
    sound, before = story_file.read_bytes(), rows(story_file)
    refused: list[StoryDamaged] = []
    for page in range(0, page_count(story_file), 2):
        story_file.write_bytes(sound)
        hurt(story_file, how, page)
        try:
            with Database.open(story_file) as database:
                problems = integrity.check(database)
        except StoryDamaged as error:
            refused.append(error)
        else:
            assert problems or rows(story_file) == before, f"page {page}"
    assert len(refused) > page_count(story_file) // 6
    assert {error.path for error in refused} == {story_file}
    assert all("backup" in error.next_step for error in refused)


def test_flipped_bits_never_end_in_a_fault_of_the_program(story_file: Path) -> None:
    sound = story_file.read_bytes()
    for seed in range(60):
        story_file.write_bytes(sound)
        hurt(story_file, flip, seed % page_count(story_file), seed)
        with (
            suppress(StoryDamaged, StoryHostile, StoryNewer),
            Database.open(story_file, write=seed % 2 == 0) as database,
        ):
            integrity.check(database)


def test_damage_that_comes_up_later_is_named(story_file: Path) -> None:
    with Database.open(story_file) as database:
        hurt(story_file, garbage, root_page(story_file, "facts"))
        with pytest.raises(StoryDamaged) as caught, database.read() as conn:
            conn.exec_driver_sql("SELECT * FROM facts").all()
    assert caught.value.path == story_file


def schema_is_readable(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        try:
            connection.execute("SELECT * FROM sqlite_schema").fetchall()
        except sqlite3.DatabaseError:
            return False
    return True


def rebuilt(story: Path) -> Rebuilt:
    done = salvage.rebuild(story)
    with Database.open(story, write=True) as database:
        assert {problem.kind for problem in integrity.check(database)} <= {Trouble.TEXT, Trouble.CITATION}
    return done


def test_a_rebuild_of_a_sound_story_changes_nothing(story_file: Path) -> None:
    before = rows(story_file)
    with Database.open(story_file) as database:
        info = database.info
    done = rebuilt(story_file)
    assert done.lost == 0
    assert rows(story_file) == before
    with Database.open(story_file) as database:
        assert database.info == info
        assert len(database.history()) == 3


@pytest.mark.parametrize("how", [zero, garbage, torn], ids=lambda how: how.__name__)
def test_a_rebuild_keeps_all_but_the_rows_of_the_damaged_pages(story_file: Path, how: Hurt) -> None:
    sound, before = story_file.read_bytes(), rows(story_file)
    for page in range(1, page_count(story_file), 9):
        story_file.write_bytes(sound)
        hurt(story_file, how, page)
        damaged = story_file.read_bytes()
        if not schema_is_readable(story_file):
            with pytest.raises(StoryDamaged):
                salvage.rebuild(story_file)
            assert story_file.read_bytes() == damaged
            continue
        done = rebuilt(story_file)
        assert done.kept is not None
        assert done.kept.read_bytes() == damaged
        after = rows(story_file)
        for table in done.tables:
            if table.table in KEPT:
                kept = after[table.table]
                assert len(kept) == table.kept
                assert set(kept) <= set(before[table.table])
                assert table.kept + table.lost == len(before[table.table]), (page, table)


def test_a_rebuild_says_what_is_lost_by_table(story_file: Path) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        last = connection.execute("SELECT max(id) FROM facts").fetchone()[0]
    leaf = find_leaf(story_file, "facts", last)
    hurt(story_file, zero, leaf)
    with pytest.raises(StoryDamaged):
        Database.open(story_file)
    lost = {table.table: table.lost for table in rebuilt(story_file).tables}
    assert 0 < lost["facts"] < 100
    assert lost["citations"] == lost["facts"]  # a citation of nothing is not kept
    assert lost["sources"] == 0


def find_leaf(path: Path, table: str, row_id: int) -> int:
    """The page, from 0, that holds a row: its uid stands nowhere else but in the index of uids."""
    with closing(sqlite3.connect(path)) as connection:
        uid, text = connection.execute(f"SELECT uid, text FROM {table} WHERE id = ?", (row_id,)).fetchone()
    data = path.read_bytes()
    row = data.index(uid.encode() + b"event[]" + text.encode())
    return row // PAGE


def test_without_any_index_rows_before_between_and_behind_the_damage_are_found(story_file: Path) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        indexes = connection.execute("SELECT name FROM pragma_index_list('facts')").fetchall()
        ids = [id_ for (id_,) in connection.execute("SELECT id FROM facts ORDER BY id")]
    leaves = [find_leaf(story_file, "facts", id_) for id_ in ids]
    first, second = leaves[len(ids) // 3], leaves[2 * len(ids) // 3]
    for page in [first, second, *(root_page(story_file, name) for (name,) in indexes)]:
        hurt(story_file, zero, page)
    rebuilt(story_file)
    found = {row[0] for row in rows(story_file)["facts"]}
    assert found == {id_ for id_, leaf in zip(ids, leaves, strict=True) if leaf not in (first, second)}


@pytest.mark.parametrize("last", [False, True], ids=["first page", "last page"])
def test_without_any_index_the_rows_next_to_damage_at_an_end_are_found(story_file: Path, last: bool) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        indexes = connection.execute("SELECT name FROM pragma_index_list('facts')").fetchall()
        ids = [id_ for (id_,) in connection.execute("SELECT id FROM facts ORDER BY id")]
    leaves = [find_leaf(story_file, "facts", id_) for id_ in ids]
    lost = leaves[-1 if last else 0]
    for page in [lost, *(root_page(story_file, name) for (name,) in indexes)]:
        hurt(story_file, zero, page)
    rebuilt(story_file)
    found = {row[0] for row in rows(story_file)["facts"]}
    assert found == {id_ for id_, leaf in zip(ids, leaves, strict=True) if leaf != lost}


def test_ids_of_lost_rows_are_not_given_out_again(story_file: Path, record: Record) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        highest = connection.execute("SELECT max(id) FROM facts").fetchone()[0]
    hurt(story_file, zero, find_leaf(story_file, "facts", highest))
    rebuilt(story_file)
    with Database.open(story_file, write=True) as database:
        record(database)
    assert rows(story_file)["facts"][-1][0] == highest + 1


def test_a_rebuild_reads_what_is_only_in_the_log(story_file: Path, tmp_path: Path, record: Record) -> None:
    folder = tmp_path / "after a crash"
    with Database.open(story_file, write=True) as database:
        record(database, facts=20)
        shutil.copytree(story_file.parent, folder)
    path = folder / story_file.name
    hurt(path, zero, root_page(story_file, "search_facts_config"))
    done = rebuilt(path)
    assert {table.table: table.kept for table in done.tables}["facts"] == 320
    assert done.kept is not None
    assert beside.has_wal(done.kept)
    assert not beside.has_wal(path)


def test_a_story_that_has_lost_its_own_row_is_rebuilt_under_a_new_name(story_file: Path) -> None:
    for table in ("meta", "alembic_version"):
        hurt(story_file, zero, root_page(story_file, table))
    assert rebuilt(story_file).lost == 0
    with Database.open(story_file) as database:
        assert database.info.title == "Recovered story"


def test_a_rebuild_needs_the_lock(story_file: Path) -> None:
    with Database.open(story_file, write=True), pytest.raises(StoryLocked):
        salvage.rebuild(story_file)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("CREATE VIEW spy AS SELECT 1", StoryHostile),
        ("UPDATE alembic_version SET version_num = '0999'", StoryNewer),
    ],
    ids=["hostile", "newer"],
)
def test_what_is_refused_is_not_rebuilt(story_file: Path, statement: str, error: type[Exception]) -> None:
    with closing(sqlite3.connect(story_file)) as connection:
        connection.execute(statement)
        connection.commit()
    before = story_file.read_bytes()
    with pytest.raises(error):
        salvage.rebuild(story_file)
    assert story_file.read_bytes() == before


def test_without_its_list_of_tables_nothing_can_be_rebuilt(story_file: Path) -> None:
    hurt(story_file, zero, 0)
    before = story_file.read_bytes()
    with pytest.raises(StoryDamaged) as caught:
        salvage.rebuild(story_file)
    assert caught.value.path == story_file
    assert story_file.read_bytes() == before
    assert not list(story_file.parent.glob(".*"))
