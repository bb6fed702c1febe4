"""From the records of a story file to the rows of the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from qwenbrowser.domain import anchors, dates, names
from qwenbrowser.domain.records import NameKind
from qwenbrowser.domain.schemas import (
    CitationModel,
    EntityModel,
    FactModel,
    LinkModel,
    NameModel,
    SourceModel,
    WhenModel,
)

Row = dict[str, Any]
Ids = Mapping[str, int]
Texts = Mapping[str, str]


def source_row(source: SourceModel) -> Row:
    """A row of `sources`."""
    return {
        **source.model_dump(mode="json", exclude={"published", "regions"}),
        **_date_columns("published", source.published),
        "text_sha256": hashlib.sha256(source.text.encode()).hexdigest(),
    }


def region_rows(source_id: int, source: SourceModel) -> list[Row]:
    """The rows of `regions` of one source."""
    return [
        {"source_id": source_id, "start_at": region.start, "end_at": region.end, "kind": region.kind.value}
        for region in source.regions
    ]


def entity_row(entity: EntityModel) -> Row:
    """A row of `entities`; `merged_into` waits until every entity has its id."""
    return entity.model_dump(mode="json", exclude={"merged_into", "names"})


def name_rows(entity_id: int, entity: EntityModel) -> list[Row]:
    """The rows of `names` of one entity: its own name first, as the primary one."""
    listed = [NameModel(kind=NameKind.PRIMARY, text=entity.name), *as_exported(entity).names]
    return [
        {
            "entity_id": entity_id,
            "text": name.text,
            "kind": name.kind.value,
            "search_keys": names.search_keys(name.text),
            "state": name.state.value,
            "position": position,
        }
        for position, name in enumerate(listed)
    ]


def fact_row(fact: FactModel) -> Row:
    """A row of `facts`."""
    origin = fact.origin
    return {
        "uid": fact.uid,
        "kind": fact.kind.value,
        "refs": json.dumps(fact.refs, ensure_ascii=False),
        "title": fact.title,
        "text": fact.text,
        **_date_columns("when", fact.when),
        "certainty": fact.certainty.value,
        "state": fact.state.value,
        "origin_rule": origin and origin.rule,
        "origin_confidence": origin and origin.confidence,
        "mode": fact.mode and fact.mode.value,
        "cue": fact.cue,
        "medium": fact.medium,
        "platform": fact.platform,
        "field": fact.field,
        "before": fact.before,
        "after": fact.after,
    }


def participation_rows(fact_id: int, fact: FactModel, entities: Ids) -> list[Row]:
    """The rows of `participations` of one fact."""
    return [
        {
            "fact_id": fact_id,
            "entity_id": None if part.entity is None else entities[part.entity],
            "role": part.role.value,
            "as_written": part.as_written,
            "state": part.state.value,
            "position": position,
        }
        for position, part in enumerate(fact.participations)
    ]


def citation_rows(fact_id: int, fact: FactModel, sources: Ids, texts: Texts) -> list[Row]:
    """The rows of `citations` of one fact."""
    rows = []
    for position, citation in enumerate(fact.citations):
        prefix, suffix = _surroundings(citation, texts)
        rows.append(
            {
                "fact_id": fact_id,
                "source_id": sources[citation.source],
                "start_at": citation.start,
                "end_at": citation.end,
                "exact": citation.exact,
                "prefix": prefix,
                "suffix": suffix,
                "verbatim": citation.verbatim,
                "stance": citation.stance.value,
                "says_text": citation.says_text,
                "says_edtf": citation.says_edtf,
                "note": citation.note,
                "position": position,
            }
        )
    return rows


def link_row(link: LinkModel, facts: Ids) -> Row:
    """A row of `links`."""
    return {
        "from_fact": facts[link.from_],
        "to_fact": facts[link.to],
        "kind": link.kind.value,
        "state": link.state.value,
    }


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


def _date_columns(prefix: str, when: WhenModel) -> Row:
    date = dates.parse(when.edtf)
    return {
        f"{prefix}_edtf": when.edtf,
        f"{prefix}_lo": date.sort_lo,
        f"{prefix}_hi": date.sort_hi,
        f"{prefix}_sure_lo": date.sure_lo,
        f"{prefix}_sure_hi": date.sure_hi,
        f"{prefix}_basis": when.basis.value,
        f"{prefix}_expression": when.expression,
        f"{prefix}_anchor": None if when.anchor is None else when.anchor.model_dump_json(exclude_none=True),
        f"{prefix}_as_of": when.as_of,
    }
