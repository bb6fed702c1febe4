"""The fonts that come along: weights, line height, and what they cannot show."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QApplication

from qwenbrowser.theme import fonts
from qwenbrowser.theme.fonts import Fonts, missing_glyphs
from qwenbrowser.theme.tokens import READING_LINE


@pytest.fixture
def made(qapp: QApplication) -> Fonts:
    return Fonts()


def test_without_a_desktop_the_font_is_inter(made: Fonts) -> None:
    assert QFontInfo(made.ui()).family() == "Inter"
    assert QFontInfo(made.serif()).family() == "Source Serif 4"


def test_on_a_desktop_the_font_is_the_systems(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.delenv(fonts.FONT_VARIABLE, raising=False)
    monkeypatch.setattr(QFontDatabase, "families", lambda: ["Any Sans", "Inter", "Source Serif 4"])
    assert Fonts().family == QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    monkeypatch.setenv(fonts.FONT_VARIABLE, "inter")
    assert Fonts().family is None


def test_a_desktop_without_fonts_gets_inter(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(QFontDatabase, "families", lambda: ["Inter", "Source Serif 4"])
    assert Fonts().ui().family() == "Inter"


def test_weights_are_real(made: Fonts) -> None:
    """A font with a weight axis is drawn in one weight unless the axis is set."""

    def wide(weight: int) -> float:
        return QFontMetricsF(made.ui(22, weight)).horizontalAdvance("Binyuan Hui")

    assert wide(400) < wide(500) < wide(600) < wide(700)
    serif = [QFontMetricsF(made.serif(22, w)).horizontalAdvance("formerly") for w in (400, 600)]
    assert serif[0] < serif[1]


@pytest.mark.parametrize("px", [11, 12, 13, 22])
def test_sizes_are_pixels(made: Fonts, px: int) -> None:
    assert made.ui(px).pixelSize() == px
    assert QFontInfo(made.ui(px, 600)).pixelSize() == px


@pytest.mark.parametrize("percent", [80, 100, 150, 200])
def test_all_sizes_follow_the_size_of_the_text(made: Fonts, percent: int) -> None:
    usual = {px: (made.ui(px, 600), made.serif(px)) for px in (10, 11, 12, 13, 15, 22)}
    made.resize(percent)
    for px, fonts_before in usual.items():
        for before, after in zip(fonts_before, (made.ui(px, 600), made.serif(px)), strict=True):
            assert after.pixelSize() == round(px * percent / 100)
            assert made.again(before) == after
            assert (after.weight(), after.family()) == (before.weight(), before.family())
    made.resize(100)
    assert made.ui(12) == made.again(made.ui(12))


def test_the_size_of_the_text_has_ends_and_leaves_other_fonts_alone(made: Fonts) -> None:
    for percent, kept in ((10, 80), (1000, 200)):
        made.resize(percent)
        assert made.percent == kept
    assert made.again(QFont("Inter")) is None


def test_italics_are_drawn_ones(made: Fonts) -> None:
    assert QFontInfo(made.serif(15, italic=True)).italic()
    upright, italic = made.serif(30), made.serif(30, italic=True)
    assert QFontMetricsF(upright).horizontalAdvance("clear") != QFontMetricsF(italic).horizontalAdvance(
        "clear"
    )


def test_lines_of_the_serif_font_stand_apart(made: Fonts) -> None:
    # Source Serif 4: ascender 1036, descender 335 of 1000 units (its hhea table).
    assert QFontMetricsF(made.serif(15)).height() == pytest.approx(15 * 1.371 * READING_LINE, abs=1.1)


def test_the_caller_may_change_what_it_gets(made: Fonts) -> None:
    changed = made.ui(13)
    changed.setUnderline(True)
    assert not made.ui(13).underline()


def test_files_are_loaded_once_and_only_when_needed(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[object] = []
    add = QFontDatabase.addApplicationFontFromData
    monkeypatch.setattr(
        QFontDatabase, "addApplicationFontFromData", lambda data: loaded.append(data) or add(data)
    )
    for name in ("Source Serif 4 upright", "Source Serif 4 italic"):
        qapp.setProperty(name, None)
    made = Fonts()
    made.ui()
    assert loaded == []
    for _again in range(2):
        made.serif()
        made.serif(20)
        Fonts().serif()
        assert len(loaded) == 1
    made.serif(italic=True)
    assert len(loaded) == 2


def test_a_font_that_cannot_be_loaded_is_named(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "addApplicationFontFromData", lambda _data: -1)
    qapp.setProperty("Source Serif 4 upright", None)
    try:
        with pytest.raises(RuntimeError, match="Source Serif 4"):
            Fonts().serif()
    finally:
        qapp.setProperty("Source Serif 4 upright", True)


def test_missing_glyphs(made: Fonts) -> None:
    # U+10380 is Ugaritic, U+0378 is not assigned: the first may be in a system font, the second in none.
    assert (
        missing_glyphs("“formerly MTS @Alibaba_Qwen” – 3\u20134 Mär 2026\n\u2068x\u2069", made.serif()) == []
    )
    assert missing_glyphs("a\u0378b\u0378", made.ui()) == ["\u0378"]
