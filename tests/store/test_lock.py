"""The writer's lock: one holder, named to everybody else, released by the system with its process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from qwenbrowser.domain.errors import StoryLocked
from qwenbrowser.store.database import Database
from qwenbrowser.store.lock import LockRecord, WriterLock, await_opened, lock_path, read_record

HOLDER = """
import sys
from pathlib import Path
from qwenbrowser.store.lock import WriterLock
lock = WriterLock.acquire(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "story.qwb"


def hold_elsewhere(story: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input is closed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(story)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def end(holder: subprocess.Popen[str]) -> None:
    holder.communicate()


def test_the_text_says_who_holds_it(story: Path) -> None:
    with WriterLock.acquire(story) as lock:
        data = json.loads(lock_path(story).read_text())
        assert (data["pid"], data["host"]) == (os.getpid(), socket.gethostname())
        assert data["since"] == lock.record.since
    assert lock_path(story).name == "story.qwb.lock"


def test_a_second_process_is_told_which_one_holds_it(story: Path) -> None:
    holder = hold_elsewhere(story)
    try:
        with pytest.raises(StoryLocked) as caught:
            WriterLock.acquire(story, patience=0)
    finally:
        end(holder)
    assert (
        caught.value.problem == f"The story is open in process {holder.pid} on host {socket.gethostname()}."
    )
    assert caught.value.path == story


def test_the_same_process_does_not_get_it_twice(story: Path) -> None:
    with WriterLock.acquire(story), pytest.raises(StoryLocked, match=f"process {os.getpid()}"):
        WriterLock.acquire(story, patience=0)


def test_killing_the_holder_releases_it_and_leaves_the_file(story: Path) -> None:
    holder = hold_elsewhere(story)
    holder.send_signal(signal.SIGKILL)
    end(holder)
    assert lock_path(story).exists()
    with WriterLock.acquire(story, patience=0) as lock:
        assert lock.record.pid == os.getpid()


def test_releasing_leaves_the_file_and_may_be_done_twice(story: Path) -> None:
    lock = WriterLock.acquire(story)
    lock.release()
    lock.release()
    assert lock_path(story).exists()
    WriterLock.acquire(story, patience=0).release()


def test_what_the_last_holder_left_is_kept(story: Path) -> None:
    with WriterLock.acquire(story) as lock:
        lock.save(tokens=("one", "two"), opened=True, clean=True)
    with WriterLock.acquire(story) as lock:
        assert lock.record.tokens == ("one", "two")
        assert lock.record.clean
        assert not lock.record.opened


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "\x00" * 40, '{"pid": "x", "tokens": 3}', '{"pid": 1e999}', "[" * 5000],
    ids=["empty", "torn", "list", "null", "zeros", "types", "infinity", "nested"],
)
def test_any_text_is_met(story: Path, text: str) -> None:
    lock_path(story).write_text(text)
    assert read_record(story) == LockRecord()
    with WriterLock.acquire(story, patience=0) as lock:
        assert lock.record.pid == os.getpid()


def test_what_a_longer_text_has_left_behind_does_not_matter(story: Path) -> None:
    lock_path(story).write_text('{"pid": 7, "host": "h"}\nken": "rest of a longer text"}')
    assert read_record(story).pid == 7


def test_a_lock_of_an_unknown_holder_is_still_met(story: Path) -> None:
    with WriterLock.acquire(story):
        lock_path(story).write_text("")
        with pytest.raises(StoryLocked, match="open in another process"):
            WriterLock.acquire(story, patience=0)


def test_a_reader_waits_until_the_holder_has_looked(story: Path) -> None:
    with WriterLock.acquire(story) as lock:
        with pytest.raises(StoryLocked):
            await_opened(story, patience=0)
        lock.save(opened=True)
        await_opened(story, patience=0)


def test_a_second_window_is_told_and_reading_needs_no_lock(story_file: Path) -> None:
    with Database.open(story_file, write=True):
        with pytest.raises(StoryLocked, match=rf"open in process {os.getpid()} on host"):
            Database.open(story_file, write=True)
        with Database.open(story_file) as reader:
            assert reader.info.title == "A story"
    with Database.open(story_file, write=True):
        pass
