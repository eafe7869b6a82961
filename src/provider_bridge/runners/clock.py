"""The time, as runners see it, and how they wait; tests hand in their own."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import anyio
import anyio.lowlevel

from provider_bridge.runners.forks import begins_anew

__all__ = ["Clock", "VirtualClock"]


class Clock:
    """The system's clocks."""

    jumps = False
    """Whether the waits of others move it, so that it cannot tell that a call comes too late."""

    def now(self) -> datetime:
        """Return the time of day, UTC."""
        return datetime.now(UTC)

    def wall(self) -> float:
        """Return the time of day in seconds since 1970."""
        return self.now().timestamp()

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return time.monotonic()

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Block until the seconds are over or ``stop`` is set; return whether it is set."""
        return stop.wait(seconds)

    async def sleep(self, seconds: float) -> None:
        """Suspend the task until the seconds are over."""
        await anyio.sleep(seconds)


class VirtualClock(Clock):
    """The system's clocks, moved forward by every wait instead of waiting.

    For a simulator in the same process: what a rate budget, a retry or a settling deletion would wait is computed and
    recorded, and takes no time. Waits side by side overlap, as real ones do. Safe for threads.
    """

    jumps = True

    def __init__(self) -> None:
        self._ahead = 0.0
        self._lock = threading.Lock()
        begins_anew(self)

    def begin_anew(self) -> None:
        """Have a lock in a child that no thread of the parent holds."""
        self._lock = threading.Lock()

    @property
    def ahead(self) -> float:
        """How many seconds this clock is ahead of the system's: what was waited."""
        return self._ahead

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.wall(), UTC)

    def wall(self) -> float:
        return time.time() + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        self._pass(self.monotonic() + seconds)
        return stop.is_set()

    async def sleep(self, seconds: float) -> None:
        until = self.monotonic() + seconds
        await anyio.lowlevel.checkpoint()
        self._pass(until)

    def _pass(self, until: float) -> None:
        with self._lock:
            self._ahead = max(self._ahead, until - time.monotonic())
