"""Filters by mouse and by keyboard: chips with counts, what empties a list, one step back, a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser import settings
from qwenbrowser.dialogs.source_chooser import SourceChooser
from qwenbrowser.domain.filters import Facet, Filter
from qwenbrowser.domain.records import Certainty, FactKind
from qwenbrowser.models import filter_words
from qwenbrowser.models.record_model import Role
from qwenbrowser.settings import Settings
from qwenbrowser.store import counts
from qwenbrowser.widgets.pill import Chip
from qwenbrowser.window import MainWindow
from qwenbrowser.window_state import go_to, place_in

HUI = "Binyuan Hui"
QUOTED = ["Chen Cheng", "Elon Musk", "Junyang Lin", "Tiezhen Wang", "Wenting Zhao"]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    window: MainWindow = user.opens(shipped)
    window.select(HUI)
    user.waits()
    return window


@pytest.fixture
def click(user: Any, qtbot: QtBot) -> Callable[[QWidget], None]:
    def do(widget: QWidget) -> None:
        assert widget.isVisible()
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        user.waits()

    return do


def said(user: Any, view: str) -> list[str]:
    return [row.data() for row in user.rows(view)]


def names(user: Any, view: str = "people_view") -> list[str]:
    return [row.data() for row in user.rows(view) if row.data(Role.ID) is not None]


def chip(window: MainWindow, facet: Facet) -> Chip:
    bars = (window.people.bar, window.events.bar)
    return next(bar.chips()[facet] for bar in bars if facet in bar.chips())


def people_chips(window: MainWindow) -> list[str]:
    return [chip.text() for chip in window.people.bar.chips().values()]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def choose(window: MainWindow, **wanted: Any) -> None:
    window.workspace.set_filter(replace(window.workspace.filter, **wanted))


def test_people_by_chips(user: Any, window: MainWindow, click: Any) -> None:
    assert people_chips(window) == ["In this story", "Quoted 5", "Changed 1"]
    assert window.status.filtered.isHidden()
    click(chip(window, Facet.QUOTED))
    assert names(user) == QUOTED
    assert said(user, "people_view")[0] == "People 5 of 7"
    assert people_chips(window) == ["In this story", "Quoted 5", "Changed 0"], "counts follow"
    assert window.status.filtered.text() == "Filtered: Quoted"
    assert window.people.notice.label.text() == "What you chose is hidden by Quoted"
    assert window.workspace.selection.entity is not None, "and stays chosen"
    click(window.people.notice.button)
    assert window.workspace.filter == Filter()
    assert len(names(user)) == 31
    assert not window.people.notice.isVisible()
    assert user.chosen("people_view") == window.workspace.selection.entity


def test_the_story_of_somebody_stays_that_of_them(user: Any, window: MainWindow, click: Any) -> None:
    click(chip(window, Facet.STORY))
    assert "Elon Musk" not in names(user)
    assert HUI in names(user)
    there = names(user)
    assert people_chips(window)[0] == f"Story of {HUI} {len(there)}"
    user.clicks("people_view", "Junyang Lin")
    assert names(user) == there, "choosing somebody else does not change the list under the pointer"
    click(chip(window, Facet.STORY))
    assert len(names(user)) == 31


def test_a_name_and_a_chip_that_leave_nobody(user: Any, window: MainWindow, click: Any) -> None:
    window.people.filter.setText("hui")
    assert names(user) == [HUI]
    window.people.filter.setText("  ")
    assert (len(names(user)), window.workspace.filter) == (31, Filter()), "spaces filter nothing"
    window.people.filter.setText("hui")
    assert people_chips(window)[1:] == ["Quoted 0", "Changed 1"]
    click(chip(window, Facet.QUOTED))
    assert said(user, "people_view") == ["No name holds “hui”"]
    window.people.filter.setText("zzz")
    assert said(user, "people_view") == ["No name holds “zzz”"]
    assert window.people.notice.label.text() == "31 entries are hidden"
    click(window.people.notice.button)
    assert window.people.filter.text() == ""
    assert names(user) == QUOTED


def test_facts_by_kind(user: Any, window: MainWindow, click: Any) -> None:
    assert not window.events.bar.isVisible(), "no filter, no line for it"
    choose(window, kinds=frozenset({FactKind.QUOTE}))
    assert {row.data(Role.KIND) for row in user.rows("events_view")} - {None} == {"quote"}
    assert len(user.ids("events_view")) == 11
    assert window.events.header.accessibleName() == "Timeline 11 of 41 entries"
    assert window.statements.header.accessibleName() == "Statements 0 of 0 own, 0 of 1 about, 10 of 12 others"
    assert "About Binyuan Hui 0 of 1" in said(user, "statements_view")
    assert window.profile.header.accessibleName() == "Profile changes 1", "a list of one kind"
    assert [one.text() for one in window.events.bar.chips().values()] == ["Kind: Quote"]
    click(chip(window, Facet.KIND))
    assert len(user.ids("events_view")) == 41
    assert not window.events.bar.isVisible()


def test_a_chosen_fact_that_is_hidden_stays_chosen(user: Any, window: MainWindow, click: Any) -> None:
    user.clicks("profile_view", "formerly MTS @Alibaba_Qwen")
    selection, evidence = window.workspace.selection, user.evidence()
    choose(window, kinds=frozenset({FactKind.QUOTE, FactKind.EVENT}))
    user.waits()
    assert (window.workspace.selection, user.evidence()) == (selection, evidence)
    assert user.chosen("events_view") is None
    assert window.events.notice.label.text() == "What you chose is hidden by Kind: Event, Quote"
    assert not window.statements.notice.isVisible(), "it never stood there"
    click(window.events.notice.button)
    assert user.chosen("events_view") == selection.item
    assert not window.events.notice.isVisible()


def test_an_empty_list_names_the_chip_that_empties_it(user: Any, window: MainWindow, click: Any) -> None:
    choose(window, kinds=frozenset({FactKind.QUOTE}), certainty=frozenset({Certainty.DISPUTED}))
    assert said(user, "events_view") == ["“Certainty: Disputed” leaves nothing here"]
    assert said(user, "profile_view") == ["“Certainty: Disputed” leaves nothing here"]
    assert window.events.header.accessibleName() == "Timeline 0 of 41 entries"
    click(window.events.notice.button)
    assert window.workspace.filter == Filter(kinds=frozenset({FactKind.QUOTE})), "and leaves the other"
    assert len(user.ids("events_view")) == 11
    window.events.only.click()
    assert said(user, "events_view") == [f"“Only {HUI}” leaves nothing here"]


def test_only_what_the_source_says(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    window.entries["filter.source"].trigger()
    chooser = window.findChild(SourceChooser)
    assert chooser is not None
    assert chooser.count.text() == "2 of 2 sources"
    chooser.field.setText("nothing like it")
    assert [chooser.model.index(0, 0).data()] == ["No source holds “nothing like it”"]
    chooser.field.clear()
    qtbot.keyClicks(chooser.field, "mainstream")
    assert chooser.count.text() == "1 of 2 sources"
    qtbot.keyClick(chooser.field, Key.Key_Return)
    user.waits()
    assert window.workspace.filter == Filter(sources=frozenset({2}))
    assert chip(window, Facet.SOURCE).text() == "Source: The Mainstream"
    cited = {
        fact.id
        for fact in user.facts()
        if any(citation.source.outlet == "The Mainstream" for citation in fact.citations)
    }
    assert set(user.ids("events_view")) == cited


def test_all_sources_that_are_found_are_taken_together(
    user: Any, window: MainWindow, click: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_words, "SHOWN", 1)
    window.entries["filter.source"].trigger()
    chooser = window.findChild(SourceChooser)
    assert chooser is not None
    assert not chooser.all.isVisible(), "without words that is no filter"
    chooser.field.setText("digest")
    assert chooser.all.text() == "Keep all 2"
    click(chooser.all)
    assert window.workspace.filter == Filter(sources=frozenset({1, 2}))
    both = chip(window, Facet.SOURCE).accessibleName()
    assert both == "Remove filter: Source: Digest: Alibaba’s Qwen tech lead steps down and 1 more"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # what a menu asks of the screen
def test_by_keyboard_alone(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(focused(), Key.Key_Slash)
    qtbot.keyClick(focused(), Key.Key_Tab)
    while focused() is not chip(window, Facet.STORY):
        qtbot.keyClick(focused(), Key.Key_Tab)
    qtbot.keyClick(focused(), Key.Key_Right)
    qtbot.keyClick(focused(), Key.Key_Space)
    user.waits()
    assert names(user) == QUOTED
    qtbot.keyClick(focused(), Key.Key_Delete)
    user.waits()
    assert len(names(user)) == 31

    qtbot.keyClick(focused(), Key.Key_F, CTRL | SHIFT)
    menu = QApplication.activePopupWidget()
    assert menu is window.events.add_filter.menu()
    qtbot.keyClick(menu, Key.Key_N)  # Certainty: unclear
    user.waits()
    assert window.workspace.filter == Filter(certainty=frozenset({Certainty.UNCLEAR}))
    assert len(user.ids("events_view")) == 2
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    chip(window, Facet.CERTAINTY).setFocus()
    qtbot.keyClick(focused(), Key.Key_Delete)
    user.waits()
    assert window.workspace.filter == Filter()
    assert focused().objectName() == "events_view", "the focus is never lost"


def test_all_are_cleared_by_one_command(user: Any, window: MainWindow, qtbot: QtBot) -> None:
    assert not window.entries["filter.clear"].isEnabled()
    choose(window, quoted=True, names="lin", only=True, kinds=frozenset({FactKind.EVENT}))
    assert window.status.filtered.text() == "4 filters on"
    assert window.people.filter.text() == "lin"
    assert window.entries["filter.quoted"].isChecked()
    qtbot.keyClick(focused(), Key.Key_X, CTRL | SHIFT)
    user.waits()
    assert window.workspace.filter == Filter()
    assert not window.events.only.isChecked()
    assert (len(names(user)), len(user.ids("events_view"))) == (31, 41)


def test_filters_are_no_part_of_back_and_forward(user: Any, window: MainWindow) -> None:
    choose(window, kinds=frozenset({FactKind.ROLE}))
    user.clicks("events_view", user.ids("events_view")[0])
    choose(window, kinds=frozenset({FactKind.EVENT}))
    window.workspace.back()
    assert window.workspace.filter.kinds == {FactKind.EVENT}


def test_filters_return_after_a_restart(user: Any, window: MainWindow, shipped: Path, tmp_path: Path) -> None:
    entity = window.workspace.selection.entity
    everything = Filter(
        names="li",
        story_of=entity,
        quoted=True,
        changed=False,
        only=True,
        kinds=frozenset({FactKind.QUOTE, FactKind.CLAIM}),
        certainty=frozenset({Certainty.STATED}),
        sources=frozenset({1, 2}),
    )
    window.workspace.set_filter(everything)
    settings.save(Settings().with_story(shipped).with_place(shipped, place_in(window)), tmp_path / "s.json")
    place = settings.load(tmp_path / "s.json")[0].place_in(shipped)
    assert place is not None
    window.close()
    window = user.opens(shipped)
    go_to(window, place)
    user.waits()
    assert window.workspace.filter == everything
    assert window.people.filter.text() == "li"
    assert window.events.only.isChecked()
    gone = replace(place, sources=("019c0000-0000-7000-8000-000000000001",), kinds=("of a newer version",))
    go_to(window, gone)
    assert window.workspace.filter == replace(everything, sources=frozenset(), kinds=frozenset())


def test_filters_outlast_an_undo_and_let_go_of_what_is_gone(user: Any, window: MainWindow) -> None:
    chosen = Filter(sources=frozenset({2}), story_of=window.workspace.selection.entity, quoted=True)
    window.workspace.set_filter(chosen)
    window.workspace.undo()  # the import that the story came with
    user.waits()
    assert window.workspace.filter == Filter(quoted=True)
    window.workspace.redo()
    user.waits()
    assert names(user) == QUOTED


def test_a_big_story_is_filtered_in_the_background(
    user: Any, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "BIG", 1)
    window = user.opens(shipped)
    window.select(HUI)
    user.waits()
    choose(window, kinds=frozenset({FactKind.QUOTE}))
    assert window.events.header.accessibleName() == "Timeline Filtering…"
    choose(window, certainty=frozenset({Certainty.STATED}), story_of=window.workspace.selection.entity)
    user.waits()
    assert window.events.header.accessibleName() == "Timeline 11 of 41 entries"
    assert window.statements.header.accessibleName() == "Statements 0 of 0 own, 0 of 1 about, 10 of 12 others"
    assert "Elon Musk" not in names(user)
    choose(window, kinds=frozenset(), certainty=frozenset())
    user.waits()
    assert window.events.header.accessibleName() == "Timeline 41 entries"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_in_a_small_window(user: Any, shipped: Path, theme: Any) -> None:
    window = user.opens(shipped, 1024, 700)
    window.select(HUI)
    window.set_theme(theme)
    window.workspace.set_filter(
        Filter(
            story_of=window.workspace.selection.entity,
            quoted=True,
            only=True,
            kinds=frozenset(FactKind),
            certainty=frozenset(Certainty),
            sources=frozenset({1, 2}),
        )
    )
    user.waits()
    window.grab()
    for bar in (window.people.bar, window.events.bar):
        for one in bar.chips().values():
            assert bar.rect().contains(one.geometry()), one.text()
            assert one.width() == one.sizeHint().width(), one.text()
            assert one.toolTip(), "what a chip shortens stands in its tooltip"
    assert window.events.add_filter.isVisible()
