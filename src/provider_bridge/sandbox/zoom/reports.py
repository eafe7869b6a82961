"""The simulated Zoom's report of what took place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Route
from provider_bridge.sandbox.zoom.common import choice, days, time_text
from provider_bridge.sandbox.zoom.paging import page

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES"]


def _history(world: World, ask: Ask) -> Answer:
    first, last = days(ask)
    kind = choice(ask, "meeting_type", "all", "meeting", "webinar")
    choice(ask, "date_type", "start_time", "end_time")  # here all end on the day they start, or are over by then
    words, group = ask.query.get("search_key", "").lower(), ask.query.get("group_id", "")
    found = [
        session
        for session in world.sessions
        if first <= session.start.date() <= last
        and kind in {"all", session.kind.lower()}
        and words in f"{session.event.topic} {session.number}".lower()
        and group in {"", world.host_of(session).group_id}
    ]
    listed = page(world, ask, found)
    return {
        "next_page_token": listed.token,
        "page_size": listed.size,
        "history_meetings": [_past(world, row) for row in listed.rows],
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


ROUTES: Final = (Route("/report/history_meetings", "Heavy", ("report:read:list_history_meetings:admin",), _history),)
