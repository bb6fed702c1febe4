"""A list model over ids in sections: pages of records are fetched when a view asks for them."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qwenbrowser.widgets.rows import Heading
from qwenbrowser.widgets.text import visible

PAGE = 16
"""Records fetched at once: somewhat more than a list shows."""
CACHED_PAGES = 256

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data roles of every `*_view`; the first four are the contract of automated tests."""

    ID = Qt.ItemDataRole.UserRole
    KIND = Qt.ItemDataRole.UserRole + 1
    UID = Qt.ItemDataRole.UserRole + 2
    TIER = Qt.ItemDataRole.UserRole + 3
    CONTENT = Qt.ItemDataRole.UserRole + 4


class HasId(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def uid(self) -> str: ...


R = TypeVar("R", bound=HasId)


@dataclass(frozen=True, slots=True)
class Section:
    """Ids under one heading; no heading row where `heading` is None. `tier` is given out by its rows.

    `offsets` finds an id in a long section: `offsets_of(ids)`, or None to look through the ids.
    """

    ids: array[int]
    heading: Heading | None = None
    tier: str | None = None
    offsets: array[int] | None = None

    def offset_of(self, record_id: int) -> int:
        """Where the id stands in `ids`. Raises ValueError where it does not."""
        if self.offsets is None:
            return self.ids.index(record_id)
        offset = self.offsets[record_id] if 0 <= record_id < len(self.offsets) else -1
        if offset < 0:
            raise ValueError(record_id)
        return offset


def offsets_of(ids: array[int]) -> array[int]:
    """By id, where it stands in `ids`, -1 for one that does not; 4 bytes for every id up to the highest."""
    offsets = array("i", b"\xff" * (4 * (max(ids, default=-1) + 1)))
    for offset, record_id in enumerate(ids):
        offsets[record_id] = offset
    return offsets


class RecordModel(QAbstractListModel, Generic[R]):
    """Rows of sections. A subclass says how a record reads; `fetch(ids)` gives records, in any order."""

    def __init__(self, fetch: Callable[[Sequence[int]], Sequence[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._sections: tuple[Section, ...] = ()
        self._starts: list[int] = []
        self._rows = 0
        self._pages: OrderedDict[tuple[int, int], dict[int, R]] = OrderedDict()
        self._contents: dict[int, object] = {}

    @abstractmethod
    def text(self, record: R) -> str:
        """The text as shown."""

    @abstractmethod
    def accessible(self, record: R) -> str:
        """The whole row in words, for a screen reader."""

    @abstractmethod
    def kind(self, record: R) -> str:
        """The kind of the record, a word of the domain."""

    @abstractmethod
    def content(self, record: R) -> object:
        """What the delegate paints."""

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Show other rows; nothing is fetched yet."""
        self.beginResetModel()
        self._sections = tuple(sections)
        self._starts = []
        self._rows = 0
        for section in self._sections:
            self._starts.append(self._rows)
            self._rows += len(section.ids) + (section.heading is not None)
        self._pages.clear()
        self._contents.clear()
        self.endResetModel()

    @property
    def sections(self) -> tuple[Section, ...]:
        return self._sections

    def forget_contents(self) -> None:
        """Let what the delegate paints be made anew from the records."""
        self._contents.clear()

    def record(self, row: int) -> R | None:
        """The record of a row; None on a heading or where the row is gone from the store."""
        place = self._place(row)
        if place is None:
            return None
        number, offset = place
        page = self._page(number, offset // PAGE)
        return page.get(self._sections[number].ids[offset])

    def row_of(self, record_id: int) -> int:
        """The first row that shows the id, -1 if none does."""
        for start, section in zip(self._starts, self._sections, strict=True):
            try:
                return start + (section.heading is not None) + section.offset_of(record_id)
            except ValueError:
                continue
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._place(index.row()) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self._rows:
            return None
        place = self._place(index.row())
        if place is None:
            return self._heading_data(index.row(), role)
        section = self._sections[place[0]]
        if role == Role.ID:
            return section.ids[place[1]]
        if role == Role.TIER:
            return section.tier
        record = self.record(index.row())
        return None if record is None else self._record_data(record, role)

    def _record_data(self, record: R, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(record)
            case Qt.ItemDataRole.AccessibleTextRole:
                return visible(self.accessible(record), lines=True)
            case Role.KIND:
                return self.kind(record)
            case Role.UID:
                return record.uid
            case Role.CONTENT:
                if record.id not in self._contents:
                    self._contents[record.id] = self.content(record)
                return self._contents[record.id]
        return None

    def _heading_data(self, row: int, role: int) -> Any:
        heading = self._sections[bisect_right(self._starts, row) - 1].heading
        if heading is None:
            return None
        if role == Role.CONTENT:
            return heading
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = " ".join(part for part in (heading.title, heading.count, heading.note) if part)
            return visible(said)
        return None

    def _place(self, row: int) -> tuple[int, int] | None:
        """The section's number and the offset in its ids; None for a heading."""
        number = bisect_right(self._starts, row) - 1
        section = self._sections[number]
        offset = row - self._starts[number] - (section.heading is not None)
        return None if offset < 0 else (number, offset)

    def _page(self, number: int, page: int) -> dict[int, R]:
        key = (number, page)
        found = self._pages.get(key)
        if found is None:
            ids = self._sections[number].ids[page * PAGE : (page + 1) * PAGE]
            found = {record.id: record for record in self._fetch(ids)}
            self._pages[key] = found
            if len(self._pages) > CACHED_PAGES:
                self._pages.popitem(last=False)
                self._contents.clear()
        else:
            self._pages.move_to_end(key)
        return found
