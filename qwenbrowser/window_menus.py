"""The menus of the window, filled from the catalogue of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from qwenbrowser.commands.catalogue import Catalogue, Command, without_mark

if TYPE_CHECKING:
    from qwenbrowser.window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("menus", text)


def show_titles(window: MainWindow) -> None:
    """Show the menu bar before there is a command: nothing moves when the menus are filled."""
    for title in _titles().values():
        window.menuBar().addMenu(title)


def build_menus(window: MainWindow) -> dict[str, QAction]:
    """Make the menu bar; gives the entry of each command by the command's id."""
    window.menuBar().setAccessibleName(_tr("Menus"))
    window.recent.setTitle(_tr("Open &recent"))
    window.recent.setAccessibleName(without_mark(window.recent.title()))
    actions: dict[str, QAction] = {}
    menus: dict[str, QMenu] = {}
    for name, title in (*_titles().items(), ("filter", _tr("F&ilters"))):
        menu = menus[name] = QMenu(title, window.menuBar())
        (menus["view"] if name == "filter" else window.menuBar()).addMenu(menu)
        menu.setAccessibleName(without_mark(title))
        menu.aboutToShow.connect(window.refresh_commands)
        group = 0
        for command in window.commands.menu(name):
            if command.group != group and not menu.isEmpty():
                menu.addSeparator()
            group = command.group
            actions[command.id] = _action(command, menu)
            menu.addAction(actions[command.id])
            if command.id == "file.open":
                menu.addMenu(window.recent)
    window.events.set_filter_menu(menus["filter"])
    # "+" stands above "=" on many keyboards: nobody should have to hold Shift as well.
    actions["view.text.larger"].setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
    return actions


def refresh(commands: Catalogue, entries: dict[str, QAction]) -> None:
    """Bring names, ticks and availability of all entries up to date."""
    from qwenbrowser.widgets.text import mnemonic_escape  # not needed before the first paint

    for command in commands:
        action = entries[command.id]
        action.setEnabled(command.enabled())
        if command.describe is not None:
            action.setText(mnemonic_escape(command.describe()))
        if command.checked is not None:
            action.setChecked(command.checked())


def _titles() -> dict[str, str]:
    return {
        "file": _tr("&File"),
        "edit": _tr("&Edit"),
        "view": _tr("&View"),
        "go": _tr("&Go"),
        "help": _tr("&Help"),
    }


def _action(command: Command, menu: QMenu) -> QAction:
    action = QAction(command.title, menu)
    action.setObjectName(command.id)
    action.setShortcut(QKeySequence(command.shortcut))
    action.setCheckable(command.checked is not None)
    action.triggered.connect(lambda _on: command.run())
    return action
