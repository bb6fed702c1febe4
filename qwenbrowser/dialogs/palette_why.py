"""Why the palette lists nothing, in words, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from qwenbrowser.domain.names import search_tokens
from qwenbrowser.domain.phrases import fill
from qwenbrowser.models.palette_rows import Found, one_line
from qwenbrowser.widgets.text import isolate

Step = Literal["clear", "everything", "commands", "again"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("palette", text)


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong, what helps, and the step that the button with the words of `label` takes."""

    problem: str
    note: str
    label: str
    step: Step


def nothing_found(found: Found, chip: str) -> Reason:
    """Of a search that found nothing under the chip of this name."""
    shown = isolate(one_line(found.text.strip()))
    if not found.text.strip():
        problem = _tr("The story has nobody and nothing yet")
        return Reason(problem, "", _tr("See the commands"), "commands")
    if not search_tokens(found.text):
        problem = fill(_tr("“%1” has no letter and no digit to look for"), shown)
        note = _tr("Type a name, or words of a fact or source.")
        return Reason(problem, note, _tr("Clear the text"), "clear")
    if found.elsewhere:
        problem = fill(_tr("Nothing under %1 holds “%2”"), chip, shown)
        return Reason(problem, _tr("There are results elsewhere."), _tr("Search everything"), "everything")
    problem = fill(_tr("Nothing in this story holds “%1”"), shown)
    note = _tr("Every word must be there. Try fewer words, or only the beginning of one.")
    return Reason(problem, note, _tr("Clear the text"), "clear")


def no_command(typed: str, unavailable: str) -> Reason:
    """Of commands; `unavailable` is the title of one that fits and cannot run now, or ""."""
    if unavailable:
        problem = fill(_tr("“%1” is not possible now"), isolate(unavailable))
    else:
        problem = fill(_tr("No command is called “%1”"), isolate(one_line(typed.strip())))
    return Reason(problem, "", _tr("Show all commands"), "commands")


def failed(problem: str, next_step: str) -> Reason:
    """Of a story that cannot be read."""
    return Reason(problem, next_step, _tr("Try again"), "again")
