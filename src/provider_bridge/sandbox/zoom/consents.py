"""The simulated Zoom's report of what people chose when a notice was shown.

The report is newer than Zoom's API documents; its words here are invented, its members are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Route
from provider_bridge.sandbox.zoom.common import days, time_text
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.participants import Attendance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Disclaimers"]


class Disclaimers:
    """Everybody with a screen was shown a notice when they first came in; the one who only typed a name left."""

    def __init__(self, world: World) -> None:
        self.records = list(self._made(world))

    @staticmethod
    def _made(world: World) -> Iterator[dict[str, Any]]:
        guests = world.part(Attendance)
        for session in world.sessions:
            for guest in guests.of(session):
                if guest.dialled:
                    continue
                yield {
                    "disclaimer_status": "Agree" if guest.email else "Decline Attend",
                    "disclaimer_type": "recording",
                    "time": time_text(guest.joins[0].start),
                    "user_email": guest.email,
                    "meeting_number": str(session.number),
                    "meeting_id": session.uuid,
                    "client_type": "Windows",
                    "display_name": guest.name,
                }


def _disclaimers(world: World, ask: Ask) -> Answer:
    first, last = days(ask)
    found = [each for each in world.part(Disclaimers).records if f"{first}" <= each["time"][:10] <= f"{last}"]
    listed = page(world, ask, found)
    return {"page_size": listed.size, "next_page_token": listed.token, "disclaimer_records": list(listed.rows)}


ROUTES: Final = (Route("/report/disclaimer", "Heavy", ("report:read:admin",), _disclaimers),)
