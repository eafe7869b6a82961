"""The clock of the simulator in the same process: waits are computed, not slept."""

from __future__ import annotations

import threading
import time
from typing import Any

import anyio
import pytest

from provider_bridge import open_async_bridge, open_bridge
from provider_bridge.runners.clock import Clock, VirtualClock
from provider_bridge.runners.metrics import Totals

LOGINS = 1


def test_a_wait_moves_the_clock_instead_of_the_caller() -> None:
    """An hour is over at once, on both clocks, and the clock says how far it is ahead."""
    clock, began = VirtualClock(), time.monotonic()
    wall, monotonic = clock.wall(), clock.monotonic()

    assert not clock.wait(3600, threading.Event())
    anyio.run(clock.sleep, 3600)

    assert 7200 <= clock.wall() - wall < 7260
    assert 7200 <= clock.monotonic() - monotonic < 7260
    assert 7199 < clock.ahead < 7260
    assert time.monotonic() - began < 60


def test_waits_side_by_side_overlap() -> None:
    """Ten tasks that wait a minute at the same time are a minute, not ten."""

    async def together(clock: VirtualClock) -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(clock.sleep, 60)

    clock = VirtualClock()
    anyio.run(together, clock)

    assert 59 < clock.ahead < 70


def test_a_wait_that_is_stopped_says_so() -> None:
    """A forked flow whose siblings failed ends at its next wait."""
    stop = threading.Event()
    stop.set()

    assert VirtualClock().wait(1, stop)


def test_a_sweep_in_process_keeps_the_limits_in_computed_time(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the client waits passes at the simulator as well: none of 300 calls is refused, and none is slept for."""

    def slept(*_: object) -> bool:
        raise AssertionError("a wait took real time")

    monkeypatch.setattr(Clock, "wait", slept)
    monkeypatch.setattr(Clock, "sleep", slept)

    totals = _sweep() if face == "sync" else anyio.run(_sweep_async)

    assert (300, 0) == (totals.calls - LOGINS, totals.refusals)
    assert totals.waited > 0


def _sweep() -> Totals:
    with open_bridge(sandbox=True) as bridge:
        account: Any = bridge["sandbox-zoom"]
        for _ in range(150):  # of two looks each
            assert list(account.directory.groups.list())
        return bridge.totals["sandbox-zoom"]


async def _sweep_async() -> Totals:
    async with open_async_bridge(sandbox=True) as bridge:
        account: Any = bridge["sandbox-zoom"]
        for _ in range(150):  # of two looks each
            assert [each async for each in account.directory.groups.list()]
        return bridge.totals["sandbox-zoom"]
