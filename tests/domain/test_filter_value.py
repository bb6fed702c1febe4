"""The value of all filters: which are in force, taking one away, and which of them empties a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qwenbrowser.domain.filters import CHANGES, PEOPLE, TIMELINE, Facet, Filter
from qwenbrowser.domain.records import Certainty, FactKind

FULL = Filter(
    names="hui",
    story_of=3,
    quoted=True,
    changed=True,
    only=True,
    kinds=frozenset({FactKind.QUOTE}),
    certainty=frozenset({Certainty.UNCLEAR}),
    sources=frozenset({7}),
)


def test_nothing_is_filtered_at_first() -> None:
    assert Filter().facets() == ()


def test_every_field_is_a_facet_of_one_list() -> None:
    assert FULL.facets() == (*PEOPLE, *TIMELINE)
    assert set(FULL.facets()) == set(Facet)
    assert FULL.facets(CHANGES) == (Facet.CERTAINTY, Facet.SOURCE)


@pytest.mark.parametrize("facet", Facet)
def test_one_is_taken_away_and_the_others_stay(facet: Facet) -> None:
    left = FULL.without(facet)
    assert set(left.facets()) == set(Facet) - {facet}
    assert FULL.within((facet,)).facets() == (facet,)


def test_the_one_that_empties_is_named() -> None:
    filters = replace(FULL, only=False)
    by = filters.emptied_by(TIMELINE, lambda other: bool(other.certainty))
    assert by == (Facet.CERTAINTY,)


def test_where_no_single_one_does_all_are_named() -> None:
    by = FULL.emptied_by(TIMELINE, lambda other: len(other.facets(TIMELINE)) > 1)
    assert by == TIMELINE


def test_a_list_that_has_nothing_is_emptied_by_no_filter() -> None:
    assert FULL.emptied_by(TIMELINE, lambda _other: True) == ()
    assert Filter(only=True).emptied_by(TIMELINE, lambda _other: True) == ()
    assert Filter().emptied_by(TIMELINE, lambda _other: True) == ()
