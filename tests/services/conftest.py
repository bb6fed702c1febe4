"""A small story file that breaks no rule, for tests to change."""

from __future__ import annotations

from typing import Any

import pytest

SOURCE = "019c0000-0000-7000-8000-000000000001"
PERSON, TEAM = (f"019c0000-0000-7000-8000-00000000001{digit}" for digit in "12")
QUOTE, EVENT = (f"019c0000-0000-7000-8000-00000000002{digit}" for digit in "12")

TEXT = "Person A wrote on Monday: “It is done 🎉”. The team is smaller now."


def _citation(exact: str, *, verbatim: bool) -> dict[str, Any]:
    start = TEXT.index(exact)
    return {
        "source": SOURCE,
        "start": start,
        "end": start + len(exact),
        "exact": exact,
        "prefix": TEXT[max(0, start - 32) : start],
        "suffix": TEXT[start + len(exact) :][:32],
        "verbatim": verbatim,
    }


@pytest.fixture
def small() -> dict[str, Any]:
    """A file in its canonical form: one source, two entities, two facts, one link."""
    return {
        "format": "qwenbrowser-story",
        "version": 1,
        "story": {"uid": "019c0000-0000-7000-8000-000000000000", "title": "A small story"},
        "sources": [
            {
                "uid": SOURCE,
                "document_uid": "019c0000-0000-7000-8000-000000000002",
                "kind": "article",
                "text_kind": "capture",
                "title": "Outlet 1 on the team",
                "outlet": "Outlet 1",
                "published": {"edtf": "2026-03-04", "basis": "stated"},
                "text": TEXT,
                "regions": [{"start": 0, "end": 8, "kind": "caption"}],
            }
        ],
        "entities": [
            {"uid": PERSON, "kind": "person", "name": "Person A", "names": [{"text": "PA", "kind": "alias"}]},
            {"uid": TEAM, "kind": "organisation", "name": "Team 1"},
        ],
        "facts": [
            {
                "uid": QUOTE,
                "kind": "quote",
                "refs": ["R1"],
                "text": "It is done 🎉",
                "when": {
                    "edtf": "2026-03-02",
                    "basis": "resolved",
                    "expression": "on Monday",
                    "anchor": {"source": SOURCE, "relation": "resolved_from"},
                },
                "mode": "verbatim",
                "participations": [
                    {"role": "speaker", "entity": PERSON, "as_written": "Person A"},
                    {"role": "addressee", "as_written": "everybody"},
                ],
                "citations": [_citation("It is done 🎉", verbatim=True)],
            },
            {
                "uid": EVENT,
                "kind": "event",
                "title": "A smaller team",
                "text": "The team became smaller.",
                "when": {"as_of": "2026-03-04"},
                "origin": {"rule": "rule 1", "confidence": 0.5},
                "participations": [{"role": "subject", "entity": TEAM}],
                "citations": [_citation("The team is smaller now", verbatim=False)],
            },
        ],
        "links": [{"from": QUOTE, "to": EVENT, "kind": "reaction_to"}],
    }
