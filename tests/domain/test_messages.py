"""Messages: plain English for everybody, and another language for a window that knows their templates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.messages import Message, joined, recognised, translated

CHINESE = {
    "The story has no source %1.": "专题中没有出处 %1。",
    "Open it with version %1 or later.": "请用 %1 或更高版本打开。",
    "%2 of %1": "%1 之 %2",
    "Import %1": "导入 %1",
    "%1 %2": "%1%2",
}


def in_chinese(template: str) -> str:
    return CHINESE.get(template, template)


def test_a_message_is_its_english_text() -> None:
    made = Message("The story has no source %1.", 7)
    assert made == "The story has no source 7."
    assert str(NotFound(made, "Check the address.")) == "The story has no source 7. Check the address."


def test_a_message_is_said_by_its_template_whatever_the_order_of_the_parts() -> None:
    assert translated(Message("The story has no source %1.", 7), in_chinese) == "专题中没有出处 7。"
    assert translated(Message("%2 of %1", "a", "b"), in_chinese) == "a 之 b"


def test_a_part_from_outside_is_no_template_and_a_message_in_it_is_said_too() -> None:
    outside = "Import %1 %2"
    assert (
        translated(Message("The story has no source %1.", outside), in_chinese)
        == f"专题中没有出处 {outside}。"
    )
    inner = Message("Open it with version %1 or later.", "2.0")
    assert translated(Message("The story has no source %1.", inner), in_chinese).endswith(
        "请用 2.0 或更高版本打开。。"
    )


def test_what_has_no_translation_is_shown_as_it_is() -> None:
    assert translated("whatever", in_chinese) == "whatever"
    assert translated(Message("Nobody knows %1", "this"), in_chinese) == "Nobody knows this"


def test_sentences_are_joined_and_each_is_said() -> None:
    one, two = Message("The story has no source %1.", 1), Message("Open it with version %1 or later.", 2)
    assert joined(one, None, "", two, one) == f"{one} {two} {one}"
    assert translated(joined(one, two), in_chinese) == "专题中没有出处 1。请用 2 或更高版本打开。"
    assert translated(joined(one, "no template", two), in_chinese) == (
        "专题中没有出处 1。no template请用 2 或更高版本打开。"
    )
    assert joined(None, one) is one
    assert joined() == ""


@pytest.mark.parametrize("text", ["Imported X", "import X", "", "Quote changed"])
def test_a_stored_text_that_fits_no_template_stays(text: str) -> None:
    assert translated(recognised(text, ["Import %1"]), in_chinese) == text


@given(st.text())
def test_a_stored_label_is_recognised_with_its_part(part: str) -> None:
    stored = "".join(Message("Import %1", part))
    found = recognised(stored, ["Import %1"])
    assert isinstance(found, Message)
    assert (found.template, found.parts, found) == ("Import %1", (part,), stored)
