"""Organizers and groups."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {"directory.hosts.get": lambda sandbox: {"host": sandbox.world.colleague_key}}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List everybody and every group, and look at one of each."""
    hosts = list(account.directory.hosts.list())
    account.directory.hosts.get(sandbox.world.colleague_key)
    account.directory.hosts.get(hosts[0].email)
    for group in account.directory.groups.list():
        list(account.directory.hosts.list(group=group.id))
