"""The words and addresses that webhooks and subscriptions share."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from provider_bridge.errors import InvalidInput

__all__ = ["PRODUCT", "check_url", "is_active", "state_of"]

PRODUCT: Final = {"product": "g2w"}
"""What every listing has to be asked with."""


def is_active(state: str | None) -> bool | None:
    """Return whether a state means switched on; ``None`` for a word that nobody has seen."""
    return {"active": True, "inactive": False}.get((state or "").casefold())


def state_of(*, active: bool) -> str:
    """Return the word for a state."""
    return "ACTIVE" if active else "INACTIVE"


def check_url(url: str) -> str:
    """Return an address that GoTo takes, or raise ``InvalidInput``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.netloc:
        raise InvalidInput("callback_url must be a whole https address, which answers a GET with 200")
    return url
