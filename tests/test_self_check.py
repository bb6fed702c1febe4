"""The check of an installation: passes on this one, and fails for each thing that can be missing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

from qwenbrowser import paths, self_check
from qwenbrowser.app import build_window
from qwenbrowser.domain.errors import NotFound
from qwenbrowser.self_check import run_self_check
from qwenbrowser.widgets.row_layouts import NameLayout
from qwenbrowser.window import MainWindow

Check = Callable[..., tuple[int, str]]


def program(home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QWENBROWSER_HOME": str(home)}
    command = [sys.executable, "-m", "qwenbrowser", "--self-check"]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


def test_this_installation_is_whole(tmp_path: Path) -> None:
    done = program(tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == "self-check passed"
    assert len(lines) == 6
    assert all(line.startswith("ok: ") for line in lines[:-1])


def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file where the folder should be")
    done = program(home)
    assert done.returncode != 0
    assert f"{home / 'data'}: the data folder cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.splitlines()[-1] == "self-check failed"


@pytest.fixture
def check(qapp: QApplication, shipped: Path, capfd: pytest.CaptureFixture[str]) -> Check:
    """Runs the check in this process; the exit code and what it says is wrong."""

    def run(build: Callable[[], MainWindow] = lambda: build_window(shipped)) -> tuple[int, str]:
        code = run_self_check(build)
        said = capfd.readouterr()
        assert said.out.splitlines()[-1] == ("self-check failed" if code else "self-check passed")
        return code, said.err

    return run


def test_nothing_is_wrong(check: Check) -> None:
    assert check() == (0, "")


def test_a_missing_resource(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*parts: str) -> Path:
        raise NotFound("this part of the program is missing.", "Install the program again.", "/".join(parts))

    monkeypatch.setattr(paths, "resource_path", missing)
    code, wrong = check()
    assert code == 1
    assert wrong.startswith("failed: app.svg: this part of the program is missing.")


def test_a_missing_icon(check: Check, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    icons = tmp_path / "icons"
    icons.mkdir()
    real = paths.resource_path
    monkeypatch.setattr(paths, "resource_path", lambda name: icons if name == "icons" else real(name))
    code, wrong = check()
    assert code == 1
    assert "no icon named" in wrong
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()  # the half of a window goes with the process


def test_a_missing_glyph(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_check, "missing_glyphs", lambda _text, _font: ["林"])
    code, wrong = check()
    assert code == 1
    assert wrong.startswith("failed: no font has U+6797;")
    assert len(wrong.splitlines()) == 1


def test_a_search_that_finds_nothing(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_check.search, "search", lambda _conn, _text: [])
    code, wrong = check()
    assert code == 1
    assert wrong.startswith("failed: search does not find")


def to_python() -> None:
    print("a word of Python's", file=sys.__stdout__, flush=True)


def to_the_system() -> None:
    os.write(2, b"a word of a library's\n")


def to_qt() -> None:
    qWarning("a word of Qt's")


@pytest.mark.parametrize("speak", [to_python, to_the_system, to_qt], ids=lambda speak: speak.__name__)
def test_anything_unexpected_that_is_printed(check: Check, shipped: Path, speak: Callable[[], None]) -> None:
    def build() -> MainWindow:
        speak()
        return build_window(shipped)

    code, wrong = check(build)
    assert code == 1
    assert wrong.startswith("failed: unexpected output: a word of ")
    assert len(wrong.splitlines()) == 1


@pytest.mark.qt_no_exception_capture
def test_a_fault_while_painting(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("a broken painter")

    monkeypatch.setattr(sys, "stderr", sys.__stderr__)
    monkeypatch.setattr(NameLayout, "paint", broken)
    code, wrong = check()
    assert code == 1
    assert "a broken painter" in wrong
