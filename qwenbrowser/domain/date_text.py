"""Uncertain dates in words, English and Chinese: as exact as the source and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qwenbrowser.domain.dates import Point, Precision, Shape, UncertainDate, parse
from qwenbrowser.domain.records import When

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = ("spring", "summer", "autumn", "winter")
_ZH_SEASONS = ("春季", "夏季", "秋季", "冬季")
_SPANS_OF_YEARS = {Precision.DECADE: 10, Precision.CENTURY: 100}


def text(date: UncertainDate, language: str = "en") -> str:
    """The date as shown: "Sep 2023", "3–4 Mar 2026", "no later than 4 Mar 2026", "undated".

    `language` is a locale such as "en" or "zh_CN"; what is not Chinese is English.
    """
    words = _words(language)
    if date.shape is Shape.UNDATED:
        return words.undated
    shown = [words.qualified(point) for point in date.points]
    if date.shape is Shape.ONE_OF:
        return words.either(shown)
    if len(shown) == 2:
        first, last = date.points
        if shown[0] == shown[1]:
            return shown[0]
        return words.span(first, last) or f"{shown[0]}{words.wide_to}{shown[1]}"
    return words.shapes.get(date.shape, "{}").format(shown[0])


def when_text(when: When, language: str = "en") -> str:
    """As `text`; a state without a moment says of when it is: "undated, as of 4 Mar 2026".

    Raises DateError where the record's dates are none.
    """
    shown = text(parse(when.edtf), language)
    if when.edtf is None and when.as_of is not None:
        return _words(language).as_of.format(shown, text(parse(when.as_of), language))
    return shown


def heading(date: UncertainDate, language: str = "en") -> str:
    """The heading under which a list sorted by time shows the date: "Mar 2026", "2019", "Undated".

    It is the month, or the year where the source gives no month, of the point at which the date sorts.
    """
    words = _words(language)
    point = date.first
    if point is None:
        return words.undated.capitalize()
    if point.precision is Precision.SEASON:
        return words.year(point.fields[0])
    return words.month(point) if len(point.fields) > 1 else words.point(point)


@dataclass(frozen=True, slots=True)
class _Words:
    """How a language says dates; `span` gives None where nothing can be left out of two dates."""

    undated: str
    as_of: str
    wide_to: str
    qualifiers: Mapping[tuple[bool, bool], str]
    shapes: Mapping[Shape, str]
    year: Callable[[int], str]
    month: Callable[[Point], str]
    point: Callable[[Point], str]
    span: Callable[[Point, Point], str | None]
    either: Callable[[list[str]], str]

    def qualified(self, point: Point) -> str:
        return self.qualifiers[point.approximate, point.uncertain] + self.point(point)


def _words(language: str) -> _Words:
    return _CHINESE if language.lower().startswith("zh") else _ENGLISH


def _shared(first: Point, last: Point) -> int:
    """How many leading fields two days, months or years of equal standing share; -1 where nothing may go."""
    plain = first.precision is last.precision and first.precision in {
        Precision.YEAR,
        Precision.MONTH,
        Precision.DAY,
    }
    if not plain or any(point.approximate or point.uncertain for point in (first, last)):
        return -1
    same = [a == b for a, b in zip(first.fields, last.fields, strict=True)]
    return same.index(False)


def _clock(point: Point) -> str:
    return ":".join(f"{number:02}" for number in point.fields[3:])


def _zone(point: Point) -> str:
    hours, minutes = divmod(abs(point.offset or 0), 60)
    sign = "-" if (point.offset or 0) < 0 else "+"
    past = f":{minutes:02}" if minutes else ""
    return f"UTC{sign}{hours}{past}" if point.offset else "UTC"


def _en_year(year: int) -> str:
    if year < 1:
        return f"{1 - year} BC"
    return f"AD {year}" if year < 1000 else str(year)


def _en_month(point: Point) -> str:
    return f"{_MONTHS[point.fields[1] - 1]} {_en_year(point.fields[0])}"


def _en_point(point: Point) -> str:
    year = point.fields[0]
    if years := _SPANS_OF_YEARS.get(point.precision):
        # "1900s" would be the decade as well as the century.
        if years == 10 and year >= 1000 and year % 100:
            return f"{year}s"
        return _en_years(year, year + years - 1)
    if point.precision is Precision.SEASON:
        return f"{_SEASONS[point.fields[1] - 21]} {_en_year(year)}"
    if len(point.fields) < 3:
        return _en_month(point) if len(point.fields) == 2 else _en_year(year)
    day = f"{point.fields[2]} {_en_month(point)}"
    if len(point.fields) == 3:
        return day
    return f"{day}, {_clock(point)}" + ("" if point.offset is None else f" {_zone(point)}")


def _en_years(first: int, last: int) -> str:
    if last < 1:
        return f"{1 - first}–{_en_year(last)}"
    return f"{_en_year(first)}–{last}" if first >= 1 else f"{_en_year(first)} – {_en_year(last)}"


def _en_span(first: Point, last: Point) -> str | None:
    shared = _shared(first, last)
    if shared < 0:
        return None
    if first.precision is Precision.YEAR:
        return _en_years(first.fields[0], last.fields[0])
    if shared == 0:
        return None
    if first.precision is Precision.MONTH:
        return f"{_MONTHS[first.fields[1] - 1]}–{_en_month(last)}"
    if shared == 2:
        return f"{first.fields[2]}–{_en_point(last)}"
    return f"{first.fields[2]} {_MONTHS[first.fields[1] - 1]} – {_en_point(last)}"


def _en_either(shown: list[str]) -> str:
    return f"{', '.join(shown[:-1])} or {shown[-1]}"


def _zh_year(year: int) -> str:
    return f"{_zh_number(year)}年"


def _zh_number(year: int) -> str:
    if year < 1:
        return f"公元前{1 - year}"
    return f"公元{year}" if year < 1000 else str(year)


def _zh_month(point: Point) -> str:
    return f"{_zh_year(point.fields[0])}{point.fields[1]}月"


def _zh_point(point: Point) -> str:
    year = point.fields[0]
    if years := _SPANS_OF_YEARS.get(point.precision):
        if years == 10 and year >= 1000 and year % 100:
            return f"{year}年代"
        return f"{_zh_year(year)}至{_zh_year(year + years - 1)}"
    if point.precision is Precision.SEASON:
        return f"{_zh_year(year)}{_ZH_SEASONS[point.fields[1] - 21]}"
    day = _zh_year(year) + _zh_fields(point, 1)
    if len(point.fields) < 4:
        return day
    return f"{day} {_clock(point)}" + ("" if point.offset is None else f"（{_zone(point)}）")


def _zh_fields(point: Point, start: int) -> str:
    """Month and day, from the field `start` on."""
    return "".join(
        f"{number}{unit}" for number, unit in zip(point.fields[start:3], "年月日"[start:], strict=False)
    )


def _zh_span(first: Point, last: Point) -> str | None:
    shared = _shared(first, last)
    return f"{_zh_point(first)}至{_zh_fields(last, shared)}" if shared > 0 else None


def _zh_either(shown: list[str]) -> str:
    return f"{'、'.join(shown[:-1])}或{shown[-1]}"


_ENGLISH = _Words(
    undated="undated",
    as_of="{}, as of {}",
    wide_to=" – ",
    qualifiers=MappingProxyType(
        {
            (False, False): "",
            (True, False): "about ",
            (False, True): "possibly ",
            (True, True): "possibly about ",
        }
    ),
    shapes=MappingProxyType(
        {
            Shape.NO_LATER: "no later than {}",
            Shape.NO_EARLIER: "no earlier than {}",
            Shape.OPEN_START: "until {}",
            Shape.OPEN_END: "since {}",
            Shape.UNKNOWN_START: "until {}, start unknown",
            Shape.UNKNOWN_END: "from {}, end unknown",
        }
    ),
    year=_en_year,
    month=_en_month,
    point=_en_point,
    span=_en_span,
    either=_en_either,
)

_CHINESE = _Words(
    undated="日期不详",
    as_of="{}，截至{}",
    wide_to="至",
    qualifiers=MappingProxyType(
        {(False, False): "", (True, False): "约", (False, True): "可能为", (True, True): "可能约为"}
    ),
    shapes=MappingProxyType(
        {
            Shape.NO_LATER: "不晚于{}",
            Shape.NO_EARLIER: "不早于{}",
            Shape.OPEN_START: "至{}为止",
            Shape.OPEN_END: "自{}起",
            Shape.UNKNOWN_START: "至{}为止，开始时间不详",
            Shape.UNKNOWN_END: "自{}起，结束时间不详",
        }
    ),
    year=_zh_year,
    month=_zh_month,
    point=_zh_point,
    span=_zh_span,
    either=_zh_either,
)
