"""The simulated Zoom's meetings and webinars as they are listed, and one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Refusal, Route
from provider_bridge.sandbox.zoom.chats import ChatState
from provider_bridge.sandbox.zoom.common import choice, day_of, find_event, find_user, time_text
from provider_bridge.sandbox.zoom.event_settings import meeting_settings, webinar_settings
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.registrants import approval_of

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Event, Person, World

__all__ = ["ROUTES", "Licences"]

_DATES: Final = 4
_LISTED_FOR: Final = timedelta(days=183)
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


def _meetings(world: World, ask: Ask) -> Answer:
    person = find_user(world, ask)
    if person.id in world.part(Licences).cannot_host:
        raise Refusal(400, 3161, "Meeting hosting and scheduling capabilities are not allowed for your user account.")
    wanted = choice(ask, "type", "scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings")
    first, last = _period(world, ask)
    coming = [event for event in world.events if event.kind == "Meeting" and event.host == person]
    if wanted == "scheduled":
        return _listed(world, ask, "meetings", [_row(event) for event in coming])
    if wanted == "live":
        live, began = world.part(ChatState).live, {"start_time": time_text(world.now() - timedelta(minutes=10))}
        return _listed(world, ask, "meetings", [_row(event) | began for event in coming if event.number in live])
    rows = [_row(event) for event in coming] if wanted != "previous_meetings" else _previous(world, person)
    return _listed(world, ask, "meetings", [row for row in rows if first <= row["start_time"] <= last])


def _previous(world: World, person: Person) -> list[dict[str, Any]]:
    """Return the runs that are over, each with a UUID of its own."""
    return [
        _row(each.event) | {"uuid": each.uuid, "start_time": time_text(each.start)}
        for each in world.sessions
        if each.kind == "Meeting" and world.host_of(each) == person
    ]


def _period(world: World, ask: Ask) -> tuple[str, str]:
    """Return the period that a listing is narrowed to; what is older than half a year is never in it."""
    oldest, end = world.now() - _LISTED_FOR, world.now() + _LISTED_FOR
    return time_text(max(oldest, day_of(ask, "from", oldest))), time_text(day_of(ask, "to", end, end=True))


def _webinars(world: World, ask: Ask) -> Answer:
    person = find_user(world, ask)
    licences = world.part(Licences)
    if person.id in licences.no_webinars | licences.cannot_host:
        text = "Webinar plan is missing. You must subscribe to the webinar plan and enable webinars for this user."
        raise Refusal(400, 200, text)
    choice(ask, "type", "scheduled", "upcoming")  # here they are the same: all are to come
    coming = [event for event in world.events if event.kind == "Webinar" and event.host == person]
    return _listed(world, ask, "webinars", [_row(event) for event in coming])


def _listed(world: World, ask: Ask, name: str, rows: list[dict[str, Any]]) -> Answer:
    found = page(world, ask, rows, numbered=True)
    return found.told() | {name: list(found.rows)}


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
    state = world.part(ChatState)
    secret = _digits(world, event)
    own = {
        "assistant_id": "",
        "status": "started" if event.number in state.live else "waiting",
        "pstn_password": secret,
        "h323_password": secret,
        "encrypted_password": world.key("encrypted password", event.number),
        "chat_join_url": f"https://example.test/launch/jc/{event.number}",
        "pre_schedule": False,
        "creation_source": "other",
    }
    channel = state.channel_of(event.number)
    return _body(world, ask, event, meeting_settings(channel)) | own


def _webinar(world: World, ask: Ask) -> Answer:
    event = find_event(world, ask.path["webinarId"], "Webinar")
    own = {
        "encrypted_passcode": world.key("encrypted password", event.number),
        "h323_passcode": _digits(world, event),
        "is_simulive": False,
        "creation_source": "other",
    }
    return _body(world, ask, event, webinar_settings(event.host)) | own


def _digits(world: World, event: Event) -> str:
    """Return the password for telephones and room systems."""
    return f"{int.from_bytes(world.mark('digits', event.number)[:2]):06}"


def _body(world: World, ask: Ask, event: Event, settings: dict[str, Any]) -> dict[str, Any]:
    """Return an event alone; in the scenario ``violating`` the first of each kind records itself into the cloud."""
    records = world.scenario == "violating" and event.index == 0
    own = {"approval_type": approval_of(event), "auto_recording": "cloud" if records else "none"}
    body: dict[str, Any] = _row(event) | {
        "host_email": event.host.email,
        "password": "hush",
        "start_url": f"https://example.test/s/{event.number}?zak=hush",
        "tracking_fields": [],
        "settings": settings | own,
    }
    if event.recurring:
        starts = [event.start + timedelta(days=7 * week) for week in range(_DATES)]
        body["occurrences"] = [_occurrence(start, week) for week, start in enumerate(starts)]
        body["recurrence"] = {"type": 2, "repeat_interval": 1, "end_times": _DATES}
        wanted = {each["occurrence_id"]: each for each in body["occurrences"]}.get(ask.query.get("occurrence_id", ""))
        body["start_time"] = wanted["start_time"] if wanted else body["start_time"]
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
