"""Panelists and co-organizers."""

from __future__ import annotations

from typing import Any

from provider_bridge.domain.ids import EventId, HostId, StaffId
from provider_bridge.domain.staff import NewStaff, Staff
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinars import Webinar, Webinars
from tours import Arguments

__all__ = ["ADA", "ARGUMENTS", "BEN", "STRANGERS", "UNDOCUMENTED", "coming", "event_of", "tour"]

ADA = NewStaff("panelist", name="Ada Example", email="ada@guests.example.test")
BEN = NewStaff("co-organizer", name="Ben Example", email="ben@guests.example.test")
NOBODY = Staff(StaffId("123"), "panelist")


def coming(sandbox: Sandbox) -> Webinar:
    """Return a webinar that is to come."""
    webinars = sandbox.world.part(Webinars).of(sandbox.world.organizer_key)
    return next(each for each in webinars if each.start > sandbox.world.now())


def event_of(webinar: Webinar) -> EventId:
    """Return a webinar's id."""
    return EventId(f"{webinar.organizer}/{webinar.key}")


def _where(sandbox: Sandbox) -> dict[str, Any]:
    """Name the webinar by its bare key, so that whose it is has to be found out."""
    return {"event_id": EventId(coming(sandbox).key)}


ARGUMENTS: Arguments = {
    "staff.list": _where,
    "staff.add": lambda sandbox: _where(sandbox) | {"staff": ADA},
    "staff.delete": lambda sandbox: _where(sandbox) | {"staff": NOBODY},
    "staff.resend_invitation": lambda sandbox: _where(sandbox) | {"staff": NOBODY},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Invite somebody of each kind, send the invitations again, and take all of them off."""
    where = event_of(coming(sandbox))
    colleague = NewStaff("co-organizer", host=HostId(sandbox.world.colleague_key))
    for new in (ADA, BEN, colleague):
        added = account.staff.add(where, new)
        account.staff.resend_invitation(where, added)
        account.staff.delete(where, added)
    list(account.staff.list(where))
