"""Search finds by words, names and pairs of Chinese characters, and no text is an error."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qwenbrowser.domain.names import search_tokens
from qwenbrowser.store import search as module
from qwenbrowser.store.search import SearchHit, Words, search


def titles(hits: list[SearchHit]) -> list[str]:
    return [hit.title for hit in hits]


def marked(hit: SearchHit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.matches]


@pytest.fixture
def story(draft):
    """A few entries of each kind, indexed."""
    draft.entity("Binyuan Hui", "person", ("惠彬原", "transliteration"))
    draft.entity("Junyang Lin", "person", ("Justin", "alias"))
    draft.entity("Qwen", "organisation", ("@Alibaba_Qwen", "handle"))
    draft.entity("Binyuan Guess", state="proposed")
    draft.entity("Binyuan Merged", merged_into=1)
    draft.name(2, "Sobriquet", state="rejected")
    draft.source("A text.", "2026-03-04", title="Digest of the launch", outlet="The Mainstream")
    draft.fact("quote", "the end of an era", "2026-03-03")
    draft.fact("quote", "several operas", "2026-03-04")
    draft.fact(
        "profile_change", "The X profile reads otherwise", "2026-03-04", after="formerly MTS @Alibaba_Qwen"
    )
    draft.fact("event", "阿里巴巴发布通义千问模型", "2026-03-02", title="Launch of the models")
    draft.fact("claim", "A guess about an era", state="proposed")
    draft.fact("claim", "Written in C++ on 2026-03-04, nearly")
    draft.indexed()
    return draft.conn


@pytest.mark.parametrize(
    ("typed", "found", "words"),
    [
        ("Binyuan", "Binyuan Hui", ["Binyuan"]),
        ("hui biny", "Binyuan Hui", ["Biny", "Hui"]),
        ("justin", "Junyang Lin", ["Justin"]),
        ("@alibaba_qwen", "Qwen", ["Alibaba", "Qwen"]),
        ("惠彬原", "Binyuan Hui", ["惠彬原"]),
        ("彬原", "Binyuan Hui", ["彬原"]),
        ("惠", "Binyuan Hui", ["惠"]),
        ("huibinyuan", "Binyuan Hui", []),
        ("bh", "Binyuan Hui", []),
        ("bin h", "Binyuan Hui", ["Bin", "H"]),
        ("b", "Binyuan Hui", ["B"]),
        ("jl", "Junyang Lin", []),
    ],
)
def test_people_are_found_by_name_alias_and_handle(story, typed: str, found: str, words: list[str]) -> None:
    hit = search(story, typed)[0]
    assert hit.title == found
    assert hit.kind in ("person", "organisation")
    assert marked(hit) == words


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("era", "quote", ["era"]),
        ("END era", "quote", ["end", "era"]),
        ("ope", "quote", ["ope"]),
        ("formerly mts", "profile_change", ["formerly", "MTS"]),
        ("Launch", "event", ["Launch"]),
        ("通义千问", "event", ["通义千问"]),
        ("发布", "event", ["发布"]),
        ("C++", "claim", ["C"]),
        ("2026-03-04", "claim", ["2026", "03", "04"]),
        ("digest", "source", ["Digest"]),
        ("mainstream", "source", ["Mainstream"]),
        ("text", "source", ["text"]),
    ],
)
def test_facts_and_sources_are_found_by_their_words(story, typed: str, kind: str, words: list[str]) -> None:
    hits = [hit for hit in search(story, typed) if hit.kind == kind]
    assert [marked(hit) for hit in hits] == [words]


@pytest.mark.parametrize("typed", ["guess", "merged", "sobriquet", "e", "era nowhere", "问千", "several era"])
def test_guesses_merged_entities_and_other_words_are_not_found(story, typed: str) -> None:
    assert search(story, typed) == []


def test_a_hit_tells_where_it_leads(story) -> None:
    (hit,) = search(story, "operas")
    assert (hit.kind, hit.title, hit.snippet, hit.matches) == (
        "quote",
        "several operas",
        "several operas",
        ((8, 14),),
    )
    (launch,) = [hit for hit in search(story, "通义") if hit.kind == "event"]
    assert (launch.title, launch.snippet) == ("Launch of the models", "阿里巴巴发布通义千问模型")
    assert launch.uid != hit.uid


def test_a_source_tells_where_in_its_text_the_words_stand(draft) -> None:
    draft.source("Not here.\nBut a needle here, and one more needle.", title="A needle in a title")
    draft.source("Nothing.", title="Needle")
    second, first = search(draft.indexed(), "needle")
    assert (first.places, first.first, marked(first)) == (2, (16, 22), ["needle", "needle"])
    assert (second.places, second.first, second.snippet) == (0, None, "Needle")


@pytest.mark.parametrize(
    ("kinds", "found"),
    [({"person"}, ["person"]), ({"event", "quote"}, ["event"]), ({"source"}, ["source"]), (set(), [])],
)
def test_hits_of_some_kinds_only(draft, kinds: set[str], found: list[str]) -> None:
    draft.source(title="Launch")
    draft.fact("event", "Launch")
    draft.fact("claim", "Launch")
    draft.entity("Launch")
    assert [hit.kind for hit in search(draft.indexed(), "launch", kinds=kinds)] == found


def test_words_stand_in_any_text_at_their_beginning() -> None:
    words = Words.of_names("sw l")
    assert words.spans("Switch light and dark") == ((0, 2), (7, 8))
    assert words.all_in("Switch light and dark")
    assert not words.all_in("Switch")
    assert Words.of("+ ?").spans("+ ?") == ()


def test_entities_come_before_facts_before_sources(draft) -> None:
    draft.source(title="Launch")
    draft.fact("event", "Launch")
    draft.entity("Launch", "product")
    assert [hit.kind for hit in search(draft.indexed(), "launch")] == ["product", "event", "source"]


def test_an_entity_of_that_name_comes_before_one_with_it_as_an_alias(draft) -> None:
    draft.entity("Longer Name", "person", ("Justin", "alias"))
    draft.entity("Justin")
    assert titles(search(draft.indexed(), "justin")) == ["Justin", "Longer Name"]


def test_facts_come_newest_first_undated_last_and_no_more_than_asked_for(draft) -> None:
    for date in ("2026-03-03", None, "2026-03-05", "2026-03-04", "2019"):
        draft.fact("event", f"Event of {date}", date)
    conn = draft.indexed()
    newest = [f"Event of {date}" for date in ("2026-03-05", "2026-03-04", "2026-03-03", "2019", None)]
    assert titles(search(conn, "event")) == newest
    assert titles(search(conn, "event", 2)) == newest[:2]


def test_of_very_many_matches_those_recorded_last_are_shown(draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_CANDIDATES", 3)
    for day in range(9, 2, -1):
        draft.fact("event", f"Event {day}", f"2026-03-0{day}")
    assert titles(search(draft.indexed(), "event")) == ["Event 5", "Event 4", "Event 3"]


def test_a_long_text_is_cut_around_the_words(draft) -> None:
    draft.fact("claim", f"{'before ' * 50}needle{' after' * 50} needle")
    (hit,) = search(draft.indexed(), "needle")
    assert marked(hit) == ["needle"]
    assert hit.snippet.index("needle") == 41
    assert hit.snippet[0] == hit.snippet[-1] == "…"
    assert len(hit.snippet) == 162


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        ("E\u0301mile spoke", "emile", ["E\u0301mile"]),
        ("cafe\u0301 here", "cafe", ["cafe\u0301"]),
        ("stuﬀ here", "stuf", ["stuﬀ"]),
        ("Straße und Maß", "strasse", ["Straße"]),
        ("the ﬁnal word", "final", ["ﬁnal"]),
        ("ｆｕｌｌ width", "full", ["ｆｕｌｌ"]),
        ("a\u202eb <b>needle</b>\n\tx", "needle", ["needle"]),
        ("🎉🎉 needle", "needle", ["needle"]),
        ("Qwen团队发布", "qwen 团队", ["Qwen团队"]),
    ],
)
def test_marks_stand_where_the_words_are_in_any_script(
    draft, text: str, typed: str, words: list[str]
) -> None:
    draft.fact("claim", text)
    (hit,) = search(draft.indexed(), typed)
    assert marked(hit) == words
    assert len(hit.snippet) == len(text)
    assert hit.snippet.isprintable() or "\u0301" in text


# Each of these is an error or means something to SQLite where it is passed on as it is.
SYNTAX = st.sampled_from(
    [
        *("C++", "2026-03-04", "@Alibaba_Qwen", "NEAR(", "NEAR(a b, 2)", "AND", "OR", "NOT", "^a", "title:a"),
        *("{a b}:c", '"', "'", "*", "a*", "(", ")", "-a", "+", ":", "%_", "“era”", "惠", "🎉"),
        *("e\u0301", "\u202e", "\ud800", "\0"),
    ]
)
TYPED = st.one_of(
    st.text(st.characters()), st.lists(SYNTAX | st.text(st.characters(), max_size=5)).map(" ".join)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(typed=TYPED)
def test_no_text_is_an_error(story, typed: str) -> None:
    for hit in search(story, typed):
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.matches)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_text_is_found_by_its_own_words(draft, text: str) -> None:
    with draft.conn.begin_nested() as savepoint:
        fact = draft.fact("claim", text)
        found = [hit.id for hit in search(draft.indexed(), text)]
        savepoint.rollback()
    assert found == ([fact] if search_tokens(text) else [])


def test_of_a_pasted_page_the_first_words_are_looked_for(draft) -> None:
    page = " ".join(f"w{number}" for number in range(32))
    draft.fact("claim", page)
    assert len(search(draft.indexed(), f"{page} nowhere")) == 1


@pytest.mark.parametrize("typed", ["word " * 100_000, "漢" * 100_000, '"' * 100_000])
def test_a_pasted_page_is_no_error(story, typed: str) -> None:
    assert search(story, typed) == []
