"""The start of the program: what is imported before something is painted, and that all of it is painted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qwenbrowser.started import VARIABLE

LIBRARIES = {"sqlalchemy", "pydantic", "alembic", "typer", "pypinyin", "rapidfuzz", "jinja2", "lxml"}

PROGRAM = """
import sys
from qwenbrowser.__main__ import main
code = main(sys.argv[1:])
print(*sys.modules)
sys.exit(code)
"""


def start(home: Path, until: str, *arguments: str) -> tuple[str, set[str]]:
    """The line that the program prints at a stage, and every module that it has imported by its end."""
    environment = {**os.environ, "QWENBROWSER_HOME": str(home), VARIABLE: until}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    stage, modules = done.stdout.splitlines()
    return stage, set(modules.split())


def libraries(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules} & LIBRARIES


def test_the_first_paint_needs_qt_and_little_else(tmp_path: Path) -> None:
    stage, modules = start(tmp_path, "frame")
    assert stage == "frame"
    assert libraries(modules) == set()
    assert {name for name in modules if name.startswith("PySide6.Q")} == {
        "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"
    }  # fmt: skip
    assert not {name for name in modules if name.startswith(("qwenbrowser.store", "qwenbrowser.panes"))}
    assert not list(tmp_path.rglob("*.qwb")), "nothing is opened or built before"


@pytest.mark.parametrize("stage", ["story", "idle"])
def test_a_story_needs_sqlalchemy_and_no_other_library(tmp_path: Path, shipped: Path, stage: str) -> None:
    found, modules = start(tmp_path, stage, str(shipped))
    assert found == stage
    assert libraries(modules) == {"sqlalchemy"}
    assert "sqlalchemy.orm" not in modules
    assert ("PySide6.QtNetwork" in modules) == (stage == "idle"), "only further starts need it"
    assert not {name for name in modules if name.startswith("qwenbrowser.store.migrations.")}
    assert not modules & {"qwenbrowser.dialogs.palette", "qwenbrowser.services.citing"}, "made when wanted"
