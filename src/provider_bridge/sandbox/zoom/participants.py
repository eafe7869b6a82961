"""The simulated Zoom's lists of who was there: the reports, the past sessions, and the dashboards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Handler, Refusal, Route
from provider_bridge.sandbox.zoom.common import choice, find_session, time_text
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.registrants import Registrations

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES", "Attendance", "Guest", "Join", "recent"]

_YEAR: Final = timedelta(days=365)
_END: Final = timedelta(minutes=50)


@dataclass(frozen=True, slots=True)
class Join:
    """A stay of somebody; Zoom gives each a new number."""

    user_id: str
    start: datetime
    end: datetime
    waiting: bool = False

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was there. Zoom shows the user and the address of few of them."""

    name: str
    joins: tuple[Join, ...]
    email: str = ""
    user: str = ""
    registrant: str = ""
    dialled: str = ""
    internal: bool = False


class Attendance:
    """Who was at each session. ``counted`` is false while Zoom has no lengths of stays yet.

    The first is the host. The second registered, waited, was there, and came back. The third called by telephone,
    the fourth only typed a name, the fifth is a colleague, and from the sixth on everybody registered. Where nobody
    can register, they typed a name instead, and Zoom shows no address.
    """

    def __init__(self, world: World) -> None:
        self.counted = True
        self._world = world
        self._known: dict[str, tuple[Guest, ...]] = {}

    def of(self, session: Session) -> tuple[Guest, ...]:
        if session.uuid not in self._known:
            self._known[session.uuid] = tuple(self._guest(session, number) for number in range(session.attendees))
        return self._known[session.uuid]

    def _guest(self, session: Session, number: int) -> Guest:
        joins = _joins(session, number)
        if number in {0, 4}:
            active = self._world.people["active"]
            person = self._world.host_of(session) if number == 0 else active[(session.number + number) % len(active)]
            name = f"{person.first_name} {person.last_name}"
            return Guest(name, joins, person.email, person.id, internal=True)
        mark = self._world.mark("guest", session.uuid, number)
        if number == 2:  # noqa: PLR2004 (the third)
            return Guest(f"+49*****{mark[0]:03}", joins, dialled="+49 69 7104 9922")
        registered = self._world.part(Registrations).of(session.event).comer(number)
        if number == 3 or registered is None:  # noqa: PLR2004 (the fourth)
            return Guest(f"Visitor {mark[0]}" if number != 3 else "Visitor", joins)  # noqa: PLR2004 (the fourth)
        registrant, name, email = registered
        return Guest(name, joins, email, registrant=registrant)


def _joins(session: Session, number: int) -> tuple[Join, ...]:
    first, end = session.start + timedelta(minutes=number), session.start + _END
    user = 16778240 + 16 * number
    if number != 1:
        return (Join(str(user), first, end),)
    half = session.start + timedelta(minutes=20)
    stays = (
        Join(str(user + 1), first, half),
        Join(str(user + 2), half + timedelta(minutes=5), end),
    )
    waited = Join(str(user), session.start, first, waiting=True)
    return (waited, *stays) if session.kind == "Meeting" else stays


def recent(world: World, session: Session) -> Session:
    """Return a session, or refuse to speak of one that is older than a year."""
    if world.now() - session.start > _YEAR:
        raise Refusal(400, 12702, f"Can not access a {session.kind.lower()} a year ago.")
    return session


Shape = Callable[["World", "Session", Guest, Join, bool], dict[str, Any]]


def _alone(kind: str) -> tuple[str, ...]:
    """Return what only the dashboard of meetings can be asked for: those of one person."""
    return ("pastOne",) if kind == "Meeting" else ()


def _listing(kind: str, shape: Shape, *, dashboard: bool = False) -> Handler:
    parameter = f"{kind.lower()}Id"

    def answer(world: World, ask: Ask) -> Answer:
        session = recent(world, find_session(world, ask.path[parameter], kind))
        told = choice(ask, "include_fields", "", "registrant_id") == "registrant_id"
        found = [(guest, join) for guest in world.part(Attendance).of(session) for join in guest.joins]
        alone = session.attendees == 1
        wanted = choice(ask, "type", "live", "past", *_alone(kind)) if dashboard else ""
        if wanted == "live" or (alone and not dashboard) or (wanted == "pastOne" and not alone):
            found = []  # of a meeting of one only the dashboards know who was there
        listed = page(world, ask, found)
        number = {f"{kind.lower()}_number": str(session.number)} if dashboard else {}
        return number | {
            **listed.counted(),
            "participants": [shape(world, session, guest, join, told) for guest, join in listed.rows],
        }

    return answer


def _common(world: World, guest: Guest, join: Join, told: bool) -> dict[str, Any]:  # noqa: FBT001 (a value)
    """Return what every list but the dashboards says; the registration only where it was asked for."""
    row: dict[str, Any] = {
        "id": guest.user,
        "user_id": join.user_id,
        "name": guest.name,
        "user_email": guest.email,
        "join_time": time_text(join.start),
        "leave_time": time_text(join.end),
        "duration": join.seconds if world.part(Attendance).counted else 0,
        "failover": False,
        "status": "in_waiting_room" if join.waiting else "in_meeting",
    }
    return row | ({"registrant_id": guest.registrant} if told and guest.registrant else {})


def _reported(world: World, session: Session, guest: Guest, join: Join, told: bool) -> dict[str, Any]:  # noqa: FBT001
    row = _common(world, guest, join, told) | {"participant_user_id": guest.user, "customer_key": ""}
    if world.scores:
        score = 80 + int(join.user_id) % 16
        row["attentiveness_score"] = score if session.kind == "Meeting" else str(score)
    elif world.scenario == "legacy":
        row["attentiveness_score"] = ""
    return row


def _past(world: World, _: Session, guest: Guest, join: Join, told: bool) -> dict[str, Any]:  # noqa: FBT001
    return _common(world, guest, join, told) | {"internal_user": guest.internal}


def _watched(_: World, session: Session, guest: Guest, join: Join, told: bool) -> dict[str, Any]:  # noqa: FBT001
    """Return a dashboard's row: where somebody was, with what device, and by what telephone."""
    row: dict[str, Any] = {
        "id": guest.user,
        "user_id": join.user_id,
        "participant_user_id": guest.user,
        "user_name": guest.name,
        "email": guest.email,
        "device": "Phone" if guest.dialled else "Windows",
        "ip_address": "192.0.2.1",
        "location": "Frankfurt (Germany)",
        "network_type": "Others" if guest.dialled else "Wifi",
        "join_time": time_text(join.start),
        "leave_time": time_text(join.end),
        "recording": False,
        "role": "host" if guest.internal else "attendee",
        "audio_call": [],
    }
    if guest.dialled:
        row["audio_call"] = [{"call_number": guest.name, "call_type": "call-in", "zoom_number": guest.dialled}]
    if session.kind == "Meeting":
        row["status"] = "in_waiting_room" if join.waiting else "in_meeting"
    return row | ({"registrant_id": guest.registrant} if told and guest.registrant else {})


def _routes(kind: str) -> tuple[Route, ...]:
    many, one = f"{kind}s", f"{{{kind}Id}}"
    name = kind.capitalize()
    report, past = f"report:read:list_{kind}_participants:admin", f"{kind}:read:list_past_participants:admin"
    watched = f"dashboard:read:list_{kind}_participants:admin"
    return (
        Route(f"/report/{many}/{one}/participants", "Heavy", (report,), _listing(name, _reported)),
        Route(
            f"/past_{many}/{one}/participants",
            "Light" if kind == "meeting" else "Medium",
            (past,),
            _listing(name, _past),
        ),
        Route(f"/metrics/{many}/{one}/participants", "Heavy", (watched,), _listing(name, _watched, dashboard=True)),
    )


ROUTES: Final = (*_routes("meeting"), *_routes("webinar"))
