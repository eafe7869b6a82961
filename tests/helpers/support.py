"""What many tests share: accounts over a simulator, on either face, and flows driven by canned replies."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import isawaitable
from typing import Any, TypeVar

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from provider_bridge import bridge
from provider_bridge.config import AccountConfig, parse_config
from provider_bridge.core.steps import Emit
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.runners._http import AsyncHttp, InProcess, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.clock import Clock, VirtualClock
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore, TokenStore
from provider_bridge.sandbox import Sandbox

T = TypeVar("T")

FACES = ("sync", "async")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Blocking:
    """An asynchronous account made to block, so that one test serves both faces."""

    def __init__(self, target: Any, portal: BlockingPortal) -> None:
        self._target = target
        self._portal = portal

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if callable(value):
            return lambda *args, **kwargs: self._settle(value(*args, **kwargs))
        return value if isinstance(value, str) else Blocking(value, self._portal)

    def _settle(self, result: Any) -> Any:
        if isinstance(result, AsyncIterator):
            return self._items(result)
        return self._portal.call(_await, result) if isawaitable(result) else result

    def _items(self, items: AsyncIterator[T]) -> Iterator[T]:
        end = object()
        while (item := self._portal.call(_next, items, end)) is not end:
            yield item


async def _await(result: Awaitable[T]) -> T:
    return await result


async def _next(items: AsyncIterator[Any], end: object) -> Any:
    return await anext(items, end)


@contextmanager
def opened(
    face: str,
    app: InProcess,
    accounts: Sequence[AccountConfig],
    *,
    store: TokenStore | None = None,
    clock: Clock | None = None,
    parallel: int = 4,
    settle: float = SETTLE,
) -> Generator[dict[str, Any]]:
    """Open accounts on one face, answered by ``app``; their waits take no time."""
    clock = clock or VirtualClock()
    if face == "sync":
        http = SyncHttp(parallel, app=app)
        yield {
            each.name: each.spec.account(
                each.name,
                each.settings,
                SyncRunner(_wiring(each, settle), http, parallel=parallel, store=store or MemoryStore(), clock=clock),
            )
            for each in accounts
        }
        http.close()
        return
    with start_blocking_portal() as portal:
        async_http = AsyncHttp(parallel, app=app)
        yield {
            each.name: Blocking(
                each.spec.account(
                    each.name,
                    each.settings,
                    AsyncRunner(
                        _wiring(each, settle), async_http, parallel=parallel, store=store or MemoryStore(), clock=clock
                    ),
                ),
                portal,
            )
            for each in accounts
        }
        portal.call(async_http.close)


def _wiring(account: AccountConfig, settle: float) -> Any:
    """Return an account's wiring without its rate budgets: tests of other things need not wait."""
    wiring = account.spec.wire(account.name, account.settings, account.sources)
    return dataclasses.replace(wiring, rates={}, settle=settle)


def no_brakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open accounts without their rate budgets: for simulators that refuse no call for its rate."""
    wirings = bridge._wirings

    def unbraked(*args: Any, **options: Any) -> list[tuple[AccountConfig, Any]]:
        return [(each, dataclasses.replace(wiring, rates={})) for each, wiring in wirings(*args, **options)]

    monkeypatch.setattr(bridge, "_wirings", unbraked)


def unlimited(**options: Any) -> Sandbox:
    """Return a simulator that refuses no call for its rate."""
    return Sandbox(limits=False, **options)


def sandbox_accounts(sandbox: Sandbox, base: str = "http://127.0.0.1") -> tuple[AccountConfig, ...]:
    """Return the configuration of a simulator's accounts."""
    return parse_config(sandbox.config(base), "the sandbox", private=True, environ={})


def whole_account(sandbox: Sandbox, base: str = "http://127.0.0.1") -> tuple[AccountConfig, ...]:
    """Return the configuration of a simulator's accounts, GoTo's widened to every organizer of the account."""
    text = sandbox.config(base)
    for provider in ("gotowebinar", "gotomeeting"):
        text = text.replace(f'provider = "{provider}"', f'provider = "{provider}"\nwhole_account = true')
    return parse_config(text, "the sandbox", private=True, environ={})


@contextmanager
def sandbox_opened(face: str, sandbox: Sandbox, app: InProcess | None = None) -> Generator[dict[str, Any]]:
    """Open a simulator's accounts on one face; ``app`` may stand between, to change answers."""
    clock = VirtualClock()
    before = sandbox.world.time
    sandbox.world.time = lambda: before() + clock.ahead
    with opened(face, app or sandbox.handle, sandbox_accounts(sandbox), clock=clock) as accounts:
        yield accounts


def drive(flow: Generator[Any, Any, T], answer: Callable[[Any], Any]) -> tuple[T, list[Any]]:
    """Drive a flow with an answer for each step; return its value and the steps it yielded.

    An answer that is an exception is thrown into the flow.
    """
    steps: list[Any] = []
    try:
        step = next(flow)
        while True:
            steps.append(step)
            given = None if isinstance(step, Emit) else answer(step)
            step = flow.throw(given) if isinstance(given, BaseException) else flow.send(given)
    except StopIteration as end:
        return end.value, steps
