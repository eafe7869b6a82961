"""RateLimiter for the tasks of one event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

from provider_bridge.core.rate_limit.limits import RateClaim
from provider_bridge.core.rate_limit.window import RateGrant, RateRequest, UsageEvent
from provider_bridge.errors import ConnectFailed
from provider_bridge.runners.cancellable import cleaned_up, when_free
from provider_bridge.runners.rate_limiter import BUSY_S, PerKey, Permit, RateLimiter, TurnOver

if TYPE_CHECKING:
    from provider_bridge.core.provider import Wiring
    from provider_bridge.core.steps import Learn
    from provider_bridge.runners.clock import Clock
    from provider_bridge.runners.rate_stores import RateStore

__all__ = ["AsyncRateLimiter"]

L = TypeVar("L")


class AsyncRateLimiter(RateLimiter):
    """RateLimiter for the tasks of one event loop."""

    def __init__(self, wiring: Wiring, store: RateStore, clock: Clock) -> None:
        super().__init__(wiring, store, clock)
        self._queue_up()

    def _queue_up(self) -> None:
        self._queues = {label: anyio.Semaphore(room, fast_acquire=True) for label, room in self._queued.items()}
        self._objects = PerKey(anyio.Lock)

    def run(self, claim: RateClaim, send: Callable[[Permit], Awaitable[L]]) -> Awaitable[L]:
        """Do as ``SyncRateLimiter.run`` does."""
        ticket = self._ticket(claim)
        if ticket.opens is None:
            return self._run(claim, ticket, send)
        return self._run_alone(ticket.opens[0], claim, ticket, send)

    async def _run_alone(self, key: str, claim: RateClaim, ticket: Permit, send: Callable[[Permit], Awaitable[L]]) -> L:
        objects = self._objects
        lock = objects.use(key)
        try:
            async with lock:
                return await self._run(claim, ticket, send)
        finally:
            objects.done(key)

    async def _run(self, claim: RateClaim, ticket: Permit, send: Callable[[Permit], Awaitable[L]]) -> L:
        cancelled = False
        try:
            began = self._clock.monotonic()
            while True:
                try:
                    while (busy := await self._turn(claim, ticket)) > 0:
                        await self._clock.sleep(min(busy, BUSY_S))
                    ticket.waited = self._clock.monotonic() - began
                    return await send(ticket)
                except TurnOver:
                    await self._tell_on(self._give_back(ticket))
        except ConnectFailed:
            ticket.counted = False
            raise
        except anyio.get_cancelled_exc_class():
            cancelled = True
            raise
        finally:
            await self._tell_on(self._note_end(ticket), cancelled=cancelled)

    async def _turn(self, claim: RateClaim, ticket: Permit) -> float:
        """Wait for the turn, and return 0; or return for how long at most somebody else changes the object."""
        queue: Any = self._queues.get(claim.label)
        if queue:
            await queue.acquire()
        try:
            ticket.asked = self._clock.monotonic()
            told = await self._ask(self._taken(), self._want(claim, ticket), ticket)
            if told.busy:
                return told.busy
            wait = self._wait_for(claim, ticket, told)
            self._due(ticket, wait)
            while (wait := self._still(ticket)) > 0:
                await self._clock.sleep(wait)
            self.go(ticket)
        finally:
            if queue:
                queue.release()
        return 0.0

    async def _ask(self, news: list[UsageEvent], want: RateRequest, ticket: Permit) -> RateGrant:
        """Ask, and come again where the budget is being used: no thread may wait for what another process holds."""
        if not self._store.waits:
            return self._store.ask(news, want)
        try:
            return await when_free(lambda: self._store.try_ask(news, want), ticket.take)
        except anyio.get_cancelled_exc_class():
            self._news.extendleft(reversed(news))  # it may have been told; to be told twice changes nothing
            raise

    async def learn(self, step: Learn) -> None:
        """Tell the budget what an answer said of it."""
        await self._tell_on(self._learnt(step))

    async def _tell_on(self, news: list[UsageEvent], *, cancelled: bool = False) -> None:
        """Tell it even if the task was cancelled: others wait for it. Then nobody waits for who holds the budget."""
        if not (news and self._store.waits):
            self._tell(news)
            return
        try:
            if not cancelled:
                await when_free(lambda: self._told(news, wait=False) or None)
        except anyio.get_cancelled_exc_class():
            cancelled = True
            raise
        finally:
            if cancelled:
                await cleaned_up(lambda: self._tell_soon(news))

    def _tell_soon(self, news: list[UsageEvent]) -> None:
        """Tell it now, or with the next question where the budget is being used."""
        if not self._told(news, wait=False):
            self._news.extend(news)
