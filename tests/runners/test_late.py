"""A turn that is over, and a budget or a token that another process holds: nothing goes too early, nobody is stuck."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest
from canned import ZOOM
from forking import Named
from unhurried import TRIES

from provider_bridge.core.calls import Request
from provider_bridge.core.provider import Wiring
from provider_bridge.core.rate_limit.limits import DailyLimit, Rate, RateClaim
from provider_bridge.core.rate_limit.window import RateGrant, RateRequest, UsageEvent
from provider_bridge.core.steps import Exclusive, Flow, Now, Send
from provider_bridge.runners._http import AsyncHttp, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.clock import Clock
from provider_bridge.runners.rate_stores import FileRateStore, MemoryRateStore
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import FileStore, MemoryStore


class Pausing(Clock):
    """A clock that is ahead after a pause of the process."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


class Noting(MemoryRateStore):
    """A budget that notes what it is told, and what turns it gave."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.heard: list[UsageEvent] = []
        self.turns: list[RateGrant] = []

    def ask(self, news: Any, want: RateRequest | None) -> RateGrant:
        self.heard.extend(news)
        told = super().ask(news, want)
        if want is not None:
            self.turns.append(told)
        return told


@pytest.fixture
def server() -> Generator[Named]:
    with Named().running() as named:
        yield named


def send(url: str, label: str = "light") -> Flow[Any]:
    found = yield Send(Request("GET /x", "GET", f"{url}/x", {}), RateClaim("GET /x", label))
    return found


WIRING = Wiring(
    None,  # type: ignore[arg-type]
    {"light": Rate(20), "heavy": Rate(20)},
    days=(DailyLimit("day", 5, frozenset({"heavy"})),),
)


def run(face: str, url: str, budget: Any, clock: Clock, between: Callable[[], None], label: str = "light") -> None:
    """Send one call; ``between`` happens after it has its turn and before it is sent."""
    options: Any = {"store": MemoryStore(), "budget": budget, "clock": clock}
    if face == "sync":
        http = SyncHttp(4)
        runner = SyncRunner(WIRING, http, **options)
        _between(runner, between)
        runner.run(send(url, label))
        http.close()
        return

    async def go() -> None:
        async_http = AsyncHttp(4)
        async_runner = AsyncRunner(WIRING, async_http, **options)
        _between(async_runner, between)
        await async_runner.run(send(url, label))
        await async_http.close()

    anyio.run(go)


def _between(runner: Any, happens: Callable[[], None]) -> None:
    """Let something happen once a turn has come, each time before the last look at the clock."""
    turns = runner._turns
    go, said = turns.go, []

    def going(ticket: Any) -> None:
        said.append(ticket)
        if len(said) % 2 == 0:
            happens()
        go(ticket)

    turns.go = going


@pytest.mark.parametrize("label", ["light", "heavy"])
def test_a_process_that_was_stopped_takes_another_turn(face: str, server: Named, label: str) -> None:
    """A bug once: it sent in a turn of eight seconds before, and 21 calls went in a second that has 20."""
    clock = Pausing()
    budget = Noting(clock)
    pauses = [8.0, 0.3, 0.0]

    def pause() -> None:
        clock.ahead += pauses.pop(0)

    run(face, server.url, budget, clock, pause, label)

    assert len(budget.turns) == 3
    assert len(server.asked) == 1
    assert [told.at for told in budget.turns] == sorted(told.at for told in budget.turns)
    if label == "heavy":
        assert sum(each[0] == "back" for each in budget.heard) == 2


def test_a_call_in_time_takes_one_turn(face: str, server: Named) -> None:
    clock = Pausing()
    budget = Noting(clock)
    run(face, server.url, budget, clock, lambda: None)

    assert len(budget.turns) == 1


# --- what another process holds --------------------------------------------------------------------------------


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold a lock as another process does."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_deadline_is_met_while_the_budget_is_held(tmp_path: Path, backend: str, server: Named) -> None:
    """A bug once: half a second became nine, because the task waited for a thread that waited for the lock."""
    budget = FileRateStore(tmp_path / "budget", "k")

    async def go() -> float:
        server.asked.clear()
        http = AsyncHttp(4)
        runner = AsyncRunner(WIRING, http, store=MemoryStore(), budget=budget)
        await runner.run(send(server.url))
        with locked(tmp_path / ".budget.lock"):
            began = time.monotonic()
            with anyio.move_on_after(0.1) as scope:
                await runner.run(send(server.url))
            took = time.monotonic() - began
        assert scope.cancelled_caught
        await runner.run(send(server.url))
        await http.close()
        assert len(server.asked) == 2
        return took

    assert any(anyio.run(go, backend=backend) < 1 for _ in range(TRIES))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_deadline_is_met_when_others_wait_to_be_told(tmp_path: Path, backend: str, server: Named) -> None:
    """A call that is broken off has to tell that an object is free: with the next question, if not now."""
    budget = FileRateStore(tmp_path / "budget", "k")
    server.wait = lambda path: time.sleep(0.5) if path == "/slow" else None
    wiring = replace(WIRING, exchange=ZOOM)
    slow = Send(
        Request("PATCH /x", "GET", f"{server.url}/slow", {}), RateClaim("PATCH /x", "light", alone="meetings/5")
    )

    def one(step: Send) -> Flow[Any]:
        found = yield step
        return found

    async def go() -> float:
        http = AsyncHttp(4)
        runner = AsyncRunner(wiring, http, store=MemoryStore(), budget=budget)
        began = 0.0
        server.asked.clear()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(runner.run, one(slow))
            while not server.asked:  # noqa: ASYNC110 (the server is another thread)
                await anyio.sleep(0.001)
            with locked(tmp_path / ".budget.lock"):
                began = time.monotonic()
                tasks.cancel_scope.cancel()
                with anyio.CancelScope(shield=True):
                    await anyio.sleep(0.05)
                took = time.monotonic() - began
        with anyio.fail_after(5):
            await runner.run(one(replace(slow, request=replace(slow.request, url=f"{server.url}/quick"))))
        await http.close()
        assert server.asked[-1] == "/quick"
        return took

    assert any(anyio.run(go, backend=backend) < 1 for _ in range(TRIES))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_deadline_is_met_while_another_process_renews(tmp_path: Path, backend: str) -> None:
    """The token's lock is waited for by no thread, so that nothing is left that waits when the program ends."""
    store = FileStore(tmp_path / "token")

    def renewing() -> Flow[str]:
        yield Now()
        return "renewed"

    def one() -> Flow[Any]:
        found = yield Exclusive(renewing())
        return found

    async def go() -> float:
        runner = AsyncRunner(WIRING, None, store=store, budget=MemoryRateStore())  # type: ignore[arg-type]
        with locked(tmp_path / ".token.lock"):
            began = time.monotonic()
            with anyio.move_on_after(0.1):
                await runner.run(one())
            took = time.monotonic() - began
        assert await runner.run(one()) == "renewed"
        return took

    assert any(anyio.run(go, backend=backend) < 1 for _ in range(TRIES))
    assert store.acquire(wait=False)
    store.release()
