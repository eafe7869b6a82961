"""A simulator some of whose answers a test changes on their way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from provider_bridge.sandbox import Sandbox

__all__ = ["REFUSALS", "Answering", "of_body"]

Answer = tuple[int, dict[str, str], bytes]

REFUSALS: Final = {
    "1001": (404, {"code": 1001, "message": "User does not exist: ada@example.test."}),
    "3001": (404, {"code": 3001, "message": "Meeting ada@example.test not found or has expired."}),
    "bare 404": (404, {}),
    "1010": (400, {"code": 1010, "message": "User does not belong to this account: ada@example.test."}),
    "12702": (400, {"code": 12702, "message": "Can not access meeting a year ago."}),
    "200 in disguise": (200, {"code": 200, "message": "Only available for paid account: ada@example.test."}),
    "200": (400, {"code": 200, "message": "No permission."}),
}
"""What Zoom's documents say that a report can be refused with, and an error that comes as a success."""


class Answering:
    """Answers whose URL contains ``part`` are made by ``make`` from the URL and the simulator's answer.

    ``make`` returns a status and a body; what is no bytes becomes JSON. ``asked`` has the URLs of that part.
    """

    def __init__(self, sandbox: Sandbox, part: str, make: Callable[[str, Any], tuple[int, Any]]) -> None:
        self.sandbox = sandbox
        self.part = part
        self.make = make
        self.asked: list[str] = []

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, answer_headers, answer = self.sandbox.handle(method, url, headers, body)
        if self.part not in url:
            return status, answer_headers, answer
        self.asked.append(url)
        answer_headers.pop("content-length", None)
        status, made = self.make(url, json.loads(answer or b"null"))
        return status, answer_headers, made if isinstance(made, bytes) else json.dumps(made).encode()


def of_body(body: Any, status: int = 200) -> Callable[[str, Any], tuple[int, Any]]:
    """Return what answers the same whatever is asked."""
    return lambda *_: (status, body)
