"""The vendor of ``isolation.py``: every account has its own token, cookie and meeting, and what mixes them is noted."""

from __future__ import annotations

import base64
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Final

from loopback import Asked, Vendor, answer, serve, token_answer

ILLS: Final = ("", "", "", "401", "", "429", "", "500", "", "slow")
"""What ails every tenth account; ``""`` is nothing."""

SLOW_S: Final = 2.0
_FIRST: Final = 93000000000
_COOKIE: Final = re.compile(rb"whose=([a-z0-9-]+)")


def name_of(index: int) -> str:
    return f"account-{index}"


def number_of(index: int) -> int:
    """Return the number of an account's only meeting."""
    return _FIRST + index


class Isolated(Vendor):
    """Answers every account by its own token, and notes who comes with what is not theirs."""

    def __init__(self) -> None:
        super().__init__()
        self._issued = count()
        self._owners: dict[str, str] = {}
        self._violations: list[str] = []
        self._requests: Counter[str] = Counter()

    def answer(self, asked: Asked) -> bytes:
        if asked.target == b"/log":
            log = {"violations": self._violations, "requests": self._requests.total()}
            return answer(json.dumps(log).encode())
        if asked.target == b"/oauth/token":
            return self._issue(asked)
        index = int(asked.target.partition(b"?")[0].rpartition(b"/")[2]) - _FIRST
        name = name_of(index)
        self._note(asked, name)
        bearer = asked.header(b"authorization").decode().removeprefix("Bearer ")
        if self._owners.get(bearer) != name:
            self._violations.append(f"{name} came with the token of {self._owners.get(bearer)}")
        return _ailing(ILLS[index % len(ILLS)], name, number_of(index))

    def delay(self, asked: Asked) -> float:
        found = re.match(rb"/v2/meetings/(\d+)", asked.target)
        return SLOW_S if found and ILLS[(int(found[1]) - _FIRST) % len(ILLS)] == "slow" else 0.0

    def _issue(self, asked: Asked) -> bytes:
        basic = asked.header(b"authorization").removeprefix(b"Basic ")
        name, _, secret = base64.b64decode(basic).decode().partition(":")
        if secret != f"secret-of-{name}" or f"account_id={name}".encode() not in asked.body:
            self._violations.append(f"{name} asked for a token with another's credentials")
        self._note(asked, name)
        token = f"token-{next(self._issued)}"
        self._owners[token] = name
        return token_answer(token, *_cookies(name))

    def _note(self, asked: Asked, name: str) -> None:
        self._requests[name] += 1
        for other in _COOKIE.findall(asked.header(b"cookie")):
            if other.decode() != name:
                self._violations.append(f"{name} came with the cookie of {other.decode()}")


def _cookies(name: str) -> Iterator[str]:
    """Yield headers that set a cookie by which an account could be told, under one name and under its own."""
    yield f"Set-Cookie: whose={name}; Path=/"
    yield f"Set-Cookie: of-{name}=whose={name}; Path=/"


def _ailing(ill: str, name: str, number: int) -> bytes:
    if ill == "401":
        return answer(b'{"code":124,"message":"Invalid access token."}', 401, *_cookies(name))
    if ill == "429":
        refusal = b'{"code":429,"message":"You have reached the maximum per-second rate limit for this API."}'
        return answer(refusal, 429, "Retry-After: 1", *_cookies(name))
    if ill == "500":
        return answer(b'{"code":500,"message":"Something went wrong."}', 500, *_cookies(name))
    body = {"id": number, "topic": name, "type": 2, "start_time": "2026-11-25T09:00:00Z", "duration": 60}
    return answer(json.dumps(body).encode(), 200, *_cookies(name))


if __name__ == "__main__":
    serve(Isolated(**json.loads(sys.argv[1])))
