"""One process of a sweep: lists pages in some threads or tasks for so long, at the pace its budget allows.

Run as a program with a JSON object of ``sweep``'s arguments.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

import anyio
import httpx

import provider_bridge as pb
from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.paging import Page, by_token
from provider_bridge.core.steps import Flow, Paged

LABELS: Final = {80: "light", 60: "medium", 40: "heavy"}
"""The rate labels of Zoom's business plan by what they allow a second."""

AT_ONCE: Final = 12
CONFIG: Final = """\
[accounts.bench]
provider = "zoom"
account_id = "bench"
client_id = "bench"
client_secret = "bench"
plan = "business"
share = 1.0
api_url = "{base}/v2"
token_url = "{base}/oauth/token"
{budget}
"""


def pages(limit: int, key: str, until: float) -> Paged[int]:
    """List pages until the time is over."""
    endpoint = Endpoint("GET", f"/sweep/{limit}/{key}", LABELS[limit], (), "", "items")

    def fetch(token: str) -> Flow[Page[int]]:
        reply: Reply = yield Call(endpoint, {}, {"next_page_token": token} if token else {})
        found = json.loads(reply.body)
        return Page(found["items"], next_token=found["next_page_token"] if time.monotonic() < until else "")

    yield from by_token(endpoint.name, fetch)


def _threads(config: Path, limit: int, key: str, seconds: float) -> pb.Totals:
    with pb.open_bridge(config) as bridge:
        runner: Any = bridge["bench"]._runner  # type: ignore[attr-defined]
        bridge["bench"].identify()
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=lambda: list(runner.stream(pages(limit, key, until)))) for _ in range(AT_ONCE)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return bridge.totals["bench"]


async def _tasks(config: Path, limit: int, key: str, seconds: float) -> pb.Totals:
    async with pb.open_async_bridge(config) as bridge:
        runner: Any = bridge["bench"]._runner  # type: ignore[attr-defined]
        await bridge["bench"].identify()
        until = time.monotonic() + seconds

        async def walk() -> None:
            async for _ in runner.stream(pages(limit, key, until)):
                pass

        async with anyio.create_task_group() as tasks:
            for _ in range(AT_ONCE):
                tasks.start_soon(walk)
        return bridge.totals["bench"]


def sweep(base: str, limit: int, key: str, seconds: float, *, budget: str = "", face: str = "sync") -> pb.Totals:
    """List pages for so long; ``budget`` is a line of the configuration that says where the budget is kept."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "bridge.toml"
        config.touch(0o600)
        config.write_text(CONFIG.format(base=base, budget=budget))
        if face == "sync":
            return _threads(config, limit, key, seconds)
        return anyio.run(_tasks, config, limit, key, seconds)


def pyrate(base: str, limit: int, key: str, seconds: float, *, redis: str = "", buffer_ms: int = 50) -> None:
    """List as many pages with bare httpx and pyrate-limiter, in memory or in Redis."""
    from pyrate_limiter import Limiter, Rate, RedisBucket
    from redis import Redis

    rates = [Rate(limit, 1000)]
    argument: Any = RedisBucket.init(rates, Redis.from_url(redis), key) if redis else rates
    limiter = Limiter(argument, buffer_ms=buffer_ms)
    until = time.monotonic() + seconds

    def walk() -> None:
        with httpx.Client() as client:
            while time.monotonic() < until:
                limiter.try_acquire("bench")
                json.loads(client.get(f"{base}/v2/sweep/{limit}/{key}").content)

    threads = [threading.Thread(target=walk) for _ in range(AT_ONCE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


if __name__ == "__main__":
    options: dict[str, Any] = json.loads(sys.argv[1])
    run: Any = {"ours": sweep, "pyrate": pyrate}[options.pop("by")]
    run(**options)
