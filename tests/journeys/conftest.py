"""Stories in which every text from outside is one that would do harm, and a watch on what they name."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from qwenbrowser.domain.anchors import normalise
from qwenbrowser.domain.schemas import StoryFile
from qwenbrowser.domain.uids import new_uid
from qwenbrowser.services.importing import create_story


@pytest.fixture
def hostile_story() -> Callable[..., Path]:
    """Makes a story at a path: a source, a person and four facts for each text, wherever it may stand."""

    def make(path: Path, texts: Iterable[str], title: str) -> Path:
        texts = list(texts)
        sources, people = [_source(text) for text in texts], [_person(text) for text in texts]
        records = zip(texts, sources, people, strict=True)
        content = {
            "format": "qwenbrowser-story",
            "version": 1,
            "story": {"uid": new_uid(), "title": title},
            "sources": sources,
            "entities": people,
            "facts": [fact for text, source, person in records for fact in _facts(text, source, person)],
        }
        create_story(path, StoryFile.model_validate(content))
        return path

    return make


def _source(text: str) -> dict[str, Any]:
    named = dict.fromkeys(("title", "outlet", "author", "url", "archive_url", "derives_from"), text)
    body = normalise(f"😀 Before. {text} After 𝔔.\nSecond paragraph: {text}.")
    kinds = {"uid": new_uid(), "document_uid": new_uid(), "kind": "article", "text_kind": "digest"}
    published = {"edtf": "2026-03-04", "expression": text, "basis": "resolved"}
    return kinds | named | {"text": body, "published": published}


def _person(text: str) -> dict[str, Any]:
    about = dict.fromkeys(("name", "summary", "disambiguation"), text)
    return about | {"uid": new_uid(), "kind": "person", "names": [{"text": f"{text} alias", "kind": "alias"}]}


def _facts(text: str, source: dict[str, Any], person: dict[str, Any]) -> Iterator[dict[str, Any]]:
    words = normalise(text)
    start = source["text"].index(words)
    place = {"source": source["uid"], "start": start, "end": start + len(words), "exact": words}
    cited = place | {"verbatim": True, "says_text": text, "note": text}
    when = {"edtf": "2026-03-03", "expression": text, "basis": "resolved"}
    for own, role in (
        ({"kind": "quote", "mode": "verbatim", "platform": text, "cue": text, "medium": text}, "speaker"),
        (
            dict.fromkeys(("platform", "field", "before", "after"), text) | {"kind": "profile_change"},
            "holder",
        ),
        ({"kind": "question", "certainty": "unclear"}, "subject"),
        ({"kind": "event"}, "actor"),
    ):
        part = {"role": role, "entity": person["uid"], "as_written": text}
        said = {"uid": new_uid(), "title": text, "text": words, "when": when}
        yield own | said | {"participations": [part], "citations": [cited]}


@pytest.fixture
def picture(tmp_path: Path, qapp: object) -> Path:
    """A picture alone in its folder that every `<img>` of a story points to."""
    path = tmp_path / "bait" / "picture.png"
    path.parent.mkdir()
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    assert image.save(str(path))
    return path


class Watch:
    """Tells whether a file was opened, by Python, Qt or anything else, and whether anybody called."""

    _OPEN, _NONBLOCK = 0x20, 0o4000

    def __init__(self, path: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(self._NONBLOCK)
        assert libc.inotify_add_watch(self._handle, os.fsencode(path), self._OPEN) > 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)

    @property
    def address(self) -> str:
        """Where somebody would call who asks the web for a picture."""
        return f"http://127.0.0.1:{self._server.getsockname()[1]}/picture.png"

    def opened(self) -> bool:
        try:
            return bool(os.read(self._handle, 4096))
        except BlockingIOError:
            return False

    def called(self) -> bool:
        try:
            self._server.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        os.close(self._handle)
        self._server.close()


@pytest.fixture
def watch(picture: Path) -> Iterator[Watch]:
    if not sys.platform.startswith("linux"):
        pytest.skip("watching for opened files needs inotify")
    watch = Watch(picture)
    yield watch
    watch.close()
