"""Settings survive a restart, a damaged file and a newer version."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qwenbrowser import settings
from qwenbrowser.domain.errors import StorageFailed
from qwenbrowser.settings import Place, Settings


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none" / "settings.json") == (Settings(), None)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    wanted = Settings(
        theme="dark", language="zh_CN", geometry="AdnQywAD", splitters={"main": "AAAA/w=="}
    ).with_story(tmp_path / "a story.qwb")
    settings.save(wanted, tmp_path / "settings.json")
    assert settings.load(tmp_path / "settings.json") == (wanted, None)


def test_recent_stories_are_distinct_newest_first_and_bounded(tmp_path: Path) -> None:
    kept = Settings()
    for number in [*range(12), 5]:
        kept = kept.with_story(tmp_path / str(number))
    assert kept.last_story == str(tmp_path / "5")
    assert [int(Path(story).name) for story in kept.recent_stories] == [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 64,
        b'{"theme": "da',
        b'{"theme": "sepia"}',
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"text_percent": true}',
        b'{"recent_stories": [1]}',
        b'{"splitters": {"columns": null}}',
        b'{"places": {"a story": []}}',
        b'{"places": {"a story": {"span": [1, 2, 3]}}}',
    ],
)
def test_a_damaged_file_is_set_aside_and_the_defaults_used(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    loaded, notice = settings.load(file)
    assert loaded == Settings()
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("settings.json.damaged-")
    assert aside.read_bytes() == content
    assert notice is not None
    assert str(file) in notice
    assert aside.name in notice


def test_an_unreadable_place_gives_the_defaults_and_a_notice(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    loaded, notice = settings.load(tmp_path / "settings.json")
    assert loaded == Settings()
    assert notice is not None
    assert "could not be read" in notice


def test_keys_of_a_newer_version_survive(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    story = str(tmp_path / "s.qwb")
    place = {"page": "sources", "zoom": [1, 2]}
    file.write_text(json.dumps({"theme": "dark", "density": "roomy", "places": {story: place}}))
    loaded, _ = settings.load(file)
    settings.save(loaded.with_story(tmp_path / "s.qwb"), file)
    kept = json.loads(file.read_text())
    assert (kept["theme"], kept["density"], kept["places"][story]) == ("dark", "roomy", place)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed, match=r"settings\.json: could not be written"):
        settings.save(Settings(), tmp_path / "file" / "settings.json")


def test_places_last_as_long_as_their_stories_are_recent(tmp_path: Path) -> None:
    place = Place(entity="019c0000-0000-7000-8000-000000000001", span=(3, 7), page="sources", reader=False)
    first, second = tmp_path / "first.qwb", tmp_path / "second.qwb"
    kept = (
        Settings().with_story(first).with_place(first, place).with_story(second).with_place(second, Place())
    )
    settings.save(kept, tmp_path / "settings.json")
    loaded, _notice = settings.load(tmp_path / "settings.json")
    assert loaded.place_in(first) == place
    assert loaded.place_in(tmp_path / "third.qwb") is None
    assert loaded.without_recent(first).recent_stories == (str(second),)
    assert loaded.without_recent(first).places == {str(second): Place()}
    assert loaded.without_all_recent().recent_stories == (str(second),)
    for number in range(10):
        loaded = loaded.with_story(tmp_path / str(number)).with_place(tmp_path / str(number), place)
    assert str(first) not in loaded.places
    assert len(loaded.places) == 10


def test_two_windows_lose_nothing_of_each_other(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    first, second, old = tmp_path / "first.qwb", tmp_path / "second.qwb", tmp_path / "old.qwb"
    start = Settings(theme="light").with_story(old).with_place(old, Place(page="sources"))
    settings.save(start, file)
    ours = replace(start, theme="dark").with_story(first).with_place(first, Place())
    theirs = replace(start, text_percent=120).with_story(second).with_place(second, Place(reader=True))
    assert settings.save(ours, file, start) == ours
    both = settings.save(theirs.without_recent(old), file, start)
    assert (both.theme, both.text_percent, both.last_story) == ("dark", 120, str(second))
    assert both.recent_stories == (str(second), str(first))
    assert both.places == {str(first): Place(), str(second): Place(reader=True)}
    assert settings.load(file) == (both, None)
    unchanged = settings.save(ours, file, ours)
    assert unchanged == both, "who has changed nothing writes nothing of an older time"
    file.write_text("damaged")
    assert settings.save(ours, file, ours) == ours
    file.unlink()
    assert settings.save(ours, file, ours) == ours
