"""The name that is proposed for a file of a story is one that every system takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.services.story_files import suggested_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Qwen leadership, March 2026", "Qwen leadership, March 2026"),
        ("林俊旸 & co", "林俊旸 & co"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\x?*|<b>", "C x b"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("a\tb\nc\0", "a b c"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Convention", "Convention"),
        ("...", "_"),
        ("", "_"),
        ("旸" * 100, "旸" * 40),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert suggested_name(title) == name


@given(st.text(st.characters() | st.sampled_from("/\\. \u202e\ud800")))
def test_any_title_names_one_file(title: str) -> None:
    name = suggested_name(title)
    assert Path(f"/folder/{name}.json").name == f"{name}.json"
    assert len(f"{name}.json".encode()) <= 255
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name == name.strip(" .")
