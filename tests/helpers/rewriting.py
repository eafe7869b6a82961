"""A simulator whose answers to some calls are changed on the way, as a vendor's server might change them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from provider_bridge.sandbox import Sandbox

__all__ = ["Answer", "App", "refusing", "rewriting", "small_pages"]

Answer = tuple[int, dict[str, str], bytes]
App = Callable[[str, str, dict[str, str], bytes], Answer]
NAMES = {"page_size=300", "page_size=10", "page_size=6"}


def rewriting(app: App, method: str, part: str, change: Callable[[Any], Any]) -> App:
    """Return an app that changes the JSON of good answers to calls with ``part`` in their address."""

    def changed(verb: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, answer_headers, answer = app(verb, url, headers, body)
        if verb == method and part in url and status in range(200, 300):
            tree = json.loads(answer)
            answer = json.dumps(change(tree) or tree).encode()
            answer_headers.pop("content-length", None)
        return status, answer_headers, answer

    return changed


def refusing(app: App, method: str, part: str, status: int, code: int | str, message: str = "No.") -> App:
    """Return an app that refuses calls with ``part`` in their address, with whatever status."""

    def refused(verb: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if verb == method and part in url:
            return status, {"content-type": "application/json"}, json.dumps({"code": code, "message": message}).encode()
        return app(verb, url, headers, body)

    return refused


def small_pages(sandbox: Sandbox, part: str, size: int, expire_after: int = 0) -> App:
    """Return a simulator with pages of ``size`` rows; a token dies once, after so many pages of the list ``part``."""
    pages = 0

    def app(verb: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        nonlocal pages
        if verb == "GET" and part in url:
            for name in NAMES:
                url = url.replace(name, f"page_size={size}")
            pages += 1
            if expire_after and pages == expire_after + 1:
                sandbox.world.offset += 16 * 60
        return sandbox.handle(verb, url, headers, body)

    return app
