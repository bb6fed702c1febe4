"""Dates: every form of EDTF to bounds, shape and precision; what is no date is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.dates import (
    MAX_SECONDS,
    MIN_SECONDS,
    DateError,
    Order,
    Point,
    Precision,
    Shape,
    UncertainDate,
    compare,
    parse,
)

any_date = st.from_type(UncertainDate)


def seconds(year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """The oracle: seconds since 1970 by the standard library."""
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def printed(point: Point) -> str:
    """A point in EDTF again, from its parsed fields alone."""
    year = point.fields[0]
    sign, digits = ("-" if year < 0 else ""), f"{abs(year):04}"
    if point.precision in {Precision.DECADE, Precision.CENTURY}:
        # The year -9 to 0 is decade -000X, 0 to 9 is 000X: the first year tells them apart.
        unknown = 1 if point.precision is Precision.DECADE else 2
        return f"{sign}{digits[:-unknown]}{'X' * unknown}{qualifier(point)}"
    text = f"{sign}{digits}" if len(digits) == 4 else f"Y{sign}{digits}"
    text += "".join(f"-{number:02}" for number in point.fields[1:3])
    if len(point.fields) > 3:
        text += "T" + ":".join(f"{number:02}" for number in point.fields[3:])
    if point.offset is not None:
        hours, minutes = divmod(abs(point.offset), 60)
        text += f"{'+' if point.offset > 0 else '-'}{hours:02}:{minutes:02}" if point.offset else "Z"
    return text + qualifier(point)


def qualifier(point: Point) -> str:
    marks = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}
    return marks[point.approximate, point.uncertain]


@pytest.mark.parametrize(
    ("edtf", "precision", "lo", "hi"),
    [
        ("2026", Precision.YEAR, seconds(2026), seconds(2027)),
        ("2023-09", Precision.MONTH, seconds(2023, 9), seconds(2023, 10)),
        ("2023-12", Precision.MONTH, seconds(2023, 12), seconds(2024)),
        ("2026-03-04", Precision.DAY, seconds(2026, 3, 4), seconds(2026, 3, 5)),
        ("2024-02-29", Precision.DAY, seconds(2024, 2, 29), seconds(2024, 3, 1)),
        ("2000-02-29", Precision.DAY, seconds(2000, 2, 29), seconds(2000, 3, 1)),
        ("2026-03-04T09:30", Precision.MINUTE, seconds(2026, 3, 4, 9, 30), seconds(2026, 3, 4, 9, 31)),
        ("2026-03-04T09:30:59", Precision.SECOND, seconds(2026, 3, 4, 9, 30, 59), seconds(2026, 3, 4, 9, 31)),
        ("2026-03-04T09:30Z", Precision.MINUTE, seconds(2026, 3, 4, 9, 30), seconds(2026, 3, 4, 9, 31)),
        ("2026-03-04T09:30+08:00", Precision.MINUTE, seconds(2026, 3, 4, 1, 30), seconds(2026, 3, 4, 1, 31)),
        ("2026-03-04T20:30-05:30", Precision.MINUTE, seconds(2026, 3, 5, 2), seconds(2026, 3, 5, 2, 1)),
        ("2026-03-04T09:30+08", Precision.MINUTE, seconds(2026, 3, 4, 1, 30), seconds(2026, 3, 4, 1, 31)),
        ("2026-21", Precision.SEASON, seconds(2026), seconds(2027)),
        ("2026-22", Precision.SEASON, seconds(2026), seconds(2027, 4)),
        ("2026-23", Precision.SEASON, seconds(2026), seconds(2027)),
        ("2026-24", Precision.SEASON, seconds(2026), seconds(2027, 4)),
        ("201X", Precision.DECADE, seconds(2010), seconds(2020)),
        ("20XX", Precision.CENTURY, seconds(2000), seconds(2100)),
        ("2004-XX", Precision.YEAR, seconds(2004), seconds(2005)),
        ("2004-XX-XX", Precision.YEAR, seconds(2004), seconds(2005)),
        ("2004-02-XX", Precision.MONTH, seconds(2004, 2), seconds(2004, 3)),
        ("0001", Precision.YEAR, seconds(1), seconds(2)),
        ("9999", Precision.YEAR, seconds(9999), seconds(9999, 12, 31) + 86_400),
    ],
)
def test_bounds_of_one_date(edtf: str, precision: Precision, lo: int, hi: int) -> None:
    date = parse(edtf)
    assert (date.edtf, date.shape, date.precision) == (edtf, Shape.EXACT, precision)
    assert (date.lo, date.hi) == (lo, hi)
    assert (date.sort_lo, date.sort_hi) == (lo, hi)
    assert (date.sure_lo, date.sure_hi) == (None, None)


@pytest.mark.parametrize(
    ("year", "leap"), [("0000", True), ("-0001", False), ("-0004", True), ("-0100", False), ("-0400", True)]
)
def test_the_calendar_runs_on_before_the_year_1(year: str, leap: bool) -> None:
    date = parse(year)
    assert date.lo is not None
    assert date.hi is not None
    assert date.hi - date.lo == (366 if leap else 365) * 86_400


def test_years_join_without_gap_from_bce_to_ce() -> None:
    texts = ["-0001", "0000", "0001", "0002"]
    assert [parse(text).hi for text in texts[:-1]] == [parse(text).lo for text in texts[1:]]
    assert (parse("-0001").lo, parse("9999").hi) == (seconds(1) - 731 * 86_400, parse("Y10000").lo)


def test_decades_before_the_year_0_count_away_from_it() -> None:
    assert (parse("-004X").lo, parse("-004X").hi) == (parse("-0049").lo, parse("-0040").hi)
    assert (parse("-01XX").earliest, parse("-01XX").latest) == ("-0199", "-0100")


def test_long_years_fit_a_64_bit_integer_between_the_sentinels() -> None:
    for text in ("Y170000002", "Y-170000002", "Y99999999999", "Y-99999999999"):
        date = parse(text)
        assert date.precision is Precision.YEAR
        assert -(2**63) < MIN_SECONDS < date.sort_lo < date.sort_hi < MAX_SECONDS < 2**63
    gregorian_cycle = 146_097 * 86_400
    assert parse("Y12026").lo == seconds(2026) + 25 * gregorian_cycle


@pytest.mark.parametrize(
    ("edtf", "approximate", "uncertain"),
    [("2026-02", 0, 0), ("2026-02~", 1, 0), ("2026-02?", 0, 1), ("2026-02%", 1, 1), ("2019~/2021?", 1, 1)],
)
def test_qualifiers_are_kept_and_leave_the_bounds(edtf: str, approximate: bool, uncertain: bool) -> None:
    date = parse(edtf)
    assert (date.approximate, date.uncertain) == (bool(approximate), bool(uncertain))
    plain = parse(edtf.translate(str.maketrans("", "", "?~%")))
    assert (date.lo, date.hi, date.earliest) == (plain.lo, plain.hi, plain.earliest)


@pytest.mark.parametrize(
    ("edtf", "shape", "lo", "hi", "earliest", "latest"),
    [
        ("[2026-03-02..2026-03-04]", "within", (2026, 3, 2), (2026, 3, 5), "2026-03-02", "2026-03-04"),
        ("2026-03-03/2026-03-04", "period", (2026, 3, 3), (2026, 3, 5), "2026-03-03", "2026-03-04"),
        ("[..2026-03-04]", "no_later", None, (2026, 3, 5), None, "2026-03-04"),
        ("[2026-03..]", "no_earlier", (2026, 3), None, "2026-03", None),
        ("../2026-03-04", "open_start", None, (2026, 3, 5), None, "2026-03-04"),
        ("2019-07/..", "open_end", (2019, 7), None, "2019-07", None),
        ("/2026-03-04", "unknown_start", None, (2026, 3, 5), None, "2026-03-04"),
        ("2019/", "unknown_end", (2019,), None, "2019", None),
        ("[2025,2023-09]", "one_of", (2023, 9), (2026,), "2023-09", "2025"),
        ("201X/2026", "period", (2010,), (2027,), "2010", "2026"),
    ],
)
def test_intervals_and_sets(
    edtf: str,
    shape: str,
    lo: tuple[int, ...] | None,
    hi: tuple[int, ...] | None,
    earliest: str | None,
    latest: str | None,
) -> None:
    date = parse(edtf)
    assert date.shape == shape
    assert date.lo == (lo and seconds(*lo))
    assert date.hi == (hi and seconds(*hi))
    assert (date.earliest, date.latest) == (earliest, latest)


def test_the_sure_part_of_a_period_lies_between_its_two_uncertain_ends() -> None:
    date = parse("2019-07/2023-04")
    assert (date.sure_lo, date.sure_hi) == (seconds(2019, 8), seconds(2023, 4))
    for without in ("2026-03-03/2026-03-04", "[2019..2023]", "2019~/2023", "2019/2023?", "2019/..", "/2023"):
        assert (parse(without).sure_lo, parse(without).sure_hi) == (None, None), without


def test_precision_is_that_of_the_coarsest_part() -> None:
    assert parse("2019/2026-03-04").precision is Precision.YEAR
    assert parse("[2026-03-03T10:00..2026-03-04]").precision is Precision.DAY
    assert parse(None).precision is None


def test_undated_and_open_dates_sort_where_the_design_says() -> None:
    undated = parse(None)
    assert (undated.edtf, undated.shape, undated.lo, undated.hi) == (None, Shape.UNDATED, None, None)
    assert (undated.sort_lo, undated.sort_hi) == (MAX_SECONDS, MAX_SECONDS)
    for open_start in ("[..2026-03-04]", "../2026-03-04", "/2026-03-04"):
        assert parse(open_start).sort_lo == seconds(2026, 3, 4)
        assert parse(open_start).sort_hi == seconds(2026, 3, 5)
    for open_end in ("[2026-03-04..]", "2026-03-04/..", "2026-03-04/"):
        assert (parse(open_end).sort_lo, parse(open_end).sort_hi) == (seconds(2026, 3, 4), MAX_SECONDS)
    jumbled = [None, "[2026-03-04..]", "2019", "[..2026-03-04]", "2026-03-03"]
    by_time = sorted(jumbled, key=lambda text: (parse(text).sort_lo, parse(text).sort_hi))
    assert by_time == ["2019", "2026-03-03", "[..2026-03-04]", "[2026-03-04..]", None]


# fmt: off
NO_DATES = [
    "", " ", " 2026", "2026 ", "2026\n", "2026-03-04 10:00", "[2026, 2027]", "2026\0", "\ud800",
    "2026-3", "26", "2026-13", "2026-00", "2026-02-29", "1900-02-29", "2026-04-31", "2026-03-00",
    "2026-25", "2026-20", "20260304", "2026/03", "2026-03-04T24:00", "2026-03-04T10:60",
    "2026-03-04T10:00:60", "2026-03-04T10", "2026-03-04T10:00+15:00", "2026-03T10:00",
    "2026-03-04T10:00-13:00", "2026-03-04T10:00+08:60", "2026-03-04T10:00~", "2026-03-04t10:00", "20X6",
    "XXXX", "2XXX", "202X-XX", "2026-XX-04", "2026-21-XX", "2026-21-01", "Y2026", "Y02026",
    "Y123456789012", "y170000002", "-0000", "-0000-03", "+2026", "2026?~", "?2026", "~", "2026/2025",
    "[2026..2025]", "2026-03/2026-02", "2026-03-04/2026-03-03", "2026-03-04T10:00Z/2026-03-04T09:00Z",
    "/", "..", "../", "/..", "../..", "[]", "[..]", "[2026]", "[2026..2027..2028]", "2026/2027/2028",
    "2026//", "[2026,]", "[,2026]", "{2026,2027}", "[2026,2027..2028]", "2026..2027", "undated",
    "2026年3月", "２０２６", "Tuesday",
]
# fmt: on


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(DateError, match=r"is not a date: .*; understood are dates such as 2026") as caught:
        parse(text)
    assert repr(text) in str(caught.value)


def test_a_long_text_is_refused_by_its_beginning() -> None:
    with pytest.raises(DateError) as caught:
        parse("2026" * 100_000)
    assert "2026202620262026" in str(caught.value)
    assert len(str(caught.value)) < 800


@given(st.text() | st.text("0123456789-/.[],XYTZ:+?~%", max_size=24))
def test_any_text_is_a_date_as_written_or_refused(text: str) -> None:
    try:
        date = parse(text)
    except DateError:
        return
    assert date.edtf == text
    assert date.points


@given(any_date)
def test_parse_and_print_round_trip(date: UncertainDate) -> None:
    for point in date.points:
        again = parse(printed(point))
        assert again.points == (point,)
        assert again.shape is Shape.EXACT
    if date.shape is Shape.EXACT and "-XX" not in str(date.edtf):
        assert printed(date.points[0]) == date.edtf


@given(any_date)
def test_bounds_hold_together(date: UncertainDate) -> None:
    assert MIN_SECONDS < date.sort_lo < date.sort_hi <= MAX_SECONDS
    if date.lo is not None:
        assert date.sort_lo == date.lo
    if date.hi is not None:
        assert date.sort_hi == date.hi
    if date.sure_lo is not None or date.sure_hi is not None:
        assert date.lo is not None
        assert date.hi is not None
        assert date.sure_lo is not None
        assert date.sure_hi is not None
        assert date.lo < date.sure_lo < date.sure_hi < date.hi


@given(any_date)
def test_earliest_and_latest_are_the_bounds_in_iso(date: UncertainDate) -> None:
    assert (date.earliest is None, date.latest is None) == (date.lo is None, date.hi is None)
    if len({point.offset is None for point in date.points}) == 2:
        return  # zoned and floating: the bounds are in UTC, the texts as written
    if date.earliest is not None:
        assert parse(date.earliest).lo == date.lo
    if date.latest is not None:
        assert parse(date.latest).hi == date.hi


@given(any_date, any_date)
def test_crossing_bounds_are_refused(a: UncertainDate, b: UncertainDate) -> None:
    if a.shape is not Shape.EXACT or b.shape is not Shape.EXACT or a.zoned != b.zoned:
        return
    assert a.lo is not None
    assert b.hi is not None
    for form in ("{}/{}", "[{}..{}]"):
        text = form.format(a.edtf, b.edtf)
        if b.hi <= a.lo:
            with pytest.raises(DateError, match="ends before it begins"):
                parse(text)
        else:
            assert (parse(text).lo, parse(text).hi) == (a.lo, b.hi)


def test_a_period_of_a_zoned_and_a_floating_end_counts_the_day_in_every_zone() -> None:
    date = parse("2026-03-04T05:00Z/2026-03-03")
    assert (date.lo, date.hi) == (seconds(2026, 3, 4, 5), seconds(2026, 3, 4, 12))
    assert (date.earliest, date.latest) == ("2026-03-04T05:00Z", "2026-03-03")
    with pytest.raises(DateError, match="ends before it begins"):
        parse("2026-03-04T12:00Z/2026-03-03")


def test_every_date_of_the_golden_file_is_understood(shared_file: Callable[[str], Path]) -> None:
    golden = json.loads(shared_file("golden/qwen-leadership.json").read_text(encoding="utf-8"))
    events = {event["id"]: parse(event["edtf"]) for event in golden["events"]}
    assert len(events) == 24
    for record in [*golden["documents"].values(), *golden["events"]]:
        for key in ("published", "as_of"):
            assert parse(record.get(key)).edtf == record.get(key)
    assert compare(events["E06"], events["E07"]) is Order.BEFORE
    assert events["E16"].shape is Shape.NO_LATER
    assert events["E17"].shape is Shape.UNDATED
