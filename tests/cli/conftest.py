"""Runs the command line in this process and catches what it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from qwenbrowser.cli.main import main


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("list", "people")` gives exit code, standard output and standard error."""

    def run_words(*words: object) -> Done:
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return run_words
