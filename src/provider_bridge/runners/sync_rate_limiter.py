"""RateLimiter for threads."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.rate_limit.limits import RateClaim
from provider_bridge.errors import ConnectFailed
from provider_bridge.runners.rate_limiter import BUSY_S, PerKey, Permit, RateLimiter, TurnOver

if TYPE_CHECKING:
    from provider_bridge.core.provider import Wiring
    from provider_bridge.core.steps import Learn
    from provider_bridge.runners.clock import Clock
    from provider_bridge.runners.rate_stores import RateStore

__all__ = ["SyncRateLimiter"]

L = TypeVar("L")


class _Queue:
    """Lets so many in at a time, first come first served, which Python's own locks do not promise.

    Everybody has a gate of his own. An interrupt can come between any two statements, so leaving may be said twice.
    """

    def __init__(self, room: int = 1) -> None:
        self._room = room
        self._inside: set[threading.Lock] = set()
        self._waiting: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Generator[None]:
        gate = threading.Lock()
        try:
            gate.acquire()
            with self._lock:
                self._waiting.append(gate)
                self._let_in()
            gate.acquire()
            yield
        finally:
            try:
                self._leave(gate)
            except BaseException:  # an interrupt while leaving
                self._leave(gate)
                raise

    def _let_in(self) -> None:
        while self._waiting and len(self._inside) < self._room:
            gate = self._waiting[0]
            self._inside.add(gate)
            self._waiting.popleft()
            gate.release()

    def _leave(self, gate: threading.Lock) -> None:
        with self._lock:
            self._inside.discard(gate)
            if gate in self._waiting:
                self._waiting.remove(gate)
            self._let_in()


class SyncRateLimiter(RateLimiter):
    """RateLimiter for threads."""

    def __init__(self, wiring: Wiring, store: RateStore, clock: Clock, sleep: Callable[[float], None]) -> None:
        super().__init__(wiring, store, clock)
        self._sleep = sleep
        self._queue_up()

    def _queue_up(self) -> None:
        self._queues = {label: _Queue(room) for label, room in self._queued.items()}
        self._objects = PerKey(_Queue)

    def run(self, claim: RateClaim, send: Callable[[Permit], L]) -> L:
        """Wait for a call's turn, send it, and tell that it is over."""
        ticket = self._ticket(claim)
        if ticket.opens is None:
            return self._run(claim, ticket, send)
        key, _ = ticket.opens
        objects = self._objects
        queue = objects.use(key)
        try:
            with queue.turn():
                return self._run(claim, ticket, send)
        finally:
            objects.done(key)

    def _run(self, claim: RateClaim, ticket: Permit, send: Callable[[Permit], L]) -> L:
        try:
            began = self._clock.monotonic()
            while True:
                try:
                    while (busy := self._turn(claim, ticket)) > 0:
                        self._sleep(min(busy, BUSY_S))
                    ticket.waited = self._clock.monotonic() - began
                    return send(ticket)
                except TurnOver:
                    self._tell(self._give_back(ticket))
        except ConnectFailed:
            ticket.counted = False
            raise
        finally:
            self._tell(self._note_end(ticket))

    def _turn(self, claim: RateClaim, ticket: Permit) -> float:
        """Wait for the turn, and return 0; or return for how long at most somebody else changes the object."""
        queue = self._queues.get(claim.label)
        if queue is None:
            return self._taken_turn(claim, ticket)
        with queue.turn():
            return self._taken_turn(claim, ticket)

    def _taken_turn(self, claim: RateClaim, ticket: Permit) -> float:
        ticket.asked = self._clock.monotonic()
        told = self._store.ask(self._taken(), self._want(claim, ticket))
        if told.busy:
            return told.busy
        wait = self._wait_for(claim, ticket, told)
        self._due(ticket, wait)
        while (wait := self._still(ticket)) > 0:
            self._sleep(wait)
        self.go(ticket)
        return 0.0

    def learn(self, step: Learn) -> None:
        """Tell the budget what an answer said of it."""
        self._tell(self._learnt(step))
