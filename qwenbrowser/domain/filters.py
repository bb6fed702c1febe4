"""What the lists leave out: one frozen value for all filters, and which of them empty a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from qwenbrowser.domain.records import Certainty, FactKind


class Facet(StrEnum):
    """One filter of the value. A list shows what passes all facets, and any of the choices within one."""

    NAMES = "names"
    STORY = "story"
    QUOTED = "quoted"
    CHANGED = "changed"
    ONLY = "only"
    KIND = "kind"
    CERTAINTY = "certainty"
    SOURCE = "source"


PEOPLE = (Facet.NAMES, Facet.STORY, Facet.QUOTED, Facet.CHANGED)
"""What the list of people, organisations and products goes by."""
TIMELINE = (Facet.ONLY, Facet.KIND, Facet.CERTAINTY, Facet.SOURCE)
STATEMENTS = (Facet.KIND, Facet.CERTAINTY, Facet.SOURCE)
CHANGES = (Facet.CERTAINTY, Facet.SOURCE)
"""A list of facts of one kind is not filtered by kind."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the lists leave out; the default leaves out nothing.

    `names` are words of a name as typed, `story_of` the id of an entity whose story the others must have a
    part in, `quoted` and `changed` keep who has quotes and profile changes. `only` keeps the facts in which
    the chosen entity has a part; `kinds`, `certainty` and `sources` (ids) keep facts with one of these.
    """

    names: str = ""
    story_of: int | None = None
    quoted: bool = False
    changed: bool = False
    only: bool = False
    kinds: frozenset[FactKind] = frozenset()
    certainty: frozenset[Certainty] = frozenset()
    sources: frozenset[int] = frozenset()

    def facets(self, among: tuple[Facet, ...] = (*PEOPLE, *TIMELINE)) -> tuple[Facet, ...]:
        """Those in force, in the order of `among`."""
        return tuple(facet for facet in among if getattr(self, _FIELDS[facet]) != _EMPTY[facet])

    def without(self, *facets: Facet) -> Filter:
        """The same without some facets."""
        return replace(self, **{_FIELDS[facet]: _EMPTY[facet] for facet in facets})

    def within(self, facets: tuple[Facet, ...]) -> Filter:
        """The same with these facets alone."""
        return self.without(*(facet for facet in Facet if facet not in facets))

    def emptied_by(
        self, among: tuple[Facet, ...], leaves_nothing: Callable[[Filter], bool]
    ) -> tuple[Facet, ...]:
        """The facet without which an empty list would not be empty, or all of them where no single one is.

        None where the list is empty without any filter.
        """
        active = self.facets(among)
        for facet in active:
            if not leaves_nothing(self.without(facet)):
                return (facet,)
        return () if len(active) < 2 or leaves_nothing(self.without(*active)) else active


_FIELDS = {
    Facet.NAMES: "names",
    Facet.STORY: "story_of",
    Facet.QUOTED: "quoted",
    Facet.CHANGED: "changed",
    Facet.ONLY: "only",
    Facet.KIND: "kinds",
    Facet.CERTAINTY: "certainty",
    Facet.SOURCE: "sources",
}
_EMPTY = {facet: getattr(Filter(), field) for facet, field in _FIELDS.items()}
