"""The dated list: order, headings, the filter by the chosen entity, what stands out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from qwenbrowser.domain import dates
from qwenbrowser.models.record_model import Role
from qwenbrowser.store import facts
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets.pill import Chip
from qwenbrowser.widgets.text import mnemonic_escape
from qwenbrowser.window import MainWindow


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def test_facts_stand_in_the_order_of_time_below_headings(user: Any, window: MainWindow) -> None:
    by_id = {fact.id: fact for fact in user.facts()}
    parsed = [dates.parse(by_id[i].when.edtf) for i in user.ids("events_view")]
    keys = [(date.sort_lo, date.sort_hi) for date in parsed]
    assert keys == sorted(keys)
    headings = [row.data() for row in user.rows("events_view") if row.data(Role.ID) is None]
    assert len(headings) == len(set(headings)), "a heading comes once"
    assert headings[-1] == "Undated"


def test_what_concerns_the_entity_stands_out_and_is_in_view(user: Any, window: MainWindow) -> None:
    user.clicks("people_view", "Binyuan Hui")
    strong = {
        row.data(Role.ID) for row in user.rows("events_view") if getattr(row.data(Role.CONTENT), "strong", 0)
    }
    entity = window.workspace.selection.entity
    assert strong == set(window.workspace.read(facts.facts_of_entity, entity)) != set()
    view = user.view("events_view")
    lead = window.workspace.read(facts.lead_fact_of, entity)
    (row,) = (row for row in user.rows("events_view") if row.data(Role.ID) == lead)
    assert view.viewport().rect().contains(view.visualRect(row))


def test_only_the_entity(user: Any, window: MainWindow) -> None:
    assert not window.events.only.isVisible(), "there is nobody yet to filter by"
    user.clicks("people_view", "Binyuan Hui")
    window.events.only.click()
    filtered = user.ids("events_view")
    user.clicks("events_view", filtered[0])
    assert window.workspace.selection.item == filtered[0]
    user.clicks("people_view", "Elon Musk")
    assert window.events.only.text() == "Only Elon Musk"
    assert set(user.ids("events_view")) != set(filtered), "the filter follows the choice"
    window.events.only.click()
    assert len(user.ids("events_view")) == len(user.facts())


def test_a_filter_says_its_name_as_it_is(qapp: QApplication) -> None:
    theme = Theme()
    theme.apply(qapp, "light")
    chip, plain = Chip(theme, "Only AT&T"), Chip(theme, "Only ATxT")
    assert chip.shortcut().isEmpty()
    once = chip.sizeHint()
    chip.setText(mnemonic_escape("Only AT&T"))
    assert chip.sizeHint() == once
    chip.setText(mnemonic_escape("Only AT&&T"))
    assert chip.sizeHint().width() > once.width(), "two are two"
    assert abs(once.width() - plain.sizeHint().width()) < 6
