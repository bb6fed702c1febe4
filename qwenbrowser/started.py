"""Tells a benchmark how far a start has come."""

from __future__ import annotations

import os
import sys

VARIABLE = "QWENBROWSER_START_UNTIL"


def reached(stage: str) -> bool:
    """Whether the start is measured up to this stage: then it is printed, and the program is to end.

    Stages: `frame` (the empty window is painted), `story` (a story is), `idle` (its lists are complete).
    """
    if os.environ.get(VARIABLE) != stage:
        return False
    sys.stdout.write(f"{stage}\n")
    sys.stdout.flush()
    return True
