"""Many accounts in one process: nothing of one account reaches another, and the ill ones slow no healthy one down.

``isolated.py`` serves them: every account has a token and a cookie of its own, and a meeting of its own. Of ten
accounts one has its token refused for ever, one is refused for too many calls, one meets errors of the server, and one
is hardly ever answered. The server counts every request that carries what belongs to another account.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx
from isolated import ILLS, name_of, number_of
from loopback import configure, serving
from measuring import Figure

import provider_bridge as pb

EXPECTED: dict[str, tuple[type[pb.ProviderBridgeError], ...]] = {
    "": (),
    "401": (pb.Unauthorized,),
    "429": (pb.RateLimited, pb.QuotaExhausted),
    "500": (pb.ProviderBroken,),
    "slow": (),
}
"""What may go wrong at an account with each ill."""

AT_ONCE = 4
"""Calls that each account has under way."""

SHARE = 0.1
"""Of Zoom's budget for Light calls: eight a second for each account, so that a hundred keep one process half busy."""


WARM_S = 1.0
"""Seconds that do not count: everybody asks for a token and opens connections."""


@dataclass(slots=True)
class Tally:
    """What came of the accounts' calls: good answers by account in the time that counts, and what must not be."""

    since: float
    until: float
    done: dict[int, int] = field(default_factory=dict[int, int])
    wrong: list[str] = field(default_factory=list[str])

    def judge(self, index: int, event: Any) -> None:
        if event.id != f"meeting:{number_of(index)}":
            self.wrong.append(f"{name_of(index)} was given {event.id}")
        if self.since <= time.monotonic() < self.until:
            self.done[index] = self.done.get(index, 0) + 1

    def fail(self, index: int, error: pb.ProviderBridgeError) -> None:
        if not isinstance(error, EXPECTED[ILLS[index % len(ILLS)]]):
            self.wrong.append(f"{name_of(index)} met {type(error).__name__}")


def begun(seconds: float) -> Tally:
    """Return a tally that counts for so long, once everybody is warm."""
    since = time.monotonic() + WARM_S
    return Tally(since, since + seconds)


def run_sync(config: Path, indices: list[int], seconds: float) -> Tally:
    """Call on behalf of every account in threads of its own, until the time is up."""
    with pb.open_bridge(config) as bridge:
        tally = begun(seconds)

        def work(index: int) -> None:
            account: Any = bridge[name_of(index)]
            while time.monotonic() < tally.until:
                try:
                    event = account.events.get(pb.EventId(f"meeting:{number_of(index)}"))
                except pb.ProviderBridgeError as error:
                    tally.fail(index, error)
                else:
                    tally.judge(index, event)

        threads = [threading.Thread(target=work, args=(index,)) for index in indices for _ in range(AT_ONCE)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    return tally


def run_async(config: Path, indices: list[int], seconds: float) -> Tally:
    """Do the same with tasks, which are cancelled when the time is up."""
    tally = begun(seconds)

    async def work(account: Any, index: int) -> None:
        while True:
            try:
                event = await account.events.get(pb.EventId(f"meeting:{number_of(index)}"))
            except pb.ProviderBridgeError as error:
                tally.fail(index, error)
            else:
                tally.judge(index, event)

    async def main() -> None:
        async with pb.open_async_bridge(config) as bridge:
            with anyio.move_on_after(WARM_S + seconds):
                async with anyio.create_task_group() as tasks:
                    for index in indices:
                        for _ in range(AT_ONCE):
                            tasks.start_soon(work, bridge[name_of(index)], index)

    anyio.run(main)
    return tally


FACES: dict[str, Callable[[Path, list[int], float], Tally]] = {"sync": run_sync, "async": run_async}


def measured(face: str, accounts: int, seconds: float) -> tuple[int, float, dict[str, Any]]:
    """Return the violations, the healthy accounts' pace as a share of one that is alone, and what there was."""
    indices = list(range(accounts))
    with serving(str(Path(__file__).with_name("isolated.py"))) as base, tempfile.TemporaryDirectory() as folder:
        config = configure(base, Path(folder), tuple(map(name_of, indices)), share=SHARE)
        alone = FACES[face](config, indices[:1], seconds).done[0]
        tally = FACES[face](config, indices, seconds)
        log: dict[str, Any] = httpx.get(f"{base}/log").json()
    healthy = [tally.done.get(index, 0) for index in indices if not ILLS[index % len(ILLS)]]
    pace = statistics.median(healthy) / alone
    notes = {"calls alone": alone, "fewest and most calls of a healthy account": [min(healthy), max(healthy)]}
    wrong = log["violations"] + tally.wrong
    return len(wrong), pace, {**notes, "requests": log["requests"], "for example": wrong[:5]}


def figures(quick: bool) -> Iterator[Figure]:
    """Count on both faces what reached another account, and hold the healthy ones' pace against one that is alone."""
    accounts, seconds = (50, 2.0) if quick else (100, 5.0)
    for face in FACES:
        wrong, pace, notes = measured(face, accounts, seconds)
        work = f"{accounts} accounts in one process, {seconds:.0f} s each, {face}"
        yield Figure("isolation", f"{work}: what reached another", "none", wrong, 0, True, notes=notes)
        yield Figure("isolation", f"{work}: pace of a healthy one", "one account", pace, 0.9)
