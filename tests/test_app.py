"""The program around the window: arguments, pictures, errors on one line, what returns after a restart."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from qwenbrowser import app, paths
from qwenbrowser import session as session_module
from qwenbrowser import settings as user_settings
from qwenbrowser.domain.errors import NotFound
from qwenbrowser.language import speak
from qwenbrowser.session import Session
from qwenbrowser.store import sources
from qwenbrowser.store.database import Database
from qwenbrowser.theme.tokens import DARK, LIGHT
from qwenbrowser.window import MainWindow

SHIPPED = "01a1ffa6-56fa-7fec-b273-8aaecd6a3436"
"""The uid of the shipped story."""


def program(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, with a home of its own and no screen."""
    environment = {**os.environ, "QWENBROWSER_HOME": str(home)}
    del environment["QT_QPA_PLATFORM"]
    for screen in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(screen, None)
    command = [sys.executable, "-m", "qwenbrowser", *arguments]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)


def test_a_picture_on_a_new_machine(tmp_path: Path) -> None:
    """Nothing is there but the program: the shipped story is built, the window painted, the picture saved."""
    picture = tmp_path / "new folder" / "window.png"
    select = ("--select", "Binyuan Hui", "--size", "1024x700", "--theme", "dark")
    done = program(tmp_path / "home", "--screenshot", str(picture), *select)
    assert (done.returncode, done.stdout, done.stderr.replace(PLUGIN, "")) == (0, "", "")
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1024, 700)
    assert DARK.surface.name() in sampled(image)
    assert list((tmp_path / "home").rglob("*.qwb"))
    assert not list((tmp_path / "home").rglob("settings.json")), "a picture is no start"


PLUGIN = "This plugin does not support propagateSizeHints()\n"
"""Qt's offscreen platform always says so."""


def test_without_a_screen_it_says_so(tmp_path: Path) -> None:
    done = program(tmp_path / "home")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("qwenbrowser: there is no screen.")
    assert len(done.stderr.splitlines()) == 1


def sampled(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    }


@pytest.mark.parametrize(("theme", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_pictures_have_the_size_and_the_theme(
    qapp: QApplication, shipped: Path, tmp_path: Path, theme: str, tokens: Any
) -> None:
    picture = tmp_path / "window.png"
    assert app.main([str(shipped), "--screenshot", str(picture), "--theme", theme, "--size", "1440x900"]) == 0
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1440, 900)
    assert tokens.surface.name() in sampled(image)
    other = LIGHT if tokens.dark else DARK
    assert other.surface.name() not in sampled(image)


def test_what_is_selected_is_in_the_picture(qapp: QApplication, shipped: Path, tmp_path: Path) -> None:
    with Database.open(shipped) as database, database.read() as connection:
        fact = connection.exec_driver_sql("SELECT uid FROM facts WHERE kind = 'profile_change'").scalar_one()
        uri = f"qwen://{database.info.uid}/fact/{fact}"
    images = []
    for number, more in enumerate(([], ["--select", "Hui"], ["--select", uri])):
        picture = tmp_path / f"{number}.png"
        assert app.main([str(shipped), "--screenshot", str(picture), *more]) == 0
        images.append(QImage(str(picture)))
    assert images[0] != images[1] != images[2] != images[0]


def test_a_source_is_shown_among_the_sources(user: Any, shipped: Path) -> None:
    window = user.opens(shipped)
    with Database.open(shipped) as database, database.read() as connection:
        source = sources.list_sources(connection)[1]
    window.select(f"qwen://{SHIPPED}/source/{source.uid}")
    assert window.page == "sources"
    assert window.workspace.selection.source == source.id
    assert window.reader.text.toPlainText() == source.text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--select", "Nobody At All"], 1, ["Nobody At All"]),
        (["--select", "Qwen"], 1, ["fits 2", "Qwen (organisation", "Qwen (product"]),
        (["--select", "qwen://00000000-0000-7000-8000-000000000000/fact/00000000-0000-7000-8000-000000000000"],
         1, ["another story"]),
        (["--select", f"qwen://{SHIPPED}/fact/00000000-0000-7000-8000-000000000000"], 1, ["no fact"]),
        (["--size", "huge"], 2, ["'huge'", "1440x900"]),
        (["--theme", "pink"], 2, ["pink"]),
        (["--frobnicate"], 2, ["--frobnicate"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_on_one_line(
    qapp: QApplication,
    shipped: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: list[str],
) -> None:
    picture = tmp_path / "window.png"
    try:
        result: Any = app.main([str(shipped), "--screenshot", str(picture), *arguments])
    except SystemExit as ended:
        result = ended.code
    said = capsys.readouterr()
    assert (result, said.out) == (code, "")
    (line,) = said.err.splitlines()
    assert line.startswith("qwenbrowser: ")
    assert [word for word in words if word not in line] == []
    assert not picture.exists()


def test_a_picture_that_cannot_be_saved(
    qapp: QApplication, shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file" / "window.png", tmp_path):
        assert app.main([str(shipped), "--screenshot", str(place)]) == 3
        (line,) = capsys.readouterr().err.splitlines()
        assert str(place) in line


def test_build_window_shows_nothing_and_reads_no_settings(
    qtbot: QtBot, shipped: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_settings.save(user_settings.Settings(theme="dark", splitters={"columns": "AAAA"}), settings_file())
    monkeypatch.setattr(user_settings, "load", None)
    window = app.build_window(shipped)
    qtbot.addWidget(window)
    assert not window.isVisible()
    assert window.theme.name == "light"
    assert window.idle


def settings_file() -> Path:
    return user_settings.settings_file()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home))
    return home


Run = Callable[..., tuple[int, list[MainWindow]]]


@pytest.fixture
def run(qapp: QApplication, home: Path) -> Iterator[Run]:
    """Runs the program; `act` is done with the session once its story is shown, then the window is closed."""
    starts: list[app._Start] = []
    handlers = list(logging.getLogger("qwenbrowser").handlers)

    def go(arguments: list[str], act: Callable[[Session], object] = lambda _s: None) -> Any:
        start = app._Start(qapp, app._parser().parse_args(arguments))
        starts.append(start)
        windows: list[MainWindow] = []

        def then() -> None:
            session = start.session
            if session is None or session._window is None or not session._window.idle:
                return
            timer.stop()
            windows.append(session._window)
            try:
                act(session)
            finally:
                session._window.close()
                qapp.exit()

        timer = QTimer(interval=5)
        timer.timeout.connect(then)
        timer.start()
        return start.run(), windows

    yield go
    for start in starts:
        if start.session is not None and start.session._window is not None:
            start.session._window.deleteLater()
    # Qt remembers a wish to quit that comes after the end of the loop, and would end each later one at once.
    QTimer.singleShot(0, qapp.exit)
    qapp.exec()
    logger = logging.getLogger("qwenbrowser")
    for handler in set(logger.handlers) - set(handlers):
        logger.removeHandler(handler)
        handler.close()


def test_the_look_and_the_story_return_after_a_restart(run: Run, shipped: Path) -> None:
    def look(session: Session) -> tuple[Any, ...]:
        window = session._window
        return window.size(), window.facts_area.sizes(), window.theme.name, window.workspace.db.path

    seen: list[Any] = []

    def arrange(session: Session) -> None:
        # Qt gives a window back no larger than the screen, and that of the tests is small.
        session._window.resize(800, 600)
        session._window.set_theme("dark")
        at_first = look(session)
        session._window.facts_area.setSizes([120, 300])
        seen.append(look(session))
        assert seen[0] != at_first

    run([str(shipped)], arrange)
    run([], lambda session: seen.append(look(session)))
    assert seen[0] == seen[1]
    assert seen[0][2:] == ("dark", shipped)


def test_the_language_returns_after_a_restart(run: Run, shipped: Path, qapp: QApplication) -> None:
    seen: list[str] = []
    run([str(shipped)], lambda session: session._window.set_language("zh_CN"))
    assert user_settings.load(settings_file())[0].language == "zh_CN"
    try:
        run([], lambda session: seen.append(session._window.people.filter.placeholderText()))
    finally:
        speak(qapp, "en")
    assert seen == ["筛选姓名"]


def test_the_first_start_opens_the_shipped_story(run: Run, home: Path) -> None:
    _code, (window,) = run([])
    assert window.workspace.db.path.is_relative_to(home)
    assert window.windowTitle().replace("\u2068", "").startswith("Qwen leadership change")


def test_arguments_reach_the_window(run: Run, shipped: Path) -> None:
    seen: list[Any] = []

    def look(session: Session) -> None:
        window = session._window
        name = window.entity_header.name.text()
        seen.extend((window.width(), window.height(), window.theme.name, name))

    run([str(shipped), "--size", "1100x750", "--theme", "dark", "--select", "Elon Musk"], look)
    assert seen == [1100, 750, "dark", "Elon Musk"]


def test_damaged_settings_are_set_aside_and_the_user_is_told(run: Run, shipped: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("{not json")
    seen: list[str] = []
    run([str(shipped)], lambda session: seen.append(session._window.toast.accessibleName()))
    assert "damaged settings" in seen[0]
    assert list(settings_file().parent.glob("settings.json.damaged-*"))


def test_another_story_takes_the_place_of_the_first(run: Run, shipped: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.qwb"
    Database.create(other, uid="019c0000-0000-7000-8000-000000000001", title="Another story").close()
    seen: list[Any] = []

    def switch(session: Session) -> None:
        first = session._window
        first.story_requested.emit(other)
        seen.append((first.isVisible(), session._window.workspace.db.info.title, session._window.isVisible()))

    run([str(shipped)], switch)
    assert seen == [(False, "Another story", True)]
    assert user_settings.load(settings_file())[0].recent_stories == (str(other), str(shipped))
    Database.open(shipped, write=True).close()


def test_where_the_user_was_returns_in_each_story(run: Run, shipped: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.qwb"
    Database.create(other, uid="019c0000-0000-7000-8000-000000000001", title="Another story").close()
    seen: list[Any] = []

    def leave(session: Session) -> None:
        window = session._window
        window.select("Elon Musk")
        window.show_page("sources")
        window.resize_text(120)
        window.story_requested.emit(other)
        session._window.resize_text(130)

    def look(session: Session) -> None:
        window = session._window
        seen.append((window.entity_header.name.text(), window.page, window.theme.fonts.percent))
        window.resize_text(100)

    run([str(shipped)], leave)
    run([str(shipped)], look)
    assert seen == [("Elon Musk", "sources", 130)]


def test_a_place_that_cannot_be_read_loses_nothing_else(
    run: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_window: MainWindow) -> None:
        raise NotFound("It is gone.", "", shipped)

    monkeypatch.setattr(session_module, "place_in", fail)
    run([str(shipped)], lambda session: session._window.set_theme("dark"))
    kept = user_settings.load(settings_file())[0]
    assert (kept.theme, kept.last_story, kept.places) == ("dark", str(shipped), {})


def test_recent_stories_are_offered_and_leave_the_list(run: Run, shipped: Path, tmp_path: Path) -> None:
    others = [tmp_path / name for name in ("a.qwb", "b.qwb")]
    kept = user_settings.Settings(recent_stories=tuple(map(str, others)))
    user_settings.save(kept, settings_file())
    seen: list[Any] = []

    def act(session: Session) -> None:
        recent = session._window.recent
        seen.append(recent._paths)
        recent.forgotten.emit(others[0])
        seen.append((recent._paths, user_settings.load(settings_file())[0].recent_stories))
        recent.cleared.emit()
        seen.append((recent._paths, user_settings.load(settings_file())[0].recent_stories))

    run([str(shipped)], act)
    assert seen == [
        tuple(others),
        ((others[1],), (str(shipped), str(others[1]))),
        ((), (str(shipped),)),
    ]


@pytest.mark.qt_log_ignore("does not support raise")
def test_another_start_brings_the_window_forward(run: Run, shipped: Path) -> None:
    seen: list[Any] = []

    def act(session: Session) -> None:
        window = session._window
        window.showMinimized()
        session_module._come_forward(window, "Elon Musk", "")
        seen.append((window.isMinimized(), window.isVisible(), window.entity_header.name.text()))
        session_module._come_forward(window, "Nobody At All", "")
        (box,) = window.findChildren(QMessageBox)
        seen.append("Nobody At All" in box.text())
        box.close()

    run([str(shipped)], act)
    assert seen == [(False, True, "Elon Musk"), True]


def test_the_window_of_another_process_is_raised_instead(
    run: Run, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def raise_other(story: Path, select: str | None = None) -> bool:
        asked.append((story, select))
        return story != shipped

    for module in (app, session_module):
        monkeypatch.setattr(module, "raise_running", raise_other)
    seen: list[Any] = []

    def act(session: Session) -> None:
        window = session._window
        window.story_requested.emit(tmp_path / "open elsewhere.qwb")
        seen.append((session._window is window, window.findChildren(QMessageBox)))

    run([str(shipped)], act)
    assert seen == [(True, [])]
    assert asked == [(shipped, None), (tmp_path / "open elsewhere.qwb", None)]
    monkeypatch.setattr(app, "raise_running", lambda *_asked: True)
    assert app.main([str(shipped), "--select", "Hui"]) == 0


def test_the_same_story_again_changes_nothing(run: Run, shipped: Path) -> None:
    seen: list[Any] = []

    def again(session: Session) -> None:
        first = session._window
        first.story_requested.emit(shipped)
        seen.append((session._window is first, first.workspace.db.read_only, first.isVisible()))

    run([str(shipped)], again)
    assert seen == [(True, False, True)]


def test_a_story_that_cannot_be_opened_leaves_the_first(run: Run, shipped: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.qwb"
    letter.write_text("Not a story. " * 100)
    seen: list[Any] = []

    def switch(session: Session) -> None:
        first = session._window
        first.story_requested.emit(letter)
        boxes = first.findChildren(QMessageBox)
        seen.append(
            (session._window is first, first.isVisible(), [str(letter) in b.informativeText() for b in boxes])
        )
        for box in boxes:
            box.close()

    run([str(shipped)], switch)
    assert seen == [(True, True, [True])]


def test_faults_go_to_the_log(run: Run, shipped: Path) -> None:
    def fail(session: Session) -> None:
        try:
            raise RuntimeError("a fault in a test")
        except RuntimeError as error:
            session._faults.take(RuntimeError, error, error.__traceback__)
        QCoreApplication.sendPostedEvents(session._faults)

    run([str(shipped)], fail)
    assert "a fault in a test" in paths.log_file().read_text()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox):
            widget.close()
