"""Files of stories: new ones, and copies."""

from __future__ import annotations

import os
import re
from pathlib import Path

from qwenbrowser.domain.phrases import balanced
from qwenbrowser.domain.uids import UidMaker
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite.backup import backup

SUFFIX = ".qwb"

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufff0-\uffff<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # devices of Windows
_LONGEST_NAME = 120  # bytes: systems take 255, and there are endings and names of temporary files to come


def suggested_name(title: str) -> str:
    """`title` as the name of a file, without ending, that every system takes."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", balanced(title)).split())
    name = name.encode("utf-8", "ignore")[:_LONGEST_NAME].decode("utf-8", "ignore").strip(". ")
    return f"_{name}" if not name or _RESERVED.match(name) else name


def new_story(path: Path) -> Path:
    """Make an empty story that is named after its file; the file, with ".qwb" where that was missing.

    Raises NotFound without the folder, StoryUnusable where the file exists already, StorageFailed or
    StoryReadOnly where it cannot be written.
    """
    path = with_suffix(path)
    title = os.fsencode(path.stem).decode("utf-8", "replace")
    Database.create(path, uid=UidMaker().new_uid(), title=title).close()
    return path


def save_copy(db: Database, path: Path) -> Path:
    """Write a verified copy of an open story, also while it is written; the file that was made.

    Raises StorageFailed where the file exists already or cannot be written, StoryDamaged where the story
    cannot be read; then there is no file.
    """
    return backup(db, with_suffix(path))


def with_suffix(path: Path) -> Path:
    """The path with the ending that stories have."""
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)
