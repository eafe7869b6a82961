"""Who was there, and who was not."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinar_attendees import Spelling
from tours import Arguments
from tours.gotowebinar.sessions import newest

ARGUMENTS: Arguments = {
    "participants.list": lambda sandbox: {"session_id": newest(sandbox)[0]},
    "participants.list_of_event": lambda sandbox: {"event": newest(sandbox)[1]},
    "participants.absentees": lambda sandbox: {"event": newest(sandbox)[1]},
    "participants.delete": lambda sandbox: {"session_id": newest(sandbox)[0]},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List the people of a session and of a webinar, and who was absent from either, with keys as documented."""
    spelling = sandbox.world.part(Spelling)
    spelling.as_documented = True
    session, event = newest(sandbox)
    list(account.participants.list(session))
    list(account.participants.list_of_event(event))
    list(account.participants.absentees(event))
    list(account.participants.absentees(event, session=session))
    spelling.as_documented = False
