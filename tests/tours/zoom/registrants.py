"""Registrants and what they are asked."""

from __future__ import annotations

import json
from typing import Any

from provider_bridge.domain.ids import EventId, RegistrantId
from provider_bridge.domain.people import NewRegistrant, Registrant, RegistrationQuestion
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.common import find_event
from provider_bridge.sandbox.zoom.registrants import Registrations
from tours import Arguments

SOMEBODY = NewRegistrant("ada@guests.example.test", "Ada", "Example", organization="Example Ltd", language="de-DE")
KINDS = ("meeting", "webinar")
NOBODY = RegistrantId("9tboDiHUQAeOnbmudzWa5g")
NAMES = NewRegistrant("ben@guests.example.test", "Ben", "Example")


def event(sandbox: Sandbox, kind: str = "webinar", index: int = 0) -> EventId:
    """Return the id of one of the simulated events."""
    found = next(each for each in sandbox.world.events if each.kind.lower() == kind and each.index == index)
    return EventId(f"{kind}:{found.number}")


def _nobody(sandbox: Sandbox) -> dict[str, Any]:
    return {"event_id": event(sandbox), "registrant_id": NOBODY}


def counts(registrants: list[Registrant]) -> dict[str, int]:
    """Return how many there are in each state."""
    return {status: sum(each.status == status for each in registrants) for status in ("pending", "approved", "denied")}


def first(sandbox: Sandbox, where: EventId) -> Registrant:
    """Return the first who registered for an event, as far as changing the state needs it."""
    kind, _, number = where.partition(":")
    found = find_event(sandbox.world, number, kind.title())
    row = json.loads(sandbox.world.part(Registrations).of(found).text(0, "approved"))
    return Registrant(RegistrantId(row["id"]), "approved", None, email=row["email"])


def _somebody(sandbox: Sandbox) -> dict[str, Any]:
    return {"event_id": event(sandbox), "registrants": [first(sandbox, event(sandbox))]}


ARGUMENTS: Arguments = {
    "registrants.list": lambda sandbox: {"event_id": event(sandbox)},
    "registrants.get": _nobody,
    "registrants.add": lambda sandbox: {"event_id": event(sandbox), "registrant": SOMEBODY},
    "registrants.add_many": lambda sandbox: {
        "event_id": event(sandbox),
        "registrants": [NewRegistrant("a@b.test", "A")],
    },
    "registrants.approve": _somebody,
    "registrants.deny": _somebody,
    "registrants.cancel": _somebody,
    "registrants.delete": _nobody,
    "registrants.questions.list": lambda sandbox: {"event_id": event(sandbox)},
    "registrants.questions.update": lambda sandbox: {
        "event_id": event(sandbox),
        "questions": [RegistrationQuestion("organization", "Organization", required=False)],
    },
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Do everything that can be done for a meeting and for a webinar."""
    for kind in KINDS:
        where = event(sandbox, kind)
        registrants = account.registrants
        people = list(registrants.list(where))
        added = registrants.add(where, SOMEBODY)
        registrants.add_many(where, [NAMES, NewRegistrant("c@guests.example.test", "C")])
        found = registrants.get(where, added.id)
        registrants.deny(where, [found])
        registrants.approve(where, [found, people[0]])
        registrants.cancel(where, [found])
        registrants.delete(where, added.id)
        asked = registrants.questions.list(where)
        registrants.questions.update(where, asked[:3])
    registrants.questions.defaults()
    registrants.questions.defaults(group=sandbox.world.group_ids[0])
