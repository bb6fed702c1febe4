"""The one door to the web: addresses of http and https open in the system's browser, nothing else does."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from qwenbrowser.domain.web import web_address


def open_link(address: str | None) -> bool:
    """Open a web address; False where it is none, or where the system has no browser for it."""
    checked = web_address(address)
    if checked is None:
        return False
    url = QUrl(checked)
    return url.isValid() and url.scheme() in ("http", "https") and QDesktopServices.openUrl(url)
