"""Rows of lists: whatever they hold and however wide they are, no text runs out of a row or over another."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.row_delegate import LAYOUTS
from qwenbrowser.widgets.row_layouts import CardLayout, RowState
from qwenbrowser.widgets.rows import CardRow, ChangeRow, DatedRow, DateGlyph, Field, Heading, NameRow
from qwenbrowser.widgets.text_block import TextBlock

EDGE = 4
"""Nothing is written nearer to the edges of a row than this, in pixels."""


class Recorder(QPainter):
    """Paints, and keeps where ink of text falls."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.texts: list[tuple[str, QRectF]] = []

    def drawText(self, place: QRectF | QPointF, *flags_and_text: Any) -> None:
        *flags, text = flags_and_text
        metrics = QFontMetricsF(self.font())
        wide, high = metrics.horizontalAdvance(text), metrics.ascent()
        if isinstance(place, QPointF):  # where the base line begins
            ink = metrics.tightBoundingRect(text).translated(place)
            self.texts.append((text, ink))
            return
        left = place.left()
        if int(flags[0]) & int(Qt.AlignmentFlag.AlignRight):
            left = place.right() - wide
        elif int(flags[0]) & int(Qt.AlignmentFlag.AlignHCenter):
            left = place.center().x() - wide / 2
        self.texts.append((text, QRectF(left, place.center().y() - high / 2, wide, high)))


def painted(content: object, width: int, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The layout of a row, and where its texts are painted."""
    image = QImage(width, 10, QImage.Format.Format_ARGB32_Premultiplied)
    layout = LAYOUTS[type(content)](content, width, theme)
    painter = Recorder(image)

    def draw(block: TextBlock, _painter: QPainter, x: float, y: float, _color: object) -> None:
        painter.texts.append((block._layout.text(), QRectF(x, y, block.width, block.height)))

    with monkeypatch.context() as patch:
        patch.setattr(TextBlock, "draw", draw)
        try:
            layout.paint(painter, RowState())
        finally:
            painter.end()
    return layout, [(text, box) for text, box in painter.texts if text.strip("\u2068\u2069 ")]


words = st.text("iaWM,.“”é 林俊旸😀", max_size=60)
dates = st.sampled_from(
    ["2019", "Sep 2023", "3–4 Mar 2026", "no later than 4 Mar 2026", "undated, as of 4 Mar 2026"]
)
pills = st.sampled_from(["", "1 outlet", "12 outlets", "1,234 outlets"])

icon = {"icon": st.just("quote"), "icon_token": st.just("quote")}
either = st.booleans()

FIELDS = st.tuples(
    *(
        st.builds(
            Field,
            label=st.just(label),
            value=words,
            style=st.sampled_from(["plain", "missing", "words", "removed"]),
            check=st.sampled_from(["", "Wording matches source"]),
        )
        for label in ("Before", "After")
    )
)
ROWS = {
    "heading": st.builds(Heading, title=words, count=st.sampled_from(["", "0", "12 statements"]), note=words),
    "name": st.builds(
        NameRow,
        name=words,
        detail=words,
        initials=st.just("BH"),
        square=either,
        count=st.sampled_from(["", "1 quote", "12 paraphrases"]),
    ),
    "card": st.builds(
        CardRow,
        **icon,
        text=words,
        words=either,
        lead=words,
        detail=words,
        extra=words,
        date=dates | words,
        pill=pills,
        pill_filled=either,
        unclear=either,
    ),
    "dated": st.builds(
        DatedRow,
        **icon,
        date=dates | words,
        glyph=st.sampled_from(DateGlyph),
        approximate=either,
        text=words,
        words=either,
        detail=words,
        strong=either,
        unclear=either,
    ),
    "change": st.builds(
        ChangeRow,
        **icon,
        title=words,
        fields=FIELDS,
        date_label=st.just("When"),
        date=dates.map("Not stated, {}".format),
        date_uncertain=either,
        hedge=words,
        hedge_pill=st.sampled_from(["", "1 report says: unclear", "12 reports say: unclear"]),
    ),
}


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Theme:
    theme = Theme()
    theme.apply(qapp, "light")
    return theme


@pytest.fixture(autouse=True)
def usual_size(look: Theme) -> None:
    look.fonts.resize(100)


@pytest.mark.parametrize("kind", ROWS)
@given(data=st.data(), width=st.integers(240, 800), percent=st.sampled_from([80, 100, 150, 200]))
def test_every_text_stays_in_its_place(
    look: Theme, kind: str, data: st.DataObject, width: int, percent: int
) -> None:
    content = data.draw(ROWS[kind])
    look.fonts.resize(percent)
    width = max(width, round(width * look.fonts.scale))
    layout, texts = painted(content, width, look, pytest.MonkeyPatch())
    for text, box in texts:
        room = QRectF(EDGE, 0, width - 2 * EDGE + 0.5, layout.height)
        assert room.contains(box), (text, box, room)
    for (one, first), (other, second) in combinations(texts, 2):
        common = first.intersected(second)
        assert common.width() < 1 or common.height() < 1, (one, first, other, second)


@pytest.mark.parametrize("kind", ROWS)
@given(data=st.data(), width=st.integers(240, 800))
def test_a_height_depends_on_content_and_width_alone(
    look: Theme, kind: str, data: st.DataObject, width: int
) -> None:
    content = data.draw(ROWS[kind])
    make = LAYOUTS[type(content)]
    height = make(content, width, look).height
    assert height == make(content, width, look).height > 0
    assert make(content, width + 400, look).height <= height, "more room never takes more height"


def test_a_long_text_ends_in_an_ellipsis_and_takes_no_more_lines(look: Theme) -> None:
    def card(text: str) -> CardRow:
        return CardRow("quote", "quote", text, words=True, lead="Person A", date="2019", pill="1 outlet")

    long, longer = (CardLayout(card("word " * times), 300, look) for times in (200, 2000))
    assert long.height == longer.height
    _layout, texts = painted(card("word " * 200), 300, look, pytest.MonkeyPatch())
    assert [text[-1] for text, _box in texts if text.startswith("word")] == ["…"]


@pytest.mark.parametrize(("width", "wraps"), [(600, False), (240, True)])
def test_the_date_of_a_card_goes_below_where_it_does_not_fit(look: Theme, width: int, wraps: bool) -> None:
    row = CardRow("quote", "quote", "Words", words=True, lead="The Mainstream", detail="outlet’s words",
                  date="page date 4 Mar 2026", pill="1 outlet")  # fmt: skip
    _layout, texts = painted(row, width, look, pytest.MonkeyPatch())
    at = {text.strip("\u2068\u2069"): box for text, box in texts}
    below = at["page date 4 Mar 2026"].top() > at["The Mainstream"].bottom()
    assert below == wraps


def test_the_whole_of_a_row_is_said_in_its_parts(look: Theme) -> None:
    """Where there is room nothing is cut."""
    change = ChangeRow(
        title="X profile (field not stated)", icon="quote", icon_token="quote",
        fields=(Field("Before", "Not recorded", "missing"), Field("After", "formerly", "words", "ok")),
        date_label="When", date="Not stated, no later than 4 Mar 2026", date_uncertain=True,
        hedge="it is not clear", hedge_pill="1 report says: unclear",
    )  # fmt: skip
    _layout, texts = painted(change, 352, look, pytest.MonkeyPatch())
    shown = {text.strip("\u2068\u2069") for text, _box in texts}
    assert shown == {
        "X profile (field not stated)", "Before", "Not recorded", "After", "formerly", "ok", "When",
        "Not stated, no later than 4 Mar 2026", "1 report says: unclear", "it is not clear",
    }  # fmt: skip
