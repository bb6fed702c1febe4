"""Anchors: normalised text, selectors, re-anchoring, and code points to UTF-16 and back for any text."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qwenbrowser.domain.anchors import CONTEXT, Utf16Map, locate, normalise, selector

# Marks that combine, right-to-left override, joined emoji, CJK beyond U+FFFF, separators that Qt rewrites.
AWKWARD = "a\u0301\u0323\u202e\u2066\u200d👩‍🔬🇨🇳𠀋\u2028\u2029\u00a0\u000b\u000c\t\n é中"
REMOVED = "\ufeff\0\udc00\udfff\ud800\udbff\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff"

kept_characters = st.sampled_from(AWKWARD) | st.characters(exclude_categories=["Cs"])
texts = st.text(kept_characters)
raw_texts = st.text(st.sampled_from(AWKWARD + REMOVED + "\r\n") | st.characters())


def noncharacter(character: str) -> bool:
    return 0xFDD0 <= ord(character) <= 0xFDEF or ord(character) & 0xFFFE == 0xFFFE


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\r\nb\rc\nd\r\r\n", "a\nb\nc\nd\n\n"),
        ("\ufeffa\ufeffb\0c", "abc"),
        ("a\ud800b\udc00c", "abc"),
        ("\ud83d\ude00", "😀"),
        ("\ude00\ud83d", ""),
        ("\ud83d\ud83d\ude00", "😀"),
        ("".join(REMOVED), ""),
        (AWKWARD, AWKWARD),
        ("e\u0301", "e\u0301"),
        ("\u202eabc\ufffd", "\u202eabc\ufffd"),
    ],
)
def test_normalise(raw: str, kept: str) -> None:
    assert normalise(raw) == kept


@given(raw_texts)
def test_normalised_text_can_be_stored_and_stays_as_it_is(raw: str) -> None:
    text = normalise(raw)
    assert normalise(text) == text
    assert text.encode("utf-8").decode("utf-8") == text
    assert not any(c in "\r\0\ufeff" or noncharacter(c) or unicodedata.category(c) == "Cs" for c in text)


@given(texts)
def test_normalise_takes_nothing_else_away(raw: str) -> None:
    text = raw.replace("\r", "")
    assert normalise(text) == "".join(c for c in text if c not in "\0\ufeff" and not noncharacter(c))


def test_a_selector_is_the_words_and_32_characters_on_either_side() -> None:
    text = "p" * 40 + "the end of an era" + "s" * 40
    assert selector(text, 40, 57) == ("the end of an era", "p" * CONTEXT, "s" * CONTEXT)
    assert CONTEXT == 32
    assert selector("😀中", 0, 1) == ("😀", "", "中")


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 4), (4, 5)])
def test_a_span_outside_the_text_or_empty_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"no span {start} to {end} in a text of 3 characters"):
        selector("abc", start, end)


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, int, int]:
    text = normalise(draw(st.text(kept_characters, min_size=1)))
    assume(text)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(spans())
def test_selector_round_trip(span: tuple[str, int, int]) -> None:
    text, start, end = span
    exact, prefix, suffix = selector(text, start, end)
    assert text[start:end] == exact
    assert text[:start].endswith(prefix)
    assert text[end:].startswith(suffix)
    assert (len(prefix), len(suffix)) == (min(CONTEXT, start), min(CONTEXT, len(text) - end))
    assert locate(text, exact, prefix, suffix, start) == start


@given(spans(), texts, st.integers(-5, 500))
def test_a_located_place_holds_the_words(span: tuple[str, int, int], other: str, near: int) -> None:
    text, start, end = span
    exact, prefix, suffix = selector(text, start, end)
    changed = other + text
    place = locate(changed, exact, prefix, suffix, near)
    assert place is not None
    assert changed[place : place + len(exact)] == exact
    if changed.count(exact) == 1:
        assert place == changed.index(exact)
    if exact not in other:
        assert locate(other, exact, prefix, suffix, near) is None


def test_words_that_stand_twice_are_told_apart_by_their_surroundings() -> None:
    old = "Zhao called it the end. Jin called it the end."
    exact, prefix, suffix = selector(old, old.rindex("the end"), old.rindex("the end") + 7)
    new = "Added before. " * 3 + old + " Later a third wrote: the end."
    assert locate(new, exact, prefix, suffix, near=old.index("the end")) == new.index("Jin called it ") + 14


def test_without_surroundings_the_nearest_place_is_taken() -> None:
    text = "x era " * 10
    places = [2 + 6 * index for index in range(10)]
    for near in (0, 14, 17, 21, 58, 1_000):  # 17 lies in the middle: the earlier one
        assert locate(text, "era", "", "", near) == min(places, key=lambda place: abs(place - near))


def test_words_at_the_remembered_place_give_way_to_agreeing_surroundings() -> None:
    assert locate("one era, two era!", "era", "two ", "!", near=4) == 13
    assert locate("one era, two era!", "era", "one ", ",", near=13) == 4


def test_overlapping_places_are_seen() -> None:
    assert locate("aaab", "aa", "a", "b", near=0) == 1


def test_no_words_have_no_place() -> None:
    assert locate("abc", "", "", "", 0) is None
    assert locate("", "a", "", "", 0) is None


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(raw_texts.map(normalise))
def test_code_points_to_utf16_and_back(text: str) -> None:
    offsets = Utf16Map(text)
    for place in range(len(text) + 1):
        units = offsets.to_utf16(place)
        assert units == utf16_length(text[:place])
        assert offsets.to_code_point(units) == place


@given(st.text(st.sampled_from("a😀中𠀋"), min_size=1))
def test_the_middle_of_a_pair_is_the_start_of_its_character(text: str) -> None:
    offsets = Utf16Map(text)
    for place, character in enumerate(text):
        if ord(character) > 0xFFFF:
            assert offsets.to_code_point(offsets.to_utf16(place) + 1) == place


def test_offsets_outside_the_text_are_refused() -> None:
    offsets = Utf16Map("a😀")
    assert (offsets.to_utf16(2), offsets.to_code_point(3)) == (3, 2)
    for convert, offset in [(offsets.to_utf16, 3), (offsets.to_code_point, 4)]:
        with pytest.raises(ValueError, match=f"no offset {offset}"):
            convert(offset)
        with pytest.raises(ValueError, match="no offset -1"):
            convert(-1)


def test_a_text_without_pairs_costs_nothing() -> None:
    plain, mixed = Utf16Map("中" * 100_000), Utf16Map("😀" * 1_000)
    size = {
        map_: sum(sys.getsizeof(getattr(map_, slot)) for slot in Utf16Map.__slots__)
        for map_ in (plain, mixed)
    }
    assert size[plain] < 400
    assert size[mixed] > 16_000
