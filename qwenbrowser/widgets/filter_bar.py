"""Filters as chips that wrap, and the line that says what a filter hides and takes it away in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import GRID, HALF, SECONDARY
from qwenbrowser.widgets.buttons import Button
from qwenbrowser.widgets.pill import Chip
from qwenbrowser.widgets.text import PlainLabel, mnemonic_escape, plain_tooltip, visible

_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_LINES = 2  # of the sentence of a notice
_WASTE = 1.25  # what ends of lines cost where a sentence wraps
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: +1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


@dataclass(frozen=True, slots=True)
class ChipText:
    """A chip of a bar: `on` is None for one that stands there while its filter is on, and removes it.

    `count` follows the text, `said` is what a screen reader says instead of the text, `tip` explains it.
    """

    key: str
    text: str
    said: str = ""
    on: bool | None = None
    count: str = ""
    tip: str = ""


class FilterBar(QWidget):
    """Chips in as many lines as they need. `pressed` gives the key of one that is switched or removed.

    Space presses, Delete removes or switches off, the arrows go to the next chip; `left` tells that the chip
    with the focus went away and there is no other.
    """

    pressed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: dict[str, _FilterChip] = {}
        self.setAccessibleName(label)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._place)

    def set_chips(self, texts: Sequence[ChipText]) -> None:
        """Show these chips; one that stays keeps the focus, the neighbour of one that goes gets it."""
        wanted = [text.key for text in texts]
        order = list(self._chips)
        held = next((key for key in order if self._chips[key].hasFocus()), None)
        for text in texts:
            if text.key not in self._chips:
                self._chips[text.key] = self._new(text)
            self._chips[text.key].say(text)
        if held is not None and held not in wanted:
            self._pass_focus(order, held, wanted)
        for key in order:
            if key not in wanted:
                chip = self._chips.pop(key)
                chip.hide()
                chip.deleteLater()
        self._chips = {key: self._chips[key] for key in wanted}
        self._stand_in_order_of_tab()
        self.setVisible(bool(texts))
        self._place()

    def chips(self) -> dict[str, Chip]:
        """The chips by key, in order."""
        return dict(self._chips)

    def step(self, chip: Chip, by: int) -> None:
        """Give the focus to the next chip in a direction, where there is one."""
        chips = list(self._chips.values())
        number = next(n for n, one in enumerate(chips) if one is chip) + by
        if 0 <= number < len(chips):
            chips[number].setFocus(Qt.FocusReason.TabFocusReason)

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].y() + self._line() + HALF if places else 0

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._line() if self._chips else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _new(self, text: ChipText) -> _FilterChip:
        chip = _FilterChip(self._theme, text, self)
        chip.clicked.connect(lambda: self.pressed.emit(text.key))
        chip.show()
        return chip

    def _pass_focus(self, order: list[str], held: str, wanted: list[str]) -> None:
        place = order.index(held)
        near = [*order[place + 1 :], *reversed(order[:place])]
        heir = next((key for key in near if key in wanted), None)
        if heir is None:
            self.left.emit()
        else:
            self._chips[heir].setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand_in_order_of_tab(self) -> None:
        before = self.previousInFocusChain() or self
        # Qt takes no place behind a widget that never has the focus.
        while before.focusPolicy() == Qt.FocusPolicy.NoFocus and before is not self:
            before = before.previousInFocusChain() or self
        for one, other in pairwise([before, *self._chips.values()]):
            QWidget.setTabOrder(one, other)

    def _line(self) -> int:
        return max((chip.sizeHint().height() for chip in self._chips.values()), default=0)

    def _places(self, width: int) -> list[QPoint]:
        """Where the chips stand, from the left and on further lines where they do not fit."""
        places: list[QPoint] = []
        x = y = 0
        for chip in self._chips.values():
            wide = chip.sizeHint().width()
            if x and x + wide > width:
                x, y = 0, y + self._line()
            places.append(QPoint(x, y))
            x += wide
        return places

    def _place(self) -> None:
        for chip, place in zip(self._chips.values(), self._places(self.width()), strict=True):
            size = chip.sizeHint()
            chip.setGeometry(place.x(), place.y(), min(size.width(), self.width() - place.x()), size.height())
        self.updateGeometry()


class _FilterChip(Chip):
    def __init__(self, theme: Theme, text: ChipText, bar: FilterBar) -> None:
        on = text.on
        super().__init__(theme, text.text, checkable=on is not None, removable=on is None, parent=bar)
        self._bar = bar

    def say(self, text: ChipText) -> None:
        """Show another state of the same chip."""
        shown = f"{text.text} {text.count}".rstrip()
        self.setText(mnemonic_escape(shown))
        said = f"{text.said or text.text} {text.count}".rstrip()
        self.setAccessibleName(visible(said))
        self.setAccessibleDescription(visible(text.tip))
        self.setToolTip(plain_tooltip("\n".join(part for part in (said, text.tip) if part)))
        if text.on is not None:
            self.setChecked(text.on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            self._bar.step(self, _STEPS[Qt.Key(event.key())])
        elif event.key() in _REMOVES:
            if not self.isCheckable() or self.isChecked():
                self.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class FilterNotice(QWidget):
    """What a filter hides, and a button for the step that shows it again; hidden while nothing is said."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.label = PlainLabel("", self, font=theme.fonts.ui(SECONDARY), lines=_LINES)
        self.button = Button(theme, "", look="link", parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * GRID, HALF, GRID, HALF)
        self._row.setSpacing(GRID)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.acted)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def say(self, text: str = "", step: str = "") -> None:
        """Show a sentence and the words of the button; nothing for ""."""
        self.label.setText(text)
        self.button.setText(mnemonic_escape(step))
        self.button.setAccessibleName(visible(f"{step}. {text}"))
        self.setVisible(bool(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Stand side by side where the sentence has room beside the button, else one below the other."""
        room = self.width() - self.button.sizeHint().width() - 4 * GRID
        words = self.label.fontMetrics().horizontalAdvance(self.label.text())
        beside = words * _WASTE <= _LINES * room
        direction = QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self.label.setFixedHeight(self.label.heightForWidth(room if beside else self.width() - 3 * GRID))

    def _dress(self) -> None:
        self.label.set_color(self._theme.tokens.text2)
        self._fit()
