"""Records as the command line prints them for people: every fact with its source's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from qwenbrowser.cli.terminal import pad, safe, table
from qwenbrowser.domain import date_text
from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.records import (
    Certainty,
    Citation,
    Entity,
    EntityCounts,
    Fact,
    FactKind,
    HistoryEntry,
    Mode,
    NameKind,
    Source,
    SourceRef,
    Stance,
    TextKind,
)
from qwenbrowser.store.sqlite.integrity import Problem

NOT_RECORDED = "Not recorded in any source"

_DATE_COLUMNS = 26
_INDENT = " " * 4
_COUNT_WORDS = (
    ("statements", "statement", "statements"),
    ("quotes", "quote", "quotes"),
    ("about", "statement about", "statements about"),
    ("changes", "profile change", "profile changes"),
    ("events", "event", "events"),
    ("roles", "role", "roles"),
    ("questions", "question", "questions"),
    ("sources", "source", "sources"),
)


def plural(count: int, one: str, many: str) -> str:
    """A count as words: "1 quote"."""
    return f"{count} {one if count == 1 else many}"


def entities(records: Sequence[Entity]) -> list[str]:
    """One line an entity: name, other names, summary, counts."""
    return table(
        [
            [
                safe(entity.name),
                ", ".join(_other_names(entity)),
                safe(entity.summary or entity.disambiguation or ""),
                counts(entity.counts),
            ]
            for entity in records
        ]
    )


def sources(records: Sequence[Source]) -> list[str]:
    """One line a source: date, title, outlet, kind, length."""
    return table(
        [
            [
                date_text.when_text(source.published),
                safe(source.title),
                safe(source.outlet or "no outlet recorded"),
                f"{source.kind}, {source.text_kind}",
                plural(len(source.text), "character", "characters"),
            ]
            for source in records
        ]
    )


def counts(record: EntityCounts) -> str:
    """What an entity has, in words; what it has none of is left out."""
    shown = [
        plural(number, one, many) for field, one, many in _COUNT_WORDS if (number := getattr(record, field))
    ]
    return ", ".join(shown) or "no facts"


def header(entity: Entity, uri: str) -> Iterator[str]:
    """Who or what it is."""
    yield f"{safe(entity.name)} ({entity.kind})"
    for line in (entity.disambiguation, entity.summary):
        if line:
            yield _INDENT + safe(line)
    if others := _other_names(entity):
        yield f"{_INDENT}Also: {', '.join(others)}"
    yield _INDENT + counts(entity.counts)
    yield _INDENT + uri


def section(title: str, facts: Iterable[Fact], hedges: Mapping[int, Sequence[Fact]]) -> Iterator[str]:
    """Facts under a title with their number; says so where there are none."""
    found = list(facts)
    yield ""
    yield f"{title} ({len(found)})"
    if not found:
        yield f"{_INDENT}None in this story."
    for record in found:
        yield from (_INDENT + line for line in fact(record, hedges.get(record.id, ())))


def fact(record: Fact, hedges: Sequence[Fact] = ()) -> Iterator[str]:
    """A fact on several lines: date and what it is, its text, what its kind adds, the source's words."""
    yield f"{pad(date_text.when_text(record.when), _DATE_COLUMNS)}  {_what(record)}"
    text = safe(record.text)
    yield f"{_INDENT}“{text}”" if record.mode is Mode.VERBATIM else _INDENT + text
    if record.kind is FactKind.PROFILE_CHANGE:
        yield f"{_INDENT}Field   {safe(record.field or NOT_RECORDED)}"
        yield f"{_INDENT}Before  {safe(record.before or NOT_RECORDED)}"
        yield f"{_INDENT}After   {safe(record.after or NOT_RECORDED)}"
    for hedge in hedges:
        yield f"{_INDENT}Hedge   {_speaker(hedge)}: {safe(hedge.text)}"
    for cited in record.citations:
        yield from (_INDENT + line for line in citation(cited))


def citation(record: Citation) -> Iterator[str]:
    """The words of a source, and where they stand."""
    yield f"← “{safe(record.exact)}”"
    notes = [_source(record.source), f"characters {record.start}–{record.end}"]
    if record.stance is not Stance.SUPPORTS:
        notes.append(f"stance: {record.stance}")
    if record.source.text_kind is TextKind.DIGEST and not record.verbatim:
        notes.append("the digest’s wording, not the source’s")
    yield f"  {', '.join(notes)}"
    if record.says_text and record.says_text != record.exact:
        yield f"  the source says: “{safe(record.says_text)}”"


def problem(record: Problem) -> str:
    """What a check found, and what to do."""
    return f"{safe(record.kind)}: {safe(record.what)} {safe(record.next_step)}".rstrip()


def history(records: Sequence[HistoryEntry]) -> list[str]:
    """One line an action."""
    return table(
        [
            [
                str(entry.id),
                entry.at,
                safe(entry.label),
                plural(entry.rows, "row", "rows"),
                "undone" if entry.undone else "",
            ]
            for entry in records
        ]
    )


def imported(changes: Changes) -> str:
    """What an import did, in one line."""
    kinds = ("sources", "entities", "facts", "links")
    words = {how: sum(changes.counts[f"{kind}_{how}"] for kind in kinds) for how in ("kept", "differing")}
    added = ", ".join(f"{changes.counts[f'{kind}_added']} {kind}" for kind in kinds)
    line = f"{safe(changes.label)}: {added} added; {words['kept']} records were there already and kept"
    if words["differing"]:
        line += f", {words['differing']} of them differ from the file"
    return f"{line}."


def _other_names(entity: Entity) -> list[str]:
    return [f"{safe(name.text)} ({name.kind})" for name in entity.names if name.kind is not NameKind.PRIMARY]


def _what(record: Fact) -> str:
    """Title or speaker, kind with mode, platform, and certainty where it is not simply stated."""
    kind = record.kind.replace("_", " ")
    parts = [safe(record.title) if record.title else _speaker(record)]
    parts.append(f"{kind}, {record.mode.replace('_', ' ')}" if record.mode else kind)
    if record.platform:
        parts.append(f"on {safe(record.platform)}")
    if record.certainty is not Certainty.STATED:
        parts.append(record.certainty)
    return " · ".join(part for part in parts if part)


def _speaker(record: Fact) -> str:
    speaker = record.speaker
    if speaker is None:
        return ""
    if speaker.entity is not None:
        return safe(speaker.entity.name)
    return f"{safe(speaker.as_written or 'somebody')} (not named)"


def _source(source: SourceRef) -> str:
    outlet = f", {safe(source.outlet)}" if source.outlet else ""
    return f"{safe(source.title)}{outlet}, {date_text.when_text(source.published)} ({source.text_kind})"
