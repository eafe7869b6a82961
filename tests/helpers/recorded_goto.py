"""What the tests of GoTo's recordings share: accounts with other settings, and answers changed on their way."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from support import opened, sandbox_accounts, unlimited

from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]


@dataclass(slots=True)
class Asked:
    """One request to the vendor, files included."""

    method: str
    url: str
    token: bool
    body: Any

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.url).query))


@dataclass(slots=True)
class Wire:
    """A simulator that remembers what it was asked, and some of whose answers are others.

    ``edit`` changes the JSON of good answers whose path holds ``part``; ``instead`` answers before the simulator.
    """

    sandbox: Sandbox = field(default_factory=unlimited)
    part: str = ""
    edit: Callable[[Any], Any] | None = None
    instead: Callable[[Asked], Answer | None] | None = None
    asked: list[Asked] = field(default_factory=list[Asked])

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        told = {name.lower() for name in headers}
        asked = Asked(method, url, "authorization" in told, json.loads(body) if body[:1] in {b"{", b"["} else None)
        if "/oauth/" in url:
            return self.sandbox.handle(method, url, headers, body)
        self.asked.append(asked)
        early = self.instead(asked) if self.instead is not None else None
        if early is not None:
            return early
        status, answered, answer = self.sandbox.handle(method, url, headers, body)
        if self.edit is None or self.part not in asked.path or status != 200:
            return status, answered, answer
        tree = json.loads(answer)
        changed = self.edit(tree)
        return status, {"content-type": "application/json"}, json.dumps(tree if changed is None else changed).encode()

    def of(self, part: str) -> list[Asked]:
        """Return the requests whose path holds a part."""
        return [each for each in self.asked if part in each.path]


def refused(status: int, body: Any = None) -> Answer:
    """Return a refusal; without a body it says nothing."""
    return status, {"content-type": "application/json"}, b"" if body is None else json.dumps(body).encode()


NO_OBJECT = {"errorCode": "NotFound", "description": "Told ada@example.test.", "incident": "0"}


@contextmanager
def recordings_of(face: str, name: str, wire: Wire, **settings: Any) -> Generator[Any]:
    """Open the recordings of one simulated account, some of whose settings are others."""
    accounts = [
        replace(each, settings=each.settings.model_copy(update=settings))
        for each in sandbox_accounts(wire.sandbox)
        if each.name == name
    ]
    with opened(face, wire, accounts) as found:
        yield found[name].recordings
