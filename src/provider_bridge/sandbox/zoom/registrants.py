"""The simulated registrants of meetings and webinars.

People who registered from the start are numbered, and their rows are written when they are asked for: so an event
can have hundreds of thousands of them. A registrant's id holds the number.
"""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Handler, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import choice, find_event, invalid, required, time_text
from provider_bridge.sandbox.zoom.paging import page

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Event, World

__all__ = ["ROUTES", "VOLUNTARY", "Registrations", "approval_of", "fields_of", "open_event"]

STATUSES: Final = ("approved", "pending", "denied")
_BATCH: Final = 30
_SEATS: Final = {"Meeting": 4999, "Webinar": 1_000_000}
_FIRST_ONES: Final = 25
_FIRST: Final = ("Alma", "Björn", "Carla", "Dilan", "Emil", "Frieda", "Jürgen", "Kenji", "Lotte", "Mila", "Zoë")
_LAST: Final = ("Adler", "Bauer", "Chen", "Dogan", "Engel", "Frank", "Krüger", "Lehmann", "Neri", "Sato")
_COMPANIES: Final = ("Abel GmbH", "Müller & Söhne", "Ito KK", 'Café "Horn"', "")
_ANSWERS: Final = ("To learn something new", "", "Because of the second talk")


def approval_of(event: Event) -> int:
    """Return Zoom's ``approval_type`` of an event: 0 automatic, 1 by hand, 2 no registration."""
    return ({1: 1, 4: 2} if event.kind == "Meeting" else {1: 1, 2: 2}).get(event.index, 0)


def fields_of(world: World, event: Event) -> dict[str, bool]:
    """Return the standard fields that an event asks for from the start, and whether they must be answered."""
    asked = {"last_name": True, "org": False, "phone": False}
    return asked | {"phone": True, "industry": True} if world.scenario == "violating" and event.index == 0 else asked


class _Registration:
    """The registrants of one event: the numbers in each state, and the rows of those who came later."""

    def __init__(self, world: World, event: Event) -> None:
        self._world = world
        self.event = event
        approval = approval_of(event)
        count = 0 if approval == 2 else _FIRST_ONES + event.index  # noqa: PLR2004 (no registration)
        if event.kind == "Webinar" and event.index == 0 and world.registrants is not None:
            count = world.registrants
        self.open = approval != 2  # noqa: PLR2004 (no registration)
        self.approves = approval == 1
        self.numbers: dict[str, list[int]] = {status: [] for status in STATUSES}
        for number in range(count):
            self.numbers[_first_status(number, by_hand=self.approves)].append(number)
        self.size = self._first_size = count
        self.later: dict[int, dict[str, Any]] = {}
        self.gone: set[tuple[str, int]] = set()
        self.moved: dict[tuple[str, int], str] = {}
        self._id = world.mark("registration", event.number)[:8]
        self._link = f"https://zoom.example/w/{event.number}?tk="
        self._asked = fields_of(world, event)
        self._day = time_text(event.start - timedelta(days=30))[:10]

    def id_of(self, number: int) -> str:
        raw = self._id + number.to_bytes(8)
        return base64.b64encode(raw, b"-_")[:22].decode()

    def number_of(self, registrant: str) -> int | None:
        """Return the number in an id, ``None`` where nobody has it."""
        try:
            raw = base64.urlsafe_b64decode(registrant + "==")
        except ValueError:
            return None
        number = int.from_bytes(raw[8:])
        known = raw[:8] == self._id and any(number in numbers for numbers in self.numbers.values())
        return number if known else None

    def status_of(self, number: int, occurrence: str = "") -> str:
        own = next(status for status, numbers in self.numbers.items() if number in numbers)
        return self.moved.get((occurrence, number), own)

    def listed(self, status: str, occurrence: str) -> list[int]:
        """Return who is in a state, for a whole series or for one date of it."""
        if not occurrence:
            return self.numbers[status]
        everybody = (number for numbers in self.numbers.values() for number in numbers)
        here = (number for number in everybody if (occurrence, number) not in self.gone)
        return [number for number in here if self.status_of(number, occurrence) == status]

    def move(self, number: int, status: str, occurrence: str) -> None:
        if occurrence:
            self.moved[occurrence, number] = status
            return
        self.numbers[self.status_of(number)].remove(number)
        self.numbers[status].append(number)

    def remove(self, number: int, occurrence: str) -> None:
        if occurrence:
            self.gone.add((occurrence, number))
            return
        self.numbers[self.status_of(number)].remove(number)
        self.later.pop(number, None)

    def add(self, sent: dict[str, Any]) -> int:
        number, self.size = self.size, self.size + 1
        self.numbers["pending" if self.approves else "approved"].append(number)
        created = time_text(self._world.now())
        self.later[number] = _blank() | {name: sent[name] for name in _GIVEN if name in sent} | {"create_time": created}
        return number

    def text(self, number: int, status: str) -> str:
        """Return a registrant as JSON."""
        if number in self.later:
            return json.dumps({"id": self.id_of(number), **self.later[number], **self.personal(number, status)})
        return self._first_one(number, status)

    def personal(self, number: int, status: str) -> dict[str, Any]:
        """Return the members that come and go with the state."""
        link = {"join_url": self.link(number)} if status == "approved" else {}
        pin = {"participant_pin_code": self.pin(number)} if self.event.kind == "Meeting" else {}
        return {"status": status, **link, **pin}

    def link(self, number: int) -> str:
        return self._link + self.id_of(number)

    def pin(self, number: int) -> int:
        return 100_000 + (self.event.number * 31 + number * 7919) % 900_000

    def comer(self, place: int) -> tuple[str, str, str] | None:
        """Return id, name and address of one who was approved from the start, ``None`` where there are not so many."""
        approved = (
            each for each in range(self._first_size) if _first_status(each, by_hand=self.approves) == "approved"
        )
        number = next(islice(approved, place, None), None)
        return None if number is None else (self.id_of(number), " ".join(_name_of(number)), _address_of(number))

    def _first_one(self, number: int, status: str) -> str:
        """Write a row by hand: in a listing of very many, the simulator must not be what takes the time."""
        asked, key = self._asked, self.id_of(number)
        first, last = _name_of(number)
        phone = f"+49 30 {5_550_000 + number}" if asked["phone"] or number % 3 == 0 else ""
        second = number % 86_400
        created = f"{self._day}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"
        link = f'"join_url": "{self._link}{key}", ' if status == "approved" else ""
        pin = f'"participant_pin_code": {self.pin(number)}, ' if self.event.kind == "Meeting" else ""
        return (
            f'{{"id": "{key}", "email": "{_address_of(number)}", '
            f'"first_name": "{first}", "last_name": "{last}", "address": "", "city": "", "country": "", "zip": "", '
            f'"state": "", "phone": "{phone}", "industry": "{"Education" if "industry" in asked else ""}", '
            f'"org": {_QUOTED[number % len(_QUOTED)]}, "job_title": "", "purchasing_time_frame": "", '
            f'"role_in_purchase_process": "", "no_of_employees": "", "comments": "", '
            f'"custom_questions": [{{"title": "Why do you come?", "value": "{_ANSWERS[number % len(_ANSWERS)]}"}}], '
            f'"status": "{status}", {link}{pin}"create_time": "{created}"}}'
        )


_QUOTED: Final = tuple(json.dumps(each, ensure_ascii=False) for each in _COMPANIES)
VOLUNTARY: Final = (
    *("last_name", "address", "city", "country", "zip", "state", "phone", "industry", "org", "job_title"),
    *("purchasing_time_frame", "role_in_purchase_process", "no_of_employees", "comments"),
)
_GIVEN: Final = ("email", "first_name", *VOLUNTARY, "custom_questions")
_ANSWERS_SENT: Final = {"custom_questions": [{"title": str, "value": str}]}
_PERSON: Final = dict.fromkeys(("email", "first_name", *VOLUNTARY), str) | _ANSWERS_SENT
_MOVED: Final = {"action": str, "registrants": [{"id": str, "email": str}]}


def _name_of(number: int) -> tuple[str, str]:
    return _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]


def _address_of(number: int) -> str:
    return f"guest.{number}@Guests.example.test"


def _blank() -> dict[str, Any]:
    return {"email": "", "first_name": "", **dict.fromkeys(VOLUNTARY, ""), "custom_questions": []}


def _first_status(number: int, *, by_hand: bool) -> str:
    """Return the state of one who registered from the start: one in twelve cancelled."""
    if number % 12 == 11:  # noqa: PLR2004 (one in twelve)
        return "denied"
    return "pending" if by_hand and number % 3 == 0 else "approved"


class Registrations:
    """The registrants of every event."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._of: dict[int, _Registration] = {}

    def of(self, event: Event) -> _Registration:
        if event.number not in self._of:
            self._of[event.number] = _Registration(self._world, event)
        return self._of[event.number]


def _found(world: World, ask: Ask, kind: str, code: int | None = None) -> _Registration:
    """Return the registration of the event in the path, or refuse as Zoom does where there is none."""
    text = ask.path[f"{kind.lower()}Id"]
    registration = world.part(Registrations).of(find_event(world, text, kind))
    if not registration.open:
        code = code or (300 if kind == "Meeting" else 3000)
        raise Refusal(400, code, f"Registration has not been enabled for this {kind.lower()}: {text}.")
    return registration


def open_event(world: World, ask: Ask, kind: str) -> Event:
    """Return the event in the path, or refuse where nobody can register for it."""
    return _found(world, ask, kind).event


def _known(registration: _Registration, ask: Ask) -> int:
    """Return the number of the registrant in the path."""
    registrant = ask.path["registrantId"]
    number = registration.number_of(registrant)
    if number is not None:
        return number
    if registration.event.kind == "Meeting":
        text = "The value that you entered for the Registrant ID field is invalid. Enter a valid value and try again."
        raise Refusal(400, 300, text)
    raise Refusal(400, 3079, f"This registrant does not exist: {registrant}.")


def _list(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        registration = _found(world, ask, kind)
        status = choice(ask, "status", *STATUSES)
        numbers = registration.listed(status, ask.query.get("occurrence_id", ""))
        if ask.query.get("tracking_source_id"):
            numbers = []  # nobody came by a tracked link
        found = page(world, ask, numbers, numbered=True)
        head = json.dumps(found.told() | {"registrants": []}).removesuffix("]}")
        return f"{head}{', '.join(registration.text(each, status) for each in found.rows)}]}}".encode()

    return answer


def _get(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        registration = _found(world, ask, kind)
        number = _known(registration, ask)
        status = registration.status_of(number, ask.query.get("occurrence_id", ""))
        return registration.text(number, status).encode()

    return answer


def _checked(registration: _Registration, person: dict[str, Any]) -> dict[str, Any]:
    """Return somebody who may register, or refuse."""
    event = registration.event
    for name in ("email", "first_name"):
        if not person.get(name):
            raise invalid(name)
    if person["email"].lower() == event.host.email:
        raise Refusal(400, 3027, "Host cannot register.")
    if sum(map(len, registration.numbers.values())) >= _SEATS[event.kind]:
        raise Refusal(400, 3043, f"{event.kind} has reached maximum attendee capacity.")
    return person


def _add(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        registration = _found(world, ask, kind)
        event = registration.event
        number = registration.add(_checked(registration, ask.body))
        added = {
            "id": event.number,
            "registrant_id": registration.id_of(number),
            "topic": event.topic,
            "start_time": time_text(event.start),
            **registration.personal(number, registration.status_of(number)),
        }
        return Made(201, {name: value for name, value in added.items() if name != "status"})

    return answer


def _add_many(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        registration = _found(world, ask, kind, 404 if kind == "Meeting" else None)
        if registration.event.recurring:
            text = "This API can only be used for scheduled meeting(meeting type: 2)."
            raise Refusal(400, 303, f"{text} Batch registration is not supported for other meeting types.")
        people: list[Any] = required(ask, "registrants")
        if len(people) > _BATCH:
            raise invalid("registrants")
        added: list[dict[str, Any]] = []
        for person in [_checked(registration, each) for each in people]:
            number = registration.add(person)
            row = registration.personal(number, registration.status_of(number))
            row |= {"email": person["email"], "registrant_id": registration.id_of(number)}
            added.append({name: value for name, value in row.items() if name != "status"})
        return Made(201, {"registrants": added})

    return answer


def _set_status(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        registration = _found(world, ask, kind)
        status = {"approve": "approved", "deny": "denied", "cancel": "denied"}.get(required(ask, "action"))
        people: list[dict[str, Any]] = required(ask, "registrants")
        if status is None or len(people) > _BATCH:
            raise invalid("action" if status is None else "registrants")
        occurrence = ask.query.get("occurrence_id", "")
        for person in people:
            number = registration.number_of(person.get("id", ""))
            if number is None:
                continue  # whoever is not known is passed over in silence
            email = json.loads(registration.text(number, "approved"))["email"]
            if str(person.get("email", "")).strip().lower() == email.lower():
                registration.move(number, status, occurrence)
        return Made(204)

    return answer


def _delete(kind: str) -> Handler:
    def answer(world: World, ask: Ask) -> Answer:
        registration = _found(world, ask, kind)
        if kind == "Webinar" and registration.number_of(ask.path["registrantId"]) is None:
            raise Refusal(400, 3000, f"Registrant {ask.path['registrantId']} was not found.")
        registration.remove(_known(registration, ask), ask.query.get("occurrence_id", ""))
        return Made(204)

    return answer


def _routes(kind: str) -> tuple[Route, ...]:
    word = kind.lower()
    base = f"/{word}s/{{{word}Id}}"
    return (
        Route(f"{base}/registrants", "Medium", (f"{word}:read:list_registrants:admin",), _list(kind)),
        Route(f"{base}/registrants/{{registrantId}}", "Light", (f"{word}:read:registrant:admin",), _get(kind)),
        Route(f"{base}/registrants", "Light", (f"{word}:write:registrant:admin",), _add(kind), "POST", _PERSON),
        Route(
            f"{base}/batch_registrants",
            "Heavy",
            (f"{word}:write:batch_registrants:admin",),
            _add_many(kind),
            "POST",
            {"registrants": [_PERSON]},
        ),
        Route(
            f"{base}/registrants/status",
            "Medium",
            (f"{word}:update:registrant_status:admin",),
            _set_status(kind),
            "PUT",
            _MOVED,
        ),
        Route(
            f"{base}/registrants/{{registrantId}}",
            "Light",
            (f"{word}:delete:registrant:admin",),
            _delete(kind),
            "DELETE",
        ),
    )


ROUTES: Final = (*_routes("Meeting"), *_routes("Webinar"))
