"""The one selection with its history, and the door for every write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import NothingToDo, StoryReadOnly, UserError
from qwenbrowser.domain.filters import Facet, Filter
from qwenbrowser.jobs import Jobs
from qwenbrowser.store import facts
from qwenbrowser.store.database import Database
from qwenbrowser.store.tables import facts as fact_table
from qwenbrowser.workspace import HISTORY_LIMIT, KNOWN, Selection, Workspace


@pytest.fixture
def workspace(qapp: object, shipped: Path) -> Iterator[Workspace]:
    with Database.open(shipped, write=True) as database:
        workspace = Workspace(database, Jobs())
        yield workspace
        workspace.jobs.close()
        workspace.jobs.deleteLater()
        workspace.deleteLater()


@pytest.fixture
def heard(workspace: Workspace) -> list[tuple[Selection, Selection]]:
    """Every change of the selection: new and old."""
    heard: list[tuple[Selection, Selection]] = []
    workspace.selection_changed.connect(lambda new, old: heard.append((new, old)))
    return heard


Heard = list[tuple[Selection, Selection]]


def rename(database: Database, text: str = "Another text.") -> Changes:
    with database.write("Change a text") as writer:
        writer.update(fact_table, 1, text=text)
    return writer.changes()


def test_starts_with_nothing(workspace: Workspace) -> None:
    assert workspace.selection == Selection()
    assert not workspace.can_back
    assert not workspace.can_forward


def test_an_equal_selection_is_dropped(workspace: Workspace, heard: Heard) -> None:
    workspace.choose_entity(1)
    workspace.choose_entity(1)
    workspace.choose_item(3)
    workspace.choose_item(3)
    assert [(new.entity, new.item) for new, _old in heard] == [(1, None), (1, 3)]
    workspace.back()
    workspace.back()
    assert not workspace.can_back, "what was dropped is no step"


def test_an_item_is_chosen_at_its_first_citation(workspace: Workspace) -> None:
    first = workspace.read(facts.citations_of, 3)[0]
    workspace.choose_item(3)
    assert workspace.selection == Selection(None, 3, first.source.id, (first.start, first.end))


def test_an_item_keeps_the_entity_and_an_entity_clears_the_rest(workspace: Workspace) -> None:
    workspace.choose_entity(1)
    workspace.choose_item(3, 2, (5, 9))
    assert workspace.selection == Selection(1, 3, 2, (5, 9))
    workspace.choose_source(2)
    assert workspace.selection == Selection(1, None, 2, None)
    workspace.choose_entity(4)
    assert workspace.selection == Selection(4)


def test_back_and_forward(workspace: Workspace, heard: Heard) -> None:
    for entity in (1, 2, 3):
        workspace.choose_entity(entity)
    workspace.back()
    workspace.back()
    assert workspace.selection == Selection(1)
    assert (workspace.can_back, workspace.can_forward) == (True, True)
    workspace.forward()
    assert workspace.selection == Selection(2)
    assert heard[-1] == (Selection(2), Selection(1))
    workspace.choose_item(9)
    assert not workspace.can_forward, "another way was taken"
    workspace.back()
    assert workspace.selection == Selection(2)


def test_back_and_forward_at_the_ends_do_nothing(workspace: Workspace, heard: Heard) -> None:
    workspace.back()
    workspace.forward()
    assert heard == []
    assert workspace.selection == Selection()


def test_the_history_has_an_end(workspace: Workspace) -> None:
    chosen = [1 + number % 31 for number in range(HISTORY_LIMIT + 50)]
    for entity in chosen:
        workspace.choose_entity(entity)
    gone_through = []
    while workspace.can_back:
        workspace.back()
        gone_through.append(workspace.selection.entity)
    assert gone_through == chosen[49:-1][::-1]
    assert len(gone_through) == HISTORY_LIMIT


def test_what_is_gone_is_no_longer_chosen_and_no_step(
    workspace: Workspace, heard: Heard, qtbot: QtBot
) -> None:
    workspace.choose_entity(1)
    workspace.choose_item(3, 2, (5, 9))
    workspace.choose_entity(2)
    workspace.changed.connect(lambda _changes: heard.append(workspace.selection))
    with qtbot.waitSignal(workspace.changed):
        workspace.undo()
    assert heard[-2:] == [(Selection(), Selection(2)), Selection()], "first forgotten, then told"
    workspace.back()
    assert workspace.selection == Selection()
    assert not workspace.can_back
    with qtbot.waitSignal(workspace.changed):
        workspace.redo()
    workspace.choose_entity(1)
    assert workspace.selection == Selection(1)


def test_a_rejected_fact_is_no_longer_chosen(workspace: Workspace, qtbot: QtBot) -> None:
    def reject(database: Database) -> Changes:
        with database.write("Reject a fact") as writer:
            writer.update(fact_table, 3, state="rejected")
        return writer.changes()

    workspace.choose_entity(1)
    workspace.choose_item(3)
    workspace.choose_item(4)
    workspace.choose_item(3)
    with qtbot.waitSignal(workspace.changed):
        workspace.edit(reject)
    assert workspace.selection == Selection(1)
    workspace.back()
    assert workspace.selection.item == 4
    workspace.back()
    assert workspace.selection == Selection(1), "the rejected one is passed over"


def test_an_edit_is_told_when_it_is_committed(workspace: Workspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.changed) as told:
        workspace.edit(rename)
    assert told.args[0].label == "Change a text"
    assert workspace.read(facts.facts_by_ids, [1])[0].text == "Another text."
    assert workspace.undo_label == "Change a text"
    assert workspace.redo_label is None


def test_undo_and_redo(workspace: Workspace, qtbot: QtBot) -> None:
    before = workspace.read(facts.facts_by_ids, [1])
    for step, undo, redo in (
        (lambda: workspace.edit(rename), "Change a text", None),
        (workspace.undo, "Import Qwen leadership change", "Change a text"),
        (workspace.redo, "Change a text", None),
        (workspace.undo, "Import Qwen leadership change", "Change a text"),
    ):
        with qtbot.waitSignal(workspace.changed):
            step()
        assert (workspace.undo_label, workspace.redo_label) == (undo, redo)
    assert workspace.read(facts.facts_by_ids, [1]) == before


def test_a_failed_edit_is_told_and_changes_nothing(workspace: Workspace, qtbot: QtBot) -> None:
    failure = UserError("It does not work.", "Do something else.")

    def verb(database: Database) -> Changes:
        with database.write("Half a change") as writer:
            writer.update(fact_table, 1, text="Half.")
            raise failure

    before = workspace.read(facts.facts_by_ids, [1])
    with qtbot.waitSignal(workspace.failed) as told, qtbot.assertNotEmitted(workspace.changed):
        workspace.edit(verb)
    assert told.args[0] is failure
    assert workspace.read(facts.facts_by_ids, [1]) == before


def test_nothing_to_redo_is_an_error_of_the_user(workspace: Workspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.failed) as told:
        workspace.redo()
    assert isinstance(told.args[0], NothingToDo)


def test_a_fault_in_a_verb_is_no_error_of_the_user(workspace: Workspace, qtbot: QtBot) -> None:
    def verb(_database: Database) -> Changes:
        raise ZeroDivisionError("a fault")

    with (
        qtbot.captureExceptions() as faults,
        qtbot.assertNotEmitted(workspace.failed),
        qtbot.waitSignal(workspace.jobs.became_idle),
    ):
        workspace.edit(verb)
    assert [kind for kind, *_rest in faults] == [ZeroDivisionError]


def test_run_gives_its_result(workspace: Workspace, qtbot: QtBot) -> None:
    results: list[str] = []
    with qtbot.waitSignal(workspace.jobs.became_idle), qtbot.assertNotEmitted(workspace.changed):
        workspace.run(lambda database: database.info.title, results.append)
    assert results == ["Qwen leadership change"]


def test_a_story_that_is_only_read_offers_no_undo(qapp: object, shipped: Path, qtbot: QtBot) -> None:
    with Database.open(shipped) as database:
        workspace = Workspace(database, Jobs())
        assert (workspace.undo_label, workspace.redo_label) == (None, None)
        with qtbot.waitSignal(workspace.failed) as told:
            workspace.edit(rename)
        assert isinstance(told.args[0], StoryReadOnly)
        workspace.jobs.close()
        workspace.jobs.deleteLater()
        workspace.deleteLater()


def test_what_is_known_is_read_once_until_the_story_changes(workspace: Workspace, qtbot: QtBot) -> None:
    asked: list[int] = []

    def text(conn: Any, fact_id: int) -> str:
        asked.append(fact_id)
        return facts.facts_by_ids(conn, [fact_id])[0].text

    before = workspace.known(text, 1)
    assert workspace.known(text, 1) == before
    assert workspace.known(text, 2) != before
    assert asked == [1, 2]
    with qtbot.waitSignal(workspace.changed):
        workspace.edit(rename)
    assert workspace.known(text, 1) == "Another text."
    assert asked == [1, 2, 1]


def test_what_is_known_has_an_end(workspace: Workspace) -> None:
    asked: list[int] = []

    def note(_conn: Any, number: int) -> None:
        asked.append(number)

    for number in [*range(KNOWN + 1), KNOWN, 0]:
        workspace.known(note, number)
    assert asked == [*range(KNOWN + 1), 0], "the oldest answer is forgotten first"


def test_a_story_that_others_may_write_is_read_again(qapp: object, shipped: Path) -> None:
    with Database.open(shipped) as database:
        workspace = Workspace(database, Jobs())
        asked: list[int] = []

        def note(_conn: Any, number: int) -> None:
            asked.append(number)

        for _ in range(2):
            workspace.known(note, 1)
        assert asked == [1, 1]
        workspace.jobs.close()
        workspace.jobs.deleteLater()
        workspace.deleteLater()


def test_what_is_read_at_a_selection_is_of_one_moment(workspace: Workspace, qtbot: QtBot) -> None:
    connections = []
    for _ in range(2):
        workspace.selection_changed.connect(lambda _new, _old: connections.append(workspace.read(itself)))
    apart: list[object] = []

    def ask_apart(_new: Selection, _old: Selection) -> None:
        reader = threading.Thread(target=lambda: apart.append(workspace.read(itself)))
        reader.start()
        reader.join()

    workspace.selection_changed.connect(ask_apart)
    workspace.choose_entity(1)
    assert len({id(one) for one in connections}) == 1
    assert len(connections) == 2
    assert apart[0] is not connections[0], "another thread has a connection of its own"
    assert workspace.read(itself) is not connections[0]
    assert connections[0].closed


def itself(conn: Any) -> Any:
    return conn


def test_what_is_gone_cannot_be_chosen_before_anybody_hears_of_it(workspace: Workspace, heard: Heard) -> None:
    fact = workspace.read(facts.fact_ids)[0]
    source = workspace.read(facts.citations_of, fact)[0].source.id
    workspace.undo()  # the import of the whole story; nothing that Qt has queued is delivered here
    while workspace.read(facts.fact_ids):
        pass
    workspace.choose_source(source)
    workspace.choose_item(fact)
    workspace.choose_entity(1)
    assert workspace.selection == Selection()
    assert heard == []


def test_a_filter_is_told_once_and_is_no_step(workspace: Workspace) -> None:
    heard: list[tuple[Filter, Filter]] = []
    workspace.filter_changed.connect(lambda new, old: heard.append((new, old)))
    quoted = Filter(quoted=True)
    workspace.set_filter(quoted)
    workspace.set_filter(Filter(quoted=True))
    workspace.remove_filters(Facet.QUOTED, Facet.KIND)
    assert heard == [(quoted, Filter()), (Filter(), quoted)]
    assert not workspace.can_back


def test_a_filter_lets_go_of_what_is_gone_before_anybody_hears(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.choose_entity(1)
    workspace.set_filter(Filter(story_of=1, sources=frozenset({1, 2}), quoted=True))
    filters: list[Filter] = []
    workspace.selection_changed.connect(lambda _new, _old: filters.append(workspace.filter))
    with qtbot.waitSignal(workspace.changed):
        workspace.undo()  # the import that made the story
    assert filters == [Filter(quoted=True)]
    assert workspace.filter == Filter(quoted=True)
