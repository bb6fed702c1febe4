"""A theme that the test application wears."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from qwenbrowser.theme.manager import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    result = Theme()
    result.apply(qapp, "light")
    return result
