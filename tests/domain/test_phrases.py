"""Text from outside in our sentences is never a place for other text, and never turns its neighbours."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.phrases import END_ISOLATE, ISOLATE, balanced, beside, fill

HEBREW = "\u05e9\u05dc\u05d5\u05dd"


@pytest.mark.parametrize(
    ("frame", "parts", "filled"),
    [
        ("%1 and %2", ("%2", "b"), "%2 and b"),
        ("%2, then %1", ("%1%2", "%1"), "%1, then %1%2"),
        ("%1", (r"\1 \g<0> {0} %s %%",), r"\1 \g<0> {0} %s %%"),
        ("%1 of %2", ("a",), "a of %2"),
        ("100 % of %1", ("a",), "100 % of a"),
        ("By %1!", (HEBREW,), f"By {ISOLATE}{HEBREW}{END_ISOLATE}!"),
    ],
)
def test_every_place_is_filled_once(frame: str, parts: tuple[str, ...], filled: str) -> None:
    assert fill(frame, *parts) == filled


@given(st.text(), st.text())
def test_a_sentence_is_its_own_words_and_the_parts(one: str, two: str) -> None:
    assert fill("<%1|%2>", one, two) == f"<{beside(one)}|{beside(two)}>"


@given(st.text(st.characters() | st.sampled_from("\u2066\u2067\u2068\u2069\u202e\u05d0")))
def test_nothing_reaches_out_of_a_part(text: str) -> None:
    depth, part = 0, beside(text)
    for char in part:
        depth += (char in "\u2066\u2067\u2068") - (char == END_ISOLATE)
        assert depth >= 0
        assert not "\u202a" <= char <= "\u202e"
        if unicodedata.bidirectional(char) in ("R", "AL"):
            assert depth > 0, "what is written from right to left stands within an isolate"
    assert depth == 0


def test_only_what_turns_is_isolated() -> None:
    assert beside("林俊旸, é 👩‍👩‍👧 1") == "林俊旸, é 👩‍👩‍👧 1"
    assert balanced("a\u2069b\u2067c\u2066d\u2069\u202e") == "abc\u2066d\u2069"
