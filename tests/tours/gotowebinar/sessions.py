"""What took place, and the figures of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support import opened, whole_account

from provider_bridge.sandbox import Sandbox
from tours import Arguments

DAYS = 60


def newest(sandbox: Sandbox) -> tuple[str, str]:
    """Return the ids of the newest past session and of its webinar."""
    session, webinar, _ = sandbox.world.webinar_sessions[0]
    event = f"{sandbox.world.organizer_key}/{webinar}"
    return f"{event}/{session}", event


ARGUMENTS: Arguments = {
    "sessions.list": lambda sandbox: {"since": sandbox.world.now() - timedelta(days=DAYS)},
    "sessions.get": lambda sandbox: {"session": newest(sandbox)[0]},
    "sessions.figures": lambda sandbox: {"session": newest(sandbox)[0]},
    "sessions.figures_of_event": lambda sandbox: {"event": newest(sandbox)[1]},
    "sessions.delete": lambda sandbox: {"session": newest(sandbox)[0]},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = {
    # the document requires both and defines neither
    "_embedded.webinars[].webinarId",
    "_embedded.webinars[].status",
}


def tour(account: Any, sandbox: Sandbox) -> None:
    """List what took place in the account and for a webinar, and look at the figures."""
    for session in account.sessions.list(since=sandbox.world.now() - timedelta(days=DAYS)):
        account.sessions.get(session.id)
        account.sessions.figures(session.id)
    _, event = newest(sandbox)
    list(account.sessions.list(event))
    account.sessions.figures_of_event(event)
    with opened("sync", sandbox.handle, whole_account(sandbox)) as accounts:
        list(accounts["sandbox-webinar"].sessions.list(since=sandbox.world.now() - timedelta(days=DAYS)))
