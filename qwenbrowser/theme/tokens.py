"""The one table of colours, in light and dark, and the sizes that every view keeps to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor

GRID = 8
HALF = 4
RADIUS = 6  # buttons and fields
CARD_RADIUS = 10
ICON = 20

# Sizes of type in pixels.
NAME = 22
TITLE = 13
BODY = 13
SECONDARY = 12
META = 11
READING = 15
READING_LINE = 1.28  # of the font's own line height

REGULAR = 400
MEDIUM = 500
SEMIBOLD = 600


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """What each colour is for. `dark` tells which of the two tables it is."""

    dark: bool
    window: QColor
    surface: QColor
    raised: QColor
    sunken: QColor
    border: QColor
    divider: QColor
    text1: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    accent_soft: QColor
    on_accent: QColor
    evidence: QColor
    evidence_edge: QColor
    inserted_bg: QColor
    inserted_text: QColor
    deleted_bg: QColor
    deleted_text: QColor
    person: QColor
    organisation: QColor
    event: QColor
    quote: QColor
    change: QColor
    tension: QColor
    error: QColor
    avatars: tuple[QColor, ...]

    def soft(self, color: QColor) -> QColor:
        """The colour as a faint opaque fill, on which text in the colour itself can be read."""
        return mixed(self.surface, color, 0.16 if self.dark else 0.10)


def faded(color: QColor, alpha: float) -> QColor:
    """The colour with an opacity from 0 to 1."""
    result = QColor(color)
    result.setAlphaF(alpha)
    return result


def mixed(under: QColor, over: QColor, share: float) -> QColor:
    """`over` laid on `under` with an opacity of `share`, as one opaque colour."""
    return QColor(
        round(under.red() + (over.red() - under.red()) * share),
        round(under.green() + (over.green() - under.green()) * share),
        round(under.blue() + (over.blue() - under.blue()) * share),
    )


def contrasted(tokens: Tokens) -> Tokens:
    """The table for those who need high contrast: text at its strongest, every line and frame to be seen."""
    end = QColor("white" if tokens.dark else "black")
    ground = QColor("black" if tokens.dark else "white")
    kinds = ("person", "organisation", "event", "quote", "change", "tension", "error", "accent")
    return replace(
        tokens,
        window=ground,
        surface=ground,
        raised=ground,
        sunken=ground,
        border=mixed(ground, end, 0.75),
        divider=mixed(ground, end, 0.55),
        text1=end,
        text2=end,
        text3=mixed(ground, end, 0.85),
        on_accent=ground,
        inserted_text=end,
        deleted_text=end,
        **{kind: mixed(getattr(tokens, kind), end, 0.35) for kind in kinds},
    )


def _tokens(dark: bool, colors: str, avatars: str) -> Tokens:
    red_green_blue = [QColor(f"#{color}") for color in colors.split()]
    return Tokens(dark, *red_green_blue, avatars=tuple(QColor(f"#{color}") for color in avatars.split()))


# In the order of the fields: ground, lines, text, accent, evidence, inserted, deleted, kinds, error.
LIGHT = _tokens(
    False,
    """F4F3F0 FFFFFF FBFAF8 ECEAE5  DCD9D2 E9E6E0  1B1A18 57544E 6E6A62  2457C5 E4ECFB FFFFFF
    FFE8A3 C58A00  DDF3EA 00543F  FBE3E6 8F1330  1F5FBF 4A4F5A 946200 007A61 8A3A9E 946200  B3123C""",
    "DDE0E3 E2DDDA E5E1D9 DCE0DA",
)
DARK = _tokens(
    True,
    """16171A 1E1F23 26272C 111215  34363D 2A2C31  ECEBE8 B0AEA9 93918B  8DB4FF 253450 0F1420
    5B470F F0B03F  12392D 7FE3BF  44202A FF9AA6  6FA8FF B9BEC8 F0B03F 35C79A E3A0F0 F0B03F  FF7480""",
    "33373D 3A3536 3A3833 343935",
)
