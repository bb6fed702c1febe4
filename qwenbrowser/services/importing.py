"""From a story file to a story: all of it in one transaction, or nothing and the place that is wrong."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import BadStoryFile, NotFound, StorageFailed, UserError
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.schemas import StoryFile
from qwenbrowser.services import labels
from qwenbrowser.services.exporting import Told, canonical
from qwenbrowser.services.story_child import portions_elsewhere
from qwenbrowser.services.story_portions import Portion, Portions, portions
from qwenbrowser.services.story_reader import WrongFileError, validated
from qwenbrowser.services.story_rows import COLUMNS
from qwenbrowser.services.story_rules import Known
from qwenbrowser.store import tables, transfer
from qwenbrowser.store.database import Database
from qwenbrowser.store.journal import Writer

LARGE = 2**20
"""Bytes of a file from which on another process reads it; a smaller one is read before that one has begun."""

_BUILDING = ".building"
_ABANDONED_SECONDS = 3600
_UNCHANGED = Message("Nothing was changed. Correct the file and import it again.")
_TABLES = {table.name: table for table in tables.JOURNALLED}
_KINDS = ("sources", "entities", "facts", "links")


def import_story(
    db: Database, story_file: StoryFile | Path, *, label: str | None = None, told: Told | None = None
) -> Changes:
    """Add what the story does not have yet; a record whose uid is there already stays as it is.

    `Changes.counts` says for each kind of record how many were added, how many were kept, and how many of
    those differ from the file. Raises NotFound, or BadStoryFile naming the place; nothing is changed then.
    """
    with db.read() as conn:
        fresh = transfer.is_empty(conn)
    with _steps(story_file, fresh=fresh) as (steps, size):
        _uid, title = json.loads(next(steps).text)
        return _import(db, steps, label or Message(labels.IMPORT, title), size, told)


def create_story(target: Path, story_file: StoryFile | Path, *, told: Told | None = None) -> Changes:
    """Make a new story with the uid and title of a story file: complete, or no file at all.

    Raises UserError where the target is there already, also where another process made it meanwhile.
    """
    with _steps(story_file, fresh=True) as (steps, size):
        uid, title = json.loads(next(steps).text)
        _remove_abandoned(target)
        workshop = _workshop(target)
        try:
            built = workshop / target.name
            with Database.create(built, uid=uid, title=title) as db:
                changes = _import(db, steps, Message(labels.IMPORT, title), size, told)
            _publish(built, target)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    return changes


@contextlib.contextmanager
def _steps(story_file: StoryFile | Path, *, fresh: bool) -> Iterator[tuple[Portions, int]]:
    """What is to be done, found out here or by another process, and the size of the file in bytes."""
    path = story_file if isinstance(story_file, Path) else None
    with _opened(story_file) as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        steps = (
            portions_elsewhere(path, fresh=fresh) if path and size >= LARGE else portions(file, fresh=fresh)
        )
        try:
            with contextlib.closing(steps):
                yield steps, size
        except WrongFileError as wrong:
            raise BadStoryFile(wrong.message, _UNCHANGED, path) from None


def _opened(story_file: StoryFile | Path) -> BinaryIO:
    if not isinstance(story_file, Path):
        return BytesIO(canonical(story_file).encode())
    try:
        return story_file.open("rb")
    except FileNotFoundError:
        raise NotFound("there is no such file.", "Check the path.", story_file) from None
    except OSError as error:
        reason = Message("cannot be read: %1.", error.strerror)
        raise BadStoryFile(reason, "Check the path.", story_file) from error


def _import(db: Database, steps: Portions, label: str, size: int, told: Told | None) -> Changes:
    with db.write(label) as writer:
        work = _Import(writer, size, told)
        answer: Known | None = None
        fresh = transfer.is_empty(writer.conn)
        with writer.filling() if fresh else contextlib.nullcontext(), contextlib.suppress(StopIteration):
            while True:
                answer = work.do(steps.send(answer))
    return replace(writer.changes(), counts=work.counts)


class _Import:
    """Does to a story what the portions of one file say."""

    def __init__(self, writer: Writer, size: int, told: Told | None) -> None:
        self._writer = writer
        self._size = size
        self._told = told
        self._known = Known()
        self.counts = {f"{kind}_{what}": 0 for kind in _KINDS for what in ("added", "kept", "differing")}

    def do(self, portion: Portion) -> Known | None:
        """Take the next step; the answer where the portion asks."""
        kind, name, value = portion.kind, portion.name, portion.text
        if kind == "rows":
            added = self._writer.insert_encoded(_TABLES[name], COLUMNS[name], value)
            if name in _KINDS:
                self.counts[f"{name}_added"] += added
        elif kind == "index":
            self._writer.index(_TABLES[name], json.loads(value))
        elif kind == "ask":
            self._known = self._look_up(json.loads(value))
            return self._known
        elif kind == "kept":
            self._compare(name, value)
        elif kind == "links":
            kept, differing = json.loads(value)
            self._keep("links", kept, differing)
        elif kind == "merged":
            for winner, loser in json.loads(value):
                self._writer.update(tables.entities, loser, merged_into=winner)
        elif kind == "read" and self._told is not None:
            done = sum(self.counts[f"{kind}_{what}"] for kind in _KINDS for what in ("added", "kept"))
            self._told(min(1.0, json.loads(value) / max(1, self._size)), done)
        return None

    def _look_up(self, uids: list[str]) -> Known:
        """What the story has already of all that the file may name."""
        conn = self._writer.conn
        known = (tables.sources, tables.entities, tables.facts)
        sources, entities, facts = (transfer.ids_by_uid(conn, table, uids) for table in known)
        links = transfer.read_links(conn, list(facts.values())) if facts else []
        return Known(
            sources=sources,
            entities=entities,
            facts=facts,
            texts=transfer.texts_by_uid(conn, sources),
            links=[[link.from_, link.to, link.kind, link.state] for link in links],
            last_ids=transfer.last_ids(conn),
        )

    def _compare(self, kind: str, text: str) -> None:
        """Count the records that the story has already, and those of them that it has otherwise."""
        known, conn = self._known, self._writer.conn
        readers: dict[str, tuple[Callable[[Any, list[int]], Iterable[Any]], dict[str, int]]] = {
            "sources": (transfer.read_sources, known.sources),
            "entities": (transfer.read_entities, known.entities),
            "facts": (transfer.read_facts, known.facts),
        }
        read, ids = readers[kind]
        kept = validated(kind, json.loads(text))
        stored = {record.uid: record for record in read(conn, [ids[record.uid] for record in kept])}
        self._keep(kind, len(kept), sum(record != stored[record.uid] for record in kept))

    def _keep(self, kind: str, kept: int, differing: int) -> None:
        self.counts[f"{kind}_kept"] += kept
        self.counts[f"{kind}_differing"] += differing


def _workshop(target: Path) -> Path:
    """A folder beside the target in which a story is built, so that its name appears only when it is done."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_BUILDING, dir=target.parent))
    except OSError as error:
        raise StorageFailed(
            Message("the story cannot be made here: %1.", error.strerror), "Choose another place.", target
        ) from error


def _remove_abandoned(target: Path) -> None:
    """Remove what a killed process has left behind; a younger folder may still be at work."""
    for folder in target.parent.glob(f".{glob.escape(target.name)}.*{_BUILDING}"):
        with contextlib.suppress(OSError):  # another process may be removing it
            if time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(folder)


def _publish(built: Path, target: Path) -> None:
    """Give a finished story its name; never over a file that is there."""
    taken = UserError("there is a file of this name already.", "Open it, or choose another name.", target)
    try:
        os.link(built, target)
    except FileExistsError:
        raise taken from None
    except OSError:  # a file system without hard links
        if target.exists():
            raise taken from None
        built.rename(target)
