"""Hosts and groups."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = {
    "users[].language",  # undocumented, and in real answers of 2026
}


def tour(account: Any, sandbox: Sandbox) -> None:
    """List everybody and every group."""
    list(account.directory.hosts.list())
    list(account.directory.groups.list())
