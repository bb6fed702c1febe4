"""A window in another language: what it shows is built anew, and the user stays where they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from qwenbrowser.window import MainWindow


@dataclass(frozen=True, slots=True)
class Kept:
    """What a window shows beyond its workspace: page, names filtered, words looked for, sizes, focus."""

    page: str
    names: str
    words: str | None
    notice: bool
    splitters: dict[str, QByteArray]
    focus: str
    caret: int
    places: object


def keep(window: MainWindow) -> Kept:
    """What is there now."""
    focus, reader = window.focusWidget(), window.reader
    return Kept(
        page=window.page,
        names=window.people.filter.text(),
        words=None if reader.find_bar.isHidden() else reader.find_bar.words,
        notice=not window.banner.isHidden(),
        splitters={name: part.saveState() for name, part in window.splitters().items()},
        focus=focus.objectName() if focus is not None else "",
        caret=reader.text.textCursor().position(),
        places=window.workspace.place(),
    )


def give_back(window: MainWindow, kept: Kept) -> None:
    """Let content that was built anew show the same; `settle` follows once it is laid out."""
    window.show_page(kept.page)
    window.people.filter.setText(kept.names)
    window.banner.setVisible(kept.notice)
    if window.workspace.jobs.writing:
        window.status.show_running(window.workspace.jobs.writing)
    window.workspace.tell_again()
    cursor = window.reader.text.textCursor()
    cursor.setPosition(kept.caret)
    window.reader.text.setTextCursor(cursor)
    if kept.words is not None:
        window.reader.open_find()
        window.reader.find_bar.start(kept.words)
    focus = window.findChild(QWidget, kept.focus) if kept.focus else None
    (focus or window.people.view).setFocus(Qt.FocusReason.OtherFocusReason)


def settle(window: MainWindow, kept: Kept) -> None:
    """Give the parts of the content their sizes, and scroll them to where they were."""
    for name, part in window.splitters().items():
        part.restoreState(kept.splitters[name])
    window.workspace.returned.emit(kept.places)
