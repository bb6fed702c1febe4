"""The program on a screen of its own, read over AT-SPI as a screen reader does: commands and rows by name."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

HUI = "Binyuan Hui"
READ_SCREEN = Path(__file__).with_name("read_screen.py")
SERVICES = os.pathsep.join(["/usr/libexec", "/usr/lib/at-spi2-core", os.environ["PATH"]])


@pytest.fixture
def desktop() -> Iterator[dict[str, str]]:
    """The environment of a screen and a session that nobody sees; skips where they cannot be had."""
    for program in ("Xvfb", "dbus-daemon", "at-spi2-registryd"):
        if not shutil.which(program, path=SERVICES):
            pytest.skip(f"no {program} (Debian: xvfb dbus at-spi2-core libatspi2.0-0)")
    try:
        ctypes.CDLL("libatspi.so.0")
    except OSError:
        pytest.skip("no libatspi.so.0 (Debian: libatspi2.0-0)")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        environment = {**os.environ, "XDG_RUNTIME_DIR": folder, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
        reading, writing = os.pipe()
        words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
        with os.fdopen(reading) as told:
            stack.enter_context(running(words, environment, pass_fds=[writing], stderr=subprocess.DEVNULL))
            os.close(writing)
            environment["DISPLAY"] = f":{told.readline().strip()}"
        words = ["dbus-daemon", "--session", "--nofork", "--print-address"]
        bus = stack.enter_context(
            running(words, environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        )
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        yield environment


@contextmanager
def running(words: list[str], environment: dict[str, str], **more: Any) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(words, env=environment, **more) as process:
        yield process
        process.terminate()


def test_every_command_and_every_row_is_found_by_name(
    user: Any, shipped: Path, tmp_path: Path, desktop: dict[str, str]
) -> None:
    copy = Path(shutil.copy(shipped, tmp_path / "read.qwb"))
    window = user.opens(shipped)
    user.clicks("people_view", HUI)
    window.refresh_commands()
    commands = {window.findChild(QAction, command.id).text().replace("&", "") for command in window.commands}
    rows = {
        view.accessibleName(): [
            row.data(Qt.ItemDataRole.AccessibleTextRole) for row in user.rows(view.objectName())
        ]
        for view in window.lists()
    }
    environment = {**desktop, "QWENBROWSER_HOME": str(tmp_path / "home")}
    words = [sys.executable, "-m", "qwenbrowser", str(copy), "--select", HUI]
    with running(words, environment):
        wanted = rows["Profile changes"][0]
        found = subprocess.run(
            [sys.executable, str(READ_SCREEN), "qwenbrowser", wanted],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    tree = [json.loads(line) for line in found.stdout.splitlines()]
    assert commands - {"Back"} <= {name for _depth, role, name in tree if role == "menu item"}
    found_rows = rows_of(tree)
    assert {name: found_rows.get(name) for name in rows} == rows


def rows_of(tree: list[tuple[int, str, str]]) -> dict[str, list[str]]:
    """The names of the items of every list that has a name of a view, by that name."""
    lists: dict[str, list[str]] = {}
    for _depth, role, name in tree:
        if role == "list":
            lists[name] = []
        elif role == "list item":
            lists[[*lists][-1]].append(name)
    return lists
