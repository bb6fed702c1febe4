"""Banner and toast: what they say, what can be done, and when they go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets import toast as toast_module
from qwenbrowser.widgets.banner import Banner
from qwenbrowser.widgets.text import PlainLabel
from qwenbrowser.widgets.toast import Toast

HOSTILE = "<img src=file:///etc/hostname> AT&T"


class TestBanner:
    def test_without_action_there_is_only_text(self, theme: Theme, qtbot: QtBot) -> None:
        banner = Banner(theme, HOSTILE)
        qtbot.addWidget(banner)
        assert not banner.findChildren(QPushButton)
        assert not banner.findChildren(QToolButton)
        assert [label.text() for label in banner.findChildren(PlainLabel)] == [HOSTILE]
        assert banner.accessibleName() == HOSTILE

    def test_grows_with_its_text(self, theme: Theme, qtbot: QtBot) -> None:
        banner = Banner(theme, "Digest")
        qtbot.addWidget(banner)
        short = banner.heightForWidth(300)
        banner.set_text(
            "Digest written for this demonstration. Only the words inside quotation marks are theirs."
        )
        assert banner.heightForWidth(300) > short

    def test_action_and_close(self, theme: Theme, qtbot: QtBot) -> None:
        banner = Banner(theme, "Read only", level="warning", action="Save a copy", close="Close this notice")
        qtbot.addWidget(banner)
        banner.show()
        with qtbot.waitSignal(banner.acted):
            qtbot.mouseClick(banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
        assert banner.isVisible()
        cross = banner.findChild(QToolButton)
        assert cross.accessibleName() == "Close this notice"
        with qtbot.waitSignal(banner.closed):
            qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
        assert not banner.isVisible()

    def test_a_warning_differs_by_more_than_colour(self, theme: Theme, qtbot: QtBot) -> None:
        info, warning = Banner(theme, "x"), Banner(theme, "x", level="warning")
        shapes = []
        for banner in (info, warning):
            qtbot.addWidget(banner)
            mask = banner._icon.pixmap().toImage()
            shapes.append([mask.pixelColor(x, y).alpha() > 80 for x in range(16) for y in range(16)])
        assert shapes[0] != shapes[1]


class TestToast:
    @pytest.fixture
    def window(self, theme: Theme, qtbot: QtBot) -> QWidget:
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(800, 500)
        window.show()
        return window

    @pytest.fixture
    def toast(self, theme: Theme, window: QWidget) -> Toast:
        return Toast(theme, window)

    def test_is_hidden_until_there_is_something_to_say(self, toast: Toast) -> None:
        assert not toast.isVisible()

    def test_says_it_over_the_lower_edge(self, window: QWidget, toast: Toast) -> None:
        toast.show_message(HOSTILE, "Undo")
        assert toast.isVisible()
        assert toast.findChild(PlainLabel).text() == HOSTILE
        assert toast.accessibleName() == HOSTILE
        assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
        assert 380 < toast.geometry().bottom() < 480

    def test_stays_in_place_when_the_window_changes(
        self, qapp: QApplication, window: QWidget, toast: Toast
    ) -> None:
        toast.show_message("Imported", "Undo")
        window.resize(300, 300)
        qapp.processEvents()
        assert window.rect().contains(toast.geometry())
        toast.show_message("A message that is far too long for a window as narrow as this one is" * 3, "Undo")
        assert window.rect().contains(toast.geometry())

    def test_offers_one_action(self, toast: Toast, qtbot: QtBot) -> None:
        toast.show_message("Imported", "Undo")
        with qtbot.waitSignal(toast.acted):
            qtbot.mouseClick(toast.findChild(QPushButton), Qt.MouseButton.LeftButton)
        assert not toast.isVisible()

    def test_without_action_there_is_no_button(self, toast: Toast) -> None:
        toast.show_message("Imported", "Undo")
        toast.show_message("Saved")
        assert not toast.findChild(QPushButton).isVisible()

    def test_goes_by_itself(
        self, theme: Theme, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(toast_module, "_SHOWN_MS", 10)
        toast = Toast(theme, window)
        toast.show_message("Saved")
        qtbot.waitUntil(lambda: not toast.isVisible())

    def test_stays_while_the_pointer_is_on_it(self, qapp: QApplication, toast: Toast) -> None:
        toast.show_message("Saved")
        assert toast._timer.isActive()
        here = QPointF(5, 5)
        qapp.sendEvent(toast, QEnterEvent(here, here, here))
        assert not toast._timer.isActive()
        qapp.sendEvent(toast, QEvent(QEvent.Type.Leave))
        assert toast._timer.isActive()

    def test_stays_while_the_keyboard_is_on_its_button(
        self, window: QWidget, toast: Toast, qtbot: QtBot
    ) -> None:
        qtbot.waitUntil(window.isActiveWindow)
        toast.show_message("Imported", "Undo")
        toast.findChild(QPushButton).setFocus()
        toast._timer.timeout.emit()
        assert toast.isVisible()
        toast.findChild(QPushButton).clearFocus()
        toast._timer.timeout.emit()
        assert not toast.isVisible()
        assert not toast._timer.isActive()

    def test_a_screen_reader_is_told(self, toast: Toast, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[str] = []
        monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
        toast.show_message("Imported", "Undo")
        assert told == ["Imported"]
