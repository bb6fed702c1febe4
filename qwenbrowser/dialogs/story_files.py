"""Asks for files: a new story, a copy of the open one; and shows the folder of the log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from qwenbrowser import paths
from qwenbrowser.domain.errors import StorageFailed, UserError
from qwenbrowser.domain.phrases import fill
from qwenbrowser.services import story_files
from qwenbrowser.widgets.text import isolate

if TYPE_CHECKING:
    from qwenbrowser.window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("story_files", text)


def new_story(window: MainWindow) -> None:
    """Ask for a file, make an empty story there and have it opened."""
    chosen = _ask(window, _tr("New story"), _tr("New story"))
    if chosen is None:
        return
    try:
        made = story_files.new_story(chosen)
    except UserError as error:
        window.show_error(error)
    else:
        window.story_requested.emit(made)


def save_copy(window: MainWindow) -> None:
    """Ask for a file and write a verified copy there beside other work; a message tells its end."""
    stem = window.workspace.db.path.stem
    chosen = _ask(window, _tr("Save a copy"), fill(_tr("%1 copy"), stem))
    if chosen is None:
        return

    def tell(made: Path) -> None:
        name = isolate(made.name)
        window.toast.show_message(fill(_tr("The copy is saved and verified: %1"), name))

    window.workspace.run(lambda db: story_files.save_copy(db, chosen), tell)


def open_log_folder(window: MainWindow) -> None:
    """Show the folder of the log in the desktop's own program, or say where it is."""
    folder = paths.user_log_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = fill(_tr("There is no folder for the log: %1."), error.strerror or str(error))
        window.show_error(StorageFailed(problem, "", folder))
        return
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        window.toast.show_message(fill(_tr("The log is in %1"), isolate(str(folder))))


def _ask(window: MainWindow, title: str, name: str) -> Path | None:
    """A file that does not exist yet: one that does is refused later, never written over."""
    proposed = window.workspace.db.path.parent / f"{name}{story_files.SUFFIX}"
    chosen, _filter = QFileDialog.getSaveFileName(
        window,
        title,
        str(proposed),
        _tr("Stories (*.qwb)"),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    return Path(chosen) if chosen else None
