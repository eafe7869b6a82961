"""A stateful simulator of Zoom, GoToWebinar and GoToMeeting, in process or on a port.

from provider_bridge.sandbox import Sandbox

sandbox = Sandbox(scenario="violating")
status, headers, body = sandbox.handle("GET", "http://127.0.0.1/v2/users", {}, b"")
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from provider_bridge.sandbox.app import Simulator
from provider_bridge.sandbox.tokens import CLIENT_ID, CLIENT_SECRET
from provider_bridge.sandbox.world import SCENARIOS, SIZES, World

__all__ = ["SCENARIOS", "SIZES", "Sandbox", "Simulator", "World"]


_here: weakref.WeakSet[Sandbox] = weakref.WeakSet()


def _begin_anew() -> None:
    for sandbox in list(_here):
        sandbox.begin_anew()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_begin_anew)


class Sandbox(Simulator):
    """The simulator for this process: no port, no event loop, safe for threads.

    ``lag`` are the seconds for which its copies do not agree after a deletion, ``lag_shows`` what they show: see
    ``provider_bridge.sandbox.lagging``. ``observe`` is told every exchange: method, URL, headers, body, status, answer.
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
        limits: bool = True,
        lag: float = 0.0,
        lag_shows: str = "late",
        clock: Callable[[], float] = time.time,
        observe: Callable[..., None] | None = None,
    ) -> None:
        world = World(
            scenario=scenario,
            size=size,
            seed=seed,
            users=users,
            scores=scores,
            registrants=registrants,
            clock=clock,
        )
        super().__init__(world, limits=limits, lag=lag, lag_shows=lag_shows)
        self._lock = threading.Lock()
        self._observe = observe
        _here.add(self)

    def begin_anew(self) -> None:
        """Have a lock in a forked child that no thread of the parent holds."""
        self._lock = threading.Lock()

    def handle(self, method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Answer one request."""
        with self._lock:
            status, answer_headers, answer = _drive(self.app, method, url, headers, body)
        if self._observe is not None:
            self._observe(method, url, headers, body, status, answer)
        return status, answer_headers, answer

    def config(self, base: str) -> str:
        """Return the text of a ``bridge.toml`` for the accounts simulated under ``base``; its secrets open nothing."""
        pat = self.login.personal_access_token
        return f"""\
[accounts.sandbox-zoom]
provider = "zoom"
account_id = "{self.world.account_id}"
client_id = "{CLIENT_ID}"
client_secret = "{CLIENT_SECRET}"
plan = "business"
share = 1.0
api_url = "{base}/v2"
token_url = "{base}/zoom/oauth/token"

[accounts.sandbox-webinar]
provider = "gotowebinar"
client_id = "{CLIENT_ID}"
client_secret = "{CLIENT_SECRET}"
personal_access_token = "{pat}"
share = 1.0
api_url = "{base}/G2W/rest/v2"
token_url = "{base}/goto/oauth/token"

[accounts.sandbox-meeting]
provider = "gotomeeting"
client_id = "{CLIENT_ID}"
client_secret = "{CLIENT_SECRET}"
personal_access_token = "{pat}"
share = 1.0
api_url = "{base}/G2M/rest"
token_url = "{base}/goto/oauth/token"
"""


def _drive(app: Any, method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    """Run an ASGI application that never waits for anything to its end, without an event loop."""
    parts = urlsplit(url)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "server": (parts.hostname, parts.port or 80),
        "client": ("127.0.0.1", 0),
    }
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    run = app(scope, receive, send)
    try:
        run.send(None)
    except StopIteration:
        start, *rest = messages
        answer = b"".join(message.get("body", b"") for message in rest)
        return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, answer
    finally:
        run.close()
    raise RuntimeError("the simulator waited for something")
