"""What goes in comes out: byte for byte where a file is canonical, in meaning for any valid file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qwenbrowser import paths
from qwenbrowser.domain import anchors
from qwenbrowser.domain.errors import Cancelled, StorageFailed
from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    EntityKind,
    FactKind,
    LinkKind,
    Mode,
    NameKind,
    Part,
    RegionKind,
    SourceKind,
    Stance,
    State,
    TextKind,
)
from qwenbrowser.domain.schemas import StoryFile
from qwenbrowser.services.exporting import canonical, export_story, write_story_file
from qwenbrowser.services.importing import create_story
from qwenbrowser.store.database import Database

DATES = [None, "2026-03-04", "2026-03", "[..2026-03-04]", "2019-07/..", "2026-03-03/2026-03-04", "2026~"]


def _exported(story: StoryFile, folder: Path) -> StoryFile:
    """The story file after a way through a story."""
    target = folder / "story.qwb"
    create_story(target, story)
    with Database.open(target) as db:
        exported = export_story(db)
        write_story_file(folder / "story.json", db)
    assert (folder / "story.json").read_text(encoding="utf-8") == canonical(exported)
    return exported


def test_a_canonical_file_comes_back_byte_for_byte(small: dict[str, Any], tmp_path: Path) -> None:
    text = json.dumps(small, indent=1, ensure_ascii=False) + "\n"
    assert canonical(_exported(StoryFile.model_validate_json(text), tmp_path)) == text


def test_the_shipped_file_is_its_own_export(shipped: Path) -> None:
    with Database.open(shipped) as db:
        assert canonical(export_story(db)).encode() == paths.data_path("qwen-leadership.json").read_bytes()


def test_a_file_is_written_whole_or_not_at_all(small: dict[str, Any], tmp_path: Path) -> None:
    story = StoryFile.model_validate(small)
    create_story(tmp_path / "story.qwb", story)
    target = tmp_path / "new" / "out.json"
    told: list[tuple[float, int]] = []

    def stop(share: float, records: int) -> None:
        told.append((share, records))
        if records > 3:
            raise Cancelled("Stopped.")

    with Database.open(tmp_path / "story.qwb") as db:
        with pytest.raises(Cancelled):
            write_story_file(target, db, told=stop)
        assert list(target.parent.iterdir()) == []
        assert told == [(1 / 6, 1), (3 / 6, 3), (5 / 6, 5)]
        counts = write_story_file(target, db)
        assert counts == {"sources": 1, "entities": 2, "facts": 2, "links": 1}
        assert StoryFile.model_validate_json(target.read_bytes()) == story
        with pytest.raises(StorageFailed, match=r"out\.json.*could not be written"):
            write_story_file(target / "out.json", db)
    assert list(target.parent.iterdir()) == [target]


# -- any valid file ------------------------------------------------------------------------------------

_any_text = st.text(max_size=12)
_some_text = st.text(min_size=1, max_size=12)
_maybe = st.none() | _any_text
_source_text = st.text(min_size=1, max_size=60).map(anchors.normalise).filter(bool)


def _uids(prefix: int, count: int) -> list[str]:
    return [f"019c0000-0000-7000-8000-0000{prefix:04x}{index:04x}" for index in range(count)]


def _whens(sources: list[str], facts: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    uids = [{"source": uid} for uid in sources] + [{"fact": uid} for uid in facts]
    anchor = st.tuples(st.sampled_from(uids), st.none() | st.integers(-9, 9)).map(
        lambda drawn: {**drawn[0], "relation": "offset", "days": drawn[1]}
    )
    return st.fixed_dictionaries(
        {
            "edtf": st.sampled_from(DATES),
            "basis": st.sampled_from(Basis),
            "expression": _maybe,
            "anchor": st.none() | anchor,
            "as_of": st.sampled_from([None, "2026-03-04"]),
        }
    )


@st.composite
def _spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def _citations(draw: st.DrawFn, texts: dict[str, str]) -> dict[str, Any]:
    uid = draw(st.sampled_from(sorted(texts)))
    start, end = draw(_spans(texts[uid]))
    exact, prefix, suffix = anchors.selector(texts[uid], start, end)
    rest = draw(
        st.fixed_dictionaries(
            {
                "verbatim": st.booleans(),
                "stance": st.sampled_from(Stance),
                "says_text": _maybe,
                "says_edtf": st.sampled_from(DATES),
                "note": _maybe,
            },
            optional={"prefix": st.just(prefix), "suffix": st.just(suffix[:3])},
        )
    )
    return {"source": uid, "start": start, "end": end, "exact": exact, **rest}


@st.composite
def _stories(draw: st.DrawFn) -> StoryFile:
    sources = _uids(1, draw(st.integers(1, 3)))
    entities = _uids(2, draw(st.integers(0, 4)))
    facts = _uids(3, draw(st.integers(0, 4)))
    texts = {uid: draw(_source_text) for uid in sources}
    when = _whens(sources, facts)
    states = st.sampled_from(State)

    def source(uid: str) -> dict[str, Any]:
        spans = draw(st.lists(_spans(texts[uid]), max_size=2))
        fields = {
            "document_uid": st.sampled_from(sources),
            "kind": st.sampled_from(SourceKind),
            "text_kind": st.sampled_from(TextKind),
            "title": _any_text,
            "published": when,
            "status": st.sampled_from(["ok", "partial", "failed"]),
            "regions": st.just([{"start": a, "end": b, "kind": RegionKind.CAPTION} for a, b in spans]),
        } | dict.fromkeys(("outlet", "author", "url", "archive_url", "language", "derives_from"), _maybe)
        return {"uid": uid, "text": texts[uid], **draw(st.fixed_dictionaries(fields))}

    def entity(index: int) -> dict[str, Any]:
        name = draw(_some_text)
        kinds = st.sampled_from([kind for kind in NameKind if kind is not NameKind.PRIMARY])
        listed = st.fixed_dictionaries({"text": _some_text, "kind": kinds, "state": states})
        others = draw(st.lists(listed, max_size=2, unique_by=lambda n: (n["text"], n["kind"])))
        if draw(st.booleans()):
            others.insert(0, {"text": name, "kind": NameKind.PRIMARY, "state": State.ACCEPTED})
        fields = {
            "kind": st.sampled_from(EntityKind),
            "disambiguation": _maybe,
            "summary": _maybe,
            "state": states,
            "merged_into": st.sampled_from([None, *entities[:index]]),
        }
        return {"uid": entities[index], "name": name, "names": others, **draw(st.fixed_dictionaries(fields))}

    def fact(uid: str) -> dict[str, Any]:
        part = {"role": st.sampled_from(Part), "entity": st.sampled_from([None, *entities])}
        part |= {"as_written": _maybe, "state": states}
        origin = {"rule": _some_text, "confidence": st.none() | st.floats(0, 1)}
        fields = {
            "kind": st.sampled_from(FactKind),
            "refs": st.lists(_any_text, max_size=2),
            "text": _some_text,
            "when": when,
            "certainty": st.sampled_from(Certainty),
            "state": states,
            "origin": st.none() | st.fixed_dictionaries(origin),
            "mode": st.none() | st.sampled_from(Mode),
            "participations": st.lists(st.fixed_dictionaries(part), max_size=3),
            "citations": st.lists(_citations(texts), min_size=1, max_size=2),
        } | dict.fromkeys(("title", "cue", "medium", "platform", "field", "before", "after"), _maybe)
        return {"uid": uid, **draw(st.fixed_dictionaries(fields))}

    ends = [(a, b, kind) for a in facts for b in facts if a != b for kind in LinkKind]
    linked = draw(st.lists(st.sampled_from(ends), max_size=3, unique=True)) if ends else []
    return StoryFile.model_validate(
        {
            "format": "qwenbrowser-story",
            "version": 1,
            "story": {"uid": _uids(4, 1)[0], "title": draw(_some_text)},
            "sources": [source(uid) for uid in sources],
            "entities": [entity(index) for index in range(len(entities))],
            "facts": [fact(uid) for uid in facts],
            "links": [{"from": a, "to": b, "kind": kind, "state": draw(states)} for a, b, kind in linked],
        }
    )


def _meaning(story: StoryFile) -> dict[str, Any]:
    """The file's content with what may be left out filled in and what is said twice said once."""
    content = story.model_dump()
    texts = {source["uid"]: source["text"] for source in content["sources"]}
    for fact in content["facts"]:
        for citation in fact["citations"]:
            start, end = citation["start"], citation["end"]
            text = texts[citation["source"]]
            if citation["prefix"] is None:
                citation["prefix"] = text[max(0, start - 32) : start]
            if citation["suffix"] is None:
                citation["suffix"] = text[end : end + 32]
    for entity in content["entities"]:
        entity["names"] = [name for name in entity["names"] if name["kind"] != "primary"]
    return content


@settings(max_examples=25)
@given(_stories())
def test_any_valid_file_keeps_its_meaning_and_its_export_its_bytes(story: StoryFile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once = _exported(story, Path(folder, "once"))
        twice = _exported(once, Path(folder, "twice"))
    assert once.model_dump() == _meaning(story)
    assert canonical(twice) == canonical(once)
