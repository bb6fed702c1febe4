"""A fact as a citation: whose words, by whom, when and where; as plain text, HTML and Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from qwenbrowser.domain.date_text import when_text
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    Citation,
    Fact,
    FactKind,
    Mode,
    Part,
    Source,
    Stance,
    State,
    TextKind,
    When,
)
from qwenbrowser.domain.web import web_address

Translate = Callable[[str, str], str]
"""Gives the words of a context in the user's language, as `QCoreApplication.translate` does."""

_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffc\ud800-\udfff]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&$@]|:(?=//)")
_MARKDOWN_START = re.compile(r"^(\d*)([-.)+=])")
_MARKDOWN_WWW = re.compile(r"(www)(\.)", re.IGNORECASE)
_PARAGRAPH_ENDS = re.compile("[\n\u2029]")


@dataclass(frozen=True, slots=True)
class CitationText:
    """The same citation in three forms; what came from outside is text in each of them."""

    plain: str
    html: str
    markdown: str


def as_written(_context: str, text: str) -> str:
    """Translates nothing."""
    return text


def cite(
    fact: Fact, citation: Citation, source: Source, translate: Translate = as_written, language: str = "en"
) -> CitationText:
    """The citation of a fact at one of its places; `source` is the source of that place, with its text."""
    account = _Account(fact, citation, source, translate, language)
    words, above, below = account.words(), account.before_address(), account.after_address()
    address, archived = one_line(source.url or ""), one_line(source.archive_url or "")
    places = [(address, "%1") if address else ("", translate("citing", "No address recorded"))]
    if archived:
        places.append((archived, translate("citing", "Archived: %1")))
    plain = [*above, *(fill(frame, place) for place, frame in places), *below]
    rich = [
        *map(html.escape, above),
        *(fill(html.escape(frame), _html_link(place)) for place, frame in places),
        *map(html.escape, below),
    ]
    marked = [
        *map(markdown_text, above),
        *(fill(markdown_text(frame), _markdown_link(place)) for place, frame in places),
        *map(markdown_text, below),
    ]
    shown = "<br>\n".join(rich)
    return CitationText(
        plain="\n".join([words, *plain]) + "\n",
        html=f"<blockquote><p>{html.escape(words)}</p></blockquote>\n<p>{shown}</p>\n",
        markdown=f"> {markdown_text(words)}\n\n" + "  \n".join(marked) + "\n",
    )


def one_line(text: str) -> str:
    """Text from outside on one line, without control characters and changes of direction."""
    return " ".join(_TURNS.sub("", _BREAKS.sub(" ", text)).split())


def markdown_text(line: str) -> str:
    """A line of text as Markdown (CommonMark with the extensions of GitHub) that shows just that."""
    line = _MARKDOWN.sub(r"\\\g<0>", line)
    line = _MARKDOWN_WWW.sub(r"\1\\\2", line)
    return _MARKDOWN_START.sub(r"\1\\\2", line)


def paragraph_number(text: str, offset: int) -> int:
    """The number of the paragraph around a code point, from 1; empty paragraphs do not count."""
    before = _PARAGRAPH_ENDS.split(text[:offset])
    rest = _PARAGRAPH_ENDS.split(text[offset:], 1)[0]
    own = bool((before[-1] + rest).strip())
    return max(1, sum(1 for paragraph in before[:-1] if paragraph.strip()) + own)


def _html_link(address: str) -> str:
    shown = html.escape(address)
    return f'<a href="{shown}">{shown}</a>' if web_address(address) else shown


def _markdown_link(address: str) -> str:
    return f"<{address}>" if web_address(address) else markdown_text(address)


@dataclass(frozen=True, slots=True)
class _Account:
    """The lines of one citation, in the user's language."""

    fact: Fact
    citation: Citation
    source: Source
    translate: Translate
    language: str

    def words(self) -> str:
        """The words at the place, inside quotation marks only where they are the source's."""
        words = one_line(self.citation.exact)
        whole = words.startswith("“") and words.endswith("”")
        return f"“{words}”" if self.citation.verbatim and not whole else words

    def before_address(self) -> list[str]:
        lines = ["— " + self._credit(), self._paraphrase(), *self._hedges()]
        recorded = one_line(self.fact.text)
        if recorded != one_line(self.citation.exact):
            lines.append(fill(self.translate("citing", "Recorded in the story as: %1"), recorded))
        return [line for line in [*lines, self._date(), self._date_of_this_source(), self._origin()] if line]

    def after_address(self) -> list[str]:
        return [line for line in (self._place(), self._text_kind()) if line]

    def _credit(self) -> str:
        translate, outlet = self.translate, self._outlet()
        if self.fact.kind is FactKind.PROFILE_CHANGE:
            whose = self._names(Part.HOLDER, Part.SUBJECT) or translate("citing", "somebody who is not named")
            if self.fact.platform:
                platform = one_line(self.fact.platform)
                return fill(
                    translate("citing", "%1 profile of %2, as reported by %3"), platform, whose, outlet
                )
            return fill(translate("citing", "Profile of %1, as reported by %2"), whose, outlet)
        if self.fact.kind not in (FactKind.QUOTE, FactKind.CLAIM):
            return fill(translate("citing", "As reported by %1"), outlet)
        who = self._names(Part.SPEAKER) or translate("citing", "Speaker not named")
        if self.fact.mode is Mode.NO_COMMENT:
            return fill(translate("citing", "No comment from %1, as reported by %2"), who, outlet)
        if self._said():
            if self.source.outlet and who == one_line(self.source.outlet):
                return fill(translate("citing", "%1, the outlet’s own words"), who)
            return fill(translate("citing", "%1, as quoted by %2"), who, outlet)
        return fill(translate("citing", "%1, as reported by %2"), who, outlet)

    def _said(self) -> bool:
        """Whether the words at this place are the speaker's."""
        return self.fact.mode in (Mode.VERBATIM, Mode.PARTIAL) and self.citation.verbatim

    def _paraphrase(self) -> str:
        translate = self.translate
        statement = self.fact.kind in (FactKind.QUOTE, FactKind.CLAIM)
        if self.citation.verbatim and (self.fact.mode is not Mode.PARAPHRASE or not statement):
            return ""
        if statement and self.fact.mode is not Mode.NO_COMMENT:
            return translate("citing", "Paraphrase: not the speaker’s own words.")
        return "" if self.citation.verbatim else translate("citing", "Not a quotation.")

    def _hedges(self) -> list[str]:
        translate = self.translate
        hedges = []
        if self.fact.state is State.PROPOSED:
            hedges.append(translate("citing", "Proposed and not yet reviewed."))
        if self.fact.state is State.REJECTED:
            hedges.append(translate("citing", "Rejected in review."))
        if self.fact.certainty is Certainty.DISPUTED or self.citation.stance is Stance.DISPUTES:
            hedges.append(translate("citing", "Disputed."))
        if self.citation.stance is Stance.DISPUTES:
            hedges.append(translate("citing", "This source disputes it."))
        if self.fact.certainty is Certainty.UNCLEAR or self.citation.stance is Stance.UNCLEAR:
            hedges.append(translate("citing", "The source says that this is unclear."))
        if self.citation.note:
            hedges.append(fill(translate("citing", "Note: %1"), one_line(self.citation.note)))
        return hedges

    def _date(self) -> str:
        frame = self.translate("citing", "Date: %1")
        return fill(frame, self._dated(self.fact.when))

    def _dated(self, when: When) -> str:
        """A date as exact as it is known, and how it is known where the source does not state it."""
        translate, shown = self.translate, when_text(when, self.language)
        if when.edtf is None or when.basis not in (Basis.RESOLVED, Basis.INFERRED):
            return shown
        resolved = when.basis is Basis.RESOLVED
        if when.expression:
            frame = (
                translate("citing", "%1 (resolved from “%2”)")
                if resolved
                else translate("citing", "%1 (inferred from “%2”)")
            )
            return fill(frame, shown, one_line(when.expression))
        return fill(
            translate("citing", "%1 (resolved)") if resolved else translate("citing", "%1 (inferred)"), shown
        )

    def _date_of_this_source(self) -> str:
        """What this source says of the date, where it is not the date of the fact."""
        says = self.citation.says_edtf
        if says == self.fact.when.edtf:
            return ""
        if says is not None:
            shown = when_text(When(says), self.language)
            return fill(self.translate("citing", "Date in this source: %1"), shown)
        dated = {other.source.id for other in self.fact.citations if other.says_edtf is not None}
        if not dated or self.source.id in dated:
            return ""
        return self.translate("citing", "This source gives no such date.")

    def _origin(self) -> str:
        translate, source = self.translate, self.source
        origin = one_line(source.title) or translate("citing", "Untitled")
        if source.author:
            origin = fill(translate("citing", "%1, by %2"), origin, one_line(source.author))
        if source.published.edtf is None:
            line = fill(translate("citing", "Source: %1, page date not recorded"), origin)
        else:
            line = fill(
                translate("citing", "Source: %1, page date %2"), origin, self._dated(source.published)
            )
        if source.derives_from:
            line = fill(translate("citing", "%1, credits %2"), line, one_line(source.derives_from))
        return line

    def _place(self) -> str:
        translate, start, end = self.translate, self.citation.start, self.citation.end
        first = paragraph_number(self.source.text, start)
        last = paragraph_number(self.source.text, max(start, end - 1))
        if first == last:
            return fill(
                translate("citing", "Paragraph %1, characters %2–%3"), str(first), str(start), str(end)
            )
        frame = translate("citing", "Paragraphs %1–%2, characters %3–%4")
        return fill(frame, str(first), str(last), str(start), str(end))

    def _text_kind(self) -> str:
        translate = self.translate
        match self.source.text_kind:
            case TextKind.DIGEST:
                return translate(
                    "citing",
                    "From a digest, not the outlet’s own text: "
                    "only the words inside quotation marks are the source’s.",
                )
            case TextKind.EXCERPT:
                return translate("citing", "From an excerpt, not the whole text.")
            case TextKind.TRANSCRIPT:
                return translate("citing", "From a transcript.")
        return ""

    def _outlet(self) -> str:
        return one_line(self.source.outlet or "") or self.translate(
            "citing", "an outlet that is not recorded"
        )

    def _names(self, *roles: Part) -> str:
        parts = [part for role in roles for part in self.fact.parts(role)]
        names = [one_line(part.entity.name if part.entity else part.as_written or "") for part in parts]
        return ", ".join(dict.fromkeys(name for name in names if name))
