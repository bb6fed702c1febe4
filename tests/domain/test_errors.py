"""Errors of the user's world: one line that names the thing, the reason and the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from qwenbrowser.domain import errors
from qwenbrowser.domain.errors import Ambiguous, StoryLocked, UserError


def test_an_error_is_one_line_with_file_reason_and_next_step() -> None:
    error = StoryLocked("open in\nprocess 7 on host a.", "Close it there,\n then try again.", "story.qwb")
    assert str(error) == "story.qwb: open in process 7 on host a. Close it there, then try again."
    assert (error.problem, error.path) == ("open in\nprocess 7 on host a.", Path("story.qwb"))
    assert str(UserError("Nothing to undo.")) == "Nothing to undo."


def test_an_ambiguous_name_carries_its_candidates() -> None:
    error = Ambiguous("“Lin” fits two people.", ["Person A", "Person B"], "Write more of the name.")
    assert error.candidates == ("Person A", "Person B")
    assert str(error) == "“Lin” fits two people. Write more of the name."


EXIT_CODES = {
    1: "NotFound Ambiguous CheckFailed BadStoryFile NothingToDo UndoRefused",
    2: "WrongUse",
    3: "StoryLocked StoryReadOnly StoryDamaged StoryNewer StoryForeign StoryHostile StorageFailed",
}


@pytest.mark.parametrize(
    ("name", "exit_code"), [(name, code) for code, names in EXIT_CODES.items() for name in names.split()]
)
def test_what_the_command_line_ends_with(name: str, exit_code: int) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, UserError)
    assert kind.exit_code == exit_code
