"""What every test has: a home of its own, Qt without a screen, nothing left alive, the shipped story."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QAbstractItemView
    from pytestqt.qtbot import QtBot

    from qwenbrowser.domain.records import Fact
    from qwenbrowser.window import MainWindow

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

_home = tempfile.TemporaryDirectory(prefix="qwenbrowser-tests-", ignore_cleanup_errors=True)

# Before anything imports Qt, which reads them once: without a screen the default platform aborts, and without
# a UTF-8 locale Qt warns.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["QWENBROWSER_HOME"] = str(Path(_home.name, "home"))
for _name in ("DATA", "CONFIG", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_home.name, _name.lower()))

# Other work on the machine makes examples slow, never wrong.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_unconfigure() -> None:
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        # Without a screen Qt lets go of what was copied only after the interpreter's end, and crashes.
        gui.QGuiApplication.clipboard().clear()
    _home.cleanup()


def pytest_collection_finish() -> None:
    """Take what the imports made out of the sight of gc, so that looking through all objects is quick."""
    gc.collect()
    gc.freeze()


def _qt_alive() -> dict[object, str]:
    """Top-level widgets, running timers and busy threads of Qt, by address."""
    import shiboken6
    from PySide6.QtCore import QThread, QThreadPool, QTimer
    from PySide6.QtWidgets import QApplication

    busy = {QTimer: QTimer.isActive, QThread: QThread.isRunning, QThreadPool: QThreadPool.activeThreadCount}
    alive: dict[object, str] = {
        shiboken6.getCppPointer(widget): f"widget {type(widget).__name__} {widget.objectName()!r}"
        for widget in QApplication.topLevelWidgets()
    }
    main, kinds = QThread.currentThread(), tuple(busy)
    for thing in gc.get_objects():
        if not issubclass(type(thing), kinds):
            continue
        kind = next(kind for kind in kinds if issubclass(type(thing), kind))
        if shiboken6.isValid(thing) and thing is not main and busy[kind](thing):
            alive[shiboken6.getCppPointer(thing)] = f"{kind.__name__} {thing!r}"
    return alive


def _alive(qt: bool) -> dict[object, str]:
    """Everything that could outlive a test."""
    threads: dict[object, str] = {thread: f"thread {thread.name}" for thread in threading.enumerate()}
    return threads | _qt_alive() if qt else threads


def _let_go(left: dict[object, str]) -> None:
    """Let end what is on its way: objects in cycles, deleted later, threads told to stop."""
    gc.collect()
    for thing in left:
        if isinstance(thing, threading.Thread):
            thing.join(timeout=2)
    if core := sys.modules.get("PySide6.QtCore"):
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def nothing_left_alive(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread, a running timer or a top-level widget behind.

    Set up before the test's other fixtures and so taken down after them; what fixtures of a wider scope
    made stands in `before`.
    """
    qt = "qapp" in request.fixturenames
    before = _alive(qt)
    yield
    left = {key: what for key, what in _alive(qt).items() if key not in before}
    if left:
        _let_go(left)
        left = {key: what for key, what in _alive(qt).items() if key not in before}
    if left:
        pytest.fail(f"left alive: {', '.join(sorted(left.values()))}", pytrace=False)


@pytest.fixture(scope="session")
def _shipped_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from qwenbrowser.services.shipped import ensure_shipped

    return ensure_shipped(tmp_path_factory.mktemp("shipped"))


@pytest.fixture
def shipped(_shipped_once: Path, tmp_path: Path) -> Path:
    """A copy of the shipped story to do anything with (the first one is closed: no log lies beside it)."""
    assert not _shipped_once.with_name(f"{_shipped_once.name}-wal").exists()
    return Path(shutil.copy(_shipped_once, tmp_path / "shipped.qwb"))


@pytest.fixture(scope="session")
def shared_file() -> Callable[[str], Path]:
    """Gives a file of the folder `shared` beside the checkout; skips the test where there is none."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"no {name} in a folder `shared` beside the checkout")
        return path

    return find


class User:
    """Somebody at the window of a story: finds views by their names and rows by their words, and clicks."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.window: MainWindow

    def opens(self, story: Path, width: int = 1440, height: int = 900) -> MainWindow:
        """The window of the story, shown, idle and active."""
        from qwenbrowser.app import build_window

        self.window = build_window(story)
        self._qtbot.addWidget(self.window)
        self.window.resize(width, height)
        with self._qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        self.waits()
        return self.window

    def waits(self) -> None:
        """Until everything shown is up to date."""
        self._qtbot.waitUntil(lambda: self.window.idle)

    def view(self, name: str) -> QAbstractItemView:
        from PySide6.QtWidgets import QAbstractItemView

        found = self.window.findChildren(QAbstractItemView, name)
        assert len(found) == 1, name
        return found[0]

    def rows(self, name: str) -> list[QModelIndex]:
        """Every row of a view, headings included."""
        model = self.view(name).model()
        return [model.index(row, 0) for row in range(model.rowCount())]

    def ids(self, name: str) -> list[int]:
        """The ids of the rows that can be chosen."""
        from PySide6.QtCore import Qt

        found = [index.data(Qt.ItemDataRole.UserRole) for index in self.rows(name)]
        return [one for one in found if one is not None]

    def clicks(self, name: str, what: str | int) -> None:
        """On the row of a view that shows these words, or that has this id."""
        from PySide6.QtCore import Qt

        role = Qt.ItemDataRole.UserRole if isinstance(what, int) else Qt.ItemDataRole.DisplayRole
        view = self.view(name)
        index = next(index for index in self.rows(name) if index.data(role) == what)
        self._qtbot.waitUntil(lambda: view.viewport().width() > 0)
        view.scrollTo(index)
        place = view.visualRect(index).center()
        assert view.viewport().rect().contains(place)
        self._qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.waits()

    def chosen(self, name: str) -> int | None:
        """The id of the row that a view shows as chosen."""
        from PySide6.QtCore import Qt

        return next((i.data(Qt.ItemDataRole.UserRole) for i in self.view(name).selectedIndexes()), None)

    def facts(self) -> list[Fact]:
        """Every fact of the story."""
        from qwenbrowser.store import facts

        read = self.window.workspace.read
        return read(facts.facts_by_ids, read(facts.fact_ids))

    def fact(self, ref: str) -> Fact:
        """The one fact that carries a reference."""
        (found,) = (fact for fact in self.facts() if ref in fact.refs)
        return found

    def evidence(self) -> tuple[str, ...]:
        """What the reader's count says, and the words behind the evidence band as the widget holds them."""
        from PySide6.QtWidgets import QLabel

        evidence = self.window.theme.tokens.evidence
        selections = self.window.reader.text.extraSelections()
        bands = [one.cursor.selectedText() for one in selections if one.format.background() == evidence]
        return self.window.findChild(QLabel, "evidence_count").text(), *bands


@pytest.fixture
def user(qtbot: QtBot) -> User:
    return User(qtbot)
