"""Where files are found in every kind of installation, and files that are replaced whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qwenbrowser import paths
from qwenbrowser.domain.errors import NotFound, StorageFailed

ROOT = Path(paths.__file__).parents[1]


def test_a_checkout_has_its_folders_at_the_top() -> None:
    assert paths.resource_path() == ROOT / "resources"
    assert paths.data_path() == ROOT / "data"


def test_a_wheel_carries_its_folders_in_the_package_and_never_takes_a_neighbours(tmp_path: Path) -> None:
    """The package is copied as a wheel lays it out; `data` beside it belongs to somebody else."""
    package = tmp_path / "qwenbrowser"
    (package / "domain").mkdir(parents=True)
    for name in ("__init__.py", "paths.py", "domain/errors.py", "domain/messages.py", "domain/phrases.py"):
        shutil.copy(ROOT / "qwenbrowser" / name, package / name)
    bundled = package / "_bundled" / "data" / "story.json"
    bundled.parent.mkdir(parents=True)
    bundled.write_text("{}")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "story.json").write_text("not ours")
    found = subprocess.run(
        [sys.executable, "-c", "from qwenbrowser import paths; print(paths.data_path('story.json'))"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()) == bundled


@pytest.mark.parametrize("inner", ["", "qwenbrowser/_bundled"])
def test_a_frozen_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, inner: str) -> None:
    wanted = tmp_path / inner / "resources" / "icons"
    wanted.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource_path("icons") == wanted


def test_what_is_missing_is_named_with_the_next_step() -> None:
    with pytest.raises(NotFound, match=r"data/no-such\.json: .*missing.*Install the program again\."):
        paths.data_path("no-such.json")


def test_the_users_folders_follow_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QWENBROWSER_HOME", str(tmp_path))
    assert paths.user_data_dir() == tmp_path / "data"
    assert paths.user_config_dir() == tmp_path / "config"
    assert paths.log_file() == tmp_path / "log" / "qwenbrowser.log"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG variables belong to Linux")
def test_the_users_folders_on_linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("QWENBROWSER_HOME", raising=False)
    for variable in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(tmp_path / variable))
    assert paths.user_data_dir() == tmp_path / "DATA" / "qwenbrowser"
    assert paths.user_config_dir() == tmp_path / "CONFIG" / "qwenbrowser"
    assert tmp_path / "STATE" in paths.user_log_dir().parents


def test_writing_makes_the_folder_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "new" / "file"
    paths.write_atomically(target, b"first")
    content = os.urandom(paths.CHUNK * 2 + 7)
    paths.write_atomically(target, content)
    assert target.read_bytes() == content
    assert list(target.parent.iterdir()) == [target]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    paths.write_atomically(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"x"


def test_only_a_regular_file_is_replaced(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match="not a regular file"):
        paths.write_atomically(tmp_path, b"x")
    assert list(tmp_path.iterdir()) == []


def test_no_space_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    """The kernel's limit on file size cuts the write short, as a full disk does."""
    pytest.importorskip("resource")
    target = tmp_path / "story.json"
    target.write_bytes(b"old")
    program = (
        "import resource, pathlib, sys\n"
        "from qwenbrowser import paths\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))\n"
        "try: paths.write_atomically(pathlib.Path(sys.argv[1]), b'x' * 3_000_000)\n"
        "except paths.StorageFailed as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(target)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(f"{target}: could not be written: No space left")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
