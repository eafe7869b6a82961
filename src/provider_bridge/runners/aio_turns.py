"""Turns for the tasks of one event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

from provider_bridge.core.budget import News, Told, Want
from provider_bridge.core.limits import Claim
from provider_bridge.errors import ConnectFailed
from provider_bridge.runners.threads import cleaned_up, in_thread
from provider_bridge.runners.turns import BUSY_S, Keyed, Ticket, Turns

if TYPE_CHECKING:
    from provider_bridge.core.provider import Wiring
    from provider_bridge.core.steps import Learn
    from provider_bridge.runners.budgets import BudgetStore
    from provider_bridge.runners.clock import Clock

__all__ = ["AsyncTurns"]

L = TypeVar("L")


class AsyncTurns(Turns):
    """Turns for the tasks of one event loop."""

    def __init__(self, wiring: Wiring, store: BudgetStore, clock: Clock) -> None:
        super().__init__(wiring, store, clock)
        self._queues = {label: anyio.Semaphore(room, fast_acquire=True) for label, room in self._queued.items()}
        self._objects = Keyed(anyio.Lock)

    def run(self, claim: Claim, send: Callable[[Ticket], Awaitable[L]]) -> Awaitable[L]:
        """Do as ``SyncTurns.run`` does."""
        ticket = self._ticket(claim)
        if ticket.opens is None:
            return self._run(claim, ticket, send)
        return self._run_alone(ticket.opens[0], claim, ticket, send)

    async def _run_alone(self, key: str, claim: Claim, ticket: Ticket, send: Callable[[Ticket], Awaitable[L]]) -> L:
        lock = self._objects.use(key)
        try:
            async with lock:
                return await self._run(claim, ticket, send)
        finally:
            self._objects.done(key)

    async def _run(self, claim: Claim, ticket: Ticket, send: Callable[[Ticket], Awaitable[L]]) -> L:
        try:
            began = self._clock.monotonic()
            while (busy := await self._turn(claim, ticket, began)) > 0:
                await self._clock.sleep(min(busy, BUSY_S))
            return await send(ticket)
        except ConnectFailed:
            ticket.counted = False
            raise
        finally:
            await self._tell_on(self._note_end(ticket))

    async def _turn(self, claim: Claim, ticket: Ticket, began: float) -> float:
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
            due = self._clock.monotonic() + wait
            while (wait := max(due - self._clock.monotonic(), self._held())) > 0:
                await self._clock.sleep(wait)
        finally:
            if queue:
                queue.release()
        self._go(ticket, due, began)
        return 0.0

    async def _ask(self, news: list[News], want: Want, ticket: Ticket) -> Told:
        if self._store.waits:
            return await in_thread(lambda: self._store.ask(news, want), ticket.take)
        return self._store.ask(news, want)

    async def learn(self, step: Learn) -> None:
        """Tell the budget what an answer said of it."""
        await self._tell_on(self._learnt(step))

    async def _tell_on(self, news: list[News]) -> None:
        """Tell it even if the task was cancelled: others wait for it."""
        if news and self._store.waits:
            await cleaned_up(lambda: self._tell(news))
        else:
            self._tell(news)
