"""What the program is, and the sheet of its shortcuts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
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

NATIVE = QKeySequence.SequenceFormat.NativeText
MARGIN = 48
"""Pixels of the window that are seen around a dialog, together."""


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
    layout.addWidget(_parts(box), 1)
    layout.addWidget(_close(box))
    _resize(box, parent, round(620 * fonts.scale), round(520 * fonts.scale))
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


def _parts(box: QDialog) -> QTreeWidget:
    """The list of libraries and fonts with their licences, as their own packages state them."""
    headers = [_tr("Library or font"), _tr("Version"), _tr("Licence")]
    qt = licences.Part("Qt", qVersion(), "LGPL-3.0-only")
    found = sorted([qt, *licences.parts()], key=lambda part: part.name.casefold())
    rows = [(part.name, part.version, part.licence or _tr("Not stated")) for part in found]
    return _table(box, "licences_view", _tr("Libraries and fonts with their licences"), headers, rows)


def shortcut_sheet(parent: QWidget, commands: Catalogue) -> QDialog:
    """Every command that has a shortcut; the caller opens it."""
    sheet = QDialog(parent)
    sheet.setObjectName("shortcuts")
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.setWindowTitle(_tr("Keyboard shortcuts"))
    rows = [
        (without_mark(command.title), QKeySequence(command.shortcut).toString(NATIVE))
        for command in commands
        if command.shortcut
    ]
    rows.append((_tr("Show the words of the source, in any list"), _tr("Enter")))
    layout = QVBoxLayout(sheet)
    headers = [_tr("Command"), _tr("Keys")]
    table = _table(sheet, "shortcuts_view", sheet.windowTitle(), headers, rows)
    layout.addWidget(table)
    layout.addWidget(_close(sheet))
    line = table.sizeHintForRow(0)
    _resize(
        sheet,
        parent,
        6 * line + table.sizeHintForColumn(0) + table.sizeHintForColumn(1),
        line * (len(rows) + 4),
    )
    return sheet


def _table(
    box: QDialog, name: str, label: str, headers: Sequence[str], rows: Iterable[Sequence[str]]
) -> QTreeWidget:
    """Rows of plain words that scroll where the screen is small."""
    table = QTreeWidget(box)
    table.setObjectName(name)
    table.setAccessibleName(label)
    table.setHeaderLabels(headers)
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setFrameShape(QFrame.Shape.NoFrame)
    height = table.fontMetrics().height() + 10
    for texts in rows:
        cells = [visible(text) for text in texts]
        row = QTreeWidgetItem(table, cells)
        row.setSizeHint(len(cells) - 1, QSize(0, height))  # the last column takes what is left
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, ", ".join(cells))
        for column, cell in enumerate(cells):
            row.setToolTip(column, plain_tooltip(cell))
    for column in range(len(headers) - 1):
        table.resizeColumnToContents(column)
        table.setColumnWidth(column, table.columnWidth(column) + 24)
    table.setCurrentIndex(table.model().index(0, 0))
    return table


def _close(box: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(box.reject)
    return buttons


def _resize(box: QDialog, parent: QWidget, width: int, height: int) -> None:
    """As large as this in pixels, where the window below it is."""
    below = parent.window().size()
    box.resize(min(width, below.width() - MARGIN), min(height, below.height() - MARGIN))
