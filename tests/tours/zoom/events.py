"""Scheduled meetings and webinars."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {"events.get": lambda sandbox: {"event": f"meeting:{sandbox.world.events[1].number}"}}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List what everybody scheduled, and look at each closely."""
    for event in account.events.list():
        account.events.get(event.id)
