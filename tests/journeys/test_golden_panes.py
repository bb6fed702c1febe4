"""Everything of the golden file is in the window, and no count differs from what is listed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from qwenbrowser.domain.records import EntityCounts, FactKind, Mode
from qwenbrowser.models.record_model import Role
from qwenbrowser.panes.entity_header import Figure
from qwenbrowser.store import entities, facts
from qwenbrowser.window import MainWindow


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


def header_figures(window: MainWindow) -> dict[str, int]:
    """The figures of the header: word to number, as a screen reader says them."""
    said = [figure.accessibleName().split(" ", 1) for figure in window.entity_header.findChildren(Figure)]
    return {word.removesuffix("s"): int(number) for number, word in said}


def tiers(user: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {"own": [], "about": [], "same_story": []}
    for row in user.rows("statements_view"):
        if row.data(Role.ID) is not None:
            found[row.data(Role.TIER)].append(row.data(Role.ID))
    return found


def test_every_golden_id_is_one_fact_that_the_list_reaches(
    user: Any, window: MainWindow, shared_file: Callable[[str], Path]
) -> None:
    golden = json.loads(shared_file("golden/qwen-leadership.json").read_text("utf-8"))
    wanted = [one["id"] for part in ("quotes", "paraphrased", "events") for one in golden[part]]
    assert len(wanted) == len(set(wanted)) > 40
    carried = {fact.id: fact.refs for fact in user.facts()}
    assert Counter(ref for refs in carried.values() for ref in refs) == dict.fromkeys(wanted, 1)
    assert set(user.ids("events_view")) == set(carried)
    for ref in wanted:
        fact = user.fact(ref)
        user.clicks("events_view", fact.id)
        assert user.evidence()[1:] == (fact.citations[0].exact.replace("\n", "\u2029"),), ref


def test_counts_are_what_is_listed_for_everybody(user: Any, window: MainWindow) -> None:
    everybody = user.ids("people_view")
    assert len(everybody) == 31
    everything = {fact.id: fact for fact in user.facts()}
    for entity_id in everybody:
        window.workspace.choose_entity(entity_id)
        entity = window.workspace.read(entities.get_entity, entity_id)
        listed = tiers(user)
        changes = user.ids("profile_view")
        quotes = [
            i
            for i in listed["own"]
            if everything[i].kind is FactKind.QUOTE and everything[i].mode in (Mode.VERBATIM, Mode.PARTIAL)
        ]
        own_facts = set(window.workspace.read(facts.facts_of_entity, entity_id))
        cited = {c.source.id for i in own_facts for c in everything[i].citations}
        figures = header_figures(window)
        assert figures == {"quote": len(quotes), "profile change": len(changes), "source": len(cited)}
        assert numbers(window.statements.header._count.text()) == [len(rows) for rows in listed.values()]
        assert numbers(window.profile.header._count.text()) == [len(changes)]
        assert numbers(window.events.header._count.text()) == [len(everything)]
        check_headings(user, "statements_view")
        check_headings(user, "beside_view")
        check_row(user, window, entity_id)
        questions = [row for row in user.rows("beside_view") if row.data(Role.KIND) == "question"]
        assert window.entity_header.question.isVisible() == bool(questions), entity.name
        assert not questions or numbers(window.entity_header.question.text()) == [len(questions)]
        window.events.only.click()
        assert set(user.ids("events_view")) == own_facts
        assert numbers(window.events.header._count.text()) == [len(own_facts), len(everything)]
        window.events.only.click()


def check_headings(user: Any, view: str) -> None:
    """Every heading counts the rows below it."""
    below: Counter[int] = Counter()
    headings = []
    for row in user.rows(view):
        if row.data(Role.ID) is None:
            headings.append(row.data(Role.CONTENT))
        else:
            below[len(headings) - 1] += 1
    for number, heading in enumerate(headings):
        assert numbers(heading.count) == [below[number]], heading


def check_row(user: Any, window: MainWindow, entity_id: int) -> None:
    """The count in the list of people is the one in the header, or of paraphrases and sources."""
    row = next(row for row in user.rows("people_view") if row.data(Role.ID) == entity_id)
    number, word = row.data(Role.CONTENT).count.split()
    counts: EntityCounts = window.workspace.read(entities.get_entity, entity_id).counts
    word = word.removesuffix("s")
    expected = {"quote": counts.quotes, "change": counts.changes, "paraphrase": counts.paraphrases,
                "source": counts.sources}  # fmt: skip
    assert int(number) == expected[word]
    if word != "paraphrase":
        assert int(number) == header_figures(window)["profile change" if word == "change" else word]


def test_the_status_bar_counts_what_is_there(user: Any, window: MainWindow) -> None:
    words = window.status.counts.text()
    said = {word.removesuffix("s"): int(n) for n, word in (part.split(" ", 1) for part in words.split(" · "))}
    kinds = Counter(row.data(Role.KIND) for row in user.rows("people_view"))
    by_kind = Counter(fact.kind for fact in user.facts())
    quotes = [f for f in user.facts() if f.kind is FactKind.QUOTE and f.mode in (Mode.VERBATIM, Mode.PARTIAL)]
    assert said == {
        "source": len(user.ids("sources_view")),
        "people": kinds["person"],
        "organisation": kinds["organisation"],
        "product": kinds["product"],
        "quote": len(quotes),
        "profile change": by_kind[FactKind.PROFILE_CHANGE],
        "open question": by_kind[FactKind.QUESTION],
        "in tension": 1,
    }
    assert (len(quotes), said["people"]) == (6, 7)
    check_headings(user, "people_view")
    check_headings(user, "sources_view")
    assert window.findChild(QLabel, "entity_name").text() == "Nobody is chosen"
