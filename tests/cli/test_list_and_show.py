"""`list` and `show`: the JSON shapes that scripts rely on, and the text that people read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qwenbrowser.domain.schemas import StoryFile
from qwenbrowser.services.importing import create_story

FACT = "id uid kind refs text mode speaker platform field before after when certainty state citations"
WHEN = "edtf earliest latest basis expression text"
CITATION = "source start end exact prefix suffix verbatim stance says_text"
SOURCE = (
    "id uid document_uid kind text_kind title outlet author url language published derives_from status "
    "characters text_sha256"
)
SAME_STORY = "E22 E23 I01 I02+I06 I03+I07 I08 I09 Q01+Q06 Q04 Q07 Q08 Q09"


def _keys(content: dict[str, Any]) -> str:
    return " ".join(content)


def _golden(fact: dict[str, Any]) -> str:
    """A statement as the golden file names it: its quotes and paraphrases, else its events."""
    own = [ref for ref in fact["refs"] if ref[0] in "QI"]
    return "+".join(own or fact["refs"])


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("people", 7),
        ("organisations", 18),
        ("products", 6),
        ("quotes", 6),
        ("changes", 1),
        ("questions", 1),
        ("sources", 2),
    ],
)
def test_a_list_counts_what_it_holds(run: Callable, shipped: Path, kind: str, count: int) -> None:
    done = run("list", kind, "--json", "--story", shipped)
    assert (done.code, done.err) == (0, "")
    content = json.loads(done.out)
    assert list(content) == ["kind", "count", "items"]
    assert (content["kind"], content["count"], len(content["items"])) == (kind, count, count)


def test_the_lists_of_facts_agree_with_each_other(run: Callable, shipped: Path) -> None:
    def listed(kind: str) -> dict[str, dict[str, Any]]:
        content = json.loads(run("list", kind, "--json", "--story", shipped).out)
        assert content["count"] == len(content["items"])
        return {item["uid"]: item for item in content["items"]}

    statements, quotes = listed("statements"), listed("quotes")
    assert quotes.items() <= statements.items()
    assert {item["mode"] for item in quotes.values()} <= {"verbatim", "partial"}
    assert {item["kind"] for item in statements.values()} == {"quote", "claim"}
    assert {item["kind"] for item in listed("events").values()} == {"event"}
    assert {item["kind"] for item in listed("roles").values()} == {"role"}
    for item in [*statements.values(), *listed("events").values(), *listed("changes").values()]:
        assert _keys(item) == FACT
        assert _keys(item["when"]) == WHEN
        assert item["citations"]
        for citation in item["citations"]:
            assert _keys(citation) == CITATION


def test_an_entity_in_a_list(run: Callable, shipped: Path) -> None:
    items = json.loads(run("list", "people", "--json", "--story", shipped).out)["items"]
    (lin,) = (item for item in items if item["name"] == "Junyang Lin")
    assert list(lin) == ["id", "uid", "kind", "name", "names", "summary", "counts"]
    assert lin["names"] == [
        {"text": "Junyang Lin", "kind": "primary"},
        {"text": "Justin", "kind": "alias"},
    ]
    assert (lin["counts"]["quotes"], lin["counts"]["changes"]) == (1, 0)


def test_sources_come_without_their_text(run: Callable, shipped: Path) -> None:
    items = json.loads(run("list", "sources", "--json", "--story", shipped).out)["items"]
    assert all(_keys(item) == SOURCE for item in items)
    assert {item["outlet"] for item in items} == {None, "The Mainstream"}
    assert {item["published"]["edtf"] for item in items} == {"2026-03-04"}
    assert all(item["characters"] > 500 and len(item["text_sha256"]) == 64 for item in items)


def test_show_gives_the_golden_answer_for_binyuan_hui(run: Callable, shipped: Path) -> None:
    done = run("show", "Binyuan Hui", "--json", "--story", shipped)
    content = json.loads(done.out)
    assert list(content) == ["entity", "profile_changes", "statements", "events", "roles", "questions"]
    assert list(content["entity"]) == ["id", "uid", "kind", "name", "names", "summary"]
    statements = content["statements"]
    assert list(statements) == ["own", "about", "same_story"]
    assert statements["own"] == []
    assert [_golden(fact) for fact in statements["about"]] == ["E17"]
    assert " ".join(sorted(map(_golden, statements["same_story"]))) == SAME_STORY
    (change,) = content["profile_changes"]
    assert _keys(change) == FACT
    assert (change["before"], change["after"]) == (None, "formerly MTS @Alibaba_Qwen")
    assert change["when"] == {
        "edtf": "[..2026-03-04]",
        "earliest": None,
        "latest": "2026-03-04",
        "basis": "inferred",
        "expression": change["when"]["expression"],
        "text": "no later than 4 Mar 2026",
    }
    (citation,) = change["citations"]
    assert citation["exact"] == "formerly MTS @Alibaba_Qwen"
    assert citation["end"] - citation["start"] == len(citation["exact"])


def test_a_speaker_is_a_person_or_null_where_the_source_names_nobody(run: Callable, shipped: Path) -> None:
    items = json.loads(run("list", "statements", "--json", "--story", shipped).out)["items"]
    by_ref = {ref: item for item in items for ref in item["refs"]}
    assert list(by_ref["Q04"]["speaker"]) == ["id", "uid", "name"]
    assert by_ref["Q04"]["speaker"]["name"] == "Junyang Lin"
    assert by_ref["I09"]["speaker"] is None


def test_show_takes_links_and_names_in_any_writing(run: Callable, shipped: Path) -> None:
    by_name = run("show", "binyuan  HUI", "--json", "--story", shipped)
    text = run("show", "Binyuan Hui", "--story", shipped).out
    (link,) = (line.strip() for line in text.splitlines() if line.strip().startswith("qwen://"))
    assert run("show", link, "--json", "--story", shipped) == by_name
    assert by_name.code == 0


def test_the_text_for_people_is_complete(run: Callable, shipped: Path) -> None:
    done = run("show", "Binyuan Hui", "--story", shipped)
    assert (done.code, done.err) == (0, "")
    for words in (
        "Binyuan Hui (person)\n    Team member, Qwen\n",
        "Profile changes (1)\n    no later than 4 Mar 2026 ",
        "Before  Not recorded in any source\n",
        "After   formerly MTS @Alibaba_Qwen\n",
        "Hedge   The Mainstream: “it is not clear if he has exited”",
        "← “formerly MTS @Alibaba_Qwen”\n",
        "Own words (0)\n    None in this story.\n",
        "Statements about (1)\n",
        "Statements by others on the same events (12)\n",
        "colleagues and partners (not named)",
        "Roles (1)\n",
        "Questions (1)\n",
        "Has Binyuan Hui left Qwen?",
        "stance: unclear",
        "the digest’s wording, not the source’s",
    ):
        assert words in done.out
    evidence = [line for line in done.out.splitlines() if "← " in line]
    shown = json.loads(run("show", "Binyuan Hui", "--json", "--story", shipped).out)
    facts = [shown[key] for key in ("profile_changes", "events", "roles", "questions")]
    cited = [len(fact["citations"]) for tier in [*shown["statements"].values(), *facts] for fact in tier]
    assert len(evidence) == sum(cited)


def test_lists_as_text_align(run: Callable, shipped: Path) -> None:
    lines = run("list", "people", "--story", shipped).out.splitlines()
    summaries = ["Team member", "Contributor", "No role stated", "Tech lead", "Head of", "Research", "CTO"]
    assert len({line.index(summary) for line, summary in zip(lines, summaries, strict=True)}) == 1
    assert run("list", "quotes", "--story", shipped).out.count("quote, verbatim") == 6
    assert "The Mainstream" in run("list", "sources", "--story", shipped).out


def test_an_empty_list_says_so(run: Callable, tmp_path: Path) -> None:
    story = {"uid": "019c0000-0000-7000-8000-000000000000", "title": "Empty"}
    file = StoryFile.model_validate({"format": "qwenbrowser-story", "version": 1, "story": story})
    create_story(tmp_path / "empty.qwb", file)
    assert run("list", "roles", "--story", tmp_path / "empty.qwb").out == "No roles in this story.\n"
    assert json.loads(run("list", "people", "--json", "--story", tmp_path / "empty.qwb").out) == {
        "kind": "people",
        "count": 0,
        "items": [],
    }


def test_names_that_would_steer_a_terminal_are_shown(run: Callable, tmp_path: Path) -> None:
    names = ["\x1b]0;gone\x07", "<img src=file:///etc/passwd>", "AT&T\tX", "[bold]B[/bold]", "\u202eevil"]
    uids = [f"019c0000-0000-7000-8000-00000000001{index}" for index in range(len(names))]
    people = [{"uid": uid, "kind": "person", "name": name} for uid, name in zip(uids, names, strict=True)]
    story = {"uid": "019c0000-0000-7000-8000-000000000000", "title": "Odd names"}
    content = {"format": "qwenbrowser-story", "version": 1, "story": story, "entities": people}
    create_story(tmp_path / "odd.qwb", StoryFile.model_validate(content))
    text = run("list", "people", "--story", tmp_path / "odd.qwb").out
    for shown in ("\\x1b]0;gone\\x07", names[1], "AT&T\\tX", names[3], "\\u202eevil"):
        assert shown in text
    items = json.loads(run("list", "people", "--json", "--story", tmp_path / "odd.qwb").out)["items"]
    assert {item["name"] for item in items} == set(names)
