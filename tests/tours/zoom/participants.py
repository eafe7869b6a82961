"""Who was at a session."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments


def newest(sandbox: Sandbox, kind: str = "Meeting") -> dict[str, Any]:
    """Return the newest run of a kind; its UUID must be encoded twice in a path."""
    found = next(each for each in sandbox.world.sessions if each.kind == kind)
    return {"session_id": f"{kind.lower()}:{found.uuid}"}


ARGUMENTS: Arguments = {"participants.list": newest, "participants.delete": newest}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()
PARAMETERS: set[tuple[str, str]] = {
    # the document says in words that this makes the registrant's id come, but does not list it as a parameter
    ("/past_meetings/{meetingId}/participants", "include_fields"),
    ("/past_webinars/{webinarId}/participants", "include_fields"),
}


def tour(account: Any, sandbox: Sandbox) -> None:
    """List the people of a meeting and of a webinar, from both sources."""
    for kind in ("Meeting", "Webinar"):
        for source in ("report", "past"):
            list(account.participants.list(**newest(sandbox, kind), source=source))
