"""Small GETs one after another: one meeting read, beside a bare httpx client and beside other Zoom clients.

All ask the same server for the same meeting. httpx parses the answer with ``json.loads``, zoomus and dlzoom return
dictionaries, pyzoom its own model, we a domain value. The others open a connection for each request, as they are made.
A client that is not installed (``pip install 'provider-bridge[bench]'``) is left out.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
from bench import take_brakes_off
from loopback import MEETING, TOKEN, configure, serving
from measuring import Figure, Loop, Spent, compared, side_by_side, stopwatch

import provider_bridge as pb

EVENT = pb.EventId(f"meeting:{MEETING}")
HEADERS = {"Accept": "application/json", "Authorization": f"Bearer {TOKEN}"}
SETTINGS: dict[str, Any] = {
    "timeout": httpx.Timeout(connect=10.0, read=60.0, write=60.0, pool=120.0),
    "limits": httpx.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=30),
    "follow_redirects": False,
}
"""What our own client is made with."""

PEERS = ("zoomus", "pyzoom", "dlzoom")


def url_of(base: str) -> str:
    """Return the address that we ask for the meeting, so that everybody is asked for the same."""
    return f"{base}/v2/meetings/{MEETING}?show_previous_occurrences=true"


@contextmanager
def ours(base: str) -> Generator[Callable[[], object]]:
    """Read the meeting into a domain value."""
    with tempfile.TemporaryDirectory() as folder, pb.open_bridge(configure(base, Path(folder))) as bridge:
        account: Any = bridge["bench"]
        take_brakes_off(account)
        yield lambda: account.events.get(EVENT)


@contextmanager
def bare(base: str) -> Generator[Callable[[], object]]:
    """Fetch it with httpx, and parse it."""
    url = url_of(base)
    with httpx.Client(headers=HEADERS, **SETTINGS) as client:
        yield lambda: json.loads(client.get(url).content)


def imported(name: str) -> Any:
    """Return a peer's module; what it was made with may have changed since, and says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(name)


@contextmanager
def zoomus(base: str) -> Generator[Callable[[], object]]:
    made = imported("zoomus").ZoomClient(
        "bench", "secret", "bench", base_uri=f"{base}/v2", oauth_uri=f"{base}/oauth/token"
    )
    yield lambda: made.meeting.get(id=MEETING).json()


@contextmanager
def pyzoom(base: str) -> Generator[Callable[[], object]]:
    made = imported("pyzoom").ZoomClient(TOKEN, base_url=f"{base}/v2")
    yield lambda: made.meetings.get_meeting(MEETING)


@contextmanager
def dlzoom(base: str) -> Generator[Callable[[], object]]:
    made = imported("dlzoom.zoom_client").ZoomClient(
        "bench", "bench", "secret", base_url=f"{base}/v2", token_url=f"{base}/oauth/token"
    )
    yield lambda: made.get_meeting(str(MEETING))


def repeated(one: Callable[[], object], count: int) -> Loop:
    """Return a loop that does one thing so often."""

    def loop() -> Spent:
        with stopwatch() as spent:
            for _ in range(count):
                one()
        return spent

    one()  # its connection is open, and it has its token
    return loop


def figures(quick: bool) -> Iterator[Figure]:
    """Compare with bare httpx in many short turns, and with each peer in a few."""
    count, rounds = 100, 31 if quick else 151
    with serving() as base, ExitStack() as stack:
        mine = repeated(stack.enter_context(ours(base)), count)
        other = repeated(stack.enter_context(bare(base)), count)
        found = side_by_side({"ours": mine, "bare": other}, rounds)
        work = f"{count * rounds:,} sequential small GETs, sync"
        yield compared("sequential", work, "bare httpx", found["ours"], found["bare"], 0.85)
        for name in filter(find_spec, PEERS):
            work = f"{count * 10:,} sequential small GETs, sync"
            peer = repeated(stack.enter_context(globals()[name](base)), count)
            found = side_by_side({"ours": mine, name: peer}, 10)
            yield compared("sequential", work, name, found["ours"], found[name], 1.0)
