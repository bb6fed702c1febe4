"""Citations: what they say of words, speaker, date and place, and that nothing in them is ever markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from qwenbrowser.domain.anchors import normalise
from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    Citation,
    EntityKind,
    EntityRef,
    Fact,
    FactKind,
    Mode,
    Part,
    Participation,
    Source,
    SourceKind,
    Stance,
    State,
    TextKind,
    When,
)
from qwenbrowser.services.citing import cite, one_line, paragraph_number
from qwenbrowser.store import facts, sources
from qwenbrowser.store.database import Database

TEXT = "Caption\n\nPerson A wrote: “It is done”, on Monday.\nThe end."
WORDS = "It is done"
START = TEXT.index(WORDS)

SOURCE = Source(
    id=1,
    uid="s",
    document_uid="d",
    kind=SourceKind.ARTICLE,
    text_kind=TextKind.CAPTURE,
    title="On the team",
    outlet="Outlet 1",
    author=None,
    url="https://example.org/a?b=c&d=e",
    archive_url=None,
    language="en",
    published=When("2026-03-04", Basis.STATED),
    captured_at=None,
    status="ok",
    derives_from=None,
    text=TEXT,
    text_sha256="",
    original_sha256=None,
    media_type=None,
    regions=(),
    fact_count=1,
)
CITATION = Citation(
    id=1,
    source=SOURCE.ref,
    start=START,
    end=START + len(WORDS),
    exact=WORDS,
    prefix="",
    suffix="",
    verbatim=True,
    stance=Stance.SUPPORTS,
    says_text=None,
    says_edtf="2026-03-02",
    note=None,
)
PERSON = EntityRef(1, "p", EntityKind.PERSON, "Person A")
FACT = Fact(
    id=1,
    uid="f",
    kind=FactKind.QUOTE,
    refs=(),
    title=None,
    text=WORDS,
    when=When("2026-03-02", Basis.RESOLVED, "on Monday"),
    certainty=Certainty.STATED,
    state=State.ACCEPTED,
    mode=Mode.VERBATIM,
    cue=None,
    medium=None,
    platform=None,
    field=None,
    before=None,
    after=None,
    participations=(Participation(Part.SPEAKER, PERSON, "A"),),
    citations=(CITATION,),
    links=(),
)


def lines(fact: Fact = FACT, citation: Citation = CITATION, source: Source = SOURCE) -> list[str]:
    return cite(fact, citation, source).plain.splitlines()


def test_a_quote_of_a_capture() -> None:
    assert lines() == [
        "“It is done”",
        "— Person A, as quoted by Outlet 1",
        "Date: 2 Mar 2026 (resolved from “on Monday”)",
        "Source: On the team, page date 4 Mar 2026",
        "https://example.org/a?b=c&d=e",
        f"Paragraph 2, characters {START}–{START + len(WORDS)}",
    ]


def test_the_three_forms_say_the_same() -> None:
    cited = cite(FACT, CITATION, SOURCE)
    assert cited.html.startswith("<blockquote><p>“It is done”</p></blockquote>\n<p>— Person A, as")
    address = "https://example.org/a?b=c&amp;d=e"
    assert f'<a href="{address}">{address}</a><br>' in cited.html
    assert cited.markdown.startswith("> “It is done”\n\n— Person A, as quoted by Outlet 1  \nDate: ")
    assert "<https://example.org/a?b=c&d=e>  \n" in cited.markdown


@pytest.mark.parametrize("url", [None, "", "file:///etc/passwd", "javascript:alert(1)", "smb://host/x"])
def test_an_address_is_a_link_on_the_web_alone(url: str | None) -> None:
    cited = cite(FACT, CITATION, replace(SOURCE, url=url))
    assert (url or "No address recorded") in cited.plain.splitlines()
    assert "href" not in cited.html
    assert f"<{url}>" not in cited.markdown


def test_what_is_known_of_the_source_is_said() -> None:
    source = replace(
        SOURCE,
        title="",
        author="Person B",
        outlet=None,
        published=When(),
        derives_from="Outlet 2",
        archive_url="https://archive.example/a",
    )
    said = lines(source=source)
    assert "— Person A, as quoted by an outlet that is not recorded" in said
    assert "Source: Untitled, by Person B, page date not recorded, credits Outlet 2" in said
    assert "Archived: https://archive.example/a" in said


def test_a_digest_says_that_it_is_one() -> None:
    source = replace(SOURCE, text_kind=TextKind.DIGEST)
    for form in (cited := cite(FACT, CITATION, source)).plain, cited.html, cited.markdown:
        assert "From a digest, not the outlet’s own text" in form
        assert "only the words inside quotation marks are the source’s." in form
    assert not any("digest" in line for line in lines())
    assert (
        lines(source=replace(SOURCE, text_kind=TextKind.EXCERPT))[-1]
        == "From an excerpt, not the whole text."
    )
    assert lines(source=replace(SOURCE, text_kind=TextKind.TRANSCRIPT))[-1] == "From a transcript."


@pytest.mark.parametrize("mode", [Mode.VERBATIM, Mode.PARTIAL, Mode.PARAPHRASE, None])
@pytest.mark.parametrize("verbatim", [True, False])
def test_only_the_words_of_a_speaker_are_quoted_as_such(mode: Mode | None, verbatim: bool) -> None:
    said = lines(replace(FACT, mode=mode), replace(CITATION, verbatim=verbatim))
    assert said[0] == ("“It is done”" if verbatim else "It is done")
    own = verbatim and mode in (Mode.VERBATIM, Mode.PARTIAL)
    assert said[1] == f"— Person A, as {'quoted' if own else 'reported'} by Outlet 1"
    paraphrase = mode is Mode.PARAPHRASE or not verbatim
    assert ("Paraphrase: not the speaker’s own words." in said) == paraphrase


def test_kinds_that_are_nobodys_speech() -> None:
    holder = (Participation(Part.HOLDER, PERSON, None),)
    change = replace(FACT, kind=FactKind.PROFILE_CHANGE, mode=None, platform="X", participations=holder)
    assert lines(change)[1] == "— X profile of Person A, as reported by Outlet 1"
    assert lines(replace(change, platform=None, participations=()))[1] == (
        "— Profile of somebody who is not named, as reported by Outlet 1"
    )
    event = replace(FACT, kind=FactKind.EVENT, mode=None, participations=())
    assert lines(event, replace(CITATION, verbatim=False))[:3] == [
        "It is done",
        "— As reported by Outlet 1",
        "Not a quotation.",
    ]
    nothing = replace(FACT, kind=FactKind.CLAIM, mode=Mode.NO_COMMENT, participations=())
    assert lines(nothing)[1] == "— No comment from Speaker not named, as reported by Outlet 1"


def test_an_outlet_speaks_for_itself_and_the_unnamed_as_they_are_written() -> None:
    outlet = Participation(Part.SPEAKER, replace(PERSON, name="Outlet 1"), None)
    assert lines(replace(FACT, participations=(outlet,)))[1] == "— Outlet 1, the outlet’s own words"
    unnamed = Participation(Part.SPEAKER, None, "colleagues")
    assert lines(replace(FACT, participations=(unnamed,)))[1] == "— colleagues, as quoted by Outlet 1"


def test_hedges_are_kept() -> None:
    assert "The source says that this is unclear." in lines(replace(FACT, certainty=Certainty.UNCLEAR))
    assert "The source says that this is unclear." in lines(citation=replace(CITATION, stance=Stance.UNCLEAR))
    assert "Disputed." in lines(replace(FACT, certainty=Certainty.DISPUTED))
    disputes = lines(citation=replace(CITATION, stance=Stance.DISPUTES))
    assert {"Disputed.", "This source disputes it."} <= {*disputes}
    assert "Proposed and not yet reviewed." in lines(replace(FACT, state=State.PROPOSED))
    assert "Rejected in review." in lines(replace(FACT, state=State.REJECTED))
    assert "Note: Said of the models." in lines(citation=replace(CITATION, note="Said of the\nmodels."))
    longer = replace(FACT, text="It is done, by one account")
    assert "Recorded in the story as: It is done, by one account" in lines(longer)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (When(), "undated"),
        (When(as_of="2026-03-04"), "undated, as of 4 Mar 2026"),
        (When("[..2026-03-04]", Basis.INFERRED), "no later than 4 Mar 2026 (inferred)"),
        (When("[2026-03-03..2026-03-04]", Basis.STATED), "3–4 Mar 2026"),
        (When("2023-09", Basis.RESOLVED), "Sep 2023 (resolved)"),
        (When("2026-02~", Basis.INFERRED, "New Year"), "about Feb 2026 (inferred from “New Year”)"),
    ],
)
def test_dates_are_as_exact_as_known(when: When, shown: str) -> None:
    assert f"Date: {shown}" in lines(replace(FACT, when=when))


def test_a_source_gets_no_date_that_another_one_gave() -> None:
    later = replace(CITATION, says_edtf="[2023-04..]")
    assert "Date in this source: no earlier than Apr 2023" in lines(citation=later)
    other = replace(CITATION, source=replace(SOURCE.ref, id=2))
    silent = replace(CITATION, says_edtf=None)
    both = replace(FACT, citations=(other, silent))
    assert "This source gives no such date." in lines(both, silent)
    assert "This source gives no such date." not in lines(citation=silent), "the same source, another place"


def test_a_span_over_paragraphs_names_both() -> None:
    start, end = TEXT.index("Person"), len(TEXT)
    said = lines(citation=replace(CITATION, start=start, end=end, exact=TEXT[start:end]))
    assert said[0] == "“Person A wrote: “It is done”, on Monday. The end.”"
    assert said[-1] == f"Paragraphs 2–3, characters {start}–{end}"


def test_words_are_translated() -> None:
    cited = cite(FACT, CITATION, SOURCE, lambda context, text: f"{context}:{text}", "zh_CN")
    assert cited.plain.splitlines()[1] == "— citing:Person A, as quoted by Outlet 1"
    assert "2026年3月2日" in cited.plain


# Hostile text

BAD = "<>&\"'`*_[](){}#|~!\\-+=.:/@$^\n\r\t\u2028\u202e\u2066\x00\x1b%1“”1 awhtps林"
PIECES = [
    "<img src=file:///etc/passwd>",
    "<b>",
    "</p>",
    "![x](file:///etc/passwd)",
    "[x](javascript:x)",
    "[x]: http://x",
    "http://example.org/x",
    "www.example.org",
    "a@example.org",
    "**x**",
    "__x__",
    "`x`",
    "~~x~~",
    "# x",
    "---",
    "===",
    "1. x",
    "- x",
    "> x",
    "| a | b |\n|---|---|",
    "&lt;b&gt;",
    "&#60;",
    "%2",
    "\\",
    "- [ ] x",
    "```",
    "$$x$$",
]
HOSTILE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(BAD, max_size=8)), min_size=1, max_size=5).map(
    "".join
)


def hostile(texts: Iterator[str], verbatim: bool) -> tuple[Fact, Citation, Source]:
    """A citation with such text wherever text may stand."""
    words = next(texts) + "x"
    source = replace(
        SOURCE,
        title=next(texts),
        outlet=next(texts),
        author=next(texts),
        url=next(texts),
        archive_url=next(texts),
        derives_from=next(texts),
        text=TEXT + words,
    )
    citation = replace(
        CITATION,
        start=len(TEXT),
        end=len(TEXT) + len(words),
        exact=words,
        verbatim=verbatim,
        note=next(texts),
        says_edtf=None,
    )
    part = Participation(Part.SPEAKER, replace(PERSON, name=next(texts)), None)
    when = When("2026", Basis.RESOLVED, next(texts))
    return replace(FACT, text=next(texts), when=when, participations=(part,)), citation, source


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        self.text += "\n" if tag == "br" else ""

    def handle_endtag(self, tag: str) -> None:
        self.text += "\n" if tag in ("blockquote", "p") else ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def squeezed(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\u2028", "\n").splitlines() if line.strip()]


@given(texts=st.lists(HOSTILE, min_size=12, max_size=12), verbatim=st.booleans())
def test_nothing_in_html_is_markup(texts: list[str], verbatim: bool) -> None:
    cited = cite(*hostile(iter(texts), verbatim))
    seen = Tags(cited.html)
    assert {tag for tag, _attributes in seen.tags} <= {"blockquote", "p", "br", "a"}
    for tag, attributes in seen.tags:
        assert [name for name, _value in attributes] == (["href"] if tag == "a" else [])
        assert all((value or "").startswith("http") for _name, value in attributes)
    assert squeezed(seen.text) == squeezed(cited.plain)


@given(texts=st.lists(HOSTILE, min_size=12, max_size=12), verbatim=st.booleans())
def test_nothing_in_markdown_is_markup(qapp: object, texts: list[str], verbatim: bool) -> None:
    check_markdown(texts, verbatim)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("frame", ["{}", "a {} b", "{}{}"])
def test_no_piece_of_markdown_is_markup(qapp: object, piece: str, frame: str) -> None:
    for verbatim in (True, False):
        check_markdown([frame.format(piece, piece)] * 12, verbatim)


def check_markdown(texts: list[str], verbatim: bool) -> None:
    fact, citation, source = hostile(iter(texts), verbatim)
    cited = cite(fact, citation, replace(source, url=None, archive_url=None))
    document = QTextDocument()
    document.setMarkdown(cited.markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    assert squeezed(document.toPlainText()) == squeezed(cited.plain)
    assert document.blockCount() == len(cited.plain.splitlines())
    block = document.begin()
    while block.isValid():
        assert block.textList() is None
        assert block.blockFormat().headingLevel() == 0
        parts = block.begin()
        while not parts.atEnd():
            form = parts.fragment().charFormat()
            assert not form.isAnchor()
            assert not form.isImageFormat()
            assert not form.fontItalic()
            assert not form.fontFixedPitch()
            assert form.fontWeight() <= 400
            parts += 1
        block = block.next()


@given(texts=st.lists(HOSTILE, min_size=12, max_size=12), verbatim=st.booleans())
def test_text_from_outside_brings_no_line(texts: list[str], verbatim: bool) -> None:
    fact, citation, source = hostile(iter(texts), verbatim)
    plain = cite(fact, citation, replace(source, url="x", archive_url="x")).plain
    assert not {*plain} & {*"\r\t\x00\x1b\u2028\u202e\u2066"}
    words = plain.splitlines()[0]
    frames = ("Note:", "Record", "Date:", "Source:", "This", "Archived:", "Para", "— ", "x", words)
    assert all(line.startswith(frames) for line in plain.splitlines())


@given(st.text(BAD))
def test_one_line_is_one_line_and_stays(text: str) -> None:
    once = one_line(text)
    assert len(once.splitlines()) <= 1
    assert one_line(once) == once


@given(st.text("a \n\u2029\u2028\t", min_size=1).map(normalise), st.data())
def test_paragraphs_are_counted_as_the_reader_counts_them(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    document = QTextDocument()
    document.setPlainText(text)
    numbers = []
    block = document.begin()
    while block.isValid() and block.position() <= offset:
        numbers.append(bool(block.text().strip()))
        block = block.next()
    assert paragraph_number(text, offset) == max(1, sum(numbers))


def test_every_fact_of_the_shipped_story(shipped: Path) -> None:
    with (database := Database.open(shipped)).read() as connection:
        for fact in facts.facts_by_ids(connection, facts.fact_ids(connection)):
            for citation in fact.citations:
                cited = cite(fact, citation, sources.get_source(connection, citation.source.id))
                said = cited.plain.splitlines()
                assert said[0] == (f"“{citation.exact}”" if citation.verbatim else citation.exact)
                assert "No address recorded" in said
                assert said[-1].startswith("From a digest")
                assert "as quoted by" not in cited.plain or (citation.verbatim and fact.speaker)
    database.close()
