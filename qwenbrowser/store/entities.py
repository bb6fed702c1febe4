"""People, organisations and products: lists with counts, and finding one by what somebody types."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import Connection, Select, select

from qwenbrowser.domain.anchors import normalise
from qwenbrowser.domain.errors import Ambiguous, NotFound
from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.names import fold
from qwenbrowser.domain.records import Entity, EntityCounts, EntityKind, Name, NameKind, State
from qwenbrowser.domain.uids import parse_uri
from qwenbrowser.store.rows import IDS, by_value, chunks, tuples
from qwenbrowser.store.tables import entities, entity_counts, meta, names

Ts = TypeVarTuple("Ts")

_ACCEPTED = State.ACCEPTED.value
_COUNTS = tuple(field.name for field in fields(EntityCounts))
_SUGGESTIONS = 3
_SHOWN = 120  # characters of what was typed that a message repeats
_NEXT_STEP = Message("List all with: qwenbrowser list people (or organisations, products).")

_ENTITIES = (
    select(
        entities.c.id,
        entities.c.uid,
        entities.c.kind,
        entities.c.name,
        entities.c.disambiguation,
        entities.c.summary,
        entities.c.state,
        *(entity_counts.c[name] for name in _COUNTS),
    )
    .join_from(entities, entity_counts, isouter=True)
    .where(entities.c.id.in_(IDS))
)
_KINDS, _NAME_KINDS, _STATES = by_value(EntityKind), by_value(NameKind), by_value(State)
_NAMES = (
    select(names.c.entity_id, names.c.text, names.c.kind)
    .where(names.c.entity_id.in_(IDS), names.c.state == _ACCEPTED)
    .order_by(names.c.entity_id, names.c.position, names.c.id)
)


def list_entities(conn: Connection, kind: EntityKind | None = None) -> list[Entity]:
    """The accepted entities, of all kinds or of one, in the order of their folded names."""
    return entities_by_ids(conn, entity_ids(conn, kind))


def entity_ids(conn: Connection, kind: EntityKind | None = None) -> array[int]:
    """The ids of `list_entities`, in its order."""
    statement = _in_use(select(entities.c.id, entities.c.name))
    if kind is not None:
        statement = statement.where(entities.c.kind == kind.value)
    ordered = sorted((fold(name), name, entity_id) for entity_id, name in conn.execute(statement).all())
    return array("q", (entity_id for _, _, entity_id in ordered))


def search_keys_of_names(conn: Connection) -> list[tuple[int, str]]:
    """The search keys of every name of the accepted entities: (entity, keys)."""
    statement = _in_use(select(names.c.entity_id, names.c.search_keys).join_from(names, entities))
    found = conn.execute(statement.where(names.c.state == _ACCEPTED))
    return [(entity_id, keys) for entity_id, keys in found]


def busiest_ids(conn: Connection, limit: int) -> list[int]:
    """The ids of the accepted entities with the most facts, most first."""
    statement = _in_use(select(entities.c.id).join_from(entities, entity_counts))
    return list(conn.scalars(statement.order_by(entity_counts.c.facts.desc(), entities.c.id).limit(limit)))


def entities_by_ids(conn: Connection, ids: Iterable[int]) -> list[Entity]:
    """The entities in the order of `ids`, of any state; ids that are not there are left out.

    Two statements for every 400 ids. The primary name comes first among the accepted names.
    """
    wanted = list(ids)
    found = {entity.id: entity for chunk in chunks(wanted) for entity in _entities(conn, chunk)}
    return [found[entity_id] for entity_id in wanted if entity_id in found]


def get_entity(conn: Connection, entity_id: int) -> Entity:
    """The entity of any state; NotFound where the id is unknown."""
    for entity in entities_by_ids(conn, [entity_id]):
        return entity
    raise NotFound(
        Message("The story has no person, organisation or product number %1.", entity_id), _NEXT_STEP
    )


def find_entity(conn: Connection, name_or_uri: str) -> Entity:
    """The one entity that somebody means by a name, a part of a name, a uid or a `qwen://` link.

    Taken in this order: the exact primary name; any name but for case, accents and spacing; whole words of a
    name; the start of a word; a candidate as an earlier error showed it. Raises Ambiguous with the candidates
    where the first of these that fits anything fits several, NotFound with near names where nothing fits.
    """
    text = normalise(name_or_uri).strip()
    found = _by_uid(conn, text) or _by_primary_name(conn, text)
    if not found:
        known = list(_known_names(conn))
        found = _by_any_name(known, text) or _by_label(conn, known, text)
    if not found:
        raise _nothing_like(conn, text)
    candidates = entities_by_ids(conn, sorted(found))
    if len(candidates) == 1:
        return candidates[0]
    labels = sorted(map(_label, candidates))
    raise Ambiguous(
        Message("“%1” fits %2 entries.", _shown(text), len(labels)),
        labels,
        "Give one of them as it is written there.",
    )


def _entities(conn: Connection, ids: list[int]) -> Iterator[Entity]:
    named: dict[int, list[Name]] = defaultdict(list)
    for entity_id, text, kind in tuples(conn, _NAMES, ids):
        named[entity_id].append(Name(text, _NAME_KINDS[kind]))
    for entity_id, uid, kind, name, disambiguation, summary, state, *counts in tuples(conn, _ENTITIES, ids):
        yield Entity(
            id=entity_id,
            uid=uid,
            kind=_KINDS[kind],
            name=name,
            disambiguation=disambiguation,
            summary=summary,
            state=_STATES[state],
            names=tuple(sorted(named[entity_id], key=lambda one: one.kind is not NameKind.PRIMARY)),
            counts=EntityCounts(*(count or 0 for count in counts)),
        )


def _in_use(statement: Select[*Ts]) -> Select[*Ts]:
    """Without proposed, rejected and merged entities."""
    return statement.where(entities.c.state == _ACCEPTED, entities.c.merged_into.is_(None))


class _Known(NamedTuple):
    """A name as it is compared: folded, and as words without what stands between them."""

    entity_id: int
    folded: str
    words: str


def _words(folded: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", folded))


def _known_names(conn: Connection) -> Iterator[_Known]:
    statement = _in_use(select(names.c.entity_id, names.c.text).join_from(names, entities))
    for entity_id, text in conn.execute(statement.where(names.c.state == _ACCEPTED)):
        folded = fold(text)
        yield _Known(entity_id, folded, _words(folded))


def _by_uid(conn: Connection, text: str) -> set[int]:
    """By uid or link; an entity that was merged leads to the one that it was merged into."""
    link = parse_uri(text)
    if link is not None and link[0] != conn.scalar(select(meta.c.uid)):
        raise NotFound(Message("%1 leads to another story.", _shown(text)), "Open that story and look there.")
    uid = text.lower() if link is None else link[2]
    columns = select(entities.c.id, entities.c.merged_into)
    row = conn.execute(columns.where(entities.c.uid == uid)).first()
    seen: set[int] = set()
    while row is not None and row.merged_into is not None and row.id not in seen:
        seen.add(row.id)
        row = conn.execute(columns.where(entities.c.id == row.merged_into)).first()
    return set() if row is None else {row.id}


def _by_primary_name(conn: Connection, text: str) -> set[int]:
    return set(conn.scalars(_in_use(select(entities.c.id)).where(entities.c.name == text)))


def _by_any_name(known: list[_Known], text: str) -> set[int]:
    folded = fold(text)
    words = _words(folded)
    steps: list[Callable[[_Known], bool]] = [lambda name: name.folded == folded]
    if words:
        steps.append(lambda name: f" {words} " in f" {name.words} ")
        steps.append(lambda name: f" {words}" in f" {name.words}")
    for fits in steps:
        found = {name.entity_id for name in known if fits(name)}
        if found:
            return found
    return set()


def _by_label(conn: Connection, known: list[_Known], text: str) -> set[int]:
    """By a candidate as it is shown, its brackets whole or only begun: "Qwen (product)"."""
    name, bracket, _ = text.partition(" (")
    if not bracket:
        return set()
    folded, start = fold(name), fold(text.removesuffix(")"))
    named = {known_name.entity_id for known_name in known if known_name.folded == folded}
    return {entity.id for entity in entities_by_ids(conn, named) if fold(_label(entity)).startswith(start)}


def _label(entity: Entity) -> str:
    """An entity as it is told from others of its name: "Name (kind, summary)"."""
    more = entity.summary or entity.disambiguation
    return f"{entity.name} ({entity.kind}, {more})" if more else f"{entity.name} ({entity.kind})"


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _nothing_like(conn: Connection, text: str) -> NotFound:
    """NotFound that suggests the nearest names, by the whole name or by one of its words."""
    import difflib

    spellings: dict[str, dict[str, None]] = defaultdict(dict)
    for name in conn.scalars(_in_use(select(entities.c.name)).order_by(entities.c.name)):
        folded = fold(name)
        for spelling in {folded, *folded.split()}:
            spellings[spelling][name] = None
    near = difflib.get_close_matches(fold(text), spellings, n=_SUGGESTIONS)
    meant = list(dict.fromkeys(name for spelling in near for name in spellings[spelling]))[:_SUGGESTIONS]
    problem = Message("No person, organisation or product is called “%1”.", _shown(text))
    if meant:
        return NotFound(problem, Message("Near it: %1. %2", ", ".join(meant), _NEXT_STEP))
    return NotFound(problem, _NEXT_STEP)
