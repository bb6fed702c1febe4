"""Uids: version 7, in the order they were made whatever the clock does; links that read back."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from qwenbrowser.domain.schemas import Uid
from qwenbrowser.domain.uids import UidMaker, new_uid, parse_uri, story_uri

STORY = "01980000-0000-7000-8000-000000000001"
FACT = "01980000-0000-7000-8000-000000000002"


def test_a_uid_is_a_uuid_of_version_7_with_the_time_in_front() -> None:
    before = time.time_ns() // 1_000_000
    uid = new_uid()
    after = time.time_ns() // 1_000_000
    known = uuid.UUID(uid)
    assert str(known) == uid
    assert (known.version, known.variant) == (7, uuid.RFC_4122)
    # 122 bits cannot run ahead of the clock but by the random steps within one millisecond.
    assert before <= known.int >> 80 <= after + 1
    assert TypeAdapter(Uid).validate_python(uid) == uid


def test_the_bits_stand_where_rfc_9562_puts_them() -> None:
    maker = UidMaker(clock=lambda: 0x0198_1234_5678 * 1_000_000, random_bits=lambda bits: (1 << bits) - 1)
    assert maker.new_uid() == "01981234-5678-7fff-bfff-ffffffffffff"
    maker = UidMaker(clock=lambda: 0x0198_1234_5678 * 1_000_000, random_bits=lambda bits: 0)
    assert maker.new_uid() == "01981234-5678-7000-8000-000000000000"


@given(st.lists(st.integers(0, 10), min_size=2), st.randoms(use_true_random=False))
def test_uids_sort_as_made_even_when_the_clock_stands_or_goes_back(ticks: list[int], random: object) -> None:
    clock = iter(1_700_000_000_000_000_000 + tick * 1_000_000 for tick in ticks)
    maker = UidMaker(clock=lambda: next(clock), random_bits=random.getrandbits)  # type: ignore[attr-defined]
    made = [maker.new_uid() for _ in ticks]
    assert made == sorted(set(made))
    assert all(uuid.UUID(uid).version == 7 and uuid.UUID(uid).variant == uuid.RFC_4122 for uid in made)


def test_a_full_millisecond_runs_over_into_the_next() -> None:
    maker = UidMaker(clock=lambda: 5_000_000, random_bits=lambda bits: (1 << bits) - 1)
    first, second = maker.new_uid(), maker.new_uid()
    assert (uuid.UUID(first).int >> 80, uuid.UUID(second).int >> 80) == (5, 6)
    assert first < second


def test_threads_never_get_the_same_and_each_sees_its_own_in_order() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: [new_uid() for _ in range(2_000)], range(4)))
    assert all(uids == sorted(uids) for uids in made)
    assert len({uid for uids in made for uid in uids}) == 8_000


@given(st.sampled_from(["entity", "fact", "source"]))
def test_uri_round_trip(kind: str) -> None:
    story, uid = new_uid(), new_uid()
    assert story_uri(story, kind, uid) == f"qwen://{story}/{kind}/{uid}"
    assert parse_uri(story_uri(story, kind, uid)) == (story, kind, uid)


def test_a_link_that_was_pasted_or_put_in_capitals_is_understood() -> None:
    assert parse_uri(f"  {story_uri(STORY, 'fact', FACT).upper()}\n") == (STORY, "fact", FACT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Binyuan Hui",
        "qwen://",
        f"qwen://{STORY}/fact",
        f"qwen://{STORY}/fact/{FACT}/",
        f"qwen://{STORY}/fact/{FACT}?x=1",
        f"qwen://{STORY}//{FACT}",
        f"qwen://{STORY}/../{FACT}",
        f"http://{STORY}/fact/{FACT}",
        f"see qwen://{STORY}/fact/{FACT}",
        f"qwen://{STORY}/fact/{FACT.replace('-7', '-4')}",
        f"qwen://{STORY}/fact/{uuid.UUID(FACT).hex}",
        f"qwen://{STORY}/ſource/{FACT}",
    ],
)
def test_any_other_text_is_no_link(text: str) -> None:
    assert parse_uri(text) is None


@given(st.text())
def test_reading_a_link_never_raises(text: str) -> None:
    assert parse_uri(text) is None
