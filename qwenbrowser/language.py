"""The languages of the program, and the application's translators for the one that it speaks."""

from __future__ import annotations

import logging

import shiboken6
from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from qwenbrowser import paths

LANGUAGES = ("en", "zh_CN")
"""English stands in the code; every other one has a file in `resources/i18n`."""

_MARK = "qwenbrowser "  # the translators' names begin so and end in their language

log = logging.getLogger("qwenbrowser")


def spoken(choice: str | None) -> str:
    """The language of a choice; where that is None or none of ours, what the system prefers of them."""
    if choice in LANGUAGES:
        return choice
    for name in QLocale.system().uiLanguages():
        locale = QLocale(name)
        if locale.language() == QLocale.Language.English:
            break
        if locale.script() == QLocale.Script.SimplifiedHanScript:
            return "zh_CN"
    return "en"


def speak(app: QApplication, choice: str | None) -> bool:
    """Let the application speak a language, Qt's own dialogs included; False where it does already.

    What is on the screen keeps its words.
    """
    wanted = spoken(choice)
    held = [one for one in app.findChildren(QTranslator) if one.objectName().startswith(_MARK)]
    if wanted == next((one.objectName().removeprefix(_MARK) for one in held), "en"):
        return False
    for translator in held:
        shiboken6.delete(translator)
    if wanted != "en":
        _install(
            app, wanted, f"qtbase_{wanted}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        )
        _install(app, wanted, f"qwenbrowser_{wanted}", str(paths.resource_path("i18n")))
    return True


def _install(app: QApplication, language: str, name: str, folder: str) -> None:
    translator = QTranslator(app)
    translator.setObjectName(_MARK + language)
    if translator.load(name, folder):
        app.installTranslator(translator)
    else:
        log.warning("no translation %s in %s", name, folder)
