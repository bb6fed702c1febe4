"""Dates in words: what stands on the screen says what the source says, in English and in Chinese."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.date_text import heading, text, when_text
from qwenbrowser.domain.dates import DateError, Point, Precision, Shape, UncertainDate, parse
from qwenbrowser.domain.records import Basis, When

any_date = st.from_type(UncertainDate)

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SEASONS = ["spring", "summer", "autumn", "winter", "春季", "夏季", "秋季", "冬季"]
# Approximate and uncertain, by the words before the date.
HEDGES = {
    "": (False, False),
    **dict.fromkeys(["about ", "约"], (True, False)),
    **dict.fromkeys(["possibly ", "可能为"], (False, True)),
    **dict.fromkeys(["possibly about ", "可能约为"], (True, True)),
}
_EN_YEAR = r"(?:AD )?\d+(?: BC)?"
_ZH_YEAR = r"(?:公元前?)?\d+"
ENGLISH = re.compile(
    rf"(?P<hedge>possibly about |possibly |about |)"
    rf"(?:(?P<decade>\d+)s|(?P<since>{_EN_YEAR}) ?– ?(?P<till>{_EN_YEAR})"
    rf"|(?:(?P<season>{'|'.join(SEASONS)}) |(?:(?P<day>\d+) )?(?P<month>{'|'.join(MONTHS)}) )?"
    rf"(?P<year>{_EN_YEAR})"
    r"(?:, (?P<clock>[\d:]+)(?: (?P<zone>UTC.*))?)?)"
)
CHINESE = re.compile(
    rf"(?P<hedge>可能约为|可能为|约|)"
    rf"(?:(?P<decade>\d+)年代|(?P<since>{_ZH_YEAR})年至(?P<till>{_ZH_YEAR})年"
    rf"|(?P<year>{_ZH_YEAR})年(?P<season>{'|'.join(SEASONS)})?(?:(?P<month>\d+)月(?:(?P<day>\d+)日)?)?"
    r"(?: (?P<clock>[\d:]+)(?:（(?P<zone>UTC.*)）)?)?)"
)

Said = tuple[Precision, tuple[int, ...], int | None, tuple[bool, bool]]


def read(form: re.Pattern[str], shown: str) -> Said:
    """What a reader takes from the text of one date: how exact, its numbers, its zone, how sure."""
    match = form.fullmatch(shown)
    assert match, shown
    found = match.groupdict()
    hedge = HEDGES[found["hedge"]]
    if found["decade"]:
        return Precision.DECADE, (int(found["decade"]),), None, hedge
    if found["since"]:
        since, till = found["since"], found["till"]
        first, last = year_of(since + " BC" if till.endswith("BC") else since), year_of(till)
        precision = {10: Precision.DECADE, 100: Precision.CENTURY}[last - first + 1]
        return precision, (first,), None, hedge
    fields = [year_of(found["year"])]
    if found["season"]:
        return Precision.SEASON, (*fields, SEASONS.index(found["season"]) % 4 + 21), None, hedge
    if found["month"]:
        named = found["month"] in MONTHS
        fields.append(MONTHS.index(found["month"]) + 1 if named else int(found["month"]))
    fields += [int(found["day"])] if found["day"] else []
    fields += [int(number) for number in found["clock"].split(":")] if found["clock"] else []
    by_length = {1: "year", 2: "month", 3: "day", 5: "minute", 6: "second"}
    return Precision(by_length[len(fields)]), tuple(fields), minutes_of(found["zone"]), hedge


def year_of(shown: str) -> int:
    number = int(re.sub(r"\D", "", shown))
    return 1 - number if "BC" in shown or "前" in shown else number


def minutes_of(zone: str | None) -> int | None:
    if not zone:
        return None
    hours, _, minutes = zone[4:].partition(":")
    return (-1 if "-" in zone else 1) * (int(hours or 0) * 60 + int(minutes or 0))


def said(point: Point) -> Said:
    return point.precision, point.fields, point.offset, (point.approximate, point.uncertain)


def alone(point: Point) -> UncertainDate:
    """The point as a date of its own."""
    return UncertainDate("", Shape.EXACT, point.lo, point.hi, None, None, (point,))


@pytest.mark.parametrize(
    ("edtf", "english", "chinese"),
    [
        (None, "undated", "日期不详"),
        ("2026", "2026", "2026年"),
        ("2023-09", "Sep 2023", "2023年9月"),
        ("2026-03-04", "4 Mar 2026", "2026年3月4日"),
        ("2026-03-04T09:05", "4 Mar 2026, 09:05", "2026年3月4日 09:05"),
        ("2026-03-04T09:05:07Z", "4 Mar 2026, 09:05:07 UTC", "2026年3月4日 09:05:07（UTC）"),
        ("2026-03-04T09:05+08:00", "4 Mar 2026, 09:05 UTC+8", "2026年3月4日 09:05（UTC+8）"),
        ("2026-03-04T09:05-03:30", "4 Mar 2026, 09:05 UTC-3:30", "2026年3月4日 09:05（UTC-3:30）"),
        ("2026-21", "spring 2026", "2026年春季"),
        ("2025-24", "winter 2025", "2025年冬季"),
        ("2026-XX", "2026", "2026年"),
        ("2026-03-XX", "Mar 2026", "2026年3月"),
        ("201X", "2010s", "2010年代"),
        ("200X", "2000–2009", "2000年至2009年"),
        ("19XX", "1900–1999", "1900年至1999年"),
        ("-0043-03-15", "15 Mar 44 BC", "公元前44年3月15日"),
        ("0079", "AD 79", "公元79年"),
        ("0800-12-25", "25 Dec AD 800", "公元800年12月25日"),
        ("1000", "1000", "1000年"),
        ("0000", "1 BC", "公元前1年"),
        ("-004X", "50–41 BC", "公元前50年至公元前41年"),
        ("Y170000002", "170000002", "170000002年"),
        ("2026-02~", "about Feb 2026", "约2026年2月"),
        ("2026-02?", "possibly Feb 2026", "可能为2026年2月"),
        ("2026-02%", "possibly about Feb 2026", "可能约为2026年2月"),
        ("[..2026-03-04]", "no later than 4 Mar 2026", "不晚于2026年3月4日"),
        ("[..2026-02~]", "no later than about Feb 2026", "不晚于约2026年2月"),
        ("[2026-03-04..]", "no earlier than 4 Mar 2026", "不早于2026年3月4日"),
        ("2019-07/..", "since Jul 2019", "自2019年7月起"),
        ("../2021", "until 2021", "至2021年为止"),
        ("/2021", "until 2021, start unknown", "至2021年为止，开始时间不详"),
        ("2019/", "from 2019, end unknown", "自2019年起，结束时间不详"),
        ("2026-03-03/2026-03-04", "3–4 Mar 2026", "2026年3月3日至4日"),
        ("[2026-03-03..2026-03-04]", "3–4 Mar 2026", "2026年3月3日至4日"),
        ("2026-02-28/2026-03-04", "28 Feb – 4 Mar 2026", "2026年2月28日至3月4日"),
        ("2025-12-31/2026-01-01", "31 Dec 2025 – 1 Jan 2026", "2025年12月31日至2026年1月1日"),
        ("2025-03-04/2026-03-04", "4 Mar 2025 – 4 Mar 2026", "2025年3月4日至2026年3月4日"),
        ("2026-03/2026-04", "Mar–Apr 2026", "2026年3月至4月"),
        ("2025-12/2026-01", "Dec 2025 – Jan 2026", "2025年12月至2026年1月"),
        ("2019/2021", "2019–2021", "2019年至2021年"),
        ("-0049/-0043", "50–44 BC", "公元前50年至公元前44年"),
        ("-0030/0014", "31 BC – AD 14", "公元前31年至公元14年"),
        ("0012/0014", "AD 12–14", "公元12年至公元14年"),
        ("2019-07/2023", "Jul 2019 – 2023", "2019年7月至2023年"),
        ("2026-03~/2026-04", "about Mar 2026 – Apr 2026", "约2026年3月至2026年4月"),
        ("2026-03-04/2026-03-04", "4 Mar 2026", "2026年3月4日"),
        ("[2026-03-02,2026-03-04]", "2 Mar 2026 or 4 Mar 2026", "2026年3月2日或2026年3月4日"),
        ("[2019,2021,2023]", "2019, 2021 or 2023", "2019年、2021年或2023年"),
    ],
)
def test_text(edtf: str | None, english: str, chinese: str) -> None:
    assert text(parse(edtf)) == english
    assert text(parse(edtf), "zh") == text(parse(edtf), "zh_CN") == chinese
    assert text(parse(edtf), "de") == english


def test_a_state_without_a_moment_says_of_when_it_is() -> None:
    state = When(as_of="2026-03-04")
    assert when_text(state) == "undated, as of 4 Mar 2026"
    assert when_text(state, "zh") == "日期不详，截至2026年3月4日"
    assert when_text(When()) == "undated"
    dated = When("2026-03-03", Basis.RESOLVED, "on Tuesday", as_of="2026-03-04")
    assert when_text(dated) == "3 Mar 2026"
    with pytest.raises(DateError, match="Tuesday"):
        when_text(When("Tuesday"))


@pytest.mark.parametrize(
    ("edtf", "english", "chinese"),
    [
        ("2026-03-04T23:30-08:00", "Mar 2026", "2026年3月"),
        ("[..2026-03-04]", "Mar 2026", "2026年3月"),
        ("2019-07/..", "Jul 2019", "2019年7月"),
        ("[2025,2019-07]", "Jul 2019", "2019年7月"),
        ("2019", "2019", "2019年"),
        ("2026-21", "2026", "2026年"),
        ("201X", "2010s", "2010年代"),
        (None, "Undated", "日期不详"),
    ],
)
def test_heading(edtf: str | None, english: str, chinese: str) -> None:
    assert (heading(parse(edtf)), heading(parse(edtf), "zh")) == (english, chinese)


@given(any_date)
def test_a_date_in_words_is_as_exact_as_the_source_and_no_more(any_one: UncertainDate) -> None:
    for point in any_one.points:
        assert read(ENGLISH, text(alone(point))) == said(point)
        assert read(CHINESE, text(alone(point), "zh")) == said(point)


@given(any_date)
def test_a_heading_is_never_finer_than_the_date(any_one: UncertainDate) -> None:
    shown = heading(any_one)
    assert any_one.first is not None
    precision, fields, _, hedge = read(ENGLISH, shown)
    assert fields == any_one.first.fields[: len(fields)]
    assert hedge == (False, False)
    assert precision in {Precision.CENTURY, Precision.DECADE, Precision.YEAR, Precision.MONTH}


@given(any_date)
def test_a_bound_is_never_shown_as_a_moment_nor_an_open_end_as_a_closed_one(any_one: UncertainDate) -> None:
    signs = {
        Shape.NO_LATER: "no later than ",
        Shape.NO_EARLIER: "no earlier than ",
        Shape.OPEN_START: "until ",
        Shape.UNKNOWN_START: "until ",
        Shape.OPEN_END: "since ",
        Shape.UNKNOWN_END: "from ",
    }
    shown = text(any_one)
    for shape, sign in signs.items():
        assert shown.startswith(sign) == (signs.get(any_one.shape) == sign), shape
    assert (", start unknown" in shown) == (any_one.shape is Shape.UNKNOWN_START)
    assert (", end unknown" in shown) == (any_one.shape is Shape.UNKNOWN_END)
    assert (" or " in shown) == (any_one.shape is Shape.ONE_OF)


_spans = st.tuples(
    st.dates(date(1000, 1, 1), date(9900, 1, 1)),
    st.integers(0, 3) | st.integers(0, 60) | st.integers(0, 10_000),
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]),
).map(lambda drawn: [(drawn[0] + timedelta(days)).strftime(drawn[2]) for days in (0, drawn[1])])


@given(_spans, st.sampled_from(["{}/{}", "[{}..{}]"]))
def test_what_a_span_leaves_out_can_be_read_from_its_other_end(ends: list[str], form: str) -> None:
    span = parse(form.format(*ends))
    expected = [said(point) for point in span.points]

    first, *rest = re.split(" ?– ?", text(span))
    last = rest[0] if rest else first
    first = " ".join(first.split() + last.split()[len(first.split()) :])
    assert [read(ENGLISH, end) for end in (first, last)] == expected

    first, *rest = text(span, "zh").split("至")
    numbers = [re.findall(r"\d+.", end) for end in (first, rest[0] if rest else first)]
    last = "".join(numbers[0][: len(numbers[0]) - len(numbers[1])] + numbers[1])
    assert [read(CHINESE, end) for end in (first, last)] == expected
