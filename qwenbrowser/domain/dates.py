"""Uncertain dates: EDTF (ISO 8601-2:2019, levels 0 and 1, and the sets) to bounds in integer seconds.

Bounds are half-open, `[lo, hi)`, in seconds from 1970-01-01 of the proleptic Gregorian calendar. A date
without a zone floats: its seconds are those of the wall clock, wherever that hangs, and are never shifted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Outside every date that is understood, inside a 64-bit integer.
MIN_SECONDS = -(2**62)
MAX_SECONDS = 2**62

_DAY = 86_400
_HOUR = 3_600
# A floating day begins first at UTC+14 and ends last at UTC-12; no zone lies beyond.
_EASTERNMOST = 14 * _HOUR
_WESTERNMOST = 12 * _HOUR

_UNDERSTOOD = (
    "understood are dates such as 2026, 2026-03, 2026-03-04, 2026-03-04T09:30, 2026-03-04T09:30:00+08:00, "
    "2026-21 (spring), 202X, 2026-XX, -0043 and Y170000002, with ? ~ % behind a date; periods 2019/2021, "
    "2019/.. and ../2021; and one moment within [2019..2021], [..2021], [2019..] or [2019,2021]"
)

_POINT = re.compile(
    r"""(?: (?P<long>Y-?[1-9]\d{4,10})
          | (?P<stem>-?\d\d(?:\dX|XX))
          | (?P<year>-?\d{4})
            (?: (?:-XX){1,2}
              | -(?P<month>\d\d)
                (?: -XX
                  | -(?P<day>\d\d)
                    (?P<time>T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?
                             (?P<zone>Z|[+-]\d\d(?::\d\d)?)?)?
                )?
            )?
        )
        (?P<qualifier>[?~%])?""",
    re.ASCII | re.VERBOSE,
)


class DateError(ValueError):
    """A text that is not a date, or whose parts contradict each other; the message says which and why."""


class Shape(StrEnum):
    """What a date says about its fact: one moment, known so well, or a duration (period and below)."""

    UNDATED = "undated"
    EXACT = "exact"
    WITHIN = "within"
    ONE_OF = "one_of"
    NO_LATER = "no_later"
    NO_EARLIER = "no_earlier"
    PERIOD = "period"
    OPEN_START = "open_start"
    OPEN_END = "open_end"
    UNKNOWN_START = "unknown_start"
    UNKNOWN_END = "unknown_end"


class Precision(StrEnum):
    """How exact a source is, the coarsest first."""

    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class Order(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    OVERLAPPING = "overlapping"
    UNKNOWN = "unknown"


_COARSEST_FIRST = tuple(Precision)


@dataclass(frozen=True, slots=True)
class Point:
    """One date as written, without intervals and sets.

    `fields` holds year, month (or season 21 to 24), day, hour, minute and second as far as they are known; of
    a decade or century its first year. `offset` is the zone in minutes east of UTC, None where it floats.
    `earliest` and `latest` are ISO texts, inclusive; they differ for decades and centuries alone.
    """

    lo: int
    hi: int
    precision: Precision
    fields: tuple[int, ...]
    offset: int | None
    approximate: bool
    uncertain: bool
    earliest: str
    latest: str


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date with its bounds; `lo` is None where the start is open, `hi` where the end is.

    `sure_lo` and `sure_hi` bound the part of a period that is sure: after the latest start and before the
    earliest end. They are None where there is none, as in all that is not a period with two firm ends. Where
    one part is zoned and one floats, the bounds are UTC and the floating part counts from UTC+14 to UTC-12.
    """

    edtf: str | None
    shape: Shape
    lo: int | None
    hi: int | None
    sure_lo: int | None
    sure_hi: int | None
    points: tuple[Point, ...]

    @property
    def first(self) -> Point | None:
        """The part that `lo` comes from, or the only one; None where undated."""
        one_of = self.shape is Shape.ONE_OF
        return min(self.points, key=lambda point: point.lo) if one_of else next(iter(self.points), None)

    @property
    def last(self) -> Point | None:
        """The part that `hi` comes from, or the only one; None where undated."""
        one_of = self.shape is Shape.ONE_OF
        return max(self.points, key=lambda point: point.hi) if one_of else next(reversed(self.points), None)

    @property
    def precision(self) -> Precision | None:
        """That of the coarsest part; None where undated."""
        return min((p.precision for p in self.points), key=_COARSEST_FIRST.index, default=None)

    @property
    def approximate(self) -> bool:
        return any(point.approximate for point in self.points)

    @property
    def uncertain(self) -> bool:
        return any(point.uncertain for point in self.points)

    @property
    def zoned(self) -> bool:
        """Whether the bounds are moments in UTC, not floating ones."""
        return any(point.offset is not None for point in self.points)

    @property
    def sort_lo(self) -> int:
        """Where it stands in a list: its start; its end where the start is open; last where undated."""
        if self.lo is not None:
            return self.lo
        return MAX_SECONDS if self.last is None else self.last.lo

    @property
    def sort_hi(self) -> int:
        return MAX_SECONDS if self.hi is None else self.hi

    @property
    def earliest(self) -> str | None:
        """The first moment it may mean, as ISO text as exact as the source; None where open."""
        return None if self.first is None or self.lo is None else self.first.earliest

    @property
    def latest(self) -> str | None:
        """The last moment it may mean, inclusive, as ISO text as exact as the source; None where open."""
        return None if self.last is None or self.hi is None else self.last.latest


_UNDATED = UncertainDate(None, Shape.UNDATED, None, None, None, None, ())


@lru_cache(maxsize=65_536)
def parse(edtf: str | None) -> UncertainDate:
    """The date that an EDTF text means; None is undated.

    Raises DateError, which names the text, for anything else and for bounds that cross.
    """
    if edtf is None:
        return _UNDATED
    try:
        if edtf.startswith("[") and edtf.endswith("]"):
            return _set(edtf)
        if "/" in edtf:
            return _interval(edtf)
        return _date(edtf, Shape.EXACT, _point(edtf))
    except DateError as error:
        raise DateError(f"{_shown(edtf)} is not a date: {error}; {_UNDERSTOOD}") from None


def compare(a: UncertainDate, b: UncertainDate) -> Order:
    """Whether all of `a` lies before or after all of `b`; never asserted where their bounds overlap.

    A floating date is held against a zoned one as from UTC+14 to UTC-12. The bounds of an approximate or
    uncertain date are soft: order is asserted only beyond a margin as long as that date itself.
    """
    if not a.points or not b.points:
        return Order.UNKNOWN
    mixed = a.zoned != b.zoned
    (a_lo, a_hi), (b_lo, b_hi) = (_reach(date, widen=mixed and not date.zoned) for date in (a, b))
    if a_hi <= b_lo:
        return Order.BEFORE
    return Order.AFTER if b_hi <= a_lo else Order.OVERLAPPING


def _reach(date: UncertainDate, *, widen: bool) -> tuple[int, int]:
    """The bounds with their margins, open ones at the sentinels."""
    margin = max((p.hi - p.lo for p in date.points if p.approximate or p.uncertain), default=0)
    lo = MIN_SECONDS if date.lo is None else date.lo - margin - _EASTERNMOST * widen
    hi = MAX_SECONDS if date.hi is None else date.hi + margin + _WESTERNMOST * widen
    return lo, hi


def _set(edtf: str) -> UncertainDate:
    """`[a..b]`, `[..b]`, `[a..]` and `[a,b]`: one moment."""
    body = edtf[1:-1]
    if "," in body:
        return _date(edtf, Shape.ONE_OF, *map(_point, body.split(",")))
    first, dots, last = body.partition("..")
    if not dots or first == last == "":
        raise DateError("a set has two dates, or one and two dots")
    if not first:
        return _date(edtf, Shape.NO_LATER, _point(last))
    if not last:
        return _date(edtf, Shape.NO_EARLIER, _point(first))
    return _date(edtf, Shape.WITHIN, _point(first), _point(last))


def _interval(edtf: str) -> UncertainDate:
    """`a/b`, `../b`, `a/..` (open), `/b` and `a/` (unknown): a duration."""
    first, _, last = edtf.partition("/")
    open_ends = {"..", ""}
    if {first, last} <= open_ends:
        raise DateError("a period has a date on one side at least")
    if first in open_ends:
        return _date(edtf, Shape.OPEN_START if first else Shape.UNKNOWN_START, _point(last))
    if last in open_ends:
        return _date(edtf, Shape.OPEN_END if last else Shape.UNKNOWN_END, _point(first))
    return _date(edtf, Shape.PERIOD, _point(first), _point(last))


_STARTLESS = frozenset({Shape.NO_LATER, Shape.OPEN_START, Shape.UNKNOWN_START})
_ENDLESS = frozenset({Shape.NO_EARLIER, Shape.OPEN_END, Shape.UNKNOWN_END})


def _date(edtf: str, shape: Shape, *points: Point) -> UncertainDate:
    """Join the parts; DateError where the last lies wholly before the first."""
    zones = {point.offset is None for point in points}
    before, after = (_EASTERNMOST, _WESTERNMOST) if len(zones) == 2 else (0, 0)
    bounds = [
        (point.lo - before, point.hi + after) if point.offset is None else (point.lo, point.hi)
        for point in points
    ]
    (first_lo, first_hi), (last_lo, last_hi) = bounds[0], bounds[-1]
    if shape is Shape.ONE_OF:
        first_lo, last_hi = min(lo for lo, _ in bounds), max(hi for _, hi in bounds)
    elif last_hi <= first_lo:
        raise DateError("it ends before it begins")
    firm = not any(point.approximate or point.uncertain for point in points)
    sure = shape is Shape.PERIOD and firm and first_hi < last_lo
    return UncertainDate(
        edtf=edtf,
        shape=shape,
        lo=None if shape in _STARTLESS else first_lo,
        hi=None if shape in _ENDLESS else last_hi,
        sure_lo=first_hi if sure else None,
        sure_hi=last_lo if sure else None,
        points=points,
    )


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if match is None or (match["time"] and match["qualifier"]):
        raise DateError(f"{_shown(text)} is no form of a date" if text else "a date is missing")
    fields, precision, offset = _fields(match)
    if precision is Precision.SEASON and "XX" in text:
        raise DateError("a season has no days")
    lo, hi = _bounds(fields, precision)
    shift = 60 * (offset or 0)
    earliest = latest = text.rstrip("?~%").replace("-XX", "")
    if match["stem"]:
        earliest, latest = (_iso_year(year) for year in (fields[0], fields[0] + _YEARS[precision] - 1))
    qualifier = match["qualifier"] or ""
    return Point(
        lo=lo - shift,
        hi=hi - shift,
        precision=precision,
        fields=fields,
        offset=offset,
        approximate=qualifier in {"~", "%"},
        uncertain=qualifier in {"?", "%"},
        earliest=earliest,
        latest=latest,
    )


def _fields(match: re.Match[str]) -> tuple[tuple[int, ...], Precision, int | None]:
    """The numbers of a date, how exact it is, and its zone; DateError where the calendar has no such date."""
    if match["long"]:
        return (int(match["long"][1:]),), Precision.YEAR, None
    if match["stem"]:
        # The digits count away from the year 0: -004X is -49 to -40.
        fill = "9" if match["stem"].startswith("-") else "0"
        decade = match["stem"].count("X") == 1
        year = int(match["stem"].replace("X", fill))
        return (year,), Precision.DECADE if decade else Precision.CENTURY, None
    if match["year"] == "-0000":
        raise DateError("the year 0 has no sign")
    names = ("year", "month", "day", "hour", "minute", "second")
    fields = tuple(int(match[name]) for name in names if match[name])
    if len(fields) == 2 and fields[1] in range(21, 25):
        return fields, Precision.SEASON, None
    year, month, day, hour, minute, second = (*fields, *(1, 1, 1, 0, 0, 0)[len(fields) :])
    if not 1 <= month <= 12:
        raise DateError(f"there is no month {month:02}")
    if not 1 <= day <= _days(year, month + 1) - _days(year, month):
        raise DateError(f"that month has no day {day:02}")
    if hour > 23 or minute > 59 or second > 59:
        raise DateError("the clock shows 00:00:00 to 23:59:59")
    return fields, _PRECISION_OF_FIELDS[len(fields)], _offset(match["zone"])


_PRECISION_OF_FIELDS = {
    1: Precision.YEAR,
    2: Precision.MONTH,
    3: Precision.DAY,
    5: Precision.MINUTE,
    6: Precision.SECOND,
}
_YEARS = {Precision.YEAR: 1, Precision.DECADE: 10, Precision.CENTURY: 100}
_SECONDS = {Precision.DAY: _DAY, Precision.MINUTE: 60, Precision.SECOND: 1}


def _offset(zone: str | None) -> int | None:
    """Minutes east of UTC; None without a zone."""
    if zone is None or zone == "Z":
        return None if zone is None else 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:] or 0)
    offset = -minutes if zone.startswith("-") else minutes
    if int(zone[4:] or 0) > 59 or not -_WESTERNMOST <= offset * 60 <= _EASTERNMOST:
        raise DateError(f"there is no zone {zone}")
    return offset


def _bounds(fields: tuple[int, ...], precision: Precision) -> tuple[int, int]:
    """The half-open bounds of a date in its own zone.

    A season is that of no hemisphere (ISO 8601-2), so it may be any time of its year; summers and winters
    that begin in December last into the next.
    """
    year = fields[0]
    if precision in _YEARS:
        return _days(year, 1) * _DAY, _days(year + _YEARS[precision], 1) * _DAY
    if precision is Precision.SEASON:
        months = 15 if fields[1] in {22, 24} else 12
        return _days(year, 1) * _DAY, _days(year, months + 1) * _DAY
    if precision is Precision.MONTH:
        return _days(year, fields[1]) * _DAY, _days(year, fields[1] + 1) * _DAY
    hour, minute, second = (*fields[3:], 0, 0, 0)[:3]
    lo = _days(*fields[:3]) * _DAY + hour * _HOUR + minute * 60 + second
    return lo, lo + _SECONDS[precision]


def _days(year: int, month: int, day: int = 1) -> int:
    """Days from 1970-01-01 to a day of the proleptic Gregorian calendar; months beyond 12 run on.

    Years are counted from March, so that the leap day is the last of its year.
    """
    years, month_from_march = divmod(year * 12 + month - 3, 12)
    leap_days = years // 4 - years // 100 + years // 400
    return years * 365 + leap_days + (153 * month_from_march + 2) // 5 + day - 1 - 719_468


def _iso_year(year: int) -> str:
    return f"{year:05}" if year < 0 else f"{year:04}"


def _shown(text: str) -> str:
    """For a message: on one line and printable whatever it holds, and not long."""
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
