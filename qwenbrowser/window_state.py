"""Where the user was in a story: read from a window that closes, and gone to in one that opens."""

from __future__ import annotations

from contextlib import suppress

from qwenbrowser.domain.errors import UserError
from qwenbrowser.settings import Place
from qwenbrowser.store import entities, facts, sources
from qwenbrowser.window import MainWindow
from qwenbrowser.workspace import Workspace


def place_in(window: MainWindow) -> Place:
    """Where the user is now. What is chosen is named by uids, which outlast whatever is done to the story."""
    read, selection = window.workspace.read, window.workspace.selection
    found = [] if selection.item is None else read(facts.facts_by_ids, [selection.item])
    return Place(
        entity=None if selection.entity is None else read(entities.get_entity, selection.entity).uid,
        item=found[0].uid if found else None,
        source=None if selection.source is None else read(sources.get_source, selection.source).uid,
        span=selection.span,
        page=window.page,
        reader=not window.reader.isHidden(),
        only=window.events.only.isChecked(),
    )


def go_to(window: MainWindow, place: Place) -> None:
    """Choose what was chosen, as far as the story still has it, on the page that was shown."""
    with suppress(KeyError):  # a page of another version
        window.show_page(place.page)
    _choose(window.workspace, place)
    window.events.only.setChecked(place.only)


def show_reader(window: MainWindow, place: Place) -> None:
    """Show or hide the reader as it was; for a window on the screen, whose width is known."""
    if place.reader is not None and place.reader == window.reader.isHidden():
        window.toggle_reader()


def _choose(workspace: Workspace, place: Place) -> None:
    try:
        if place.entity is not None:
            workspace.choose_entity(workspace.read(entities.find_entity, place.entity).id)
        source = None if place.source is None else workspace.read(sources.source_by_uid, place.source)
        if place.item is not None:
            item = workspace.read(facts.fact_id_of, place.item)
            cited = workspace.read(facts.citations_of, item)
            if source is not None and any(
                (each.source.id, (each.start, each.end)) == (source.id, place.span) for each in cited
            ):
                workspace.choose_item(item, source.id, place.span)
            else:
                workspace.choose_item(item)
        elif source is not None:
            workspace.choose_source(source.id)
    except UserError:
        return  # gone meanwhile: what was found before stays chosen
