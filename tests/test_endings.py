"""However a run ends, the next one knows: in order, by a signal, by a crash of the interpreter, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qwenbrowser.endings import Running
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite.integrity import check

PROGRAM = Path(__file__).with_name("program_that_ends.py")
SAFE = "Your story is safe"


@pytest.fixture
def start(tmp_path: Path, shipped: Path) -> Callable[[str], subprocess.Popen[str]]:
    """Starts the whole program in a home of its own; to it happens what `how` says."""

    def start(how: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "QWENBROWSER_HOME": str(tmp_path / "home")}
        command = [sys.executable, str(PROGRAM), str(shipped), how]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, env=environment, text=True, **pipes)

    return start


def log(tmp_path: Path) -> str:
    return (tmp_path / "home" / "log" / "qwenbrowser.log").read_text()


def left(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "home" / "log").glob("running-*"))


def test_a_crash_is_told_at_the_next_start(
    start: Callable[[str], subprocess.Popen[str]], tmp_path: Path, shipped: Path
) -> None:
    crashed = start("crash")
    crashed.communicate(timeout=60)
    assert crashed.returncode == -signal.SIGSEGV
    assert len(left(tmp_path)) == 1
    out, _errors = start("look").communicate(timeout=60)
    ((title, text, detail),) = json.loads(out)
    assert title == "The program did not end as usual"
    assert SAFE in text
    assert "Segmentation fault" in detail
    assert str(tmp_path / "home" / "log" / "qwenbrowser.log") in detail
    assert "program_that_ends.py" in log(tmp_path), "the lines that the interpreter was in"
    assert not left(tmp_path)
    with Database.open(shipped) as database:
        assert check(database) == []


@pytest.mark.parametrize("how", ["slot", "job"])
def test_a_fault_is_shown_and_logged_and_the_program_lives(
    start: Callable[[str], subprocess.Popen[str]], tmp_path: Path, how: str
) -> None:
    program = start(how)
    out, _errors = program.communicate(timeout=60)
    ((title, text, detail),) = json.loads(out)
    assert title == "Something went wrong"
    assert SAFE in text
    told = {"slot": "ValueError: in a slot <b>x</b>", "job": "ZeroDivisionError: division by zero"}[how]
    assert told in detail
    assert "qwenbrowser.log" in detail
    assert told in log(tmp_path)
    assert "Traceback" in log(tmp_path)
    assert program.returncode == 0
    assert not left(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="other systems tell Qt")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_of_the_system_ends_it_in_order(
    start: Callable[[str], subprocess.Popen[str]], tmp_path: Path, number: signal.Signals
) -> None:
    program = start("wait")
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    assert left(tmp_path)
    program.send_signal(number)
    program.communicate(timeout=60)
    assert program.returncode == 0
    assert not left(tmp_path)
    assert (tmp_path / "home" / "config" / "settings.json").exists(), "where the user was is remembered"


def test_what_still_runs_is_no_crash_and_what_was_killed_is_told_once(tmp_path: Path) -> None:
    goes_on, killed = tmp_path / "running-1.txt", tmp_path / "running-2.txt"
    killed.write_text("")
    code = (
        "import os, sys; from pathlib import Path; from qwenbrowser.store.lock import try_lock\n"
        "handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT); print(try_lock(handle), flush=True); input()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(goes_on)], text=True, **pipes) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        running = Running(tmp_path)
        assert running.begin() == [""]
        assert goes_on.exists()
        assert not killed.exists()
        running.end()
        assert Running(tmp_path).begin() == []
        other.communicate("\n")


def test_a_folder_that_cannot_be_written_keeps_nobody_from_starting(tmp_path: Path) -> None:
    running = Running(tmp_path / "none")
    assert running.begin() == []
    running.end()
