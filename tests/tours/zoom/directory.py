"""Hosts and groups."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {"directory.hosts.get": lambda sandbox: {"host": sandbox.world.people["active"][0].id}}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = {
    "users[].language",  # undocumented, and in real answers of 2026
}


def tour(account: Any, sandbox: Sandbox) -> None:
    """List everybody and every group."""
    list(account.directory.hosts.list())
    account.directory.hosts.get(sandbox.world.people["active"][0].id)
    list(account.directory.groups.list())
