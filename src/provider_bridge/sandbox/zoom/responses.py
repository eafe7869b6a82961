"""The simulated Zoom's reports of polls and surveys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Handler, Route
from provider_bridge.sandbox.zoom.common import find_session, time_text
from provider_bridge.sandbox.zoom.participants import Attendance, Guest, recent
from provider_bridge.sandbox.zoom.questions import NOBODY

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES"]


def _who(guest: Guest) -> dict[str, str]:
    first, _, last = guest.name.partition(" ")
    return {"email": guest.email, "name": guest.name, "first_name": first, "last_name": last}


def _respondents(world: World, session: Session) -> list[dict[str, str]]:
    """Return who answered: everybody with a screen and an address, and one anonymously."""
    named = [_who(guest) for guest in world.part(Attendance).of(session) if guest.email]
    return [*named, NOBODY | {"first_name": NOBODY["name"], "last_name": NOBODY["name"]}]


def _session(world: World, ask: Ask, kind: str) -> Session:
    return recent(world, find_session(world, ask.path[f"{kind.lower()}Id"], kind))


def _polls(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        session = _session(world, ask, kind)
        poll = world.key("poll", session.uuid)
        at = time_text(session.start + timedelta(minutes=30))
        details = [
            {"answer": "Yes", "date_time": at, "polling_id": poll, "question": "Can you hear us?"},
            {"answer": "Red;Blue", "date_time": at, "polling_id": poll, "question": "Which colours?"},
        ]
        return {
            "id": session.number,
            "uuid": session.uuid,
            "start_time": time_text(session.start),
            "questions": [who | {"question_details": details} for who in _respondents(world, session)],
        }

    return answer


def _survey(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        session = _session(world, ask, kind)
        answers: list[dict[str, Any]] = [
            {
                "question": "How was it?",
                "question_id": world.key("survey question", session.uuid)[:11],
                "answer": "Good.",
                "date_time": time_text(session.start + timedelta(hours=2)),
            }
        ]
        return {
            f"{kind.lower()}_id": session.number,
            f"{kind.lower()}_uuid": session.uuid,
            "start_time": time_text(session.start),
            "survey_id": world.key("survey", session.uuid),
            "survey_name": f"Survey of {session.number}",
            "survey_answers": [who | {"answer_details": answers} for who in _respondents(world, session)],
        }

    return answer


ROUTES: Final = (
    Route("/report/meetings/{meetingId}/polls", "Heavy", ("report:read:list_meeting_polls:admin",), _polls("Meeting")),
    Route("/report/webinars/{webinarId}/polls", "Heavy", ("report:read:list_webinar_polls:admin",), _polls("Webinar")),
    Route("/report/meetings/{meetingId}/survey", "Heavy", ("report:read:meeting_survey:admin",), _survey("Meeting")),
    Route("/report/webinars/{webinarId}/survey", "Heavy", ("report:read:webinar_survey:admin",), _survey("Webinar")),
)
