"""Records as the command line gives them in JSON; these shapes are a promise to scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from qwenbrowser.domain import date_text, dates
from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.records import Citation, Entity, Fact, HistoryEntry, Source, When
from qwenbrowser.store.sqlite.integrity import Problem

Json = dict[str, Any]

# DEL, C1 and what turns the direction; JSON itself escapes C0.
_STEERING = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON text with every character as itself, but for those that steer a terminal: they are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def listing(kind: str, count: int, items: Iterable[Json]) -> Iterator[str]:
    """The parts of {kind, count, items}, an item a line, so that a long list is never held whole."""
    yield f'{{"kind": {dumps(kind)}, "count": {count}, "items": ['
    for index, item in enumerate(items):
        yield (",\n" if index else "\n") + dumps(item)
    yield "\n]}\n" if count else "]}\n"


def entity(record: Entity) -> Json:
    """An entity as `show` gives it."""
    return {
        "id": record.id,
        "uid": record.uid,
        "kind": record.kind,
        "name": record.name,
        "names": [{"text": name.text, "kind": name.kind} for name in record.names],
        "summary": record.summary,
    }


def counted_entity(record: Entity) -> Json:
    """An entity as `list` gives it."""
    return {**entity(record), "counts": asdict(record.counts)}


def when(record: When) -> Json:
    """A date: EDTF, its inclusive bounds as ISO text (null where open), how it is known, and in words."""
    date = dates.parse(record.edtf)
    return {
        "edtf": record.edtf,
        "earliest": date.earliest,
        "latest": date.latest,
        "basis": record.basis,
        "expression": record.expression,
        "text": date_text.when_text(record),
    }


def fact(record: Fact) -> Json:
    """A fact with its citations; `speaker` is null where nobody speaks or the source names nobody."""
    speaker = record.speaker and record.speaker.entity
    return {
        "id": record.id,
        "uid": record.uid,
        "kind": record.kind,
        "refs": list(record.refs),
        "text": record.text,
        "mode": record.mode,
        "speaker": speaker and {"id": speaker.id, "uid": speaker.uid, "name": speaker.name},
        "platform": record.platform,
        "field": record.field,
        "before": record.before,
        "after": record.after,
        "when": when(record.when),
        "certainty": record.certainty,
        "state": record.state,
        "citations": [citation(cited) for cited in record.citations],
    }


def citation(record: Citation) -> Json:
    """The words a fact rests on; `source` is the source's uid, offsets count code points."""
    return {
        "source": record.source.uid,
        "start": record.start,
        "end": record.end,
        "exact": record.exact,
        "prefix": record.prefix,
        "suffix": record.suffix,
        "verbatim": record.verbatim,
        "stance": record.stance,
        "says_text": record.says_text,
    }


def source(record: Source) -> Json:
    """A source without its text."""
    return {
        "id": record.id,
        "uid": record.uid,
        "document_uid": record.document_uid,
        "kind": record.kind,
        "text_kind": record.text_kind,
        "title": record.title,
        "outlet": record.outlet,
        "author": record.author,
        "url": record.url,
        "language": record.language,
        "published": when(record.published),
        "derives_from": record.derives_from,
        "status": record.status,
        "characters": len(record.text),
        "text_sha256": record.text_sha256,
    }


def changes(record: Changes) -> Json:
    """What an action did; `entry` is null where nothing was written."""
    return {"label": record.label, "entry": record.entry, "counts": record.counts}


def problem(record: Problem) -> Json:
    """Something that a check found."""
    return asdict(record)


def history_entry(record: HistoryEntry) -> Json:
    """One action of the journal."""
    return asdict(record)
