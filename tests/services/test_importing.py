"""A story file goes into a story whole or not at all, and whatever is wrong is named with its place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

from qwenbrowser.domain.errors import BadStoryFile, Cancelled, NotFound, UserError
from qwenbrowser.domain.schemas import StoryFile
from qwenbrowser.services import importing, story_child
from qwenbrowser.services.exporting import canonical, export_story
from qwenbrowser.services.importing import create_story, import_story
from qwenbrowser.services.story_rows import COLUMNS
from qwenbrowser.store import tables
from qwenbrowser.store.database import Database
from qwenbrowser.store.search import search
from qwenbrowser.store.sqlite import dialect, integrity

ROOT = Path(importing.__file__).parents[2]
SOURCE, QUOTE = "019c0000-0000-7000-8000-000000000001", "019c0000-0000-7000-8000-000000000021"
STRANGER = "019c0000-0000-7000-8000-0000000000ff"

Story = dict[str, Any]
Change = Callable[[Story], object]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    uid = "019c0000-0000-7000-8000-0000000000aa"
    with Database.create(tmp_path / "story.qwb", uid=uid, title="Empty") as database:
        yield database


def _written(story: Story, folder: Path) -> Path:
    path = folder / "story.json"
    path.write_text(json.dumps(story), encoding="utf-8")
    return path


@pytest.fixture(params=["read here", "read by another process"])
def anywhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests with it run once as for small files and once as for large ones."""
    monkeypatch.setattr(importing, "LARGE", 2**40 if request.param == "read here" else 0)


@pytest.mark.usefixtures("anywhere")
def test_everything_is_added_in_one_action(db: Database, small: Story, tmp_path: Path) -> None:
    changes = import_story(db, _written(small, tmp_path))
    assert changes.label == "Import A small story"
    assert changes.uids >= {
        record["uid"] for kind in ("sources", "entities", "facts") for record in small[kind]
    }
    added = {key: count for key, count in changes.counts.items() if count}
    assert added == {"sources_added": 1, "entities_added": 2, "facts_added": 2, "links_added": 1}
    assert [entry.label for entry in db.history()] == [changes.label]
    stored = export_story(db)
    assert [record.uid for record in stored.facts] == [record["uid"] for record in small["facts"]]


def test_a_label_of_ones_own(db: Database, small: Story) -> None:
    assert import_story(db, StoryFile.model_validate(small), label="First batch").label == "First batch"


@pytest.mark.usefixtures("anywhere")
def test_importing_twice_changes_nothing(db: Database, small: Story, tmp_path: Path) -> None:
    first = import_story(db, _written(small, tmp_path))
    before = db.path.stat().st_size, canonical(export_story(db)), db.history()
    again = import_story(db, _written(small, tmp_path))
    assert first
    assert not again
    assert {key: count for key, count in again.counts.items() if count} == {
        "sources_kept": 1,
        "entities_kept": 2,
        "facts_kept": 2,
        "links_kept": 1,
    }
    assert (db.path.stat().st_size, canonical(export_story(db)), db.history()) == before


def test_uids_are_known_however_json_writes_them(db: Database, small: Story, tmp_path: Path) -> None:
    import_story(db, StoryFile.model_validate(small))
    path = _written(small, tmp_path)
    path.write_text(path.read_text().replace("019c", "\\u0030\\u0031\\u0039\\u0063"))
    assert QUOTE not in path.read_text()
    assert import_story(db, path).counts["facts_kept"] == 2


def test_many_records_are_compared_each_with_its_own(db: Database, small: Story) -> None:
    """More than one statement reads, in an order of uids that is not the order of ids."""
    uids = [f"019c0000-0000-7000-8000-00000001{number:04x}" for number in range(900)]
    small["entities"] += [
        {"uid": uid, "kind": "person", "name": f"Person {uid[-4:]}"} for uid in reversed(uids)
    ]
    import_story(db, StoryFile.model_validate(small))
    small["entities"][500]["summary"] = "changed in the file"
    counts = import_story(db, StoryFile.model_validate(small)).counts
    assert (counts["entities_kept"], counts["entities_differing"]) == (902, 1)


def test_what_differs_in_the_story_stays_and_is_counted(db: Database, small: Story) -> None:
    import_story(db, StoryFile.model_validate(small))
    other = deepcopy(small)
    other["sources"][0]["title"] = "Another title"
    other["entities"][0]["names"] = []
    other["facts"][1]["citations"][0]["note"] = "seen"
    other["links"][0]["state"] = "rejected"
    changes = import_story(db, StoryFile.model_validate(other))
    assert not changes
    kinds = ("sources", "entities", "facts", "links")
    assert [changes.counts[f"{kind}_differing"] for kind in kinds] == [1, 1, 1, 1]
    assert export_story(db).model_dump()["facts"] == StoryFile.model_validate(small).model_dump()["facts"]


def test_prefix_and_suffix_are_taken_from_the_text_if_need_be(db: Database, small: Story) -> None:
    whole = deepcopy(small)
    for fact in small["facts"]:
        for citation in fact["citations"]:
            del citation["prefix"], citation["suffix"]
    import_story(db, StoryFile.model_validate(small))
    assert export_story(db).facts == StoryFile.model_validate(whole).facts
    again = import_story(db, StoryFile.model_validate(small))
    assert again.counts["facts_differing"] == 0


def test_a_file_may_refer_to_what_only_the_story_has(db: Database, small: Story) -> None:
    """The second file holds one fact and one link; source, entity and event are in the story."""
    quote = small["facts"].pop(0)
    link = small["links"].pop()
    import_story(db, StoryFile.model_validate(small))
    later = {**small, "sources": [], "entities": [], "facts": [quote], "links": [link]}
    changes = import_story(db, StoryFile.model_validate(later))
    assert (changes.counts["facts_added"], changes.counts["links_added"]) == (1, 1)
    assert {fact.uid for fact in export_story(db).facts} == {quote["uid"], small["facts"][0]["uid"]}


def test_words_are_held_against_the_text_in_the_story_not_the_files(db: Database, small: Story) -> None:
    quote = small["facts"].pop(0)
    small["links"] = []
    import_story(db, StoryFile.model_validate(small))
    moved = deepcopy(small)
    moved["sources"][0]["text"] = "Today " + small["sources"][0]["text"]
    for side in ("start", "end"):
        quote["citations"][0][side] += len("Today ")
    moved["facts"] = [quote]
    with pytest.raises(BadStoryFile, match=r"facts\[0\]\.citations\[0\]: exact does not stand"):
        import_story(db, StoryFile.model_validate(moved))


def test_merges_of_any_order_find_their_winner(db: Database, small: Story) -> None:
    winner = {"uid": STRANGER, "kind": "organisation", "name": "Team 2"}
    small["entities"][1]["merged_into"] = STRANGER
    small["entities"].append(winner)
    import_story(db, StoryFile.model_validate(small))
    assert export_story(db).entities[1].merged_into == STRANGER
    db.undo()
    assert export_story(db).entities == []
    db.redo()
    assert export_story(db).entities[1].merged_into == STRANGER


def _keys(path: str) -> list[Any]:
    """The steps to a place as the messages name it: "facts[0].when.edtf"."""
    return [int(key) if key.isdigit() else key for key in re.findall(r"\w+", path)]


def _set(path: str, value: Any) -> Change:
    def change(story: Story) -> None:
        *outer, last = _keys(path)
        reduce(getitem, outer, story)[last] = value

    return change


def _repeat(path: str) -> Change:
    def change(story: Story) -> None:
        records: Any = reduce(getitem, _keys(path), story)
        records.append(deepcopy(records[0]))

    return change


def _circle(story: Story) -> None:
    first, second = story["entities"]
    first["merged_into"], second["merged_into"] = second["uid"], first["uid"]


CITED = "facts[0].citations[0]"
SPEAKER = "facts[0].participations[0]"
EARLIER = "is the uid of an earlier record too"

WRONG: list[tuple[Change, str, str]] = [
    # one record by itself
    (_set("facts[0].mood", "glad"), "facts[0].mood", "Extra inputs are not permitted"),
    (_set("version", 2), "version", "Input should be 1"),
    (_set("facts[1].citations", []), "facts[1].citations", "at least 1 item"),
    (_set("facts[0].mode", "shouted"), "facts[0].mode", "Input should be"),
    (_set("entities[0].uid", "person-a"), "entities[0].uid", "should match pattern"),
    # dates
    (_set("facts[0].when.edtf", "last week"), "facts[0].when.edtf", "last week"),
    (_set("facts[1].when.as_of", "soon"), "facts[1].when.as_of", "soon"),
    (_set("sources[0].published.edtf", "2026-13"), "sources[0].published.edtf", "2026-13"),
    (_set(f"{CITED}.says_edtf", "?"), f"{CITED}.says_edtf", "?"),
    # references
    (_set(f"{CITED}.source", STRANGER), f"{CITED}.source", f"no source {STRANGER}"),
    (_set(f"{SPEAKER}.entity", STRANGER), f"{SPEAKER}.entity", f"no entity {STRANGER}"),
    (_set("facts[0].when.anchor.source", STRANGER), "facts[0].when.anchor.source", "no source"),
    (_set("facts[0].when.anchor.fact", STRANGER), "facts[0].when.anchor.fact", "no fact"),
    (_set("links[0].to", STRANGER), "links[0].to", "no fact"),
    (_set("links[0].from", STRANGER), "links[0].from", "no fact"),
    (_set("entities[0].merged_into", STRANGER), "entities[0].merged_into", "no entity"),
    (_circle, "entities[0].merged_into", "the merges lead in a circle"),
    # places in the text
    (
        _set(f"{CITED}.start", 26),
        CITED,
        f"at 26–39 of source {SOURCE} (it stands at 27–39)",
    ),
    (_set(f"{CITED}.end", 4000), CITED, "exact does not stand at 27–4000"),
    (_set(f"{CITED}.exact", "It was done"), CITED, f"exact does not stand at 27–39 of source {SOURCE}."),
    (_set(f"{CITED}.prefix", "Tuesday: “"), f"{CITED}.prefix", "does not stand before 27"),
    (_set(f"{CITED}.suffix", "?"), f"{CITED}.suffix", "does not stand after 39"),
    (_set("sources[0].regions[0].end", 4000), "sources[0].regions[0]", "0–4000 is no span of 66 characters"),
    (_set("sources[0].regions[0].start", 8), "sources[0].regions[0]", "8–8 is no span"),
    (_set("sources[0].text", "one\r\ntwo"), "sources[0].text", "not normalised: U+000D at character 3"),
    (_set("sources[0].text", "one\ufeff"), "sources[0].text", "not normalised: U+FEFF at character 3"),
    # records beside each other
    (_repeat("facts"), "facts[2].uid", EARLIER),
    (_repeat("links"), "links[1]", "this link is listed twice"),
    (_set("entities[1].uid", SOURCE), "entities[1].uid", EARLIER),
    (_set("links[0].to", QUOTE), "links[0].to", "a fact cannot be linked to itself"),
    (_set("entities[0].names[0].kind", "primary"), "entities[0].names[0].text", "the primary name is not"),
    (_repeat("entities[0].names"), "entities[0].names[1].text", "this name is listed twice"),
]


@pytest.mark.parametrize(("change", "place", "reason"), WRONG, ids=[f"{at} {why}" for _, at, why in WRONG])
def test_what_is_wrong_is_named_and_nothing_is_changed(
    db: Database, small: Story, tmp_path: Path, change: Change, place: str, reason: str
) -> None:
    change(small)
    path = _written(small, tmp_path)
    with pytest.raises(BadStoryFile) as caught:
        import_story(db, path)
    assert str(caught.value).startswith(f"{path}: {place}: ")
    assert reason in str(caught.value)
    assert "Nothing was changed" in caught.value.next_step
    assert db.history() == []
    assert export_story(db).sources == []


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{", b"{}", b"\xff\xfe", b'{"title": "\\ud800"}', b'{"facts": [' + b"[" * 100_000),
        *(b'{"format": "x"', b'{"facts": [1 2]}', b'{"facts": {}}', b'{"facts": [], "facts": []}', b"{} {}"),
        *(b'{"sources": [{}]}', b'{"a" 1}', b"{1: 2}", b'{"facts": [{"uid": 1e999}]}'),
    ],
)
def test_a_file_that_is_no_story_file(db: Database, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "story.json"
    path.write_bytes(content)
    with pytest.raises(BadStoryFile, match=r"story\.json: "):
        import_story(db, path)


def test_a_file_that_is_not_there_or_cannot_be_read(db: Database, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        import_story(db, tmp_path / "none.json")
    with pytest.raises(BadStoryFile, match="cannot be read"):
        import_story(db, tmp_path)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", r"ended too early \(-9\)"),
        ("print('rows,facts,12')", r"ended too early \(0\)"),
        ('print(\'wrong,,23\'); print(\'["%1: %2.", "x", "odd"]\')', r"story\.json: x: odd\."),
    ],
)
def test_a_process_that_ends_while_it_reads_changes_nothing(
    db: Database, small: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    monkeypatch.setattr(importing, "LARGE", 0)
    monkeypatch.setattr(story_child, "_command", lambda: [sys.executable, "-c", program])
    with pytest.raises(BadStoryFile, match=reason):
        import_story(db, _written(small, tmp_path))
    assert db.history() == []


@pytest.mark.usefixtures("anywhere")
def test_an_import_that_is_stopped_leaves_nothing(db: Database, small: Story, tmp_path: Path) -> None:
    told: list[tuple[float, int]] = []

    def stop(share: float, records: int) -> None:
        told.append((share, records))
        if records > 2:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        import_story(db, _written(small, tmp_path), told=stop)
    assert [records for _, records in told] == [1, 3]
    assert all(0 < share <= 1 for share, _ in told)
    assert db.history() == []
    assert import_story(db, _written(small, tmp_path)).counts["facts_added"] == 2


def test_a_file_in_any_order_says_the_same(db: Database, small: Story, tmp_path: Path) -> None:
    backwards = _written(dict(reversed(small.items())), tmp_path)
    assert next(iter(json.loads(backwards.read_text()))) == "links"
    import_story(db, backwards)
    exported = export_story(db)
    assert exported.model_copy(update={"story": StoryFile.model_validate(small).story}) == (
        StoryFile.model_validate(small)
    )


def test_more_records_than_are_read_at_a_time(db: Database, small: Story, tmp_path: Path) -> None:
    """Facts of several portions, the last of which links to the first and is what the first date hangs on."""
    first = small["facts"][1]
    for number in range(700):
        uid = f"019c0000-0000-7000-8000-00000002{number:04x}"
        small["facts"].append({**deepcopy(first), "uid": uid, "title": f"Event {number}"})
    small["facts"][0]["when"]["anchor"] = {"fact": uid, "relation": "before"}
    small["links"].append({"from": uid, "to": first["uid"], "kind": "part_of"})
    changes = import_story(db, _written(small, tmp_path))
    assert (changes.counts["facts_added"], changes.counts["links_added"]) == (702, 2)
    assert export_story(db).facts == StoryFile.model_validate(small).facts
    with db.read() as conn:
        ids = [row.id for row in conn.exec_driver_sql("SELECT id FROM facts WHERE title = 'Event 699'")]
        assert [hit.id for hit in search(conn, "699")] == ids
    assert [problem.message for problem in integrity.check(db)] == []
    db.undo()
    assert export_story(db).sources == []
    db.redo()
    assert export_story(db).facts == StoryFile.model_validate(small).facts
    assert integrity.check(db) == []


def test_columns_are_those_of_the_tables() -> None:
    assert {name: list(columns) for name, columns in COLUMNS.items()} == {
        table.name: table.c.keys() for table in tables.JOURNALLED if table.name in COLUMNS
    }


def test_a_new_story_takes_uid_and_title_of_the_file(small: Story, tmp_path: Path) -> None:
    target = tmp_path / "new" / "story [1].qwb"
    assert create_story(target, StoryFile.model_validate(small)).counts["facts_added"] == 2
    with Database.open(target) as db:
        assert (db.info.uid, db.info.title) == (small["story"]["uid"], "A small story")
        with db.read() as conn:
            indexes = set(dialect.schema(conn, "index"))
        assert indexes >= {index.name for table in tables.JOURNALLED for index in table.indexes}
        assert canonical(export_story(db)) == canonical(StoryFile.model_validate(small))
    assert [path.name for path in target.parent.iterdir() if not path.name.endswith(".lock")] == [target.name]


def test_a_failed_import_leaves_no_new_story(small: Story, tmp_path: Path) -> None:
    small["facts"][0]["citations"][0]["exact"] = "It was done"
    with pytest.raises(BadStoryFile):
        create_story(tmp_path / "story.qwb", StoryFile.model_validate(small))
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_replaced(small: Story, tmp_path: Path) -> None:
    target = tmp_path / "story.qwb"
    target.write_text("mine")
    with pytest.raises(UserError, match="a file of this name"):
        create_story(target, StoryFile.model_validate(small))
    assert target.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [target]


def test_a_killed_import_leaves_no_story_and_is_cleared_away_later(small: Story, tmp_path: Path) -> None:
    target = tmp_path / "story.qwb"
    program = (
        "import os, signal, sys, pathlib\n"
        "from qwenbrowser.services import importing\n"
        "importing._Import.do = lambda self, step: os.kill(os.getpid(), signal.SIGKILL)\n"
        "importing.create_story(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program, str(target), str(_written(small, tmp_path))],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -9
    assert not target.exists()
    (abandoned,) = tmp_path.glob(".*.building")
    create_story(target, StoryFile.model_validate(small))
    assert abandoned.exists(), "a young folder may belong to a process at work"
    target.unlink()
    long_ago = time.time() - 7200
    os.utime(abandoned, (long_ago, long_ago))
    create_story(target, StoryFile.model_validate(small))
    assert not abandoned.exists()
