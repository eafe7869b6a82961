"""A program that is interrupted five hundred times, each time at another moment, and tells what was lost by it.

It is a program of its own because an interrupt can also meet what traces a test. Run with ``queue`` or ``room``.
"""

from __future__ import annotations

import random
import signal
import sys
from collections.abc import Callable
from typing import Any

import httpx

from provider_bridge.core.calls import Request
from provider_bridge.runners._http import SyncHttp
from provider_bridge.runners.sync_rate_limiter import _Queue


def storm(use: Callable[[], object]) -> None:
    """Interrupt something again and again."""
    chance = random.Random(1)
    for _ in range(500):
        try:
            signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.0002, 0.001), 0.05)  # again where a destructor ate it
            while True:
                use()
        except KeyboardInterrupt:
            signal.setitimer(signal.ITIMER_REAL, 0)


def queue() -> str:
    """Take turns of two at a time, and return how many are still inside and waiting."""
    places = _Queue(2)

    def use() -> None:
        with places.turn():
            pass

    storm(use)
    return f"{len(places._inside)} inside, {len(places._waiting)} waiting"


def room() -> str:
    """Send requests where there is room for four, and return how much room there is then."""
    http = SyncHttp(4, httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))))
    storm(lambda: http.send(Request("GET /x", "GET", "https://api.example.test/x", {})))
    return f"room for {http._room.qsize()}"


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, _interrupt)
    print({"queue": queue, "room": room}[sys.argv[1]]())
