"""What took place at GoToMeeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meetings import Meetings
from tours import Arguments


def session_of(sandbox: Sandbox, number: int = 0) -> str:
    """Return the id of a run; 0 is the newest of the token's own organizer."""
    run = sandbox.world.part(Meetings).runs[number]
    return f"{run.meeting.organizer}/{run.meeting.id}/{run.session}"


def lately(sandbox: Sandbox, days: int = 70) -> dict[str, Any]:
    return {"since": sandbox.world.now() - timedelta(days=days)}


def of_group(sandbox: Sandbox) -> dict[str, Any]:
    return {"group": sandbox.world.digits("group", "root")} | lately(sandbox)


ARGUMENTS: Arguments = {
    "sessions.list": lately,
    "sessions.list_of_group": of_group,
    "sessions.get": lambda sandbox: {"session": session_of(sandbox)},
    "sessions.delete": lambda sandbox: {"session": session_of(sandbox, 1)},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List what took place, by organizer and by group, look at one session and delete another."""
    list(account.sessions.list(**lately(sandbox)))
    list(account.sessions.list(**lately(sandbox), host=sandbox.world.colleague_key))
    list(account.sessions.list_of_group(**of_group(sandbox)))
    account.sessions.get(session_of(sandbox))
    account.sessions.delete(session_of(sandbox, 8))
