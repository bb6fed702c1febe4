"""Pictures of every view and state of the window, light and dark, into a folder.

    python tests/pictures/take.py FOLDER [NAME...]

takes all of them, or those of which a NAME is the beginning. Everything is done in a home of its own; none
shows what the user has or chose.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from states import STATES, State, Stories

from qwenbrowser.app import build_window
from qwenbrowser.settings import Settings
from qwenbrowser.window import MainWindow

THEMES = ("light", "dark")
PATIENCE = 120
"""Seconds that a state may take to come to rest."""
DIM = 0.35
"""How much of the window is seen behind a dialog."""


def take(app: QApplication, story: Path, state: State, theme: str, file: Path) -> None:
    """Save the picture of one state. Raises TimeoutError where it does not come to rest."""
    settings = Settings(**{**state.settings, "theme": theme})
    window = build_window(story, settings)
    try:
        window.resize(*state.size)
        window.show()
        if state.starts:
            window.choose_first()
        rest(window)
        above = state.steps(window) if state.steps else None
        rest(window)
        if not _picture(window, above).save(str(file), "PNG"):
            raise OSError(f"{file} could not be written")
    finally:
        for other in app.topLevelWidgets():
            other.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def rest(window: MainWindow) -> None:
    """Run the event loop until nothing is under way in the window and all of it was laid out and painted."""
    until = time.monotonic() + PATIENCE
    turns = 0
    while turns < 3:  # what is painted first may ask for more
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()
        turns = turns + 1 if window.idle else 0
        if time.monotonic() > until:
            raise TimeoutError(f"{window.windowTitle()} did not come to rest")


def _picture(window: MainWindow, above: QWidget | None) -> QPixmap:
    """The window, and in front of it a dialog or a menu, which are windows of their own."""
    picture = window.grab()
    if above is None:
        return picture
    front = above.grab()
    free = window.size() - above.size()
    in_front = QPixmap(picture)
    in_front.fill(window.palette().window().color())
    painter = QPainter(in_front)
    if isinstance(above, QMenu):
        place = above.pos() - window.pos()
    else:
        painter.setOpacity(DIM)
        place = QPoint(free.width() // 2, free.height() // 2)
    painter.drawPixmap(0, 0, picture)
    painter.setOpacity(1)
    painter.drawPixmap(place, front)
    painter.end()
    return in_front


def main(folder: Path, names: list[str]) -> int:
    wanted = {name: state for name, state in STATES.items() if name.startswith(tuple(names) or "")}
    if not wanted:
        print(f"No picture begins with {' or '.join(names)}. There are: {', '.join(STATES)}", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(["qwenbrowser"])
    with tempfile.TemporaryDirectory() as home:
        os.environ["QWENBROWSER_HOME"] = home
        stories = Stories(Path(home))
        for name, state in wanted.items():
            for theme in THEMES:
                file = folder / f"{name}-{theme}.png"
                file.unlink(missing_ok=True)
                take(app, stories.path(state.story), state, theme, file)
                print(file.name, flush=True)
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: take.py FOLDER [NAME...]")
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
