"""Every request that the tours make of the simulator, caught on its way, so that it can be sent in other forms too.

What is caught of a request that changes something is sent to a twin: a simulator in the state of that moment.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from recorded import no_patience
from support import sandbox_opened
from tours import ACCOUNTS, TOURS

from provider_bridge import Bridge
from provider_bridge.policy import verify
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto import ROUTES as GOTO
from provider_bridge.sandbox.routing import Route, Router
from provider_bridge.sandbox.zoom import ROUTES as ZOOM

__all__ = ["GOTO", "ZOOM", "Caught", "caught"]

_ZOOM, _GOTO = Router(ZOOM, uuids=True), Router(GOTO)


@dataclass(frozen=True, slots=True)
class Caught:
    """A request that was answered well, and the simulator as it was just before."""

    route: Route
    method: str
    url: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    before: Sandbox = field(repr=False)

    @property
    def path(self) -> str:
        """The path as the vendor's router sees it."""
        return urlsplit(self.url).path

    def twin(self) -> Sandbox:
        """Return a simulator in the state of that moment."""
        return _twin(self.before)

    def send(self, sandbox: Sandbox, query: str, body: bytes | None = None) -> int:
        """Send it with another query and perhaps another body; return the status."""
        url = urlsplit(self.url)._replace(query=query).geturl()
        return sandbox.handle(self.method, url, self.headers, self.body if body is None else body)[0]


def _twin(sandbox: Sandbox) -> Sandbox:
    """Return another simulator in the same state."""
    twin = Sandbox(limits=False)
    memo: dict[int, Any] = {id(sandbox.world.time): sandbox.world.time}
    twin.world, twin.login = copy.deepcopy((sandbox.world, sandbox.login), memo)
    twin.lag_behind(0.0)
    return twin


def _route(method: str, url: str) -> Route | None:
    path = urlsplit(url).path
    found = _ZOOM.find(method, path.removeprefix("/v2")) if path.startswith("/v2/") else _GOTO.find(method, path)
    return found[0] if found else None


@contextmanager
def _watched(sandbox: Sandbox, seen: dict[str, Caught]) -> Iterator[Callable[..., Any]]:
    lock = threading.Lock()  # a verification asks from several threads

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        with lock:
            return answered(method, url, headers, body)

    def answered(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        route = _route(method, url)
        fresh = route is not None and route.name not in seen
        before = _twin(sandbox) if fresh else sandbox
        answer = sandbox.handle(method, url, headers, body)
        if route is not None and fresh and answer[0] in range(200, 300):
            seen[route.name] = Caught(route, method, url, headers, body, before)
        return answer

    yield app


@cache
def caught() -> dict[str, Caught]:
    """Return one request that was answered well for each endpoint that the tours call."""
    seen: dict[str, Caught] = {}
    sandbox = Sandbox(limits=False)
    with (
        pytest.MonkeyPatch.context() as patched,
        _watched(sandbox, seen) as app,
        sandbox_opened("sync", sandbox, app) as accounts,
    ):
        no_patience(patched)
        verify(Bridge(accounts))
        for provider, tours in TOURS.items():
            for each in tours:
                each.tour(accounts[ACCOUNTS[provider]], sandbox)
    return seen
