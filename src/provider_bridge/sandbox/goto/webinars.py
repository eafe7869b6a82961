"""The simulated webinars, their sessions, who registered and who came. Everything follows from the world's seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, overload

from provider_bridge.sandbox.goto.common import key_number
from provider_bridge.sandbox.routing import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.sandbox.world import World

__all__ = ["Guest", "Guests", "Session", "Webinar", "Webinars"]

_HOUR: Final = timedelta(hours=1)
_ABSENT: Final = 3
_ROOM: Final = 10**8
"""How many registrants a webinar's keys have room for."""


@dataclass(slots=True)
class Webinar:
    """A webinar, past, running or to come. One of a *sequence* has many times, one of a *series* has siblings."""

    key: str
    number: str
    organizer: str
    subject: str
    times: list[tuple[datetime, datetime]]
    description: str = ""
    recurrence: str = "single_session"
    experience: str = "CLASSIC"
    approval: str = "AUTOMATIC"
    time_zone: str = "Europe/Berlin"
    locale: str = "en_US"
    running: bool = False
    gone: bool = False
    series: str = ""
    fresh: bool = False
    """Scheduled by a caller: nobody has registered yet."""
    password: bool = False
    on_demand: bool = False
    email_settings: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def start(self) -> datetime:
        return self.times[0][0]

    @property
    def end(self) -> datetime:
        return self.times[-1][1]


@dataclass(frozen=True, slots=True)
class Session:
    """A run of a webinar that is over."""

    key: str
    webinar: Webinar
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who registered for one webinar; the same person has another key in another webinar."""

    key: str
    index: int
    first_name: str
    last_name: str
    email: str
    status: str
    registered_at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])
    responses: tuple[Mapping[str, Any], ...] = ()


class Webinars:
    """Every webinar of the account: twelve past ones of the organizer, one that runs, four to come; two of a colleague.

    The first past one is where ``World(registrants=N)`` has its N people.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.all: list[Webinar] = []
        self._sessions: dict[str, list[Session]] = {}
        now = world.now().replace(microsecond=0)
        own = world.organizer_key
        for session, key, start in world.webinar_sessions:
            self._past(own, key, session, start)
        self._add("running", own, now - timedelta(minutes=10)).running = True
        for number, days in enumerate((3, 10)):
            self._add(f"coming {number}", own, now + timedelta(days=days))
        self.all[-1].approval = "MANUAL"
        sequence = self._add("sequence", own, now + timedelta(days=5))
        sequence.recurrence = "sequence"
        sequence.times += [(start + timedelta(days=7), end + timedelta(days=7)) for start, end in sequence.times]
        sibling = self._add("series", own, now + timedelta(days=20))
        sibling.recurrence, sibling.series = "series", world.digits("series")
        colleague = world.colleague_key
        self._past(colleague, world.digits("webinar", "past"), world.digits("session", "past"), now - timedelta(days=4))
        self._add("coming elsewhere", colleague, now + timedelta(days=6))

    def _add(self, name: str, organizer: str, start: datetime) -> Webinar:
        return self.add(self._world.digits("webinar", name), organizer, f"Webinar {name}", [(start, start + _HOUR)])

    def _past(self, organizer: str, key: str, session: str, start: datetime) -> None:
        webinar = self.add(key, organizer, f"Webinar {key[:6]}", [(start, start + _HOUR)])
        self._sessions[key] = [Session(session, webinar, start, start + _HOUR)]

    def add(self, key: str, organizer: str, subject: str, times: list[tuple[datetime, datetime]]) -> Webinar:
        """Schedule a webinar and return it."""
        number = str(100_000_000 + int.from_bytes(self._world.mark("webinar id", key)[:4]) % 900_000_000)
        webinar = Webinar(key, number, organizer, subject, times)
        self.all.append(webinar)
        return webinar

    def of(self, organizer: str) -> list[Webinar]:
        """Return an organizer's webinars; nobody may see those of somebody outside the account."""
        if organizer not in {self._world.organizer_key, self._world.colleague_key}:
            raise Refusal(403, 0, "The caller is not authorized for this organizer")
        return [each for each in self.all if each.organizer == organizer and not each.gone]

    def get(self, path: Mapping[str, str]) -> Webinar:
        """Return the webinar that a path names; one that was cancelled is not found any more."""
        key = path["webinarKey"]
        for each in self.of(path["organizerKey"]) if "organizerKey" in path else self.all:
            if each.key == key and not each.gone:
                return each
        raise Refusal(404, 0, "Webinar with specified key does not exist")

    def sessions(self, webinar: Webinar) -> list[Session]:
        """Return a webinar's past sessions; one that runs has none yet."""
        return self._sessions.get(webinar.key, [])

    def session(self, path: Mapping[str, str]) -> Session:
        """Return the session that a path names."""
        for each in self.sessions(self.get(path)):
            if each.key == path["sessionKey"]:
                return each
        raise Refusal(404, 0, "Session with specified key does not exist")


class Guests:
    """Who registered for each webinar, and who came. A guest is made when asked for, so a million cost nothing."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._many = world.webinar_sessions[0][1]
        self.deleted: set[str] = set()
        self.added: dict[str, list[Guest]] = {}
        self._first_keys: dict[str, int] = {}

    def _made(self, webinar: Webinar) -> int:
        """Return how many registered before the simulator began; nobody did for what was scheduled later."""
        if webinar.key == self._many and self._world.registrants is not None:
            return self._world.registrants
        return 0 if webinar.fresh else 5 + self._world.mark("guests", webinar.key)[0] % 20

    def _first_key(self, webinar: Webinar) -> int:
        if webinar.key not in self._first_keys:
            self._first_keys[webinar.key] = int(self._world.digits("registrant", webinar.key)) // _ROOM * _ROOM
        return self._first_keys[webinar.key]

    def count(self, webinar: Webinar) -> int:
        """Return how many are registered, deleted ones not counted."""
        first, made = self._first_key(webinar), self._made(webinar)
        gone = sum(first <= int(key) < first + made for key in self.deleted)
        return made - gone + len(self.added.get(webinar.key, ()))

    def guest(self, webinar: Webinar, position: int) -> Guest:
        """Return the guest at a position of the list of those who are registered."""
        first, made = self._first_key(webinar), self._made(webinar)
        gone = sorted(int(key) - first for key in self.deleted if first <= int(key) < first + made)
        index = position
        for each in gone:
            index += each <= index
        return self._guest(webinar, index) if index < made else self.added[webinar.key][index - made]

    def find(self, webinar: Webinar, key: str) -> Guest:
        """Return a registrant by key."""
        number = key_number(key)
        index = -1 if number is None else number - self._first_key(webinar)
        if key not in self.deleted:
            if 0 <= index < self._made(webinar):
                return self._guest(webinar, index)
            for each in self.added.get(webinar.key, ()):
                if each.key == key:
                    return each
        raise Refusal(404, 0, "Registrant with specified key does not exist")

    def everybody(self, webinar: Webinar) -> Sequence[Guest]:
        """Return all who are registered."""
        return _Everybody(self, webinar)

    def add(self, webinar: Webinar, guest: Guest) -> None:
        self.added.setdefault(webinar.key, []).append(guest)

    def delete(self, webinar: Webinar, key: str) -> None:
        """Delete a registrant, which is possible only before the webinar."""
        guest = self.find(webinar, key)
        if webinar.running or webinar.end < self._world.now():
            raise Refusal(400, 0, "Registrants of a past webinar cannot be deleted")
        if guest in self.added.get(webinar.key, ()):
            self.added[webinar.key].remove(guest)
        else:
            self.deleted.add(key)

    def _guest(self, webinar: Webinar, index: int) -> Guest:
        first, last = self._world.name("guest", webinar.key, index)
        odd = {5: "WAITING", 6: "DENIED"} if webinar.approval == "MANUAL" else {}
        return Guest(
            key=str(self._first_key(webinar) + index),
            index=index,
            first_name=first,
            last_name=last,
            email=f"Guest.{index}@guests.example.test",
            status=odd.get(index % 7, "APPROVED"),
            registered_at=webinar.start - timedelta(days=2, minutes=index % 1440),
            fields={
                "organization": f"Company {index % 9}",
                "jobTitle": "Engineer",
                "phone": f"+49 30 555{index % 1000:04}",
            },
        )

    def attended(self, session: Session, guest: Guest) -> list[tuple[datetime, datetime]]:
        """Return the stays of a guest: one in four did not come, one in five came back; in a crowd everybody came."""
        if guest.index % 4 == _ABSENT and not self._is_crowd(session.webinar):
            return []
        joined = session.start + timedelta(seconds=guest.index % 300)
        if guest.index % 5:
            return [(joined, session.end)]
        return [(joined, joined + timedelta(minutes=10)), (joined + timedelta(minutes=15), session.end)]

    def attendees(self, session: Session) -> Sequence[Guest]:
        """Return who came."""
        if self._is_crowd(session.webinar):
            return _Everybody(self, session.webinar)
        return [each for each in self.everybody(session.webinar) if self.attended(session, each)]

    def _is_crowd(self, webinar: Webinar) -> bool:
        return webinar.key == self._many and self._world.registrants is not None


class _Everybody(Sequence[Guest]):
    """A crowd, of whom each is made when asked for."""

    def __init__(self, guests: Guests, webinar: Webinar) -> None:
        self._guests = guests
        self._webinar = webinar

    def __len__(self) -> int:
        return self._guests.count(self._webinar)

    @overload
    def __getitem__(self, index: int) -> Guest: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Guest]: ...
    def __getitem__(self, index: int | slice) -> Guest | Sequence[Guest]:
        if isinstance(index, slice):
            return [self._guests.guest(self._webinar, each) for each in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._guests.guest(self._webinar, index)
