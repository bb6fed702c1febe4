"""The commands that filter the lists; they stand in the menu View > Filters and in that of the timeline."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from qwenbrowser.commands.catalogue import Command
from qwenbrowser.domain.filters import Facet
from qwenbrowser.domain.records import Certainty, FactKind

if TYPE_CHECKING:
    from qwenbrowser.window import MainWindow
    from qwenbrowser.workspace import Workspace


def _tr(text: str) -> str:
    return QCoreApplication.translate("commands", text)


def filter_commands(window: MainWindow) -> list[Command]:
    """Every command of the menu of filters."""
    workspace = window.workspace
    return [
        *_of_people(window),
        *_of_facts(workspace),
        Command(
            "filter.source",
            _tr("&From a source…"),
            partial(_choose_source, window),
            "filter",
            group=3,
            checked=lambda: bool(workspace.filter.sources),
        ),
        Command(
            "filter.clear",
            _tr("Clear &all filters"),
            lambda: workspace.remove_filters(*workspace.filter.facets()),
            "filter",
            "Ctrl+Shift+X",
            icon="x",
            group=4,
            enabled=lambda: bool(workspace.filter.facets()),
        ),
    ]


def _of_people(window: MainWindow) -> list[Command]:
    workspace = window.workspace

    def switch(facet: Facet, title: str) -> Command:
        def is_on() -> bool:
            return bool(workspace.filter.facets((facet,)))

        def can_run() -> bool:
            return facet is not Facet.STORY or is_on() or workspace.selection.entity is not None

        run = partial(window.people.switch, facet)
        return Command(f"filter.{facet}", title, run, "filter", enabled=can_run, checked=is_on)

    return [
        switch(Facet.STORY, _tr("People: &in this story")),
        switch(Facet.QUOTED, _tr("People: &quoted")),
        switch(Facet.CHANGED, _tr("People: profile &changed")),
    ]


def _of_facts(workspace: Workspace) -> list[Command]:
    def kind(value: FactKind, title: str) -> Command:
        def switch() -> None:
            workspace.set_filter(replace(workspace.filter, kinds=workspace.filter.kinds ^ {value}))

        name, on = f"filter.kind.{value}", lambda: value in workspace.filter.kinds
        return Command(name, title, switch, "filter", group=1, checked=on)

    def certainty(value: Certainty, title: str) -> Command:
        def switch() -> None:
            workspace.set_filter(replace(workspace.filter, certainty=workspace.filter.certainty ^ {value}))

        name, on = f"filter.certainty.{value}", lambda: value in workspace.filter.certainty
        return Command(name, title, switch, "filter", group=2, checked=on)

    return [
        Command(
            "filter.only",
            _tr("&Only facts of the chosen one"),
            lambda: workspace.set_filter(replace(workspace.filter, only=not workspace.filter.only)),
            "filter",
            group=1,
            enabled=lambda: workspace.selection.entity is not None,
            checked=lambda: workspace.filter.only,
        ),
        kind(FactKind.EVENT, _tr("Kind: &event")),
        kind(FactKind.QUOTE, _tr("Kind: q&uote")),
        kind(FactKind.CLAIM, _tr("Kind: c&laim")),
        kind(FactKind.PROFILE_CHANGE, _tr("Kind: &profile change")),
        kind(FactKind.ROLE, _tr("Kind: &role")),
        kind(FactKind.QUESTION, _tr("Kind: open que&stion")),
        certainty(Certainty.STATED, _tr("Certainty: s&tated")),
        certainty(Certainty.UNCLEAR, _tr("Certainty: u&nclear")),
        certainty(Certainty.DISPUTED, _tr("Certainty: &disputed")),
    ]


def _choose_source(window: MainWindow) -> None:
    from qwenbrowser.dialogs.source_chooser import SourceChooser  # not needed before it is asked for

    workspace = window.workspace
    chooser = SourceChooser(workspace, window.theme, window)
    chooser.picked.connect(
        lambda ids: workspace.set_filter(replace(workspace.filter, sources=workspace.filter.sources | ids))
    )
    chooser.open()
