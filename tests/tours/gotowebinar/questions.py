"""What people asked in a session."""

from __future__ import annotations

from typing import Any

from provider_bridge.domain.ids import RegistrantId, SessionId
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Guest, Guests, Session, Webinars
from tours import Arguments

__all__ = ["ARGUMENTS", "STRANGERS", "UNDOCUMENTED", "attendees", "newest", "session_of", "tour"]


def session_of(sandbox: Sandbox, index: int = 0) -> Session:
    """Return a run of the organizer's webinars, the newest by default."""
    webinars = sandbox.world.part(Webinars)
    return [run for each in webinars.of(sandbox.world.organizer_key) for run in webinars.sessions(each)][index]


def attendees(sandbox: Sandbox, session: Session) -> list[Guest]:
    """Return who came to a run."""
    return list(sandbox.world.part(Guests).attendees(session))


def newest(sandbox: Sandbox, index: int = 0) -> dict[str, Any]:
    """Return the id of a run, as an argument."""
    run = session_of(sandbox, index)
    return {"session_id": SessionId(f"{run.webinar.organizer}/{run.webinar.key}/{run.key}")}


def _of_the_first(sandbox: Sandbox) -> dict[str, Any]:
    return newest(sandbox) | {"registrant_id": RegistrantId(attendees(sandbox, session_of(sandbox))[0].key)}


ARGUMENTS: Arguments = {"questions.list": newest, "questions.list_of_participant": _of_the_first}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List those of a session, and those of one person."""
    list(account.questions.list(**newest(sandbox)))
    list(account.questions.list_of_participant(**_of_the_first(sandbox)))
