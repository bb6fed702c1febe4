"""Sources come with their texts in the order of publication, and know which spans are cited."""

from __future__ import annotations

import pytest

from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    FactKind,
    Mark,
    Region,
    RegionKind,
    SourceKind,
    TextKind,
    When,
)
from qwenbrowser.store import sources
from qwenbrowser.store.rows import CHUNK
from qwenbrowser.store.tables import regions


def test_a_source_comes_with_all_that_belongs_to_it(draft) -> None:
    text = "Line one.\nFurniture."
    source = draft.source(
        text,
        "2026-03-04",
        published_basis="inferred",
        published_expression="Wednesday",
        kind="post",
        text_kind="digest",
        title="A digest",
        outlet="Outlet 1",
        author="Person 1",
        url="https://example.org/",
        archive_url="https://example.org/archive",
        language="en",
        captured_at="2026-03-05T10:00:00Z",
        status="partial",
        derives_from="Outlet 2",
        media_type="text/plain",
    )
    for start, end in ((10, 20), (0, 4)):
        row = {"source_id": source, "start_at": start, "end_at": end, "kind": "furniture"}
        draft.conn.execute(regions.insert().values(row))
    found = sources.get_source(draft.conn, source)
    assert (found.kind, found.text_kind, found.text) == (SourceKind.POST, TextKind.DIGEST, text)
    assert (found.title, found.outlet, found.author) == ("A digest", "Outlet 1", "Person 1")
    assert (found.url, found.archive_url) == ("https://example.org/", "https://example.org/archive")
    assert (found.language, found.status, found.media_type) == ("en", "partial", "text/plain")
    assert (found.captured_at, found.derives_from) == ("2026-03-05T10:00:00Z", "Outlet 2")
    assert found.published == When("2026-03-04", Basis.INFERRED, "Wednesday")
    assert found.regions == (Region(0, 4, RegionKind.FURNITURE), Region(10, 20, RegionKind.FURNITURE))
    assert sources.source_by_uid(draft.conn, found.uid) == found


def test_sources_come_as_they_were_published_undated_last(draft) -> None:
    undated, late, early = (draft.source(published=date) for date in (None, "2026-03-04", "2026-03"))
    same_day = draft.source(published="2026-03-04")
    expected = [early, late, same_day, undated]
    assert [source.id for source in sources.list_sources(draft.conn)] == expected
    assert list(sources.source_ids(draft.conn)) == expected


def test_sources_come_in_the_order_asked_for_and_missing_ones_are_left_out(draft) -> None:
    ids = [draft.source(f"Text {number}") for number in range(CHUNK + 2)]
    asked = [ids[-1], 999_999, ids[0]]
    assert [source.id for source in sources.sources_by_ids(draft.conn, asked)] == [ids[-1], ids[0]]
    assert [source.text for source in sources.list_sources(draft.conn)][-1] == f"Text {CHUNK + 1}"


def test_an_unknown_source_is_not_found(draft) -> None:
    for read, key in ((sources.get_source, 7), (sources.source_by_uid, "nothing")):
        with pytest.raises(NotFound, match="has no source"):
            read(draft.conn, key)


def test_facts_are_counted_once_and_only_when_accepted(draft) -> None:
    source, other = draft.source(), draft.source()
    fact, guess = draft.fact("quote"), draft.fact("quote", state="proposed")
    draft.cite(fact, source, 0, 2)
    draft.cite(fact, source, 3, 5)
    draft.cite(guess, source)
    assert [found.fact_count for found in sources.sources_by_ids(draft.conn, [source, other])] == [1, 0]


def test_marks_come_in_text_order_one_for_every_citation(draft) -> None:
    source, other = draft.source(), draft.source()
    quote, question = draft.fact("quote"), draft.fact("question", certainty="unclear")
    guess = draft.fact("claim", state="proposed")
    for fact, where, start, end in (
        (quote, source, 8, 12),
        (question, source, 2, 6),
        (quote, source, 2, 4),
        (quote, other, 1, 2),
        (guess, source, 0, 1),
    ):
        draft.cite(fact, where, start, end)
    marks = sources.marks_of(draft.conn, source)
    assert [(mark.fact_id, mark.start, mark.end) for mark in marks] == [
        (quote, 2, 4),
        (question, 2, 6),
        (quote, 8, 12),
    ]
    assert marks[1] == Mark(question, marks[1].fact_uid, FactKind.QUESTION, Certainty.UNCLEAR, 2, 6)
    assert sources.marks_of(draft.conn, 999_999) == []
