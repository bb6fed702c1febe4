"""Records in words: counts, kinds, dates that claim no more than is known, whose words they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from qwenbrowser.domain.records import Basis, Certainty, FactKind, Mode, When
from qwenbrowser.models import wording
from qwenbrowser.models.fact_models import change_date, profile_title
from qwenbrowser.models.record_model import Role
from qwenbrowser.widgets.rows import DateGlyph
from qwenbrowser.window import MainWindow


@pytest.fixture
def window(user: Any, shipped: Path) -> MainWindow:
    return user.opens(shipped)


def test_a_count_is_a_word(qapp: object) -> None:
    said = [wording.quotes(number) for number in (0, 1, 2, 12_000)]
    assert said == ["0 quotes", "1 quote", "2 quotes", "12,000 quotes"]


@pytest.mark.parametrize(
    ("edtf", "glyph"),
    [
        (None, DateGlyph.UNDATED),
        ("2026-03-03", DateGlyph.EXACT),
        ("[2026-03-03..2026-03-04]", DateGlyph.WITHIN),
        ("[..2026-03-04]", DateGlyph.NO_LATER),
        ("[2026-03-03..]", DateGlyph.NO_EARLIER),
        ("2026-03-03/2026-03-04", DateGlyph.PERIOD),
    ],
)
def test_a_date_is_drawn_as_exact_as_it_is_known(qapp: object, edtf: str | None, glyph: DateGlyph) -> None:
    assert wording.glyph(When(edtf))[0] is glyph


def test_approximate_dates_are_drawn_so(qapp: object) -> None:
    assert wording.glyph(When("2026-02~"))[1]
    assert not wording.glyph(When("2026-02"))[1]


def test_the_change_claims_no_more_than_its_source(user: Any, window: MainWindow) -> None:
    change = user.fact("Q10")
    assert profile_title(change) == "X profile (field not stated)"
    assert change_date(change) == "Not stated, no later than 4 Mar 2026"
    window.select("Binyuan Hui")
    (row,) = user.rows("profile_view")
    content = row.data(Role.CONTENT)
    before, after = content.fields
    assert (before.value, before.style, before.check) == ("Not recorded in any source", "missing", "")
    assert (after.value, after.check) == ("formerly MTS @Alibaba_Qwen", "Wording matches source")
    assert content.hedge_pill == "1 report says: unclear"
    assert "it is not clear if he has exited" in content.hedge
    said = " ".join(
        str(row.data(role)) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    ).casefold()
    assert "left" not in said
    assert "departure" not in said


def test_a_paraphrase_is_no_quote(user: Any, window: MainWindow) -> None:
    for fact in user.facts():
        words = wording.in_source_words(fact)
        assert words == (fact.mode in (Mode.VERBATIM, Mode.PARTIAL))
        if fact.kind is FactKind.QUOTE:
            assert wording.fact_kind(fact) == ("Quote" if words else "Paraphrase")
            assert wording.fact_icon(fact)[0] == ("quote" if words else "message")


def test_what_is_unclear_is_said_to_be(user: Any, window: MainWindow) -> None:
    unclear = [fact for fact in user.facts() if fact.certainty is Certainty.UNCLEAR]
    assert unclear
    assert all("unclear" in wording.fact_sentence(fact) for fact in unclear)


def test_two_outlets_are_two_outlets_and_no_more(user: Any, window: MainWindow) -> None:
    sentence = wording.fact_sentence(user.fact("Q01"))
    assert "2 outlets" in sentence
    assert "confirm" not in sentence.casefold()


def test_a_statement_without_a_date_has_the_page_date_by_name(user: Any, window: MainWindow) -> None:
    undated = [
        fact
        for fact in user.facts()
        if fact.when.edtf is None
        and fact.when.as_of is None
        and fact.kind in (FactKind.CLAIM, FactKind.QUOTE)
    ]
    assert undated
    assert all(wording.fact_date(fact).startswith("page date ") for fact in undated)
    assert wording.when(When(None, Basis.UNKNOWN, None, None, "2026-03-04")) == "undated, as of 4 Mar 2026"
