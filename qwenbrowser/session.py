"""The program with a screen: the log, faults, and one window at a time, from the first story to the last."""

from __future__ import annotations

import gc
import logging
import logging.handlers
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QApplication

from qwenbrowser import paths
from qwenbrowser import settings as user_settings
from qwenbrowser.dialogs.faults import Faults
from qwenbrowser.domain.errors import StorageFailed, StoryDamaged, StoryLocked, StoryReadOnly, UserError
from qwenbrowser.domain.messages import joined
from qwenbrowser.endings import QuitBySignal, Running
from qwenbrowser.instance import Instance, raise_running
from qwenbrowser.jobs import Jobs
from qwenbrowser.language import speak
from qwenbrowser.models.messages import said
from qwenbrowser.services.shipped import ensure_shipped, shipped_path
from qwenbrowser.settings import Settings
from qwenbrowser.started import reached
from qwenbrowser.store.database import Database
from qwenbrowser.theme.manager import Theme
from qwenbrowser.window import MainWindow
from qwenbrowser.window_state import go_to, place_in, show_reader
from qwenbrowser.workspace import Selection, Workspace

T = TypeVar("T")

log = logging.getLogger("qwenbrowser")


def build_window(story: Path | str, settings: Settings | None = None) -> MainWindow:
    """See `qwenbrowser.app.build_window`."""
    app = cast("QApplication", QApplication.instance())
    chosen = settings or Settings(theme="light", language="en")
    speak(app, chosen.language)
    theme = Theme()
    theme.apply(app, chosen.theme)
    theme.resize(chosen.text_percent)
    window = MainWindow(theme, chosen.theme, chosen.language)
    if chosen.geometry:
        window.restoreGeometry(QByteArray.fromBase64(chosen.geometry.encode()))
    _fill(window, Path(story), chosen, Jobs())
    return window


def _fill(window: MainWindow, story: Path, settings: Settings, jobs: Jobs) -> None:
    window.fill(Workspace(_open(story), jobs))
    for name, splitter in window.splitters().items():
        if name in settings.splitters:
            splitter.restoreState(QByteArray.fromBase64(settings.splitters[name].encode()))


class Session:
    """The program with a screen: settings, the log, faults, and one window at a time."""

    def __init__(self, app: QApplication, settings: Settings, notice: str | None) -> None:
        """`notice` is what the user should know about the settings."""
        self._app = app
        self._settings, self._notice = settings, notice
        self._saved = settings
        _log_to_file()
        self._faults = Faults(str(paths.log_file()), app).install()
        self._running = Running(paths.user_log_dir())
        self._signals = QuitBySignal(app)
        self._window: MainWindow | None = None
        self._instance: Instance | None = None

    def open(self, window: MainWindow, story: Path, select: str | None = None) -> None:
        """Fill the empty window that is on the screen with a story, built first if it is the shipped one.

        A damaged story may be restored or rebuilt first if the user wants it. Raises a UserError where it
        cannot be opened, or where there is nothing to `select`.
        """
        if story == shipped_path():
            ensure_shipped()
        window.theme.apply(self._app, window.theme_choice)
        jobs = Jobs()
        jobs.hold_reads()
        self._mended(story, lambda: _fill(window, story, self._settings, jobs))
        self._show(window, select)
        # Twice through the event loop: once for the layout and once for the paint.
        QTimer.singleShot(0, window, lambda: QTimer.singleShot(0, window, self._after_paint))

    def end(self) -> None:
        """The program ends in order."""
        self._running.end()
        self._signals.remove()
        self._faults.remove()

    def _after_paint(self) -> None:
        """What no user waits for."""
        gc.enable()  # `__main__` disables it for the start, which makes much and leaves nothing behind
        if reached("story"):
            self._app.closeAllWindows()
            return
        if self._window is not None:
            self._window.workspace.jobs.begin_reads()
        self._settle()
        for report in self._running.begin()[-1:]:
            self._faults.tell_of_last_run(report)

    def _mended(self, story: Path, work: Callable[[], T]) -> T:
        """Open a story; a damaged one may be restored or rebuilt first if the user wants it."""
        try:
            return work()
        except StoryDamaged as error:
            from qwenbrowser.dialogs.recovery import recover

            if not recover(story, error):
                raise
            return work()

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
        if self._notice:
            window.toast.show_message(said(self._notice))
            self._notice = None
        if before is not None:
            before.close()
            before.deleteLater()

    def _settle(self) -> None:
        """Hear of further starts of the story, and back it up once its lists are complete."""
        if self._instance is not None:
            self._instance.listen()
        if self._window is not None and self._window.idle:
            self._when_idle()
        elif self._window is not None:
            self._window.became_idle.connect(self._when_idle, Qt.ConnectionType.SingleShotConnection)

    def _when_idle(self) -> None:
        if reached("idle"):
            self._app.closeAllWindows()
        elif self._window is not None and not self._window.workspace.db.read_only:
            from qwenbrowser.store.sqlite.backup import keep_backup

            self._window.workspace.run(keep_backup, lambda _made: None)

    def _wire(self, window: MainWindow) -> None:
        window.story_requested.connect(self._open_instead)
        window.closing.connect(lambda: self._remember(window))
        window.recent.forgotten.connect(lambda path: self._keep(self._settings.without_recent(path)))
        window.recent.cleared.connect(lambda: self._keep(self._settings.without_all_recent()))
        instance = Instance(window.workspace.db.path, window)
        instance.asked.connect(lambda select, token: _come_forward(window, select, token))
        window.closing.connect(instance.close)
        self._instance = instance

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
            self._show(self._mended(story, lambda: build_window(story, self._settings)))
            self._settle()
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
            file = user_settings.settings_file()
            self._settings = self._saved = user_settings.save(self._settings, file, self._saved)
        except StorageFailed as error:
            log.warning("settings could not be saved: %s", error)


def _log_to_file() -> None:
    try:
        paths.user_log_dir().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            paths.log_file(), maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)


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


def _base64(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
