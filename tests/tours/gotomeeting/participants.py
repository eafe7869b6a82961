"""Who was in GoToMeeting's sessions."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments
from tours.gotomeeting.sessions import lately, of_group, session_of

ARGUMENTS: Arguments = {
    "participants.list": lambda sandbox: {"session_id": session_of(sandbox)},
    "participants.list_between": lately,
    "participants.delete": lambda sandbox: {"session_id": session_of(sandbox, 2)},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List who was there, by session, organizer and group, and delete a list."""
    list(account.participants.list(session_of(sandbox)))
    list(account.participants.list_between(**lately(sandbox)))
    list(account.participants.list_between(**of_group(sandbox)))
    account.participants.delete(session_of(sandbox, 7))
