"""The simulated Zoom's reports of questions and answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Handler, Route
from provider_bridge.sandbox.zoom.common import find_session, time_text
from provider_bridge.sandbox.zoom.participants import Attendance, Guest, recent

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["NOBODY", "ROUTES"]

NOBODY: Final = {"name": "Anonymous Attendee", "email": ""}


def _who(guest: Guest) -> dict[str, str]:
    return {"name": guest.name, "email": guest.email}


def _askers(world: World, session: Session) -> list[dict[str, Any]]:
    """Return who asked: one by name, and one anonymously. Questions that were put away are still there."""
    guests = world.part(Attendance).of(session)
    host, visitor = guests[0], guests[min(1, len(guests) - 1)]

    def question(number: int, status: str, **more: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "question_id": world.key("question", session.uuid, number)[:11],
            "question": f"Question {number}?",
            "create_time": time_text(session.start + timedelta(minutes=10 + number)),
            "question_status": status,
            "answer": "",
            "answer_details": [],
        }
        return asked | more

    def answer(number: int, kind: str) -> dict[str, Any]:
        return _who(host) | {
            "user_id": host.user,
            "content": f"Answer {number}.",
            "create_time": time_text(session.start + timedelta(minutes=12 + number)),
            "type": kind,
        }

    public, private = answer(0, "host_answered_publicly"), answer(1, "host_answered_privately")
    return [
        _who(visitor)
        | {
            "user_id": "",
            "question_details": [
                question(0, "answered", answer="Answer 0.;Answer 1.", answer_details=[public, private]),
                question(1, "dismissed"),
                question(2, "answered", answer="live answered"),
            ],
        },
        NOBODY | {"user_id": "", "question_details": [question(3, "deleted"), question(4, "open")]},
    ]


_PAST: Final = ("question", "answer")


def _briefly(asker: dict[str, Any]) -> dict[str, Any]:
    """Return what the list of a past session tells of somebody's questions."""
    details = [{name: row[name] for name in _PAST} for row in asker["question_details"]]
    return {"name": asker["name"], "email": asker["email"], "question_details": details}


def _qa(kind: str, *, briefly: bool = False) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        session = recent(world, find_session(world, ask.path[f"{kind.lower()}Id"], kind))
        askers = _askers(world, session)
        return {
            "id": session.number,
            "uuid": session.uuid,
            "start_time": time_text(session.start),
            "questions": list(map(_briefly, askers)) if briefly else askers,
        }

    return answer


ROUTES: Final = (
    Route("/report/meetings/{meetingId}/qa", "Heavy", ("report:read:meeting_qna:admin",), _qa("Meeting")),
    Route("/report/webinars/{webinarId}/qa", "Heavy", ("report:read:webinar_qna:admin",), _qa("Webinar")),
    Route("/past_meetings/{meetingId}/qa", "Medium", ("meeting:read:past_qa:admin",), _qa("Meeting", briefly=True)),
    Route("/past_webinars/{webinarId}/qa", "Medium", ("webinar:read:past_qa:admin",), _qa("Webinar", briefly=True)),
)
