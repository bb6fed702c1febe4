"""Records in words, as every pane says them: one place for labels, counts and whole sentences."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from qwenbrowser.domain import date_text, dates
from qwenbrowser.domain.phrases import beside, fill
from qwenbrowser.domain.records import (
    Certainty,
    Citation,
    Entity,
    EntityKind,
    Fact,
    FactKind,
    Mark,
    Mode,
    Part,
    Source,
    SourceRef,
    TextKind,
    When,
)
from qwenbrowser.widgets.rows import DateGlyph

_ON_A_DAY = (dates.Precision.DAY, dates.Precision.MINUTE, dates.Precision.SECOND)


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def counted(number: int, one: str, many: str) -> str:
    """ "1 quote", "2 quotes": both forms come translated, `many` holds the number as %1."""
    return one if number == 1 else fill(many, f"{number:,}")


def quotes(number: int) -> str:
    return counted(number, _tr("1 quote"), _tr("%1 quotes"))


def changes(number: int) -> str:
    return counted(number, _tr("1 change"), _tr("%1 changes"))


def paraphrases(number: int) -> str:
    return counted(number, _tr("1 paraphrase"), _tr("%1 paraphrases"))


def sources(number: int) -> str:
    return counted(number, _tr("1 source"), _tr("%1 sources"))


def outlets(number: int) -> str:
    return counted(number, _tr("1 outlet"), _tr("%1 outlets"))


def statements(number: int) -> str:
    return counted(number, _tr("1 statement"), _tr("%1 statements"))


def facts(number: int) -> str:
    return counted(number, _tr("1 fact"), _tr("%1 facts"))


def entity_count(entity: Entity) -> tuple[str, str]:
    """The one count a list shows for an entity, and the token of its colour."""
    counts = entity.counts
    if counts.quotes:
        return quotes(counts.quotes), "quote"
    if counts.changes:
        return changes(counts.changes), "change"
    if counts.paraphrases:
        return paraphrases(counts.paraphrases), "text2"
    return sources(counts.sources), "text2"


def entity_kind(kind: EntityKind) -> str:
    return {
        EntityKind.PERSON: _tr("person"),
        EntityKind.ORGANISATION: _tr("organisation"),
        EntityKind.PRODUCT: _tr("product"),
    }[kind]


def fact_kind(fact: Fact) -> str:
    """The kind of a fact in words; of a statement also how it reached us."""
    if fact.mode is Mode.NO_COMMENT:
        return _tr("No comment")
    if fact.kind is FactKind.QUOTE and fact.mode is Mode.PARAPHRASE:
        return _tr("Paraphrase")
    return {
        FactKind.EVENT: _tr("Event"),
        FactKind.QUOTE: _tr("Quote"),
        FactKind.CLAIM: _tr("Claim"),
        FactKind.PROFILE_CHANGE: _tr("Profile change"),
        FactKind.ROLE: _tr("Role"),
        FactKind.QUESTION: _tr("Open question"),
    }[fact.kind]


_ICONS = {
    FactKind.EVENT: ("calendar", "event"),
    FactKind.QUOTE: ("message", "text2"),
    FactKind.CLAIM: ("newspaper", "text2"),
    FactKind.PROFILE_CHANGE: ("user-pen", "change"),
    FactKind.ROLE: ("briefcase", "text2"),
    FactKind.QUESTION: ("question", "tension"),
}


def fact_icon(fact: Fact | Mark) -> tuple[str, str]:
    """The drawing of a fact's kind and the token of its colour."""
    if fact.kind is FactKind.QUOTE and fact.mode is not Mode.PARAPHRASE:
        return "quote", "quote"
    return _ICONS[fact.kind]


def in_source_words(fact: Fact) -> bool:
    """Whether the text of a fact is the words of its source and not a wording of the story."""
    return fact.mode in (Mode.VERBATIM, Mode.PARTIAL)


def language() -> str:
    """The language in which dates are said: what the translation gives for the code of English."""
    return _tr("en")


def when(value: When) -> str:
    return date_text.when_text(value, language())


def heading(value: When) -> str:
    """Under what a list sorted by time shows the date."""
    return date_text.heading(dates.parse(value.edtf), language())


def day(edtf: str) -> str:
    """A date by itself."""
    return date_text.text(dates.parse(edtf), language())


def listed(names: Iterable[str]) -> str:
    """Names one after the other; none turns its neighbours."""
    return _tr(", ").join(beside(name) for name in names if name)


def page_date(source: SourceRef | Source) -> str:
    """ "page date 4 Mar 2026", or that there is none."""
    if source.published.edtf is None:
        return _tr("page date not recorded")
    return fill(_tr("page date %1"), when(source.published))


def fact_date(fact: Fact) -> str:
    """When the fact was; for one without a date, the page date of its first source, named as that."""
    if fact.when.edtf is None and fact.when.as_of is None and fact.citations:
        return page_date(fact.citations[0].source)
    return when(fact.when)


def glyph(value: When) -> tuple[DateGlyph, bool]:
    """How a date is drawn, and whether it is approximate."""
    date = dates.parse(value.edtf)
    match date.shape:
        case dates.Shape.UNDATED:
            return DateGlyph.UNDATED, False
        case dates.Shape.EXACT if date.precision in _ON_A_DAY:
            return DateGlyph.EXACT, date.approximate
        case dates.Shape.EXACT | dates.Shape.WITHIN | dates.Shape.ONE_OF:
            # A month or a year is known to hold the moment, and no more.
            return DateGlyph.WITHIN, date.approximate
        case dates.Shape.NO_LATER | dates.Shape.OPEN_START | dates.Shape.UNKNOWN_START:
            return DateGlyph.NO_LATER, date.approximate
        case dates.Shape.NO_EARLIER | dates.Shape.OPEN_END | dates.Shape.UNKNOWN_END:
            return DateGlyph.NO_EARLIER, date.approximate
    return DateGlyph.PERIOD, date.approximate


def speaker(fact: Fact) -> tuple[str, str]:
    """Who speaks and what is known of the speaker; an unnamed one as the source writes it."""
    part = fact.speaker
    if part is None:
        return _tr("Nobody named"), ""
    if part.entity is None:
        return part.as_written or _tr("Nobody named"), _tr("unnamed")
    return part.entity.name, part.entity.summary or ""


def is_outlets_own(fact: Fact) -> bool:
    """Whether the outlet that a fact is cited from is itself the one who speaks."""
    name = fact.speaker.entity.name if fact.speaker and fact.speaker.entity else None
    return name is not None and any(citation.source.outlet == name for citation in fact.citations)


def people_in(fact: Fact) -> str:
    """The names of those who have a part in a fact, each once, people and organisations in order."""
    names: dict[str, None] = {}
    for part in fact.participations:
        if part.role is not Part.ABOUT:
            names[part.entity.name if part.entity else part.as_written or ""] = None
    return listed(names)


def outlet(source: SourceRef | Source) -> str:
    return source.outlet or _tr("Outlet not recorded")


def text_kind(source: SourceRef | Source) -> str:
    return {
        TextKind.CAPTURE: _tr("capture"),
        TextKind.EXCERPT: _tr("excerpt"),
        TextKind.TRANSCRIPT: _tr("transcript"),
        TextKind.DIGEST: _tr("digest"),
    }[source.text_kind]


def quoted(text: str) -> str:
    return text if "“" in text else f"“{text}”"


def matches_source(words: str, citations: tuple[Citation, ...]) -> bool:
    """Whether a citation that is verbatim holds the words exactly; closing house-style marks do not count."""
    return any(citation.verbatim and words in citation.exact for citation in citations)


def _support(number: int) -> str:
    """How many outlets say it; that there are several does not make them confirm each other."""
    said = outlets(number)
    return said if number < 2 else fill(_tr("%1, independence not established"), said)


def fact_sentence(fact: Fact) -> str:
    """The whole fact in words, for screen readers and tooltips."""
    said = quoted(fact.text) if in_source_words(fact) else fact.text
    who = speaker(fact)[0] if fact.speaker else people_in(fact)
    parts = [fact_kind(fact), beside(said), beside(who), when(fact.when), _support(fact.outlets)]
    if fact.certainty is not Certainty.STATED:
        parts.append(_tr("unclear") if fact.certainty is Certainty.UNCLEAR else _tr("disputed"))
    return _tr(". ").join(part.rstrip(".。") for part in parts if part)
