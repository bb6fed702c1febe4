"""The tokens as Qt sees them: a QPalette and the one small style sheet."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from qwenbrowser.theme.tokens import RADIUS, Tokens, faded, mixed

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette(tokens: Tokens) -> QPalette:
    """Every role in every group."""
    result = QPalette()
    for role, color in _roles(tokens).items():
        result.setColor(_Group.All, role, color)
    faint = mixed(tokens.surface, tokens.text3, 0.6)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.PlaceholderText, _Role.BrightText):
        result.setColor(_Group.Disabled, role, faint)
    for role in (_Role.HighlightedText, _Role.Link, _Role.LinkVisited):
        result.setColor(_Group.Disabled, role, faint)
    for role in (_Role.Base, _Role.Button):
        result.setColor(_Group.Disabled, role, tokens.window)
    for role in (_Role.Highlight, _Role.Accent):
        result.setColor(_Group.Disabled, role, tokens.border)
    return result


def selection(tokens: Tokens) -> QColor:
    """The ground of selected text in fields and in the reader."""
    return mixed(tokens.surface, tokens.accent, 0.25)


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, QColor]:
    return {
        _Role.Window: tokens.window,
        _Role.WindowText: tokens.text1,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.raised,
        _Role.ToolTipBase: tokens.raised,
        _Role.ToolTipText: tokens.text1,
        _Role.PlaceholderText: tokens.text3,
        _Role.Text: tokens.text1,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text1,
        _Role.BrightText: tokens.error,
        _Role.Light: tokens.raised,
        _Role.Midlight: tokens.divider,
        _Role.Mid: tokens.border,
        _Role.Dark: mixed(tokens.border, tokens.text3, 0.5),
        _Role.Shadow: QColor("#000000"),
        _Role.Highlight: selection(tokens),
        _Role.HighlightedText: tokens.text1,
        _Role.Link: tokens.accent,
        _Role.LinkVisited: tokens.change,
        _Role.Accent: tokens.accent,
    }


def style_sheet(tokens: Tokens) -> str:
    """What a palette cannot say. It names classes, so that nothing is inherited by accident."""
    colors = {
        name: getattr(tokens, name).name()
        for name in ("window", "surface", "raised", "sunken", "border", "divider", "text1", "text2", "text3")
    }
    colors |= {name: getattr(tokens, name).name() for name in ("accent", "accent_soft", "on_accent")}
    colors["handle"] = mixed(tokens.border, tokens.text3, 0.25).name()
    colors["handle_hover"] = tokens.text3.name()
    colors["hover"] = _rgba(faded(tokens.text3, 0.12))
    colors["pressed"] = _rgba(faded(tokens.text3, 0.22))
    colors["accent_hover"] = mixed(tokens.accent, tokens.text1, 0.15).name()
    colors["faint"] = mixed(tokens.surface, tokens.text3, 0.6).name()
    sheet = _SHEET.replace("@radius", f"{RADIUS}px")
    # Longest names first: "@accent" would otherwise eat the start of "@accent_soft".
    for name in sorted(colors, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", colors[name])
    return sheet


def _rgba(color: QColor) -> str:
    return f"rgba({color.red()}, {color.green()}, {color.blue()}, {color.alphaF():.2f})"


_SHEET = """
QToolTip { background: @raised; color: @text1; border: 1px solid @border; padding: 4px 6px; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @handle_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent; }

QMenuBar { background: @window; border: none; padding: 2px 12px; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @pressed; }
QMenu { background: @surface; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accent_soft; }
QMenu::item:disabled { color: @faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @divider; margin: 4px 8px; }

QStatusBar { background: @window; border: none; }
QStatusBar::item { border: none; }

QLineEdit { background: @surface; color: @text1; border: 1px solid @border; border-radius: @radius;
    padding: 5px 7px; }
QLineEdit:focus { border: 2px solid @accent; padding: 4px 6px; }
QLineEdit:disabled { background: @window; color: @faint; }
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus { background: transparent; border: none; padding: 6px; }

QPushButton { background: @surface; color: @text1; border: 1px solid @border; border-radius: @radius;
    padding: 6px 14px; }
QPushButton:hover { background: @raised; border-color: @handle; }
QPushButton:pressed { background: @sunken; }
QPushButton:focus { border: 2px solid @accent; padding: 5px 13px; }
QPushButton:checked { background: @accent_soft; color: @accent; border-color: @accent; }
QPushButton:disabled { background: @window; color: @faint; }
QPushButton[look="primary"] { background: @accent; color: @on_accent; border-color: @accent; }
QPushButton[look="primary"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[look="primary"]:focus { border: 2px solid @text1; }
QPushButton[look="primary"]:disabled { background: @border; color: @faint; border-color: @border; }
QPushButton[look="quiet"], QPushButton[look="link"] { background: transparent; border-color: transparent;
    padding: 4px 8px; }
QPushButton[look="quiet"] { color: @text2; }
QPushButton[look="link"] { color: @accent; }
QPushButton[look="quiet"]:hover, QPushButton[look="link"]:hover { background: @hover; }
QPushButton[look="quiet"]:pressed, QPushButton[look="link"]:pressed { background: @pressed; }
QPushButton[look="quiet"]:focus, QPushButton[look="link"]:focus { border: 2px solid @accent;
    padding: 3px 7px; }
QPushButton[look="quiet"]:disabled, QPushButton[look="link"]:disabled { color: @faint; }
QPushButton[look="inline"] { background: transparent; color: @accent; border: none; padding: 0 2px; }
QPushButton[look="inline"]:hover, QPushButton[look="inline"]:focus { text-decoration: underline; }
QPushButton[look="inline"]:focus { background: @accent_soft; }
QPushButton[look="inline"]:disabled { color: @faint; }

QToolButton { background: transparent; color: @text2; border: 1px solid transparent; border-radius: @radius;
    padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @pressed; }
QToolButton:checked { background: @accent_soft; color: @accent; }
QToolButton:focus { border: 2px solid @accent; padding: 3px; }
QToolButton:disabled { color: @faint; }
"""
