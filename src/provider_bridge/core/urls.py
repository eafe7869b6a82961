"""Base URLs: which are taken."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from provider_bridge.errors import (
    ConfigurationError,
)

__all__ = ["LOOPBACK", "check_url"]

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""This machine's names, where plain http is allowed."""


def check_url(url: str, what: str) -> str:
    """Return a base URL without its final slash, or raise: https only, plain http to this machine alone."""
    if not _is_good(url):
        raise ConfigurationError(
            f"{what} must be an https URL without user, query or fragment (http only for loopback)"
        )
    return url.rstrip("/")


def _is_good(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # reading a port that is none raises
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return secure and bool(host) and not ("@" in parts.netloc or parts.query or parts.fragment)
