"""Facts by their ids, with all that belongs to them: participations, citations and links.

This is what every list and every choice waits for, so rows are taken as the driver gives them, by position.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Connection, Select, select

from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    Citation,
    EntityKind,
    EntityRef,
    Fact,
    FactKind,
    Link,
    LinkKind,
    Mode,
    Part,
    Participation,
    SourceKind,
    SourceRef,
    Stance,
    State,
    TextKind,
    When,
)
from qwenbrowser.store.rows import IDS, by_value, chunks, tuples
from qwenbrowser.store.tables import citations, entities, facts, links, participations, sources

_ACCEPTED = State.ACCEPTED.value
_BASES, _CERTAINTIES, _MODES, _STATES = by_value(Basis), by_value(Certainty), by_value(Mode), by_value(State)
_KINDS, _PARTS, _LINK_KINDS = by_value(FactKind), by_value(Part), by_value(LinkKind)
_ENTITY_KINDS, _STANCES = by_value(EntityKind), by_value(Stance)
_SOURCE_KINDS, _TEXT_KINDS = by_value(SourceKind), by_value(TextKind)

_FACTS = select(
    facts.c.id,
    facts.c.uid,
    facts.c.kind,
    facts.c.refs,
    facts.c.title,
    facts.c.text,
    facts.c.when_edtf,
    facts.c.when_basis,
    facts.c.when_expression,
    facts.c.when_anchor,
    facts.c.when_as_of,
    facts.c.certainty,
    facts.c.state,
    facts.c.mode,
    facts.c.cue,
    facts.c.medium,
    facts.c.platform,
    facts.c.field,
    facts.c.before,
    facts.c.after,
).where(facts.c.id.in_(IDS))

_PARTICIPATIONS = (
    select(
        participations.c.fact_id,
        participations.c.role,
        participations.c.as_written,
        entities.c.id,
        entities.c.uid,
        entities.c.kind,
        entities.c.name,
        entities.c.summary,
    )
    .join_from(participations, entities, isouter=True)
    .where(participations.c.fact_id.in_(IDS), participations.c.state == _ACCEPTED)
    .order_by(participations.c.fact_id, participations.c.position, participations.c.id)
)

_CITATIONS = (
    select(
        citations.c.fact_id,
        citations.c.source_id,
        citations.c.stance,
        citations.c.verbatim,
        citations.c.id,
        citations.c.start_at,
        citations.c.end_at,
        citations.c.exact,
        citations.c.prefix,
        citations.c.suffix,
        citations.c.says_text,
        citations.c.says_edtf,
        citations.c.note,
        sources.c.uid,
        sources.c.kind,
        sources.c.text_kind,
        sources.c.title,
        sources.c.outlet,
        sources.c.published_edtf,
        sources.c.published_basis,
        sources.c.published_expression,
        sources.c.published_anchor,
        sources.c.published_as_of,
    )
    .join_from(citations, sources)
    .where(citations.c.fact_id.in_(IDS))
    .order_by(citations.c.fact_id, citations.c.position, citations.c.id)
)


def _links_seen_from(near: Column[int], far: Column[int]) -> Select[Any]:
    return (
        select(near, links.c.kind, facts.c.id, facts.c.uid, facts.c.kind)
        .join_from(links, facts, far == facts.c.id)
        .where(near.in_(IDS), links.c.state == _ACCEPTED, facts.c.state == _ACCEPTED)
        .order_by(links.c.id)
    )


_LINKS_OUT = _links_seen_from(links.c.from_fact, links.c.to_fact)
_LINKS_IN = _links_seen_from(links.c.to_fact, links.c.from_fact)


def facts_by_ids(conn: Connection, ids: Iterable[int]) -> list[Fact]:
    """The facts in the order of `ids`, of any state; ids that are not there are left out.

    Five statements for every 400 ids, however much belongs to the facts.
    """
    wanted = list(ids)
    found = {fact.id: fact for chunk in chunks(wanted) for fact in _facts(conn, chunk)}
    return [found[fact_id] for fact_id in wanted if fact_id in found]


def citations_of(conn: Connection, fact_id: int) -> tuple[Citation, ...]:
    """The citations of one fact, in the order they were recorded."""
    return tuple(_citations(conn, [fact_id]).get(fact_id, ()))


def _facts(conn: Connection, ids: list[int]) -> list[Fact]:
    parts, cited, linked = _participations(conn, ids), _citations(conn, ids), _links(conn, ids)
    found = []
    for row in tuples(conn, _FACTS, ids):
        fact_id, uid, kind, refs, title, text, edtf, basis, expression, anchor, as_of = row[:11]
        certainty, state, mode, cue, medium, platform, field, before, after = row[11:]
        found.append(
            Fact(
                fact_id,
                uid,
                _KINDS[kind],
                () if refs == "[]" else tuple(json.loads(refs)),
                title,
                text,
                When(edtf, _BASES[basis], expression, anchor, as_of),
                _CERTAINTIES[certainty],
                _STATES[state],
                None if mode is None else _MODES[mode],
                cue,
                medium,
                platform,
                field,
                before,
                after,
                tuple(parts.get(fact_id, ())),
                tuple(cited.get(fact_id, ())),
                tuple(linked.get(fact_id, ())),
            )
        )
    return found


def _participations(conn: Connection, ids: list[int]) -> dict[int, list[Participation]]:
    found: dict[int, list[Participation]] = defaultdict(list)
    for fact_id, role, as_written, entity_id, uid, kind, name, summary in tuples(conn, _PARTICIPATIONS, ids):
        entity = None if entity_id is None else EntityRef(entity_id, uid, _ENTITY_KINDS[kind], name, summary)
        found[fact_id].append(Participation(_PARTS[role], entity, as_written))
    return found


def _citations(conn: Connection, ids: list[int]) -> dict[int, list[Citation]]:
    found: dict[int, list[Citation]] = defaultdict(list)
    refs: dict[int, SourceRef] = {}
    for row in tuples(conn, _CITATIONS, ids):
        fact_id, source_id, stance, verbatim, citation_id, start, end, exact, prefix, suffix = row[:10]
        says_text, says_edtf, note = row[10:13]
        source = refs.get(source_id)
        if source is None:
            source = refs[source_id] = _source_ref(source_id, row[13:])
        found[fact_id].append(
            Citation(
                citation_id,
                source,
                start,
                end,
                exact,
                prefix,
                suffix,
                bool(verbatim),
                _STANCES[stance],
                says_text,
                says_edtf,
                note,
            )
        )
    return found


def _source_ref(source_id: int, row: tuple[Any, ...]) -> SourceRef:
    uid, kind, text_kind, title, outlet, edtf, basis, *rest = row
    published = When(edtf, _BASES[basis], *rest)
    return SourceRef(source_id, uid, _SOURCE_KINDS[kind], _TEXT_KINDS[text_kind], title, outlet, published)


def _links(conn: Connection, ids: list[int]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = defaultdict(list)
    for statement, outgoing in ((_LINKS_OUT, True), (_LINKS_IN, False)):
        for fact_id, kind, other_id, uid, other_kind in tuples(conn, statement, ids):
            found[fact_id].append(Link(_LINK_KINDS[kind], outgoing, other_id, uid, _KINDS[other_kind]))
    return found
