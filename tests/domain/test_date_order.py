"""Order of dates: asserted where bounds are apart, never where they overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.dates import Order, UncertainDate, compare, parse

any_date = st.from_type(UncertainDate)

MIRROR = {
    Order.BEFORE: Order.AFTER,
    Order.AFTER: Order.BEFORE,
    Order.OVERLAPPING: Order.OVERLAPPING,
    Order.UNKNOWN: Order.UNKNOWN,
}


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        ("2026-03-03", "2026-03-04", "before"),
        ("2026-03-03", "2026-03-03", "overlapping"),
        ("2026-03", "2026-03-31", "overlapping"),
        ("2026-03", "2026-04-01", "before"),
        ("2019", "2023-04", "before"),
        ("[..2026-03-04]", "2026-03-05", "before"),
        ("[..2026-03-04]", "2020", "overlapping"),
        ("2019", "[..2026-03-04]", "overlapping"),
        ("[2026-03-05..]", "2026-03-04", "after"),
        ("2019/..", "2026", "overlapping"),
        ("2019/2021", "2020", "overlapping"),
        ("../2018", "2019/..", "before"),
        ("[2019,2023]", "2021", "overlapping"),
        (None, "2026", "unknown"),
        (None, None, "unknown"),
        # about February may be January or March, not April
        ("2026-02~", "2026-03-02", "overlapping"),
        ("2026-02~", "2026-04-02", "before"),
        ("2026-02?", "2026-01-31", "overlapping"),
        ("2026-02?", "2025-11-30", "after"),
    ],
)
def test_order(a: str | None, b: str | None, order: str) -> None:
    assert compare(parse(a), parse(b)) == order
    assert compare(parse(b), parse(a)) == MIRROR[Order(order)]


@pytest.mark.parametrize(
    ("zoned", "order"),
    [
        ("2026-03-02T09:59Z", "before"),
        ("2026-03-02T10:00Z", "overlapping"),
        ("2026-03-04T11:59Z", "overlapping"),
        ("2026-03-04T12:00Z", "after"),
        ("2026-03-04T20:00+08:00", "after"),
    ],
)
def test_a_floating_day_counts_from_utc_plus_14_to_utc_minus_12(zoned: str, order: str) -> None:
    assert compare(parse(zoned), parse("2026-03-03")) == order
    assert compare(parse("2026-03-03"), parse(zoned)) == MIRROR[Order(order)]


def test_zoned_times_are_held_against_each_other_in_utc() -> None:
    assert compare(parse("2026-03-04T09:00+08:00"), parse("2026-03-04T01:01Z")) is Order.BEFORE
    assert compare(parse("2026-03-04T09:00+08:00"), parse("2026-03-04T01:00Z")) is Order.OVERLAPPING


def test_floating_times_are_not_shifted() -> None:
    assert compare(parse("2026-03-04T09:00"), parse("2026-03-04T09:01")) is Order.BEFORE
    assert compare(parse("2026-03-03"), parse("2026-03-04T00:00")) is Order.BEFORE


@given(any_date, any_date)
def test_order_is_mirrored_and_agrees_with_the_sort_order(a: UncertainDate, b: UncertainDate) -> None:
    order = compare(a, b)
    assert compare(b, a) is MIRROR[order]
    if order is Order.BEFORE:
        assert (a.sort_lo, a.sort_hi) < (b.sort_lo, b.sort_hi)


@given(any_date, any_date)
def test_order_is_asserted_exactly_where_bounds_are_apart(a: UncertainDate, b: UncertainDate) -> None:
    apart = a.hi is not None and b.lo is not None and a.hi <= b.lo
    if not apart:
        assert compare(a, b) is not Order.BEFORE
    elif a.zoned == b.zoned and not any(d.approximate or d.uncertain for d in (a, b)):
        assert compare(a, b) is Order.BEFORE


@given(any_date)
def test_no_date_is_before_or_after_itself_or_undated(date: UncertainDate) -> None:
    assert compare(date, date) is Order.OVERLAPPING
    assert compare(date, parse(None)) is Order.UNKNOWN
