"""From a story to its story file: canonical JSON, so that equal stories give equal bytes."""

from __future__ import annotations

from pathlib import Path

from qwenbrowser.domain.schemas import FORMAT, VERSION, StoryFile, StoryModel
from qwenbrowser.paths import write_atomically
from qwenbrowser.store import transfer
from qwenbrowser.store.database import Database


def export_story(db: Database) -> StoryFile:
    """The whole story as one moment shows it: records of every state, in the order they were recorded."""
    with db.read() as conn:
        return StoryFile(
            format=FORMAT,
            version=VERSION,
            story=StoryModel(uid=db.info.uid, title=db.info.title),
            sources=transfer.read_sources(conn),
            entities=transfer.read_entities(conn),
            facts=transfer.read_facts(conn),
            links=transfer.read_links(conn),
        )


def canonical(story: StoryFile) -> str:
    """The one JSON text of a story file: keys in the schemas' order, defaults left out, one space a level."""
    return story.model_dump_json(indent=1, by_alias=True, exclude_defaults=True, ensure_ascii=False) + "\n"


def write_story_file(path: Path, story: StoryFile) -> None:
    """Write the file whole or leave what was there. Raises StorageFailed."""
    write_atomically(path, canonical(story).encode())
