"""The gutter: up to two icons where spans begin on one line, then a dot; the pointer tells all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QHelpEvent,
    QImage,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.anchors import Utf16Map, normalise
from qwenbrowser.services.citing import paragraph_number
from qwenbrowser.theme.manager import Theme
from qwenbrowser.widgets import gutter
from qwenbrowser.widgets.gutter import Gutter
from qwenbrowser.widgets.marked_text import MarkedText
from qwenbrowser.widgets.text_mark import TextMark

TEXT = "One two three four.\n\nFive six.\n" + "Seven.\n" * 80


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> MarkedText:
    view = MarkedText(theme, "source_view", "Text")
    qtbot.addWidget(view)
    view.resize(400, 300)
    with qtbot.waitExposed(view):
        view.show()
    return view


def mark(word: str, key: int, token: str = "quote", label: str = "") -> TextMark:
    start = TEXT.index(word)
    return TextMark(key, start, start + len(word), "quote", token, lambda: label or f"Fact {key}")


def strip(view: MarkedText) -> Gutter:
    return view.findChild(Gutter)


def middle(view: MarkedText, word: str) -> int:
    """The height in the gutter of the line with a word."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(TEXT.index(word))
    return view.cursorRect(cursor).center().y() + view.viewport().y()


def rows_of(view: MarkedText, token: str) -> set[int]:
    """The rows of the gutter in which the hue of a token is seen: thin lines are paler than their colour."""
    image: QImage = strip(view).grab().toImage()
    hue = getattr(view._theme.tokens, token).hue()

    def seen(color: QColor) -> bool:
        return color.saturation() > 40 and abs(color.hue() - hue) < 12

    return {y for y in range(image.height()) for x in range(image.width()) if seen(image.pixelColor(x, y))}


def hover(view: MarkedText, y: int, monkeypatch: pytest.MonkeyPatch) -> str:
    shown: list[str] = []

    class Recorder:
        @staticmethod
        def showText(_place: object, text: str, _widget: object) -> None:
            shown.append(text)

    monkeypatch.setattr(gutter, "QToolTip", Recorder)
    place = QPoint(36, y)
    assert strip(view).event(QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    return shown[0]


def test_one_span_is_one_icon_in_the_middle_of_its_line(view: MarkedText) -> None:
    view.show_text(TEXT, [mark("two", 1)])
    rows = rows_of(view, "quote")
    assert abs((min(rows) + max(rows)) / 2 - middle(view, "two")) <= 3


def test_two_spans_are_two_icons_and_a_third_is_a_dot(view: MarkedText) -> None:
    marks = [mark("One", 1, "quote"), mark("two", 2, "event"), mark("three", 3, "change")]
    view.show_text(TEXT, marks[:2])
    above, below = rows_of(view, "quote"), rows_of(view, "event")
    assert above
    assert below
    assert max(above) < min(below)
    plain = strip(view).grab().toImage()
    view.show_text(TEXT, marks)
    assert strip(view).grab().toImage() != plain, "a dot stands for the third"
    assert not rows_of(view, "change")
    dotted = strip(view).grab().toImage()
    view.show_text(TEXT, [*marks, mark("four", 4)])
    assert strip(view).grab().toImage() == dotted


def test_the_pointer_tells_all_that_begin_on_the_line(
    view: MarkedText, monkeypatch: pytest.MonkeyPatch
) -> None:
    bold = "<b>Person A</b>"
    view.show_text(TEXT, [mark("One", 1), mark("two", 2), mark("three", 3, label=bold), mark("six", 4)])
    told = hover(view, middle(view, "two"), monkeypatch)
    assert told.replace("\u2060", "") == f"Fact 1\nFact 2\n{bold}"
    assert not GuiQt.mightBeRichText(told)
    assert hover(view, middle(view, "six"), monkeypatch) == "Fact 4"
    assert hover(view, middle(view, "Seven"), monkeypatch) == ""


def test_a_click_on_an_icon_chooses_its_fact(view: MarkedText, qtbot: QtBot) -> None:
    view.show_text(TEXT, [mark("One", 1), mark("two", 2), mark("six", 4)])
    line = middle(view, "two")
    for place, wanted in (((36, line - 6), 1), ((36, line + 6), 2), ((36, middle(view, "six")), 4)):
        with qtbot.waitSignal(view.mark_clicked) as told:
            qtbot.mouseClick(strip(view), Qt.MouseButton.LeftButton, pos=QPoint(*place))
        assert told.args[0] == wanted
    with qtbot.assertNotEmitted(view.mark_clicked):
        qtbot.mouseClick(strip(view), Qt.MouseButton.LeftButton, pos=QPoint(10, line))
        qtbot.mouseClick(strip(view), Qt.MouseButton.LeftButton, pos=QPoint(36, middle(view, "Seven")))


def test_the_wheel_scrolls_the_text(view: MarkedText) -> None:
    view.show_text(TEXT, ())
    place = QPointF(20, 50)
    event = QWheelEvent(
        place,
        QPointF(strip(view).mapToGlobal(place)),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(strip(view), event)
    assert view.verticalScrollBar().value() > 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(text=st.text(st.one_of(st.characters(), st.sampled_from("\n\n \u2029\u2028\x1c\x85")), max_size=40))
def test_paragraphs_have_the_numbers_of_a_citation(view: MarkedText, text: str) -> None:
    view.show_text(text := normalise(text), ())
    everything = QRect(0, 0, 100, 10_000)
    for block, number, _top in view.paragraphs(everything):
        start, _end = view.paragraph_of(Utf16Map(text).to_code_point(block.position()))
        assert number == paragraph_number(text, start)
    view.grab()


def test_paragraphs_that_are_scrolled_away_are_counted(view: MarkedText) -> None:
    view.show_text(
        TEXT, [mark("One", 1), TextMark(9, len(TEXT) - 3, len(TEXT) - 1, "quote", "quote", lambda: "Last")]
    )
    view.verticalScrollBar().setValue(40)
    seen = [number for _block, number, _top in view.paragraphs(strip(view).rect())]
    assert seen == list(range(seen[0], seen[-1] + 1))
    assert seen[0] > 30
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() - 2)
    assert [number for _block, number, _top in view.paragraphs(strip(view).rect())][-1] == 82


def test_found_words_are_marked_and_the_one_shown_comes_into_view(view: MarkedText, theme: Theme) -> None:
    view.show_text(TEXT, ())
    places = [(start, start + 5) for start in range(len(TEXT)) if TEXT.startswith("Seven", start)]
    view.show_matches(places, 70)
    tokens = theme.tokens
    colors = [one.format.background().color() for one in view.extraSelections()]
    assert colors.count(tokens.accent_soft) == 79
    assert colors.index(tokens.accent) == 70
    assert view.viewport().rect().contains(view.cursorRect())
    assert view.caret == places[70][0]
    view.show_matches((), 0)
    assert view.extraSelections() == []


def test_of_very_many_places_those_around_are_marked(view: MarkedText, theme: Theme) -> None:
    text = "a" * 5000
    view.show_text(text, ())
    view.show_matches([(place, place + 1) for place in range(5000)], 2500)
    assert len(view.extraSelections()) == 1000
    assert sum(s.format.background() == theme.tokens.accent for s in view.extraSelections()) == 1


@pytest.fixture
def screen_reader() -> Iterator[None]:
    """One that listens."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def twins(view: MarkedText) -> list[QAccessibleInterface]:
    """What a screen reader finds in the gutter."""
    found = QAccessible.queryAccessibleInterface(strip(view))
    children = [found.child(number) for number in range(found.childCount())]
    return [child for child in children if not child.state().invisible]


def place_of(twin: QAccessibleInterface) -> QRect:
    button = twin.object()
    assert isinstance(button, QWidget)
    return button.geometry()


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_finds_a_button_for_every_mark_in_sight(view: MarkedText, qtbot: QtBot) -> None:
    words = ("One", "two", "three", "six")
    view.show_text(TEXT, [mark(word, number, label=f"Fact {word}") for number, word in enumerate(words)])
    qtbot.waitUntil(lambda: len(twins(view)) == len(words))
    names = [twin.text(QAccessible.Text.Name) for twin in twins(view)]
    assert names == ["Fact One", "Fact two", "Fact three", "Fact six"]
    for twin, word in zip(twins(view), words, strict=True):
        assert twin.role() == QAccessible.Role.Button
        assert strip(view).rect().contains(place_of(twin))
        actions = twin.actionInterface()
        assert actions is not None
        with qtbot.waitSignal(view.mark_clicked) as told:
            actions.doAction("Press")
        assert told.args[0] == words.index(word)
    assert abs(place_of(twins(view)[-1]).center().y() - middle(view, "six")) <= 3
    view.verticalScrollBar().setValue(20)
    qtbot.waitUntil(lambda: twins(view) == [])


@pytest.mark.usefixtures("screen_reader")
def test_the_button_of_an_icon_lets_the_pointer_through(view: MarkedText, qtbot: QtBot) -> None:
    view.show_text(TEXT, [mark("two", 1)])
    qtbot.waitUntil(lambda: len(twins(view)) == 1)
    place = place_of(twins(view)[0]).center()
    assert strip(view).childAt(place) is None
