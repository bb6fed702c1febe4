"""What can be done about a damaged story: restore a backup or rebuild it, with dates and what is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QRadioButton, QVBoxLayout, QWidget

from qwenbrowser.domain.errors import StoryDamaged
from qwenbrowser.domain.phrases import fill
from qwenbrowser.models import wording
from qwenbrowser.models.messages import said
from qwenbrowser.store.sqlite import backup, salvage
from qwenbrowser.store.sqlite.backup import Backup
from qwenbrowser.widgets.text import PlainLabel, message_box, mnemonic_escape


def _tr(text: str) -> str:
    return QCoreApplication.translate("recovery", text)


class RecoveryDialog(QDialog):
    """The choice between the backups and a rebuild; `chosen` is a backup, or None for the rebuild."""

    def __init__(self, error: StoryDamaged, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery")
        self.setWindowTitle(_tr("The story is damaged"))
        self.setMinimumWidth(520)
        self._backups = list(backups)
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for text in (str(error.path or ""), said(error.problem), self._what_happens()):
            layout.addWidget(PlainLabel(text, self, lines=0))
        for number, made in enumerate(self._backups):
            self._add(layout, number, _described(made))
        self._add(layout, len(self._backups), _tr("Rebuild the story from what can still be read"))
        self._group.button(0).setChecked(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(_tr("Recover"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_tr("Not now"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    @property
    def chosen(self) -> Backup | None:
        number = self._group.checkedId()
        return self._backups[number] if number < len(self._backups) else None

    def _what_happens(self) -> str:
        kept = _tr("The damaged file is kept beside it under another name; nothing is thrown away.")
        if self._backups:
            return _both(kept, _tr("What was changed after the date of a backup is not in it."))
        return _both(kept, _tr("There is no backup of this story."))

    def _add(self, layout: QVBoxLayout, number: int, text: str) -> None:
        button = QRadioButton(mnemonic_escape(text), self)
        self._group.addButton(button, number)
        layout.addWidget(button)


def recover(story: Path, error: StoryDamaged, parent: QWidget | None = None) -> bool:
    """Ask, recover, and say what was lost; False where the user does not want it now.

    Raises the UserError that a recovery ended with.
    """
    dialog = RecoveryDialog(error, backup.list_backups(story), parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    _tell(carry_out(story, dialog.chosen), parent)
    return True


def carry_out(story: Path, chosen: Backup | None) -> str:
    """Restore the backup, or rebuild where it is None; what was done and lost, in words."""
    if chosen is not None:
        restored = backup.restore(story, chosen.path)
        said = _tr("The backup of %1 was restored. The damaged file is kept as %2.")
        return fill(said, _time(chosen), restored.kept.name if restored.kept else "")
    rebuilt = salvage.rebuild(story)
    counted = ((_named(table.table), f"{table.lost:,}") for table in rebuilt.tables if table.lost)
    lost = [fill(_tr("%1: %2"), name, count) for name, count in counted]
    kept = rebuilt.kept.name if rebuilt.kept else ""
    said = fill(_tr("The story was rebuilt. The damaged file is kept as %1."), kept)
    if not lost:
        return _both(said, _tr("No row is known to be lost."))
    return _both(said, fill(_tr("Rows that could not be read: %1."), wording.listed(lost)))


def _both(one: str, other: str) -> str:
    """Two sentences."""
    return fill(_tr("%1 %2"), one, other)


def _named(table: str) -> str:
    """What the rows of a table are; by its name where they are nothing that users know."""
    known = {
        "sources": _tr("sources"),
        "entities": _tr("people, organisations and products"),
        "names": _tr("names"),
        "facts": _tr("facts"),
        "participations": _tr("parts in facts"),
        "citations": _tr("citations"),
        "links": _tr("links"),
        "journal": _tr("actions to undo"),
    }
    return known.get(table, table)


def _tell(text: str, parent: QWidget | None) -> None:
    box = message_box(parent, _tr("Recovered"), text)
    box.setWindowModality(Qt.WindowModality.ApplicationModal)
    box.exec()


def _described(made: Backup) -> str:
    frame = _tr("Restore the backup of %1 (%2 facts, %3 sources)")
    return fill(frame, _time(made), f"{made.facts:,}", f"{made.sources:,}")


def _time(made: Backup) -> str:
    return wording.day(made.at.astimezone().strftime("%Y-%m-%dT%H:%M"))
