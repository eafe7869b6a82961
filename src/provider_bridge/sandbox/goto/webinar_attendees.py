"""Who came to the simulated webinars' sessions, as the list of one session shows it: whole, with keys as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import SESSION, written
from provider_bridge.sandbox.goto.webinars import Guest, Guests, Session, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "attendee"]


def attendee(world: World, ask: Ask) -> tuple[Session, Guest]:
    """Return the session and the attendee that a path names; who registered and did not come is none."""
    session, guests = world.part(Webinars).session(ask.path), world.part(Guests)
    guest = guests.find(session.webinar, ask.path["registrantKey"])
    if not guests.attended(session, guest):
        raise Refusal(404, 0, "Attendee with specified key does not exist")
    return session, guest


def _attendees(world: World, ask: Ask) -> Answer:
    session, guests = world.part(Webinars).session(ask.path), world.part(Guests)
    return [_row(session, guest, guests) for guest in guests.attendees(session)]


def _row(session: Session, guest: Guest, guests: Guests) -> dict[str, Any]:
    stays = guests.attended(session, guest)
    return {
        "registrantKey": int(guest.key),
        "firstName": guest.first_name,
        "lastName": guest.last_name,
        "email": guest.email,
        "attendanceTimeInSeconds": int(sum((left - joined).total_seconds() for joined, left in stays)),
        "sessionKey": int(session.key),
        "attendance": [{"joinTime": written(joined), "leaveTime": written(left)} for joined, left in stays],
    }


ROUTES: Final = (Route(f"{SESSION}/attendees", "G2W", ("collab:",), _attendees),)
