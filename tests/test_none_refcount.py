"""None keeps its references: some builds of PySide6 drop one at every call that returns nothing."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, QSize

CALLS = 20_000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_that_return_nothing_keep_the_references_of_none() -> None:
    target, size = QObject(), QSize()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        target.setObjectName("name")
        size.setWidth(1)
    # The loop itself holds a few; the fault would be one a call.
    assert abs(sys.getrefcount(None) - before) < 100
