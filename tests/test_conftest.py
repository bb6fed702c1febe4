"""The guard of every test: what is left alive fails the test that left it, and only that one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

LEAVING = """
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

kept = []
stop = threading.Event()

def test_tidy(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.itself = widget
    QTimer(widget).start(1000)

def test_widget(qtbot):
    kept.append(QWidget())

def test_timer(qtbot):
    kept.append(QTimer())
    kept[-1].start(1000)

def test_thread():
    threading.Thread(target=stop.wait, name="lingering", daemon=True).start()

def test_after():
    stop.set()
"""


def test_what_a_test_leaves_alive_fails_it(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_leaving.py").write_text(LEAVING, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--tb=short",
        "test_leaving.py",
    ]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert "5 passed, 3 errors" in told
    for name, left in (("widget", "widget QWidget"), ("timer", "QTimer"), ("thread", "thread lingering")):
        assert f"ERROR at teardown of test_{name}" in told
        assert f"left alive: {left}" in told
