"""Search finds by words, names and pairs of Chinese characters, and no text is an error."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from qwenbrowser.domain.names import search_tokens
from qwenbrowser.store import derived
from qwenbrowser.store import search as module
from qwenbrowser.store.search import SearchHit, best_facts, find, search, unless


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
        ("huibinyuan", "Binyuan Hui", ["惠彬原"]),
        ("huib", "Binyuan Hui", ["惠彬"]),
        ("yuan", "Binyuan Hui", ["原"]),
        ("hby", "Binyuan Hui", ["惠彬原"]),
        ("bh", "Binyuan Hui", ["B", "H"]),
        ("bin h", "Binyuan Hui", ["Bin", "H"]),
        ("b", "Binyuan Hui", ["B"]),
        ("jl", "Junyang Lin", ["J", "L"]),
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
    monkeypatch.setattr(module, "_MOST_ORDERED", 3)
    for day in range(9, 2, -1):
        draft.fact("event", f"Event {day}", f"2026-03-0{day}")
    assert titles(search(draft.indexed(), "event")) == ["Event 5", "Event 4", "Event 3"]


def test_of_a_frequent_beginning_the_latest_are_shown_whenever_recorded(
    draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_ORDERED", 1)
    for day in range(9, 0, -1):
        draft.fact("event", f"Event {day}", f"2026-03-0{day}")
        draft.fact("event", "Another", f"2026-03-0{day}")
    conn = draft.indexed()
    assert titles(search(conn, "eve", 3)) == ["Event 9", "Event 8", "Event 7"]
    assert titles(search(conn, "eve", 3, {"quote"})) == []


def test_people_of_a_name_come_by_how_much_there_is_of_them(draft) -> None:
    first, busy = draft.entity("Person 1"), draft.entity("Person 2")
    draft.entity("Somebody", "person", ("Person 3", "alias"))
    draft.fact("quote", "Words", None, ("speaker", busy))
    assert titles(search(draft.indexed(), "pers")) == ["Person 2", "Person 1", "Somebody"]
    assert titles(search(draft.conn, "Person 1"))[0] == "Person 1"
    assert find(draft.conn, "person 1").entities == [first]


@pytest.fixture
def said(draft) -> dict[str, int]:
    """Statements of two people, and an event that one of them takes part in."""
    lin = draft.entity("Junyang Lin", "person", ("Justin", "alias"), ("林俊旸", "transliteration"))
    chen = draft.entity("Chen Cheng")
    made = {
        "quote": draft.fact("quote", "I left the team", "2026-03-04", ("speaker", lin)),
        "other": draft.fact("quote", "Nobody left", "2026-03-03", ("speaker", chen), ("about", lin)),
        "event": draft.fact("event", "The team is left alone", "2026-03-02", ("actor", lin)),
        "own": draft.fact("claim", "Lin left, it says", "2026-03-01"),
        "proposed": draft.fact("quote", "I left too", None, ("speaker", lin), state="proposed"),
    }
    part = draft.fact("quote", "They left", "2026-03-05")
    draft.part(part, "speaker", lin, state="rejected")
    draft.indexed()
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lin left", ["quote", "event", "own"]),
        ("left lin", ["quote", "event", "own"]),
        ("junyang lin left", ["quote", "event"]),
        ("lin lef", ["quote", "event", "own"]),
        ("justin team left", ["quote", "event"]),
        ("林俊旸 left", ["quote", "event"]),
        ("chen left", ["other"]),
        ("cheng nobody", ["other"]),
        ("ju left", []),
        ("lin nowhere", []),
    ],
)
def test_facts_are_found_by_a_name_and_words(
    draft, said: dict[str, int], typed: str, found: list[str]
) -> None:
    assert find(draft.conn, typed).facts == [said[what] for what in found]


def test_only_facts_of_the_kinds_asked_for_are_found_by_a_name_and_words(draft, said: dict[str, int]) -> None:
    assert find(draft.conn, "lin left", kinds={"event"}).facts == [said["event"]]


def test_words_of_somebody_busy_are_found_among_the_matches(
    draft, said: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_ORDERED", 1)
    lin = find(draft.conn, "lin").entities[0]
    draft.fact("quote", "Other words", None, ("speaker", lin))
    draft.indexed()
    assert said["quote"] in find(draft.conn, "justin left").facts
    assert said["other"] not in find(draft.conn, "justin left").facts


def test_a_name_that_very_many_have_is_a_word(draft, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [draft.entity(f"Person {number}") for number in range(3)]
    fact = draft.fact("quote", "Words", None, ("speaker", people[0]))
    draft.indexed()
    assert find(draft.conn, "person words").facts == [fact]
    monkeypatch.setattr(module, "_MOST_NAMESAKES", 2)
    assert find(draft.conn, "person words").facts == []


def test_the_best_facts_hold_the_words_together_in_a_title_often_or_in_few_words(draft) -> None:
    long = draft.fact("claim", f"the team is open {'and more ' * 20}")
    apart = draft.fact("claim", "open is the team")
    often = draft.fact("claim", "open team, open team")
    title = draft.fact("event", "open is the team", title="The open and the team")
    together = draft.fact("claim", "an open team")
    draft.fact("claim", "open")
    draft.fact("claim", "open team", state="proposed")
    conn = draft.indexed()
    best = best_facts(conn, "open team", 9, None, ())
    assert [hit.id for hit in best.hits] == [often, together, title, apart, long]
    assert (best.among, best.more) == (5, False)
    assert marked(best.hits[0]) == ["open", "team", "open", "team"]
    assert [hit.id for hit in best_facts(conn, "open team", 2, None, {often}).hits] == [together, title]
    assert [hit.id for hit in best_facts(conn, "open team", 9, {"event"}, ()).hits] == [title]


@pytest.mark.parametrize("frequent", [2, 10_000])
def test_the_best_of_very_many_are_found_among_those_recorded_last(
    draft, monkeypatch: pytest.MonkeyPatch, frequent: int
) -> None:
    monkeypatch.setattr(module, "_MOST_RANKED", 3)
    monkeypatch.setattr(module, "_FREQUENT", frequent)
    for number in range(1, 6):
        draft.fact("event", f"Event {number}", f"2026-03-0{number}")
    best = best_facts(draft.indexed(), "eve", 9, None, ())
    assert sorted(titles(best.hits)) == ["Event 3", "Event 4", "Event 5"]
    assert (best.among, best.more) == (3, True)


def test_a_read_that_nobody_waits_for_stops(draft) -> None:
    draft.indexed()
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    reads = (
        lambda conn: conn.exec_driver_sql(endless).scalar(),
        lambda conn: conn.connection.driver_connection.execute(endless).fetchall(),
    )
    for read in reads:
        asked = iter([False, False, True])
        assert unless(lambda asked=asked: next(asked), draft.conn, read) is None
    assert unless(lambda: True, draft.conn, lambda _conn: pytest.fail("is not begun")) is None
    assert unless(lambda: False, draft.conn, find, "word") == find(draft.conn, "word"), "it reads on"


def test_an_error_of_a_read_is_told(draft) -> None:
    with pytest.raises(DBAPIError, match="nowhere"):
        unless(lambda: False, draft.conn, lambda conn: conn.exec_driver_sql("SELECT * FROM nowhere"))


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
    for hit in [*search(story, typed), *best_facts(story, typed, 9, None, ()).hits]:
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.matches)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_text_is_found_by_its_own_words(draft, text: str) -> None:
    with draft.conn.begin_nested() as savepoint:
        fact = draft.fact("claim", text)
        found = [hit.id for hit in search(draft.indexed(), text)]
        savepoint.rollback()
    assert found == ([fact] if search_tokens(text) else [])


# Few words and letters, so that many match; some of them begin others or fold to them.
PIECES = st.sampled_from(
    ["era", "Era", "opera", "érable", "er", "end", "the", "模型", "团队", "型团", "C++", "2026"]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=5).flatmap(
    lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces), ", ".join(pieces)])
)


def plainly(texts: dict[int, str], typed: str) -> set[int]:
    """What holds every word of what was typed, the last as a beginning, read one after the other."""
    *words, last = search_tokens(typed)
    tokens = {one: search_tokens(text) for one, text in texts.items()}
    begins = str.startswith if len(last) > 1 else str.__eq__
    return {
        one
        for one, there in tokens.items()
        if {*words} <= {*there} and any(begins(token, last) for token in there)
    }


@pytest.fixture
def empty(draft):
    """Nothing, and an index of it."""
    draft.indexed()
    return draft


@pytest.mark.parametrize("latest", [0, 40], ids=["index alone", "latest first"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(texts=st.lists(TEXTS, min_size=1, max_size=12), typed=st.lists(PIECES, min_size=1, max_size=2))
def test_the_index_finds_what_reading_every_text_finds(
    empty, latest: int, texts: list[str], typed: list[str]
) -> None:
    with empty.conn.begin_nested() as savepoint, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LATEST", latest)
        patch.setattr(module, "_LOOK_AGAIN", 2)
        facts = {empty.fact("claim", text, "2026"): text for text in texts}
        sources = {empty.source(text, title=""): text for text in texts}
        derived.refresh(empty.conn, facts, [], sources)
        found = find(empty.conn, " ".join(typed), 100)
        few = find(empty.conn, " ".join(typed), 2)
        savepoint.rollback()
    assert set(found.facts) == plainly(facts, " ".join(typed))
    assert set(found.sources) == plainly(sources, " ".join(typed))
    assert few.facts == found.facts[:2], "the newest, whichever way they are found"


def test_of_a_pasted_page_the_first_words_are_looked_for(draft) -> None:
    page = " ".join(f"w{number}" for number in range(32))
    draft.fact("claim", page)
    assert len(search(draft.indexed(), f"{page} nowhere")) == 1


@pytest.mark.parametrize("typed", ["word " * 100_000, "漢" * 100_000, '"' * 100_000, "x" * 10_000])
def test_a_pasted_page_is_no_error(story, typed: str) -> None:
    assert search(story, typed) == []
    assert best_facts(story, typed, 9, None, ()).hits == []
