"""The simulated Zoom's past meetings and webinars."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Refusal, Route
from provider_bridge.sandbox.zoom.common import find_session, time_text
from provider_bridge.sandbox.zoom.spoken import Transcripts

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES"]

_YEAR: Final = timedelta(days=365)
_LISTED_FOR: Final = timedelta(days=456)


def _runs(world: World, text: str, kind: str) -> list[dict[str, Any]]:
    if not any(str(event.number) == text and event.kind == kind for event in world.events):
        raise Refusal(404, 3001, f"{kind} does not exist: {text}.")
    return [
        {"uuid": each.uuid, "start_time": time_text(each.start)}
        for each in world.sessions
        if str(each.number) == text and each.kind == kind
    ]


def _meeting_runs(world: World, ask: Ask) -> Answer:
    runs = _runs(world, ask.path["meetingId"], "Meeting")
    oldest = time_text(world.now() - _LISTED_FOR)  # older ones are left out without a word
    return {"meetings": [each for each in runs if each["start_time"] >= oldest]}


def _webinar_runs(world: World, ask: Ask) -> Answer:
    return {"webinars": _runs(world, ask.path["webinarId"], "Webinar")}


def _meeting(world: World, ask: Ask) -> Answer:
    session = find_session(world, ask.path["meetingId"], "Meeting")
    if world.now() - session.start > _YEAR:
        raise Refusal(400, 12702, "Can not access a meeting a year ago.")
    body = _body(world, session, 8 if session.event.recurring else 2)
    spoken = world.part(Transcripts)
    return body | {
        "host_id": world.host_of(session).id,
        "source": "Zoom",
        "has_meeting_summary": session.uuid in spoken.summaries | spoken.trashed,
    }


def _webinar(world: World, ask: Ask) -> Answer:
    session = find_session(world, ask.path["webinarId"], "Webinar")
    if world.now() - session.start > _YEAR:
        raise Refusal(400, 12702, "Can not access a webinar a year ago.")
    return _body(world, session, 5)


def _body(world: World, session: Session, kind: int) -> dict[str, Any]:
    host = world.host_of(session)
    return {
        "uuid": session.uuid,
        "id": session.number,
        "type": kind,
        "topic": session.event.topic,
        "start_time": time_text(session.start),
        "end_time": time_text(session.start + timedelta(hours=1)),
        "duration": 60,
        "total_minutes": 50 * session.attendees,
        "participants_count": session.attendees,
        "user_name": f"{host.first_name} {host.last_name}",
        "user_email": host.email,
        "dept": "",
    }


ROUTES: Final = (
    Route("/past_meetings/{meetingId}/instances", "Medium", ("meeting:read:list_past_instances:admin",), _meeting_runs),
    Route("/past_webinars/{webinarId}/instances", "Light", ("webinar:read:list_past_instances:admin",), _webinar_runs),
    Route("/past_meetings/{meetingId}", "Light", ("meeting:read:past_meeting:admin",), _meeting),
    Route("/report/webinars/{webinarId}", "Heavy", ("report:read:webinar:admin",), _webinar),
)
