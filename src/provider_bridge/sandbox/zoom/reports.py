"""The simulated Zoom's report of what took place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Route
from provider_bridge.sandbox.zoom.common import days, page, page_size, time_text

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


ROUTES: Final = (Route("/report/history_meetings", "Heavy", ("report:read:list_history_meetings:admin",), _history),)
