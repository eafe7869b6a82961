"""Users verified per second beside a bare httpx loop over the same bodies; run it: python tests/benchmarks/bench.py.

A simulator without rate limits is served by another process. Each round measures the bare loop and ours in turn;
what counts is the ratio of the two in one run on one machine, not the absolute figures.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx

import provider_bridge as pb

SERVER = """
import sys, tempfile, json
from pathlib import Path
import uvicorn
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.serve import listen, write_config
sandbox = Sandbox(**json.loads(sys.argv[1]))
listener = listen()
base = f"http://127.0.0.1:{listener.getsockname()[1]}"
with tempfile.TemporaryDirectory() as folder:
    print(json.dumps([base, str(write_config(sandbox, base, Path(folder)))]), flush=True)
    uvicorn.Server(uvicorn.Config(sandbox.app, log_level="warning", access_log=False)).run(sockets=[listener])
"""
ZOOM = "sandbox-zoom"


@contextmanager
def serving(users: int, *, limits: bool, **options: Any) -> Generator[tuple[str, Path]]:
    """Serve a large world with so many users from another process; ``options`` are more of ``Sandbox``'s."""
    world = {"size": "large", "users": users, "limits": limits, **options}
    command = [sys.executable, "-c", SERVER, json.dumps(world)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        base, config = json.loads(process.stdout.readline())
        try:
            yield base, Path(config)
        finally:
            process.terminate()


def log_of(base: str) -> dict[str, int]:
    """Return how often each endpoint answered with each status."""
    found: dict[str, int] = httpx.get(f"{base}/_sandbox/log").json()
    return found


def token_for(base: str, config: Path) -> str:
    import tomllib

    account = tomllib.loads(config.read_text())["accounts"][ZOOM]
    form = {"grant_type": "account_credentials", "account_id": account["account_id"]}
    basic = (account["client_id"], account["client_secret"])
    token: str = httpx.post(f"{base}/zoom/oauth/token", data=form, auth=basic).json()["access_token"]
    return token


def addresses(base: str, config: Path) -> tuple[list[str], dict[str, str]]:
    """Return the URLs of every group's and user's settings, and the headers to fetch them with."""
    headers = {"Authorization": f"Bearer {token_for(base, config)}", "Accept": "application/json"}
    with httpx.Client(headers=headers) as client:
        found: list[str] = []
        for kind, query in (("groups", ""), ("users", "status=active&"), ("users", "status=inactive&")):
            token = ""
            while True:
                more = f"&next_page_token={token}" if token else ""
                page = client.get(f"{base}/v2/{kind}?{query}page_size=300{more}").json()
                for row in page[kind]:
                    found.append(f"{base}/v2/{kind}/{row['id']}/settings")
                    if kind == "groups":
                        found.append(f"{base}/v2/{kind}/{row['id']}/lock_settings")
                token = page["next_page_token"]
                if not token:
                    break
    return found, headers


def bare(urls: list[str], headers: dict[str, str]) -> float:
    """Fetch and parse every body with httpx alone, one after the other; return the seconds."""
    with httpx.Client(headers=headers) as client:
        started = time.perf_counter()
        for url in urls:
            json.loads(client.get(url).content)
        return time.perf_counter() - started


async def bare_async(urls: list[str], headers: dict[str, str]) -> float:
    """Do the same with httpx's asynchronous client."""
    async with httpx.AsyncClient(headers=headers) as client:
        started = time.perf_counter()
        for url in urls:
            json.loads((await client.get(url)).content)
        return time.perf_counter() - started


def unlimited(config: Path) -> Path:
    """Return a configuration whose own pace is far beyond any server's, so that it does not count."""
    path = config.with_name("fast.toml")
    path.touch(0o600)
    path.write_text(config.read_text())
    return path


def ours(config: Path) -> float:
    """Verify the account; return the seconds."""
    with pb.open_bridge(config) as bridge:
        take_brakes_off(bridge[ZOOM])
        bridge[ZOOM].identify()
        started = time.perf_counter()
        assert isinstance(bridge[ZOOM].attention.read(), pb.Withdrawn)
        return time.perf_counter() - started


async def ours_async(config: Path) -> float:
    """Verify the account on the asynchronous face; return the seconds."""
    async with pb.open_async_bridge(config) as bridge:
        take_brakes_off(bridge[ZOOM])
        await bridge[ZOOM].identify()
        started = time.perf_counter()
        assert isinstance(await bridge[ZOOM].attention.read(), pb.Withdrawn)
        return time.perf_counter() - started


def take_brakes_off(account: Any) -> None:
    """Empty the rate budgets: the simulator has none either."""
    account._runner._turns._paces.clear()


def ratios(users: int, rounds: int) -> dict[str, list[float]]:
    """Return our users per second divided by the bare loop's, per face and round."""
    found: dict[str, list[float]] = {"sync": [], "async": []}
    with serving(users, limits=False) as (base, config):
        urls, headers = addresses(base, config)
        for _ in range(rounds):
            found["sync"].append(bare(urls, headers) / ours(config))
            found["async"].append(anyio.run(bare_async, urls, headers) / anyio.run(ours_async, config))
    return found


def memory(small: int, large: int) -> float:
    """Return by how many MiB the peak of what Python holds grows from a small account to a large one."""
    peaks: list[float] = []
    for users in (10, small, large):  # the first only warms up
        with serving(users, limits=False) as (_, config):
            tracemalloc.start()
            ours(config)
            peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
            tracemalloc.stop()
    return peaks[2] - peaks[1]


def budget(users: int) -> tuple[float, int]:
    """Return the share of Zoom's business budget for Medium calls that verifying keeps busy, and the refusals."""
    with serving(users, limits=True) as (base, config), pb.open_bridge(config) as bridge:
        bridge[ZOOM].identify()
        started = time.monotonic()
        assert isinstance(bridge[ZOOM].attention.read(), pb.Withdrawn)
        elapsed = time.monotonic() - started
        log = log_of(base)
    medium = sum(count for name, count in log.items() if name.startswith("GET /") and "/report/" not in name)
    refused = sum(count for name, count in log.items() if name.endswith(" 429"))
    return medium / elapsed / 60, refused


if __name__ == "__main__":
    for face, found in ratios(users=3000, rounds=3).items():
        print(
            f"{face}: {statistics.median(found):.2f} of a bare httpx loop's rate {[round(each, 2) for each in found]}"
        )
    print(f"peak memory grows by {memory(1000, 20_000):.1f} MiB from 1,000 to 20,000 users")
    share, refused = budget(int(sys.argv[1]) if len(sys.argv) > 1 else 2400)
    print(f"{share:.1%} of the Medium budget kept busy, {refused} refusals")
