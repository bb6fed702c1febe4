"""The list model: ids in sections, records fetched by pages when they are asked for, and let go again."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from qwenbrowser.models.record_model import CACHED_PAGES, PAGE, RecordModel, Role, Section
from qwenbrowser.widgets.rows import Heading

WARN = QAbstractItemModelTester.FailureReportingMode.Warning


@dataclass(frozen=True)
class Record:
    id: int

    @property
    def uid(self) -> str:
        return f"uid {self.id}"


class Model(RecordModel[Record]):
    """Knows every id but `gone`, gives records in no order, and counts what is fetched."""

    def __init__(self) -> None:
        self.fetched: list[list[int]] = []
        self.gone: set[int] = set()
        super().__init__(self._find)

    def _find(self, ids: Sequence[int]) -> list[Record]:
        self.fetched.append(list(ids))
        return [Record(one) for one in reversed(ids) if one not in self.gone]

    def text(self, record: Record) -> str:
        return f"text {record.id}"

    def accessible(self, record: Record) -> str:
        return f"said {record.id}"

    def kind(self, record: Record) -> str:
        return "thing"

    def content(self, record: Record) -> object:
        return record


@pytest.fixture
def model(qapp: object) -> Model:
    return Model()


def section(ids: Sequence[int], title: str = "", tier: str | None = None) -> Section:
    return Section(array("q", ids), Heading(title, str(len(ids))) if title else None, tier)


def shown(model: Model) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_sections_one_below_the_other(model: Model) -> None:
    tester = QAbstractItemModelTester(model, WARN)
    model.set_sections([section([5, 3], "First", "own"), section([]), section([], "Empty"), section([9])])
    assert shown(model) == ["First 2", "text 5", "text 3", "Empty 0", "text 9"]
    ids = [model.index(row, 0).data(Role.ID) for row in range(5)]
    assert ids == [None, 5, 3, None, 9]
    tiers = [model.index(row, 0).data(Role.TIER) for row in range(5)]
    assert tiers == [None, "own", "own", None, None]
    assert [model.row_of(one) for one in (5, 3, 9, 4)] == [1, 2, 4, -1]
    model.set_sections([])
    assert model.rowCount() == 0
    assert tester.model() is model


def test_every_role_of_a_row(model: Model) -> None:
    model.set_sections([section([7], "Heading")])
    row = model.index(1, 0)
    roles = {
        Qt.ItemDataRole.DisplayRole: "text 7",
        Qt.ItemDataRole.AccessibleTextRole: "said 7",
        Role.ID: 7,
        Role.KIND: "thing",
        Role.UID: "uid 7",
        Role.TIER: None,
        Role.CONTENT: Record(7),
        Qt.ItemDataRole.DecorationRole: None,
    }
    assert {role: row.data(role) for role in roles} == roles
    heading = model.index(0, 0)
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Heading 1"
    assert heading.data(Role.CONTENT) == Heading("Heading", "1")
    assert model.data(QModelIndex()) is None
    assert model.rowCount(row) == 0


def test_a_million_rows_fetch_a_page(model: Model) -> None:
    model.set_sections([section(range(1_000_000), "All")])
    assert model.fetched == [], "nothing is fetched before it is asked for"
    assert model.rowCount() == 1_000_001
    assert model.index(500_000, 0).data(Role.ID) == 499_999
    assert model.fetched == [], "an id needs no record"
    assert model.index(500_000, 0).data() == "text 499999"
    first = 499_999 // PAGE * PAGE
    assert model.fetched == [list(range(first, first + PAGE))]
    model.index(500_001 - 1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert len(model.fetched) == 1


def test_pages_are_let_go_the_longest_unused_first(model: Model) -> None:
    model.set_sections([section(range(PAGE * (CACHED_PAGES + 1)))])
    for page in range(CACHED_PAGES):
        model.record(page * PAGE)
    model.record(0)
    model.record(CACHED_PAGES * PAGE)
    before = len(model.fetched)
    assert model.record(0) == Record(0)
    assert len(model.fetched) == before, "the first page was used again and is still there"
    model.record(PAGE)
    assert len(model.fetched) == before + 1, "the second one is gone"


def test_another_content_is_fetched_again(model: Model) -> None:
    model.set_sections([section([1])])
    assert model.index(0, 0).data() == "text 1"
    model.set_sections([section([1])])
    assert model.index(0, 0).data() == "text 1"
    assert len(model.fetched) == 2


def test_a_row_that_is_gone_from_the_store_is_empty(model: Model) -> None:
    model.gone = {2}
    model.set_sections([section([1, 2, 3])])
    assert shown(model) == ["text 1", None, "text 3"]
    assert model.record(1) is None
    assert model.index(1, 0).data(Role.ID) == 2
