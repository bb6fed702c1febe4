#!/usr/bin/env python3
"""Runs, tests and checks qwenbrowser in a virtual environment that it keeps in step with requirements.lock.

    python3 dev.py run [STORY] […]    open the program (further words go to it)
    python3 dev.py test [PATH] […]    run the tests: all of them, or what the further words tell pytest
    python3 dev.py check              ruff, mypy, pyright and the import contracts
    python3 dev.py bench [NAME] […]   run every tests/benchmarks/bench_*.py, or bench_NAME.py alone
    python3 dev.py shots [NAME] […]   pictures of every view and state, light and dark, into shots/
    python3 dev.py translate          bring the translations in step with the code, and tell what is missing
    python3 dev.py lock [--upgrade]   write requirements.lock anew from pyproject.toml

It needs Python 3.11 or later and nothing else.
The environment is .venv, or the folder that QWENBROWSER_VENV names.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = Path(os.environ.get("QWENBROWSER_VENV") or ROOT / ".venv").absolute()
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# Files of PySide6 that pull in the system's libraries: for every command, and for a window on X11.
QT_CORE = ("QtWidgets.abi3.so", "QtSvg.abi3.so", "Qt/plugins/platforms/libqoffscreen.so")
QT_X11 = ("Qt/plugins/platforms/libqxcb.so",)
# Debian names a package after the soname (see `package_of`) but for these.
ODD_PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
}

LOCK_HEAD = "# Made by `python3 dev.py lock` for every system and Python 3.11 or later; not edited by hand.\n"
UV_COMPILE = (
    *("pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def say(text: str) -> None:
    """Print at once, so that lines stand before those of the programs started next."""
    print(text, flush=True)


def environment() -> dict[str, str]:
    """The environment of everything started here: as if the virtual environment were activated."""
    return {
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
        "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", "")]),
        # pyright comes whole with its wheel and node with another; without this it asks for newer ones.
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }


def call(*command: str | Path, **extra: str) -> int:
    """Run a program in the checkout, `extra` added to its environment; gives its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env={**environment(), **extra}, check=False).returncode


def must(*command: str | Path) -> None:
    """Run a program that has to succeed; ends with its exit code where it does not."""
    code = call(*command)
    if code:
        sys.exit(code)


def package_of(soname: str) -> str:
    """The Debian package of a shared library: `libxkbcommon-x11.so.0` is in `libxkbcommon-x11-0`."""
    stem, _, version = soname.partition(".so.")
    name = stem.lower().replace("_", "-")
    return ODD_PACKAGES.get(soname, f"{name}-{version}" if name[-1].isdigit() else f"{name}{version}")


def root_prefix() -> list[str] | None:
    """What stands before a command that only root may run: nothing, sudo, or None where we may not."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    asked = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False)
    return sudo if asked and asked.returncode == 0 else None


def install_packages(packages: list[str], why: str) -> bool:
    """Install Debian packages if we may; else print the line that does. True where they are installed now."""
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    say(why)
    prefix = root_prefix() if shutil.which("apt-get") else None
    if prefix is not None:
        apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
        if call(*apt, "apt-get", "update", "-qq") == 0 and call(*apt, *install, "-qq") == 0:
            return True
    say("On Debian and Ubuntu this line installs what is missing:\n")
    say(f"    sudo apt-get update && sudo {' '.join(install)}\n")
    return False


def missing_libraries(files: tuple[str, ...]) -> list[str]:
    """The sonames that the given files of PySide6 need and this Linux does not have."""
    package = next(VENV.glob("lib/python*/site-packages/PySide6"))
    words = ["ldd", *(str(package / file) for file in files)]
    needed = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    return sorted(set(re.findall(r"^\s*(\S+) => not found", needed, re.MULTILINE)))


def ensure_libraries() -> None:
    """Have the system's libraries that Qt needs; ends where Qt could not even be imported without them."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(QT_CORE + QT_X11)
    if not missing:
        return
    packages = sorted(set(map(package_of, missing)))
    installed = install_packages(packages, f"Qt needs libraries of the system: {', '.join(missing)}.")
    if not installed and missing_libraries(QT_CORE):
        sys.exit(1)


def state() -> tuple[str, str]:
    """What a finished environment was made for (interpreter and place) and from (lock and pyproject)."""
    inputs = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return f"Python {sys.version_info[0]}.{sys.version_info[1]} {ROOT}", inputs


def make_venv() -> None:
    """Make the environment anew, whatever stands there from an attempt that was interrupted."""
    ours = VENV == ROOT / ".venv" or (VENV / "pyvenv.cfg").exists()
    if not ours and VENV.exists() and any(VENV.iterdir()):
        sys.exit(f"QWENBROWSER_VENV: {VENV} is full of something else. Name another folder.")
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not install_packages([package], "This Python cannot make virtual environments."):
            sys.exit(1)
    must(sys.executable, "-m", "venv", "--clear", VENV)


def ensure_venv() -> None:
    """Have an environment that agrees with the lock and pyproject.toml; install only where these changed.

    The stamp is written last and removed first: without it nothing in the folder is relied upon.
    """
    stamp = VENV / ".qwenbrowser"
    made_for, made_from = state()
    found = stamp.read_text(encoding="utf-8").splitlines() if stamp.is_file() and PYTHON.exists() else []
    if found == [made_for, made_from]:
        return
    stamp.unlink(missing_ok=True)
    if found[:1] != [made_for]:
        say(f"Making the virtual environment {VENV}")
        make_venv()
    say("Installing what requirements.lock pins (the first time this takes a minute or two)")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    must(*pip, "--require-hashes", "--only-binary=:all:", "-r", LOCK)
    must(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)
    stamp.write_text(f"{made_for}\n{made_from}\n", encoding="utf-8")


def run(words: list[str]) -> int:
    """Open the program, or run one of its subcommands."""
    return call(PYTHON, "-m", "qwenbrowser", *words)


def test(words: list[str]) -> int:
    """With words pytest gets these and no others; without any, two processes share all tests."""
    return call(PYTHON, "-m", "pytest", *(words or ["-n", "2"]))


def check(words: list[str]) -> int:
    """Run every check, also after one that fails, so that one run shows all there is to mend."""
    checks = {
        "ruff check": [PYTHON, "-m", "ruff", "check", "."],
        "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "mypy": [PYTHON, "-m", "mypy"],
        "pyright": [PYTHON, "-m", "pyright", "--pythonpath", PYTHON],
        "import contracts": [BIN / "lint-imports"],
    }
    failed = []
    for name, command in checks.items():
        say(f"-- {name}")
        if call(*command):
            failed.append(name)
    say(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


def bench(words: list[str]) -> int:
    """Run all scripts or those that are named, one after the other: nothing may run beside what measures."""
    scripts = sorted((ROOT / "tests" / "benchmarks").glob("bench_*.py"))
    names = {script.stem.removeprefix("bench_"): script for script in scripts}
    chosen = [names[word] for word in words if word in names] or scripts
    if not chosen:
        say("tests/benchmarks has no bench_*.py")
        return 1
    return max(call(PYTHON, script, *(word for word in words if word not in names)) for script in chosen)


def shots(words: list[str]) -> int:
    """Take pictures of the window in its states: of all, or of those whose names the words begin."""
    folder = ROOT / "shots"
    own = {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    return call(PYTHON, ROOT / "tests" / "pictures" / "take.py", folder, *words, **own)


def translate(words: list[str]) -> int:
    """Write what the code says into the .ts files, and the .qm files anew."""
    return call(PYTHON, ROOT / "packaging" / "translations.py", *words)


def lock(words: list[str]) -> int:
    """Let uv (fetched into a throwaway environment) choose versions for all systems and Pythons at once."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, LOCK.name)
        if LOCK.exists():
            shutil.copy(LOCK, made)  # what is pinned stays, unless --upgrade is given
        must(sys.executable, "-m", "venv", Path(folder, "venv"))
        tools = Path(folder, "venv", BIN.name)
        must(tools / PYTHON.name, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
        must(tools / "uv", *UV_COMPILE, *words, "--group", "dev", "-o", made, "pyproject.toml")
        text = made.read_text(encoding="utf-8")
    if "://" in text or re.search(r"^-", text, re.MULTILINE):
        sys.exit("The lock would name a place to fetch from. Unset what points uv elsewhere and try again.")
    new = LOCK.with_suffix(".new")
    new.write_text(LOCK_HEAD + text, encoding="utf-8", newline="\n")
    new.replace(LOCK)
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "shots": shots,
    "translate": translate,
    "lock": lock,
}


def main(words: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - said clearly instead of failing somewhere
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"qwenbrowser needs Python 3.11 or later, and this is {found}: try python3.11 dev.py")
    if words[:1] in (["-h"], ["--help"]):
        say(str(__doc__))
        return 0
    if not words or words[0] not in COMMANDS:
        print(f"usage: python3 dev.py {{{','.join(COMMANDS)}}} […]   (--help says more)", file=sys.stderr)
        return 2
    if words[0] != "lock":
        ensure_venv()
        ensure_libraries()
    return COMMANDS[words[0]](words[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
