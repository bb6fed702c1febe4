"""Text from outside can neither steer a terminal nor turn what stands beside it, and columns align."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.cli.as_json import dumps
from qwenbrowser.cli.terminal import Progress, pad, safe, table, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\\tb\\nc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b2J", "\\x9b2J"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("a\u2028b\ufeff", "a\\u2028b\\ufeff"),
        ("AT&T <b>[/red]", "AT&T <b>[/red]"),
        ("👩\u200d💻 张三 é", "👩\u200d💻 张三 é"),
        ("שלום 1", "\u2068שלום 1\u2069"),
    ],
)
def test_hidden_characters_are_shown_and_directions_isolated(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_steers_is_left_of_any_text(text: str) -> None:
    shown = safe(text)
    inner = shown.removeprefix("\u2068").removesuffix("\u2069")
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown)
    assert not set(inner) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in inner):
        assert (shown[0], shown[-1]) == ("\u2068", "\u2069")


def test_wide_and_combining_characters_count_as_they_are_shown() -> None:
    assert width("张三") == 4
    assert width("e\u0301") == 1
    assert width("\u2068שלום\u2069") == 4
    assert pad("张", 3) == "张 "
    assert pad("longer", 3) == "longer"


def test_columns_align() -> None:
    assert table([["张三", "x"], ["Person A", ""]]) == ["张三      x", "Person A"]
    assert table([]) == []


def test_json_on_a_terminal_steers_nothing_and_stays_the_same_value() -> None:
    text = "\x1b[2J \x9b2J \x7f \u202egnp.exe \u2067 \0 “林俊旸” \\x9b"
    shown = dumps({"text": text})
    assert shown.isprintable()
    assert "“林俊旸”" in shown
    assert json.loads(shown) == {"text": text}


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_gone_behind_it() -> None:
    terminal, file = _Terminal(), io.StringIO()
    for stream in (terminal, file):
        with Progress(stream) as told:
            told(0.345, 41_000)
            told(0.346, 41_001)  # too soon for a new line
    assert terminal.getvalue() == "\r\x1b[K34 %, 41,000 records\r\x1b[K"
    assert file.getvalue() == ""
