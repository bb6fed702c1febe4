"""Checks an installation by opening a window: resources, glyphs, search, folders, and its output."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import clear_frames
from types import TracebackType

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from qwenbrowser import paths
from qwenbrowser.domain.errors import UserError
from qwenbrowser.store import entities, facts, search, sources
from qwenbrowser.theme.fonts import missing_glyphs
from qwenbrowser.window import MainWindow

IGNORED = "does not support propagateSizeHints"
"""The one line that Qt's offscreen platform always logs."""


def run_self_check(build: Callable[[], MainWindow]) -> int:
    """Open the window that `build` makes, check it, print a line a check. 0 if all hold, else 1."""
    problems: list[str] = []
    done: list[str] = []
    with _output() as printed, _frames_cleared():
        try:
            _check(build, problems, done)
        except UserError as error:
            problems.append(str(error))
        except Exception as error:  # whatever it is, the installation is not whole
            problems.append(f"{type(error).__name__}: {error}")
    problems += [f"unexpected output: {line}" for line in printed]
    for line in done:
        print(f"ok: {line}")
    for line in problems:
        print(f"failed: {line}", file=sys.stderr)
    print("self-check failed" if problems else "self-check passed")
    return 1 if problems else 0


def _check(build: Callable[[], MainWindow], problems: list[str], done: list[str]) -> None:
    _check_folder(paths.user_data_dir(), problems, done)
    window = build()
    try:
        window.show()
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, QApplication.exit))
        QApplication.exec()
        window.grab()
        done.append(f"a window opens on the Qt platform {QApplication.platformName()}")
        _check_icons(window, done)
        _check_search(window, problems, done)
        _check_glyphs(window, problems, done)
    finally:
        window.close()
        window.deleteLater()


def _check_folder(folder: Path, problems: list[str], done: list[str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            done.append(f"the data folder {folder} can be written")
    except OSError as error:
        problems.append(f"{folder}: the data folder cannot be written ({error.strerror})")


def _check_icons(window: MainWindow, done: list[str]) -> None:
    names = window.theme.icons.names()
    for name in names:
        window.theme.icons.pixmap(name, window.theme.tokens.text1)
    done.append(f"{len(names)} icons are drawn")


def _check_search(window: MainWindow, problems: list[str], done: list[str]) -> None:
    people = window.workspace.read(entities.list_entities)
    lost = [one.name for one in people[:20] if not window.workspace.read(search.search, one.name)]
    if lost:
        problems.append(f"search does not find {', '.join(lost)}")
    else:
        done.append("full-text search (FTS5) works")


def _check_glyphs(window: MainWindow, problems: list[str], done: list[str]) -> None:
    fonts, workspace = window.theme.fonts, window.workspace
    names = "".join(name.text for one in workspace.read(entities.list_entities) for name in one.names)
    shown = workspace.read(facts.facts_by_ids, workspace.read(facts.fact_ids)[:1000])
    words = "".join(fact.text + (fact.title or "") for fact in shown)
    texts = "".join(source.text for source in workspace.read(sources.list_sources)[:20])
    missing = {*missing_glyphs(names + words, fonts.ui()), *missing_glyphs(words + texts, fonts.serif())}
    if missing:
        listed = " ".join(f"U+{ord(char):04X}" for char in sorted(missing)[:20])
        problems.append(f"no font has {listed}; install a font for that script (for Chinese: fonts-noto-cjk)")
    else:
        done.append("every character of the story has a glyph")


@contextmanager
def _frames_cleared() -> Iterator[None]:
    """Let a fault in a slot or a paint event go with all that it holds: a painter left over crashes later."""
    before = sys.excepthook

    def told(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        before(kind, error, traceback)
        clear_frames(traceback)

    sys.excepthook = told
    try:
        yield
    finally:
        sys.excepthook = before


@contextmanager
def _output() -> Iterator[list[str]]:
    """Everything that is printed meanwhile, by Python, Qt or a library, line by line."""
    lines: list[str] = []

    def take(_kind: QtMsgType, _context: object, message: str) -> None:
        lines.append(message)

    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        before = qInstallMessageHandler(take)
        try:
            yield lines
        finally:
            qInstallMessageHandler(before)
            sys.stdout.flush()
            sys.stderr.flush()
            for number, copy in zip((1, 2), kept, strict=True):
                os.dup2(copy, number)
                os.close(copy)
            file.seek(0)
            lines += file.read().decode(errors="replace").splitlines()
            lines[:] = [line for line in lines if line.strip() and IGNORED not in line]
