"""Who attended the simulated webinars: a bare list for one session, pages for all of a webinar's sessions."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import SESSION, WEBINAR, page_by_size, written
from provider_bridge.sandbox.goto.webinars import Guests, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.goto.webinars import Guest, Session
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Spelling", "attendee"]


class Spelling:
    """How keys are written in the list of all sessions: as text, which a client met, or as the document says."""

    def __init__(self, _: World) -> None:
        self.as_documented = False


def attendee(world: World, ask: Ask) -> tuple[Session, Guest]:
    """Return the session and the attendee that a path names; who registered and did not come is none."""
    session, guests = world.part(Webinars).session(ask.path), world.part(Guests)
    guest = guests.find(session.webinar, ask.path["registrantKey"])
    if not guests.attended(session, guest):
        raise Refusal(404, 0, "Attendee with specified key does not exist")
    return session, guest


def _row(guests: Guests, run: Session, guest: Guest) -> dict[str, Any]:
    stays = guests.attended(run, guest)
    return {
        "registrantKey": int(guest.key),
        "sessionKey": int(run.key),
        "email": guest.email,
        "attendanceTimeInSeconds": int(sum((left - joined).total_seconds() for joined, left in stays)),
        "attendance": [{"joinTime": written(joined), "leaveTime": written(left)} for joined, left in stays],
        "firstName": guest.first_name,
        "lastName": guest.last_name,
    }


def _of_session(world: World, ask: Ask) -> Answer:
    guests = world.part(Guests)
    run = world.part(Webinars).session(ask.path)
    return [_row(guests, run, guest) for guest in guests.attendees(run)]


def _of_webinar(world: World, ask: Ask) -> Answer:
    guests, webinars = world.part(Guests), world.part(Webinars)
    runs = [(run, guests.attendees(run)) for run in webinars.sessions(webinars.get(ask.path))]
    ends = list(accumulate(len(those) for _, those in runs))
    as_documented = world.part(Spelling).as_documented

    def row(index: int) -> dict[str, Any]:
        number = bisect_right(ends, index)
        run, those = runs[number]
        found = _row(guests, run, those[index - ends[number] + len(those)])
        return found if as_documented else found | {key: str(found[key]) for key in ("registrantKey", "sessionKey")}

    return page_by_size(ask, "attendeeParticipationResponses", sum(len(those) for _, those in runs), row)


ROUTES: Final = (
    Route(SESSION, "G2W", ("collab:",), _of_session),  # attendees, though its name promises the session
    Route(f"{SESSION}/attendees", "G2W", ("collab:",), _of_session),
    Route(f"{WEBINAR}/attendees", "G2W", ("collab:",), _of_webinar),
)
