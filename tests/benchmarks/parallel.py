"""GETs side by side against a server that takes its time: async, beside httpx with the same number in flight."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
from bench import take_brakes_off
from loopback import configure, serving
from measuring import Figure, Spent, compared, side_by_side, stopwatch
from sequential import EVENT, HEADERS, SETTINGS, url_of

import provider_bridge as pb

LATENCY_S = 0.02
IN_FLIGHT = (16, 32)
"""As many as a bridge sends at once by default, and twice as many: the more there are, the slower httpx's pool gets."""


async def spread(one: Callable[[], Awaitable[object]], count: int, in_flight: int) -> Spent:
    """Do one thing so often, so many at once."""
    left = iter(range(count))

    async def work() -> None:
        for _ in left:
            await one()

    async def once(times: int) -> None:
        nonlocal left
        left = iter(range(times))
        async with anyio.create_task_group() as tasks:
            for _ in range(in_flight):
                tasks.start_soon(work)

    await once(in_flight)  # the connections are open
    with stopwatch() as spent:
        await once(count)
    return spent


async def bare(base: str, count: int, in_flight: int) -> Spent:
    """Fetch and parse with httpx."""
    limits = httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight, keepalive_expiry=30)
    url = url_of(base)
    async with httpx.AsyncClient(headers=HEADERS, **{**SETTINGS, "limits": limits}) as client:

        async def one() -> object:
            return json.loads((await client.get(url)).content)

        return await spread(one, count, in_flight)


async def ours(base: str, count: int, in_flight: int) -> Spent:
    """Read into domain values."""
    with tempfile.TemporaryDirectory() as folder:
        async with pb.open_async_bridge(configure(base, Path(folder)), parallel=in_flight) as bridge:
            account: Any = bridge["bench"]
            take_brakes_off(account)
            return await spread(lambda: account.events.get(EVENT), count, in_flight)


def figures(quick: bool) -> Iterator[Figure]:
    """Compare with as many in flight as a bridge has by default, and with more."""
    count, rounds = (640, 3) if quick else (10_000, 3)
    with serving(latency_s=LATENCY_S) as base:
        for in_flight in IN_FLIGHT[:1] if quick else IN_FLIGHT:
            found = side_by_side(
                {
                    "ours": partial(anyio.run, ours, base, count, in_flight),
                    "bare": partial(anyio.run, bare, base, count, in_flight),
                },
                rounds,
            )
            work = f"{count:,} GETs with 20 ms latency, async, {in_flight} in flight"
            yield compared("parallel", work, "bare httpx", found["ours"], found["bare"], 0.85)
