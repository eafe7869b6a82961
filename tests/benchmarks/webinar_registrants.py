"""Listing GoToWebinar's registrants and attendees; run it: python tests/benchmarks/webinar_registrants.py.

A webinar with very many registrants, all of whom came, is served by another process. Who registered, who came and who
stayed away are listed one after another, each in a process of its own; what counts is by how much its memory grows.
Then registrants are listed beside a bare httpx loop, which asks for the same pages of 200 and holds one at a time;
what counts is the ratio of the two in one run on one machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
import tomllib
import tracemalloc
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import httpx
from bench import serving, take_brakes_off

import provider_bridge as pb
from provider_bridge.sandbox import World

WEBINAR = "sandbox-webinar"


@cache
def keys() -> tuple[str, str]:
    """Return the keys of the organizer and of the simulated webinar that has so many registrants."""
    world = World(size="large", users=40)
    return world.organizer_key, world.webinar_sessions[0][1]


def event() -> pb.EventId:
    return pb.EventId("/".join(keys()))


def bare(base: str, config: Path) -> int:
    """List with httpx and ``json.loads`` alone."""
    account = tomllib.loads(config.read_text())["accounts"]["sandbox-meeting"]  # whose token opens webinars as well
    form = {"grant_type": "personal_access_token", "pat": account["personal_access_token"]}
    basic = (account["client_id"], account["client_secret"])
    token = httpx.post(account["token_url"], data=form, auth=basic).json()["access_token"]
    organizer, webinar = keys()
    url = f"{base}/G2W/rest/v2/organizers/{organizer}/webinars/{webinar}/registrants"
    count = number = 0
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}) as client:
        while True:
            page = json.loads(client.get(url, params={"page": str(number), "limit": "200"}).content)
            count += sum(1 for _ in page["data"])
            number += 1
            if number * page["limit"] >= page["total"]:
                return count


def ours(_: str, config: Path, listing: str = "registrants") -> int:
    """List into domain values."""
    with pb.open_bridge(config) as bridge:
        account: Any = bridge[WEBINAR]
        take_brakes_off(account)
        return sum(1 for _ in LISTINGS[listing][0](account))


def ours_async(_: str, config: Path) -> int:
    """Do the same on the asynchronous face."""

    async def count() -> int:
        found = 0
        async with pb.open_async_bridge(config) as bridge:
            account: Any = bridge[WEBINAR]
            take_brakes_off(account)
            async for _ in account.registrants.list(event()):
                found += 1
        return found

    return anyio.run(count)


LISTINGS: dict[str, tuple[Callable[[Any], Iterable[object]], int]] = {
    "registrants": (lambda account: account.registrants.list(event()), 1),
    "attendees": (lambda account: account.participants.list_of_event(event()), 1),
    "absentees": (lambda account: account.participants.absentees(event()), 0),
}
"""Each listing, and how many come for each registrant: everybody registered and came, so nobody stayed away."""

LOOPS: dict[str, Callable[[str, Path], int]] = {"bare": bare, "ours": ours, "ours async": ours_async}


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


def resident(listing: str, registrants: int) -> float:
    """Return by how many MiB the peak of this process grows from one page to so many registrants."""
    peaks: list[float] = []
    for count in (200, 200, registrants):  # the first only warms up
        with serving(40, limits=False, registrants=count) as (base, config):
            assert ours(base, config, listing) == count * LISTINGS[listing][1]
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return peaks[2] - peaks[1]


def held(listing: str, registrants: int) -> float:
    """Return by how many MiB the peak of what Python holds grows; counting it makes everything several times slower."""
    peaks: list[float] = []
    for count in (200, 200, registrants):  # the first only warms up
        with serving(40, limits=False, registrants=count) as (base, config):
            tracemalloc.start()
            assert ours(base, config, listing) == count * LISTINGS[listing][1]
            peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
            tracemalloc.stop()
    return peaks[2] - peaks[1]


def main(registrants: int, rounds: int) -> None:
    fewer = min(registrants, 60_000)
    for listing in LISTINGS:
        command = [sys.executable, __file__, str(registrants), listing]  # a peak once reached hides later ones
        grown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"{listing}: from 200 to {registrants:,} the peak grows by {grown} MiB resident", flush=True)
        print(f"{listing}: from 200 to {fewer:,} Python holds {held(listing, fewer):.1f} MiB more", flush=True)
    found = seconds(min(registrants, 100_000), rounds)
    for name, each in found.items():
        print(f"{name:>10}: {min(each):6.2f} s {[round(one, 2) for one in each]}")
    for name in ("ours", "ours async"):
        print(f"{name} takes {min(found[name]) / min(found['bare']):.2f} times as long as bare")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(f"{resident(sys.argv[2], int(sys.argv[1])):.1f}")
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, rounds=3)
