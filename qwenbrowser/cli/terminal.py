"""Text from outside on a terminal: control characters made visible, directions isolated, columns aligned."""

from __future__ import annotations

import re
import time
import unicodedata
from typing import Self, TextIO

from qwenbrowser.domain.phrases import beside

# C0, DEL, C1; marks that turn the direction of what follows; line and paragraph separators; surrogates;
# characters that show nothing and would hide in a name.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\u2060\ufeff\ud800-\udfff]"
)


_CLEAR = "\r\x1b[K"
_SAY_EVERY = 0.1  # seconds


def safe(text: str) -> str:
    """The text as one run that cannot steer the terminal or turn what stands beside it.

    Hidden characters come as escapes ("\\x1b", "\\u202e"); words written from right to left are isolated.
    """
    shown = _HIDDEN.sub(lambda match: _escaped(match.group()), text)
    return beside(shown)


def width(text: str) -> int:
    """How many columns the text takes."""
    return sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """The text with spaces up to `columns`; one that is wider stays whole."""
    return text + " " * (columns - width(text))


def table(rows: list[list[str]]) -> list[str]:
    """Rows of cells as aligned lines, two spaces between columns."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


class Progress:
    """A line that says how far a long work is, rewritten while it goes on and gone behind it.

    Nothing is written to what is no terminal.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._said_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._said_at:
            self._stream.write(_CLEAR)
            self._stream.flush()

    def __call__(self, share: float, records: int) -> None:
        if self._stream.isatty() and time.monotonic() - self._said_at > _SAY_EVERY:
            self._said_at = time.monotonic()
            self._stream.write(f"{_CLEAR}{int(100 * share)} %, {records:,} records")
            self._stream.flush()


def _escaped(character: str) -> str:
    named = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    code = ord(character)
    return named or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
