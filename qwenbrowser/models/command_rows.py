"""The commands of the catalogue as rows of the palette, under the names of their menus."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from qwenbrowser.commands.catalogue import Command, without_mark
from qwenbrowser.domain.words import Words
from qwenbrowser.models.palette_model import Group, Result
from qwenbrowser.models.palette_rows import one_line
from qwenbrowser.widgets.rows import ResultRow


def _tr(text: str) -> str:
    return QCoreApplication.translate("palette", text)


def command_groups(commands: Iterable[Command], typed: str) -> list[Group]:
    """The commands that can run now and hold the words in their titles or the name of their menu."""
    words = Words.of_names(typed)
    rows: dict[str, list[Result]] = {}
    for command in commands:
        menu = menu_title(command.menu)
        title = plain_title(command)
        if command.enabled() and (not words.tokens or words.all_in(f"{title} {menu}")):
            rows.setdefault(menu, []).append(_result(command, title, words))
    return [Group(menu, tuple(results), f"{len(results):,}") for menu, results in rows.items()]


def unavailable(commands: Iterable[Command], typed: str) -> str:
    """The title of a command that holds the words and cannot run now, "" where there is none."""
    words = Words.of_names(typed)
    titles = (plain_title(command) for command in commands if not command.enabled())
    return next((title for title in titles if words.tokens and words.all_in(title)), "")


def plain_title(command: Command) -> str:
    """The title without the mark of its key, or what the command says that it would do."""
    return one_line(command.describe() if command.describe is not None else without_mark(command.title))


def menu_title(menu: str) -> str:
    titles = {
        "file": _tr("File"),
        "edit": _tr("Edit"),
        "view": _tr("View"),
        "filter": _tr("Filters"),
        "go": _tr("Go"),
        "help": _tr("Help"),
    }
    return titles.get(menu, menu.capitalize())


def _result(command: Command, title: str, words: Words) -> Result:
    keys = QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    on = command.checked is not None and command.checked()
    icon = command.icon or ("check" if on else "chevron-right")
    state = [_tr("on")] if on else []
    said = ", ".join((title, *state, *([keys] if keys else [])))
    row = ResultRow(title, words.spans(title), right=keys, icon=icon, icon_token="accent" if on else "text2")
    return Result("command", command.id, command.id, title, said, row)
