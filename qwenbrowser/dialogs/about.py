"""What the program is, and the sheet of its shortcuts."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QMessageBox, QVBoxLayout, QWidget

from qwenbrowser import __version__
from qwenbrowser.commands.catalogue import Catalogue
from qwenbrowser.widgets.text import PlainLabel, message_box


def _tr(text: str) -> str:
    return QCoreApplication.translate("about", text)


def about_box(parent: QWidget) -> QMessageBox:
    """Version and licences; the caller opens it."""
    text = f"qwenbrowser {__version__}"
    detail = "\n\n".join(
        (
            _tr("A timeline and people browser: who said what, when, and how do we know?"),
            _tr("Free software under the MIT licence. Your stories stay on this computer."),
            _tr("Made with Qt and PySide6 (LGPL 3), SQLAlchemy and pydantic (MIT)."),
            _tr("Fonts: Inter and Source Serif 4 (SIL Open Font License)."),
            f"Python {platform.python_version()} · PySide6 {PySide6.__version__}",
        )
    )
    return message_box(parent, _tr("About qwenbrowser"), text, detail, icon=QMessageBox.Icon.NoIcon)


def shortcut_sheet(parent: QWidget, commands: Catalogue) -> QDialog:
    """Every command that has a shortcut; the caller opens it."""
    sheet = QDialog(parent)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.setWindowTitle(_tr("Keyboard shortcuts"))
    form = QFormLayout()
    form.setHorizontalSpacing(32)
    for command in commands:
        if command.shortcut:
            keys = QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            form.addRow(PlainLabel(command.title.replace("&", "")), PlainLabel(keys))
    form.addRow(PlainLabel(_tr("Show the words of the source, in any list")), PlainLabel(_tr("Enter")))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(sheet.reject)
    layout = QVBoxLayout(sheet)
    layout.addLayout(form)
    layout.addWidget(buttons)
    return sheet
