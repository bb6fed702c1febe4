"""From a story to its story file: canonical JSON, so that equal stories give equal bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel

from qwenbrowser.domain.schemas import FORMAT, VERSION, StoryFile, StoryModel
from qwenbrowser.paths import write_atomically
from qwenbrowser.store import transfer
from qwenbrowser.store.database import Database

Told = Callable[[float, int], None]
"""Hears now and then which share of the work is done and how many records; what it raises ends the work."""


def export_story(db: Database) -> StoryFile:
    """The whole story as one moment shows it: records of every state, in the order they were recorded."""
    with db.read() as conn:
        return StoryFile(
            format=FORMAT,
            version=VERSION,
            story=_story(db),
            sources=transfer.read_sources(conn),
            entities=transfer.read_entities(conn),
            facts=transfer.read_facts(conn),
            links=transfer.read_links(conn),
        )


def canonical(story: StoryFile) -> str:
    """The one JSON text of a story file: keys in the schemas' order, defaults left out, one space a level."""
    return _json(story) + "\n"


def write_story_file(path: Path, db: Database, *, told: Told | None = None) -> dict[str, int]:
    """Write the story whole, as `canonical` says it, or leave what was there; how many records of each kind.

    Only some of the records are held at a time. Raises StorageFailed.
    """
    counts: dict[str, int] = {}
    write_atomically(path, _pieces(db, counts, told))
    return counts


def _pieces(db: Database, counts: dict[str, int], told: Told | None) -> Iterator[bytes]:
    with db.read() as conn:
        total = transfer.count_records(conn)
        head = StoryFile(format=FORMAT, version=VERSION, story=_story(db))
        yield _json(head).removesuffix("\n}").encode()
        for kind, read in transfer.PORTIONS.items():
            counts[kind] = 0
            for records in read(conn):
                before = "," if counts[kind] else f',\n "{kind}": ['
                yield before.encode() + ",".join(f"\n  {_nested(record)}" for record in records).encode()
                counts[kind] += len(records)
                if told is not None:
                    told(sum(counts.values()) / total, sum(counts.values()))
            yield b"\n ]" if counts[kind] else b""
        yield b"\n}\n"


def _story(db: Database) -> StoryModel:
    return StoryModel(uid=db.info.uid, title=db.info.title)


def _json(model: BaseModel) -> str:
    return model.model_dump_json(indent=1, by_alias=True, exclude_defaults=True, ensure_ascii=False)


def _nested(record: BaseModel) -> str:
    """A record two levels deep: every line end in its JSON stands between two keys or items."""
    return _json(record).replace("\n", "\n  ")
