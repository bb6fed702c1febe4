"""The look that the application wears: which of the two tables, its icons and fonts, and the switch."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from qwenbrowser import paths
from qwenbrowser.theme.fonts import Fonts
from qwenbrowser.theme.palette import palette, style_sheet
from qwenbrowser.theme.tokens import DARK, ICON, LIGHT, Tokens, contrasted, mixed

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QIcon

    from qwenbrowser.theme.icons import Icons

# `Qt` and icons are imported where they are used: the first paint needs neither, and the enumerations of `Qt`
# alone cost a sixth of a bare window's time.

Name = Literal["light", "dark"]
Choice = Literal["system", "light", "dark"]
_MIDDLE = 128  # of the lightness of a colour


class Theme(QObject):
    """The theme in use. The application makes one and hands it to every view.

    `changed` is emitted after the application wears the new colours.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens: Tokens = LIGHT
        self.fonts = Fonts()
        self._choice: Choice = "light"
        self._app: QApplication | None = None
        self._high_contrast = False

    @cached_property
    def icons(self) -> Icons:
        """The drawings. Raises NotFound where the installation lacks them."""
        from qwenbrowser.theme.icons import Icons

        return Icons(paths.resource_path("icons"))

    def begin(self, app: QApplication, choice: Choice, percent: int) -> None:
        """Dress the application for its first paint, with colours and a font alone; `apply` does the rest."""
        self.fonts.resize(percent)
        desktop_is_dark = app.palette().window().color().lightness() < _MIDDLE
        self.tokens = DARK if choice == "dark" or (choice == "system" and desktop_is_dark) else LIGHT
        app.setStyle("Fusion")
        app.setFont(self.fonts.ui())
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(style_sheet(self.tokens))

    def resize(self, percent: int) -> None:
        """Show all type larger or smaller, from 80 to 200 percent of its usual size; every view follows."""
        if percent == self.fonts.percent or self._app is None:
            return
        self.fonts.resize(percent)
        self._app.setFont(self.fonts.ui())
        self._wear(self._app, _asked(self._choice, self._app.styleHints().colorScheme()))

    @property
    def name(self) -> Name:
        """Which of the two it is."""
        return "dark" if self.tokens.dark else "light"

    def apply(self, app: QApplication, choice: Choice) -> None:
        """Dress the application. `system` follows the desktop, and is light where it does not say."""
        from PySide6.QtCore import Qt

        from qwenbrowser.theme.icons import app_icon

        hints = app.styleHints()
        if self._app is None:
            self._app = app
            if app.style().name() != "fusion":
                app.setStyle("Fusion")
            app.setFont(self.fonts.ui())
            app.setWindowIcon(app_icon(paths.resource_path("app.svg")))
            hints.colorSchemeChanged.connect(self._follow)
            contrast = hints.accessibility()
            contrast.contrastPreferenceChanged.connect(self._follow_contrast)
            self._high_contrast = contrast.contrastPreference() == Qt.ContrastPreference.HighContrast
        self._choice = choice
        # The window frame and the dialogs of the desktop follow too.
        hints.setColorScheme(
            {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(choice, Qt.ColorScheme.Unknown)
        )
        self._wear(app, _asked(choice, hints.colorScheme()))

    def icon(self, name: str, color: QColor | None = None, size: int = ICON) -> QIcon:
        """The icon in `color` (text 2), faint while disabled, in the accent while checked or selected."""
        tokens = self.tokens
        faint = mixed(tokens.surface, tokens.text3, 0.6)
        return self.icons.icon(name, color or tokens.text2, faint, color or tokens.accent, size)

    def _follow_contrast(self, preference: Qt.ContrastPreference) -> None:
        from PySide6.QtCore import Qt

        self._high_contrast = preference == Qt.ContrastPreference.HighContrast
        if self._app is not None:
            self._wear(self._app, _asked(self._choice, self._app.styleHints().colorScheme()))

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        if self._app is not None and self._choice == "system":
            self._wear(self._app, _asked("system", scheme))

    def _wear(self, app: QApplication, tokens: Tokens) -> None:
        from PySide6.QtCore import Qt

        self.tokens = tokens = contrasted(tokens) if self._high_contrast else tokens
        app.setPalette(palette(tokens))
        app.setStyleSheet(style_sheet(tokens))
        # After the style sheet, which gives widgets back the fonts that they had when it was first set.
        for widget in app.allWidgets():
            if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):
                font = self.fonts.again(widget.font())
                if font is not None:
                    widget.setFont(font)
        self.changed.emit()


def _asked(choice: Choice, scheme: Qt.ColorScheme) -> Tokens:
    return DARK if choice == "dark" or (choice == "system" and scheme.name == "Dark") else LIGHT
