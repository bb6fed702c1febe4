"""A database that holds what no version of the program makes is refused, and the thing is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qwenbrowser.domain.errors import StoryHostile
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import objects

HOSTILE = {
    "trigger": ("CREATE TRIGGER leak AFTER INSERT ON facts BEGIN DELETE FROM sources; END", "trigger “leak”"),
    "trigger with a known name": (
        "CREATE TRIGGER ix_names_text AFTER UPDATE ON meta BEGIN DELETE FROM facts; END",
        "trigger “ix_names_text”",
    ),
    "view": ("CREATE VIEW people AS SELECT * FROM entities", "view “people”"),
    "view in the place of a table": (
        ("DROP TABLE tags", "CREATE VIEW tags AS SELECT randomblob(1000000000)"),
        "view “tags”",
    ),
    "table": ("CREATE TABLE payload (x)", "table “payload”"),
    "index": ("CREATE INDEX extra ON facts (text)", "index “extra”"),
    "known index on another table": (
        ("DROP INDEX ix_names_text", "CREATE INDEX ix_names_text ON facts (text)"),
        "index “ix_names_text”",
    ),
    "index on an expression": (
        ("DROP INDEX ix_names_text", "CREATE INDEX ix_names_text ON names (upper(text))"),
        "index on an expression “ix_names_text”",
    ),
    "virtual table": ("CREATE VIRTUAL TABLE found USING fts5(x)", "virtual table “found”"),
    "virtual table with a known name": (
        (
            "DROP TABLE search_facts",
            "CREATE VIRTUAL TABLE search_facts USING fts5(title, body, content='meta')",
        ),
        "virtual table “search_facts”",
    ),
    "generated column": (
        "ALTER TABLE meta ADD COLUMN more TEXT AS (hex(title)) VIRTUAL",
        "generated column “meta.more”",
    ),
    "version in a view": (
        ("DROP TABLE alembic_version", "CREATE VIEW alembic_version AS SELECT '0001' AS version_num"),
        "view “alembic_version”",
    ),
    "story in a view": (
        ("ALTER TABLE meta RENAME TO saved", "CREATE VIEW meta AS SELECT * FROM saved"),
        "“saved”",
    ),
}


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
@pytest.mark.parametrize(("statements", "named"), HOSTILE.values(), ids=HOSTILE)
def test_an_object_that_no_version_makes_is_refused_by_name(
    story_file: Path, statements: str | tuple[str, ...], named: str, write: bool
) -> None:
    alter(story_file, *([statements] if isinstance(statements, str) else statements))
    before = story_file.read_bytes()
    with pytest.raises(StoryHostile) as caught:
        Database.open(story_file, write=write)
    assert named in caught.value.problem
    assert caught.value.path == story_file
    assert story_file.read_bytes() == before


def test_the_name_is_shown_safely(story_file: Path) -> None:
    name = "gpj.\u202eexe\x00\n<img src=file:///etc/passwd>" + "x" * 5000
    alter(story_file, f'CREATE TABLE "{name.replace(chr(0), "")}" (x)')
    with pytest.raises(StoryHostile) as caught:
        Database.open(story_file)
    assert "gpj.\\u202eexe" in caught.value.problem
    assert caught.value.problem.isprintable()
    assert len(caught.value.problem) < 200


def test_names_of_any_kind_can_be_shown() -> None:
    assert objects.shown(None) == "“None”"
    assert objects.shown("千问") == "“千问”"
    assert objects.shown("\u2066a\ud800") == "“\\u2066a\\ud800”"


def test_hostile_objects_that_are_only_in_the_log_are_refused(story_file: Path) -> None:
    with closing(sqlite3.connect(story_file, isolation_level=None)) as connection:
        connection.execute("CREATE VIEW late AS SELECT 1")
        with pytest.raises(StoryHostile, match="view “late”"):
            Database.open(story_file)


def test_what_sqlite_itself_makes_is_expected(story_file: Path) -> None:
    alter(story_file, "ANALYZE")
    with Database.open(story_file, write=True) as database:
        assert database.notice is None
