"""Grounds of panes: a plain widget paints none, and shows the window's colour."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget


def be_surface(widget: QWidget) -> None:
    """Fill the widget with the colour of surfaces, in this theme and the next."""
    widget.setAutoFillBackground(True)
    widget.setBackgroundRole(QPalette.ColorRole.Base)
