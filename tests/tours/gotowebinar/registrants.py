"""Who registered for webinars, and what they are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from provider_bridge.domain.ids import EventId, RegistrantId
from provider_bridge.domain.people import Answer, NewRegistrant
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Guest, Guests, Webinar, Webinars
from tours import Arguments

SOMEBODY = NewRegistrant(
    "Ada@guests.example.test",
    "Ada",
    "Example",
    postal_code="10115",
    organization="Example Ltd",
    job_title="Engineer",
    comments="Looking forward to it",
    source="Newsletter 123",
    custom=(Answer("what do you want to learn?", "Everything"), Answer("How did you hear about us?", "a friend")),
)
NOBODY = RegistrantId("1000000000000000001")


def webinar(sandbox: Sandbox, kind: str = "coming", index: int = 0) -> Webinar:
    """Return a simulated webinar: ``coming``, ``past``, ``running``, or by its recurrence; one of them."""
    now = sandbox.world.now()
    fits: dict[str, Callable[[Webinar], bool]] = {
        "coming": lambda each: each.start > now and each.recurrence == "single_session" and each.approval != "MANUAL",
        "manual": lambda each: each.approval == "MANUAL",
        "past": lambda each: each.end < now,
        "running": lambda each: each.running,
    }
    everything = sandbox.world.part(Webinars).all
    if kind not in fits:
        return [each for each in everything if each.recurrence == kind][index]
    return [each for each in everything if fits[kind](each)][index]


def event(sandbox: Sandbox, kind: str = "coming", index: int = 0) -> EventId:
    """Return the id of a simulated webinar."""
    found = webinar(sandbox, kind, index)
    return EventId(f"{found.organizer}/{found.key}")


def guest(sandbox: Sandbox, kind: str = "coming", position: int = 0) -> Guest:
    """Return somebody who registered for a simulated webinar."""
    return sandbox.world.part(Guests).guest(webinar(sandbox, kind), position)


def _event(sandbox: Sandbox) -> dict[str, Any]:
    return {"event_id": event(sandbox)}


def _one(sandbox: Sandbox) -> dict[str, Any]:
    return {"event_id": event(sandbox), "registrant_id": RegistrantId(guest(sandbox).key)}


def _some(sandbox: Sandbox) -> dict[str, Any]:
    return {"event_id": event(sandbox), "registrants": []}


ARGUMENTS: Arguments = {
    "registrants.list": _event,
    "registrants.list_full": _event,
    "registrants.get": _one,
    "registrants.add": lambda sandbox: {"event_id": event(sandbox), "registrant": SOMEBODY},
    "registrants.add_many": _some,
    "registrants.approve": _some,
    "registrants.deny": _some,
    "registrants.cancel": _some,
    "registrants.delete": _one,
    "registrants.questions.list": _event,
    "registrants.questions.defaults": lambda _: {},
    "registrants.questions.update": lambda sandbox: {"event_id": event(sandbox), "questions": []},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List, read, register and delete; look at past webinars, at one by hand and at a series as well."""
    registrants = account.registrants
    for kind in ("coming", "manual", "past", "running", "sequence", "series"):
        list(registrants.list_full(event(sandbox, kind)))
        registrants.questions.list(event(sandbox, kind))
    for kind in ("coming", "manual"):
        added = registrants.add(event(sandbox, kind), SOMEBODY, resend_confirmation=True)
        registrants.get(event(sandbox, kind), added.id)
        registrants.delete(event(sandbox, kind), added.id)
