"""Gives a font taller lines: Qt's plain text layout ignores line heights, so the font has to hold them."""

from __future__ import annotations

import struct

# Where ascender and descender stand in the tables that layout engines read (OpenType 1.9: hhea, OS/2).
_PLACES = ((b"hhea", 4, "hh"), (b"OS/2", 68, "hh"), (b"OS/2", 74, "HH"))


def with_leading(font: bytes, factor: float) -> bytes:
    """The TrueType font with lines `factor` times as high, the extra height half above and half below.

    Only the line metrics change, in memory; glyphs, names and the file on disk stay as they are.
    Raises ValueError for bytes that are not a TrueType or OpenType font.
    """
    tables = _tables(font)
    if b"hhea" not in tables or b"OS/2" not in tables:
        raise ValueError("not a TrueType font: it has no hhea or OS/2 table")
    ascent, descent = struct.unpack_from(">hh", font, tables[b"hhea"] + 4)
    extra = round((ascent - descent) * (factor - 1) / 2)
    result = bytearray(font)
    for table, offset, form in _PLACES:
        place = tables[table] + offset
        above, below = struct.unpack_from(f">{form}", font, place)
        # usWinDescent counts downwards, the others upwards.
        struct.pack_into(
            f">{form}", result, place, above + extra, below + extra if form == "HH" else below - extra
        )
    return bytes(result)


def _tables(font: bytes) -> dict[bytes, int]:
    """The offset of each table by its tag."""
    if len(font) < 12:
        raise ValueError("not a TrueType font: too short")
    count = struct.unpack_from(">H", font, 4)[0]
    if len(font) < 12 + 16 * count:
        raise ValueError("not a TrueType font: the table directory is cut off")
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    return {tag: offset for tag, _sum, offset, _length in records}
