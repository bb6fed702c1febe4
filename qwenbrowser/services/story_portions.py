"""From a story file to portions of checked rows, without the story: another process can do this."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import count
from typing import Any, BinaryIO, NamedTuple

from qwenbrowser.domain.messages import Message
from qwenbrowser.services import story_rows
from qwenbrowser.services.story_reader import WrongFileError, read_records, uids_in
from qwenbrowser.services.story_rules import Known, RuleError, Rules

_MOST_ROWS = 500  # whoever reads them holds up all other threads of Python meanwhile


class Portion(NamedTuple):
    """A step of an import; `text` is JSON.

    | kind | name | text |
    |---|---|---|
    | story | | uid and title |
    | ask | | uids; what the story knows of them is sent back |
    | rows | table | whole rows in the order of `story_rows.COLUMNS` |
    | index | table | rows of its search table |
    | kept | kind | records that the story has already |
    | merged | | pairs of ids of entities, the second merged into the first |
    | links | | how many links were kept, and how many of them differ |
    | read | | bytes of the file that are read |
    """

    kind: str
    name: str
    text: str


Portions = Generator[Portion, Known | None, None]


def portions(file: BinaryIO, *, fresh: bool) -> Portions:
    """What is to be done with a story file, step by step; `fresh` says that the story holds nothing yet.

    "story" comes first, then "ask", whose answer is sent in. Raises WrongFileError.
    """
    uids = [] if fresh else uids_in(file)
    records = read_records(file)
    _, _, (story,) = next(records)
    yield _portion("story", "", [story.uid, story.title])
    known = yield _portion("ask", "", uids)
    maker = _Maker(known or Known())
    try:
        for kind, first, models in records:
            yield from maker.make(kind, first, models)
            yield _portion("read", "", file.tell())
        maker.rules.finish()
    except RuleError as wrong:
        raise WrongFileError(Message("%1: %2.", wrong.place, wrong.reason)) from None


def encoded(value: object) -> str:
    """JSON as the journal writes it: its checksum of inserted rows is taken over this text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _portion(kind: str, name: str, value: object) -> Portion:
    return Portion(kind, name, encoded(value))


class _Maker:
    """Makes the rows of what is new, in the file's order, with the ids that they will have."""

    def __init__(self, known: Known) -> None:
        self.rules = Rules(known)
        self._known_links = {(from_, to, kind): state for from_, to, kind, state in known.links}
        self._sources = dict(known.sources)
        self._entities = dict(known.entities)
        self._facts = dict(known.facts)
        self._ids = {table: count(known.last_ids.get(table, 0) + 1) for table in story_rows.COLUMNS}

    def make(self, kind: str, first: int, models: list[Any]) -> Iterator[Portion]:
        """Check some records of a kind and make their rows."""
        make: dict[str, Callable[[int, list[Any]], Iterator[Portion]]] = {
            "sources": self._make_sources,
            "entities": self._make_entities,
            "facts": self._make_facts,
            "links": self._make_links,
        }
        return make[kind](first, models)

    def _make_sources(self, first: int, models: list[Any]) -> Iterator[Portion]:
        self.rules.sources(first, models)
        kept = [source for source in models if source.uid in self._sources]
        yield from _kept("sources", kept)
        new = self._numbered("sources", models, self._sources)
        yield from _rows("sources", [story_rows.source_row(id_, source) for id_, source in new])
        regions = [row for id_, s in new for row in story_rows.region_rows(self._ids["regions"], id_, s)]
        yield from _rows("regions", regions)
        yield from _index("sources", [story_rows.source_words(id_, source) for id_, source in new])

    def _make_entities(self, first: int, models: list[Any]) -> Iterator[Portion]:
        self.rules.entities(first, models)
        kept = [story_rows.as_exported(entity) for entity in models if entity.uid in self._entities]
        yield from _kept("entities", kept)
        new = self._numbered("entities", models, self._entities)
        yield from _rows("entities", [story_rows.entity_row(id_, entity) for id_, entity in new])
        names = [row for id_, e in new for row in story_rows.name_rows(self._ids["names"], id_, e)]
        yield from _rows("names", names)
        merged = [(self._entities[e.merged_into], id_) for id_, e in new if e.merged_into is not None]
        if merged:
            yield _portion("merged", "", merged)

    def _make_facts(self, first: int, models: list[Any]) -> Iterator[Portion]:
        self.rules.facts(first, models)
        texts = self.rules.texts
        kept = [story_rows.with_surroundings(fact, texts) for fact in models if fact.uid in self._facts]
        yield from _kept("facts", kept)
        new = self._numbered("facts", models, self._facts)
        yield from _rows("facts", [story_rows.fact_row(id_, fact) for id_, fact in new])
        yield from _index("facts", [story_rows.fact_words(id_, fact) for id_, fact in new])
        parts, cited = self._ids["participations"], self._ids["citations"]
        yield from _rows(
            "participations",
            [row for i, f in new for row in story_rows.participation_rows(parts, i, f, self._entities)],
        )
        yield from _rows(
            "citations",
            [row for i, f in new for row in story_rows.citation_rows(cited, i, f, self._sources, texts)],
        )

    def _make_links(self, first: int, models: list[Any]) -> Iterator[Portion]:
        self.rules.links(first, models)
        new, states = [], []
        for link in models:
            state = self._known_links.get((link.from_, link.to, link.kind))
            if state is None:
                new.append(story_rows.link_row(next(self._ids["links"]), link, self._facts))
            else:
                states.append(link.state != state)
        yield from _rows("links", new)
        if states:
            yield _portion("links", "", [len(states), sum(states)])

    def _numbered(self, kind: str, models: list[Any], ids: dict[str, int]) -> list[tuple[int, Any]]:
        """What the story does not have yet, with the ids that it gets."""
        new = [(next(self._ids[kind]), model) for model in models if model.uid not in ids]
        ids.update((model.uid, id_) for id_, model in new)
        return new


def _rows(table: str, rows: Sequence[object]) -> Iterator[Portion]:
    for start in range(0, len(rows), _MOST_ROWS):
        yield _portion("rows", table, rows[start : start + _MOST_ROWS])


def _index(searched: str, rows: Sequence[object]) -> Iterator[Portion]:
    if rows:
        yield _portion("index", searched, rows)


def _kept(kind: str, models: list[Any]) -> Iterator[Portion]:
    if models:
        yield _portion("kept", kind, [model.model_dump(mode="json", by_alias=True) for model in models])
