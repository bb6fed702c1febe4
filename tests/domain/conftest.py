"""Any uncertain date, as a hypothesis strategy for the type `UncertainDate`."""

from __future__ import annotations

from hypothesis import strategies as st

from qwenbrowser.domain.dates import DateError, UncertainDate, parse

_YEARS = st.one_of(
    st.integers(2019, 2027),
    st.integers(-9999, 9999),
    st.sampled_from([-1, 0, 1, 999, 1000, 1900, 2000, 9999]),
).map(lambda year: f"{year:05}" if year < 0 else f"{year:04}")
_LONG = st.integers(10_000, 99_999_999_999).flatmap(lambda year: st.sampled_from([f"Y{year}", f"Y-{year}"]))
_MONTHS = st.integers(1, 12).map("{:02}".format)
_DAYS = st.integers(1, 28).map("{:02}".format)
_OFFSETS = st.tuples(st.sampled_from("+-"), st.integers(0, 11), st.sampled_from([0, 30, 45])).map(
    lambda parts: "{}{:02}:{:02}".format(*parts)
)
_ZONES = st.one_of(st.just(""), st.just("Z"), _OFFSETS.filter(lambda zone: zone[1:] != "00:00"))
_SECONDS = st.one_of(st.just(""), st.integers(0, 59).map(":{:02}".format))
_TIMES = st.builds("T{:02}:{:02}{}{}".format, st.integers(0, 23), st.integers(0, 59), _SECONDS, _ZONES)

_PLAIN = st.one_of(
    _YEARS,
    _LONG,
    st.builds("{}-{}".format, _YEARS, _MONTHS),
    st.builds("{}-{}-{}".format, _YEARS, _MONTHS, _DAYS),
    st.builds("{}-{}".format, _YEARS, st.integers(21, 24)),
    st.builds("{}{}".format, _YEARS, st.sampled_from(["-XX", "-XX-XX"])),
    st.builds("{}-{}-XX".format, _YEARS, _MONTHS),
    st.builds("{}{}".format, st.sampled_from(["202", "199", "200", "-004", "-000", "000"]), st.just("X")),
    st.sampled_from(["20XX", "19XX", "-01XX", "00XX"]),
)
_POINTS = st.one_of(
    st.builds("{}{}".format, _PLAIN, st.sampled_from(["", "", "", "?", "~", "%"])),
    st.builds("{}-{}-{}{}".format, _YEARS, _MONTHS, _DAYS, _TIMES),
)
_COMPOUND = st.builds(
    lambda form, first, last: form.format(first, last),
    st.sampled_from(
        [
            "{}/{}",
            "[{}..{}]",
            "[{},{}]",
            "[..{}]",
            "[{}..]",
            "../{}",
            "{}/..",
            "/{}",
            "{}/",
            "[{},{},2026-03]",
        ]
    ),
    _POINTS,
    _POINTS,
)


def _understood(edtf: str) -> bool:
    """False where two dates drawn by chance cross."""
    try:
        parse(edtf)
    except DateError as error:
        if "ends before it begins" not in str(error):
            raise
        return False
    return True


st.register_type_strategy(UncertainDate, st.one_of(_POINTS, _COMPOUND).filter(_understood).map(parse))
