"""What faults have to know of the vendors: whose a request is, what kind it is, and how its pages are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from provider_bridge.faults.exchange import Asked

__all__ = ["ANY", "API", "PAGE_TOKEN", "is_listing", "kind_of", "page_word", "vendor_of"]

API: Final = frozenset({"api"})
ANY: Final = frozenset({"api", "login", "file"})

PAGE_TOKEN: Final = "next_page_token"  # noqa: S105 (a parameter's name)
_SIZES: Final = frozenset({"page_size", "size", "limit"})
_ZOOM: Final = ("/v2/", "/zoom/")
_HOSTS: Final = {
    "zoom.us": "zoom",
    "getgo.com": "goto",
    "goto.com": "goto",
    "logmeininc.com": "goto",
}


def vendor_of(asked: Asked) -> str:
    """Return ``zoom``, ``goto``, or ``""`` for anybody else; the simulator tells the two by their paths."""
    for domain, vendor in _HOSTS.items():
        if asked.host == domain or asked.host.endswith(f".{domain}"):
            return vendor
    if asked.path.startswith(_ZOOM):
        return "zoom"
    return "goto" if asked.path.startswith(("/G2W/", "/G2M/", "/goto/", "/identity/", "/admin/")) else ""


def kind_of(asked: Asked) -> str:
    """Return ``login``, ``file`` for what lies outside of the API, or ``api``."""
    if "/oauth/" in asked.path:
        return "login"
    return "file" if asked.path.startswith("/rec/") else "api"


def is_listing(asked: Asked) -> bool:
    """Whether a request asks for a page of a list, the first one included."""
    return not _SIZES.isdisjoint(dict(parse_qsl(asked.query)))


def page_word(asked: Asked) -> str:
    """Return the parameter that asks for a page beyond the first, ``""`` where none does."""
    query = dict(parse_qsl(asked.query))
    if query.get(PAGE_TOKEN):
        return PAGE_TOKEN
    return "page" if query.get("page", "0").isdecimal() and int(query.get("page", "0")) > 0 else ""
