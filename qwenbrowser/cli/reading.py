"""What `list` and `show` print, as text or as JSON: parts of the output, read within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from qwenbrowser.cli import as_json, as_text
from qwenbrowser.domain.records import EntityKind, Fact, FactKind, Mode
from qwenbrowser.domain.uids import story_uri
from qwenbrowser.store import counts, entities, facts, sources
from qwenbrowser.store.database import Database

_BATCH = 400

ReadFacts = Callable[[Iterable[int]], list[Fact]]


class Kind(StrEnum):
    """What can be listed."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    PRODUCTS = "products"
    EVENTS = "events"
    STATEMENTS = "statements"
    QUOTES = "quotes"
    CHANGES = "changes"
    ROLES = "roles"
    QUESTIONS = "questions"
    SOURCES = "sources"


_ENTITIES: Mapping[Kind, EntityKind] = MappingProxyType(
    {
        Kind.PEOPLE: EntityKind.PERSON,
        Kind.ORGANISATIONS: EntityKind.ORGANISATION,
        Kind.PRODUCTS: EntityKind.PRODUCT,
    }
)
_FACTS: Mapping[Kind, Sequence[FactKind]] = MappingProxyType(
    {
        Kind.EVENTS: (FactKind.EVENT,),
        Kind.STATEMENTS: facts.STATEMENTS,
        Kind.QUOTES: (FactKind.QUOTE,),
        Kind.CHANGES: (FactKind.PROFILE_CHANGE,),
        Kind.ROLES: (FactKind.ROLE,),
        Kind.QUESTIONS: (FactKind.QUESTION,),
    }
)


def listing(db: Database, kind: Kind, *, json: bool) -> Iterator[str]:
    """All of one kind: entities by name, everything else in time order."""
    if kind in _FACTS:
        return _fact_list(db, kind, json=json)
    if kind is Kind.SOURCES:
        return _source_list(db, json=json)
    return _entity_list(db, kind, json=json)


def _entity_list(db: Database, kind: Kind, *, json: bool) -> Iterator[str]:
    with db.read() as conn:
        found = entities.list_entities(conn, _ENTITIES[kind])
    if json:
        return as_json.listing(kind, len(found), map(as_json.counted_entity, found))
    return _lines(as_text.entities(found), kind)


def _source_list(db: Database, *, json: bool) -> Iterator[str]:
    with db.read() as conn:
        found = sources.list_sources(conn)
    if json:
        return as_json.listing(Kind.SOURCES, len(found), map(as_json.source, found))
    return _lines(as_text.sources(found), Kind.SOURCES)


def _fact_list(db: Database, kind: Kind, *, json: bool) -> Iterator[str]:
    with db.read() as conn:
        ids = facts.fact_ids(conn, _FACTS[kind])
        read = partial(facts.facts_by_ids, conn)
        found, count = _in_batches(read, ids), len(ids)
        if kind is Kind.QUOTES:
            found = (fact for fact in found if fact.mode in (Mode.VERBATIM, Mode.PARTIAL))
            count = counts.story_counts(conn).quotes
        if json:
            yield from as_json.listing(kind, count, map(as_json.fact, found))
        else:
            yield from _lines((line for fact in found for line in as_text.fact(fact)), kind)


def shown(db: Database, name_or_uri: str, *, json: bool) -> Iterator[str]:
    """All about one entity. Raises NotFound, Ambiguous."""
    with db.read() as conn:
        entity = entities.find_entity(conn, name_or_uri)
        read = partial(facts.facts_by_ids, conn)
        tiers = facts.statements_of(conn, entity.id)
        changes = read(facts.profile_changes_of(conn, entity.id))
        hedges = {change.id: read(facts.hedges_of(conn, change.id)) for change in changes}
        statements = {tier: read(getattr(tiers, tier)) for tier in ("own", "about", "same_story")}
        rest = {
            "events": read(facts.events_of(conn, entity.id)),
            "roles": read(facts.roles_of(conn, entity.id)),
            "questions": read(facts.questions_of(conn, entity.id)),
        }
    if json:
        content = {
            "entity": as_json.entity(entity),
            "profile_changes": _json(changes),
            "statements": {tier: _json(found) for tier, found in statements.items()},
            **{name: _json(found) for name, found in rest.items()},
        }
        yield as_json.dumps(content, indent=1) + "\n"
        return
    sections = {
        "Profile changes": changes,
        "Own words": statements["own"],
        "Statements about": statements["about"],
        "Statements by others on the same events": statements["same_story"],
        **{name.capitalize(): found for name, found in rest.items()},
    }
    uri = story_uri(db.info.uid, entity.kind, entity.uid)
    for line in as_text.header(entity, uri):
        yield line + "\n"
    for title, found in sections.items():
        for line in as_text.section(title, found, hedges):
            yield line + "\n"


def _in_batches(read: ReadFacts, ids: Sequence[int]) -> Iterator[Fact]:
    for start in range(0, len(ids), _BATCH):
        yield from read(ids[start : start + _BATCH])


def _json(found: list[Fact]) -> list[as_json.Json]:
    return [as_json.fact(fact) for fact in found]


def _lines(lines: Iterable[str], kind: Kind) -> Iterator[str]:
    empty = True
    for line in lines:
        empty = False
        yield line + "\n"
    if empty:
        yield f"No {kind} in this story.\n"
