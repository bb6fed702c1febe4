"""The shipped story is built once, whole, whoever starts first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qwenbrowser import paths
from qwenbrowser.domain.errors import StorageFailed
from qwenbrowser.services import shipped
from qwenbrowser.services.shipped import ensure_shipped
from qwenbrowser.store.counts import story_counts
from qwenbrowser.store.database import Database

ROOT = Path(shipped.__file__).parents[2]


def test_it_is_built_in_the_users_folder_at_the_first_start_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QWENBROWSER_HOME", str(tmp_path))
    path = ensure_shipped()
    assert path == tmp_path / "data" / "Qwen leadership change.qwb"
    with Database.open(path) as db, db.read() as conn:
        assert story_counts(conn).people == 7
    built = path.stat().st_ino
    assert ensure_shipped() == path
    assert path.stat().st_ino == built


def test_several_processes_at_once_get_one_complete_story(tmp_path: Path) -> None:
    """All of them wait at a closed gate (a pipe), so that they build at the same moment."""
    program = (
        "import sys, pathlib\n"
        "from qwenbrowser.services.shipped import ensure_shipped\n"
        "from qwenbrowser.store.counts import story_counts\n"
        "from qwenbrowser.store.database import Database\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "path = ensure_shipped(pathlib.Path(sys.argv[1]))\n"
        "with Database.open(path) as db, db.read() as conn:\n"
        "    print(story_counts(conn).facts, path.stat().st_ino)\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {process.communicate() for process in started}
    ((out, err),) = said
    assert out.startswith("41 ")
    assert err == ""
    left = [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"]
    assert left == [shipped.NAME]


def test_a_place_that_cannot_hold_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed, match=r"file/Qwen leadership change\.qwb: "):
        ensure_shipped(tmp_path / "file")


def test_a_damaged_data_file_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    monkeypatch.setattr(paths, "data_path", lambda name: bad)
    with pytest.raises(shipped.UserError, match=r"bad\.json"):
        ensure_shipped(tmp_path / "data")
    assert not (tmp_path / "data").exists()
