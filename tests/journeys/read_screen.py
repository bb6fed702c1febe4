"""Prints what a screen reader finds over AT-SPI: by line, as JSON, the depth, role and name of every part.

A program of its own, because the library keeps its connection for as long as a process lives. It waits until
the program of the first argument shows a part with the name of the second one; 1 if that never comes.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from collections.abc import Iterator

PATIENCE = 60
"""Seconds."""

Tree = list[tuple[int, str, str]]


def library() -> ctypes.CDLL:
    """What Orca reads the screen with too. Raises OSError where it is not installed."""
    found = ctypes.CDLL("libatspi.so.0")
    part, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
    for name, result, arguments in (
        ("get_desktop", part, [number]),
        ("accessible_get_child_count", number, [part, part]),
        ("accessible_get_child_at_index", part, [part, number, part]),
        ("accessible_get_name", text, [part, part]),
        ("accessible_get_role_name", text, [part, part]),
    ):
        function = getattr(found, f"atspi_{name}")
        function.restype, function.argtypes = result, arguments
    found.atspi_init()
    return found


def children(atspi: ctypes.CDLL, part: int) -> Iterator[int]:
    for number in range(atspi.atspi_accessible_get_child_count(part, None)):
        child = atspi.atspi_accessible_get_child_at_index(part, number, None)
        if child:
            yield child


def tree(atspi: ctypes.CDLL, part: int, depth: int = 0) -> Tree:
    role, name = atspi.atspi_accessible_get_role_name(part, None), atspi.atspi_accessible_get_name(part, None)
    found = [(depth, (role or b"").decode(), (name or b"").decode())]
    for child in children(atspi, part):
        found += tree(atspi, child, depth + 1)
    return found


def main(program: str, wanted: str) -> int:
    atspi = library()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for application in children(atspi, atspi.atspi_get_desktop(0)):
            if (atspi.atspi_accessible_get_name(application, None) or b"").decode() != program:
                continue
            found = tree(atspi, application)
            if any(name == wanted for _depth, _role, name in found):
                print("\n".join(map(json.dumps, found)))
                return 0
        time.sleep(0.1)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
