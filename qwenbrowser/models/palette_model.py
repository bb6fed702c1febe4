"""What the palette lists: groups of results under headings, few enough to be held whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qwenbrowser.models.record_model import Role
from qwenbrowser.widgets.rows import ResultHeading, ResultRow
from qwenbrowser.widgets.text import visible

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Result:
    """A row that can be chosen. `id` is that of the record, or the id of a command.

    `kind` is that of the entity or fact, "source" or "command"; `place` is where in a source it leads.
    """

    kind: str
    id: int | str
    uid: str
    text: str
    accessible: str
    content: ResultRow
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Results under one heading. `count` is what the heading says of their number."""

    title: str
    results: tuple[Result, ...]
    count: str = ""


class PaletteModel(QAbstractListModel):
    """Headings cannot be chosen and have no id; the roles are those of every list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Result | ResultHeading] = []

    def set_groups(self, groups: Iterable[Group]) -> None:
        """Show other results; groups without any are left out."""
        self.beginResetModel()
        self._rows = []
        for group in groups:
            if group.results:
                self._rows.append(ResultHeading(group.title, group.count))
                self._rows += group.results
        self.endResetModel()

    def add_group(self, group: Group) -> None:
        """Show more results below the others; a group without any is left out."""
        if group.results:
            rows = [ResultHeading(group.title, group.count), *group.results]
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    @property
    def results(self) -> list[Result]:
        """All results in their order."""
        return [row for row in self._rows if isinstance(row, Result)]

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self._rows) - len(self.results)

    def result(self, index: Index) -> Result | None:
        """The result of a row, None for a heading or nothing."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Result) else None

    def selectable(self) -> list[int]:
        """The rows that are no headings."""
        return [number for number, row in enumerate(self._rows) if isinstance(row, Result)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.result(index) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if isinstance(row, ResultHeading):
            return _heading_data(row, role)
        return {
            Qt.ItemDataRole.DisplayRole: row.text,
            Qt.ItemDataRole.AccessibleTextRole: visible(row.accessible, lines=True),
            Role.ID: row.id,
            Role.KIND: row.kind,
            Role.UID: row.uid,
            Role.CONTENT: row.content,
        }.get(role)


def _heading_data(heading: ResultHeading, role: int) -> Any:
    if role == Role.CONTENT:
        return heading
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return f"{heading.title} {heading.count}".strip()
    return None
