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
    StoryFile,
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
    """What the story has already of all that a file names: ids by uid, and texts of its sources."""

    sources: dict[str, int] = field(default_factory=dict)
    entities: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Every uid that a file defines or refers to, by kind."""

    sources: set[str]
    entities: set[str]
    facts: set[str]


def mentioned(story: StoryFile) -> Mentioned:
    """Collect the uids of a story file."""
    anchored = [when.anchor for when in _whens(story) if when.anchor is not None]
    return Mentioned(
        sources={source.uid for source in story.sources}
        | {citation.source for fact in story.facts for citation in fact.citations}
        | {anchor.source for anchor in anchored if anchor.source is not None},
        entities={entity.uid for entity in story.entities}
        | {entity.merged_into for entity in story.entities if entity.merged_into is not None}
        | {part.entity for fact in story.facts for part in fact.participations if part.entity is not None},
        facts={fact.uid for fact in story.facts}
        | {uid for link in story.links for uid in (link.from_, link.to)}
        | {anchor.fact for anchor in anchored if anchor.fact is not None},
    )


def check(story: StoryFile, known: Known) -> None:
    """Raises RuleError for the first record that breaks a rule; texts of the story go before the file's."""
    rules = _Rules(story, known)
    _each("sources", story.sources, rules.source)
    _each("entities", story.entities, rules.entity)
    _each("facts", story.facts, rules.fact)
    _each("links", story.links, rules.link)


def _whens(story: StoryFile) -> Iterable[WhenModel]:
    yield from (source.published for source in story.sources)
    yield from (fact.when for fact in story.facts)


def _each(place: str, items: Iterable[T], rule: Callable[[T], None]) -> None:
    for index, item in enumerate(items):
        try:
            rule(item)
        except RuleError as wrong:
            raise wrong.within(f"{place}[{index}]") from None


class _Rules:
    """The rules of one file; remembers the uids, names and links that it has met."""

    def __init__(self, story: StoryFile, known: Known) -> None:
        self._texts = {source.uid: source.text for source in story.sources} | known.texts
        self._entities = known.entities.keys() | {entity.uid for entity in story.entities}
        self._facts = known.facts.keys() | {fact.uid for fact in story.facts}
        self._winners = {entity.uid: entity.merged_into for entity in story.entities}
        self._uids: set[str] = set()
        self._links: set[tuple[str, str, str]] = set()

    def source(self, source: SourceModel) -> None:
        self._new_uid(source.uid)
        _normalised(source.text)
        self._when(source.published, "published")

        def region(region: RegionModel) -> None:
            if not region.start < region.end <= len(source.text):
                raise RuleError(f"{region.start}–{region.end} is no span of {len(source.text)} characters")

        _each("regions", source.regions, region)

    def entity(self, entity: EntityModel) -> None:
        self._new_uid(entity.uid)
        self._winner(entity)
        seen: set[tuple[str, str]] = set()

        def name(name: NameModel) -> None:
            if name.kind is NameKind.PRIMARY and name.text != entity.name:
                raise RuleError("the primary name is not the name of the entity", "text")
            if (name.kind, name.text) in seen:
                raise RuleError("this name is listed twice", "text")
            seen.add((name.kind, name.text))

        _each("names", entity.names, name)

    def fact(self, fact: FactModel) -> None:
        self._new_uid(fact.uid)
        self._when(fact.when, "when")
        _each("participations", fact.participations, self._participation)
        _each("citations", fact.citations, self._citation)

    def link(self, link: LinkModel) -> None:
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

    def _participation(self, part: ParticipationModel) -> None:
        _known(part.entity, self._entities, "entity", "entity")

    def _citation(self, citation: CitationModel) -> None:
        text = self._texts.get(citation.source)
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
        _date(citation.says_edtf, "says_edtf")

    def _when(self, when: WhenModel, place: str) -> None:
        try:
            _date(when.edtf, "edtf")
            _date(when.as_of, "as_of")
            if when.anchor is not None:
                self._anchor(when.anchor)
        except RuleError as wrong:
            raise wrong.within(place) from None

    def _anchor(self, anchor: Anchor) -> None:
        _known(anchor.source, self._texts.keys(), "source", "anchor.source")
        _known(anchor.fact, self._facts, "fact", "anchor.fact")


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
