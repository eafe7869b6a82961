"""Turns for threads."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.limits import Claim
from provider_bridge.errors import ConnectFailed
from provider_bridge.runners.turns import BUSY_S, Keyed, Ticket, Turns

if TYPE_CHECKING:
    from provider_bridge.core.provider import Wiring
    from provider_bridge.core.steps import Learn
    from provider_bridge.runners.budgets import BudgetStore
    from provider_bridge.runners.clock import Clock

__all__ = ["SyncTurns"]

L = TypeVar("L")


class _Queue:
    """Lets so many in at a time, first come first served, which Python's own locks do not promise."""

    def __init__(self, room: int = 1) -> None:
        self._room = room
        self._waiting: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    def enter(self) -> None:
        gate = threading.Lock()
        with self._lock:
            if self._room and not self._waiting:
                self._room -= 1
                return
            gate.acquire()
            self._waiting.append(gate)
        try:
            gate.acquire()
        except BaseException:
            with self._lock:
                waits = gate in self._waiting
                if waits:
                    self._waiting.remove(gate)
            if not waits:
                self.leave()
            raise

    def leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._room += 1


class SyncTurns(Turns):
    """Turns for threads."""

    def __init__(self, wiring: Wiring, store: BudgetStore, clock: Clock, sleep: Callable[[float], None]) -> None:
        super().__init__(wiring, store, clock)
        self._sleep = sleep
        self._queues = {label: _Queue(pace.few) for label, pace in self._paces.items()}
        self._objects = Keyed(_Queue)

    def run(self, claim: Claim, send: Callable[[Ticket], L]) -> L:
        """Wait for a call's turn, send it, and tell that it is over."""
        ticket = self._ticket(claim)
        if ticket.opens is None:
            return self._run(claim, ticket, send)
        key, _ = ticket.opens
        queue = self._objects.use(key)
        try:
            queue.enter()
            try:
                return self._run(claim, ticket, send)
            finally:
                queue.leave()
        finally:
            self._objects.done(key)

    def _run(self, claim: Claim, ticket: Ticket, send: Callable[[Ticket], L]) -> L:
        try:
            self._wait(claim, ticket)
            return send(ticket)
        except ConnectFailed:
            ticket.counted = False
            raise
        finally:
            news = self._note_end(ticket)
            if news:
                self._store.ask(news, None)

    def _wait(self, claim: Claim, ticket: Ticket) -> None:
        began = self._clock.monotonic()
        while (busy := self._turn(claim, ticket, began)) > 0:
            self._sleep(min(busy, BUSY_S))

    def _turn(self, claim: Claim, ticket: Ticket, began: float) -> float:
        """Wait for the turn, and return 0; or return for how long at most somebody else changes the object."""
        queue = self._queues.get(claim.label)
        if queue:
            queue.enter()
        try:
            ticket.asked = self._clock.monotonic()
            told = self._store.ask(self._taken(), self._want(claim, ticket))
            if told.busy:
                return told.busy
            wait = self._wait_for(claim, ticket, told)
            due = self._clock.monotonic() + wait
            while (wait := max(due - self._clock.monotonic(), self._held())) > 0:
                self._sleep(wait)
        finally:
            if queue:
                queue.leave()
        self._go(ticket, due, began)
        return 0.0

    def learn(self, step: Learn) -> None:
        """Tell the budget what an answer said of it."""
        news = self._learnt(step)
        if news:
            self._store.ask(news, None)
