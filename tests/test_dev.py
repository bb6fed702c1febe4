"""dev.py: what it starts, in which order, and what it does about an interrupted installation."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of dev.py over an empty folder."""
    monkeypatch.delenv("QWENBROWSER_VENV", raising=False)
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.VENV == ROOT / ".venv"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "python")
    module.LOCK.write_text("one==1\n")
    (tmp_path / "pyproject.toml").write_text("")
    return module


class Started:
    """Stands in for `dev.call`: notes the commands, and makes the environment that venv would make."""

    def __init__(self, dev: ModuleType, monkeypatch: pytest.MonkeyPatch, fails: str = "none does") -> None:
        self.commands: list[str] = []
        self.fails = fails
        self.venv = dev.VENV
        monkeypatch.setattr(dev, "call", self.call)

    def call(self, *command: str | Path, **extra: str) -> int:
        line = " ".join(map(str, command))
        self.commands.append(line)
        if self.fails in line:
            return 5
        if "-m venv" in line:
            self.venv.mkdir(exist_ok=True)
            (self.venv / "python").touch()
            (self.venv / "pyvenv.cfg").touch()
        return 0

    def words(self) -> list[str]:
        """What each command since the last look was for."""
        purposes = {"-m venv --clear": "venv", "--require-hashes": "lock", "-e": "project"}
        told = [next(word for key, word in purposes.items() if key in line) for line in self.commands]
        self.commands.clear()
        return told


@pytest.fixture
def started(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Started:
    return Started(dev, monkeypatch)


def test_the_environment_is_made_once_and_follows_the_lock(dev: ModuleType, started: Started) -> None:
    dev.ensure_venv()
    assert started.words() == ["venv", "lock", "project"]
    dev.ensure_venv()
    assert started.words() == []
    dev.LOCK.write_text("one==2\n")
    dev.ensure_venv()
    assert started.words() == ["lock", "project"]
    (dev.ROOT / "pyproject.toml").write_text("[project]\n")
    dev.ensure_venv()
    assert started.words() == ["lock", "project"]


@pytest.mark.parametrize("step", ["-m venv --clear", "--require-hashes", "-e "])
def test_an_interrupted_installation_starts_anew(dev: ModuleType, started: Started, step: str) -> None:
    dev.ensure_venv()
    (dev.VENV / "python").unlink()
    started.fails = step
    with pytest.raises(SystemExit) as ended:
        dev.ensure_venv()
    assert ended.value.code == 5
    started.fails = "none does"
    started.words()
    dev.ensure_venv()
    assert started.words() == ["venv", "lock", "project"]


def test_another_python_makes_the_environment_anew(
    dev: ModuleType, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.ensure_venv()
    started.words()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    dev.ensure_venv()
    assert started.words() == ["venv", "lock", "project"]


def test_a_folder_full_of_something_else_is_never_cleared(
    dev: ModuleType, started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "documents"
    mine.mkdir()
    (mine / "letter").touch()
    monkeypatch.setattr(dev, "VENV", mine)
    with pytest.raises(SystemExit, match="documents"):
        dev.ensure_venv()
    assert started.commands == []


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libGL.so.1", "libgl1"),
        ("libEGL.so.1", "libegl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libz.so.1", "zlib1g"),
    ],
)
def test_debian_package_of_a_library(dev: ModuleType, soname: str, package: str) -> None:
    assert dev.package_of(soname) == package


@pytest.fixture
def linux(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A Linux with apt-get that lacks a library for windows on X11; what it lacks, by the file of Qt."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    lacking = {dev.QT_X11[0]: "libxcb-cursor.so.0"}
    monkeypatch.setattr(dev, "missing_libraries", lambda files: [lacking[f] for f in files if f in lacking])
    return lacking


def test_missing_libraries_are_installed_where_we_may(
    dev: ModuleType, started: Started, linux: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "root_prefix", lambda: ["sudo", "-n"])
    dev.ensure_libraries()
    assert [line.split("noninteractive ")[1] for line in started.commands] == [
        "apt-get update -qq",
        "apt-get install -y --no-install-recommends libxcb-cursor0 -qq",
    ]
    assert all(line.startswith("sudo -n env DEBIAN_FRONTEND=") for line in started.commands)


@pytest.mark.parametrize("refused", ["not allowed", "apt-get fails"])
def test_else_the_exact_line_is_printed(
    dev: ModuleType,
    started: Started,
    linux: dict[str, str],
    refused: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev, "root_prefix", lambda: None if refused == "not allowed" else [])
    started.fails = "apt-get"
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libxcb-cursor0\n"
    dev.ensure_libraries()  # goes on: there are other displays than X11
    assert line in capsys.readouterr().out
    linux[dev.QT_CORE[0]] = "libEGL.so.1"
    with pytest.raises(SystemExit):
        dev.ensure_libraries()
    assert line.replace("libxcb", "libegl1 libxcb") in capsys.readouterr().out


def test_python_without_venv_is_told_its_package(
    dev: ModuleType,
    started: Started,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(dev, "root_prefix", lambda: None)
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    with pytest.raises(SystemExit):
        dev.ensure_venv()
    assert "apt-get install -y --no-install-recommends python3.12-venv\n" in capsys.readouterr().out
    assert started.commands == []


def test_words_are_passed_on(dev: ModuleType, started: Started) -> None:
    dev.COMMANDS["test"](["tests/store", "-k", "a or b"])
    dev.COMMANDS["run"](["--theme", "dark"])
    dev.COMMANDS["test"]([])
    assert started.commands == [
        f"{dev.PYTHON} -m pytest tests/store -k a or b",
        f"{dev.PYTHON} -m qwenbrowser --theme dark",
        f"{dev.PYTHON} -m pytest -n 2",
    ]


def test_check_runs_all_and_names_what_failed(
    dev: ModuleType, started: Started, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.check([]) == 0
    assert len(started.commands) == 5
    started.fails = "mypy"
    assert dev.check([]) == 1
    assert len(started.commands) == 10
    assert capsys.readouterr().out.endswith("Failed: mypy\n")


def test_shots_and_benchmarks_can_be_chosen(dev: ModuleType, started: Started) -> None:
    scripts = [dev.ROOT / "tests" / "benchmarks" / f"bench_{name}.py" for name in ("panes", "start")]
    scripts[0].parent.mkdir(parents=True)
    for script in scripts:
        script.touch()
    assert dev.bench([]) == 0
    assert started.commands == [f"{dev.PYTHON} {script}" for script in scripts]
    assert dev.bench(["start", "0.01"]) == 0
    assert started.commands[-1] == f"{dev.PYTHON} {dev.ROOT / 'tests/benchmarks/bench_start.py'} 0.01"
    assert dev.shots(["main"]) == 0
    assert started.commands[-1].endswith(f"take.py {dev.ROOT / 'shots'} main")
    started.fails = "take.py"
    assert dev.shots([]) != 0


def test_an_older_python_and_a_wrong_word_are_told_so(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["fly"]) == 2
    assert "run,test,check,bench,shots,translate,lock" in capsys.readouterr().err
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later, and this is 3\.10\.13"):
        dev.main(["run"])
