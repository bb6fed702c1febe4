"""A few words on a ground of their own: to read (pill) or to press (chip)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import HALF
from qwenbrowser.widgets.paint import PillLook, draw_focus, draw_pill, pill_height, pill_text, pill_width
from qwenbrowser.widgets.text import mnemonic_escape, visible

_WIDEST_CHIP = 240


class Pill(QLabel):
    """A word or two on a coloured ground. `token` names a token, so that it follows the theme."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        token: str = "text2",
        look: PillLook = PillLook.SOFT,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(visible(text), parent)
        self._theme = theme
        self._token = token
        self._look = look
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        theme.changed.connect(self.updateGeometry)

    def setText(self, text: str) -> None:
        super().setText(visible(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.text(), self._theme, icon=self._icon), pill_height(self._theme))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        color = getattr(self._theme.tokens, self._token)
        draw_pill(QPainter(self), 0, 0, self.text(), color, self._theme, look=self._look, icon=self._icon)


class Chip(QAbstractButton):
    """A pill to press, or with `checkable` to switch: outlined while off, accent with a check while on.

    With `removable` it is on, and pressing it takes it away: it ends in a cross.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        icon: str = "",
        checkable: bool = False,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._after = "x" if removable else ""
        self.setText(mnemonic_escape(text))
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaint when the pointer comes and goes
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        theme.changed.connect(self.updateGeometry)
        self.toggled.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        # The ring of the focus stands around the pill.
        width = pill_width(self._words(), self._theme, icon=self._shown_icon(), after=self._after)
        return QSize(width + 2 * HALF, pill_height(self._theme) + 2 * HALF)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        on = self.isChecked() or self.isDown() or bool(self._after)
        color = tokens.accent if on else tokens.text1 if self.underMouse() else tokens.text2
        draw_pill(
            painter,
            HALF,
            HALF,
            self._words(),
            color,
            self._theme,
            look=PillLook.SOFT if on else PillLook.OUTLINED,
            icon=self._shown_icon(),
            after=self._after,
        )
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), tokens, self.height() / 2)

    def _words(self) -> str:
        """The text as it is read, cut if it is long: a button's own text doubles each "&"."""
        words = self.text().replace("&&", "&")
        return pill_text(words, _WIDEST_CHIP, self._theme, icon=self._shown_icon(), after=self._after)

    def _shown_icon(self) -> str:
        return "check" if self.isChecked() else self._icon
