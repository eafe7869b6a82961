"""Scheduled meetings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge import EventChange, NewEvent
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meeting_directory import Organizers
from provider_bridge.sandbox.goto.meetings import Meetings
from tours import Arguments


def one(sandbox: Sandbox) -> dict[str, Any]:
    """Return the arguments for one meeting that is to come."""
    return {"event": sandbox.world.part(Meetings).all[-1].id}


def new(sandbox: Sandbox) -> NewEvent:
    """Return something to schedule."""
    start = sandbox.world.now().replace(microsecond=0) + timedelta(days=3)
    return NewEvent(start, start + timedelta(minutes=45), "Quarterly <review>")


ARGUMENTS: Arguments = {
    "events.get": one,
    "events.list_of_group": lambda sandbox: {"group": sandbox.world.part(Organizers).team},
    "events.add": lambda sandbox: {"event": new(sandbox), "password_required": True},
    "events.update": lambda sandbox: one(sandbox) | {"change": EventChange(title="Another"), "audio": "VoIP"},
    "events.delete": one,
    "events.start_url": one,
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List, and then make a meeting, look at it, change it, and delete it."""
    list(account.events.list())
    list(account.events.list(host=sandbox.world.colleague_key))
    list(account.events.list_of_group(sandbox.world.part(Organizers).team))
    made = account.events.add(new(sandbox), password_required=True, co_organizers=[sandbox.world.colleague_key])
    account.events.start_url(made.id)
    account.events.update(made.id, EventChange(title="Another"), audio="VoIP")
    account.events.delete(made.id)
