"""The simulated Zoom's telephone report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Route
from provider_bridge.sandbox.zoom.common import choice, days, time_text
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.participants import Attendance

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Calls"]

_KINDS: Final = {"1": ("toll-free", "call-out"), "2": ("Toll", "US toll-number"), "3": ("call-in",)}
"""What each type of the report shows."""


class Calls:
    """Every telephone leg, by type of the report; each session's caller makes one, and now and then another."""

    def __init__(self, world: World) -> None:
        self.legs: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _KINDS}
        guests = world.part(Attendance)
        for session in world.sessions:
            host = world.host_of(session)
            for guest in filter(lambda each: each.dialled, guests.of(session)):
                mark = world.mark("call", session.uuid)
                report = str(1 + mark[0] % 3)
                words = _KINDS[report]
                join = guest.joins[0]
                leg = {
                    "call_in_number": guest.name,
                    "country_name": "Germany",
                    "dept": "",
                    "duration": join.seconds // 60,
                    "end_time": time_text(join.end),
                    "host_email": host.email,
                    "host_id": host.id,
                    "host_name": f"{host.first_name} {host.last_name}",
                    "meeting_id": session.number,
                    "meeting_type": session.kind,
                    "phone_number": guest.dialled,
                    "rate": 0.0,
                    "signaled_number": guest.name,
                    "start_time": time_text(join.start),
                    "total": 0.0,
                    "type": words[mark[1] % len(words)],
                    "uuid": session.uuid,
                }
                self.legs[report] += [leg] * (1 + mark[2] % 2)


def _telephone(world: World, ask: Ask) -> Answer:
    first, last = days(ask)
    legs = world.part(Calls).legs[choice(ask, "type", *_KINDS)]
    choice(ask, "query_date_type", "start_time", "end_time", "meeting_start_time", "meeting_end_time")
    found = [leg for leg in legs if f"{first}" <= leg["start_time"][:10] <= f"{last}"]
    listed = page(world, ask, found, numbered=True)
    return {
        "from": f"{first}",
        "to": f"{last}",
        **listed.counted(),
        "telephony_usage": list(listed.rows),
    }


ROUTES: Final = (Route("/report/telephone", "Heavy", ("report:read:telephone:admin",), _telephone),)
