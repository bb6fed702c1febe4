"""Names and words as they are searched: folded, cut into tokens, and under the keys people type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from operator import add

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
# Written without spaces, so cut into pairs; any other run of letters and digits is a word.
_TOKEN = re.compile(rf"(?P<unspaced>[{_HAN}{_KANA}]+)|[^\W_{_HAN}{_KANA}]+")

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
    if text.isascii():
        return " ".join(text.lower().split())
    try:
        return " ".join(text.translate(_ALONE).split())
    except _DependsOnOthersError:
        return " ".join(_fold_together(text).split())


def _fold_together(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(
        c for c in apart if unicodedata.combining(c) <= _LETTER_MARKS and unicodedata.category(c) != "Cf"
    )
    return unicodedata.normalize("NFC", bare.translate(_PLAIN))


class _DependsOnOthersError(Exception):
    """A character may join the one beside it (marks, Hangul letters), so it cannot be folded alone."""


class _Alone(dict[int, str]):
    """Characters folded one by one, each when it is first met: ten times faster than whole texts."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold(chr(code))
        return folded

    @staticmethod
    def _fold(character: str) -> str:
        folded = _fold_together(character)
        for part in folded:
            apart = unicodedata.normalize("NFKD", part)
            if unicodedata.category(apart[-1]).startswith("M") or not _stands_alone(ord(apart[0])):
                raise _DependsOnOthersError
        return folded


def _stands_alone(code: int) -> bool:
    """Whether all letters around this code are of scripts whose letters join no other letter."""
    return code < 0x1100 or 0x11FF < code < 0x10000 or code > 0x1EFFF


_ALONE = _Alone()


def search_tokens(text: str) -> list[str]:
    """The words to index or to look for, in their order: folded; Chinese and Japanese runs as pairs.

    A run of one character stays one token. Works for any text; what holds no letter or digit gives none.
    """
    return folded_tokens(fold(text))


def folded_tokens(folded: str) -> list[str]:
    """`search_tokens` of a text that is folded already."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(folded):
        run = match.group()
        if match["unspaced"] is None or len(run) == 1:
            tokens.append(run)
        else:
            tokens.extend(map(add, run, run[1:]))
    return tokens


def index_words(*texts: str | None) -> str:
    """The texts as a search index takes them, which folds and cuts plain ASCII in the same way by itself."""
    return " ".join(
        text if text.isascii() else " ".join(search_tokens(text)) for text in texts if text is not None
    )


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


def is_unspaced(token: str) -> bool:
    """Whether a token is of a script without spaces: two characters of a run, or a run of one."""
    match = _TOKEN.match(token)
    return match is not None and match["unspaced"] is not None


def abbreviated(name: str, keys: str, token: str) -> Sequence[int]:
    """The places in a folded name whose letters a token stands for, by initials or pinyin; none if neither.

    `keys` are the name's search keys. "bh" stands for the first letters of "binyuan hui", "linj" for the
    first two characters of 林俊旸, "jun" for the second.
    """
    firsts = [word.start() for word in re.finditer(r"[^\W_]+", name)]
    if len(firsts) > 1 and "".join(name[at] for at in firsts).startswith(token):
        return firsts[: len(token)]
    for run in _HAN_RUN.finditer(name):
        for syllables in _readings(len(run.group()), keys):
            there = _read_as(syllables, token)
            if there:
                return range(run.start() + there.start, run.start() + there.stop)
    return []


def _readings(length: int, keys: str) -> Iterator[list[str]]:
    """The pinyin of a Han run of this length among search keys: its syllables stand before the word."""
    words = keys.split()
    for at in range(len(words) - length + 1):
        syllables = words[at : at + length]
        together = length == 1 or words[at + length : at + length + 1] == ["".join(syllables)]
        if together and all(map(str.isascii, syllables)):
            yield syllables


def _read_as(syllables: Sequence[str], token: str) -> range:
    """Which of the syllables a token stands for: initials, the first ones, or one by itself."""
    if "".join(syllable[0] for syllable in syllables).startswith(token):
        return range(len(token))
    for start in range(len(syllables)):
        for end in range(start + 1, len(syllables) + 1 if start == 0 else start + 2):
            if "".join(syllables[start:end]).startswith(token):
                return range(start, end)
    return range(0)


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
