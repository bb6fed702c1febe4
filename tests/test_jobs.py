"""Work off the main thread: in order, one at a time, results where they were asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from qwenbrowser.jobs import Jobs


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()
    jobs.deleteLater()


def never(error: Exception) -> None:
    raise AssertionError(error)


def test_work_runs_elsewhere_and_its_result_comes_here(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[Any] = []
    with qtbot.waitSignal(jobs.became_idle):
        jobs.write(
            threading.current_thread, lambda thread: seen.extend((thread, threading.current_thread())), never
        )
        assert seen == [], "the answer is queued, never given within the call"
    worker, here = seen
    assert here is threading.main_thread()
    assert worker is not here


def test_one_after_the_other_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[tuple[str, int]] = []
    gate = threading.Event()
    with qtbot.waitSignal(jobs.became_idle):
        for number in range(5):

            def work(number: int = number) -> int:
                gate.wait(10)
                order.append(("worked", number))
                return number

            jobs.write(work, lambda number: order.append(("done", number)), never)
        assert jobs.running == 5
        gate.set()
    assert [n for what, n in order if what == "worked"] == [0, 1, 2, 3, 4]
    assert [n for what, n in order if what == "done"] == [0, 1, 2, 3, 4]


def test_counts_what_is_under_way(jobs: Jobs, qtbot: QtBot) -> None:
    counts: list[int] = []
    jobs.running_changed.connect(counts.append)
    gate = threading.Event()
    with qtbot.waitSignal(jobs.became_idle):
        jobs.write(gate.wait, lambda _result: counts.append(-1), never)
        jobs.write(gate.wait, lambda _result: counts.append(-1), never)
        gate.set()
    assert counts == [1, 2, -1, 1, -1, 0], "a result is delivered before its job counts as over"


def test_a_failure_goes_to_failed_and_the_next_job_runs(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[object] = []
    failure = ValueError("no")

    def fail() -> None:
        raise failure

    with qtbot.waitSignal(jobs.became_idle):
        jobs.write(fail, lambda _result: seen.append("done"), seen.append)
        jobs.write(lambda: 1, seen.append, never)
    assert seen == [failure, 1]


def test_a_fault_in_the_receiver_leaves_the_count_right(jobs: Jobs, qtbot: QtBot) -> None:
    def broken(_result: object) -> None:
        raise RuntimeError("the receiver is broken")

    with qtbot.captureExceptions() as faults, qtbot.waitSignal(jobs.became_idle):
        jobs.write(lambda: 1, broken, never)
    assert [str(fault[1]) for fault in faults] == ["the receiver is broken"]
    assert jobs.running == 0


def test_close_waits_for_what_is_under_way(qapp: object) -> None:
    jobs = Jobs()
    ended: list[int] = []
    started = threading.Event()

    def work() -> None:
        started.set()
        ended.append(1)

    jobs.write(work, lambda _result: None, never)
    assert started.wait(10)
    jobs.close()
    assert ended == [1]
    with pytest.raises(RuntimeError):
        jobs.write(work, lambda _result: None, never)


def test_reads_run_beside_a_write_and_are_told_here(jobs: Jobs, qtbot: QtBot) -> None:
    gate, seen = threading.Event(), []
    counts: list[int] = []
    jobs.running_changed.connect(counts.append)
    jobs.write(lambda: gate.wait(10), lambda _: seen.append("written"), never)
    jobs.read("search", threading.current_thread, lambda thread: seen.append(thread.name), never)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith("reader")
    assert jobs.running == 1
    with qtbot.waitSignal(jobs.became_idle):
        gate.set()
    assert seen[1:] == ["written"]
    assert counts == [1, 0], "reads are not told as writing"


def test_reads_that_are_held_begin_later_and_count_as_running(jobs: Jobs, qtbot: QtBot) -> None:
    worked, told = threading.Event(), []
    jobs.hold_reads()
    jobs.read("search", worked.set, told.append, never)
    with qtbot.waitSignal(jobs.running_changed):
        jobs.write(lambda: 1, told.append, never)
    qtbot.waitUntil(lambda: told == [1])
    assert jobs.running == 1
    assert not worked.is_set()
    with qtbot.waitSignal(jobs.became_idle):
        jobs.begin_reads()
    assert worked.is_set()
    assert told == [1, None]


def test_close_lets_held_reads_go_undone(qapp: object) -> None:
    jobs, worked = Jobs(), []
    jobs.hold_reads()
    jobs.read("search", lambda: worked.append(1), lambda _result: None, never)
    jobs.close()
    assert worked == []


def test_a_newer_read_with_the_same_key_drops_the_older_answer(jobs: Jobs, qtbot: QtBot) -> None:
    gate, worked, told = threading.Event(), [], []

    def work(number: int) -> int:
        gate.wait(10)
        worked.append(number)
        return number

    for number in range(6):
        jobs.read("search", partial(work, number), told.append, never)
    jobs.read("other", lambda: "other", told.append, never)
    assert jobs.running == 7
    with qtbot.waitSignal(jobs.became_idle):
        gate.set()
    assert sorted(told, key=str) == [5, "other"]
    assert 5 in worked
    assert len(worked) <= 3, "those that waited do not run"
    assert jobs.running == 0


def test_a_read_that_fails_is_told_unless_it_is_old(jobs: Jobs, qtbot: QtBot) -> None:
    def fail(why: str) -> None:
        raise ValueError(why)

    errors: list[str] = []
    with qtbot.waitSignal(jobs.became_idle):
        jobs.read("search", partial(fail, "old"), never, lambda error: errors.append(str(error)))
        jobs.read("search", partial(fail, "new"), never, lambda error: errors.append(str(error)))
    assert errors == ["new"]
