"""The colours can be read: contrast by WCAG 2.2, computed here from the table itself."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from qwenbrowser.theme.tokens import DARK, LIGHT, Tokens

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@BOTH
@pytest.mark.parametrize("text", ["text1", "text2", "text3"])
@pytest.mark.parametrize("ground", ["window", "surface", "raised"])
def test_text_can_be_read_on_every_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on_accent", "accent"),
        ("accent", "accent_soft"),
        ("text1", "accent_soft"),
        ("text2", "accent_soft"),
        ("text1", "evidence"),
        ("inserted_text", "inserted_bg"),
        ("deleted_text", "deleted_bg"),
        ("text2", "sunken"),
        ("error", "surface"),
    ],
)
def test_pairs_that_belong_together_can_be_read(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("tone", ["text2", "accent", "quote", "change", "tension", "event", "error"])
def test_pills_can_be_read(tokens: Tokens, tone: str) -> None:
    color = getattr(tokens, tone)
    assert contrast(color, tokens.soft(color)) >= 4.5


@BOTH
def test_initials_can_be_read(tokens: Tokens) -> None:
    assert all(contrast(tokens.text2, tint) >= 4.5 for tint in tokens.avatars)


@BOTH
@pytest.mark.parametrize("token", ["person", "organisation", "event", "quote", "change", "tension", "accent"])
def test_signs_stand_out_from_every_ground(tokens: Tokens, token: str) -> None:
    for ground in (tokens.window, tokens.surface, tokens.raised):
        assert contrast(getattr(tokens, token), ground) >= 3


def test_the_table_is_that_of_the_design() -> None:
    assert (LIGHT.window.name(), DARK.window.name()) == ("#f4f3f0", "#16171a")
    assert (LIGHT.error.name(), DARK.error.name()) == ("#b3123c", "#ff7480")
    assert (LIGHT.tension.name(), DARK.change.name()) == ("#946200", "#e3a0f0")
    assert DARK.dark
    assert not LIGHT.dark
