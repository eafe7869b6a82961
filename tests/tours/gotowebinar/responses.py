"""What people answered to polls and surveys in a session."""

from __future__ import annotations

from typing import Any

from provider_bridge.domain.ids import RegistrantId
from provider_bridge.sandbox import Sandbox
from tours import Arguments
from tours.gotowebinar.questions import attendees, newest, session_of


def _of_the_first(sandbox: Sandbox) -> dict[str, Any]:
    return newest(sandbox) | {"registrant_id": RegistrantId(attendees(sandbox, session_of(sandbox))[0].key)}


ARGUMENTS: Arguments = {
    "responses.list": newest,
    "responses.list_of_participant": _of_the_first,
    "responses.summaries": newest,
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List those of everybody, those of one person, and what came of it in sum."""
    list(account.responses.list(**newest(sandbox)))
    list(account.responses.list_of_participant(**_of_the_first(sandbox)))
    account.responses.summaries(**newest(sandbox))
