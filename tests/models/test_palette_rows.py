"""Rows of the palette: what each kind of hit shows, and what is said of their number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from qwenbrowser.commands.catalogue import Command
from qwenbrowser.models import command_rows, palette_rows
from qwenbrowser.models.palette_model import Result
from qwenbrowser.store import search
from qwenbrowser.store.database import Database


@pytest.fixture
def story(shipped: Path, qapp: QCoreApplication) -> Iterator[Database]:
    with Database.open(shipped) as database:
        yield database


def rows(story: Database, typed: str, scope: str = "everything") -> dict[str, list[Result]]:
    with story.read() as conn:
        groups = palette_rows.groups_of(palette_rows.look_up(conn, typed, scope))
    return {group.title: list(group.results) for group in groups if group.results}


def marked(row: Result) -> list[str]:
    content = row.content
    return [content.title[start:end] for start, end in content.title_marks] + [
        content.detail[start:end] for start, end in content.detail_marks
    ]


def test_a_person_says_what_there_is_and_under_which_name_found(story: Database) -> None:
    (hui,) = rows(story, "hui")["People"]
    assert (hui.content.title, hui.content.detail, hui.content.right) == (
        "Binyuan Hui",
        "Team member, Qwen",
        "1 change, 0 quotes",
    )
    assert marked(hui) == ["Hui"]
    (lin,) = rows(story, "justin")["People"]
    assert lin.content.detail == "Justin · Tech lead of Qwen, leaving"
    assert marked(lin) == ["Justin"]
    assert "Justin" in lin.accessible


@pytest.mark.parametrize(("typed", "letters"), [("bh", ["B", "H"]), ("h b", ["B", "H"])])
def test_initials_are_marked(story: Database, typed: str, letters: list[str]) -> None:
    (hui,) = rows(story, typed)["People"]
    assert hui.text == "Binyuan Hui"
    assert marked(hui) == letters


def test_somebody_is_found_by_name_and_words(story: Database) -> None:
    (quote,) = rows(story, "zhao era")["Statements"]
    assert quote.text == "“the end of an era”"
    assert marked(quote) == ["era", "Zhao"]


def test_facts_that_had_no_room_are_given_by_how_well_they_fit(
    story: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(palette_rows, "FEW", 3)
    with story.read() as conn:
        found = palette_rows.look_up(conn, "qwen", "everything")
        assert (len(found.facts), found.more_facts) == (3, True)
        further = palette_rows.look_further(conn, found, "everything")
        group = palette_rows.further_group(further)
        everything = search.find(conn, "qwen", 100).facts
    assert group.title == "More facts, best matches first"
    assert {row.id for row in group.results} == {*everything} - {*found.facts}
    assert group.count == f"{len(everything) - 3} of {len(everything)}"
    assert not further.more_facts
    many = palette_rows.further_group(replace(further, among=1000, beyond=True)).count
    assert many == f"{len(everything) - 3} of more than 1,000"


def test_facts_say_what_leads_to_them(story: Database) -> None:
    found = rows(story, "hui")
    (change,) = found["Profile changes"]
    assert change.text == "Binyuan Hui: “formerly MTS @Alibaba_Qwen”"
    assert change.content.detail == "X profile (field not stated), no later than 4 Mar 2026"
    (question,) = found["Open questions"]
    assert question.content.right == "as of 4 Mar 2026"
    (quote,) = rows(story, "end of an era")["Statements"]
    assert quote.text == "“the end of an era”"
    assert quote.content.detail.startswith("Wenting Zhao")
    assert marked(quote) == ["end", "of", "an", "era"]
    unnamed = next(row for row in rows(story, "benchmarks")["Statements"] if "level" in row.text)
    assert unnamed.content.detail.startswith("About Qwen"), "nobody is named as its speaker"


def test_a_source_says_in_which_paragraph_and_how_often(story: Database) -> None:
    (source,) = rows(story, "hui")["Sources"]
    assert source.text == "The Mainstream, digest ¶6"
    assert source.content.detail.startswith("Binyuan Hui, also")
    assert source.content.right == "1 place"
    assert source.place is not None
    (titled,) = rows(story, "steps down")["Sources"]
    assert titled.content.detail == "Digest: Alibaba’s Qwen tech lead steps down"
    assert titled.place is None


@pytest.mark.parametrize("scope", [*palette_rows.SCOPES])
def test_a_scope_keeps_its_kinds(story: Database, scope: str) -> None:
    kinds = {row.kind for group in rows(story, "qwen", scope).values() for row in group}
    wanted = palette_rows.SCOPES[scope]
    assert kinds
    assert wanted is None or kinds <= {*wanted}


def test_hits_that_a_scope_hides_are_counted(story: Database) -> None:
    with story.read() as conn:
        found = palette_rows.look_up(conn, "justin", "quotes")
    assert not found.hits
    assert found.elsewhere == 2, "a person and a source"


def test_without_a_text_the_recent_and_the_busiest_are_offered(story: Database) -> None:
    with story.read() as conn:
        recent, others = palette_rows.groups_of(palette_rows.suggest(conn, [("fact", 1), ("source", 99)]))
    assert [row.kind for row in recent.results] != []
    assert len(recent.results) == 1, "what is gone is left out"
    assert 0 < len(others.results) <= palette_rows.SUGGESTED


@pytest.mark.parametrize(
    ("results", "groups", "more", "said"),
    [
        (0, 0, False, "No results"),
        (1, 1, False, "1 result in 1 group"),
        (5, 5, False, "5 results in 5 groups"),
        (24, 2, True, "The first 24 results in 2 groups"),
    ],
)
def test_numbers_in_words(qapp: object, results: int, groups: int, more: bool, said: str) -> None:
    assert palette_rows.summary(results, groups, more) == said


def test_text_of_a_row_is_one_visible_line(qapp: object) -> None:
    assert palette_rows.one_line("a\n\tb \u202ec\x07") == "a b c␇"
    assert len(palette_rows.one_line("word " * 10_000)) <= 400


def test_commands_are_found_by_beginnings_in_any_order(qapp: object) -> None:
    commands = [
        Command("view.theme", "Switch &light && dark", print, "view", "Ctrl+L", checked=lambda: True),
        Command("edit.undo", "&Undo", print, "edit", describe=lambda: "Undo: Import & more"),
        Command("edit.redo", "&Redo", print, "edit", enabled=lambda: False),
    ]
    (group,) = command_rows.command_groups(commands, "da swi")
    (row,) = group.results
    assert (group.title, row.text, row.content.right, row.id) == (
        "View",
        "Switch light & dark",
        "Ctrl+L",
        "view.theme",
    )
    assert row.accessible == "Switch light & dark, on, Ctrl+L"
    assert [g.title for g in command_rows.command_groups(commands, "")] == ["View", "Edit"]
    assert command_rows.command_groups(commands, "edit import")[0].results[0].text == "Undo: Import & more"
    assert command_rows.unavailable(commands, "red") == "Redo"
    assert command_rows.unavailable(commands, "zzz") == ""
