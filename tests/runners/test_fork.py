"""Running flows side by side: in order, through a bounded window, the rest cancelled when one must end it all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from provider_bridge.core.flow import fork
from provider_bridge.core.provider import Wiring
from provider_bridge.core.steps import Emit, Flow, Fork, Now, Paged, Progress, Sleep
from provider_bridge.errors import NotFound, ProviderBridgeError
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore

PARALLEL = 4


def run(face: str, flow: Flow[Any], progress: Callable[[Progress], None] | None = None) -> Any:
    """Run a flow that makes no call on a face."""
    wiring = Wiring(exchange=None, rates={})  # type: ignore[arg-type]
    options: dict[str, Any] = {"parallel": PARALLEL, "store": MemoryStore(), "progress": progress}
    if face == "sync":
        return SyncRunner(wiring, None, **options).run(flow)  # type: ignore[arg-type]
    return anyio.run(AsyncRunner(wiring, None, **options).run, flow)  # type: ignore[arg-type]


def nap(number: int, seconds: float = 0.0) -> Flow[int]:
    """Sleep, then return a number."""
    yield Sleep(seconds)
    return number


def failing() -> Flow[int]:
    """Fail as a vendor's refusal does."""
    yield Now()
    raise NotFound("GET /x", 404, "no such object")


def test_outcomes_come_in_the_order_of_the_flows(face: str) -> None:
    """Whoever is done first, outcomes are handed back in order."""
    outcomes = run(face, fork("naps", [nap(number, 0.02 * (3 - number)) for number in range(4)]))

    assert [0, 1, 2, 3] == outcomes


def test_an_error_is_an_outcome_like_another(face: str) -> None:
    """One flow's typed error is collected, and its siblings go on."""
    outcomes = run(face, fork("mixed", [nap(1), failing(), nap(3)]))

    assert 1 == outcomes[0]
    assert isinstance(outcomes[1], NotFound)
    assert 3 == outcomes[2]


def test_flows_really_run_side_by_side(face: str) -> None:
    """Each of four flows waits for the others to have begun, which none could do if they ran one after the other."""
    begun = 0

    def meeting() -> Flow[bool]:
        nonlocal begun
        begun += 1
        for _ in range(1000):
            yield Sleep(0.01)
            if begun == PARALLEL:
                return True
        return False

    assert [True] * PARALLEL == run(face, fork("meetings", [meeting() for _ in range(PARALLEL)]))


def test_the_source_runs_ahead_by_a_bounded_window_only(face: str) -> None:
    """A source of a million flows is not read into memory: it waits until some are done."""
    made = done = most = 0

    def source() -> Paged[Flow[int]]:
        nonlocal made, most
        for number in range(200):
            made += 1
            most = max(most, made - done)
            yield Emit([nap(number)])

    def into(_: Any) -> None:
        nonlocal done
        done += 1

    def flow() -> Flow[None]:
        yield Fork("many", source(), into)

    run(face, flow())

    assert 200 == done
    assert most <= 2 * PARALLEL + 1


def test_when_into_raises_the_rest_is_cancelled_at_once(face: str) -> None:
    """An outcome that ends it all ends long sleeps too, and its own error comes out, bare."""
    seen: list[Any] = []

    def into(outcome: Any) -> None:
        seen.append(outcome)
        if isinstance(outcome, ProviderBridgeError):
            raise outcome

    def source() -> Paged[Flow[int]]:
        yield Emit([failing(), *(nap(number, 30) for number in range(PARALLEL))])

    def flow() -> Flow[None]:
        yield Fork("doomed", source(), into)

    started = time.monotonic()
    with pytest.raises(NotFound):
        run(face, flow())

    assert time.monotonic() - started < 5
    assert 1 == len(seen)


def test_an_error_of_the_source_comes_out(face: str) -> None:
    """When the listing behind a fork fails, the flow that forked is told."""

    def source() -> Paged[Flow[int]]:
        yield Emit([nap(1)])
        yield from failing()

    def flow() -> Flow[str]:
        try:
            yield Fork("broken", source(), lambda _: None)
        except NotFound:
            return "told"
        return "not told"

    assert "told" == run(face, flow())


def test_progress_is_told_for_each_outcome(face: str) -> None:
    """Whoever watches hears how many are done."""
    heard: list[tuple[str, int | None]] = []

    run(face, fork("naps", [nap(number) for number in range(3)]), lambda step: heard.append((step.what, step.done)))

    assert [("naps", 1), ("naps", 2), ("naps", 3)] == heard


def test_no_thread_is_left_behind() -> None:
    """When a synchronous fork is over, so are its threads."""
    run("sync", fork("naps", [nap(number) for number in range(8)]))

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("provider-bridge")]


def test_an_async_fork_runs_under_trio_as_well() -> None:
    """The asynchronous runner asks anyio only for what every event loop has."""
    pytest.importorskip("trio")
    wiring = Wiring(exchange=None, rates={})  # type: ignore[arg-type]
    runner = AsyncRunner(wiring, None, parallel=PARALLEL, store=MemoryStore())  # type: ignore[arg-type]

    assert [0, 1, 2] == anyio.run(runner.run, fork("naps", [nap(n) for n in range(3)]), backend="trio")
