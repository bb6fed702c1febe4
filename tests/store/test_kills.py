"""A process killed at any moment loses nothing that it had acknowledged and leaves nothing half done."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.operations import Operations

from qwenbrowser.domain.uids import new_uid
from qwenbrowser.store.database import Database
from qwenbrowser.store.migrations import run
from qwenbrowser.store.sqlite import backup, beside, dialect, integrity, raw, salvage

Record = Callable[..., list[str]]
Say = Callable[[str], object]

KILLS = 300
FACTS = 3
"""Facts that each action writes, all or none."""

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="without fork each start takes too long"),
    pytest.mark.slow,
]


def killed(work: Callable[[Say], object], after: float, *, at_work: bool = False) -> list[str]:
    """What a process says that runs `work` and is killed after so many seconds, if it is not done by then.

    They are counted from the start or, with `at_work`, from the first thing it says. The process is forked:
    everything is imported already, so that most of its life is spent at work. No connection may be open here.
    """
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(lambda line: os.write(sending, f"{line}\n".encode()))
        except BaseException as error:
            os.write(sending, f"failed {error!r}\n".encode())
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as stream:
        said = [stream.readline().strip()] if at_work else []
        time.sleep(after)  # not a wait for anything: the moment of the kill is to be any
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said += stream.read().splitlines()
    assert not [line for line in said if line.startswith("failed")], said
    return said


class Writing:
    """Writes and takes back, saying before each action what it is and after it that it is done."""

    def __init__(self, story: Path, record: Record, number: int) -> None:
        self.story = story
        self.record = record
        self.number = number
        self.chance = random.Random(number)

    def __call__(self, say: Say) -> None:
        while True:
            with Database.open(self.story, write=True) as database:
                for _ in range(self.chance.randrange(1, 8)):
                    self.act(database, say)

    def act(self, database: Database, say: Say) -> None:
        latest = database.history(1)
        if self.chance.random() < 0.2 and latest and not latest[0].undone:
            label = latest[0].label.removeprefix("Record ")
            say(f"remove {label}")
            database.undo()
        else:
            self.number += 1
            label = str(self.number) + " x" * self.chance.choice((1, 1, 1, 4000))
            say(f"add {self.number}")
            self.record(database, label, facts=FACTS)
        say("done")


def after(said: list[str], before: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The actions that were acknowledged, and the same with the one that was going on."""
    done = going = before
    for line in said:
        verb, _, label = line.partition(" ")
        number = label.split(" ")[0]
        if verb == "done":
            done = going
        elif verb == "add":
            going = done | {number}
        else:
            going = done - {number}
    return done, going


def actions(story: Path) -> frozenset[str]:
    """The actions that are in the story, each of them whole."""
    with Database.open(story) as database, database.read() as conn:
        sources = conn.exec_driver_sql(
            "SELECT sources.text, count(citations.id), count(DISTINCT facts.id) FROM sources"
            " LEFT JOIN citations ON citations.source_id = sources.id"
            " LEFT JOIN facts ON facts.id = citations.fact_id GROUP BY sources.id"
        ).all()
        facts = conn.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()
        entries = conn.exec_driver_sql("SELECT count(*) FROM journal WHERE state = 'done'").scalar_one()
    assert [counts for _, *counts in sources] == [[FACTS, FACTS]] * len(sources)
    assert (facts, entries) == (FACTS * len(sources), len(sources))
    return frozenset(text.split(" ")[0] for text, *_ in sources)


def sound(story: Path) -> None:
    with Database.open(story) as database:
        assert integrity.check(database) == []
        assert database.notice is None


def test_kills_while_writing_lose_nothing_acknowledged(tmp_path: Path, record: Record) -> None:
    chance = random.Random(2026)
    acknowledged = 0
    for number in range(KILLS):
        if number % 50 == 0:
            story, kept = tmp_path / f"story {number}.qwb", frozenset[str]()
            with Database.create(story, uid=new_uid(), title="A story") as database:
                record(database)  # here once, so that the forked processes have all that is made at first use
                database.undo()
        at_work = number % 4 > 0  # the others may be killed while they are opening the story
        said = killed(Writing(story, record, number * 1000), chance.uniform(0, 0.1), at_work=at_work)
        done, going = after(said, kept)
        kept = actions(story)
        assert kept in (done, going), f"kill {number}"
        acknowledged += said.count("done")
        if number % 25 == 24:
            sound(story)
    assert acknowledged > KILLS // 10
    assert not list(tmp_path.glob("*stale*"))


def test_kills_while_backing_up_leave_whole_backups_or_none(
    story_file: Path, tmp_path: Path, record: Record
) -> None:
    chance, folder = random.Random(1), tmp_path / "backups"
    folder.mkdir()

    def work(say: Say) -> None:
        for number in range(1000):
            made = folder / f"{os.getpid()}-{number}.qwb"
            backup.backup_file(story_file, made)
            say(made.name)

    acknowledged = set[str]()
    for _ in range(30):
        acknowledged.update(killed(work, chance.uniform(0, 0.2)))
    found = {path.name for path in folder.glob("*.qwb") if not path.name.startswith(".")}
    assert acknowledged
    assert acknowledged <= found
    for name in found:
        with raw.opened(folder / name, raw.ALONE) as connection:
            assert integrity.check_connection(connection, folder / name) == []
    sound(story_file)


def crashed(story: Path, folder: Path, record: Record) -> Path:
    """The story as a process leaves it that was killed after one more action, its log beside it."""
    with Database.open(story, write=True) as database:
        record(database)
        shutil.copytree(story.parent, folder)
    return folder / story.name


def count(story: Path) -> int:
    with Database.open(story) as database:
        assert integrity.check(database) == []
        with database.read() as conn:
            return conn.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()


def test_kills_while_restoring_leave_the_old_story_or_the_new(
    story_file: Path, tmp_path: Path, record: Record
) -> None:
    saved = backup.backup_file(story_file, tmp_path / "saved.qwb")
    template = crashed(story_file, tmp_path / "template", record).parent
    chance, seen = random.Random(3), set[int]()
    for number in range(40):
        story = shutil.copytree(template, tmp_path / f"try {number}") / story_file.name

        def work(say: Say, story: Path = story) -> None:
            backup.restore(story, saved)
            say("done")

        said = killed(work, chance.uniform(0, 0.12))
        facts = count(story)
        seen.add(facts)
        assert facts == 300 if said else facts in (300, 301)
        if facts == 300:
            (kept,) = (path for path in story.parent.glob("*.damaged-*") if path.name[-1] == "Z")
            assert kept.read_bytes() == (template / story.name).read_bytes()
            log = beside.wal_path(kept)
            log = log if log.exists() else next(story.parent.glob("*-wal.stale-*"))
            assert log.read_bytes() == beside.wal_path(template / story.name).read_bytes()
    assert seen == {300, 301}


def test_kills_while_rebuilding_lose_nothing(
    story_file: Path, tmp_path: Path, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # a killed process leaves its private copy
    template = crashed(story_file, tmp_path / "template", record).parent
    chance, finished = random.Random(4), 0
    for number in range(25):
        story = shutil.copytree(template, tmp_path / f"try {number}") / story_file.name

        def work(say: Say, story: Path = story) -> None:
            salvage.rebuild(story)
            say("done")

        finished += len(killed(work, chance.uniform(0, 0.6)))
        assert count(story) == 301
    assert 0 < finished < 25


def upgrade(op: Operations) -> None:
    """A next version of the schema that rebuilds the largest table."""
    with op.batch_alter_table("facts") as batch:
        batch.add_column(sa.Column("weight", sa.Integer, server_default="1", nullable=False))


def test_kills_while_migrating_leave_the_old_version_or_the_new(story_file: Path, tmp_path: Path) -> None:
    chance, seen = random.Random(5), set[str]()
    steps = {"0002": upgrade}

    for number in range(25):
        story = shutil.copytree(story_file.parent, tmp_path / f"try {number}") / story_file.name

        def work(say: Say, story: Path = story) -> None:
            run.migrate(lambda: dialect.connect(raw.uri(story, raw.READ_WRITE)), steps)
            say("done")

        said = killed(work, chance.uniform(0, 0.25))
        with closing(sqlite3.connect(story)) as connection:
            (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            columns = {row[1] for row in connection.execute("PRAGMA table_info(facts)")}
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("SELECT count(*) FROM facts").fetchone() == (300,)
            assert connection.execute("SELECT count(*) FROM citations").fetchone() == (300,)
        assert (version == "0002") == ("weight" in columns)
        assert version == "0002" or not said
        if version == "0001":
            sound(story)
        seen.add(version)
    assert seen == {"0001", "0002"}
