"""Reads a story file record by record, in the order an import needs, without holding the whole of it."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO

from pydantic import TypeAdapter, ValidationError

from qwenbrowser.domain.messages import Message
from qwenbrowser.domain.schemas import EntityModel, FactModel, LinkModel, SourceModel, StoryFile

PORTION = 200
"""Records that are checked at a time."""

_BLOCK = 2**20  # bytes
_UID = re.compile(rb'"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"')
_ESCAPED = re.compile(rb"\\u00([0-7][0-9a-fA-F])")  # JSON may write any character so
_LONGEST_UID = 36 * 6 + 2
_HEAD = frozenset({"format", "version", "story"})
_LISTS = ("sources", "entities", "facts", "links")
_ORDER = ["story", *_LISTS]
_SPACE = re.compile(r"[ \t\r\n]*")

Records = tuple[str, int, list[Any]]
"""A kind ("story", "sources", …), the place of the first record in its list, and the records."""


class WrongFileError(Exception):
    """The file breaks a rule; `message` says where and how."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def uids_in(file: BinaryIO) -> list[str]:
    """Everything in the file that looks like a uid; leaves the file at its start."""
    found: set[bytes] = set()
    rest = b""
    while block := file.read(_BLOCK):
        block = rest + block
        rest = block[-_LONGEST_UID:]  # one may be cut in two
        found.update(_UID.findall(_ESCAPED.sub(lambda char: bytes.fromhex(char[1].decode()), block)))
    file.seek(0)
    return [uid.decode() for uid in found]


def read_records(file: BinaryIO) -> Iterator[Records]:
    """The story's head, then its sources, entities, facts and links, each checked by itself.

    What comes too early in an unusual order of the file waits for its turn. Raises WrongFileError.
    """
    given: list[str] = []
    waiting: list[Records] = []
    for part in _in_the_files_order(_Text(file)):
        kind = part[0]
        if kind in given or given == _ORDER[: _ORDER.index(kind)]:
            given += [kind] * (kind not in given)
            yield part
        else:
            waiting.append(part)
    yield from sorted(waiting, key=lambda part: (_ORDER.index(part[0]), part[1]))


def _in_the_files_order(text: _Text) -> Iterator[Records]:
    head: dict[str, Any] = {}
    seen: set[str] = set()
    for key in text.entries():
        if key in seen:
            raise WrongFileError(Message("%1: this key stands there twice.", key))
        seen.add(key)
        if key in _LISTS and text.peek() == "[":
            yield from _checked(key, text)
            continue
        head[key] = text.value()
        if key in _HEAD and head.keys() >= _HEAD:
            yield "story", 0, [_head(head).story]
    _head(head)


def _head(head: dict[str, Any]) -> StoryFile:
    """The story without its records; what else stands beside them is refused here."""
    try:
        return StoryFile.model_validate(head)
    except ValidationError as error:
        raise _refused(error) from None


def _checked(kind: str, text: _Text) -> Iterator[Records]:
    first, records = 0, list[Any]()
    for record in text.items():
        records.append(record)
        if len(records) == PORTION and kind != "entities":  # any of those may be merged into any other
            yield kind, first, _models(kind, first, records)
            first, records = first + PORTION, []
    if records or not first:
        yield kind, first, _models(kind, first, records)


def _models(kind: str, first: int, records: list[Any]) -> list[Any]:
    try:
        return validated(kind, records)
    except ValidationError as error:
        raise _refused(error, kind, first) from None


def validated(kind: str, records: list[Any]) -> list[Any]:
    """Records of a kind from values of JSON. Raises ValidationError."""
    models: list[Any] = _validator(kind).validate_python(records)
    return models


@cache
def _validator(kind: str) -> TypeAdapter[Any]:
    lists: dict[str, Any] = {
        "sources": list[SourceModel],
        "entities": list[EntityModel],
        "facts": list[FactModel],
        "links": list[LinkModel],
    }
    return TypeAdapter(lists[kind])


def _refused(error: ValidationError, kind: str = "", first: int = 0) -> WrongFileError:
    fault = error.errors(include_url=False, include_context=False)[0]
    keys = list(fault["loc"])
    if kind:
        keys[:1] = [kind, first + int(keys[0])]
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")
    return WrongFileError(Message("%1: %2.", place, fault["msg"]))


class _Text:
    """The characters of a JSON file, of which only what is not yet read is held."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._before = 0  # characters that are not held any more

    def entries(self) -> Iterator[str]:
        """The keys of the object that the file is; each value is read by the caller before the next."""
        self._expect("{")
        if self.peek() != "}":
            yield self._key()
        while self.peek() == ",":
            self._at += 1
            yield self._key()
        self._expect("}")
        if self.peek():
            raise self._broken("something stands behind the end")

    def items(self) -> Iterator[Any]:
        """The values of the list that stands here."""
        self._expect("[")
        if self.peek() != "]":
            yield self.value()
        while self.peek() == ",":
            self._at += 1
            yield self.value()
        self._expect("]")

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def value(self) -> Any:
        """The value that stands here."""
        self.peek()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if not isinstance(error, json.JSONDecodeError):
                    raise self._broken("values stand too deep in each other") from None
                if not self._more():
                    raise self._broken(error.msg, error.pos) from None
                continue
            if end < len(self._text) or not self._more():  # the digits of a number may go on
                self._at = end
                return value

    def _key(self) -> str:
        if self.peek() != '"':
            raise self._broken("a key in quotation marks is missing")
        key = self.value()
        self._expect(":")
        return str(key)

    def _expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise self._broken(f"“{mark}” is missing")
        self._at += 1

    def _more(self) -> bool:
        """Read on, each time as much again as is held: a long record is not scanned over and over."""
        block = self._file.read(max(_BLOCK, len(self._text) - self._at))
        try:
            more = self._decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise WrongFileError(Message("it is not UTF-8: %1.", error.reason)) from None
        self._before += self._at
        self._text, self._at = self._text[self._at :] + more, 0
        return bool(block)

    def _broken(self, reason: str, at: int | None = None) -> WrongFileError:
        place = self._before + (self._at if at is None else at)
        return WrongFileError(Message("it is no JSON at character %1: %2.", place, reason))
