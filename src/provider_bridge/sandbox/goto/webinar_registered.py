"""Who registered for the simulated webinars, as the list shows it: less than they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import WEBINAR, page_by_limit, written
from provider_bridge.sandbox.goto.webinars import Guest, Guests, Webinar, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]


def _registrants(world: World, ask: Ask) -> Answer:
    webinar = world.part(Webinars).get(ask.path)
    everybody = world.part(Guests).everybody(webinar)
    return page_by_limit(ask, len(everybody), lambda index: _row(webinar, everybody[index]))


def _row(webinar: Webinar, guest: Guest) -> dict[str, Any]:
    return {
        "lastName": guest.last_name,
        "email": guest.email,
        "firstName": guest.first_name,
        "registrantKey": int(guest.key),
        "registrationDate": written(guest.registered_at),
        "status": guest.status,
        "joinUrl": f"https://join.example.test/{webinar.key}/{guest.key}",
        "timeZone": webinar.time_zone,
    }


ROUTES: Final = (Route(f"{WEBINAR}/registrants", "G2W", ("collab:",), _registrants),)
