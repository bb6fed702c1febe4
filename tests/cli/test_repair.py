"""The repair subcommand: what can be done about a damaged story, and doing it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qwenbrowser.cli.main import main
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite import backup


def _damage(story: Path) -> None:
    """Overwrite two pages behind the middle of the file, where rows stand and not the schema."""
    with story.open("r+b") as file:
        file.seek(story.stat().st_size // 2 + 4 * 4096)
        file.write(b"\xff" * 8192)


def _backup(story: Path) -> Path:
    with Database.open(story, write=True) as db:
        made = backup.keep_backup(db)
    assert made is not None
    return made


def test_without_a_choice_it_lists_the_backups(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = _backup(shipped)
    assert main(["repair", "--story", str(shipped), "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)["backups"]
    assert listed["file"] == str(made)
    assert listed["facts"] == 41


def test_a_backup_takes_the_place_of_a_damaged_story(
    shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = _backup(shipped)
    _damage(shipped)
    assert main(["list", "people", "--story", str(shipped)]) == 3
    assert "damaged" in capsys.readouterr().err
    assert main(["repair", "--story", str(shipped), "--backup", str(made)]) == 0
    assert "kept as" in capsys.readouterr().out
    assert main(["list", "people", "--story", str(shipped), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 7
    assert list(shipped.parent.glob("*.damaged-*"))


def test_a_rebuild_says_what_is_lost(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _damage(shipped)
    assert main(["repair", "--story", str(shipped), "--rebuild", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {table["table"] for table in told["tables"]} >= {"facts", "sources", "citations"}
    assert main(["history", "--story", str(shipped)]) == 0


def test_both_choices_at_once_are_wrong_use(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", "--story", str(shipped), "--backup", "x", "--rebuild"]) == 2
    assert "either" in capsys.readouterr().err
