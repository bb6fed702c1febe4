"""The `Command` type, registered once and shown in menus, tool bars and lists of shortcuts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do.

    `id` is stable ("edit.undo"), `title` is what the user reads, `menu` the menu it stands in, by `group`,
    `shortcut` a portable key sequence. `enabled` says whether it can run now, `checked` is given where it
    switches something on and off, `describe` where its title depends on what it would do.
    """

    id: str
    title: str
    run: Callable[[], None]
    menu: str
    shortcut: str = ""
    icon: str = ""
    group: int = 0
    enabled: Callable[[], bool] = lambda: True
    checked: Callable[[], bool] | None = None
    describe: Callable[[], str] | None = None


def without_mark(title: str) -> str:
    """A title without the mark of its key: "File" of "&File", "文件" of "文件(&F)"."""
    bare = re.sub(r"\(&\w\)", "", title)
    return bare.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Catalogue:
    """All commands by id, in the order they were registered."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}

    def register(self, command: Command) -> Command:
        if command.id in self._commands:
            raise ValueError(f"command {command.id} is registered twice")
        self._commands[command.id] = command
        return command

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, command_id: str) -> Command:
        return self._commands[command_id]

    def menu(self, name: str) -> list[Command]:
        """The commands of one menu, by group and then as registered."""
        return sorted((c for c in self if c.menu == name), key=lambda c: c.group)
