"""Palette and style sheet say what the tokens say."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette

from qwenbrowser.theme.palette import palette, style_sheet
from qwenbrowser.theme.tokens import DARK, LIGHT, Tokens

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled)
ROLES = [
    role
    for role in QPalette.ColorRole
    if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles)
]


@BOTH
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_role_is_set_in_every_group(tokens: Tokens, role: QPalette.ColorRole) -> None:
    made = palette(tokens)
    assert all(made.isBrushSet(group, role) for group in GROUPS)


@BOTH
def test_roles_carry_their_tokens(tokens: Tokens) -> None:
    made = palette(tokens)
    assert made.color(QPalette.ColorRole.Window) == tokens.window
    assert made.color(QPalette.ColorRole.PlaceholderText) == tokens.text3
    assert made.color(QPalette.ColorRole.Accent) == tokens.accent
    assert made.color(QPalette.ColorGroup.Inactive, QPalette.ColorRole.Text) == tokens.text1


@BOTH
@pytest.mark.parametrize("role", ["WindowText", "Text", "ButtonText", "Highlight", "Accent"])
def test_what_is_disabled_looks_so(tokens: Tokens, role: str) -> None:
    made = palette(tokens)
    which = QPalette.ColorRole[role]
    assert made.color(QPalette.ColorGroup.Disabled, which) != made.color(QPalette.ColorGroup.Active, which)


@BOTH
def test_every_name_in_the_sheet_became_a_colour(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")
    # A name that is the start of another must not eat it: "@accent" in "@accent_soft", "@text1" and so on.
    assert not re.search(r"#[0-9a-f]{6}_|#[0-9a-f]{6}[0-9a-z]", sheet)
    assert tokens.accent_soft.name() in sheet


def test_the_sheet_follows_the_theme() -> None:
    light, dark = style_sheet(LIGHT), style_sheet(DARK)
    assert LIGHT.surface.name() in light
    assert LIGHT.surface.name() not in dark
