"""Avatar, pill, chip, buttons, section header and card: looks, names for a screen reader, keyboard, theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import DARK
from qwenbrowser.widgets.avatar import Avatar
from qwenbrowser.widgets.banner import Banner
from qwenbrowser.widgets.buttons import Button, IconButton
from qwenbrowser.widgets.paint import PILL_HEIGHT, PillLook, pill_width
from qwenbrowser.widgets.pill import Chip, Pill
from qwenbrowser.widgets.rail import Rail
from qwenbrowser.widgets.section_header import SectionHeader
from qwenbrowser.widgets.text import PlainLabel

Make = Callable[[Theme], QWidget]


def avatar(theme: Theme) -> Avatar:
    result = Avatar(theme, 32)
    result.show_initials("BH")
    return result


def header(theme: Theme) -> SectionHeader:
    result = SectionHeader(theme, "Statements")
    result.set_count("14")
    return result


MAKERS: dict[str, Make] = {
    "avatar": avatar,
    "pill": lambda theme: Pill(theme, "1 open question", token="tension", icon="question"),
    "hatched": lambda theme: Pill(theme, "Not stated", token="change", look=PillLook.HATCHED),
    "chip": lambda theme: Chip(theme, "People"),
    "button": lambda theme: Button(theme, "Import", icon="import", look="primary"),
    "icon button": lambda theme: IconButton(theme, "zoom-in", "Zoom in"),
    "header": header,
    "banner": lambda theme: Banner(theme, "Digest", close="Close"),
    "warning": lambda theme: Banner(theme, "Read only", level="warning", action="Copy"),
    "rail": lambda theme: Rail(theme, [("a", "users", "Browse"), ("b", "file-text", "Sources")]),
}
EACH = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())


def picture(widget: QWidget, ratio: int = 1) -> QImage:
    image = QImage(widget.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    widget.render(image)
    return image


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@EACH
def test_follows_the_theme_while_it_is_shown(
    qapp: QApplication, theme: Theme, qtbot: QtBot, make: Make
) -> None:
    def shown() -> QWidget:
        widget = make(theme)
        qtbot.addWidget(widget)
        # Which of two windows has the focus must not count here.
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        widget.resize(widget.sizeHint().expandedTo(QSize(40, 20)))
        widget.show()
        qapp.processEvents()
        return widget

    widget = shown()
    light = widget.grab().toImage()
    theme.apply(qapp, "dark")
    qapp.processEvents()
    switched = widget.grab().toImage()
    assert switched != light
    assert switched == shown().grab().toImage(), "something of the old theme is left"


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@EACH
def test_paints_itself_again_when_the_theme_says_so(
    qapp: QApplication, theme: Theme, qtbot: QtBot, make: Make
) -> None:
    widget = make(theme)
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(QSize(40, 20)))
    widget.show()
    # The focus that comes with the window paints as well.
    qtbot.waitUntil(widget.isActiveWindow)
    qapp.processEvents()
    paints = Paints(widget)
    qapp.processEvents()
    assert paints.count == 0
    theme.tokens = DARK
    theme.changed.emit()
    qtbot.waitUntil(lambda: paints.count > 0)


@EACH
def test_is_as_large_and_finer_on_a_fine_screen(
    qapp: QApplication, theme: Theme, qtbot: QtBot, make: Make
) -> None:
    widget = make(theme)
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(QSize(40, 20)))
    coarse, fine = picture(widget), picture(widget, 2)
    assert fine.size() == coarse.size() * 2
    # The same picture, seen from afar: no part of it has another place or size.
    smaller = fine.scaled(coarse.size(), mode=Qt.TransformationMode.SmoothTransformation)
    far = sum(
        abs(smaller.pixelColor(x, y).lightness() - coarse.pixelColor(x, y).lightness()) > 110
        for x in range(coarse.width())
        for y in range(coarse.height())
    )
    assert far <= coarse.width() * coarse.height() * 0.02


def test_avatar(theme: Theme, qtbot: QtBot) -> None:
    widget = Avatar(theme, 48)
    qtbot.addWidget(widget)
    assert widget.size().width() == widget.size().height() == 48
    empty = picture(widget)
    widget.show_initials("TM", square=True)
    assert picture(widget) != empty
    assert widget.textFormat() is Qt.TextFormat.PlainText
    assert role(widget) == QAccessible.Role.StaticText


def test_pill(theme: Theme, qtbot: QtBot) -> None:
    pill = Pill(theme, "1 outlet", look=PillLook.OUTLINED)
    qtbot.addWidget(pill)
    assert (pill.sizeHint().width(), pill.sizeHint().height()) == (pill_width("1 outlet", theme), PILL_HEIGHT)
    pill.setText("<b>2</b> outlets")
    assert pill.sizeHint().width() == pill_width("<b>2</b> outlets", theme)
    assert pill.textFormat() is Qt.TextFormat.PlainText
    assert spoken(pill) == "<b>2</b> outlets"


def test_chip_is_switched_by_mouse_and_keyboard(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "People", checkable=True)
    qtbot.addWidget(chip)
    chip.show()
    off = chip.sizeHint().width()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.isChecked()
    assert chip.sizeHint().width() > off, "room for the check mark"
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert not chip.isChecked()
    assert role(chip) == QAccessible.Role.CheckBox
    assert role(Chip(theme, "x", parent=chip)) == QAccessible.Role.Button


@pytest.mark.parametrize("name", ["chip", "button", "icon button"])
def test_the_focus_can_be_seen(qapp: QApplication, theme: Theme, qtbot: QtBot, name: str) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    widget, other = MAKERS[name](theme), Button(theme, "Other")
    column.addWidget(widget)
    column.addWidget(other)
    host.show()
    qtbot.waitUntil(host.isActiveWindow)
    other.setFocus()
    without = widget.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert widget.hasFocus()
    qapp.processEvents()
    assert widget.grab().toImage() != without


def test_buttons_say_their_text_as_it_is(theme: Theme, qtbot: QtBot) -> None:
    button = Button(theme, "Copy AT&T")
    qtbot.addWidget(button)
    assert button.text() == "Copy AT&&T"
    assert spoken(button) == "Copy AT&T"
    assert button.shortcut().isEmpty()


def test_icon_button_has_a_name_and_changes(theme: Theme, qtbot: QtBot) -> None:
    button = IconButton(theme, "sun", "Light <b>theme</b>")
    qtbot.addWidget(button)
    assert spoken(button) == "Light <b>theme</b>"
    assert button.toolTip().replace("\u2060", "") == "Light <b>theme</b>"
    before = picture(button)
    button.set_icon("moon")
    button.set_text("Dark theme")
    assert picture(button) != before
    assert spoken(button) == button.toolTip() == "Dark theme"


def test_disabled_buttons_are_fainter(theme: Theme, qtbot: QtBot) -> None:
    button = IconButton(theme, "plus", "Add")
    qtbot.addWidget(button)
    strong = picture(button)
    button.setEnabled(False)
    middle = button.width() // 2
    assert (
        picture(button).pixelColor(middle, middle).lightness() > strong.pixelColor(middle, middle).lightness()
    )


def test_section_header(theme: Theme, qtbot: QtBot) -> None:
    widget = header(theme)
    qtbot.addWidget(widget)
    assert spoken(widget) == "Statements 14"
    extra = Pill(theme, "Evidence 1 of 1")
    widget.add(extra)
    widget.resize(400, widget.height())
    widget.show()
    assert extra.geometry().right() == 400 - 16 - 1
    widget.set_count("")
    assert spoken(widget) == "Statements"
    assert [label.text() for label in widget.findChildren(PlainLabel) if label.isVisible()] == ["Statements"]
