"""Words that somebody types: where they stand in a text, and what they stand for in a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.names import search_keys
from qwenbrowser.domain.words import Words, cut


def test_words_stand_in_any_text_at_their_beginning() -> None:
    words = Words.of_names("sw l")
    assert words.spans("Switch light and dark") == ((0, 2), (7, 8))
    assert words.all_in("Switch light and dark")
    assert not words.all_in("Switch")
    assert Words.of("+ ?").spans("+ ?") == ()


@pytest.mark.parametrize(
    ("typed", "texts", "held"),
    [
        ("end era", ("the end", "of an era"), True),
        ("end er", ("the end", None, "of an era"), True),
        ("en era", ("the end of an era",), False),
        ("era", ("operas",), False),
        ("模型", ("大模型", ""), True),
        ("模型", ("模", "型"), False),
    ],
)
def test_texts_hold_words_together(typed: str, texts: tuple[str | None, ...], held: bool) -> None:
    assert Words.of(typed).all_in_texts(*texts) is held


@pytest.mark.parametrize(
    ("typed", "name", "marked"),
    [
        ("bh", "Binyuan Hui", ["B", "H"]),
        ("linj", "林俊旸", ["林俊"]),
        ("linjunyang", "林俊旸 (Justin)", ["林俊旸"]),
        ("yang justin", "林俊旸 (Justin)", ["旸", "Justin"]),
        ("lj", "林俊旸", ["林俊"]),
        ("zengyi", "曾毅", ["曾毅"]),
        ("ceng", "曾毅", ["曾"]),
        ("lu", "吕布", ["吕"]),
        ("hui", "惠", ["惠"]),
        ("e", "Émile Zola", ["É"]),
        ("ez", "Émile Zola", ["É", "Z"]),
        ("q", "Binyuan Hui", []),
    ],
)
def test_what_an_abbreviation_stands_for_is_marked(typed: str, name: str, marked: list[str]) -> None:
    spans, found = Words.of_names(typed).places_in_name(name, search_keys(name))
    assert [name[start:end] for start, end in spans] == marked
    assert found == len(set(typed.split()) if marked else ())


@given(
    st.lists(st.sampled_from(["b", "h", "lin", "era", "惠"]), max_size=3),
    st.text("Binyuan Hui林俊旸é -@"),
    st.text("binyuan hui lj"),
)
def test_marks_of_any_name_lie_in_it_whatever_its_keys(typed: list[str], name: str, keys: str) -> None:
    spans, _ = Words.of_names(" ".join(typed)).places_in_name(name, keys)
    ends = [place for span in spans for place in span]
    assert ends == sorted(set(ends))
    assert not ends or 0 <= ends[0] < ends[-1] <= len(name)


def test_a_run_without_end_is_looked_through_once() -> None:
    assert len(Words.of("型").spans("模型" * 10_000)) == 10_000


def test_a_line_begins_with_its_paragraph_where_that_is_near() -> None:
    text = f"{'before ' * 30}\nA needle"
    assert cut(text, Words.of("needle").spans(text)) == ("A needle", ((2, 8),))
