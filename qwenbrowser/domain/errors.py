"""Errors of the user's world: each names the thing, the reason and the next step.

Anything that is not a `UserError` is a fault of the program and is logged with its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class UserError(Exception):
    """Something the user can understand and act on.

    `problem` says what is wrong, `next_step` what to do now, `path` names the file that is meant.
    `exit_code` is what the command line ends with. `str()` gives all of it on one line.
    """

    exit_code = 1

    def __init__(self, problem: str, next_step: str = "", path: Path | str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.next_step = next_step
        self.path = None if path is None else Path(path)

    def __str__(self) -> str:
        where = "" if self.path is None else f"{self.path}: "
        after = f" {self.next_step}" if self.next_step else ""
        return " ".join(f"{where}{self.problem}{after}".split())


class NotFound(UserError):
    """No such person, fact, file or story."""


class Ambiguous(UserError):
    """A name that fits more than one entity; `candidates` lists them as shown."""

    def __init__(self, problem: str, candidates: Sequence[str], next_step: str = "") -> None:
        super().__init__(problem, next_step)
        self.candidates = tuple(candidates)


class CheckFailed(UserError):
    """A check found something wrong."""


class BadStoryFile(UserError):
    """A story file (JSON) that cannot be imported; nothing was changed."""


class Cancelled(UserError):
    """The user has stopped the work; nothing was changed."""


class NothingToDo(UserError):
    """There is nothing to undo or redo."""


class UndoRefused(UserError):
    """Undo or redo would lose a later change."""


class WrongUse(UserError):
    """The command line was used wrongly."""

    exit_code = 2


class StoryUnusable(UserError):
    """The story cannot be opened, or not for what was asked."""

    exit_code = 3


class StoryLocked(StoryUnusable):
    """Another process holds the story for writing."""


class StoryReadOnly(StoryUnusable):
    """The story lies in a place that cannot be written."""


class StoryDamaged(StoryUnusable):
    """The file is a story, but its content is damaged."""


class StoryNewer(StoryUnusable):
    """A later version of the program wrote the story."""


class StoryForeign(StoryUnusable):
    """The file is not a story of this program."""


class StoryHostile(StoryUnusable):
    """The file holds objects that no version of the program makes."""


class StorageFailed(StoryUnusable):
    """The disk is full or failed; the change was rolled back."""
