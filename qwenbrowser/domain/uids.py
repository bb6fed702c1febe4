"""Names that last: uids (UUID version 7) and the `qwen://` links made of them."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_URI = re.compile(rf"qwen://({_UUID})/([a-z_]+)/({_UUID})", re.ASCII | re.IGNORECASE)

_RANDOM_BITS = 74
_LOW_BITS = 62
_STEP_BITS = 32


class UidMaker:
    """Makes UUIDs of version 7 (RFC 9562) that sort in the order they were made, from any thread.

    Within one millisecond, or while the clock stands behind an earlier uid, the next one is the last one
    plus a random step: the order holds and a uid cannot be guessed from its neighbour. `clock` gives
    nanoseconds since the Unix epoch, `random_bits(k)` a random integer of k bits.
    """

    def __init__(
        self,
        clock: Callable[[], int] = time.time_ns,
        random_bits: Callable[[int], int] = secrets.randbits,
    ) -> None:
        self._clock = clock
        self._random_bits = random_bits
        self._lock = threading.Lock()
        self._last = 0

    def new_uid(self) -> str:
        """A new uid in its canonical form: 36 characters, lower case."""
        milliseconds = self._clock() // 1_000_000
        with self._lock:
            value = milliseconds << _RANDOM_BITS | self._random_bits(_RANDOM_BITS)
            if value <= self._last:
                value = self._last + 1 + self._random_bits(_STEP_BITS)
            self._last = value
        return _canonical(value)


def _canonical(value: int) -> str:
    """Put version and variant into 122 bits (48 of time, 74 random) and write them as a UUID."""
    high, low = value >> _LOW_BITS, value & ((1 << _LOW_BITS) - 1)
    digits = f"{high >> 12:012x}7{high & 0xFFF:03x}{0b10 << _LOW_BITS | low:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


# The one thing here that outlives a call: the order of uids is a promise of the whole process.
new_uid = UidMaker().new_uid


def story_uri(story_uid: str, kind: str, uid: str) -> str:
    """The link to one row of a story: `qwen://<story>/<kind>/<uid>`."""
    return f"qwen://{story_uid}/{kind}/{uid}"


def parse_uri(text: str) -> tuple[str, str, str] | None:
    """Story uid, kind and uid of a `qwen://` link, in lower case; None for any other text."""
    match = _URI.fullmatch(text.strip())
    if match is None:
        return None
    story_uid, kind, uid = match.group(1, 2, 3)
    return story_uid.lower(), kind.lower(), uid.lower()
