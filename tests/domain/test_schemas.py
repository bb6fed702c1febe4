"""The story file: what is refused, what may be left out, and that it reads back as written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from qwenbrowser.domain.schemas import StoryFile

SOURCE, ENTITY, FACT, OTHER, STORY = (f"01980000-0000-7000-8000-00000000000{digit}" for digit in range(5))


def story() -> dict[str, Any]:
    """A story file with one of everything, nothing in it left out that a person would write."""
    return {
        "format": "qwenbrowser-story",
        "version": 1,
        "story": {"uid": STORY, "title": "A story"},
        "sources": [
            {
                "uid": SOURCE,
                "document_uid": OTHER,
                "kind": "article",
                "text_kind": "digest",
                "title": "A title",
                "published": {"edtf": "2026-03-04", "basis": "inferred"},
                "text": "Person A said: “a word”.",
                "regions": [{"start": 0, "end": 8, "kind": "caption"}],
            }
        ],
        "entities": [
            {
                "uid": ENTITY,
                "kind": "person",
                "name": "Person A",
                "names": [{"text": "A", "kind": "alias"}],
            }
        ],
        "facts": [
            {
                "uid": FACT,
                "kind": "quote",
                "refs": ["Q01"],
                "text": "a word",
                "when": {
                    "edtf": "2026-03-03",
                    "basis": "resolved",
                    "expression": "on Tuesday",
                    "anchor": {"source": SOURCE, "relation": "resolved_from"},
                },
                "mode": "verbatim",
                "participations": [{"role": "speaker", "entity": ENTITY}],
                "citations": [
                    {"source": SOURCE, "start": 16, "end": 22, "exact": "a word", "verbatim": True}
                ],
            }
        ],
        "links": [{"from": FACT, "to": OTHER, "kind": "reaction_to"}],
    }


def test_a_story_reads_back_as_it_was_written() -> None:
    parsed = StoryFile.model_validate(story())
    assert parsed.model_dump(mode="json", by_alias=True, exclude_unset=True) == story()
    assert StoryFile.model_validate_json(parsed.model_dump_json(by_alias=True)) == parsed


def test_what_may_be_left_out_is_empty_accepted_and_undated() -> None:
    bare = {key: story()[key] for key in ("format", "version", "story")}
    assert StoryFile.model_validate(bare).facts == []
    fact = StoryFile.model_validate(story()).facts[0]
    assert (fact.state, fact.certainty, fact.citations[0].stance) == ("accepted", "stated", "supports")
    source = StoryFile.model_validate(story()).sources[0]
    assert (source.status, source.outlet, source.published.as_of) == ("ok", None, None)


RECORDS: list[tuple[str | int, ...]] = [
    (),
    ("story",),
    ("sources", 0),
    ("sources", 0, "published"),
    ("sources", 0, "regions", 0),
    ("entities", 0),
    ("entities", 0, "names", 0),
    ("facts", 0),
    ("facts", 0, "when"),
    ("facts", 0, "when", "anchor"),
    ("facts", 0, "participations", 0),
    ("facts", 0, "citations", 0),
    ("links", 0),
]


@pytest.mark.parametrize("place", RECORDS)
def test_unknown_keys_are_refused_everywhere(place: tuple[str | int, ...]) -> None:
    content = story()
    record: Any = content
    for step in place:
        record = record[step]
    record["surprise"] = 1
    with pytest.raises(ValidationError) as caught:
        StoryFile.model_validate(content)
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [
        ("extra_forbidden", (*place, "surprise"))
    ]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("format",), "another-story"),
        (("version",), 2),
        (("story", "uid"), "01980000-0000-4000-8000-000000000000"),
        (("story", "uid"), STORY.upper().replace("8", "A")),
        (("story", "title"), ""),
        (("sources", 0, "text"), ""),
        (("sources", 0, "status"), "fine"),
        (("sources", 0, "kind"), "video"),
        (("sources", 0, "regions", 0, "start"), -1),
        (("entities", 0, "kind"), "dog"),
        (("entities", 0, "name"), ""),
        (("facts", 0, "kind"), "rumour"),
        (("facts", 0, "text"), ""),
        (("facts", 0, "mode"), "loud"),
        (("facts", 0, "when", "basis"), "guessed"),
        (("facts", 0, "when", "anchor", "relation"), "near"),
        (("facts", 0, "citations"), []),
        (("facts", 0, "citations", 0, "end"), 0),
        (("facts", 0, "citations", 0, "exact"), ""),
        (("facts", 0, "origin"), {"rule": "r", "confidence": 1.5}),
        (("facts", 0, "participations", 0, "entity"), "Person A"),
        (("links", 0, "kind"), "causes"),
    ],
)
def test_a_value_that_no_story_holds_is_refused_at_its_place(
    place: tuple[str | int, ...], value: object
) -> None:
    content = story()
    record: Any = content
    for step in place[:-1]:
        record = record[step]
    record[place[-1]] = value
    with pytest.raises(ValidationError) as caught:
        StoryFile.model_validate(content)
    assert [error["loc"][: len(place)] for error in caught.value.errors()] == [place]
