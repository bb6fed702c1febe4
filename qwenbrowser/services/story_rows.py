"""From the records of a story file to whole rows of the store, in the order of `COLUMNS`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from qwenbrowser.domain import anchors, dates, names
from qwenbrowser.domain.records import NameKind, State
from qwenbrowser.domain.schemas import (
    CitationModel,
    EntityModel,
    FactModel,
    LinkModel,
    SourceModel,
    WhenModel,
)

Row = tuple[Any, ...]
"""Values as JSON writes them: enumerations are texts."""
Ids = Mapping[str, int]
Texts = Mapping[str, str]


def _date(prefix: str) -> tuple[str, ...]:
    keys = ("edtf", "lo", "hi", "sure_lo", "sure_hi", "basis", "expression", "anchor", "as_of")
    return tuple(f"{prefix}_{key}" for key in keys)


COLUMNS = {
    "sources": (
        *("id", "uid", "document_uid", "kind", "text_kind", "title", "outlet", "author", "url"),
        *("archive_url", "language", *_date("published"), "captured_at", "status", "derives_from", "text"),
        *("text_sha256", "original_sha256", "media_type"),
    ),
    "regions": ("id", "source_id", "start_at", "end_at", "kind"),
    "entities": ("id", "uid", "kind", "name", "disambiguation", "summary", "state", "merged_into"),
    "names": ("id", "entity_id", "text", "kind", "search_keys", "state", "position"),
    "facts": (
        *("id", "uid", "kind", "refs", "title", "text", *_date("when"), "certainty", "state", "origin_run"),
        *("origin_rule", "origin_confidence", "mode", "cue", "medium", "platform", "field", "before"),
        "after",
    ),
    "participations": ("id", "fact_id", "entity_id", "role", "as_written", "state", "position"),
    "citations": (
        *("id", "fact_id", "source_id", "start_at", "end_at", "exact", "prefix", "suffix", "verbatim"),
        *("stance", "says_text", "says_edtf", "note", "position"),
    ),
    "links": ("id", "from_fact", "to_fact", "kind", "state"),
}
"""Every table that a story file fills, with its columns as the rows hold them."""


def source_row(id_: int, source: SourceModel) -> Row:
    """A row of `sources`."""
    s = source
    return (
        *(id_, s.uid, s.document_uid, s.kind, s.text_kind, s.title, s.outlet, s.author, s.url),
        *(s.archive_url, s.language, *_when(s.published), s.captured_at, s.status, s.derives_from, s.text),
        *(hashlib.sha256(s.text.encode()).hexdigest(), None, s.media_type),
    )


def source_words(id_: int, source: SourceModel) -> Row:
    """What the search index holds of a source: id, title, body."""
    return id_, names.index_words(source.title), names.index_words(source.outlet, source.text)


def region_rows(ids: Iterator[int], source_id: int, source: SourceModel) -> list[Row]:
    """The rows of `regions` of one source."""
    return [(next(ids), source_id, region.start, region.end, region.kind) for region in source.regions]


def entity_row(id_: int, entity: EntityModel) -> Row:
    """A row of `entities`; `merged_into` waits until every entity has its id."""
    e = entity
    return id_, e.uid, e.kind, e.name, e.disambiguation, e.summary, e.state, None


def name_rows(ids: Iterator[int], entity_id: int, entity: EntityModel) -> list[Row]:
    """The rows of `names` of one entity: its own name first, as the primary one."""
    own = (entity.name, NameKind.PRIMARY, State.ACCEPTED)
    others = ((name.text, name.kind, name.state) for name in as_exported(entity).names)
    return [
        (next(ids), entity_id, text, kind, names.search_keys(text), state, position)
        for position, (text, kind, state) in enumerate((own, *others))
    ]


def fact_row(id_: int, fact: FactModel) -> Row:
    """A row of `facts`."""
    f = fact
    refs = json.dumps(f.refs, ensure_ascii=False) if f.refs else "[]"
    rule, confidence = (None, None) if f.origin is None else (f.origin.rule, f.origin.confidence)
    return (
        *(id_, f.uid, f.kind, refs, f.title, f.text, *_when(f.when), f.certainty, f.state, None),
        *(rule, confidence, f.mode, f.cue, f.medium, f.platform, f.field, f.before, f.after),
    )


def fact_words(id_: int, fact: FactModel) -> Row:
    """What the search index holds of a fact: id, title, body."""
    return id_, names.index_words(fact.title), names.index_words(fact.text, fact.before, fact.after)


def participation_rows(ids: Iterator[int], fact_id: int, fact: FactModel, entities: Ids) -> list[Row]:
    """The rows of `participations` of one fact."""
    return [
        (
            *(next(ids), fact_id, None if part.entity is None else entities[part.entity]),
            *(part.role, part.as_written, part.state, position),
        )
        for position, part in enumerate(fact.participations)
    ]


def citation_rows(ids: Iterator[int], fact_id: int, fact: FactModel, sources: Ids, texts: Texts) -> list[Row]:
    """The rows of `citations` of one fact."""
    return [
        (
            *(next(ids), fact_id, sources[cited.source], cited.start, cited.end, cited.exact),
            *(*_surroundings(cited, texts), cited.verbatim, cited.stance),
            *(cited.says_text, cited.says_edtf, cited.note, position),
        )
        for position, cited in enumerate(fact.citations)
    ]


def link_row(id_: int, link: LinkModel, facts: Ids) -> Row:
    """A row of `links`."""
    return id_, facts[link.from_], facts[link.to], link.kind, link.state


def as_exported(entity: EntityModel) -> EntityModel:
    """The entity as an export gives it: its own name is not listed among the names again."""
    kept = [name for name in entity.names if name.kind is not NameKind.PRIMARY]
    return entity if len(kept) == len(entity.names) else entity.model_copy(update={"names": kept})


def with_surroundings(fact: FactModel, texts: Texts) -> FactModel:
    """The fact as an export gives it: every citation with its prefix and suffix."""
    filled = []
    for citation in fact.citations:
        prefix, suffix = _surroundings(citation, texts)
        filled.append(citation.model_copy(update={"prefix": prefix, "suffix": suffix}))
    return fact.model_copy(update={"citations": filled})


def _surroundings(citation: CitationModel, texts: Texts) -> tuple[str, str]:
    """Prefix and suffix as the file gives them, else as the text does."""
    prefix, suffix = citation.prefix, citation.suffix
    if prefix is None or suffix is None:
        _, before, after = anchors.selector(texts[citation.source], citation.start, citation.end)
        prefix = before if prefix is None else prefix
        suffix = after if suffix is None else suffix
    return prefix, suffix


def _when(when: WhenModel) -> Row:
    anchor = None if when.anchor is None else when.anchor.model_dump_json(exclude_none=True)
    return (*_bounds(when.edtf), when.basis, when.expression, anchor, when.as_of)


@lru_cache(maxsize=65_536)
def _bounds(edtf: str | None) -> Row:
    date = dates.parse(edtf)
    return edtf, date.sort_lo, date.sort_hi, date.sure_lo, date.sure_hi
