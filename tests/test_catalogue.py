"""Commands by id and by menu, and their titles without the marks of their keys."""

from __future__ import annotations

import pytest

from qwenbrowser.commands.catalogue import without_mark


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("&File", "File"),
        ("Save a &copy…", "Save a copy…"),
        ("文件(&F)", "文件"),
        ("保存副本…(&C)", "保存副本…"),
        ("Find && replace", "Find & replace"),
        ("语言：English(&H)", "语言：English"),
        ("Chinese (简体中文)", "Chinese (简体中文)"),
    ],
)
def test_a_title_without_the_mark_of_its_key(title: str, bare: str) -> None:
    assert without_mark(title) == bare
