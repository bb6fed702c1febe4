"""Shapes of delegates: what they draw, where, and the same on a fine screen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from qwenbrowser.domain.dates import Shape
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets import paint
from qwenbrowser.widgets.date_glyph import draw_date_glyph
from qwenbrowser.widgets.paint import PILL_HEIGHT, PillLook, draw_rounded, initials

INK = QColor("#8A3A9E")
Draw = Callable[[QPainter], object]


def drawn(draw: Draw, width: int = 260, height: int = 60, ratio: int = 1) -> QImage:
    image = QImage(width * ratio, height * ratio, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def inked(image: QImage) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is drawn, in device pixels."""
    marked = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 8
    ]
    assert marked, "nothing was drawn"
    across, down = [x for x, _ in marked], [y for _, y in marked]
    return min(across), min(down), max(across), max(down)


def alpha(image: QImage, x: float, y: float) -> int:
    return image.pixelColor(int(x), int(y)).alpha()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Binyuan Hui", "BH"),
        ("Qwen", "Q"),
        ("The Mainstream", "TM"),
        ("Alibaba Group Holding Ltd.", "AL"),
        ("@Alibaba_Qwen", "A"),
        ("林俊旸", "林"),
        ("élan vital", "ÉV"),
        ("3.5 Small", "3S"),
        ("ß", "S"),
        ("<img src=x>", "IS"),
        ("--", "?"),
        ("", "?"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_is_round_and_an_organisation_square(theme: Theme) -> None:
    box = QRectF(0, 0, 40, 40)
    person = drawn(lambda p: paint.draw_avatar(p, box, "BH", False, theme), 40, 40)
    organisation = drawn(lambda p: paint.draw_avatar(p, box, "BH", True, theme), 40, 40)
    assert alpha(person, 3, 3) == 0
    assert alpha(organisation, 3, 3) > 200
    assert person.pixelColor(20, 4) in theme.tokens.avatars
    assert person.pixelColor(20, 4) == organisation.pixelColor(20, 4), "the same name has the same colour"


def test_an_avatar_stays_square_in_an_oblong(theme: Theme) -> None:
    image = drawn(lambda p: paint.draw_avatar(p, QRectF(0, 0, 100, 40), "BH", True, theme), 100, 40)
    assert inked(image) == (30, 0, 69, 39)


@pytest.mark.parametrize("look", PillLook)
@pytest.mark.parametrize("icon", ["", "clock"])
@pytest.mark.parametrize("ratio", [1, 2])
def test_pills_fill_the_room_they_ask_for(theme: Theme, look: PillLook, icon: str, ratio: int) -> None:
    text = "no later than 4 Mar 2026"
    widths: list[int] = []
    image = drawn(
        lambda p: widths.append(paint.draw_pill(p, 4, 6, text, INK, theme, look=look, icon=icon)), ratio=ratio
    )
    left, top, right, bottom = inked(image)
    assert widths == [paint.pill_width(text, theme, icon=icon)]
    assert (left, top) == (4 * ratio, 6 * ratio)
    assert (right + 1, bottom + 1) == ((4 + widths[0]) * ratio, (6 + PILL_HEIGHT) * ratio)


def test_looks_differ(theme: Theme) -> None:
    images = [
        drawn(lambda p, look=look: paint.draw_pill(p, 0, 0, "1 outlet", INK, theme, look=look))
        for look in PillLook
    ]
    assert all(one != other for n, one in enumerate(images) for other in images[n + 1 :])


def test_text_of_a_pill_keeps_clear_of_its_ends(theme: Theme) -> None:
    image = drawn(
        lambda p: paint.draw_pill(p, 0, 0, "Wording matches source", INK, theme, look=PillLook.OUTLINED)
    )
    width = paint.pill_width("Wording matches source", theme)
    middle = range(8, PILL_HEIGHT - 8)
    for x in (*range(3, 8), *range(width - 8, width - 3)):
        assert all(alpha(image, x, y) < 8 for y in middle)


@pytest.mark.parametrize("ratio", [1, 2])
def test_hatches_are_as_far_apart_on_every_screen(theme: Theme, ratio: int) -> None:
    path = QPainterPath()
    path.addRect(0, 0, 100, 20)
    image = drawn(lambda p: paint.hatch(p, path, INK, 5), 100, 20, ratio)
    row = [alpha(image, x, 10 * ratio) > 100 for x in range(100 * ratio)]
    lines = sum(here and not before for before, here in pairwise(row))
    assert 19 <= lines <= 21


def test_hatches_stay_inside(theme: Theme) -> None:
    path = QPainterPath()
    path.addRect(20, 10, 50, 20)
    left, top, right, bottom = inked(drawn(lambda p: paint.hatch(p, path, INK)))
    assert left >= 20
    assert top >= 10
    assert right < 70
    assert bottom < 30


def test_selected_rows_have_more_than_a_colour(theme: Theme) -> None:
    box = QRectF(0, 0, 200, 50)
    image = drawn(lambda p: paint.draw_row(p, box, theme.tokens, selected=True, hovered=False), 200, 50)
    assert image.pixelColor(1, 25) == theme.tokens.accent
    assert image.pixelColor(100, 25) == theme.tokens.accent_soft
    hovered = drawn(lambda p: paint.draw_row(p, box, theme.tokens, selected=False, hovered=True), 200, 50)
    assert 0 < alpha(hovered, 100, 25) < 60
    plain = drawn(lambda p: paint.draw_row(p, box, theme.tokens, selected=False, hovered=False), 200, 50)
    assert alpha(plain, 100, 25) == 0


def test_cards_and_focus(theme: Theme) -> None:
    box = QRectF(0, 0, 100, 50)
    card = drawn(lambda p: paint.draw_card(p, box, theme.tokens), 100, 50)
    raised = drawn(lambda p: paint.draw_card(p, box, theme.tokens, raised=True), 100, 50)
    assert card.pixelColor(50, 25) == theme.tokens.surface
    assert raised.pixelColor(50, 25) == theme.tokens.raised
    assert card.pixelColor(50, 0) == theme.tokens.divider
    ring = drawn(lambda p: paint.draw_focus(p, box, theme.tokens), 100, 50)
    assert ring.pixelColor(50, 0) == theme.tokens.accent
    assert alpha(ring, 50, 25) == 0


def test_the_quote_mark_is_drawn(theme: Theme) -> None:
    image = drawn(lambda p: paint.draw_quote_mark(p, 10, 40, INK, theme))
    left, _, right, bottom = inked(image)
    assert left >= 10
    assert right < 30
    assert bottom < 40


def test_painters_are_left_as_they_were(theme: Theme) -> None:
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    pen, brush, hints, clip = painter.pen(), painter.brush(), painter.renderHints(), painter.hasClipping()
    box = QRectF(0, 0, 50, 50)
    paint.draw_avatar(painter, box, "BH", True, theme)
    paint.draw_pill(painter, 0, 0, "x", INK, theme, look=PillLook.HATCHED, icon="eye")
    paint.draw_card(painter, box, theme.tokens, dashed=True)
    paint.draw_row(painter, box, theme.tokens, selected=True, hovered=True)
    paint.draw_focus(painter, box, theme.tokens)
    for shape in Shape:
        draw_date_glyph(painter, box, shape, INK)
    assert (painter.pen(), painter.brush(), painter.renderHints(), painter.hasClipping()) == (
        pen,
        brush,
        hints,
        clip,
    )
    painter.end()


class TestDateGlyph:
    BOX = QRectF(10, 10, 40, 20)

    def image(self, shape: str, ratio: int = 1, *, approximate: bool = False) -> QImage:
        return drawn(
            lambda p: draw_date_glyph(p, self.BOX, shape, INK, approximate=approximate), 60, 40, ratio
        )

    @pytest.mark.parametrize("shape", Shape)
    @pytest.mark.parametrize("approximate", [False, True])
    @pytest.mark.parametrize("ratio", [1, 2])
    def test_every_shape_has_a_drawing_in_its_place(
        self, theme: Theme, shape: Shape, approximate: bool, ratio: int
    ) -> None:
        left, top, right, bottom = inked(self.image(shape, ratio, approximate=approximate))
        assert left >= 9 * ratio
        assert right <= 51 * ratio
        assert top >= 10 * ratio
        assert bottom <= 30 * ratio

    def test_different_knowledge_looks_different(self, theme: Theme) -> None:
        kinds = ("exact", "within", "one_of", "no_later", "no_earlier", "period", "undated")
        images = [self.image(kind) for kind in kinds]
        assert all(one != other for n, one in enumerate(images) for other in images[n + 1 :])

    @pytest.mark.parametrize("shape", ["exact", "within", "no_later", "period"])
    def test_approximate_dates_are_softer(self, theme: Theme, shape: str) -> None:
        def ink(image: QImage) -> int:
            return sum(alpha(image, x, y) for x in range(60) for y in range(40))

        assert ink(self.image(shape, approximate=True)) < ink(self.image(shape))

    def test_no_later_than_fades_into_a_hard_edge_at_the_right(self, theme: Theme) -> None:
        image = self.image("no_later")
        assert alpha(image, 49, 20) > 240
        assert alpha(image, 45, 20) > alpha(image, 30, 20) > alpha(image, 14, 20)

    def test_no_earlier_than_is_its_mirror(self, theme: Theme) -> None:
        later, earlier = self.image("no_later"), self.image("no_earlier")
        assert all(abs(alpha(later, x, 20) - alpha(earlier, 59 - x, 20)) < 12 for x in range(60))

    def test_an_unknown_shape_is_refused(self, theme: Theme) -> None:
        painter = QPainter(image := QImage(60, 40, QImage.Format.Format_ARGB32))
        with pytest.raises(ValueError, match="sometime"):
            draw_date_glyph(painter, self.BOX, "sometime", INK)
        assert painter.end()
        assert not image.isNull()


def alike(one: QImage, other: QImage) -> bool:
    """The same but for what rounding does to a colour that is half transparent."""
    premultiplied = QImage.Format.Format_ARGB32_Premultiplied
    pairs = zip(
        one.convertToFormat(premultiplied).constBits(),
        other.convertToFormat(premultiplied).constBits(),
        strict=True,
    )
    return all(abs(a - b) <= 2 for a, b in pairs)


class TestKept:
    """A kept picture is what would have been drawn."""

    def plain(self, painter: QPainter, rect: QRectF, pen: QPen | None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen if pen is None else pen)
        painter.setBrush(INK)
        painter.drawRoundedRect(rect, 6, 6)

    @pytest.mark.parametrize("ratio", [1, 2])
    @pytest.mark.parametrize("pen", [None, QPen(QColor("#2457C5"), 1)])
    @pytest.mark.parametrize(
        "rect", [QRectF(4, 5, 40, 20), QRectF(4.5, 5.25, 41.5, 20.5), QRectF(-3, 2, 20, 9)]
    )
    def test_pixel_by_pixel(self, theme: Theme, rect: QRectF, pen: QPen | None, ratio: int) -> None:
        direct = drawn(lambda p: self.plain(p, rect, pen), 60, 40, ratio)
        for _time in range(2):
            assert alike(drawn(lambda p: draw_rounded(p, rect, 6, INK, pen), 60, 40, ratio), direct)

    def test_another_colour_edge_or_size_is_another_picture(self, theme: Theme) -> None:
        rect, edge = QRectF(4, 5, 40, 20), QPen(QColor("#2457C5"), 1)
        looks = [
            drawn(lambda p: draw_rounded(p, rect, 6, INK), 60, 40, 1),
            drawn(lambda p: draw_rounded(p, rect, 6, QColor("#B3123C")), 60, 40, 1),
            drawn(lambda p: draw_rounded(p, rect, 6, INK, edge), 60, 40, 1),
            drawn(lambda p: draw_rounded(p, rect, 2, INK), 60, 40, 1),
            drawn(lambda p: draw_rounded(p, rect.adjusted(0, 0, 1, 0), 6, INK), 60, 40, 1),
        ]
        assert all(one != other for n, one in enumerate(looks) for other in looks[n + 1 :])
