"""The other subcommands, and how every one of them ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qwenbrowser import __main__, __version__, cli, paths
from qwenbrowser.cli import reading

ROOT = Path(__main__.__file__).parents[1]


def _program(*words: object, **options: object) -> subprocess.Popen[str]:
    """The program as its own process; reads come from pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "qwenbrowser", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def _people(run: Callable, story: Path) -> int:
    return json.loads(run("list", "people", "--json", "--story", story).out)["count"]


def test_undo_redo_and_history(run: Callable, shipped: Path) -> None:
    undone = json.loads(run("undo", "--json", "--story", shipped).out)
    assert list(undone) == ["label", "entry", "counts"]
    assert (undone["label"], undone["counts"]["facts"]) == ("Import Qwen leadership change", 41)
    assert _people(run, shipped) == 0
    history = json.loads(run("history", "--json", "--story", shipped).out)
    assert (history["kind"], history["count"]) == ("history", 1)
    (entry,) = history["items"]
    assert list(entry) == ["id", "label", "at", "batch", "undone", "rows"]
    assert entry["undone"] is True
    assert "undone" in run("history", "--story", shipped).out
    again = run("redo", "--story", shipped)
    assert again.out.startswith("Done again: Import Qwen leadership change (")
    assert _people(run, shipped) == 7
    nothing = run("redo", "--story", shipped)
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.err == "qwenbrowser: There is nothing to redo.\n"


def test_export_then_import_into_a_new_story_gives_the_same_story(
    run: Callable, shipped: Path, tmp_path: Path
) -> None:
    first, second, new = tmp_path / "first.json", tmp_path / "second.json", tmp_path / "new.qwb"
    done = run("export-story", first, "--story", shipped)
    links = len(json.loads(first.read_bytes())["links"])
    written = f"{first}: 2 sources, 31 entities, 41 facts, {links} links written.\n"
    assert (done.code, done.out) == (0, written)
    imported = json.loads(run("import-story", first, "--story", new, "--json").out)
    assert (imported["label"], imported["counts"]["facts_added"]) == ("Import Qwen leadership change", 41)
    exported = json.loads(run("export-story", second, "--story", new, "--json").out)
    assert (exported["file"], exported["counts"]["facts"]) == (str(second), 41)
    assert first.read_bytes() == second.read_bytes()
    again = run("import-story", first, "--story", new)
    assert again.out.startswith(
        "Import Qwen leadership change: 0 sources, 0 entities, 0 facts, 0 links added; "
    )
    assert len(json.loads(run("history", "--json", "--story", new).out)["items"]) == 1


def test_a_failed_import_ends_with_1_and_leaves_no_file(run: Callable, tmp_path: Path) -> None:
    story = json.loads(paths.data_path("qwen-leadership.json").read_bytes())
    story["facts"][3]["citations"][0]["start"] += 1
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(story))
    done = run("import-story", bad, "--story", tmp_path / "new.qwb")
    assert (done.code, done.out) == (1, "")
    assert f"{bad}: facts[3].citations[0]: exact does not stand at " in done.err
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == [bad]


def test_check(run: Callable, shipped: Path) -> None:
    sound = run("check", "--json", "--story", shipped)
    assert (sound.code, json.loads(sound.out)) == (0, {"ok": True, "problems": []})
    assert run("check", "--story", shipped).out.startswith("Sound: ")


def test_check_names_a_text_that_was_changed_behind_the_programs_back(run: Callable, shipped: Path) -> None:
    content = shipped.read_bytes()
    word = b"told of giving up"
    assert content.count(word) >= 1
    shipped.write_bytes(content.replace(word, word.swapcase()))
    done = run("check", "--json", "--story", shipped)
    report = json.loads(done.out)
    assert done.code == 1
    assert report["ok"] is False
    assert all(list(problem) == ["kind", "what", "next_step"] for problem in report["problems"])
    assert any("tech lead steps down" in problem["what"] for problem in report["problems"])
    assert done.err.count("\n") == 1
    assert run("check", "--story", shipped).code == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["show", "Nobody At All"], 1, "Nobody At All"),
        (["show", "Qwen"], 1, "Candidates: Qwen (organisation"),
        (["list", "people", "--story", "no-such.qwb"], 1, "no-such.qwb"),
        (["list", "cats"], 2, "'cats' is not one of 'people'"),
        (["list"], 2, "KIND"),
        (["show"], 2, "NAME"),
        (["list", "people", "--colour"], 2, "--colour"),
        (["show", "a", "b"], 2, "b"),
        (["export-story", "/dev/null/\x1bplace"], 3, "\\x1bplace"),
    ],
)
def test_what_goes_wrong_is_one_line_on_standard_error(
    run: Callable, words: list[str], code: int, said: str
) -> None:
    done = run(*words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert done.err.startswith("qwenbrowser: ")
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize("content", [b"", b"not a database, only text", b"SQLite format 3\0" + b"\0" * 84])
def test_a_file_that_is_no_story_ends_with_3(run: Callable, tmp_path: Path, content: bytes) -> None:
    foreign = tmp_path / "foreign.qwb"
    foreign.write_bytes(content)
    for words in (["list", "people"], ["undo"], ["check"]):
        done = run(*words, "--story", foreign)
        assert (done.code, done.out) == (3, "")
        assert str(foreign) in done.err
        assert done.err.count("\n") == 1
    assert foreign.read_bytes() == content


def test_a_story_that_is_open_elsewhere_can_be_read_but_not_written(run: Callable, shipped: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom qwenbrowser.store.database import Database\n"
            "with Database.open(sys.argv[1], write=True):\n"
            " print('open', flush=True)\n sys.stdin.readline()\n",
            str(shipped),
        ],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        assert _people(run, shipped) == 7
        done = run("undo", "--story", shipped)
        assert (done.code, done.out) == (3, "")
        assert str(holder.pid) in done.err
    finally:
        holder.communicate("done\n")
    assert run("undo", "--story", shipped).code == 0


def test_a_full_disk_is_named_and_the_old_export_kept(run: Callable, shipped: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    target = tmp_path / "out.json"
    target.write_text("old")
    limit = (40_000, 40_000)  # between the size of the export and what opening a story takes
    process = _program(
        "export-story", target, "--story", shipped,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    out, err = process.communicate()
    assert (process.returncode, out) == (3, "")
    assert err.startswith(f"qwenbrowser: {target}: could not be written: ")
    assert target.read_text() == "old"


def test_without_a_story_it_is_the_shipped_one(
    run: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QWENBROWSER_HOME", str(tmp_path))
    assert json.loads(run("list", "people", "--json").out)["count"] == 7
    assert (tmp_path / "data" / "Qwen leadership change.qwb").is_file()


def test_a_fault_of_the_program_is_one_line_and_its_traceback_is_in_the_log(
    run: Callable, monkeypatch: pytest.MonkeyPatch, shipped: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("QWENBROWSER_HOME", str(tmp_path / "home"))

    def broken(*_: object, **__: object) -> None:
        raise LookupError("a fault")

    monkeypatch.setattr(reading, "listing", broken)
    done = run("list", "people", "--story", shipped)
    log = tmp_path / "home" / "log" / "qwenbrowser.log"
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert str(log) in done.err
    assert "Traceback" not in done.err
    assert "LookupError: a fault" in log.read_text()
    shutil.rmtree(log.parent)
    log.parent.write_text("no folder")
    assert "LookupError: a fault" in run("list", "people", "--story", shipped).err


def test_a_reader_that_has_seen_enough_is_no_error(shipped: Path) -> None:
    process = _program("list", "statements", "--json", "--story", shipped)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_output_that_cannot_be_written_is_an_error(shipped: Path) -> None:
    with Path("/dev/full").open("w") as full:
        words = ["list", "statements", "--json", "--story", str(shipped)]
        done = subprocess.run(
            [sys.executable, "-m", "qwenbrowser", *words],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "qwenbrowser: output: No space left on device.\n"


def test_no_list_imports_qt_or_alembic_or_leaves_a_lock(shipped: Path) -> None:
    program = (
        "import sys\n"
        "from qwenbrowser.__main__ import main\n"
        "code = main(['list', 'quotes', '--json', '--story', sys.argv[1]])\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6', 'alembic')])\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(shipped)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("]}\n[]\n")
    assert [path.name for path in shipped.parent.iterdir()] == [shipped.name]


def test_output_is_utf_8_whatever_the_locale(shipped: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qwenbrowser", "list", "quotes", "--story", str(shipped)],
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert "“I know leaving wasn’t your choice”".encode() in done.stdout


def test_help_and_version_need_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in cli.COMMANDS)
    assert __main__.main(["--version"]) == 0
    assert capsys.readouterr().out == f"qwenbrowser {__version__}\n"


def test_help_names_every_option_of_the_window(capsys: pytest.CaptureFixture[str]) -> None:
    app = pytest.importorskip("qwenbrowser.app")
    __main__.main(["--help"])
    shown = capsys.readouterr().out
    options = [option for action in app._parser()._actions for option in action.option_strings]
    assert [option for option in options if option.startswith("--") and f"  {option} " not in shown] == []


def test_every_subcommand_has_help_and_both_options(run: Callable) -> None:
    for name, what in cli.COMMANDS.items():
        done = run(name, "--help")
        assert done.code == 0
        for words in (what.split(maxsplit=1)[0], "--story", "--json"):
            assert words in done.out


def test_the_first_word_decides(monkeypatch: pytest.MonkeyPatch, run: Callable, shipped: Path) -> None:
    """A file of a subcommand's name is opened by its path: `./list`."""
    app = pytest.importorskip("qwenbrowser.app")
    opened: list[list[str]] = []
    monkeypatch.setattr(app, "main", lambda words: opened.append(list(words)) or 0)
    for words in (["./list"], [str(shipped), "--theme", "dark"], []):
        assert __main__.main(words) == 0
        assert opened.pop() == words
    assert __main__.main(["list", "people", "--story", str(shipped)]) == 0
    assert opened == []
