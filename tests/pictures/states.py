"""What pictures are taken of: stories, and what is done in a window before its picture is taken."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from qwenbrowser.dialogs.recovery import RecoveryDialog
from qwenbrowser.domain.errors import StorageFailed, StoryDamaged
from qwenbrowser.domain.filters import Filter
from qwenbrowser.domain.records import Certainty, FactKind
from qwenbrowser.paths import data_path
from qwenbrowser.services.importing import create_story
from qwenbrowser.services.shipped import ensure_shipped
from qwenbrowser.services.story_files import new_story
from qwenbrowser.store import sources
from qwenbrowser.store.sqlite.backup import keep_backup, list_backups
from qwenbrowser.window import MainWindow

WIDE = (1440, 900)
NARROW = (1024, 700)
LONG = 500
"""Characters of a long name."""

Steps = Callable[[MainWindow], QWidget | None]


@dataclass(frozen=True, slots=True)
class State:
    """A story by its key in `Stories`, the size of the window, settings, and what is done in it.

    The steps give the dialog or menu that stands in front of the window, None where nothing does.
    """

    steps: Steps | None = None
    story: str = "shipped"
    size: tuple[int, int] = WIDE
    settings: dict[str, Any] = field(default_factory=dict)
    starts: bool = True


class Stories:
    """Makes the stories that pictures need, each when it is asked for, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, key: str) -> Path:
        """The file of a story. Raises KeyError where there is none of that key."""
        makers = {"shipped": self._shipped, "copy": self._copy, "empty": self._empty, "long": self._long}
        return (makers | {"big": self._big})[key]()

    def _shipped(self) -> Path:
        return ensure_shipped()

    def _copy(self) -> Path:
        """The shipped story to change: no other picture is taken of it."""
        file = self._folder / "copy.qwb"
        file.unlink(missing_ok=True)
        create_story(file, data_path("qwen-leadership.json"))
        return file

    def _empty(self) -> Path:
        file = self._folder / "My story.qwb"
        return file if file.exists() else new_story(file)

    def _long(self) -> Path:
        """The shipped story with all names, outlets and summaries of `LONG` characters."""
        file = self._folder / "long.qwb"
        if not file.exists():
            story = json.loads(data_path("qwen-leadership.json").read_text(encoding="utf-8"))
            for entity in story["entities"]:
                names = entity.get("names", [])
                entity["name"] = _stretched(entity["name"])
                for name in names:
                    name["text"] = _stretched(name["text"]) if name["kind"] == "primary" else name["text"]
                if entity.get("summary"):
                    entity["summary"] = _stretched(entity["summary"])
            for source in story["sources"]:
                source["outlet"] = _stretched(source.get("outlet") or "Outlet")
                source["title"] = _stretched(source["title"])
            as_json = self._folder / "long.json"
            as_json.write_text(json.dumps(story, ensure_ascii=False), encoding="utf-8")
            create_story(file, as_json)
        return file

    def _big(self) -> Path:
        """The generated story of a million quotes, or of QWENBROWSER_FACTOR times as many."""
        benchmarks = str(Path(__file__).parent.parent / "benchmarks")
        if benchmarks not in sys.path:
            sys.path.append(benchmarks)
        from generate import cached_story

        return cached_story(float(os.environ.get("QWENBROWSER_FACTOR", "1")))


def _stretched(text: str) -> str:
    return (f"{text} " * (LONG // (len(text) + 1) + 1))[:LONG].strip()


def _select(name: str) -> Steps:
    def steps(window: MainWindow) -> None:
        window.select(name)

    return steps


def _hui(window: MainWindow) -> None:
    window.select("Binyuan Hui")


def _reader(window: MainWindow) -> None:
    _hui(window)
    if window.reader.isHidden():
        window.toggle_reader()


def _sources(window: MainWindow) -> None:
    window.show_page("sources")
    window.workspace.choose_source(window.workspace.read(sources.source_ids)[0])


def _filtered(window: MainWindow) -> None:
    window.select("Binyuan Hui")
    kinds, sources = frozenset({FactKind.QUOTE, FactKind.CLAIM}), frozenset({2})
    window.workspace.set_filter(Filter(quoted=True, kinds=kinds, sources=sources))


def _filtered_to_nothing(window: MainWindow) -> None:
    window.select("Binyuan Hui")
    window.workspace.set_filter(Filter(names="nobody", certainty=frozenset({Certainty.DISPUTED})))


def _filters(window: MainWindow) -> QWidget:
    window.events.open_filter_menu()
    return window.events.add_filter.menu()


def _search(words: str, chosen: str | None = "Binyuan Hui") -> Steps:
    def steps(window: MainWindow) -> None:
        if chosen is not None:
            window.select(chosen)
        window.search.open(words)

    return steps


def _find(window: MainWindow) -> None:
    _hui(window)
    window.reader.open_find()
    window.reader.find_bar.start("Qwen")


def _menu(title: str) -> Steps:
    def steps(window: MainWindow) -> QWidget:
        _hui(window)
        bar = window.menuBar()
        [action] = [each for each in bar.actions() if each.text().replace("&", "") == title]
        menu = action.menu()
        menu.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
        return menu

    return steps


def _dialog(command: str) -> Steps:
    """The dialog that a command opens."""

    def steps(window: MainWindow) -> QWidget:
        _hui(window)
        window.findChild(QAction, command).trigger()
        return window.findChildren(QDialog)[-1]

    return steps


def _error(window: MainWindow) -> QWidget:
    _hui(window)
    window.show_error(
        StorageFailed("The disk is full.", "Make room and try again.", Path("/stories/qwen-leadership.qwb"))
    )
    return window.findChildren(QDialog)[-1]


def _recovery(window: MainWindow) -> QWidget:
    keep_backup(window.workspace.db)
    path = window.workspace.db.path
    error = StoryDamaged("A part of the story cannot be read.", "Restore a backup or rebuild it.", path)
    dialog = RecoveryDialog(error, list_backups(path), window)
    dialog.open()
    return dialog


def _toast(window: MainWindow) -> None:
    _hui(window)
    window.workspace.undo()


def _read_only(window: MainWindow) -> None:
    _hui(window)
    window.banner.set_text("This story is open in another window or program. You can read it here.")
    window.banner.show()


STATES: dict[str, State] = {
    "start": State(),
    "main": State(_hui),
    "speaker": State(_select("Junyang Lin")),
    "organisation": State(_select("Alibaba")),
    "nothing-said": State(_select("Elon Musk")),
    "nothing-chosen": State(starts=False),
    "large": State(_hui, size=(1920, 1200)),
    "narrow": State(_hui, size=NARROW),
    "narrow-reader": State(_reader, size=NARROW),
    "smallest": State(_hui, size=(800, 560)),
    "text-150": State(_hui, settings={"text_percent": 150}),
    "narrow-text-150": State(_hui, size=NARROW, settings={"text_percent": 150}),
    "sources": State(_sources),
    "empty": State(story="empty"),
    "long-names": State(story="long"),
    "narrow-long-names": State(story="long", size=NARROW),
    "big": State(story="big"),
    "narrow-big": State(story="big", size=NARROW),
    "filtered": State(_filtered),
    "narrow-filtered": State(_filtered, size=NARROW),
    "filtered-nothing": State(_filtered_to_nothing),
    "menu-filters": State(_filters),
    "filter-source": State(_dialog("filter.source")),
    "search": State(_search("lin")),
    "search-nothing": State(_search("nobody of this name")),
    "search-big": State(_search("model", None), story="big"),
    "commands": State(_search(">")),
    "find": State(_find),
    "menu-file": State(_menu("File")),
    "menu-view": State(_menu("View")),
    "about": State(_dialog("help.about")),
    "shortcuts": State(_dialog("help.shortcuts")),
    "error": State(_error),
    "recovery": State(_recovery),
    "read-only": State(_read_only),
    "undone": State(_toast, story="copy"),
    "chinese": State(_hui, settings={"language": "zh_CN"}),
    "chinese-narrow": State(_hui, size=NARROW, settings={"language": "zh_CN"}),
    "chinese-search": State(_search("lin"), settings={"language": "zh_CN"}),
    "chinese-commands": State(_search(">"), settings={"language": "zh_CN"}),
    "chinese-shortcuts": State(_dialog("help.shortcuts"), settings={"language": "zh_CN"}),
}
