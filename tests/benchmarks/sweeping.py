"""One process of a sweep: lists pages in some threads or tasks, at the pace that its budget allows.

Run as a program with a JSON object of arguments: when to begin and when to end, by this machine's clock, and those of
``sweep`` or ``pyrate``. It logs in before it begins.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

import anyio
import httpx

import provider_bridge as pb
from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.listing.paging import Page, by_token
from provider_bridge.core.steps import Authenticate, Flow, Paged

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


class Span(NamedTuple):
    """From when until when pages are listed."""

    begin: float
    until: float

    def wait(self) -> None:
        time.sleep(max(0.0, self.begin - time.monotonic()))


def logged_in() -> Flow[None]:
    """Have a token before it counts."""
    yield Authenticate()


def pages(limit: int, key: str, until: float) -> Paged[int]:
    """List pages until the time is over."""
    endpoint = Endpoint("GET", f"/sweep/{limit}/{key}", LABELS[limit], (), "", "items")

    def fetch(token: str) -> Flow[Page[int]]:
        reply: Reply = yield Call(endpoint, {}, {"next_page_token": token} if token else {})
        found = json.loads(reply.body)
        return Page(found["items"], next_token=found["next_page_token"] if time.monotonic() < until else "")

    yield from by_token(endpoint.name, fetch)


def _threads(config: Path, limit: int, key: str, span: Span) -> pb.Totals:
    with pb.open_bridge(config) as bridge:
        runner: Any = bridge["bench"]._runner  # type: ignore[attr-defined]
        runner.run(logged_in())
        span.wait()
        threads = [
            threading.Thread(target=lambda: list(runner.stream(pages(limit, key, span.until)))) for _ in range(AT_ONCE)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        return bridge.totals["bench"]


async def _tasks(config: Path, limit: int, key: str, span: Span) -> pb.Totals:
    async with pb.open_async_bridge(config) as bridge:
        runner: Any = bridge["bench"]._runner  # type: ignore[attr-defined]
        await runner.run(logged_in())
        span.wait()

        async def walk() -> None:
            async for _ in runner.stream(pages(limit, key, span.until)):
                pass

        async with anyio.create_task_group() as tasks:
            for _ in range(AT_ONCE):
                tasks.start_soon(walk)
        return bridge.totals["bench"]


def sweep(base: str, limit: int, key: str, span: Span, *, budget: str = "", face: str = "sync") -> pb.Totals:
    """List pages until then; ``budget`` is a line of the configuration that says where the budget is kept."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "bridge.toml"
        config.touch(0o600)
        config.write_text(CONFIG.format(base=base, budget=budget))
        if face == "sync":
            return _threads(config, limit, key, span)
        return anyio.run(_tasks, config, limit, key, span)


def pyrate(base: str, limit: int, key: str, span: Span, *, redis: str = "", file: str = "") -> None:
    """List as many pages with bare httpx and pyrate-limiter: in memory, in a file, or in Redis."""
    from pyrate_limiter import AbstractBucket, InMemoryBucket, Limiter, Rate, RedisBucket, SQLiteBucket
    from redis import Redis

    rates = [Rate(limit, 1000)]
    bucket: AbstractBucket | Any = InMemoryBucket(rates)
    if redis:
        bucket = RedisBucket.init(rates, Redis.from_url(redis), key)
    if file:
        bucket = SQLiteBucket.init_from_file(rates, db_path=file, use_file_lock=True)
    limiter = Limiter(bucket)
    span.wait()

    def walk() -> None:
        with httpx.Client() as client:
            while time.monotonic() < span.until:
                limiter.try_acquire("bench")
                json.loads(client.get(f"{base}/v2/sweep/{limit}/{key}").content)

    threads = [threading.Thread(target=walk) for _ in range(AT_ONCE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


if __name__ == "__main__":
    options: dict[str, Any] = json.loads(sys.argv[1])
    run: Any = sweep if options.pop("by") == "ours" else pyrate
    run(span=Span(options.pop("begin"), options.pop("until")), **options)
