"""The menus of the window, filled from the catalogue of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from qwenbrowser.commands.catalogue import Command

if TYPE_CHECKING:
    from qwenbrowser.window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("menus", text)


def build_menus(window: MainWindow) -> dict[str, QAction]:
    """Fill the menu bar; gives the entry of each command by the command's id."""
    titles = {
        "file": _tr("&File"),
        "edit": _tr("&Edit"),
        "view": _tr("&View"),
        "go": _tr("&Go"),
        "help": _tr("&Help"),
    }
    window.menuBar().setAccessibleName(_tr("Menus"))
    window.recent.setTitle(_tr("Open &recent"))
    window.recent.setAccessibleName(window.recent.title().replace("&", ""))
    actions: dict[str, QAction] = {}
    for name, title in titles.items():
        menu = window.menuBar().addMenu(title)
        menu.setAccessibleName(title.replace("&", ""))
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
    # "+" stands above "=" on many keyboards: nobody should have to hold Shift as well.
    actions["view.text.larger"].setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
    return actions


def _action(command: Command, menu: QMenu) -> QAction:
    action = QAction(command.title, menu)
    action.setObjectName(command.id)
    action.setShortcut(QKeySequence(command.shortcut))
    action.setCheckable(command.checked is not None)
    action.triggered.connect(lambda _on: command.run())
    return action
