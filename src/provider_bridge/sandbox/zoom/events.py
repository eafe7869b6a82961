"""The simulated Zoom's scheduled meetings and webinars."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Refusal, Route
from provider_bridge.sandbox.zoom.chats import ChatState
from provider_bridge.sandbox.zoom.common import find_event, page, page_size, time_text
from provider_bridge.sandbox.zoom.registrants import approval_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Event, Person, World

__all__ = ["ROUTES", "Licences"]

_DATES: Final = 4
_TYPES: Final = {("Meeting", False): 2, ("Meeting", True): 8, ("Webinar", False): 5, ("Webinar", True): 9}


class Licences:
    """Who may not host, and who has no webinar licence: ids of users, which tests may add to.

    Everybody has both but in the scenario ``forbidden``: there nobody inactive may host, and of those who host no
    webinar every third lacks the licence.
    """

    def __init__(self, world: World) -> None:
        self.cannot_host: set[str] = set()
        self.no_webinars: set[str] = set()
        if world.scenario == "forbidden":
            hosts = {event.host.id for event in world.events if event.kind == "Webinar"}
            self.cannot_host = {person.id for person in world.people["inactive"]}
            self.no_webinars = {person.id for person in world.people["active"][::3]} - hosts


def _user(world: World, ask: Ask) -> Person:
    person = world.person_by_id.get(ask.path["userId"])
    if person is None:
        raise Refusal(404, 1001, f"User does not exist: {ask.path['userId']}.")
    return person


def _meetings(world: World, ask: Ask) -> Answer:
    person = _user(world, ask)
    if person.id in world.part(Licences).cannot_host:
        raise Refusal(400, 3161, "Meeting hosting and scheduling capabilities are not allowed for your user account.")
    return _listed(world, ask, person, "Meeting")


def _webinars(world: World, ask: Ask) -> Answer:
    person = _user(world, ask)
    licences = world.part(Licences)
    if person.id in licences.no_webinars | licences.cannot_host:
        text = "Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user."
        raise Refusal(400, 200, text)
    return _listed(world, ask, person, "Webinar")


def _listed(world: World, ask: Ask, person: Person, kind: str) -> Answer:
    found = [event for event in world.events if event.kind == kind and event.host == person]
    size = page_size(ask, 300)
    number = int(ask.query.get("page_number") or 1)
    if number > 1:
        rows: Sequence[Event] = found[(number - 1) * size : number * size]
        token = ""
    else:
        rows, token = page(world, ask, found)
    return {
        "next_page_token": token,
        "page_count": -(-len(found) // size),
        "page_number": number,
        "page_size": size,
        "total_records": len(found),
        f"{kind.lower()}s": [_row(each) for each in rows],
    }


def _row(event: Event) -> dict[str, Any]:
    return {
        "uuid": event.uuid,
        "id": event.number,
        "host_id": event.host.id,
        "topic": event.topic,
        "type": _TYPES[event.kind, event.recurring],
        "start_time": time_text(event.start),
        "duration": 60,
        "timezone": "Europe/Berlin",
        "agenda": "",
        "created_at": time_text(event.start - timedelta(days=30)),
        "join_url": f"https://example.test/j/{event.number}",
    }


def _meeting(world: World, ask: Ask) -> Answer:
    event = find_event(world, ask.path["meetingId"], "Meeting")
    body: dict[str, Any] = _body(world, event) | {"status": "waiting", "pstn_password": "424242"}
    channel = world.part(ChatState).channel_of(event.number)
    body["settings"]["continuous_meeting_chat"] = {"enable": bool(channel)} | (
        {"channel_id": channel} if channel else {}
    )
    return body


def _webinar(world: World, ask: Ask) -> Answer:
    return _body(world, find_event(world, ask.path["webinarId"], "Webinar"))


def _body(world: World, event: Event) -> dict[str, Any]:
    """Return an event alone; in the scenario ``violating`` the first of each kind records itself into the cloud."""
    records = world.scenario == "violating" and event.index == 0
    settings = {
        "approval_type": approval_of(event),
        "registration_type": 1,
        "auto_recording": "cloud" if records else "none",
        "audio": "both",
        "email_in_attendee_report": True,
    }
    body: dict[str, Any] = _row(event) | {
        "host_email": event.host.email,
        "password": "hush",
        "start_url": f"https://example.test/s/{event.number}?zak=hush",
        "settings": settings,
    }
    if event.recurring:
        starts = [event.start + timedelta(days=7 * week) for week in range(_DATES)]
        body["occurrences"] = [_occurrence(start, week) for week, start in enumerate(starts)]
        body["recurrence"] = {"type": 2, "repeat_interval": 1, "end_times": _DATES}
    return body


def _occurrence(start: datetime, week: int) -> dict[str, Any]:
    return {
        "occurrence_id": str(int(start.timestamp()) * 1000),
        "start_time": time_text(start),
        "duration": 60,
        "status": "deleted" if week == 1 else "available",
    }


ROUTES: Final = (
    Route("/users/{userId}/meetings", "Medium", ("meeting:read:list_meetings:admin",), _meetings),
    Route("/users/{userId}/webinars", "Medium", ("webinar:read:list_webinars:admin",), _webinars),
    Route("/meetings/{meetingId}", "Light", ("meeting:read:meeting:admin",), _meeting),
    Route("/webinars/{webinarId}", "Light", ("webinar:read:webinar:admin",), _webinar),
)
