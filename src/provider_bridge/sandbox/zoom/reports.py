"""The simulated Zoom's reports of what took place and who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Handler, Route
from provider_bridge.sandbox.zoom.common import days, find_session, page, page_size, time_text

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES"]


def _history(world: World, ask: Ask) -> Answer:
    first, last = days(ask)
    kind = ask.query.get("meeting_type", "all")
    found = [
        session
        for session in world.sessions
        if first <= session.start.date() <= last and kind in {"all", session.kind.lower()}
    ]
    rows, token = page(world, ask, found)
    return {
        "next_page_token": token,
        "page_size": page_size(ask, 300),
        "history_meetings": [_past(world, row) for row in rows],
    }


def _past(world: World, session: Session) -> dict[str, Any]:
    host = world.host_of(session)
    return {
        "meeting_uuid": session.uuid,
        "meeting_id": session.number,
        "type": session.kind,
        "host_display_name": f"{host.first_name} {host.last_name}",
        "host_email": host.email,
        "start_time": time_text(session.start),
        "end_time": time_text(session.start + timedelta(hours=1)),
        "topic": f"{session.kind} {session.number}",
        "participants": session.attendees,
        "duration": 60,
        "source": "Zoom",
        "create_time": time_text(session.start - timedelta(days=7)),
    }


def _participants(kind: str, parameter: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        session = find_session(world, ask.path[parameter], kind)
        rows, token = page(world, ask, range(session.attendees))
        return {
            "page_count": 1,
            "page_size": page_size(ask, 300),
            "total_records": session.attendees,
            "next_page_token": token,
            "participants": [_participant(world, session, number) for number in rows],
        }

    return answer


def _participant(world: World, session: Session, number: int) -> dict[str, Any]:
    person = world.people["active"][(session.number + number) % len(world.people["active"])]
    row = {
        "id": person.id,
        "user_id": str(16778240 + number),
        "participant_user_id": person.id,
        "name": f"{person.first_name} {person.last_name}",
        "user_email": person.email,
        "join_time": time_text(session.start + timedelta(minutes=number)),
        "leave_time": time_text(session.start + timedelta(minutes=50)),
        "duration": (50 - number) * 60,
        "failover": False,
        "status": "in_meeting",
        "customer_key": "",
    }
    if world.scores:
        row["attentiveness_score"] = 80 + number if session.kind == "Meeting" else str(80 + number)
    elif world.scenario == "legacy":
        row["attentiveness_score"] = ""
    return row


ROUTES: Final = (
    Route("/report/history_meetings", "Heavy", ("report:read:list_history_meetings:admin",), _history),
    Route(
        "/report/meetings/{meetingId}/participants",
        "Heavy",
        ("report:read:list_meeting_participants:admin",),
        _participants("Meeting", "meetingId"),
    ),
    Route(
        "/report/webinars/{webinarId}/participants",
        "Heavy",
        ("report:read:list_webinar_participants:admin",),
        _participants("Webinar", "webinarId"),
    ),
)
