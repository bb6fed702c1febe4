"""Where the user was in a story: read from a window that closes, and gone to in one that opens."""

from __future__ import annotations

from contextlib import suppress

from qwenbrowser.domain.errors import UserError
from qwenbrowser.domain.filters import Filter
from qwenbrowser.domain.records import Certainty, FactKind
from qwenbrowser.settings import Place
from qwenbrowser.store import entities, facts, sources
from qwenbrowser.window import MainWindow
from qwenbrowser.workspace import Workspace


def place_in(window: MainWindow) -> Place:
    """Where the user is now. What is chosen is named by uids, which outlast whatever is done to the story."""
    read, selection, chosen = window.workspace.read, window.workspace.selection, window.workspace.filter
    found = [] if selection.item is None else read(facts.facts_by_ids, [selection.item])
    return Place(
        entity=None if selection.entity is None else read(entities.get_entity, selection.entity).uid,
        item=found[0].uid if found else None,
        source=None if selection.source is None else read(sources.get_source, selection.source).uid,
        span=selection.span,
        page=window.page,
        reader=not window.reader.isHidden(),
        names=chosen.names,
        story_of=None if chosen.story_of is None else read(entities.get_entity, chosen.story_of).uid,
        quoted=chosen.quoted,
        changed=chosen.changed,
        only=chosen.only,
        kinds=tuple(sorted(chosen.kinds)),
        certainty=tuple(sorted(chosen.certainty)),
        sources=tuple(source.uid for source in read(sources.sources_by_ids, sorted(chosen.sources))),
    )


def go_to(window: MainWindow, place: Place) -> None:
    """Choose what was chosen, as far as the story still has it, on the page that was shown."""
    with suppress(KeyError):  # a page of another version
        window.show_page(place.page)
    _choose(window.workspace, place)
    window.workspace.set_filter(_filter(window.workspace, place))


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


def _filter(workspace: Workspace, place: Place) -> Filter:
    """The filter that was on, without what is gone from the story or what another version filters by."""
    story, named = None, []
    if place.story_of is not None:
        with suppress(UserError):
            story = workspace.read(entities.find_entity, place.story_of).id
    for uid in place.sources:
        with suppress(UserError):
            named.append(workspace.read(sources.source_by_uid, uid).id)
    return Filter(
        names=place.names,
        story_of=story,
        quoted=place.quoted,
        changed=place.changed,
        only=place.only,
        kinds=frozenset(kind for kind in FactKind if kind in place.kinds),
        certainty=frozenset(certainty for certainty in Certainty if certainty in place.certainty),
        sources=frozenset(named),
    )
