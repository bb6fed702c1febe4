"""The reads that pick facts: by time, by entity, by link; and the facts themselves (`fact_rows`).

Participations and links are given where they are accepted. Every list of ids is in time order:
(when_lo, when_hi, id).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import Connection, FromClause, Select, SelectBase, exists, func, select, tuple_, union
from sqlalchemy.sql import ColumnElement

from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.records import Certainty, FactKind, LinkKind, Part, State, Tiers
from qwenbrowser.store.fact_rows import citations_of as citations_of
from qwenbrowser.store.fact_rows import facts_by_ids as facts_by_ids
from qwenbrowser.store.rows import TIME_ORDER, id_array
from qwenbrowser.store.tables import entity_counts, facts, links, participations

STATEMENTS = (FactKind.QUOTE, FactKind.CLAIM)

MANY = 1_000
"""From this many parts on, an entity is looked for in facts instead of facts among its parts."""

Ts = TypeVarTuple("Ts")

_ACCEPTED = State.ACCEPTED.value
_STORY_LINKS = (LinkKind.REACTION_TO.value, LinkKind.PART_OF.value)
_STORY_ROLES = (Part.SPEAKER, Part.ACTOR, Part.SUBJECT, Part.HOLDER)


class FactKey(NamedTuple):
    """Where a fact stands in time order: sort bounds in seconds and the id."""

    lo: int
    hi: int
    id: int


def fact_ids(
    conn: Connection,
    kinds: Sequence[FactKind] | None = None,
    *,
    state: State = State.ACCEPTED,
    limit: int | None = None,
) -> array[int]:
    """The facts of one state, of all kinds or of `kinds`, undated ones last; the first `limit` of them."""
    return id_array(conn, _timed(select(facts.c.id).where(facts.c.state == state.value), kinds).limit(limit))


def fact_ids_in_window(
    conn: Connection,
    lo: int,
    hi: int,
    kinds: Sequence[FactKind] | None = None,
    *,
    after: tuple[int, int, int] | None = None,
    limit: int = 60,
) -> list[FactKey]:
    """One page of the accepted facts whose sort bounds meet the window [lo, hi), in seconds.

    Undated facts lie in no window. `after` is the last key of the page before; a page shorter than `limit` is
    the last one.
    """
    statement = select(*TIME_ORDER).where(_accepted(facts), facts.c.when_lo < hi, facts.c.when_hi > lo)
    if after is not None:
        statement = statement.where(tuple_(*TIME_ORDER) > tuple_(*after))
    return [FactKey(*row) for row in conn.execute(_timed(statement, kinds).limit(limit))]


def statements_of(conn: Connection, entity_id: int) -> Tiers:
    """The statements that concern an entity, in three tiers that share no fact.

    Own words: it speaks. About: it is what the statement is about. Same story: statements linked directly
    to an event to which a fact of the entity's is linked directly, without the other two.
    """
    own = _ids(conn, STATEMENTS, _in_part(entity_id, (Part.SPEAKER,)))
    about = _ids(conn, STATEMENTS, _in_part(entity_id, (Part.ABOUT, Part.SUBJECT)))
    around = select(links.c.from_fact).where(
        links.c.to_fact.in_(linked_events(entity_id)), links.c.kind.in_(_STORY_LINKS), _accepted(links)
    )
    same_story = _ids(conn, STATEMENTS, around)
    spoken = set(own)
    closer = spoken.union(about)
    return Tiers(
        own=tuple(own),
        about=tuple(fact_id for fact_id in about if fact_id not in spoken),
        same_story=tuple(fact_id for fact_id in same_story if fact_id not in closer),
    )


def first_statements_of(conn: Connection, entity_id: int, limit: int) -> list[int]:
    """The first `limit` of an entity's own words, in a few milliseconds however many there are."""
    return _first(conn, entity_id, STATEMENTS, (Part.SPEAKER,), limit)


def profile_changes_of(conn: Connection, entity_id: int) -> list[int]:
    """The changes of the entity's profiles."""
    return _ids(conn, (FactKind.PROFILE_CHANGE,), _in_part(entity_id, (Part.HOLDER, Part.SUBJECT)))


def roles_of(conn: Connection, entity_id: int) -> list[int]:
    """The affiliations that the entity holds, or that others hold in it."""
    return _ids(conn, (FactKind.ROLE,), _in_part(entity_id, (Part.HOLDER, Part.ORGANISATION)))


def events_of(conn: Connection, entity_id: int) -> list[int]:
    """The events in which the entity has a part or to which a fact of the entity's is linked directly."""
    return _ids(conn, (FactKind.EVENT,), union(_in_part(entity_id), linked_events(entity_id)))


def questions_of(conn: Connection, entity_id: int) -> list[int]:
    """The open questions in which the entity has a part."""
    if _count_of(conn, entity_id, "facts") < MANY:
        return _ids(conn, (FactKind.QUESTION,), _in_part(entity_id))
    # Questions are few: from them to the entity, and put in order here; SQLite would walk through all facts.
    asked = (_accepted(facts), facts.c.mode.is_(None), facts.c.kind == FactKind.QUESTION.value)
    keys = conn.execute(select(*TIME_ORDER).where(*asked, _takes_part(entity_id)))
    return [fact_id for _, _, fact_id in sorted(map(tuple, keys))]


def facts_of_entity(conn: Connection, entity_id: int) -> array[int]:
    """Every fact in which the entity has a part."""
    return id_array(conn, _timed(_picked(_in_part(entity_id)), None))


def lead_fact_of(conn: Connection, entity_id: int) -> int | None:
    """The fact that an entity is shown with first, None where there is none.

    A profile change, else own words, else words about it, else the earliest fact in which it has a part.
    """
    if changes := profile_changes_of(conn, entity_id):
        return changes[0]
    ids = (
        _first(conn, entity_id, STATEMENTS, (Part.SPEAKER,), 1)
        or _first(conn, entity_id, STATEMENTS, (Part.ABOUT, Part.SUBJECT), 1)
        or _first(conn, entity_id, None, tuple(Part), 1)
    )
    return ids[0] if ids else None


def fact_id_of(conn: Connection, uid: str) -> int:
    """The id of an accepted fact. Raises NotFound."""
    found: int | None = conn.scalar(select(facts.c.id).where(facts.c.uid == uid, _accepted(facts)))
    if found is None:
        raise NotFound(Message("There is no fact %1 in this story.", uid), "Check the address.")
    return found


def hedges_of(conn: Connection, fact_id: int) -> list[int]:
    """The unclear claims that belong to the fact: what its source says not to know about it."""
    belonging = select(links.c.from_fact).where(
        links.c.to_fact == fact_id, links.c.kind == LinkKind.PART_OF.value, _accepted(links)
    )
    unclear = _picked(belonging).where(facts.c.certainty == Certainty.UNCLEAR.value)
    return list(conn.scalars(_timed(unclear, (FactKind.CLAIM,))))


def open_tensions(conn: Connection) -> list[tuple[int, int]]:
    """The pairs of accepted facts that are in tension, each pair once and the earlier fact first."""
    other = facts.alias("other")
    statement = (
        select(*TIME_ORDER, other.c.when_lo, other.c.when_hi, other.c.id)
        .join_from(links, facts, links.c.from_fact == facts.c.id)
        .join(other, links.c.to_fact == other.c.id)
        .where(
            links.c.kind == LinkKind.IN_TENSION.value, _accepted(links), _accepted(facts), _accepted(other)
        )
    )
    pairs = set()
    for from_lo, from_hi, from_id, to_lo, to_hi, to_id in conn.execute(statement):
        ends = FactKey(from_lo, from_hi, from_id), FactKey(to_lo, to_hi, to_id)
        pairs.add((min(ends), max(ends)))
    return [(first.id, second.id) for first, second in sorted(pairs)]


def _accepted(table: FromClause) -> ColumnElement[bool]:
    return table.c.state == _ACCEPTED


def _in_part(entity_id: int, roles: Sequence[Part] | None = None) -> Select[int]:
    """The facts in which the entity has a part, or one of `roles`."""
    statement = select(participations.c.fact_id).where(
        participations.c.entity_id == entity_id, _accepted(participations)
    )
    if roles is None:
        return statement
    return statement.where(participations.c.role.in_([role.value for role in roles]))


def _takes_part(entity_id: int, roles: Sequence[Part] = tuple(Part)) -> ColumnElement[bool]:
    """Whether the entity has one of `roles` in the fact at hand."""
    return exists(_in_part(entity_id, roles).where(participations.c.fact_id == facts.c.id).correlate(facts))


def _first(
    conn: Connection, entity_id: int, kinds: Sequence[FactKind] | None, roles: Sequence[Part], limit: int
) -> list[int]:
    """The first facts in which the entity has one of `roles`.

    With many parts they are found soonest along the story's time, else among the parts: sorting costs more.
    """
    column = {Part.SPEAKER: "statements", Part.ABOUT: "about"}.get(roles[0], "facts") if kinds else "facts"
    many = _count_of(conn, entity_id, column)
    story: int = conn.scalar(select(func.max(facts.c.id))) or 0
    if 5 * many * many > limit * story > MANY:
        found = _timed(select(facts.c.id).where(_accepted(facts), _takes_part(entity_id, roles)), kinds)
    else:
        found = _timed(_picked(_in_part(entity_id, roles)), kinds)
    return list(conn.scalars(found.limit(limit)))


def _count_of(conn: Connection, entity_id: int, column: str) -> int:
    counted = select(entity_counts.c[column]).where(entity_counts.c.entity_id == entity_id)
    return conn.scalar(counted) or 0


def linked_events(entity_id: int) -> Select[int]:
    """The events to which a fact is linked directly that the entity speaks, acts in, undergoes or holds."""
    fact, event = facts.alias("fact"), facts.alias("event")
    return (
        select(links.c.to_fact)
        .join(fact, links.c.from_fact == fact.c.id)
        .join(event, links.c.to_fact == event.c.id)
        .where(
            fact.c.id.in_(_in_part(entity_id, _STORY_ROLES)),
            event.c.kind == FactKind.EVENT.value,
            links.c.kind.in_(_STORY_LINKS),
            _accepted(fact),
            _accepted(event),
            _accepted(links),
        )
    )


def _picked(chosen: SelectBase) -> Select[int]:
    """The accepted ones of the chosen fact ids."""
    return select(facts.c.id).where(facts.c.id.in_(chosen), _accepted(facts))


def _timed(statement: Select[*Ts], kinds: Sequence[FactKind] | None) -> Select[*Ts]:
    if kinds is not None:
        statement = statement.where(facts.c.kind.in_([kind.value for kind in kinds]))
    return statement.order_by(*TIME_ORDER)


def _ids(conn: Connection, kinds: Sequence[FactKind], chosen: SelectBase) -> list[int]:
    return id_array(conn, _timed(_picked(chosen), kinds)).tolist()
