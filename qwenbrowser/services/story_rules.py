"""What must hold between the records of a story file, and between the file and the story it goes into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from qwenbrowser.domain import anchors, dates
from qwenbrowser.domain.records import NameKind
from qwenbrowser.domain.schemas import (
    Anchor,
    CitationModel,
    EntityModel,
    FactModel,
    LinkModel,
    NameModel,
    ParticipationModel,
    RegionModel,
    SourceModel,
    WhenModel,
)

T = TypeVar("T")


class RuleError(Exception):
    """A record breaks a rule: `place` says which ("facts[12].citations[0]"), `reason` why."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place

    def within(self, outer: str) -> RuleError:
        """The same, seen from the record around it."""
        return RuleError(self.reason, f"{outer}.{self.place}" if self.place else outer)


@dataclass(frozen=True, slots=True)
class Known:
    """What the story has already of all that a file may name: ids by uid, texts of sources, links.

    A link is [from, to, kind, state]. `last_ids` holds the highest id that each table has given out.
    """

    sources: dict[str, int] = field(default_factory=dict)
    entities: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    links: list[list[str]] = field(default_factory=list)
    last_ids: dict[str, int] = field(default_factory=dict)


class Rules:
    """The rules of one file, whose records come in order: sources, entities, facts, links.

    It remembers the uids, texts and links that it has met; the texts of the story go before the file's.
    """

    def __init__(self, known: Known) -> None:
        self.texts = dict(known.texts)
        self._sources = set(known.sources)
        self._entities = set(known.entities)
        self._facts = set(known.facts)
        self._winners: dict[str, str | None] = {}
        self._uids: set[str] = set()
        self._links: set[tuple[str, str, str]] = set()
        self._awaited: list[tuple[str, str, str]] = []

    def sources(self, first: int, sources: Iterable[SourceModel]) -> None:
        """Raises RuleError for the first source that breaks a rule; so do the others for theirs."""
        _each("sources", sources, self._source, first)

    def entities(self, first: int, entities: Collection[EntityModel]) -> None:
        """All of them at once: any may have been merged into any other."""
        self._entities.update(entity.uid for entity in entities)
        self._winners.update((entity.uid, entity.merged_into) for entity in entities)
        _each("entities", entities, self._entity, first)

    def facts(self, first: int, facts: Iterable[FactModel]) -> None:
        _each("facts", facts, self._fact, first)

    def links(self, first: int, links: Iterable[LinkModel]) -> None:
        _each("links", links, self._link, first)

    def finish(self) -> None:
        """What a date hangs on may stand behind it: raises RuleError where it came nowhere."""
        for place, kind, uid in self._awaited:
            _known(uid, self._facts if kind == "fact" else self._sources, kind, place)

    def _source(self, source: SourceModel, place: str) -> None:
        self._new_uid(source.uid)
        _normalised(source.text)
        self._sources.add(source.uid)
        self.texts.setdefault(source.uid, source.text)
        self._when(source.published, "published", place)

        def region(region: RegionModel, _place: str) -> None:
            if not region.start < region.end <= len(source.text):
                raise RuleError(f"{region.start}–{region.end} is no span of {len(source.text)} characters")

        _each("regions", source.regions, region)

    def _entity(self, entity: EntityModel, _place: str) -> None:
        self._new_uid(entity.uid)
        self._winner(entity)
        seen: set[tuple[str, str]] = set()

        def name(name: NameModel, _place: str) -> None:
            if name.kind is NameKind.PRIMARY and name.text != entity.name:
                raise RuleError("the primary name is not the name of the entity", "text")
            if (name.kind, name.text) in seen:
                raise RuleError("this name is listed twice", "text")
            seen.add((name.kind, name.text))

        _each("names", entity.names, name)

    def _fact(self, fact: FactModel, place: str) -> None:
        self._new_uid(fact.uid)
        self._facts.add(fact.uid)
        self._when(fact.when, "when", place)
        _each("participations", fact.participations, self._participation)
        _each("citations", fact.citations, self._citation)

    def _link(self, link: LinkModel, _place: str) -> None:
        _known(link.from_, self._facts, "fact", "from")
        _known(link.to, self._facts, "fact", "to")
        if link.from_ == link.to:
            raise RuleError("a fact cannot be linked to itself", "to")
        if (link.from_, link.to, link.kind) in self._links:
            raise RuleError("this link is listed twice")
        self._links.add((link.from_, link.to, link.kind))

    def _new_uid(self, uid: str) -> None:
        if uid in self._uids:
            raise RuleError(f"{uid} is the uid of an earlier record too", "uid")
        self._uids.add(uid)

    def _winner(self, entity: EntityModel) -> None:
        """A merged entity leads to one that stays, over any number of merges."""
        _known(entity.merged_into, self._entities, "entity", "merged_into")
        passed = {entity.uid}
        winner = entity.merged_into
        while winner is not None:
            if winner in passed:
                raise RuleError("the merges lead in a circle", "merged_into")
            passed.add(winner)
            winner = self._winners.get(winner)

    def _participation(self, part: ParticipationModel, _place: str) -> None:
        _known(part.entity, self._entities, "entity", "entity")

    def _citation(self, citation: CitationModel, _place: str) -> None:
        text = self.texts.get(citation.source)
        if text is None:
            raise RuleError(f"no source {citation.source} in the file or the story", "source")
        start, end = citation.start, citation.end
        if end - start != len(citation.exact) or not text.startswith(citation.exact, start):
            place = f"{start}–{end} of source {citation.source}"
            raise RuleError(f"exact does not stand at {place}{_elsewhere(text, citation)}")
        if citation.prefix is not None and not text.endswith(citation.prefix, 0, start):
            raise RuleError(f"prefix does not stand before {start} of source {citation.source}", "prefix")
        if citation.suffix is not None and not text.startswith(citation.suffix, end):
            raise RuleError(f"suffix does not stand after {end} of source {citation.source}", "suffix")
        if citation.says_edtf is not None:
            _date(citation.says_edtf, "says_edtf")

    def _when(self, when: WhenModel, key: str, place: str) -> None:
        try:
            _date(when.edtf, "edtf")
            _date(when.as_of, "as_of")
        except RuleError as wrong:
            raise wrong.within(key) from None
        if when.anchor is not None:
            self._anchor(when.anchor, f"{place}.{key}.anchor")

    def _anchor(self, anchor: Anchor, place: str) -> None:
        if anchor.source is not None and anchor.source not in self._sources:
            self._awaited.append((f"{place}.source", "source", anchor.source))
        if anchor.fact is not None and anchor.fact not in self._facts:
            self._awaited.append((f"{place}.fact", "fact", anchor.fact))


def _each(place: str, items: Iterable[T], rule: Callable[[T, str], None], first: int = 0) -> None:
    for index, item in enumerate(items, first):
        try:
            rule(item, f"{place}[{index}]")
        except RuleError as wrong:
            raise wrong.within(f"{place}[{index}]") from None


def _known(uid: str | None, uids: Collection[str], kind: str, place: str) -> None:
    if uid is not None and uid not in uids:
        raise RuleError(f"no {kind} {uid} in the file or the story", place)


def _date(edtf: str | None, place: str) -> None:
    try:
        dates.parse(edtf)
    except dates.DateError as error:
        raise RuleError(str(error), place) from None


def _normalised(text: str) -> None:
    clean = anchors.normalise(text)
    if clean == text:
        return
    pairs = zip(text, clean + "\0", strict=False)
    at = next((index for index, (is_, should) in enumerate(pairs) if is_ != should), len(clean))
    raise RuleError(f"the text is not normalised: U+{ord(text[at]):04X} at character {at}", "text")


def _elsewhere(text: str, citation: CitationModel) -> str:
    """Where the words stand instead, as a help for whoever wrote the offsets."""
    found = anchors.locate(text, citation.exact, citation.prefix or "", citation.suffix or "", citation.start)
    return "" if found is None else f" (it stands at {found}–{found + len(citation.exact)})"
