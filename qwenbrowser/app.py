"""Starts the program: arguments, the first paint, and what it does without a screen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from PySide6.QtCore import QByteArray, QCoreApplication, QSize, QTimer
from PySide6.QtWidgets import QApplication

from qwenbrowser import __version__, paths
from qwenbrowser import settings as user_settings
from qwenbrowser.domain.errors import Ambiguous, NotFound, StorageFailed, UserError
from qwenbrowser.domain.messages import Message
from qwenbrowser.instance import raise_running
from qwenbrowser.language import speak
from qwenbrowser.services.shipped import ensure_shipped, shipped_path
from qwenbrowser.settings import Settings
from qwenbrowser.started import reached
from qwenbrowser.theme.manager import Choice, Theme
from qwenbrowser.window import MainWindow

if TYPE_CHECKING:
    from qwenbrowser.session import Session

# What only a story needs, above all SQLAlchemy, is imported after the first paint: a test holds that.

_UNSEEN_MS = 1000
"""After this a window that has not been painted is not seen, and gets its story all the same."""


def build_window(story: Path | str, settings: Settings | None = None) -> MainWindow:
    """The window of a story, not shown. Needs a QApplication; reads no user settings unless given.

    A story that another process writes, or that lies in a read-only place, is opened for reading, and the
    window says so. Raises StoryUnusable where it cannot be opened at all.
    """
    from qwenbrowser.session import build_window

    return build_window(story, settings)


def main(arguments: Sequence[str]) -> int:
    """Run the program; returns its exit code (0 done, 1 not found, 2 wrong use, 3 story unusable)."""
    options = _parser().parse_args(list(arguments))
    if options.story is not None and not options.story.exists():
        print(
            f"qwenbrowser: {options.story}: there is no such story, and no subcommand of this name. "
            "See: qwenbrowser --help",
            file=sys.stderr,
        )
        return NotFound.exit_code
    without_screen = bool(options.screenshot or options.self_check)
    if not _has_screen():
        if not without_screen:
            print(
                "qwenbrowser: there is no screen. Use a subcommand such as `list` or `show`.", file=sys.stderr
            )
            return 3
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["qwenbrowser"])
    QCoreApplication.setApplicationName("qwenbrowser")
    QCoreApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("qwenbrowser")
    try:
        if options.self_check:
            from qwenbrowser.self_check import run_self_check

            return run_self_check(lambda: build_window(options.story or ensure_shipped()))
        if without_screen:
            return _screenshot(cast("QApplication", app), options)
        return _Start(cast("QApplication", app), options).run()
    except UserError as error:
        candidates = f" Candidates: {'; '.join(error.candidates)}" if isinstance(error, Ambiguous) else ""
        print(f"qwenbrowser: {error}{candidates}", file=sys.stderr)
        return error.exit_code


class _Start:
    """Shows an empty window in its place and colours; when it is painted, a session fills it with a story."""

    def __init__(self, app: QApplication, options: argparse.Namespace) -> None:
        self._app = app
        self._options = options
        self._settings, self._notice = user_settings.load(user_settings.settings_file())
        self._error: Exception | None = None
        self._window: MainWindow | None = None
        self.session: Session | None = None

    def run(self) -> int:
        """The exit code once the last window is closed. Raises what the session ended with."""
        story = _story(self._options.story, self._settings.last_story)
        if raise_running(story, self._options.select):
            return 0
        window = self._window = self._empty_window()
        window.painted.connect(lambda: self._fill(story))
        unseen = QTimer(window, singleShot=True, interval=_UNSEEN_MS)
        unseen.timeout.connect(lambda: self._fill(story))
        window.painted.connect(unseen.stop)
        unseen.start()
        window.show()
        code = self._app.exec()
        if self.session is not None:
            self.session.end()
        if self._error is not None:
            raise self._error
        return code

    def _empty_window(self) -> MainWindow:
        settings, options = self._settings, self._options
        choice: Choice = options.theme or settings.theme
        speak(self._app, settings.language)
        theme = Theme()
        theme.begin(self._app, choice, settings.text_percent)
        window = MainWindow(theme, choice, settings.language)
        if settings.geometry:
            window.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode()))
        _size(window, options.size)
        return window

    def _fill(self, story: Path) -> None:
        window, self._window = self._window, None
        if window is None:
            return
        if reached("frame"):
            self._app.exit()
            return
        try:
            from qwenbrowser.session import Session

            self.session = Session(self._app, self._settings, self._notice)
            self.session.open(window, story, self._options.select)
        except Exception as error:  # raised again when the event loop has ended
            self._error = error
            window.close()
            window.deleteLater()
            self._app.exit()


class _Parser(argparse.ArgumentParser):
    """Says what is wrong on one line, like everything else of the program."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"qwenbrowser: {message}. See qwenbrowser --help.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="qwenbrowser",
        description="Opens a story in a window; without STORY the last one, at first the one it ships with.",
    )
    parser.add_argument("story", nargs="?", type=Path, metavar="STORY", help="a story file (.qwb)")
    parser.add_argument("--select", metavar="NAME|URI", help="choose a person, organisation or product")
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE.png", help="save a picture of the window and end"
    )
    parser.add_argument(
        "--size", type=_parse_size, metavar="WxH", help="size of the window, such as 1440x900"
    )
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument(
        "--self-check", action="store_true", help="open a window, check this installation and end"
    )
    parser.add_argument("--version", action="version", version=f"qwenbrowser {__version__}")
    return parser


def _parse_size(text: str) -> QSize:
    width, _x, height = text.partition("x")
    if not (
        width.isdecimal()
        and height.isdecimal()
        and 200 <= int(width) <= 10_000
        and 200 <= int(height) <= 10_000
    ):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1440x900")
    return QSize(int(width), int(height))


def _has_screen() -> bool:
    """Whether Qt would find a display; other systems than X11 and Wayland always have one."""
    if not sys.platform.startswith(("linux", "freebsd")):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _story(given: Path | None, last: str | None) -> Path:
    """The story to open; the shipped one, which comes last, may not have been built yet."""
    if given is not None:
        return given
    return Path(last) if last is not None and paths.is_file(Path(last)) else shipped_path()


def _screenshot(app: QApplication, options: argparse.Namespace) -> int:
    window = build_window(
        options.story or ensure_shipped(), Settings(theme=cast("Choice", options.theme or "light"))
    )
    try:
        _size(window, options.size or QSize(1440, 900))
        if options.select:
            window.select(options.select)
        window.show()
        # Twice through the event loop: once for the layout, once for what the layout asks for.
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, app.exit))
        app.exec()
        options.screenshot.parent.mkdir(parents=True, exist_ok=True)
        if not window.grab().save(str(options.screenshot), "PNG"):
            raise StorageFailed(
                "The picture could not be written.", "Choose another place.", options.screenshot
            )
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageFailed(
            Message("The picture could not be written: %1.", reason),
            "Choose another place.",
            options.screenshot,
        ) from error
    finally:
        window.close()
        window.deleteLater()
    return 0


def _size(window: MainWindow, size: QSize | None) -> None:
    if size is not None:
        window.setMinimumSize(min(size.width(), 800), min(size.height(), 560))
        window.resize(size)
