"""Which host a token's answer may send the calls to."""

from __future__ import annotations

import dataclasses

import pytest
from canned import ZOOM, token
from hypothesis import given
from hypothesis import strategies as st

USUAL = "https://api.zoom.us/v2"


def base(api_url: str) -> str:
    """Return where calls go when the token's answer names this."""
    return ZOOM.dialect.bases(dataclasses.replace(token(), api_url=api_url))["api"]


@pytest.mark.parametrize(
    ("told", "used"),
    [
        ("https://api-eu.zoom.us", "https://api-eu.zoom.us/v2"),
        ("https://API.zoomgov.com/", "https://api.zoomgov.com/v2"),
        ("https://api.zoom.us:443", USUAL),
    ],
)
def test_a_regional_host_of_zooms_own_is_used(told: str, used: str) -> None:
    """It is what the token's answer names it for."""
    assert used == base(told)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "https://[",
        "https://evil.example\uff0f.zoom.us",
        "https://x\u2100.zoom.us",
        "https://evil.example",
        "https://zoom.us.evil.example",
        "https://evilzoom.us",
        "http://api.zoom.us",
        "https://user@api.zoom.us",
        "https://evil.example\\.zoom.us",
        "https://api.zoom.us:8443",
        "https://api.zoom.us:x",
        "https://api.zoom.us/v3",
        "https://api.zoom.us?x",
        "https://api.zoom.us#x",
        "https://api.zoom.us\n",
        "https://..zoom.us",
        "https://-.zoom.us",
        " https://api.zoom.us",
    ],
)
def test_any_other_host_is_the_usual_one(told: str) -> None:
    """The bug: what cannot be parsed ended in an error that was none of ours, and with it every other account."""
    assert USUAL == base(told)


@given(st.one_of(st.text(), st.from_regex(r"https://[^/]{0,20}\.zoom\.us", fullmatch=True)))
def test_whatever_is_named_the_calls_go_to_zoom(told: str) -> None:
    """By https, to a host of plain letters."""
    used = base(told)

    host = used.removeprefix("https://").removesuffix("/v2")
    assert host.endswith((".zoom.us", ".zoomgov.com"))
    assert host.isascii()
    assert not set(host) & set("@:/?#\\ ")
