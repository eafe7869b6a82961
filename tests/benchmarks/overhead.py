"""What an operation costs beyond HTTP and JSON: the same client and the same mock answer under both.

The client is handed in, so that httpx does the same for both. What is left is ours: the rate budget, the token, what
must not be known, the judgement of the answer, and the domain value instead of a dictionary. It is measured as the
processor time of a tight loop, which what else runs on the machine hardly changes.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
from loopback import Asked, Vendor, configure
from measuring import Figure, Loop, Spent, side_by_side, stopwatch
from sequential import EVENT, HEADERS, SETTINGS, repeated, url_of

import provider_bridge as pb
from provider_bridge.core.limits import Rate, paces

BASE = "http://127.0.0.1:1"
BOUND_US = 60.0


def answering() -> Callable[[httpx.Request], httpx.Response]:
    """Return what answers both in this process, as the other rows' server does."""
    vendor, json_only = Vendor(), {"Content-Type": "application/json"}
    bodies = {
        target: vendor.answer(Asked(b"GET " + target + b" HTTP/1.1", b"")).partition(b"\r\n\r\n")[2]
        for target in (b"/oauth/token", b"/v2/meetings/1")
    }
    token, meeting = bodies.values()

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=json_only, content=meeting if request.method == "GET" else token)

    return answer


def widen(account: Any) -> None:
    """Let the budget be asked for each call, and allow more than could be sent."""
    turns = account._runner._turns
    turns._paces.update(paces(dict.fromkeys(turns._paces, Rate(1000, 0.001)), ()))


def sync_loops(count: int, folder: Path) -> Iterator[dict[str, Loop]]:
    """Yield the loops of the synchronous face, which share one client."""
    with httpx.Client(transport=httpx.MockTransport(answering()), headers=HEADERS, **SETTINGS) as client:
        with pb.open_bridge(configure(BASE, folder), client=client) as bridge:
            account: Any = bridge["bench"]
            widen(account)
            yield {
                "ours": repeated(lambda: account.events.get(EVENT), count),
                "bare": repeated(lambda: json.loads(client.get(url_of(BASE)).content), count),
            }


def async_loops(count: int, folder: Path) -> Iterator[dict[str, Loop]]:
    """Yield those of the asynchronous face."""

    async def ours() -> Spent:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answering()), **SETTINGS) as client:
            async with pb.open_async_bridge(configure(BASE, folder), client=client) as bridge:
                account: Any = bridge["bench"]
                widen(account)
                await account.events.get(EVENT)
                with stopwatch() as spent:
                    for _ in range(count):
                        await account.events.get(EVENT)
                return spent

    async def bare() -> Spent:
        transport = httpx.MockTransport(answering())
        async with httpx.AsyncClient(transport=transport, headers=HEADERS, **SETTINGS) as client:
            await client.get(url_of(BASE))
            with stopwatch() as spent:
                for _ in range(count):
                    json.loads((await client.get(url_of(BASE))).content)
            return spent

    yield {"ours": lambda: anyio.run(ours), "bare": lambda: anyio.run(bare)}


def figures(quick: bool) -> Iterator[Figure]:
    """Measure both faces, in many short rounds."""
    count, rounds = 200, 41 if quick else 201
    with tempfile.TemporaryDirectory() as folder:
        for face, loops in (("sync", sync_loops), ("async", async_loops)):
            for each in loops(count, Path(folder)):
                found = side_by_side(each, rounds)
                yield _figure(face, count, found["ours"], found["bare"])


def _figure(face: str, count: int, mine: list[Spent], others: list[Spent]) -> Figure:
    """Return the difference of the two in their least disturbed rounds; disturbance only ever adds to a round."""
    ours, bare = (min(each.cpu for each in spent) / count * 1e6 for spent in (mine, others))
    more = [(own.cpu - other.cpu) / count * 1e6 for own, other in zip(mine, others, strict=True)]
    notes = {"times as long as bare": round(ours / bare, 3), "middle of the rounds": round(statistics.median(more), 1)}
    work = f"one operation's overhead beyond HTTP and JSON, {face}"
    return Figure("overhead", work, "bare httpx", ours - bare, BOUND_US, True, " us", notes)
