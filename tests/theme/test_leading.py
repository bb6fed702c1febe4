"""Taller lines: the metrics change, nothing else does."""

from __future__ import annotations

import struct

import fontpkg_source_serif_4
import pytest

from qwenbrowser.theme.leading import with_leading

FILE = sorted(fontpkg_source_serif_4.ROOT.glob("files/*.ttf"))[-1]


def table(font: bytes, tag: bytes) -> int:
    count = struct.unpack_from(">H", font, 4)[0]
    for number in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if name == tag:
            return offset
    raise AssertionError(tag)


def test_lines_grow_by_the_factor_and_around_the_middle() -> None:
    before = FILE.read_bytes()
    after = with_leading(before, 1.5)
    up, down = struct.unpack_from(">hh", before, table(before, b"hhea") + 4)
    new_up, new_down = struct.unpack_from(">hh", after, table(after, b"hhea") + 4)
    assert new_up - new_down == pytest.approx((up - down) * 1.5, abs=1)
    assert new_up - up == pytest.approx(down - new_down, abs=1)


def test_only_six_numbers_change() -> None:
    before = FILE.read_bytes()
    after = with_leading(before, 1.28)
    assert len(after) == len(before)
    changed = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    places = {table(before, b"hhea") + 4 + n for n in range(4)}
    places |= {table(before, b"OS/2") + offset + n for offset in (68, 74) for n in range(4)}
    assert changed
    assert set(changed) <= places


def test_factor_one_changes_nothing() -> None:
    font = FILE.read_bytes()
    assert with_leading(font, 1.0) == font


@pytest.mark.parametrize(
    "junk", [b"", b"\0" * 11, b"\0\1\0\0\xff\xff" + b"\0" * 20, b"\0\1\0\0" + b"\0" * 40]
)
def test_junk_is_refused(junk: bytes) -> None:
    with pytest.raises(ValueError, match="not a TrueType font"):
        with_leading(junk, 1.28)
