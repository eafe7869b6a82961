"""The simulated meetings of GoToMeeting: what is to come, what took place, and who was there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.sandbox.routing import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.sandbox.world import World

__all__ = ["Attendee", "Meeting", "Meetings", "Run"]

_PAST: Final = 9
_OWN: Final = 5
_RECURRING: Final = 3


@dataclass(slots=True)
class Meeting:
    """A meeting that is scheduled; ``kind`` is immediate, recurring or scheduled."""

    id: str
    organizer: str
    subject: str
    start: datetime
    end: datetime
    kind: str = "scheduled"
    password: bool = False
    conference: str = "Germany: +49 721 6059 6510\nAccess Code: 331-536-871"
    coorganizers: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Attendee:
    """One stay of somebody in a run: a person who came back has two. Guests on the telephone have no address."""

    name: str
    email: str
    joined: datetime
    left: datetime


@dataclass(slots=True)
class Run:
    """A run of a meeting that is over. What is deleted of it is empty; ``forgotten`` once the session is deleted."""

    session: str
    meeting: Meeting
    start: datetime
    end: datetime
    attendees: list[Attendee] = field(default_factory=list[Attendee])
    recording: str = ""
    """The id of its recording, ``""`` where there is none."""
    forgotten: bool = False


class Meetings:
    """Every meeting: five to come, three of which took place nine times; two of a colleague."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.all: list[Meeting] = []
        self.runs: list[Run] = []
        now = world.now().replace(microsecond=0)
        for index in range(_OWN):
            start = now + timedelta(days=1 + index)
            self._add(index, world.organizer_key, start, "recurring" if index < _RECURRING else "scheduled")
        for index in range(_OWN, _OWN + 2):
            self._add(index, world.colleague_key, now + timedelta(days=index), "recurring")
        for number in range(_PAST):
            self._run(number, self.all[number % _RECURRING], now - timedelta(days=1 + 5 * number))
        for number in range(_PAST, _PAST + 2):
            self._run(number, self.all[_OWN], now - timedelta(days=3 + number))

    def _add(self, index: int, organizer: str, start: datetime, kind: str) -> None:
        number = str(100_000_000 + int.from_bytes(self._world.mark("gotomeeting", index)[:4]) % 900_000_000)
        self.all.append(Meeting(number, organizer, f"Meeting {index}", start, start + timedelta(hours=1), kind))

    def _run(self, number: int, meeting: Meeting, start: datetime) -> None:
        end = start + timedelta(minutes=47)
        run = Run(self._world.digits("run", number), meeting, start, end)
        for index in range(2 + number % 4):
            first, last = self._world.name("attendee", number, index)
            name, email = f"{first} {last}", f"{first}.{last}@guests.example.test"
            joined = start + timedelta(minutes=index)
            if index == 1 and number % 2:  # on the telephone
                name, email = "Caller 1", ""
            run.attendees.append(Attendee(name, email.lower().replace("ü", "ue"), joined, end))
            if index == 0:  # left and came back
                run.attendees[-1] = Attendee(name, run.attendees[-1].email, joined, joined + timedelta(minutes=20))
                again = joined + timedelta(minutes=25)
                run.attendees.append(Attendee(name, run.attendees[-1].email.title(), again, end))
        run.recording = self._world.digits("meeting recording", number) if number % 3 == 0 else ""
        self.runs.append(run)

    def check_organizer(self, organizer: str) -> str:
        """Return an organizer's key; nobody may see those of somebody outside the account."""
        former = self._world.digits("organizer", "former")
        if organizer not in {self._world.organizer_key, self._world.colleague_key, former}:
            raise Refusal(403, 0, "The caller is not authorized for this organizer")
        return organizer

    def get(self, path: Mapping[str, str]) -> Meeting:
        """Return the meeting that a path names."""
        for each in self.all:
            if each.id == path["meetingId"].replace("-", "") and not each.gone:
                return each
        raise Refusal(404, 0, "Meeting with specified id does not exist")

    def run(self, path: Mapping[str, str]) -> Run:
        """Return the run that a path names by organizer and session."""
        self.check_organizer(path["organizerKey"])
        for each in self.runs:
            named = (each.meeting.organizer, each.session) == (path["organizerKey"], path["sessionId"])
            if named and not each.forgotten:
                return each
        raise Refusal(404, 0, "Session with specified id does not exist")
