"""Text from outside is shown as it is: never markup, never reordering, never a shortcut."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.text import (
    END_ISOLATE,
    ISOLATE,
    PlainLabel,
    isolate,
    message_box,
    mnemonic_escape,
    plain_tooltip,
    visible,
)

MARKUP = [
    "<b>bold</b>",
    "<img src=file:///etc/hostname>",
    '<img src="file:/etc/hostname" onerror=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "<script>alert(1)</script>",
    "<html><body>x</body></html>",
    "<!DOCTYPE html><p>x",
    "<?xml version='1.0'?><x/>",
    "  \n <p>after space</p>",
    "text first <br> then a tag",
    "a &lt;b&gt; c",
    "&lt;",
    "x &amp; &lt;i&gt; y\n<u>z</u>",
    "<table>" * 20 + "x" + "</table>" * 20,
    "<style>*{color:red}</style>",
    "<object data=file:///etc/hostname></object>",
    "<IMG SRC=FILE:///X>",
    "<br/>",
    "<h1\n>split</h1>",
    "<svg onload=x></svg>",
    "< b>spaced</b>",
    "<p",
    "# Title\n**bold** ![i](file:///x) [l](file:///x)",
    "<" + "b" * 3000 + ">",
]
ODD = [
    "AT&T",
    "&File",
    "a\tb",
    "nul\0inside",
    "line\nbreak\r\nand\rmore",
    "\u202eright to left",
    "a\u2066unpaired",
    "pop\u2069pop\u2069",
    "\u202a\u202b\u202d\u202c",
    "para\u2029graph\u2028line\u0085next",
    "z" + "\u0301\u0302\u0303" * 40,
    "lone \ud800 surrogate \udfff",
    "bom\ufeff nonchar\ufffe\uffff\ufdd0",
    "object\ufffc",
    "👩‍👩‍👧 🇨🇳 é",
    "",
    " ",
    "\x1b[31mred\x7f\x9b",
    "עברית and العربية",
    "林俊旸",
]
HOSTILE = MARKUP + ODD
EACH = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
anything = st.text(st.characters(exclude_categories=()) | st.sampled_from("<>&;bil/ \n\u202e\u2066\u2069\t"))


@EACH
def test_tooltips_are_plain_to_qt(text: str) -> None:
    assert not GuiQt.mightBeRichText(plain_tooltip(text))


@given(anything)
def test_no_text_makes_a_rich_tooltip(text: str) -> None:
    assert not GuiQt.mightBeRichText(plain_tooltip(text))


@pytest.mark.parametrize("text", MARKUP, ids=range(len(MARKUP)))
def test_tooltips_keep_every_character(text: str) -> None:
    def solid(value: str) -> str:
        return "".join(value.replace("\u2060", "").split())

    kept = solid(plain_tooltip(text))
    assert kept == solid(text) or (kept.endswith("…") and solid(text).startswith(kept[:-1]))


def test_what_tooltips_must_not_become_is_rich_to_qt() -> None:
    """The payloads are real: Qt would take most of them for markup."""
    assert sum(GuiQt.mightBeRichText(text) for text in MARKUP) >= 15


def test_long_tooltips_are_wrapped_and_cut() -> None:
    shown = plain_tooltip("word " * 2000)
    assert max(map(len, shown.split("\n"))) <= 72
    assert len(shown) < 1700
    assert shown.endswith("…")
    assert plain_tooltip("first\nsecond") == "first\nsecond"


@EACH
def test_a_label_that_guesses_takes_a_tooltip_for_plain(theme: Theme, qtbot: QtBot, text: str) -> None:
    """What Qt shows tooltips in is such a label."""
    guessing, plain = QLabel(plain_tooltip(text)), QLabel()
    plain.setTextFormat(Qt.TextFormat.PlainText)
    plain.setText(plain_tooltip(text))
    for label in (guessing, plain):
        qtbot.addWidget(label)
    assert guessing.sizeHint() == plain.sizeHint()


@EACH
def test_labels_hold_the_text_itself(theme: Theme, qtbot: QtBot, text: str) -> None:
    label = PlainLabel(text, lines=0)
    qtbot.addWidget(label)
    label.resize(200, 80)
    label.grab()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == visible(text, lines=True)
    assert not GuiQt.mightBeRichText(label.toolTip())


def test_markup_is_drawn_letter_by_letter(theme: Theme, qtbot: QtBot) -> None:
    """The tags are there to be read, so they take room."""
    font = theme.fonts.ui(13)
    tagged, bold = PlainLabel("<b>x</b>", font=font), PlainLabel("x", font=font)
    for label in (tagged, bold):
        qtbot.addWidget(label)
    assert tagged.sizeHint().width() > 4 * bold.sizeHint().width()


def test_no_file_is_read(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    assert image.save(str(picture))
    payload = f'<img src="{picture.as_uri()}">'
    rich = QLabel(payload)
    qtbot.addWidget(rich)
    assert rich.sizeHint().height() >= 300, "the payload works against an ordinary label"
    label = PlainLabel(payload)
    qtbot.addWidget(label)
    assert label.sizeHint().height() < 40
    box = message_box(None, payload, payload, payload)
    qtbot.addWidget(box)
    assert all(part.textFormat() is Qt.TextFormat.PlainText for part in box.findChildren(QLabel))
    assert box.sizeHint().height() < 300


@EACH
def test_message_boxes_are_plain(theme: Theme, qtbot: QtBot, text: str) -> None:
    box = message_box(None, text, text, text)
    qtbot.addWidget(box)
    shown = [part for part in box.findChildren(QLabel) if part.text()]
    assert {part.textFormat() for part in shown} <= {Qt.TextFormat.PlainText}
    assert box.text() == visible(text, lines=True)


@EACH
def test_menus_show_it_and_take_no_shortcut_from_it(theme: Theme, qtbot: QtBot, text: str) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction(mnemonic_escape(text))
    assert "\t" not in action.text()
    button = QPushButton(mnemonic_escape(text))
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert button.text().replace("&&", "&") == visible(text)


@EACH
def test_isolated_text_cannot_reach_out(text: str) -> None:
    whole = isolate(text)
    assert (whole[0], whole[-1]) == (ISOLATE, END_ISOLATE)
    depth = 0
    for place, char in enumerate(whole):
        depth += (char in "\u2066\u2067\u2068") - (char == END_ISOLATE)
        assert depth > 0 or place == len(whole) - 1
        assert not "\u202a" <= char <= "\u202e"
        assert char not in "\n\r\u2028\u2029\u0085\t\0"
    assert depth == 0


@given(anything)
def test_visible_text_is_clean_and_settled(text: str) -> None:
    for lines in (False, True):
        shown = visible(text, lines=lines)
        assert visible(shown, lines=lines) == shown
        assert all(char >= " " or (lines and char == "\n") for char in shown)
        shown.encode("utf-8")


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert visible(text) == text


def test_what_is_made_visible() -> None:
    assert visible("a\tb\0c") == "a␉b␀c"
    assert visible("a\r\nb\u2029c", lines=True) == "a\nb\nc"
    assert visible("a\nb") == "a␤b"
    assert visible("\u202eabc\u202c") == "abc"
    assert visible(isolate("x") + "\u2067y") == isolate("x") + "y"
    assert visible("Nguye\u0302\u0303n") == "Nguye\u0302\u0303n"
    assert visible("z" + "\u0301" * 90) == "z" + "\u0301" * 4
    assert visible("\ud800") == "\ufffd"
    assert visible("שלום\u200f!") == "שלום\u200f!"


class TestPlainLabel:
    LONG = "A sentence that is far too long for the little room that it is given here"

    @pytest.fixture
    def label(self, theme: Theme, qtbot: QtBot) -> PlainLabel:
        label = PlainLabel(self.LONG, font=theme.fonts.ui(13))
        qtbot.addWidget(label)
        label.show()
        return label

    def test_knows_before_it_is_shown(self, theme: Theme, qtbot: QtBot) -> None:
        label = PlainLabel(self.LONG)
        qtbot.addWidget(label)
        label.resize(label.sizeHint())
        assert not label.is_elided
        label.resize(60, 20)
        assert label.is_elided

    def test_elides_and_tells_the_whole_text(self, label: PlainLabel) -> None:
        label.resize(120, 20)
        assert label.is_elided
        assert label.toolTip().replace("\n", " ") == self.LONG
        assert label.text() == self.LONG
        label.resize(label.sizeHint())
        assert not label.is_elided
        assert label.toolTip() == ""

    def test_paints_nothing_beyond_its_room(self, label: PlainLabel) -> None:
        """Cut off, the last letters would touch the right edge; elided, they do not."""
        label.resize(120, 20)
        image = label.grab().toImage()
        ground = image.pixelColor(119, 0)
        assert all(image.pixelColor(119, y) == ground for y in range(20))
        assert any(image.pixelColor(x, y) != ground for x in range(60) for y in range(20))

    def test_own_tooltip_gives_way_to_the_text(self, label: PlainLabel) -> None:
        label.set_tooltip("<b>hint</b>")
        label.resize(label.sizeHint())
        assert label.toolTip().replace("\u2060", "") == "<b>hint</b>"
        label.resize(60, 20)
        assert label.toolTip().replace("\n", " ") == self.LONG

    def test_may_become_small(self, label: PlainLabel) -> None:
        assert label.minimumSizeHint().width() < 60
        label.setText("I")
        assert label.minimumSizeHint().width() <= label.sizeHint().width()

    def test_wraps_and_grows_downwards(self, theme: Theme, qtbot: QtBot) -> None:
        label = PlainLabel(self.LONG, lines=0)
        qtbot.addWidget(label)
        assert label.hasHeightForWidth()
        assert label.heightForWidth(100) > 2 * label.heightForWidth(400)
        label.resize(100, label.heightForWidth(100))
        assert not label.is_elided

    def test_stops_at_the_last_line(self, theme: Theme, qtbot: QtBot) -> None:
        label = PlainLabel(self.LONG, lines=2)
        qtbot.addWidget(label)
        label.resize(100, 40)
        assert label.is_elided
        assert label.heightForWidth(100) == label.heightForWidth(50)

    def test_takes_colour_and_font(self, theme: Theme, label: PlainLabel) -> None:
        label.resize(label.sizeHint())
        label.set_color(theme.tokens.error)
        image = label.grab().toImage()
        reds = [image.pixelColor(x, y) for x in range(100) for y in range(image.height())]
        assert any(c.red() > 150 and c.green() < 80 for c in reds)
        narrow = label.sizeHint()
        label.setFont(theme.fonts.ui(22))
        assert label.sizeHint().width() > narrow.width()
        assert label.is_elided

    def test_a_screen_reader_hears_the_text(self, label: PlainLabel) -> None:
        label.setText("AT&T <b>")
        interface = QAccessible.queryAccessibleInterface(label)
        assert interface.role() == QAccessible.Role.StaticText
        assert interface.text(QAccessible.Text.Name) == "AT&T <b>"
