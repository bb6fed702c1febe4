"""The project as a whole: what the wheel holds, what the lock says, the floors, the sizes, the documents."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MODULES = sorted((ROOT / "qwenbrowser").rglob("*.py"))
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("packaging/*.md")]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, unpacked. Built by the tools of this environment: nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    [archive] = folder.glob("*.whl")
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_holds_the_package_with_its_resources_and_data(wheel: Path) -> None:
    own = (ROOT / "qwenbrowser").rglob("*")
    expected = {_name(path) for path in own if path.is_file() and path.parent.name != "__pycache__"}
    for folder in ("resources", "data"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files
        expected |= {f"qwenbrowser/_bundled/{_name(path)}" for path in files}
    package = wheel / "qwenbrowser"
    assert expected == {path.relative_to(wheel).as_posix() for path in package.rglob("*") if path.is_file()}
    assert any("/store/migrations/" in name for name in expected)


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    [about] = wheel.glob("*.dist-info")
    metadata = (about / "METADATA").read_text(encoding="utf-8")
    assert "\nLicense-Expression: MIT\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert (about / "licenses" / "LICENSE").exists()
    script = PYPROJECT["project"]["scripts"]["qwenbrowser"]
    assert f"qwenbrowser = {script}" in (about / "entry_points.txt").read_text(encoding="utf-8")


def test_an_installed_wheel_finds_its_files(wheel: Path, tmp_path: Path) -> None:
    look = "from qwenbrowser import paths; print(paths.data_path('qwen-leadership.json'), "
    look += "paths.resource_path('icons'), sep='\\n')"
    start = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(wheel)!r}); {look}"]
    found = subprocess.run(start, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    bundled = wheel / "qwenbrowser" / "_bundled"
    assert found.splitlines() == [
        str(bundled / "data" / "qwen-leadership.json"),
        str(bundled / "resources" / "icons"),
    ]


# The lock


def _locked() -> dict[str, Requirement]:
    lines = re.findall(r"^(\w[^\\\n]*?) *\\$", LOCK, re.MULTILINE)
    return {canonicalize_name(locked.name): locked for locked in map(Requirement, lines)}


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert "http" not in LOCK.lower()
    assert "://" not in LOCK
    options = [line for line in LOCK.splitlines() if line.lstrip().startswith("-")]
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in options)


def test_the_lock_pins_each_package_once_with_a_hash() -> None:
    blocks = re.split(r"\n(?=\w)", LOCK.strip())[1:]
    assert len(blocks) == len(_locked())
    assert all("--hash=sha256:" in block for block in blocks)
    for locked in _locked().values():
        assert [pin.operator for pin in locked.specifier] == ["=="], locked


def test_the_lock_meets_every_requirement_of_the_project() -> None:
    locked = _locked()
    wanted = PYPROJECT["project"]["dependencies"] + PYPROJECT["dependency-groups"]["dev"]
    wanted += PYPROJECT["build-system"]["requires"]
    for requirement in map(Requirement, wanted):
        [pin] = locked[canonicalize_name(requirement.name)].specifier
        assert requirement.specifier.contains(pin.version), f"{requirement}: run `python3 dev.py lock`"


# The code


def test_import_contracts_hold() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    kept = len(PYPROJECT["tool"]["importlinter"]["contracts"])
    assert f"Contracts: {kept} kept, 0 broken." in told.stdout


def test_no_module_imports_the_orm() -> None:
    """import-linter knows other projects' packages as a whole only, so this is looked up here."""
    imports = re.compile(r"^\s*(?:from|import)\s+sqlalchemy(?:\.orm|\s+import\s.*\borm\b)", re.MULTILINE)
    assert [_name(path) for path in MODULES if imports.search(path.read_text(encoding="utf-8"))] == []


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    functions = {
        f"{_name(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    }
    assert {name: length for name, length in functions.items() if length > 40} == {}


def test_every_module_opens_with_a_sentence() -> None:
    opened = {_name(path): ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in MODULES}
    assert [name for name, docstring in opened.items() if not docstring] == []


# The documents


def _mentioned(document: Path) -> list[str]:
    """The paths that a document names: targets of links and pictures, and code that looks like one."""
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    code = re.findall(r"(?<!`)`([A-Za-z.][\w.-]*/[\w./-]*|[\w-]+\.(?:py|md|json|toml|lock))`(?!`)", text)
    return [path for path in targets if "://" not in path] + code


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_documents_mention_only_what_exists(document: Path) -> None:
    made = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    places = (document.parent, ROOT, ROOT / "qwenbrowser")
    missing = [
        path
        for path in _mentioned(document)
        if path not in made and not any((place / path).exists() for place in places)
    ]
    assert missing == []
