"""The language of the program: which one a choice means, and the translators that are installed for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from qwenbrowser import language
from qwenbrowser.domain.errors import NotFound
from qwenbrowser.domain.messages import Message
from qwenbrowser.models import messages, wording


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    language.speak(qapp, "en")


class System:
    """Stands in for the locale of the system."""

    preferred: list[str] = []  # noqa: RUF012 - set by each test

    def uiLanguages(self) -> list[str]:
        return self.preferred


@pytest.mark.parametrize(
    ("choice", "preferred", "spoken"),
    [
        ("en", ["zh-CN"], "en"),
        ("zh_CN", ["en-GB"], "zh_CN"),
        (None, ["zh-Hans-CN", "zh-CN", "zh"], "zh_CN"),
        (None, ["zh-SG"], "zh_CN"),
        (None, ["de-DE", "zh-CN", "en-US"], "zh_CN"),
        (None, ["en-US", "zh-CN"], "en"),
        (None, ["zh-TW", "zh-Hant"], "en"),
        (None, ["de-DE"], "en"),
        (None, [], "en"),
        ("of another version", ["zh-CN"], "zh_CN"),
    ],
)
def test_the_language_of_a_choice(
    monkeypatch: pytest.MonkeyPatch, choice: str | None, preferred: list[str], spoken: str
) -> None:
    system = System()
    system.preferred = preferred
    monkeypatch.setattr(QLocale, "system", lambda: system)
    assert language.spoken(choice) == spoken


def test_translators_are_installed_once_and_leave_again(qapp: QApplication) -> None:
    assert not language.speak(qapp, "en")
    before = len(qapp.findChildren(QTranslator))
    assert language.speak(qapp, "zh_CN")
    assert not language.speak(qapp, "zh_CN")
    assert len(qapp.findChildren(QTranslator)) == before + 2
    assert QCoreApplication.translate("wording", "Quote") == "引语"
    assert language.speak(qapp, "en")
    assert len(qapp.findChildren(QTranslator)) == before
    assert QCoreApplication.translate("wording", "Quote") == "Quote"


def test_buttons_of_qt_speak_the_language_too(qapp: QApplication, qtbot: QtBot) -> None:
    language.speak(qapp, "zh_CN")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    assert sorted(button.text().partition("(")[0] for button in buttons.buttons()) == ["关闭", "取消"]


def test_a_translation_that_is_missing_leaves_english(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(language, "LANGUAGES", ("en", "xx"))
    assert language.speak(qapp, "xx")
    assert QCoreApplication.translate("wording", "Quote") == "Quote"
    told = [record.getMessage().partition(" in ")[0] for record in caplog.records]
    assert told == ["no translation qtbase_xx", "no translation qwenbrowser_xx"]


def test_dates_and_messages_follow(qapp: QApplication) -> None:
    missing = NotFound(Message("There is no fact %1 in this story.", "a %1"), "Check the address.")
    assert wording.day("../2026-03-04") == "until 4 Mar 2026"
    assert messages.label("Import X & Y") == "Import X & Y"
    language.speak(qapp, "zh_CN")
    assert wording.day("../2026-03-04") == "至2026年3月4日为止"
    assert messages.label("Import X & Y") == "导入 X & Y"
    assert messages.label("Something of another version") == "Something of another version"
    assert messages.whole(missing) == "本专题中没有记录 a %1。请检查地址。"
    assert str(missing) == "There is no fact a %1 in this story. Check the address."
