"""What was asked in the simulated webinars' sessions: one in three asked, and one question of three has no answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import SESSION, written
from provider_bridge.sandbox.goto.webinar_attendees import attendee
from provider_bridge.sandbox.goto.webinars import Guest, Guests, Session, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]

_ASKS: Final = 3
_ANSWERED: Final = 3


def _of_session(world: World, ask: Ask) -> Answer:
    session = world.part(Webinars).session(ask.path)
    guests = world.part(Guests).attendees(session)
    return [row for guest in guests for row in _asked(session, guest)]


def _of_attendee(world: World, ask: Ask) -> Answer:
    return _asked(*attendee(world, ask))


def _asked(session: Session, guest: Guest) -> list[dict[str, Any]]:
    """Return the one question of whoever asks, with none, one or two answers."""
    if guest.index % _ASKS:
        return []
    number = guest.index // _ASKS
    asked = session.start + timedelta(minutes=5 + number % 40)
    return [
        {
            "question": f"Question {number}?",
            "askedBy": guest.email,
            "askerKey": guest.key,
            "dateAsked": written(asked),
            "answers": [
                {
                    "answer": f"Answer {each}.",
                    "answeredBy": session.webinar.organizer,
                    "answererRole": "organizer",
                    "answerTime": written(asked + timedelta(minutes=1 + each)),
                    "answererEmail": "user@example.test",
                }
                for each in range(number % _ANSWERED)
            ],
        }
    ]


ROUTES: Final = (
    Route(f"{SESSION}/questions", "G2W", ("collab:",), _of_session),
    Route(f"{SESSION}/attendees/{{registrantKey}}/questions", "G2W", ("collab:",), _of_attendee),
)
