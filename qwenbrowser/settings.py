"""The user's choices, kept as JSON in the user's configuration folder."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from qwenbrowser import paths
from qwenbrowser.domain.messages import Message

RECENT = 10


class Place(BaseModel):
    """Where the user was in a story: what was chosen, by uid, the page at the left, reader and filter."""

    model_config = ConfigDict(extra="allow", frozen=True)

    entity: str | None = None
    item: str | None = None
    source: str | None = None
    span: tuple[int, int] | None = None
    page: str = "browse"
    reader: bool | None = None
    only: bool = False


class Settings(BaseModel):
    """What is remembered between starts. Geometry and splitters are Qt's bytes as base64 text.

    A newer version's keys are kept and written back.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    theme: Literal["system", "light", "dark"] = "system"
    language: str | None = None
    last_story: str | None = None
    recent_stories: tuple[str, ...] = ()
    text_percent: int = 100
    geometry: str | None = None
    splitters: dict[str, str] = {}
    places: dict[str, Place] = {}

    def with_story(self, story: Path) -> Settings:
        """These settings after `story` was opened: it is the last one and leads the recent ones."""
        path = str(story.absolute())
        others = tuple(recent for recent in self.recent_stories if recent != path)
        return self.model_copy(update={"last_story": path, "recent_stories": (path, *others)[:RECENT]})

    def without_recent(self, story: Path) -> Settings:
        """These settings once `story` has left the recent ones, and with it where the user was in it."""
        left = tuple(recent for recent in self.recent_stories if recent != str(story))
        return self.model_copy(update={"recent_stories": left, "places": self._places_of(left)})

    def without_all_recent(self) -> Settings:
        """These settings with no recent story but the last one."""
        left = tuple(recent for recent in self.recent_stories if recent == self.last_story)
        return self.model_copy(update={"recent_stories": left, "places": self._places_of(left)})

    def place_in(self, story: Path) -> Place | None:
        """Where the user was in a story, None where that is not known."""
        return self.places.get(str(story.absolute()))

    def with_place(self, story: Path, place: Place) -> Settings:
        """These settings after a story was left; only the recent ones' places are kept."""
        kept = self._places_of(self.recent_stories) | {str(story.absolute()): place}
        return self.model_copy(update={"places": kept})

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
        return Settings.model_validate_json(content), None
    except ValueError:
        return Settings(), Message("%1: damaged settings; %2. The defaults are used.", path, _set_aside(path))


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all. Raises StorageFailed."""
    text = settings.model_dump_json(indent=1, exclude_defaults=True) + "\n"
    paths.write_atomically(path, text.encode())


def _set_aside(path: Path) -> str:
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.name}.damaged-{now}")
    try:
        path.replace(aside)
    except OSError as error:
        return Message("the file could not be set aside (%1)", error.strerror)
    return Message("the file was kept as %1", aside.name)
