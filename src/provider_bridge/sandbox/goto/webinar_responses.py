"""The polls and surveys of the simulated webinars' sessions: what each attendee answered, and the sum of it.

Every session has two polls, of which one lets people choose several answers, and a survey with words of their own.
One in five answers nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import SESSION
from provider_bridge.sandbox.goto.webinar_attendees import attendee
from provider_bridge.sandbox.goto.webinars import Guest, Guests, Webinars
from provider_bridge.sandbox.routing import Answer, Ask, Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]

Given = dict[str, tuple[str, ...]]
"""The answers to each question."""

_GRADES: Final = ("Good", "Fair", "Poor")
_TOPICS: Final = ("Privacy", "Security", "Law")
_SILENT: Final = 5


def _polls(guest: Guest) -> Given:
    topics = tuple(each for number, each in enumerate(_TOPICS) if (guest.index + number) % 3)
    return {"How is it?": (_GRADES[guest.index % 3],), "What brings you here?": topics}


def _survey(guest: Guest) -> Given:
    return {"What could be better?": (f"More of part {guest.index % 4}.",)}


def _answers(given: Callable[[Guest], Given]) -> Callable[[World, Ask], Answer]:
    """Return what answers for one person."""

    def answer(world: World, ask: Ask) -> Answer:
        _, guest = attendee(world, ask)
        return [
            {"question": question, "answers": list(answers), "answer": ", ".join(answers)}
            for question, answers in _of(given, guest).items()
        ]

    return answer


def _of(given: Callable[[Guest], Given], guest: Guest) -> Given:
    return {} if guest.index % _SILENT == _SILENT - 1 else given(guest)


def _sums(given: Callable[[Guest], Given]) -> Callable[[World, Ask], Answer]:
    """Return what answers in sum, of nobody."""

    def answer(world: World, ask: Ask) -> Answer:
        session = world.part(Webinars).session(ask.path)
        chosen: dict[str, Counter[str]] = {}
        people: Counter[str] = Counter()
        for guest in world.part(Guests).attendees(session):
            for question, answers in _of(given, guest).items():
                chosen.setdefault(question, Counter()).update(answers)
                people[question] += 1
        return [_sum(question, counts, people[question]) for question, counts in chosen.items()]

    return answer


def _sum(question: str, counts: Counter[str], people: int) -> dict[str, Any]:
    shares = [{"text": text, "percentage": round(100 * count / people, 1)} for text, count in sorted(counts.items())]
    return {"question": question, "numberOfResponses": people, "responses": shares}


ROUTES: Final = (
    Route(f"{SESSION}/attendees/{{registrantKey}}/polls", "G2W", ("collab:",), _answers(_polls)),
    Route(f"{SESSION}/attendees/{{registrantKey}}/surveys", "G2W", ("collab:",), _answers(_survey)),
    Route(f"{SESSION}/polls", "G2W", ("collab:",), _sums(_polls)),
    Route(f"{SESSION}/surveys", "G2W", ("collab:",), _sums(_survey)),
)
