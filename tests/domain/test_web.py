"""Addresses: http and https with a host lead to the web, nothing else does."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwenbrowser.domain.web import web_address


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c&d=%20#e",
        "http://example.org",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org:8443/~x",
        "https://例子.测试/林",
        "https://[2001:db8::1]/",
    ],
)
def test_the_web(address: str) -> None:
    assert web_address(address) == address
    assert web_address(f"  {address}\n") == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "example.org",
        "//example.org/",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "smb://example.org/share",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "https:example.org",
        "https://",
        "https:///path",
        "https://example.org:99999/",
        "https://[::1/",
        "https://known.example@example.org/",
        "https://example.org/a b",
        "https://example.org/\u202egnp.exe",
        "https://example.org/\u200b",
        "https://example.org/\x00",
        'https://example.org/"onclick="x',
        "https://example.org/<b>",
        "https://example.org\\@other.example/",
        "file:///x#https://example.org/",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_not_the_web(address: str | None) -> None:
    assert web_address(address) is None


@given(
    st.one_of(st.text(), st.text().map("https://{}".format), st.text("htps:/.@[]\\ \t").map("ht{}".format))
)
def test_what_is_let_through_has_scheme_and_host(text: str) -> None:
    address = web_address(text)
    if address is not None:
        parts = urlsplit(address)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert not {*address} & {*'<>"\\ \t\n'}
