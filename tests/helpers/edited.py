"""A simulator some of whose answers are changed on the way, and which remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from provider_bridge.sandbox import Sandbox

Reply = tuple[int, dict[str, str], bytes]


class Edited:
    """A simulator whose answers to one kind of request are changed on the way."""

    def __init__(self, sandbox: Sandbox, method: str, part: str, change: Callable[..., Reply] | None) -> None:
        self.sandbox = sandbox
        self.seen: list[tuple[str, str, Any]] = []
        self._method, self._part, self._change = method, part, change

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Reply:
        self.seen.append((method, url.partition("/v2")[2], json.loads(body) if body[:1] == b"{" else None))
        if self._change is not None and method == self._method and self._part in url:
            return self._change(url, headers, body)
        return self.sandbox.handle(method, url, headers, body)


def refusing(sandbox: Sandbox, method: str, part: str, status: int, body: Any) -> Edited:
    """Return a simulator that answers one kind of request with an error."""
    return Edited(sandbox, method, part, lambda *_: (status, {}, json.dumps(body).encode()))
