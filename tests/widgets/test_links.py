"""The door to the web: what is not http or https never reaches the system."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl

from qwenbrowser.widgets import links


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the system was asked to open."""
    asked: list[str] = []

    class Desktop:
        @staticmethod
        def openUrl(url: QUrl) -> bool:
            asked.append(url.toString())
            return "no-browser" not in url.host()

    monkeypatch.setattr(links, "QDesktopServices", Desktop)
    return asked


def test_the_web_opens(opened: list[str]) -> None:
    assert links.open_link("https://example.org/a?b=c#d")
    assert links.open_link("http://example.org/")
    assert opened == ["https://example.org/a?b=c#d", "http://example.org/"]


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "file:///etc/passwd",
        "smb://host/share",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "/etc/passwd",
        "example.org",
        "https://",
        " https://example.org/\u202egnp.exe",
        "qwen://story/fact/1",
    ],
)
def test_nothing_else_does(opened: list[str], address: str | None) -> None:
    assert not links.open_link(address)
    assert opened == []


def test_a_system_without_browser_is_told(opened: list[str]) -> None:
    assert not links.open_link("https://no-browser.example/")
