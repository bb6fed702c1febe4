"""One window a story: who listens, who is raised, and what a killed process leaves."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from qwenbrowser import instance
from qwenbrowser.instance import Instance, raise_running, server_name
from qwenbrowser.store.database import Database

posix = pytest.mark.skipif(os.name != "posix", reason="sockets with paths")


@pytest.fixture(autouse=True)
def own_runtime_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))


def asked_aside(qtbot: QtBot, story: Path, select: str | None = None) -> bool:
    """What another process gets when it asks for the window of a story, while this one answers."""
    code = "import sys, pathlib; from qwenbrowser.instance import raise_running as ask\n"
    code += f"sys.exit(not ask(pathlib.Path({str(story)!r}), {select!r}))"
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=60_000)
    return process.returncode == 0


def test_a_second_start_is_heard_with_what_to_choose(qtbot: QtBot, tmp_path: Path) -> None:
    story = tmp_path / "story.qwb"
    listening = Instance(story)
    heard: list[Any] = []
    listening.asked.connect(lambda *asked: heard.append(asked))
    assert listening.listen()
    assert asked_aside(qtbot, story, "Binyuan Hui")
    assert asked_aside(qtbot, story)
    assert [select for select, _token in heard] == ["Binyuan Hui", ""]
    listening.close()
    assert not raise_running(story)


def test_the_leave_of_the_desktop_is_passed_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = Instance(tmp_path / "story.qwb")
    heard: list[Any] = []
    listening.asked.connect(lambda *asked: heard.append(asked))
    assert listening.listen()
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token-1")
    assert asked_aside(qtbot, tmp_path / "story.qwb")
    assert heard == [("", "token-1")]
    listening.close()


def test_only_one_listens_for_a_story(qtbot: QtBot, tmp_path: Path) -> None:
    first, second, other = (Instance(tmp_path / name) for name in ("a.qwb", "a.qwb", "b.qwb"))
    assert [each.listen() for each in (first, second, other)] == [True, False, True]
    for each in (first, second, other):
        each.close()


def test_a_story_has_one_name_by_whatever_path(tmp_path: Path) -> None:
    story = tmp_path / "story.qwb"
    story.touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.qwb").symlink_to(story)
    names = {
        server_name(path) for path in (story, tmp_path / "folder" / ".." / "story.qwb", tmp_path / "link.qwb")
    }
    assert len(names) == 1
    assert server_name(tmp_path / "other.qwb") not in names
    assert "story" not in Path(names.pop()).name


@posix
def test_a_long_runtime_folder_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 120)))
    assert len(server_name(tmp_path / "story.qwb")) < 100


@posix
def test_what_a_killed_process_leaves_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    story = tmp_path / "story.qwb"
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(server_name(story))
    stale.close()  # its file stays
    assert Path(server_name(story)).exists()
    assert not raise_running(story)
    listening = Instance(story)
    assert listening.listen()
    assert asked_aside(qtbot, story)
    listening.close()


@posix
def test_a_file_in_the_way_is_nobody(tmp_path: Path) -> None:
    Path(server_name(tmp_path / "story.qwb")).write_text("not a socket")
    assert not raise_running(tmp_path / "story.qwb")


@posix
def test_whoever_does_not_answer_is_not_waited_for_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "_ANSWERED_MS", 50)
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(server_name(tmp_path / "story.qwb"))
        hung.listen()
        assert not raise_running(tmp_path / "story.qwb")


@pytest.mark.parametrize("request_line", [b"\n", b"{}\n", b"[1]\n", b"\xff\xfe\n", b"x" * 70_000])
def test_nonsense_is_hung_up_on(qtbot: QtBot, tmp_path: Path, request_line: bytes) -> None:
    story = tmp_path / "story.qwb"
    listening = Instance(story)
    heard: list[Any] = []
    listening.asked.connect(lambda *asked: heard.append(asked))
    assert listening.listen()
    client = QLocalSocket()
    client.connectToServer(server_name(story))
    client.write(request_line)
    qtbot.waitUntil(lambda: client.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []
    assert asked_aside(qtbot, story), "and the next one is heard"
    client.deleteLater()
    listening.close()


@pytest.fixture
def first(shipped: Path, tmp_path: Path) -> Any:
    """The program with its window open, in a process of its own."""
    environment = {**os.environ, "QWENBROWSER_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "qwenbrowser", str(shipped)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield (
        lambda *words: subprocess.run(
            [*command, *words], env=environment, check=False, capture_output=True, timeout=60
        ),
        process,
    )
    process.kill()
    process.wait()


@posix
def test_two_starts_are_one_window(first: Any, shipped: Path, qtbot: QtBot) -> None:
    start, process = first
    qtbot.waitUntil(Path(server_name(shipped)).exists, timeout=60_000)
    assert start().returncode == 0
    assert start("--select", "Elon Musk").returncode == 0
    assert process.poll() is None
    process.kill()
    process.wait()
    assert Path(server_name(shipped)).exists()
    assert not raise_running(shipped)
    Database.open(shipped, write=True).close()
