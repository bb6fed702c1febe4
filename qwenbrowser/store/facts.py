"""The reads that pick facts: by time, by entity, by link; and the facts themselves (`fact_rows`).

Participations and links are given where they are accepted. Every list of ids is in time order:
(when_lo, when_hi, id).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    FromClause,
    Integer,
    Select,
    SelectBase,
    bindparam,
    exists,
    func,
    select,
    tuple_,
    union,
)
from sqlalchemy.sql import ColumnElement

from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.records import Certainty, FactKind, LinkKind, Part, State, Tiers
from qwenbrowser.store.fact_rows import citations_of as citations_of
from qwenbrowser.store.fact_rows import facts_by_ids as facts_by_ids
from qwenbrowser.store.rows import IDS, TIME_ORDER, chunks, id_array, tuples
from qwenbrowser.store.tables import entity_counts, facts, links, participations

STATEMENTS = (FactKind.QUOTE, FactKind.CLAIM)

MANY = 1_000
"""From this many parts on, an entity is looked for in facts instead of facts among its parts."""

Ts = TypeVarTuple("Ts")

_ENTITY: BindParameter[int] = bindparam("entity", type_=Integer)
_Entity = int | BindParameter[int]

_DATES = select(facts.c.id, facts.c.when_edtf).where(facts.c.id.in_(IDS))
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


def dates_of(conn: Connection, ids: Iterable[int]) -> dict[int, str | None]:
    """The dates of facts by id: EDTF, None for an undated one."""
    return {fact_id: edtf for chunk in chunks(ids) for fact_id, edtf in tuples(conn, _DATES, chunk)}


def statements_of(conn: Connection, entity_id: int) -> Tiers:
    """The statements that concern an entity, in three tiers that share no fact.

    Own words: it speaks. About: it is what the statement is about. Same story: statements linked directly
    to an event to which a fact of the entity's is linked directly, without the other two.
    """
    own, about, same_story = (_ids(conn, tier, entity_id) for tier in (_OWN, _ABOUT, _SAME_STORY))
    spoken = set(own)
    closer = spoken.union(about)
    return Tiers(
        own=tuple(own),
        about=tuple(fact_id for fact_id in about if fact_id not in spoken),
        same_story=tuple(fact_id for fact_id in same_story if fact_id not in closer),
    )


def first_statements_of(conn: Connection, entity_id: int, limit: int) -> list[int]:
    """The first `limit` of an entity's own words, in a few milliseconds however many there are."""
    return _first(conn, _FIRST_OWN, entity_id, limit)


def profile_changes_of(conn: Connection, entity_id: int) -> list[int]:
    """The changes of the entity's profiles."""
    return _ids(conn, _CHANGES, entity_id)


def roles_of(conn: Connection, entity_id: int) -> list[int]:
    """The affiliations that the entity holds, or that others hold in it."""
    return _ids(conn, _AFFILIATIONS, entity_id)


def events_of(conn: Connection, entity_id: int) -> list[int]:
    """The events in which the entity has a part or to which a fact of the entity's is linked directly."""
    return _ids(conn, _EVENTS, entity_id)


def questions_of(conn: Connection, entity_id: int) -> list[int]:
    """The open questions in which the entity has a part."""
    if _count_of(conn, entity_id, "facts") < MANY:
        return _ids(conn, _QUESTIONS, entity_id)
    # Questions are few: from them to the entity, and put in order here; SQLite would walk through all facts.
    return [fact_id for _, _, fact_id in sorted(tuples(conn, _QUESTIONS_TO, entity=entity_id))]


def facts_of_entity(conn: Connection, entity_id: int) -> array[int]:
    """Every fact in which the entity has a part."""
    return array("q", _ids(conn, _FACTS_OF, entity_id))


def lead_fact_of(conn: Connection, entity_id: int) -> int | None:
    """The fact that an entity is shown with first, None where there is none.

    A profile change, else own words, else words about it, else the earliest fact in which it has a part.
    """
    if changes := profile_changes_of(conn, entity_id):
        return changes[0]
    ids = (
        _first(conn, _FIRST_OWN, entity_id, 1)
        or _first(conn, _FIRST_ABOUT, entity_id, 1)
        or _first(conn, _FIRST_OF_ALL, entity_id, 1)
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
    return [found for (found,) in tuples(conn, _HEDGES, fact=fact_id)]


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


def _in_part(entity: _Entity, roles: Sequence[Part] | None = None) -> Select[int]:
    """The facts in which the entity has a part, or one of `roles`."""
    statement = select(participations.c.fact_id).where(
        participations.c.entity_id == entity, _accepted(participations)
    )
    if roles is None:
        return statement
    return statement.where(participations.c.role.in_([role.value for role in roles]))


def _takes_part(roles: Sequence[Part] = tuple(Part)) -> ColumnElement[bool]:
    """Whether the entity has one of `roles` in the fact at hand."""
    return exists(_in_part(_ENTITY, roles).where(participations.c.fact_id == facts.c.id).correlate(facts))


class _First(NamedTuple):
    """Two ways to the first facts in which an entity has certain roles; `counted` is what counts those."""

    counted: str
    along_time: Select[int]
    among_parts: Select[int]


def _first_with(counted: str, kinds: Sequence[FactKind] | None, roles: Sequence[Part]) -> _First:
    along = select(facts.c.id).where(_accepted(facts), _takes_part(roles))
    most: BindParameter[int] = bindparam("most", type_=Integer)
    return _First(
        counted,
        _timed(along, kinds).limit(most),
        _timed(_picked(_in_part(_ENTITY, roles)), kinds).limit(most),
    )


def _first(conn: Connection, ways: _First, entity_id: int, limit: int) -> list[int]:
    """With many parts they are found soonest along the time of the story, else among the parts."""
    many = _count_of(conn, entity_id, ways.counted)
    ((story,),) = tuples(conn, _HIGHEST)
    along = 5 * many * many > limit * (story or 0) > MANY
    found = tuples(conn, ways.along_time if along else ways.among_parts, entity=entity_id, most=limit)
    return [fact_id for (fact_id,) in found]


def _count_of(conn: Connection, entity_id: int, column: str) -> int:
    for (count,) in tuples(conn, _COUNTED[column], entity=entity_id):
        return int(count)
    return 0


def linked_events(entity: _Entity) -> Select[int]:
    """The events to which a fact is linked directly that the entity speaks, acts in, undergoes or holds."""
    fact, event = facts.alias("fact"), facts.alias("event")
    return (
        select(links.c.to_fact)
        .join(fact, links.c.from_fact == fact.c.id)
        .join(event, links.c.to_fact == event.c.id)
        .where(
            fact.c.id.in_(_in_part(entity, _STORY_ROLES)),
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


def _of_kind(kinds: Sequence[FactKind], chosen: SelectBase) -> Select[int]:
    return _timed(_picked(chosen), kinds)


def _ids(conn: Connection, statement: Select[int], entity_id: int) -> list[int]:
    return [found for (found,) in tuples(conn, statement, entity=entity_id)]


_OWN = _of_kind(STATEMENTS, _in_part(_ENTITY, (Part.SPEAKER,)))
_ABOUT = _of_kind(STATEMENTS, _in_part(_ENTITY, (Part.ABOUT, Part.SUBJECT)))
_SAME_STORY = _of_kind(
    STATEMENTS,
    select(links.c.from_fact).where(
        links.c.to_fact.in_(linked_events(_ENTITY)), links.c.kind.in_(_STORY_LINKS), _accepted(links)
    ),
)
_CHANGES = _of_kind((FactKind.PROFILE_CHANGE,), _in_part(_ENTITY, (Part.HOLDER, Part.SUBJECT)))
_AFFILIATIONS = _of_kind((FactKind.ROLE,), _in_part(_ENTITY, (Part.HOLDER, Part.ORGANISATION)))
_EVENTS = _of_kind((FactKind.EVENT,), union(_in_part(_ENTITY), linked_events(_ENTITY)))
_QUESTIONS = _of_kind((FactKind.QUESTION,), _in_part(_ENTITY))
_QUESTIONS_TO = select(*TIME_ORDER).where(
    _accepted(facts), facts.c.mode.is_(None), facts.c.kind == FactKind.QUESTION.value, _takes_part()
)
_FACTS_OF = _timed(_picked(_in_part(_ENTITY)), None)
_FIRST_OWN = _first_with("statements", STATEMENTS, (Part.SPEAKER,))
_FIRST_ABOUT = _first_with("about", STATEMENTS, (Part.ABOUT, Part.SUBJECT))
_FIRST_OF_ALL = _first_with("facts", None, tuple(Part))
_HIGHEST = select(func.max(facts.c.id))
_COUNTED = {
    name: select(entity_counts.c[name]).where(entity_counts.c.entity_id == _ENTITY)
    for name in ("statements", "about", "facts")
}
_HEDGES = _timed(
    _picked(
        select(links.c.from_fact).where(
            links.c.to_fact == bindparam("fact", type_=Integer),
            links.c.kind == LinkKind.PART_OF.value,
            _accepted(links),
        )
    ).where(facts.c.certainty == Certainty.UNCLEAR.value),
    (FactKind.CLAIM,),
)
