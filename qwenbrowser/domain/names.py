"""Names and words as they are searched: folded, cut into tokens, and under the keys people type."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
# Written without spaces, so cut into pairs; any other run of letters and digits is a word.
_TOKEN = re.compile(rf"(?P<unspaced>[{_HAN}{_KANA}]+)|(?:(?![{_HAN}{_KANA}])[^\W_])+")

# Letters that Unicode does not take apart, as people without them on their keyboard type them.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("‘’ʼ＇", "'")
    | dict.fromkeys("‐‑‒–—", "-")
)
# Combining classes above this are accents and points; up to it stand marks that change the letter
# (kana voicing, nukta, virama).
_LETTER_MARKS = 9


def fold(text: str) -> str:
    """The text without what people leave out when they search: case, accents, width, spacing.

    Texts that differ only in these fold to the same; folding twice changes nothing.
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(
        c for c in apart if unicodedata.combining(c) <= _LETTER_MARKS and unicodedata.category(c) != "Cf"
    )
    return " ".join(unicodedata.normalize("NFC", bare.translate(_PLAIN)).split())


def search_tokens(text: str) -> list[str]:
    """The words to index or to look for, in their order: folded; Chinese and Japanese runs as pairs.

    A run of one character stays one token. Works for any text; what holds no letter or digit gives none.
    """
    tokens: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        run = match.group()
        if match["unspaced"] is None or len(run) == 1:
            tokens.append(run)
        else:
            tokens.extend(a + b for a, b in pairwise(run))
    return tokens


def search_keys(name: str) -> str:
    """All that a name is found by, space-joined: the folded name, its initials, its pinyin.

    "Binyuan Hui" gives "binyuan hui bh"; a Chinese name also its syllables apart, together and as initials.
    """
    folded = fold(name)
    words = re.findall(r"[^\W_]+", folded)
    keys = [folded]
    if len(words) > 1:
        keys.append("".join(word[0] for word in words))
    for run in _HAN_RUN.findall(folded):
        keys.extend(_pinyin_keys(run))
    return " ".join(dict.fromkeys(key for key in keys if key))


def _pinyin_keys(run: str) -> list[str]:
    """A Han run in pinyin: syllables, written together, initials; ü both as v and as u.

    The first character, often a surname, comes with every reading it has (曾: ceng, zeng).
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # costs 100 ms and some memory: only for Chinese names

    usual = lazy_pinyin(run, errors="ignore")
    keys: list[str] = []
    for first in pinyin(run[0], style=Style.NORMAL, heteronym=True, errors="ignore")[:1]:
        for reading in dict.fromkeys([usual[0], *first]):
            syllables = [reading, *usual[1:]]
            initials = "".join(syllable[0] for syllable in syllables)
            keys += [" ".join(syllables), "".join(syllables), initials]
    return keys + [key.replace("v", "u") for key in keys if "v" in key]
