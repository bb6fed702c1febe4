"""Opens the window: arguments, the choice of story, the log, and what the program does without a screen."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, cast

from PySide6.QtCore import QByteArray, QCoreApplication, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication

from qwenbrowser import __version__, paths
from qwenbrowser import settings as user_settings
from qwenbrowser.dialogs.faults import Faults
from qwenbrowser.dialogs.recovery import recover
from qwenbrowser.domain.errors import (
    Ambiguous,
    NotFound,
    StorageFailed,
    StoryDamaged,
    StoryLocked,
    StoryReadOnly,
    UserError,
)
from qwenbrowser.domain.messages import joined
from qwenbrowser.instance import Instance, raise_running
from qwenbrowser.jobs import Jobs
from qwenbrowser.language import speak
from qwenbrowser.models.messages import said
from qwenbrowser.self_check import run_self_check
from qwenbrowser.services.shipped import ensure_shipped
from qwenbrowser.settings import Settings
from qwenbrowser.store.database import Database
from qwenbrowser.store.sqlite.backup import keep_backup
from qwenbrowser.theme.manager import Choice, Theme
from qwenbrowser.window import MainWindow
from qwenbrowser.window_state import go_to, place_in, show_reader
from qwenbrowser.workspace import Selection, Workspace

log = logging.getLogger("qwenbrowser")


def build_window(story: Path | str, settings: Settings | None = None) -> MainWindow:
    """The window of a story, not shown. Needs a QApplication; reads no user settings unless given.

    A story that another process writes, or that lies in a read-only place, is opened for reading, and the
    window says so. Raises StoryUnusable where it cannot be opened at all.
    """
    app = cast("QApplication", QApplication.instance())
    chosen = settings or Settings(theme="light", language="en")
    speak(app, chosen.language)
    database = _open(Path(story))
    theme = Theme()
    theme.apply(app, chosen.theme)
    theme.resize(chosen.text_percent)
    window = MainWindow(theme, chosen.theme, chosen.language)
    window.fill(Workspace(database, Jobs()))
    if chosen.geometry:
        window.restoreGeometry(QByteArray.fromBase64(chosen.geometry.encode()))
    for name, splitter in window.splitters().items():
        if name in chosen.splitters:
            splitter.restoreState(QByteArray.fromBase64(chosen.splitters[name].encode()))
    return window


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
            return run_self_check(lambda: build_window(_story(options.story, None)))
        if without_screen:
            return _screenshot(cast("QApplication", app), options)
        return _Session(cast("QApplication", app), options).run()
    except UserError as error:
        candidates = f" Candidates: {'; '.join(error.candidates)}" if isinstance(error, Ambiguous) else ""
        print(f"qwenbrowser: {error}{candidates}", file=sys.stderr)
        return error.exit_code


class _Session:
    """The program with a screen: settings, the log, faults, and one window at a time."""

    def __init__(self, app: QApplication, options: argparse.Namespace) -> None:
        self._app = app
        self._options = options
        self._file = user_settings.settings_file()
        self._settings, self._notice = user_settings.load(self._file)
        self._log_to_file()
        self._faults = Faults(str(paths.log_file()), app).install()
        self._window: MainWindow | None = None

    def run(self) -> int:
        story = _story(self._options.story, self._settings.last_story)
        if raise_running(story, self._options.select):
            return 0
        window = self._build(story)
        _size(window, self._options.size)
        if self._options.theme:
            window.set_theme(self._options.theme)
        self._show(window, self._options.select)
        return self._app.exec()

    def _build(self, story: Path) -> MainWindow:
        """Open a story; a damaged one may be restored or rebuilt first if the user wants it."""
        try:
            return build_window(story, self._settings)
        except StoryDamaged as error:
            if not recover(story, error):
                raise
            return build_window(story, self._settings)

    def _show(self, window: MainWindow, select: str | None = None) -> None:
        path = window.workspace.db.path
        place = None if select else self._settings.place_in(path)
        if select:
            window.select(select)
        elif place is not None:
            go_to(window, place)
        if window.workspace.selection == Selection():
            window.choose_first()
        before, self._window = self._window, window
        self._wire(window)
        self._settings = self._settings.with_story(path)
        self._show_recent()
        window.show()
        if place is not None:
            show_reader(window, place)
        if not window.workspace.db.read_only:
            window.workspace.run(keep_backup, lambda _made: None)
        if self._notice:
            window.toast.show_message(said(self._notice))
            self._notice = None
        if before is not None:
            before.close()
            before.deleteLater()

    def _wire(self, window: MainWindow) -> None:
        window.story_requested.connect(self._open_instead)
        window.closing.connect(lambda: self._remember(window))
        window.recent.forgotten.connect(lambda path: self._keep(self._settings.without_recent(path)))
        window.recent.cleared.connect(lambda: self._keep(self._settings.without_all_recent()))
        instance = Instance(window.workspace.db.path, window)
        instance.asked.connect(lambda select, token: _come_forward(window, select, token))
        window.closing.connect(instance.close)
        # After the first paint: only a further start needs it.
        QTimer.singleShot(0, instance, instance.listen)

    def _show_recent(self) -> None:
        if self._window is not None:
            open_now = str(self._window.workspace.db.path.absolute())
            others = [recent for recent in self._settings.recent_stories if recent != open_now]
            self._window.recent.show_paths(map(Path, others))

    def _keep(self, settings: Settings) -> None:
        self._settings = settings
        self._show_recent()
        self._save()

    def _open_instead(self, story: Path) -> None:
        if self._window is not None and _is_same(story, self._window.workspace.db.path):
            return
        if raise_running(story):
            return
        try:
            self._show(self._build(story))
        except UserError as error:
            if self._window is not None:
                self._window.show_error(error)

    def _remember(self, window: MainWindow) -> None:
        """Save the look of the window as it closes; a failure is logged and loses nothing else."""
        states = {name: _base64(part.saveState()) for name, part in window.splitters().items()}
        self._settings = replace(
            self._settings,
            theme=window.theme_choice,
            language=window.language_choice,
            text_percent=window.theme.fonts.percent,
            geometry=_base64(window.saveGeometry()),
            splitters=states,
        )
        try:
            self._settings = self._settings.with_place(window.workspace.db.path, place_in(window))
        except UserError as error:  # the story cannot be read, or another process took away what was chosen
            log.warning("the place in the story could not be remembered: %s", error)
        self._save()

    def _save(self) -> None:
        try:
            user_settings.save(self._settings, self._file)
        except StorageFailed as error:
            log.warning("settings could not be saved: %s", error)

    def _log_to_file(self) -> None:
        try:
            paths.user_log_dir().mkdir(parents=True, exist_ok=True)
            handler: logging.Handler = logging.handlers.RotatingFileHandler(
                paths.log_file(), maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True
            )
        except OSError:
            handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        log.addHandler(handler)


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
    if given is not None:
        return given
    if last is not None and Path(last).is_file():
        return Path(last)
    return ensure_shipped()


def _come_forward(window: MainWindow, select: str, token: str) -> None:
    """Show a window in front of all others, with `select` chosen: another start asked for it."""
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    if select:
        try:
            window.select(select)
        except UserError as error:
            window.show_error(error)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # what is not there is reported when it is opened
        return False


def _open(path: Path) -> Database:
    """For writing if that can be, else for reading with the reason as the notice."""
    try:
        return Database.open(path, write=True)
    except (StoryLocked, StoryReadOnly) as error:
        database = Database.open(path)
        database.notice = joined(error.problem, error.next_step)
        return database


def _screenshot(app: QApplication, options: argparse.Namespace) -> int:
    window = build_window(
        _story(options.story, None), Settings(theme=cast("Choice", options.theme or "light"))
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
            f"The picture could not be written: {reason}.", "Choose another place.", options.screenshot
        ) from error
    finally:
        window.close()
        window.deleteLater()
    return 0


def _size(window: MainWindow, size: QSize | None) -> None:
    if size is not None:
        window.setMinimumSize(min(size.width(), 800), min(size.height(), 560))
        window.resize(size)


def _base64(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
