"""Restores or rebuilds a damaged story, or says what could be done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qwenbrowser.cli import as_json, terminal
from qwenbrowser.store.sqlite import backup, salvage
from qwenbrowser.store.sqlite.backup import Backup
from qwenbrowser.store.sqlite.salvage import Rebuilt

Answer = tuple[as_json.Json, list[str]]


def choices(story: Path) -> Answer:
    """The backups of a story, newest first, and the two ways to go on."""
    found = backup.list_backups(story)
    lines = [_line(made) for made in found] or ["There is no backup of this story."]
    lines.append("Restore one with --backup FILE, or make a new file of what can be read with --rebuild.")
    return {"backups": [_backup(made) for made in found]}, lines


def restored(story: Path, chosen: Path) -> Answer:
    """Put a backup in the place of the story."""
    done = backup.restore(story, chosen)
    return {"restored": str(chosen), "kept": _kept(done.kept)}, [
        f"Restored from {chosen}. {_kept_line(done.kept)}"
    ]


def rebuilt(story: Path) -> Answer:
    """Put a new file with every readable row in the place of the story; what is lost, by table."""
    done: Rebuilt = salvage.rebuild(story)
    tables = [{"table": each.table, "kept": each.kept, "lost": each.lost} for each in done.tables]
    lost = ", ".join(f"{each.table} {each.lost}" for each in done.tables if each.lost)
    said = f"Rows that could not be read: {lost}." if lost else "No row is known to be lost."
    return {"tables": tables, "kept": _kept(done.kept)}, [f"Rebuilt. {said} {_kept_line(done.kept)}"]


def text(answer: Answer) -> Iterator[str]:
    for line in answer[1]:
        yield terminal.safe(line) + "\n"


def _line(made: Backup) -> str:
    at = f"{made.at:%Y-%m-%d %H:%M} UTC"
    return f"{at}  {made.facts} facts, {made.entities} entities, {made.sources} sources  {made.path}"


def _backup(made: Backup) -> as_json.Json:
    return {
        "file": str(made.path),
        "at": made.at.isoformat(),
        "facts": made.facts,
        "entities": made.entities,
        "sources": made.sources,
    }


def _kept(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _kept_line(path: Path | None) -> str:
    return "" if path is None else f"The damaged file is kept as {path.name}."
