"""From what a search finds to the rows of the palette: read in a thread, put into words on the main one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QCoreApplication

from qwenbrowser.domain.phrases import ISOLATE, beside, fill
from qwenbrowser.domain.records import (
    Entity,
    EntityKind,
    Fact,
    FactKind,
    Part,
    Source,
    State,
)
from qwenbrowser.domain.words import Words, cut
from qwenbrowser.models import wording
from qwenbrowser.models.fact_models import profile_title
from qwenbrowser.models.palette_model import Group, Result
from qwenbrowser.store import entities, facts, search, sources
from qwenbrowser.store.search import SearchHit
from qwenbrowser.widgets.paint import initials
from qwenbrowser.widgets.rows import ResultRow, Spans
from qwenbrowser.widgets.text import visible

SCOPES: dict[str, tuple[str, ...] | None] = {
    "everything": None,
    "people": tuple(EntityKind),
    "events": (FactKind.EVENT, FactKind.PROFILE_CHANGE, FactKind.ROLE, FactKind.QUESTION),
    "quotes": (FactKind.QUOTE, FactKind.CLAIM),
    "sources": ("source",),
}
"""What each chip of the palette keeps, as kinds of hits; None keeps all."""

FEW, MANY = 12, 60  # of each of entities, facts and sources: where all are shown, where one is
SUGGESTED = 6

Key = tuple[str, int]
"""An entry without its words: "entity", "fact" or "source", and the id."""

_LONGEST = 400  # characters of a title or a line below it: no row has room for more


_SEEN = 60  # characters of a title that there is always room for; of a Chinese one half as many


def _tr(text: str) -> str:
    return QCoreApplication.translate("palette", text)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to, with the records of its hits. `elsewhere` counts hits that a chip hides.

    `more_facts` says that there are or may be others, `more` the same of people and sources. Further ones
    are the best `among` so many, where `beyond` says that there are more. Where no text was looked for, the
    first `recent` hits are entries that were chosen before.
    """

    text: str
    hits: tuple[SearchHit, ...] = ()
    entities: dict[int, Entity] = field(default_factory=dict)
    facts: dict[int, Fact] = field(default_factory=dict)
    sources: dict[int, Source] = field(default_factory=dict)
    more: bool = False
    more_facts: bool = False
    among: int = 0
    beyond: bool = False
    elsewhere: int = 0
    recent: int = 0


def look_up(conn: Any, text: str, scope: str) -> Found:
    """Everything in the story that holds the words, of the kinds of the scope."""
    kinds = SCOPES[scope]
    limit = FEW if kinds is None else MANY
    hits = search.search(conn, text, limit, kinds)
    elsewhere = 0
    if not hits and kinds is not None:
        elsewhere = len(search.search(conn, text, FEW))
    entity, fact, source = (sum(map(of, hits)) >= limit for of in (_is_entity, _is_fact, _is_source))
    found = _with_records(conn, text, hits)
    return replace(found, more=entity or source, more_facts=fact, elsewhere=elsewhere)


def look_further(conn: Any, found: Found, scope: str) -> Found:
    """Of the facts that `look_up` had no room for, those that fit best."""
    best = search.best_facts(conn, found.text, MANY, SCOPES[scope], found.facts)
    further = _with_records(conn, found.text, best.hits)
    others = best.among - len(best.hits) > len(found.facts)
    return replace(further, more_facts=best.more or others, among=best.among, beyond=best.more)


def suggest(conn: Any, recent: Sequence[Key]) -> Found:
    """What was chosen last, and those in the story with the most facts."""
    busiest = [("entity", entity) for entity in entities.busiest_ids(conn, SUGGESTED + len(recent))]
    keys = dict.fromkeys([*recent, *busiest])
    found = _with_records(conn, "", [SearchHit(_PSEUDO[kind], one, "", "", "", ()) for kind, one in keys])
    return replace(found, recent=len(recent))


def groups_of(found: Found) -> list[Group]:
    """The results under headings by kind; those of no search under one."""
    if not found.text.strip():
        none = Words.of("")
        recent = tuple(_results(found, found.hits[: found.recent], none))
        others = tuple(_results(found, found.hits[found.recent :], none))[:SUGGESTED]
        return [Group(_tr("Recent"), recent), Group(_tr("Most named in this story"), others)]
    groups = []
    for title, kinds in _headings():
        hits = [hit for hit in found.hits if hit.kind in kinds]
        words = Words.of_names(found.text) if _is_entity_kind(kinds[0]) else Words.of(found.text)
        results = tuple(_results(found, hits, words))
        groups.append(Group(title, results, f"{len(results):,}"))
    return groups


def further_group(found: Found) -> Group:
    """What `look_further` has found, and out of how many matches."""
    results = tuple(_results(found, found.hits, Words.of(found.text)))
    among = _tr("%1 of more than %2") if found.beyond else _tr("%1 of %2")
    count = fill(among, f"{len(results):,}", f"{found.among:,}")
    return Group(_tr("More facts, best matches first"), results, count)


def summary(results: int, groups: int, more: bool) -> str:
    """ "5 results in 5 groups"."""
    if not results:
        return _tr("No results")
    many = _tr("The first %1 results") if more else _tr("%1 results")
    return (
        wording.counted(results, _tr("1 result"), many)
        + " "
        + wording.counted(groups, _tr("in 1 group"), _tr("in %1 groups"))
    )


def one_line(text: str) -> str:
    """Text from outside as a row shows it: on one line, nothing invisible, no longer than any row."""
    return visible(" ".join(text[: 2 * _LONGEST].split()))[:_LONGEST]


_PSEUDO = {"entity": EntityKind.PERSON.value, "fact": FactKind.EVENT.value, "source": "source"}


def _headings() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_tr("People"), (EntityKind.PERSON,)),
        (_tr("Organisations"), (EntityKind.ORGANISATION,)),
        (_tr("Products"), (EntityKind.PRODUCT,)),
        (_tr("Profile changes"), (FactKind.PROFILE_CHANGE,)),
        (_tr("Statements"), (FactKind.QUOTE, FactKind.CLAIM)),
        (_tr("Events"), (FactKind.EVENT,)),
        (_tr("Roles"), (FactKind.ROLE,)),
        (_tr("Open questions"), (FactKind.QUESTION,)),
        (_tr("Sources"), ("source",)),
    ]


def _is_entity_kind(kind: str) -> bool:
    return kind in frozenset(EntityKind)


def _is_entity(hit: SearchHit) -> bool:
    return _is_entity_kind(hit.kind)


def _is_source(hit: SearchHit) -> bool:
    return hit.kind == "source"


def _is_fact(hit: SearchHit) -> bool:
    return not _is_entity(hit) and not _is_source(hit)


def _with_records(conn: Any, text: str, hits: Sequence[SearchHit]) -> Found:
    def ids(of: Callable[[SearchHit], bool]) -> list[int]:
        return [hit.id for hit in hits if of(hit)]

    return Found(
        text,
        tuple(hits),
        {one.id: one for one in entities.entities_by_ids(conn, ids(_is_entity)) if _in_use(one)},
        {one.id: one for one in facts.facts_by_ids(conn, ids(_is_fact)) if _in_use(one)},
        {one.id: one for one in sources.sources_by_ids(conn, ids(_is_source))},
    )


def _in_use(record: Entity | Fact) -> bool:
    return record.state is State.ACCEPTED


def _is_there(found: Found, hit: SearchHit) -> bool:
    records = found.entities if _is_entity(hit) else found.sources if _is_source(hit) else found.facts
    return hit.id in records


def _results(found: Found, hits: Iterable[SearchHit], words: Words) -> Iterable[Result]:
    for hit in hits:
        if not _is_there(found, hit):
            continue
        if _is_entity(hit):
            yield _entity_result(found.entities[hit.id], hit, words)
        elif _is_source(hit):
            yield _source_result(found.sources[hit.id], hit, words)
        else:
            yield _fact_result(found.facts[hit.id], hit, words)


def _entity_result(entity: Entity, hit: SearchHit, words: Words) -> Result:
    """By its name; where another name holds the words, that stands in the line below."""
    other = [hit.snippet] if hit.matches and hit.snippet != entity.name else []
    about = [part for part in (entity.summary or entity.disambiguation,) if part]
    counts = entity.counts
    right = fill(_tr("%1, %2"), wording.changes(counts.changes), wording.quotes(counts.quotes))
    if not counts.changes:
        right = wording.entity_count(entity)[0]
    title, title_marks = _marked(entity.name, words)
    if hit.matches and not other:
        title_marks = _moved(hit, title) or title_marks
    detail = one_line(" · ".join(map(beside, other + about)))
    detail_marks = (_moved(hit, detail) or words.spans(detail)) if other else ()
    row = ResultRow(
        title,
        title_marks,
        detail or wording.entity_kind(entity.kind),
        detail_marks,
        right,
        initials=initials(entity.name),
        square=entity.kind is not EntityKind.PERSON,
    )
    said = (entity.name, wording.entity_kind(entity.kind), *other, *about, right)
    return Result(str(entity.kind), entity.id, entity.uid, entity.name, ", ".join(map(beside, said)), row)


def _moved(hit: SearchHit, shown: str) -> Spans:
    """The marks of a hit where its snippet is part of a line; none where it is not shown as it is."""
    at = shown.find(hit.snippet)
    return tuple((at + start, at + end) for start, end in hit.matches) if at >= 0 else ()


def _fact_result(fact: Fact, hit: SearchHit, words: Words) -> Result:
    """Where neither the title nor the line below holds the words, the line gives way to what does."""
    title, title_marks = _marked(_fact_title(fact), words)
    detail, detail_marks = _marked(_fact_detail(fact), words)
    if hit.matches and not title_marks and not detail_marks:
        detail, detail_marks = one_line(hit.snippet), hit.matches
        if detail != hit.snippet:
            detail_marks = words.spans(detail)
    icon, token = wording.fact_icon(fact)
    right = _fact_right(fact)
    row = ResultRow(title, title_marks, detail, detail_marks, right, icon, token)
    return Result(str(fact.kind), fact.id, fact.uid, _fact_title(fact), wording.fact_sentence(fact), row)


def _fact_title(fact: Fact) -> str:
    if fact.kind is FactKind.PROFILE_CHANGE and fact.after:
        holder = next(iter((*fact.parts(Part.HOLDER), *fact.parts(Part.SUBJECT))), None)
        who = (holder.entity.name if holder.entity else holder.as_written) if holder else None
        return f"{beside(who)}: {wording.quoted(fact.after)}" if who else wording.quoted(fact.after)
    if wording.in_source_words(fact):
        return wording.quoted(fact.text)
    return fact.title or fact.text


def _fact_detail(fact: Fact) -> str:
    if fact.kind is FactKind.PROFILE_CHANGE:
        return f"{profile_title(fact)}, {wording.when(fact.when)}"
    if fact.kind not in (FactKind.QUOTE, FactKind.CLAIM):
        return wording.people_in(fact) or wording.fact_kind(fact)
    who = wording.speaker(fact)[0]
    about = ", ".join(beside(part.entity.name) for part in fact.parts(Part.ABOUT) if part.entity)
    if fact.speaker is None and about:
        return fill(_tr("About %1"), about)
    return fill(_tr("%1 about %2"), who, about) if about else who


def _fact_right(fact: Fact) -> str:
    if fact.kind is FactKind.PROFILE_CHANGE:
        return wording.sources(fact.outlets)
    if fact.when.edtf is None and fact.when.as_of is not None:
        return fill(_tr("as of %1"), wording.day(fact.when.as_of))
    return wording.fact_date(fact)


def _source_result(source: Source, hit: SearchHit, words: Words) -> Result:
    """By its outlet, the kind of its text and the paragraph in which the words stand first."""
    shown = f"{beside(wording.outlet(source))}, {wording.text_kind(source)}"
    if hit.first is not None:
        lines = source.text[: hit.first[0] + 1].split("\n")
        shown += f" ¶{sum(1 for line in lines if line.strip())}"
    below = hit.snippet if hit.first is not None else source.title
    places = _tr("1 place"), _tr("%1 places")
    right = wording.counted(hit.places, *places) if hit.places else wording.page_date(source)
    title, title_marks = _marked(shown, words)
    detail, detail_marks = _marked(below, words)
    row = ResultRow(title, title_marks, detail, detail_marks, right, "file-text")
    said = ", ".join(
        (shown, beside(source.title), wording.page_date(source), *([right] if hit.places else []))
    )
    return Result("source", source.id, source.uid, shown, said, row, hit.first)


def _marked(text: str, words: Words) -> tuple[str, Spans]:
    """A line with the words marked, cut at its beginning where the first of them would be out of sight."""
    shown = one_line(text)
    spans = words.spans(shown)
    seen = _SEEN if shown.isascii() else _SEEN // 2
    return cut(shown, spans) if spans and spans[0][1] > seen and ISOLATE not in shown else (shown, spans)
