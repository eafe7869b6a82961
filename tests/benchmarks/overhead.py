"""What an operation costs beyond HTTP and JSON: the same client and the same mock answer under both.

The client is handed in, so that httpx does the same for both. What is left is ours: the rate budget, the token, what
must not be known, the judgement of the answer, and the domain value instead of a dictionary.

It is measured twice. In microseconds of processor time of a tight loop: these say as much of the machine, so what bare
httpx takes there stands beside them. And in instructions that Python carries out, which differ by one in a hundred
from run to run, and between versions of Python, but not between machines.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Self

import anyio
import httpx
from loopback import Asked, Vendor, configure
from measuring import Figure, Loop, Spent, side_by_side, stopwatch
from sequential import EVENT, HEADERS, SETTINGS, repeated, url_of

import provider_bridge as pb
from provider_bridge.core.rate_limit.limits import Rate, paces

BASE = "http://127.0.0.1:1"
BOUND_US = 60.0
BOUND_SHARE = 0.5


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


@contextmanager
def sync_calls() -> Generator[dict[str, Callable[[], object]]]:
    """Make one call each of the synchronous face and of bare httpx, with one client."""
    with tempfile.TemporaryDirectory() as folder:
        client = httpx.Client(transport=httpx.MockTransport(answering()), headers=HEADERS, **SETTINGS)
        with client, pb.open_bridge(configure(BASE, Path(folder)), client=client) as bridge:
            account: Any = bridge["bench"]
            widen(account)
            yield {
                "ours": lambda: account.events.get(EVENT),
                "bare": lambda: json.loads(client.get(url_of(BASE)).content),
            }


@asynccontextmanager
async def async_calls() -> AsyncGenerator[dict[str, Callable[[], Awaitable[object]]]]:
    """Make those of the asynchronous face."""

    async def bare() -> object:
        return json.loads((await client.get(url_of(BASE))).content)

    with tempfile.TemporaryDirectory() as folder:
        client = httpx.AsyncClient(transport=httpx.MockTransport(answering()), headers=HEADERS, **SETTINGS)
        async with client, pb.open_async_bridge(configure(BASE, Path(folder)), client=client) as bridge:
            account: Any = bridge["bench"]
            widen(account)
            yield {"ours": lambda: account.events.get(EVENT), "bare": bare}


def async_loop(name: str, count: int) -> Loop:
    """Return a loop that awaits one call so often, in an event loop of its own."""

    async def loop() -> Spent:
        async with async_calls() as calls:
            await calls[name]()
            with stopwatch() as spent:
                for _ in range(count):
                    await calls[name]()
        return spent

    return lambda: anyio.run(loop)


def figures(quick: bool) -> Iterator[Figure]:
    """Measure both faces' time, in many short rounds."""
    count, rounds = 200, 41 if quick else 201
    with sync_calls() as calls:
        loops = {name: repeated(call, count) for name, call in calls.items()}
        yield _time("sync", count, side_by_side(loops, rounds))
    yield _time("async", count, side_by_side({name: async_loop(name, count) for name in calls}, rounds))


def _time(face: str, count: int, found: dict[str, list[Spent]]) -> Figure:
    """Return the difference of the two in their least disturbed rounds; disturbance only ever adds to a round."""
    ours, bare = (min(each.cpu for each in found[name]) / count * 1e6 for name in ("ours", "bare"))
    shares = [own.cpu / other.cpu - 1 for own, other in zip(found["ours"], found["bare"], strict=True)]
    notes = {
        "bare httpx in us": round(bare, 1),
        "share of bare httpx": round(ours / bare - 1, 3),
        "the same, middle of the rounds": round(statistics.median(shares), 3),
    }
    work = f"one operation's overhead beyond HTTP and JSON, {face}"
    return Figure("overhead", work, f"bare httpx, {bare:.0f} us here", ours - bare, BOUND_US, True, " us", notes)


class Counted:
    """Counts the instructions that Python carries out meanwhile, whatever they cost."""

    def __init__(self) -> None:
        self.number = 0
        self._before = sys.gettrace()

    def __enter__(self) -> Self:
        sys.settrace(self._enter)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _enter(self, frame: FrameType, _event: str, _arg: object) -> Callable[..., Any]:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return self._step

    def _step(self, _frame: FrameType, event: str, _arg: object) -> Callable[..., Any]:
        self.number += event == "opcode"
        return self._step


def instructions(_quick: bool) -> Iterator[Figure]:
    """Count both faces' instructions; one call after a few tells as much as many."""
    with sync_calls() as calls:
        yield _share("sync", {name: _counted(call) for name, call in calls.items()})
    yield _share("async", anyio.run(_async_counted))


def _counted(call: Callable[[], object]) -> int:
    for _ in range(3):
        call()
    with Counted() as counted:
        call()
    return counted.number


async def _async_counted() -> dict[str, int]:
    found: dict[str, int] = {}
    async with async_calls() as calls:
        for name, call in calls.items():
            for _ in range(3):
                await call()
            with Counted() as counted:
                await call()
            found[name] = counted.number
    return found


def _share(face: str, found: dict[str, int]) -> Figure:
    ours, bare = found["ours"], found["bare"]
    work = f"one operation's instructions beyond HTTP and JSON, {face}"
    beside = f"those of bare httpx, {bare:,}"
    return Figure("instructions", work, beside, ours / bare - 1, BOUND_SHARE, True, " times", {"ours": ours})
