"""The reader: code points to the positions of Qt and back, the evidence band, marks that answer to clicks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qwenbrowser.domain.anchors import Utf16Map, normalise
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import DARK
from qwenbrowser.widgets import marked_text
from qwenbrowser.widgets.gutter import GUTTER
from qwenbrowser.widgets.marked_text import MarkedText
from qwenbrowser.widgets.text_mark import TextMark

TEXT = "😀 First 𝔔 paragraph.\nSecond one says “it is done” 🎉 today.\n\nThird."
WORDS = "it is done"
START = TEXT.index(WORDS)
END = START + len(WORDS)


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> MarkedText:
    view = MarkedText(theme, "source_view", "Text")
    qtbot.addWidget(view)
    view.resize(400, 300)
    with qtbot.waitExposed(view):
        view.show()
    return view


def mark(start: int, end: int, key: int = 7, label: str = "A fact") -> TextMark:
    return TextMark(key, start, end, "quote", "quote", lambda: label)


def spans(view: MarkedText, color: QColor) -> list[tuple[int, int]]:
    """The UTF-16 spans with this background."""
    return [
        (one.cursor.selectionStart(), one.cursor.selectionEnd())
        for one in view.extraSelections()
        if one.format.background() == color
    ]


def place_of(view: MarkedText, offset: int) -> QPoint:
    """The middle of a code point in the viewport."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(Utf16Map(view.toPlainText()).to_utf16(offset))
    left = view.cursorRect(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    return (left.center() + view.cursorRect(cursor).center()) / 2


def test_the_band_is_on_the_words_after_astral_characters(view: MarkedText, theme: Theme) -> None:
    view.show_text(TEXT, ())
    view.show_band(START, END)
    assert view.band == (START, END)
    (span,) = spans(view, theme.tokens.evidence)
    assert TEXT.encode("utf-16-le")[2 * span[0] : 2 * span[1]].decode("utf-16-le") == WORDS
    assert span[0] == START + 2, "two characters before it take two units"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    text=st.text("ab 😀𝔔é\u0301\u202e\u2028\u2029\xa0\t\n\x07“”林", min_size=1, max_size=60).map(normalise),
    data=st.data(),
)
def test_any_span_of_any_text(view: MarkedText, theme: Theme, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    view.show_text(text, [mark(start, end)])
    view.show_band(start, end)
    (span,) = spans(view, theme.tokens.evidence)
    assert text.encode("utf-16-le")[2 * span[0] : 2 * span[1]].decode("utf-16-le") == text[start:end]
    assert view.document().characterCount() == len(text.encode("utf-16-le")) // 2 + 1
    first, last = view.paragraph_of(start)
    assert first <= start <= last <= len(text)
    assert "\n" not in text[first:last]
    view.grab()


def test_context_is_softer_than_the_words(view: MarkedText, theme: Theme) -> None:
    view.show_text(TEXT, ())
    paragraph = view.paragraph_of(START)
    assert TEXT[slice(*paragraph)] == TEXT.split("\n")[1]
    view.show_band(START, END, paragraph)
    backgrounds = [s.format.background().color() for s in view.extraSelections()]
    assert [color.alphaF() for color in backgrounds] == [pytest.approx(0.42, abs=0.01), 1.0]
    view.clear_band()
    assert view.band is None
    assert view.extraSelections() == []


@pytest.mark.parametrize("paragraph", [0, 40, 79])
def test_the_evidence_is_brought_to_forty_percent(view: MarkedText, paragraph: int) -> None:
    lines = [f"Paragraph {number} " + "with more words " * 12 for number in range(80)]
    text = "\n".join(lines)
    view.show_text(text, ())
    start = text.index(f"Paragraph {paragraph} ") + 40
    view.show_band(start, start + 4)
    share = place_of(view, start).y() / view.viewport().height()
    low, high = {0: (0, 0.4), 40: (0.3, 0.45), 79: (0.3, 0.5)}[paragraph]
    assert low <= share <= high
    view.resize(300, 200)
    assert view.viewport().rect().contains(place_of(view, start)), "it stays in view when the pane changes"


def test_what_the_reader_scrolls_away_stays_away(view: MarkedText, qtbot: QtBot) -> None:
    text = "\n".join(f"Paragraph {number}" for number in range(200))
    view.show_text(text, ())
    view.show_band(text.index("Paragraph 100"), text.index("Paragraph 101"))
    view.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.verticalScrollBar().value() == 0
    view.resize(380, 280)
    assert view.verticalScrollBar().value() == 0


def test_of_a_very_long_text_only_what_is_around_the_evidence_is_laid_out(view: MarkedText) -> None:
    text = "\n".join(f"Paragraph {number} " + "with more words " * 12 for number in range(3000))
    start = text.index("Paragraph 2500")
    view.show_text(text, ())
    view.show_band(start, start + 9)
    assert 0.3 <= place_of(view, start).y() / view.viewport().height() <= 0.5
    block = view.document().begin()
    laid_out = 0
    while block.isValid():
        laid_out += block.layout().lineCount() > 0
        block = block.next()
    assert 3 < laid_out < 100


def test_marks_have_a_dotted_line_in_their_colour(view: MarkedText, theme: Theme) -> None:
    across = TEXT.index("Second") - 3
    view.show_text(TEXT, [mark(START, END), mark(across, across + 6)])
    found = []
    block = view.document().begin()
    while block.isValid():
        for part in block.layout().formats():
            words = QTextCursor(view.document())
            words.setPosition(block.position() + part.start)
            words.setPosition(block.position() + part.start + part.length, QTextCursor.MoveMode.KeepAnchor)
            assert part.format.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine
            assert part.format.underlineColor().rgb() == theme.tokens.quote.rgb()
            found.append(words.selectedText())
        block = block.next()
    assert sorted("".join(found).replace("\n", "")) == sorted(
        WORDS + TEXT[across : across + 6].replace("\n", "")
    )
    assert view.extraSelections() == []


def test_a_click_tells_the_shortest_mark(view: MarkedText, qtbot: QtBot) -> None:
    sentence = TEXT.index("Second"), TEXT.index(" today")
    view.show_text(TEXT, [mark(*sentence, key=1), mark(START, END, key=2)])
    for offset, wanted in ((START + 3, [2, START, END]), (sentence[0] + 2, [1, *sentence])):
        with qtbot.waitSignal(view.mark_clicked) as told:
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, offset))
        assert told.args == wanted


def test_a_click_beside_marks_tells_nothing(view: MarkedText, qtbot: QtBot) -> None:
    view.show_text(TEXT, [mark(START, END)])
    below = view.viewport().rect().bottomRight() - QPoint(10, 10)
    right = QPoint(view.viewport().width() - 3, place_of(view, TEXT.index("First")).y())
    with qtbot.assertNotEmitted(view.mark_clicked):
        for place in (place_of(view, 3), below, right):
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_selecting_words_is_no_click(view: MarkedText, qtbot: QtBot) -> None:
    view.show_text(TEXT, [mark(START, END)])
    with qtbot.assertNotEmitted(view.mark_clicked):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, START))
        qtbot.mouseMove(view.viewport(), place_of(view, START + 6))
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, START + 6))
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, START))
    assert view.textCursor().selectedText()


def test_enter_tells_the_mark_at_the_caret(view: MarkedText, qtbot: QtBot) -> None:
    view.show_text(TEXT, [mark(START, END)])
    cursor = view.textCursor()
    cursor.setPosition(Utf16Map(TEXT).to_utf16(START + 2))
    view.setTextCursor(cursor)
    with qtbot.waitSignal(view.mark_clicked) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [7, START, END]


def test_the_pointer_and_the_tooltip_tell_a_mark(view: MarkedText, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class Recorder:
        @staticmethod
        def showText(_place: object, text: str, _widget: object) -> None:
            shown.append(text)

    monkeypatch.setattr(marked_text, "QToolTip", Recorder)
    view.show_text(TEXT, [mark(START, END, label="<b>Person A</b> said")])
    for offset in (START + 2, 2):
        place = place_of(view, offset)
        view.viewportEvent(QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    assert [text.replace("\u2060", "") for text in shown] == ["<b>Person A</b> said", ""]
    assert not GuiQt.mightBeRichText(shown[0])


def test_markup_is_text(view: MarkedText) -> None:
    view.show_text("<h1>Title</h1> &amp; <img src=file:///x>", ())
    assert view.toPlainText() == "<h1>Title</h1> &amp; <img src=file:///x>"
    assert view.isReadOnly()


def test_no_input_method_writes_into_a_text(view: MarkedText) -> None:
    view.show_text(TEXT, ())
    view.selectAll()
    event = QInputMethodEvent()
    event.setCommitString("林俊旸")
    QApplication.sendEvent(view, event)
    assert view.toPlainText() == TEXT


def test_another_text_drops_band_and_marks(view: MarkedText) -> None:
    view.show_text(TEXT, [mark(START, END)])
    view.show_band(START, END)
    view.show_text("Short.", ())
    assert (view.band, view.marks, view.extraSelections()) == (None, (), [])


def colors(image: QImage, width: int) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(width) for y in range(image.height())}


def test_the_gutter_shows_bar_and_icon_where_the_evidence_is(view: MarkedText, theme: Theme) -> None:
    edge = theme.tokens.evidence_edge.name()
    view.show_text(TEXT, ())
    assert edge not in colors(view.grab().toImage(), GUTTER)
    view.show_text(TEXT, [mark(START, END)])
    view.show_band(START, END)
    image = view.grab().toImage()
    assert edge in colors(image, GUTTER)
    rows = [y for y in range(image.height()) if image.pixelColor(GUTTER - 4, y).name() == edge]
    line = place_of(view, START).y() + view.viewport().y()
    assert min(rows) <= line <= max(rows)
    assert len(rows) < 40, "the bar is as high as the words"


def test_follows_the_theme(view: MarkedText, theme: Theme, qapp: QApplication) -> None:
    view.show_text(TEXT, [mark(START, END)])
    view.show_band(START, END)
    theme.apply(qapp, "dark")
    assert spans(view, DARK.evidence), "the band wears the new colour"
    assert DARK.evidence.name() in colors(view.grab().toImage(), view.width())
    theme.apply(qapp, "light")
