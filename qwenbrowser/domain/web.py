"""Which addresses lead to the web: all that the program opens, or makes a link of."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_LIMIT = 2048
_FORM = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
_UNSEEN = ("C", "Z")  # categories of Unicode: control, format, surrogate, unassigned; separators


def web_address(text: str | None) -> str | None:
    """The address where `text` is one of http or https with a host, else None.

    An address that names a user ("https://known.example@other.example") is none, because it looks like
    another one; nor is one with a character that is not seen.
    """
    text = (text or "").strip()
    if len(text) > _LIMIT or not _FORM.fullmatch(text):
        return None
    if any(unicodedata.category(char)[0] in _UNSEEN for char in text):
        return None
    try:
        parts = urlsplit(text)
        valid = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return text if valid and "@" not in parts.netloc else None
