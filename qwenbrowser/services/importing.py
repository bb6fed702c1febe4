"""From a story file to a story: all of it in one transaction, or nothing and the place that is wrong."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ValidationError

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import BadStoryFile, NotFound, StorageFailed, UserError
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.schemas import FactModel, LinkModel, StoryFile
from qwenbrowser.services import labels, story_rows, story_rules
from qwenbrowser.services.story_rules import Known
from qwenbrowser.store import tables, transfer
from qwenbrowser.store.database import Database
from qwenbrowser.store.journal import Writer

BATCH = 5000
"""Facts whose rows are built at a time, so that a large file does not stand in memory twice."""

_BUILDING = ".building"
_ABANDONED_SECONDS = 3600
_UNCHANGED = Message("Nothing was changed. Correct the file and import it again.")


class _HasUid(Protocol):
    @property
    def uid(self) -> str: ...


Model = TypeVar("Model", bound=_HasUid)


def read_story_file(path: Path) -> StoryFile:
    """Read a file and check each record by itself. Raises NotFound, or BadStoryFile with place and reason."""
    try:
        return StoryFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in first["loc"])
        reason = f"{place.removeprefix('.')}: {first['msg']}." if place else f"{first['msg']}."
        raise BadStoryFile(reason, _UNCHANGED, path) from None
    except FileNotFoundError:
        raise NotFound("there is no such file.", "Check the path.", path) from None
    except OSError as error:
        raise BadStoryFile(Message("cannot be read: %1.", error.strerror), "Check the path.", path) from error


def import_story(db: Database, story_file: StoryFile | Path, *, label: str | None = None) -> Changes:
    """Add what the story does not have yet; a record whose uid is there already stays as it is.

    `Changes.counts` says for each kind of record how many were added, how many were kept, and how many of
    those differ from the file. Raises BadStoryFile naming the place; nothing is changed then.
    """
    story, path = _read(story_file)
    return _import(db, story, path, label or Message(labels.IMPORT, story.story.title))


def create_story(target: Path, story_file: StoryFile | Path) -> Changes:
    """Make a new story with the uid and title of a story file: complete, or no file at all.

    Raises UserError where the target is there already, also where another process made it meanwhile.
    """
    story, path = _read(story_file)
    _remove_abandoned(target)
    workshop = _workshop(target)
    try:
        built = workshop / target.name
        with Database.create(built, uid=story.story.uid, title=story.story.title) as db:
            changes = _import(db, story, path, Message(labels.IMPORT, story.story.title))
        _publish(built, target)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return changes


def _read(story_file: StoryFile | Path) -> tuple[StoryFile, Path | None]:
    if isinstance(story_file, Path):
        return read_story_file(story_file), story_file
    return story_file, None


def _import(db: Database, story: StoryFile, path: Path | None, label: str) -> Changes:
    with db.write(label) as writer:
        known = _known(writer, story)
        try:
            story_rules.check(story, known)
        except story_rules.RuleError as error:
            raise BadStoryFile(Message("%1: %2.", error.place, error.reason), _UNCHANGED, path) from None
        counts = _Import(writer, story, known).run()
    return replace(writer.changes(), counts=counts)


def _known(writer: Writer, story: StoryFile) -> Known:
    named = story_rules.mentioned(story)
    return Known(
        sources=transfer.ids_by_uid(writer.conn, tables.sources, named.sources),
        entities=transfer.ids_by_uid(writer.conn, tables.entities, named.entities),
        facts=transfer.ids_by_uid(writer.conn, tables.facts, named.facts),
        texts=transfer.texts_by_uid(writer.conn, named.sources),
    )


class _Import:
    """Writes one checked story file: what is new, in the file's order."""

    def __init__(self, writer: Writer, story: StoryFile, known: Known) -> None:
        self._writer = writer
        self._story = story
        self._texts = {source.uid: source.text for source in story.sources} | known.texts
        self._source_ids = dict(known.sources)
        self._entity_ids = dict(known.entities)
        self._fact_ids = dict(known.facts)
        self._counts: dict[str, int] = {}

    def run(self) -> dict[str, int]:
        """Write everything; gives the counts."""
        self._sources()
        self._entities()
        self._facts()
        self._links()
        return self._counts

    def _sources(self) -> None:
        new, kept = _split(self._story.sources, self._source_ids)
        stored = transfer.read_sources(self._writer.conn, [self._source_ids[source.uid] for source in kept])
        self._count("sources", new, kept, stored)
        ids = self._writer.insert(tables.sources, [story_rows.source_row(source) for source in new])
        self._source_ids.update(_by_uid(new, ids))
        regions = map(story_rows.region_rows, ids, new)
        self._writer.insert(tables.regions, list(chain.from_iterable(regions)))

    def _entities(self) -> None:
        listed = [story_rows.as_exported(entity) for entity in self._story.entities]
        new, kept = _split(listed, self._entity_ids)
        stored = transfer.read_entities(self._writer.conn, [self._entity_ids[entity.uid] for entity in kept])
        self._count("entities", new, kept, stored)
        ids = self._writer.insert(tables.entities, [story_rows.entity_row(entity) for entity in new])
        self._entity_ids.update(_by_uid(new, ids))
        names = map(story_rows.name_rows, ids, new)
        self._writer.insert(tables.names, list(chain.from_iterable(names)))
        for id_, entity in zip(ids, new, strict=True):
            if entity.merged_into is not None:
                self._writer.update(tables.entities, id_, merged_into=self._entity_ids[entity.merged_into])

    def _facts(self) -> None:
        new, kept = _split(self._story.facts, self._fact_ids)
        stored = transfer.read_facts(self._writer.conn, [self._fact_ids[fact.uid] for fact in kept])
        self._count("facts", new, [story_rows.with_surroundings(fact, self._texts) for fact in kept], stored)
        for start in range(0, len(new), BATCH):
            self._insert_facts(new[start : start + BATCH])

    def _insert_facts(self, facts: Sequence[FactModel]) -> None:
        ids = self._writer.insert(tables.facts, [story_rows.fact_row(fact) for fact in facts])
        self._fact_ids.update(_by_uid(facts, ids))
        parts = (
            story_rows.participation_rows(id_, fact, self._entity_ids)
            for id_, fact in zip(ids, facts, strict=True)
        )
        self._writer.insert(tables.participations, list(chain.from_iterable(parts)))
        cited = (
            story_rows.citation_rows(id_, fact, self._source_ids, self._texts)
            for id_, fact in zip(ids, facts, strict=True)
        )
        self._writer.insert(tables.citations, list(chain.from_iterable(cited)))

    def _links(self) -> None:
        starts = {self._fact_ids[link.from_] for link in self._story.links}
        stored = {_ends(link): link for link in transfer.read_links(self._writer.conn, list(starts))}
        new = [link for link in self._story.links if _ends(link) not in stored]
        kept = [link for link in self._story.links if _ends(link) in stored]
        self._writer.insert(tables.links, [story_rows.link_row(link, self._fact_ids) for link in new])
        self._note("links", len(new), len(kept), sum(link != stored[_ends(link)] for link in kept))

    def _count(self, kind: str, new: Sequence[Model], kept: Sequence[Model], stored: Iterable[Model]) -> None:
        here = {model.uid: model for model in stored}
        self._note(kind, len(new), len(kept), sum(model != here[model.uid] for model in kept))

    def _note(self, kind: str, added: int, kept: int, differing: int) -> None:
        self._counts |= {f"{kind}_added": added, f"{kind}_kept": kept, f"{kind}_differing": differing}


def _split(models: Iterable[Model], ids: Mapping[str, int]) -> tuple[list[Model], list[Model]]:
    """What the story does not have yet, and what it has."""
    new: list[Model] = []
    kept: list[Model] = []
    for model in models:
        (kept if model.uid in ids else new).append(model)
    return new, kept


def _by_uid(models: Iterable[_HasUid], ids: Iterable[int]) -> dict[str, int]:
    return {model.uid: id_ for model, id_ in zip(models, ids, strict=True)}


def _ends(link: LinkModel) -> tuple[str, str, str]:
    return link.from_, link.to, link.kind


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
