"""The user's choices, kept as JSON in the user's configuration folder."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from qwenbrowser import paths
from qwenbrowser.domain.messages import Message

RECENT = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user was in a story: what was chosen, by uid, the page at the left, reader and filters."""

    entity: str | None = None
    item: str | None = None
    source: str | None = None
    span: tuple[int, int] | None = None
    page: str = "browse"
    reader: bool | None = None
    names: str = ""
    story_of: str | None = None
    quoted: bool = False
    changed: bool = False
    only: bool = False
    kinds: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    newer: Mapping[str, Any] = field(default_factory=dict)
    """What a newer version of the program keeps here, written back as it was."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered between starts. Geometry and splitters are Qt's bytes as base64 text."""

    theme: Literal["system", "light", "dark"] = "system"
    language: str | None = None
    last_story: str | None = None
    recent_stories: tuple[str, ...] = ()
    text_percent: int = 100
    geometry: str | None = None
    splitters: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    newer: Mapping[str, Any] = field(default_factory=dict)
    """What a newer version of the program keeps here, written back as it was."""

    def with_story(self, story: Path) -> Settings:
        """These settings after `story` was opened: it is the last one and leads the recent ones."""
        path = str(story.absolute())
        others = tuple(recent for recent in self.recent_stories if recent != path)
        return replace(self, last_story=path, recent_stories=(path, *others)[:RECENT])

    def without_recent(self, story: Path) -> Settings:
        """These settings once `story` has left the recent ones, and with it where the user was in it."""
        left = tuple(recent for recent in self.recent_stories if recent != str(story))
        return replace(self, recent_stories=left, places=self._places_of(left))

    def without_all_recent(self) -> Settings:
        """These settings with no recent story but the last one."""
        left = tuple(recent for recent in self.recent_stories if recent == self.last_story)
        return replace(self, recent_stories=left, places=self._places_of(left))

    def place_in(self, story: Path) -> Place | None:
        """Where the user was in a story, None where that is not known."""
        return self.places.get(str(story.absolute()))

    def with_place(self, story: Path, place: Place) -> Settings:
        """These settings after a story was left; only the recent ones' places are kept."""
        kept = self._places_of(self.recent_stories) | {str(story.absolute()): place}
        return replace(self, places=kept)

    def _places_of(self, stories: tuple[str, ...]) -> dict[str, Place]:
        return {story: place for story, place in self.places.items() if story in stories}


def settings_file() -> Path:
    """Where the settings are kept."""
    return paths.user_config_dir() / "settings.json"


def load(path: Path) -> tuple[Settings, str | None]:
    """The settings and, where they could not be read, one sentence for the user.

    Never raises for what stands in the file: a damaged one is set aside as `<name>.damaged-<time>` and
    the defaults are used; no file means the defaults.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), Message(
            "%1: settings could not be read (%2). The defaults are used.", path, error.strerror
        )
    try:
        found: Settings = _record(Settings, json.loads(content))
    except (ValueError, RecursionError):
        return Settings(), Message("%1: damaged settings; %2. The defaults are used.", path, _set_aside(path))
    return found, None


def save(settings: Settings, path: Path, before: Settings | None = None) -> Settings:
    """Write the settings whole or not at all; gives what was written. Raises StorageFailed.

    With `before`, what this program knew when it last read or wrote them, only what it has changed since is
    put into what stands in the file now: another window may have written meanwhile.
    """
    if before is not None and paths.is_file(path):
        now, notice = load(path)
        settings = settings if notice else _merged(settings, before, now)
    text = json.dumps(_content(settings), indent=1) + "\n"
    paths.write_atomically(path, text.encode())
    return settings


def _merged(ours: Settings, before: Settings, now: Settings) -> Settings:
    changed = {
        each.name: getattr(ours, each.name)
        for each in fields(Settings)
        if getattr(ours, each.name) != getattr(before, each.name)
    }
    if "recent_stories" in changed:
        known = {*before.recent_stories, *ours.recent_stories}
        others = (story for story in now.recent_stories if story not in known)
        changed["recent_stories"] = (*ours.recent_stories, *others)[:RECENT]
    for name in ("splitters", "places"):
        old, new = getattr(before, name), getattr(ours, name)
        kept = {key: value for key, value in getattr(now, name).items() if key in new or key not in old}
        changed[name] = kept | {key: value for key, value in new.items() if old.get(key) != value}
    return replace(now, **changed)


def _set_aside(path: Path) -> str:
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.name}.damaged-{now}")
    try:
        path.replace(aside)
    except OSError as error:
        return Message("the file could not be set aside (%1)", error.strerror)
    return Message("the file was kept as %1", aside.name)


def _record(kind: Any, content: object) -> Any:
    """A record of settings from what stands in the file; ValueError where its fields hold something else."""
    if not isinstance(content, dict):
        raise ValueError(f"not an object: {content!r}")
    kinds = get_type_hints(kind)
    del kinds["newer"]
    known = {name: _checked(kinds[name], value) for name, value in content.items() if name in kinds}
    return kind(**known, newer={name: value for name, value in content.items() if name not in kinds})


def _checked(kind: Any, value: Any) -> Any:
    """The value if it is what a field of this kind holds, else ValueError."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return None if value is None else _checked(inner[0], value)
    if origin is Literal and value in inner:
        return value
    if origin is tuple and isinstance(value, list):
        inner = (inner[0],) * len(value) if inner[1] is ... else inner
        return tuple(_checked(each, one) for each, one in zip(inner, value, strict=True))
    if origin is Mapping and isinstance(value, dict):
        return {name: _checked(inner[1], one) for name, one in value.items()}
    if is_dataclass(kind):
        return _record(kind, value)
    if type(value) is not kind:
        raise ValueError(f"not {kind}: {value!r}")
    return value


def _content(record: Settings | Place) -> dict[str, Any]:
    """What differs from the defaults, as it is kept in the file."""
    default = type(record)()
    names = (each.name for each in fields(record) if each.name != "newer")
    changed = {
        name: getattr(record, name) for name in names if getattr(record, name) != getattr(default, name)
    }
    if "places" in changed:
        changed["places"] = {story: _content(place) for story, place in changed["places"].items()}
    return {**changed, **record.newer}
