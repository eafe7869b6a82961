"""What took place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {
    "sessions.list": lambda sandbox: {"since": sandbox.world.now() - timedelta(days=60)},
    "sessions.delete": lambda sandbox: {"session": f"webinar:{sandbox.world.sessions[-1].uuid}"},
    "sessions.get": lambda sandbox: {"session": f"webinar:{sandbox.world.sessions[-1].uuid}"},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List the account's history, every event's runs, and look at each closely."""
    for event in sandbox.world.events:
        list(account.sessions.list(f"{event.kind.lower()}:{event.number}"))
    for session in account.sessions.list(since=sandbox.world.now() - timedelta(days=60)):
        account.sessions.get(session.id)
