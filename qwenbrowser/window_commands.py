"""The commands of the window: what stands in its menus, with shortcuts and when each can run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from qwenbrowser.commands.catalogue import Command
from qwenbrowser.dialogs.story_files import new_story, open_log_folder, save_copy
from qwenbrowser.domain.phrases import fill
from qwenbrowser.models import messages
from qwenbrowser.services import story_files
from qwenbrowser.theme.fonts import LARGEST, SMALLEST, STEP, USUAL
from qwenbrowser.theme.manager import Choice
from qwenbrowser.window_filters import filter_commands

if TYPE_CHECKING:
    from qwenbrowser.window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("commands", text)


def register(window: MainWindow) -> None:
    """Register every command of the window in its catalogue."""
    for commands in (
        _file,
        _edit,
        _text,
        _view,
        filter_commands,
        _theme,
        _text_size,
        _language,
        _go,
        _search,
        _help,
    ):
        for command in commands(window):
            window.commands.register(command)


def _file(window: MainWindow) -> list[Command]:
    return [
        Command("file.new", _tr("&New story…"), lambda: new_story(window), "file", "Ctrl+N"),
        Command("file.open", _tr("&Open story…"), lambda: _open(window), "file", "Ctrl+O"),
        Command(
            "file.copy", _tr("Save a &copy…"), lambda: save_copy(window), "file", "Ctrl+Shift+S", group=1
        ),
        Command(
            "file.import",
            _tr("&Import story file…"),
            lambda: _import(window),
            "file",
            "Ctrl+Shift+I",
            enabled=lambda: not window.workspace.db.read_only,
            group=1,
        ),
        Command(
            "file.export",
            _tr("&Export story file…"),
            lambda: _export(window),
            "file",
            "Ctrl+Shift+E",
            group=1,
        ),
        Command("file.quit", _tr("&Quit"), lambda: _quit(window), "file", "Ctrl+Q", group=2),
    ]


def _edit(window: MainWindow) -> list[Command]:
    workspace = window.workspace
    return [
        Command(
            "edit.undo",
            _tr("&Undo"),
            workspace.undo,
            "edit",
            "Ctrl+Z",
            enabled=lambda: workspace.undo_label is not None,
            describe=lambda: _named(_tr("Undo"), _tr("Undo: %1"), workspace.undo_label),
        ),
        Command(
            "edit.redo",
            _tr("&Redo"),
            workspace.redo,
            "edit",
            "Ctrl+Shift+Z",
            enabled=lambda: workspace.redo_label is not None,
            describe=lambda: _named(_tr("Redo"), _tr("Redo: %1"), workspace.redo_label),
        ),
    ]


def _text(window: MainWindow) -> list[Command]:
    """What is done with the text in the reader."""
    reader = window.reader

    def find(command: str, title: str, by: int, shortcut: str) -> Command:
        run, shown = partial(_find, window, by), lambda: bool(reader.text.text)
        return Command(f"edit.{command}", title, run, "edit", shortcut, group=2, enabled=shown)

    def walk(command: str, title: str, by: int, shortcut: str) -> Command:
        run, marked = partial(reader.step_fact, by), lambda: bool(reader.text.marks)
        return Command(f"go.{command}", title, run, "go", shortcut, group=1, enabled=marked)

    return [
        Command(
            "edit.cite",
            _tr("&Copy as citation"),
            reader.copy_citation,
            "edit",
            "Ctrl+Shift+C",
            icon="copy",
            enabled=lambda: reader.citation is not None,
            group=1,
        ),
        find("find", _tr("&Find in the text…"), 0, "Ctrl+F"),
        find("find_next", _tr("Find &next"), +1, "F3"),
        find("find_previous", _tr("Find &previous"), -1, "Shift+F3"),
        walk("next_fact", _tr("Next fact in the &text"), +1, "Alt+Down"),
        walk("previous_fact", _tr("Previous fact &in the text"), -1, "Alt+Up"),
    ]


def _view(window: MainWindow) -> list[Command]:
    def page(name: str, title: str, shortcut: str) -> Command:
        run, shown = partial(window.show_page, name), lambda: window.page == name
        return Command(f"view.{name}", title, run, "view", shortcut, checked=shown)

    return [
        page("browse", _tr("&People"), "Ctrl+1"),
        page("sources", _tr("&Sources"), "Ctrl+2"),
        Command(
            "view.reader",
            _tr("Source &text"),
            window.toggle_reader,
            "view",
            "F9",
            checked=window.reader.isVisible,
            group=1,
        ),
        Command("view.filter", _tr("&Filter names"), window.filter_names, "view", "/", group=1),
        Command(
            "view.filter_facts",
            _tr("Filte&r facts…"),
            window.events.open_filter_menu,
            "view",
            "Ctrl+Shift+F",
            icon="filter",
            enabled=lambda: window.middle.currentWidget() is not window.middle.empty,
            group=1,
        ),
        Command("view.next_pane", _tr("&Next pane"), window.cycle_panes, "view", "F6", group=1),
    ]


def _theme(window: MainWindow) -> list[Command]:
    def theme(name: Choice, title: str) -> Command:
        run, worn = partial(window.set_theme, name), lambda: window.theme_choice == name
        return Command(f"view.theme.{name}", title, run, "view", group=2, checked=worn)

    switch = _tr("Switch &light and dark")
    return [
        Command("view.theme", switch, window.toggle_theme, "view", "Ctrl+Shift+L", group=2),
        theme("system", _tr("Like the s&ystem")),
        theme("light", _tr("Li&ght")),
        theme("dark", _tr("&Dark")),
    ]


def _text_size(window: MainWindow) -> list[Command]:
    fonts = window.theme.fonts

    def size(name: str, title: str, shortcut: str, wanted: Callable[[], int]) -> Command:
        def run() -> None:
            window.resize_text(wanted())

        return Command(f"view.text.{name}", title, run, "view", shortcut, group=3, enabled=changes(wanted))

    def changes(wanted: Callable[[], int]) -> Callable[[], bool]:
        return lambda: SMALLEST <= wanted() <= LARGEST and wanted() != fonts.percent

    return [
        size("larger", _tr("L&arger text"), "Ctrl++", lambda: fonts.percent + STEP),
        size("smaller", _tr("S&maller text"), "Ctrl+-", lambda: fonts.percent - STEP),
        size("usual", _tr("&Usual text size"), "Ctrl+0", lambda: USUAL),
    ]


def _language(window: MainWindow) -> list[Command]:
    def language(name: str, choice: str | None, title: str) -> Command:
        run, spoken = partial(window.set_language, choice), lambda: window.language_choice == choice
        return Command(f"view.language.{name}", title, run, "view", group=4, checked=spoken)

    # Each names itself in its own words, for whoever cannot read the others.
    return [
        language("system", None, _tr("Language: like the syst&em")),
        language("en", "en", _tr("Language: Englis&h")),
        language("zh_CN", "zh_CN", _tr("Language: &Chinese (简体中文)")),
    ]


def _go(window: MainWindow) -> list[Command]:
    workspace = window.workspace
    return [
        Command(
            "go.back", _tr("&Back"), workspace.back, "go", "Alt+Left", enabled=lambda: workspace.can_back
        ),
        Command(
            "go.forward",
            _tr("&Forward"),
            workspace.forward,
            "go",
            "Alt+Right",
            enabled=lambda: workspace.can_forward,
        ),
        Command(
            "go.evidence", _tr("Show the &words of the source"), window.open_evidence, "go", "Ctrl+E", group=1
        ),
        Command(
            "go.next_evidence",
            _tr("&Next evidence"),
            lambda: window.reader.step(+1),
            "go",
            "Alt+PgDown",
            group=1,
        ),
        Command(
            "go.previous_evidence",
            _tr("&Previous evidence"),
            lambda: window.reader.step(-1),
            "go",
            "Alt+PgUp",
            group=1,
        ),
    ]


def _search(window: MainWindow) -> list[Command]:
    return [
        Command("go.search", _tr("&Search…"), partial(_open_search, window, ""), "go", "Ctrl+K", group=2),
        Command(
            "go.commands",
            _tr("&Commands…"),
            partial(_open_search, window, ">"),
            "go",
            "Ctrl+Shift+P",
            group=2,
        ),
    ]


def _help(window: MainWindow) -> list[Command]:
    return [
        Command(
            "help.shortcuts",
            _tr("&Keyboard shortcuts"),
            partial(_show_shortcuts, window),
            "help",
            "F1",
        ),
        Command("help.log", _tr("Open the &log folder"), partial(open_log_folder, window), "help", group=1),
        Command("help.about", _tr("&About qwenbrowser"), partial(_show_about, window), "help", group=1),
    ]


def _find(window: MainWindow, by: int) -> None:
    """Find in the reader, which is shown where it was not; `by` goes to another place of the same words."""
    if not window.reader.isVisible():
        window.open_evidence()
    if by:
        window.reader.find_step(by)
    else:
        window.reader.open_find()


def _open_search(window: MainWindow, text: str) -> None:
    window.search.open(text)  # which is built only now


def _named(verb: str, frame: str, label: str | None) -> str:
    return verb if label is None else fill(frame, messages.label(label))


def _show_shortcuts(window: MainWindow) -> None:
    from qwenbrowser.dialogs.about import shortcut_sheet

    shortcut_sheet(window, window.commands).open()


def _show_about(window: MainWindow) -> None:
    from qwenbrowser.dialogs.about import about_box

    about_box(window, window.theme).open()


def _open(window: MainWindow) -> None:
    chosen, _filter = QFileDialog.getOpenFileName(
        window, _tr("Open story"), str(window.workspace.db.path.parent), _tr("Stories (*.qwb);;All files (*)")
    )
    if chosen:
        window.story_requested.emit(Path(chosen))


def _import(window: MainWindow) -> None:
    chosen, _filter = QFileDialog.getOpenFileName(
        window, _tr("Import story file"), "", _tr("Story files (*.json);;All files (*)")
    )
    if chosen:
        from qwenbrowser.services import importing  # with pydantic

        path = Path(chosen)
        tell = window.workspace.jobs.tell
        window.workspace.edit(lambda db: importing.import_story(db, path, told=tell))


def _export(window: MainWindow) -> None:
    chosen, _filter = QFileDialog.getSaveFileName(
        window,
        _tr("Export story file"),
        f"{story_files.suggested_name(window.workspace.db.info.title)}.json",
        _tr("Story files (*.json)"),
    )
    if chosen:
        from qwenbrowser.services import exporting  # with pydantic

        path = Path(chosen)
        tell = window.workspace.jobs.tell
        window.workspace.run(
            lambda db: exporting.write_story_file(path, db, told=tell),
            lambda _done: window.toast.show_message(fill(_tr("Exported to %1"), path.name)),
        )


def _quit(window: MainWindow) -> None:
    window.close()
    QApplication.quit()
