"""A tiny vendor in memory: two events, some people who registered, one switch. It knows nothing of the client."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["TinyVendor"]

Answer = tuple[int, dict[str, str], bytes]
_PAGE = 2


class TinyVendor:
    """The vendor's server, as a function of one request."""

    def __init__(self) -> None:
        self.events = {
            "ev1": {"id": "ev1", "title": "Spring meadow talk", "start": "2026-11-20T09:00:00+01:00", "minutes": 45},
            "ev2": {"id": "ev2", "title": "Autumn forest talk", "start": "2026-12-01T18:30:00+01:00", "minutes": 60},
            "ev3": {"id": "ev3", "title": "Winter harbour talk", "start": "2027-01-12T18:30:00+01:00", "minutes": 60},
        }
        self.people: dict[str, dict[str, dict[str, Any]]] = {event: {} for event in self.events}
        for number, (first, last) in enumerate((("Ada", "Example"), ("Grace", "Sample"), ("Edsger", "Instance"))):
            self._register("ev1", f"{first}.{last}@guests.example.test".lower(), first, last, number)
        self.tracking = {"enabled": False, "locked": True}

    def _register(self, event: str, mail: str, first: str, last: str, number: int) -> str:
        name = f"r{event[2:]}0{number}7"
        self.people[event][name] = {
            "id": name,
            "mail": mail,
            "first": first,
            "last": last,
            "since": f"2026-11-0{1 + number}T08:00:00Z",
            "engagement": 77,
        }
        return name

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Answer one request."""
        parts = urlsplit(url)
        if parts.path == "/oauth/token":
            return _json(200, {"access_token": "tiny-token", "expires_in": 3600, "scope": "events settings"})
        if headers.get("authorization") != "Bearer tiny-token":
            return _json(401, {"error": "no_token"})
        page = int(parse_qs(parts.query).get("page", ["0"])[0])
        if parts.path == "/settings":
            return _json(200, {"tracking": self.tracking})
        if parts.path == "/events":
            return _paged("events", list(self.events.values()), page)
        found = re.fullmatch(r"/events/([^/]+)(?:/(registrants)(?:/([^/]+))?)?", parts.path)
        if found is None or found[1] not in self.events:
            return _json(404, {"error": "no_such_event"})
        if not found[2]:
            return _json(200, self.events[found[1]])
        return self._of_people(method, found[1], found[3], page, body)

    def _of_people(self, method: str, event: str, person: str | None, page: int, body: bytes) -> Answer:
        people = self.people[event]
        if method == "POST":
            new = json.loads(body)
            name = self._register(event, new["mail"], new["first"], new["last"], len(people))
            return _json(201, {"id": name})
        if person is None:
            return _paged("registrants", list(people.values()), page)
        if person not in people:
            return _json(404, {"error": "no_such_registrant"})
        if method == "DELETE":
            del people[person]
            return 204, {}, b""
        return _json(200, people[person])


def _json(status: int, tree: Any) -> Answer:
    return status, {"content-type": "application/json"}, json.dumps(tree).encode()


def _paged(name: str, rows: list[Any], page: int) -> Answer:
    some = rows[page * _PAGE : (page + 1) * _PAGE]
    return _json(200, {name: some, "pages": -(-len(rows) // _PAGE), "total": len(rows)})
