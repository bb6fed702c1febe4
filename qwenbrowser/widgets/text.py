"""The one way for text from outside into widgets: plain, never markup, never reordering its neighbours."""

from __future__ import annotations

import math
import re
import textwrap

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from qwenbrowser.domain.phrases import END_ISOLATE, ISOLATE, balanced
from qwenbrowser.widgets.text_block import TextBlock

_WORD_JOINER = "\u2060"  # invisible; keeps "<" from opening a tag
_REPLACEMENT = "\ufffd"
_TOOLTIP_COLUMNS = 72
_READABLE = 64  # average characters on a line that wraps, where nothing else decides
_TOOLTIP_LIMIT = 1500
_WIDTHS_KEPT = 4
_MARKS_SHOWN = 4  # more accents than this on one letter draw over the lines above and below

_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_ODD = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffc\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
    rf"|{_MARK}{{{_MARKS_SHOWN + 1}}}"
)
_PILED = re.compile(rf"({_MARK}{{{_MARKS_SHOWN}}}){_MARK}+")
_BREAKS = "\n\u0085\u2028\u2029"


def visible(text: str, *, lines: bool = False) -> str:
    """`text` fit to be shown: control characters as pictures (␀), no bidi overrides, no unpaired isolates.

    Line breaks are pictures too, unless `lines` keeps them. Accents beyond four on one letter are left out.
    Paired isolates stay, so it may be applied twice.
    """
    if not _ODD.search(text):
        return text
    text = _PILED.sub(r"\1", text.replace("\r\n", "\n"))
    return "".join(_shown(char, lines) for char in balanced(text))


def _shown(char: str, lines: bool) -> str:
    if char in _BREAKS:
        return "\n" if lines else "␤"
    if char < " ":
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "␡"
    if char == "\ufeff":
        return ""
    if "\u2066" <= char <= "\u2069":
        return char
    return _REPLACEMENT if _ODD.match(char) else char


def isolate(text: str) -> str:
    """`text` on one line, for the middle of a sentence: its direction cannot reorder what is around it."""
    return f"{ISOLATE}{visible(text)}{END_ISOLATE}"


def mnemonic_escape(text: str) -> str:
    """`text` for a menu, button or tab: "&" is shown, and no tab divides off a shortcut."""
    return visible(text).replace("&", "&&")


def plain_tooltip(text: str) -> str:
    """`text` for `setToolTip`, in lines of readable length, so that Qt never takes it for rich text."""
    text = visible(text, lines=True)
    if len(text) > _TOOLTIP_LIMIT:
        text = text[:_TOOLTIP_LIMIT].rstrip() + "…"
    wrapped = "\n".join(
        textwrap.fill(line, _TOOLTIP_COLUMNS, break_on_hyphens=False, replace_whitespace=False)
        for line in text.split("\n")
    )
    if GuiQt.mightBeRichText(wrapped):
        wrapped = re.sub("([<&])", rf"\1{_WORD_JOINER}", wrapped)
    return wrapped


def message_box(
    parent: QWidget | None,
    title: str,
    text: str,
    detail: str = "",
    *,
    icon: QMessageBox.Icon = QMessageBox.Icon.Warning,
    buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.Ok,
) -> QMessageBox:
    """A message box that shows `text` and, smaller, `detail` as they are. The caller opens it.

    It is deleted when it closes.
    """
    box = QMessageBox(icon, visible(title), visible(text, lines=True), buttons, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if detail:
        box.setInformativeText(visible(detail, lines=True))
    # The label of the informative text has no setter of its own and guesses by default.
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
        if not label.pixmap().isNull():
            label.setAccessibleName(box.windowTitle())
    return box


class PlainLabel(QLabel):
    """A label for any text. It ends in "…" where the room is short, and then the whole text is its tooltip.

    `lines` is how many lines it may take: 1, or more with wrapping, or 0 for as many as it needs. Words that
    are longer than a line are broken. Colour and font are the widget's palette and font.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        font: QFont | None = None,
        lines: int = 1,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._lines = lines
        self._own_tooltip = ""
        self._blocks: dict[int, TextBlock] = {}
        self.setWordWrap(lines != 1)
        if font is not None:
            self.setFont(font)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text` as `visible` makes it; a label of one line shows line breaks as pictures."""
        shown = visible(text, lines=self._lines != 1)
        if shown == self.text():
            return
        self._blocks.clear()
        super().setText(shown)
        self._lay_out_again()
        self.updateGeometry()

    def set_color(self, color: QColor) -> None:
        """Paint in this colour instead of the palette's."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText, color)
        palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.WindowText, color)
        self.setPalette(palette)

    def set_tooltip(self, text: str) -> None:
        """A tooltip to be shown where the text is not cut short."""
        self._own_tooltip = plain_tooltip(text)
        self._lay_out_again()

    @property
    def is_elided(self) -> bool:
        """Whether the text does not fit and ends in "…"."""
        return self._laid_out().elided

    def sizeHint(self) -> QSize:
        block = self._block_for(self._natural_width())
        return self._with_margins(block.width, block.height)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return self._with_margins(
            min(metrics.horizontalAdvance("MMM"), self._natural_width()), metrics.height()
        )

    def heightForWidth(self, width: int) -> int:
        if self._lines == 1:
            return -1
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        return self._with_margins(0, self._block_for(inner).height).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        block = self._laid_out()
        rect = self.contentsRect()
        top = float(rect.top())
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top += max(0, (rect.height() - block.height) / 2)
        left = float(rect.left())
        if self.alignment() & Qt.AlignmentFlag.AlignRight:
            left += max(0, rect.width() - block.width)
        elif self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            left += max(0, (rect.width() - block.width) / 2)
        block.draw(painter, left, top, self.palette().color(QPalette.ColorRole.WindowText))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._blocks.clear()
            self._lay_out_again()
            self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out_again()

    def _lay_out_again(self) -> None:
        if not self.isVisible():  # it may get other fonts and widths before it is shown
            super().setToolTip(self._own_tooltip)
            return
        super().setToolTip(plain_tooltip(self.text()) if self.is_elided else self._own_tooltip)
        self.update()

    def _laid_out(self) -> TextBlock:
        # A hidden widget hears of its new size only when it is shown.
        return self._block_for(self.contentsRect().width())

    def _block_for(self, width: int) -> TextBlock:
        """The text laid out for a width; kept, for it is asked for again while widgets are placed."""
        if width not in self._blocks:
            if len(self._blocks) >= _WIDTHS_KEPT:
                self._blocks.clear()
            self._blocks[width] = TextBlock(self.text(), self.font(), width, self._lines)
        return self._blocks[width]

    def _natural_width(self) -> int:
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(line) for line in self.text().split("\n")) + 1
        return widest if self._lines == 1 else min(widest, _READABLE * metrics.averageCharWidth())

    def _with_margins(self, width: float, height: float) -> QSize:
        margins = self.contentsMargins()
        across, down = margins.left() + margins.right(), margins.top() + margins.bottom()
        return QSize(math.ceil(width) + across, math.ceil(height) + down)
