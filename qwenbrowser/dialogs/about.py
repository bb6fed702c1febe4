"""What the program is, and the sheet of its shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qwenbrowser import __version__
from qwenbrowser.commands.catalogue import Catalogue, without_mark
from qwenbrowser.services import licences
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import NAME, SEMIBOLD, TITLE
from qwenbrowser.widgets.text import PlainLabel, plain_tooltip, visible


def _tr(text: str) -> str:
    return QCoreApplication.translate("about", text)


def about_box(parent: QWidget, theme: Theme) -> QDialog:
    """What the program is, its version, and the licences of all that it is made with; the caller opens it."""
    box = QDialog(parent)
    box.setObjectName("about")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(_tr("About qwenbrowser"))
    fonts = theme.fonts
    layout = QVBoxLayout(box)
    layout.setContentsMargins(24, 20, 24, 16)
    layout.setSpacing(10)
    layout.addLayout(_head(box, theme))
    what = _tr("A timeline and people browser: who said what, when, and how do we know?")
    rights = _tr("Free software under the MIT licence. Your stories stay on this computer.")
    for text in (what, rights):
        layout.addWidget(PlainLabel(text, box, lines=0))
    layout.addSpacing(6)
    layout.addWidget(PlainLabel(_tr("Made with"), box, font=fonts.ui(TITLE, SEMIBOLD)))
    layout.addWidget(_parts(box, theme), 1)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(box.reject)
    layout.addWidget(buttons)
    box.resize(round(620 * fonts.scale), round(520 * fonts.scale))
    return box


def _head(box: QDialog, theme: Theme) -> QHBoxLayout:
    icon = QLabel(box)
    icon.setAccessibleName(_tr("Icon of qwenbrowser"))
    side = round(48 * theme.fonts.scale)
    icon.setPixmap(QApplication.windowIcon().pixmap(QSize(side, side)))
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(icon)
    row.addWidget(PlainLabel(f"qwenbrowser {__version__}", box, font=theme.fonts.ui(NAME, SEMIBOLD)), 1)
    return row


def _parts(box: QDialog, theme: Theme) -> QTreeWidget:
    """The list of libraries and fonts with their licences, as their own packages state them."""
    table = QTreeWidget(box)
    table.setObjectName("licences_view")
    table.setAccessibleName(_tr("Libraries and fonts with their licences"))
    table.setHeaderLabels([_tr("Library or font"), _tr("Version"), _tr("Licence")])
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setFrameShape(QFrame.Shape.NoFrame)
    unknown = _tr("Not stated")
    height = round(26 * theme.fonts.scale)
    qt = licences.Part("Qt", qVersion(), "LGPL-3.0-only")
    for part in sorted([qt, *licences.parts()], key=lambda part: part.name.casefold()):
        cells = [visible(cell) for cell in (part.name, part.version, part.licence or unknown)]
        row = QTreeWidgetItem(table, cells)
        row.setSizeHint(2, QSize(0, height))  # the last column takes what is left
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(cells))
        for column, cell in enumerate(cells):
            row.setToolTip(column, plain_tooltip(cell))
    for column in range(2):
        table.resizeColumnToContents(column)
        table.setColumnWidth(column, table.columnWidth(column) + 24)
    table.setCurrentIndex(table.model().index(0, 0))
    return table


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
            form.addRow(PlainLabel(without_mark(command.title)), PlainLabel(keys))
    form.addRow(PlainLabel(_tr("Show the words of the source, in any list")), PlainLabel(_tr("Enter")))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(sheet.reject)
    layout = QVBoxLayout(sheet)
    layout.addLayout(form)
    layout.addWidget(buttons)
    return sheet
