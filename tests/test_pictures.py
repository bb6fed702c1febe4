"""The script that takes pictures of the window: every state has its step, and a picture is a picture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TAKE = Path(__file__).parent / "pictures" / "take.py"


def take(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TAKE), str(folder), *names]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_pictures_of_states_are_taken_in_both_themes(tmp_path: Path) -> None:
    taken = take(tmp_path / "shots", "narrow-reader", "empty", "menu-file", "about")
    assert taken.returncode == 0, taken.stderr
    names = {f"{name}-{theme}.png" for name in ("narrow-reader", "empty", "menu-file", "about")
             for theme in ("light", "dark")}  # fmt: skip
    pictures = {file.name: file.read_bytes() for file in (tmp_path / "shots").iterdir()}
    assert set(pictures) == names == set(taken.stdout.split())
    assert all(picture.startswith(b"\x89PNG") for picture in pictures.values())
    assert len(set(pictures.values())) == len(names)


def test_an_unknown_name_lists_those_that_are(tmp_path: Path) -> None:
    taken = take(tmp_path / "shots", "no such state")
    assert taken.returncode == 2
    assert "menu-file" in taken.stderr
    assert not (tmp_path / "shots").exists()
