"""The generator of big stories at its smallest: the same every time, and a story like any other."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from qwenbrowser.app import build_window
from qwenbrowser.models.record_model import Role
from qwenbrowser.store import counts, facts
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import citations, entity_counts, sources

GENERATOR = Path(__file__).parent / "benchmarks" / "generate.py"
FACTOR = 0.0005


@pytest.fixture(scope="module")
def generate() -> Any:
    return runpy.run_path(str(GENERATOR))["generate"]


@pytest.fixture
def story(generate: Any, tmp_path: Path) -> Path:
    path = tmp_path / "generated.qwb"
    generate(path, FACTOR)
    return path


def test_it_has_the_sizes_that_were_asked_for(story: Path) -> None:
    with Database.open(story) as db, db.read() as conn:
        found = counts.story_counts(conn)
        assert (found.people, found.sources, found.events, found.statements) == (5, 25, 100, 500)
        busiest = conn.scalars(select(entity_counts.c.statements).order_by(entity_counts.c.statements)).all()
        assert busiest[-1] > 2 * busiest[len(busiest) // 2], "few speak much, most little"


def test_every_citation_stands_in_its_source(story: Path) -> None:
    with Database.open(story) as db, db.read() as conn:
        rows = conn.execute(select(citations, sources.c.text).join_from(citations, sources)).all()
        assert rows
        assert all(row.text[row.start_at : row.end_at] == row.exact for row in rows)


def test_it_is_the_same_every_time(generate: Any, story: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.qwb"
    generate(again, FACTOR)
    with Database.open(story) as one, Database.open(again) as other, one.read() as a, other.read() as b:
        ids = facts.fact_ids(a)
        assert ids == facts.fact_ids(b)
        assert facts.facts_by_ids(a, ids) == facts.facts_by_ids(b, ids)


@pytest.mark.parametrize("big", [False, True])
def test_a_big_story_shows_what_a_small_one_does(
    story: Path, big: bool, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "BIG", 1 if big else 10_000)
    window = build_window(story)
    qtbot.addWidget(window)
    window.select("Person 1")
    qtbot.waitUntil(lambda: window.idle)
    with Database.open(story) as db, db.read() as conn:
        chosen = window.workspace.selection.entity
        assert chosen is not None
        tiers = facts.statements_of(conn, chosen)
        every = facts.fact_ids(conn).tolist()
    view = window.statements.view
    shown = [view.model().index(row, 0).data(Role.ID) for row in range(view.model().rowCount())]
    assert [one for one in shown if one is not None] == [*tiers.own, *tiers.about, *tiers.same_story]
    dated = window.events.model
    ids = [dated.index(row, 0).data(Role.ID) for row in range(dated.rowCount())]
    assert [one for one in ids if one is not None] == every
    last = every[-1]
    window.workspace.choose_item(last)
    assert window.events.view.currentIndex().data(Role.ID) == last
    window.close()
