"""The story that the program comes with: built in the user's folder at the first start."""

from __future__ import annotations

from pathlib import Path

from qwenbrowser import paths
from qwenbrowser.domain.errors import UserError

FILE = "qwen-leadership.json"
NAME = "Qwen leadership change.qwb"


def shipped_path(folder: Path | None = None) -> Path:
    """Where the shipped story is once it was built."""
    return (paths.user_data_dir() if folder is None else folder) / NAME


def ensure_shipped(folder: Path | None = None) -> Path:
    """The path of the shipped story in `folder` (the user's data folder), built there if it is not yet.

    Several processes may do so at once: one of them wins and all of them get the same complete story.
    """
    target = shipped_path(folder)
    if not target.exists():
        from qwenbrowser.services.importing import create_story  # with pydantic, for the first start alone

        try:
            create_story(target, paths.data_path(FILE))
        except UserError:
            if not target.exists():  # else another process was first
                raise
    return target
