"""Messages and labels from below the window, in the language that the program speaks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from qwenbrowser.domain.errors import UserError
from qwenbrowser.domain.messages import joined, recognised, translated
from qwenbrowser.services.labels import TEMPLATES


def said(text: str) -> str:
    """A message of the store or the services."""
    return translated(text, _translate) if text else ""


def label(text: str) -> str:
    """What an action is called; a label that no template of this version has made is shown as it is."""
    return said(recognised(text, TEMPLATES))


def whole(error: UserError) -> str:
    """Which file, what is wrong and what to do now, on one line."""
    where = "" if error.path is None else f"{error.path}: "
    return " ".join(f"{where}{said(joined(error.problem, error.next_step))}".split())


def _translate(template: str) -> str:
    return QCoreApplication.translate("messages", template)
