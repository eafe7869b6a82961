"""The simulated accounts: who is in them and what is switched on. Everything follows from a seed."""

from __future__ import annotations

import base64
import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SCENARIOS", "SIZES", "Event", "Person", "Session", "World"]

T = TypeVar("T")

SCENARIOS: Final = ("compliant", "violating", "legacy", "forbidden")
SIZES: Final = {"small": (40, 4), "large": (20_000, 200)}

_FIRST = (
    "Ada",
    "Ben",
    "Cem",
    "Dana",
    "Edda",
    "Finn",
    "Gül",
    "Hugo",
    "Ida",
    "Jan",
    "Kim",
    "Lea",
    "Max",
    "Nora",
)
_LAST = (
    "Abel",
    "Brandt",
    "Castro",
    "Demir",
    "Ebert",
    "Fuchs",
    "Gruber",
    "Horn",
    "Ito",
    "Jung",
    "Kaya",
    "Lorenz",
)


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated user; ``id`` is empty while invited."""

    number: int
    id: str
    status: str
    first_name: str
    last_name: str
    group_id: str

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}.{self.number}@example.test".lower().replace("ü", "ue")


@dataclass(frozen=True, slots=True)
class Event:
    """A scheduled meeting or webinar; its runs share its number."""

    index: int
    number: int
    kind: str
    uuid: str
    host: Person
    start: datetime
    recurring: bool

    @property
    def topic(self) -> str:
        return f"{self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class Session:
    """A run of a meeting or webinar that took place."""

    uuid: str
    number: int
    kind: str
    start: datetime
    attendees: int
    event: Event


class World:
    """What the simulator simulates.

    Args:
        scenario: compliant, violating, legacy (the settings of 2018 to 2020) or forbidden (missing scopes).
        size: small or large; ``users`` overrides the number of users.
        seed: another seed makes other identifiers, people and sessions.
        registrants: how many people registered for the first webinar, instead of some 25; at GoToWebinar for the
            newest past one, and all of them came.
        scores: participant reports hold attention scores, as they did until 2020 while tracking was on.
        clock: returns the seconds since 1970; ``offset`` is added to them.

    """

    def __init__(
        self,
        *,
        scenario: str = "compliant",
        size: str = "small",
        seed: int = 1,
        users: int | None = None,
        scores: bool = False,
        registrants: int | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if scenario not in SCENARIOS:
            raise ValueError(f"no scenario is named {scenario!r}; there are: {', '.join(SCENARIOS)}")
        if size not in SIZES:
            raise ValueError(f"no size is named {size!r}; there are: {', '.join(SIZES)}")
        self.scenario = scenario
        self.seed = seed
        self.scores = scores
        self.registrants = registrants
        self.offset = 0.0
        self.time = clock
        self._parts: dict[Any, Any] = {}
        self._size = (users if users is not None else SIZES[size][0], SIZES[size][1])

    def clock(self) -> float:
        return self.time() + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC)

    def become(self, other: World) -> None:
        """Take over the state of a copy of this world: what was changed since is as if it had not been."""
        self._parts = other._parts

    def part(self, kind: Callable[[World], T]) -> T:
        """Return the state that one facet of the simulator keeps, made when it is first asked for.

        ``kind`` is the class that holds it; it is given this world.
        """
        if kind not in self._parts:
            self._parts[kind] = kind(self)
        found: T = self._parts[kind]
        return found

    def mark(self, *parts: object) -> bytes:
        """Return 16 bytes that follow from the seed and the parts."""
        text = ":".join(map(str, (self.seed, *parts)))
        return hashlib.blake2b(text.encode(), digest_size=16).digest()

    def key(self, *parts: object) -> str:
        """Return an id as Zoom makes them: 22 characters."""
        return base64.urlsafe_b64encode(self.mark(*parts)).decode().rstrip("=")

    def digits(self, *parts: object) -> str:
        """Return a key as GoTo makes them: 19 digits, more than a JavaScript number holds."""
        return str(10**18 + int.from_bytes(self.mark(*parts)[:7]) % (8 * 10**18))

    # --- Zoom ----------------------------------------------------------------------------------------------

    @cached_property
    def account_id(self) -> str:
        return self.key("account")

    @cached_property
    def group_ids(self) -> tuple[str, ...]:
        return tuple(self.key("group", number) for number in range(self._size[1]))

    @cached_property
    def people(self) -> dict[str, list[Person]]:
        """Everybody, by status: one in forty is inactive, one in forty is invited."""
        found: dict[str, list[Person]] = {"active": [], "inactive": [], "pending": []}
        for number in range(self._size[0]):
            status = {38: "inactive", 39: "pending"}.get(number % 40, "active")
            found[status].append(self._person(number, status))
        return found

    def _person(self, number: int, status: str) -> Person:
        mark = self.mark("person", number)
        return Person(
            number,
            "" if status == "pending" else self.key("user", number),
            status,
            _FIRST[mark[0] % len(_FIRST)],
            _LAST[mark[1] % len(_LAST)],
            self.group_ids[mark[2] % len(self.group_ids)] if mark[3] % 4 else "",
        )

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        known = [*self.people["active"], *self.people["inactive"]]
        return {person.id: person for person in known} | {person.email: person for person in known}

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Scheduled meetings and webinars, all of them some days ahead; each second meeting is a recurring one."""
        found: list[Event] = []
        hosts = self.people["active"]
        for kind, count in (("Meeting", 6), ("Webinar", 3)):
            for index in range(count):
                mark = self.mark("event", kind, index)
                digits = 900_000_000 + int.from_bytes(mark[:3]) + (0 if kind == "Meeting" else 50_000_000)
                start = self.now().replace(microsecond=0) + timedelta(days=2 + index)
                uuid = base64.b64encode(mark).decode()
                host = hosts[(3 * index) % len(hosts)]
                found.append(Event(index, digits, kind, uuid, host, start, kind == "Meeting" and index % 2 == 1))
        return tuple(found)

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """Their runs of the last weeks, newest first: two of each meeting, one of each webinar.

        The newest run's UUID must be encoded twice in a path, for meetings and for webinars.
        """
        found: list[Session] = []
        for kind, count in (("Meeting", 12), ("Webinar", 3)):
            events = [event for event in self.events if event.kind == kind]
            for number in range(count):
                uuid = base64.b64encode(self.mark(kind, number)).decode()
                if number == 0:
                    uuid = "/" + uuid[1:]
                start = self.now().replace(microsecond=0) - timedelta(days=1 + 2 * number, minutes=7 * number)
                event = events[number % len(events)]
                found.append(Session(uuid, event.number, kind, start, 2 + number % 5, event))
        return tuple(found)

    def host_of(self, session: Session) -> Person:
        """Return who ran it."""
        return session.event.host

    def tracks_attention(self, level: str, subject: str) -> bool | None:
        """Return the old switch's value at a level, ``None`` where there is no such switch any more."""
        if self.scenario == "legacy":
            return False
        if self.scenario != "violating":
            return None
        if level == "group":
            return subject == self.group_ids[1]
        if level == "user":
            return subject == self.people["active"][7].id
        return False

    def locks_attention(self) -> bool | None:
        """Return whether the old switch is locked, ``None`` where there is none."""
        return {"legacy": True, "violating": False}.get(self.scenario)

    # --- GoTo ----------------------------------------------------------------------------------------------

    @cached_property
    def organizer_key(self) -> str:
        return self.digits("organizer")

    @cached_property
    def colleague_key(self) -> str:
        """Another organizer of the same account."""
        return self.digits("organizer", "colleague")

    @cached_property
    def account_key(self) -> str:
        return self.digits("account")

    def name(self, *parts: object) -> tuple[str, str]:
        """Return the first and the last name of somebody outside the account."""
        mark = self.mark("name", *parts)
        return _FIRST[mark[0] % len(_FIRST)], _LAST[mark[1] % len(_LAST)]

    @cached_property
    def webinar_sessions(self) -> tuple[tuple[str, str, datetime], ...]:
        """Session key, webinar key and start of a dozen sessions, one every ten days back."""
        now = self.now().replace(microsecond=0)
        return tuple(
            (
                self.digits("session", number),
                self.digits("webinar", number),
                now - timedelta(days=2 + 10 * number),
            )
            for number in range(12)
        )
