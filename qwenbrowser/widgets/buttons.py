"""Buttons with icons that follow the theme."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import BODY, SECONDARY, SEMIBOLD
from qwenbrowser.widgets.text import mnemonic_escape, plain_tooltip, visible

ButtonLook = Literal["plain", "primary", "quiet", "link", "inline"]


class Button(QPushButton):
    """A push button with an icon that follows the theme. `primary` is for the one main step of a view,
    `quiet` for what stands in a pane, `link` for what stands in a notice, `inline` for what is no higher
    than the words beside it."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str = "",
        tint: str = "",
        look: ButtonLook = "plain",
        parent: QWidget | None = None,
    ) -> None:
        """`tint` is the token of the icon's colour; "" for the usual one of the look."""
        super().__init__(mnemonic_escape(text), parent)
        self._theme = theme
        self._icon = icon
        self._tint = tint
        self._look = look
        self.setProperty("look", look)
        self.setFont(theme.fonts.ui(SECONDARY if look in ("quiet", "link") else BODY, SEMIBOLD))
        self.setAccessibleName(visible(text))
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        if not self._icon:
            return
        tokens = self._theme.tokens
        color = {"primary": tokens.on_accent, "quiet": tokens.accent, "link": tokens.accent}.get(
            self._look, tokens.text2
        )
        if self._tint:
            color = getattr(tokens, self._tint)
        self.setIcon(self._theme.icon(self._icon, color, 16))
        # Wider than the drawing, so that it does not touch the words.
        self.setIconSize(QSize(20, 16))


class IconButton(QToolButton):
    """A button that is an icon; `text` is its tooltip and what a screen reader says."""

    def __init__(
        self, theme: Theme, icon: str, text: str, parent: QWidget | None = None, *, size: int = 18
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self.setIconSize(QSize(size, size))
        self.setFixedSize(size + 14, size + 14)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_text(text)
        self._dress()
        theme.changed.connect(self._dress)

    def set_text(self, text: str) -> None:
        """Another tooltip and accessible name."""
        self.setToolTip(plain_tooltip(text))
        self.setAccessibleName(visible(text))

    def set_icon(self, icon: str) -> None:
        """Another icon, by name."""
        self._icon = icon
        self._dress()

    def _dress(self) -> None:
        self.setIcon(self._theme.icon(self._icon, size=self.iconSize().width()))
