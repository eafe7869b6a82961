"""Listing registrants beside a bare httpx loop, pyzoom and zoomus; run it: python tests/benchmarks/registrants.py.

A webinar with very many registrants is served by another process. Every loop asks for the same pages of 300, in all
three states, and holds one page at a time. What counts are the ratios in one run on one machine.

The peers (``pip install 'provider-bridge[bench]'``) are given the loop that their own listing lacks: zoomus returns
single pages of dictionaries, pyzoom's own loop forgets the page size and the status after the first page.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import tomllib
import tracemalloc
import warnings
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import anyio
import httpx
from bench import ZOOM, serving, take_brakes_off, token_for

import provider_bridge as pb
from provider_bridge.providers.zoom.wire.registrants import FIELDS
from provider_bridge.sandbox import World

STATUSES = ("pending", "approved", "denied")


@cache
def webinar() -> int:
    """Return the number of the simulated webinar that has so many registrants."""
    events = World(size="large", users=40).events
    return next(each.number for each in events if each.kind == "Webinar")


def walked(fetch: Callable[[dict[str, str]], tuple[list[Any], str]]) -> int:
    """Fetch every page of every state, look at each row, and return how many there were."""
    count = 0
    for status in STATUSES:
        query = {"status": status, "page_size": "300"}
        while True:
            rows, token = fetch(query)
            count += sum(1 for _ in rows)
            if not token:
                break
            query = {**query, "next_page_token": token}
    return count


def bare(base: str, config: Path) -> int:
    """List with httpx and ``json.loads`` alone."""
    url = f"{base}/v2/webinars/{webinar()}/registrants"
    with httpx.Client(headers={"Authorization": f"Bearer {token_for(base, config)}"}) as client:

        def fetch(query: dict[str, str]) -> tuple[list[Any], str]:
            page = json.loads(client.get(url, params=query).content)
            return page["registrants"], page["next_page_token"]

        return walked(fetch)


async def bare_async(base: str, config: Path) -> int:
    """Do the same with httpx's asynchronous client."""
    url = f"{base}/v2/webinars/{webinar()}/registrants"
    count = 0
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token_for(base, config)}"}) as client:
        for status in STATUSES:
            query = {"status": status, "page_size": "300"}
            while True:
                page = json.loads((await client.get(url, params=query)).content)
                count += sum(1 for _ in page["registrants"])
                if not page["next_page_token"]:
                    break
                query = {**query, "next_page_token": page["next_page_token"]}
    return count


def ours(_: str, config: Path) -> int:
    """List into domain values."""
    with pb.open_bridge(config) as bridge:
        account: Any = bridge[ZOOM]
        take_brakes_off(account)
        return sum(1 for _ in account.registrants.list(pb.EventId(f"webinar:{webinar()}")))


async def ours_async(_: str, config: Path) -> int:
    """Do the same on the asynchronous face."""
    count = 0
    async with pb.open_async_bridge(config) as bridge:
        account: Any = bridge[ZOOM]
        take_brakes_off(account)
        async for _ in account.registrants.list(pb.EventId(f"webinar:{webinar()}")):
            count += 1
    return count


def pyzoom(base: str, config: Path) -> int:
    """List with pyzoom's client into pyzoom's models; it wants a page number, which Zoom stopped sending."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the pydantic that it was made for
        client = import_module("pyzoom").ZoomClient(token_for(base, config), base_url=f"{base}/v2")
        page_of = import_module("pyzoom.schemas").MeetingRegistrantsList

    def fetch(query: dict[str, str]) -> tuple[list[Any], str]:
        page = client.raw.get(f"/webinars/{webinar()}/registrants", query=query).json()
        return page_of(**{"page_number": 1, **page}).registrants, page["next_page_token"]

    return walked(fetch)


def _value(row: dict[str, Any]) -> pb.Registrant:
    """Make a domain value of a dictionary, as one who uses zoomus would write it by hand."""
    created = row.get("create_time")
    return pb.Registrant(
        id=pb.RegistrantId(row["id"]),
        status=row.get("status", ""),
        registered_at=datetime.fromisoformat(created) if created else None,
        email=row["email"],
        first_name=row["first_name"],
        **{ours: row.get(theirs, "") for ours, theirs in FIELDS.items()},
        custom=tuple(pb.Answer(each["title"], each["value"]) for each in row.get("custom_questions", ())),
        join_url=row.get("join_url", ""),
    )


def zoomus(base: str, config: Path, convert: Callable[[dict[str, Any]], object] | None = _value) -> int:
    """List with zoomus, which offers dictionaries; to do the same, they are made into values."""
    account = tomllib.loads(config.read_text())["accounts"][ZOOM]
    client = import_module("zoomus").ZoomClient(
        account["client_id"],
        account["client_secret"],
        account["account_id"],
        base_uri=f"{base}/v2",
        oauth_uri=account["token_url"],
    )

    def fetch(query: dict[str, str]) -> tuple[list[Any], str]:
        page = client.webinar.get_registrants(id=webinar(), **query).json()
        found = page["registrants"] if convert is None else list(map(convert, page["registrants"]))
        return found, page["next_page_token"]

    return walked(fetch)


def zoomus_raw(base: str, config: Path) -> int:
    """List with zoomus and leave it at dictionaries."""
    return zoomus(base, config, None)


LOOPS: dict[str, Callable[[str, Path], int]] = {
    "bare": bare,
    "ours": ours,
    "bare async": lambda base, config: anyio.run(bare_async, base, config),
    "ours async": lambda base, config: anyio.run(ours_async, base, config),
    **({"pyzoom": pyzoom} if find_spec("pyzoom") else {}),
    **({"zoomus": zoomus, "zoomus raw": zoomus_raw} if find_spec("zoomus") else {}),
}


def seconds(registrants: int, rounds: int) -> dict[str, list[float]]:
    """Return how long each loop took to list so many registrants, in each round."""
    found: dict[str, list[float]] = {name: [] for name in LOOPS}
    with serving(40, limits=False, registrants=registrants) as (base, config):
        for _ in range(rounds):
            for name, loop in LOOPS.items():
                started = time.perf_counter()
                assert loop(base, config) == registrants, name
                found[name].append(time.perf_counter() - started)
    return found


def ratio(found: dict[str, list[float]], mine: str, other: str) -> float:
    """Return how many times as long ours took as another loop, each in its least disturbed round."""
    return min(found[mine]) / min(found[other])


def memory(registrants: int) -> tuple[float, float]:
    """Return by how many MiB the peak grows from one page to so many registrants: what Python holds, and RSS."""
    held: list[float] = []
    resident: list[float] = []
    for count in (300, 300, registrants):  # the first only warms up
        with serving(40, limits=False, registrants=count) as (base, config):
            assert ours(base, config) == count
            resident.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            tracemalloc.start()
            ours(base, config)
            held.append(tracemalloc.get_traced_memory()[1] / 2**20)
            tracemalloc.stop()
    return held[2] - held[1], resident[2] - resident[1]


def main(registrants: int, rounds: int) -> None:
    held, resident = memory(registrants)
    print(f"peak memory grows from 300 to {registrants:,}: {held:.1f} MiB held by Python, {resident:.1f} MiB resident")
    found = seconds(registrants, rounds)
    for name, each in found.items():
        print(f"{name:>10}: {min(each):6.2f} s {[round(one, 2) for one in each]}")
    for other in LOOPS:
        mine = "ours async" if other.endswith("async") else "ours"
        if mine != other:
            print(f"{mine} takes {ratio(found, mine, other):.2f} times as long as {other}")
    if missing := {"pyzoom", "zoomus"} - LOOPS.keys():
        print(f"not installed: {', '.join(sorted(missing))}; pip install 'provider-bridge[bench]'")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000, rounds=3)
