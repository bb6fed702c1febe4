"""Filters in words: the texts of chips and commands, what they hide and what empties a list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from qwenbrowser.domain.filters import Facet, Filter
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import Certainty, FactKind
from qwenbrowser.models.wording import listed
from qwenbrowser.store import entities, filters
from qwenbrowser.workspace import Workspace

SHOWN = 3
"""Names of sources that a chip says."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("filters", text)


def kind(value: FactKind) -> str:
    return {
        FactKind.EVENT: _tr("Event"),
        FactKind.QUOTE: _tr("Quote"),
        FactKind.CLAIM: _tr("Claim"),
        FactKind.PROFILE_CHANGE: _tr("Profile change"),
        FactKind.ROLE: _tr("Role"),
        FactKind.QUESTION: _tr("Open question"),
    }[value]


def certainty(value: Certainty) -> str:
    return {
        Certainty.STATED: _tr("Stated"),
        Certainty.UNCLEAR: _tr("Unclear"),
        Certainty.DISPUTED: _tr("Disputed"),
    }[value]


def facet_text(workspace: Workspace, facet: Facet) -> str:
    """A filter in force as its chip says it."""
    chosen = workspace.filter
    match facet:
        case Facet.NAMES:
            return fill(_tr("Name: %1"), chosen.names)
        case Facet.STORY:
            return fill(_tr("Story of %1"), _name(workspace, chosen.story_of))
        case Facet.QUOTED:
            return _tr("Quoted")
        case Facet.CHANGED:
            return _tr("Changed")
        case Facet.ONLY:
            return fill(_tr("Only %1"), _name(workspace, workspace.selection.entity))
        case Facet.KIND:
            return fill(_tr("Kind: %1"), listed(kind(one) for one in FactKind if one in chosen.kinds))
        case Facet.CERTAINTY:
            values = (certainty(one) for one in Certainty if one in chosen.certainty)
            return fill(_tr("Certainty: %1"), listed(values))
        case Facet.SOURCE:
            names = list(dict.fromkeys(workspace.read(filters.source_names, sorted(chosen.sources)).values()))
            more = len(names) - SHOWN
            first = listed(names[:SHOWN])
            return fill(
                _tr("Source: %1"), fill(_tr("%1 and %2 more"), first, f"{more:,}") if more > 0 else first
            )


def all_texts(workspace: Workspace) -> list[str]:
    """Every filter in force, in the order of their chips."""
    return [facet_text(workspace, facet) for facet in active(workspace.filter, workspace.selection.entity)]


def active(chosen: Filter, entity_id: int | None) -> tuple[Facet, ...]:
    """The filters that leave something out now: without anybody chosen there is nobody to keep only."""
    return (chosen if entity_id is not None else chosen.without(Facet.ONLY)).facets()


def empties(workspace: Workspace, by: tuple[Facet, ...]) -> str:
    """Why a list is empty: which filter leaves nothing, or which together."""
    if by == (Facet.NAMES,):
        return fill(_tr("No name holds “%1”"), workspace.filter.names)
    texts = [facet_text(workspace, facet) for facet in by]
    if len(texts) == 1:
        return fill(_tr("“%1” leaves nothing here"), *texts)
    return fill(_tr("%1 together leave nothing here"), listed(f"“{text}”" for text in texts))


def hides_chosen(workspace: Workspace, by: tuple[Facet, ...]) -> str:
    """That what is chosen is not in the list, and which filters leave it out."""
    return fill(_tr("What you chose is hidden by %1"), listed(facet_text(workspace, facet) for facet in by))


def removal(by: tuple[Facet, ...]) -> str:
    """The words of the button that takes filters away."""
    return _tr("Remove this filter") if len(by) == 1 else _tr("Remove these filters")


def count_of(shown: int, total: int) -> str:
    """ "12 of 41"."""
    return fill(_tr("%1 of %2"), f"{shown:,}", f"{total:,}")


def _name(workspace: Workspace, entity_id: int | None) -> str:
    if entity_id is None:
        return _tr("the chosen one")
    return workspace.read(entities.get_entity, entity_id).name
