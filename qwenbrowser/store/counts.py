"""How much a story holds: the numbers of its status line, equal to what the lists give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from qwenbrowser.domain.records import EntityKind, FactKind, LinkKind, Mode, State, StoryCounts
from qwenbrowser.store.facts import open_tensions
from qwenbrowser.store.rows import IDS, chunks, tuples
from qwenbrowser.store.tables import entities, facts, links, sources

_ACCEPTED = State.ACCEPTED.value
_SPOKEN = (Mode.VERBATIM.value, Mode.PARTIAL.value)

BIG = 20_000
"""From this many facts on, lists begin with a first page and are completed in the background."""


_HIGHEST = select(func.max(facts.c.id))
_BELONGING = select(links.c.to_fact).where(
    links.c.to_fact.in_(IDS), links.c.kind == LinkKind.PART_OF.value, links.c.state == _ACCEPTED
)


def is_big(conn: Connection) -> bool:
    """Whether the story is too large for lists to be read whole before anything is shown."""
    ((highest,),) = tuples(conn, _HIGHEST)
    return (highest or 0) >= BIG


def is_empty(conn: Connection) -> bool:
    """Whether the story holds nothing that a pane could show: no source, entity or fact of any state."""
    return not any(conn.scalar(select(table.c.id).limit(1)) for table in (facts, entities, sources))


def hedged(conn: Connection, fact_ids: Iterable[int]) -> frozenset[int]:
    """Those of the facts to which something belongs: only of these `facts.hedges_of` can find anything."""
    return frozenset(found for chunk in chunks(fact_ids) for (found,) in tuples(conn, _BELONGING, chunk))


def story_counts(conn: Connection) -> StoryCounts:
    """Accepted rows of the story, without merged entities; `proposed` counts the facts to review."""
    entries = _entities_by_kind(conn)
    by_kind: Counter[str] = Counter()
    quotes = proposed = 0
    group = (facts.c.state, facts.c.kind, facts.c.mode)
    for state, kind, mode, count in conn.execute(select(*group, func.count()).group_by(*group)):
        if state == State.PROPOSED:
            proposed += count
        elif state == _ACCEPTED:
            by_kind[kind] += count
            quotes += count if kind == FactKind.QUOTE and mode in _SPOKEN else 0
    return StoryCounts(
        sources=conn.scalar(select(func.count()).select_from(sources)) or 0,
        people=entries[EntityKind.PERSON],
        organisations=entries[EntityKind.ORGANISATION],
        products=entries[EntityKind.PRODUCT],
        events=by_kind[FactKind.EVENT],
        statements=by_kind[FactKind.QUOTE] + by_kind[FactKind.CLAIM],
        quotes=quotes,
        changes=by_kind[FactKind.PROFILE_CHANGE],
        roles=by_kind[FactKind.ROLE],
        questions=by_kind[FactKind.QUESTION],
        in_tension=len(open_tensions(conn)),
        proposed=proposed,
        facts=by_kind.total(),
    )


def _entities_by_kind(conn: Connection) -> Counter[str]:
    statement = (
        select(entities.c.kind, func.count())
        .where(entities.c.state == _ACCEPTED, entities.c.merged_into.is_(None))
        .group_by(entities.c.kind)
    )
    return Counter(dict(conn.execute(statement).all()))
