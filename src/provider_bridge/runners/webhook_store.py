"""Which notifications were taken, remembered by this process alone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from provider_bridge.runners.clock import Clock
from provider_bridge.runners.forks import begins_anew

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["MemorySeenStore"]


class MemorySeenStore:
    """A ``SeenStore`` for one process. Safe for threads; it forgets what is over when something new comes.

    After a restart it knows nothing, so work must stand being done twice.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._until: dict[str, datetime] = {}
        self._lock = threading.Lock()
        begins_anew(self)

    def begin_anew(self) -> None:
        """Have a lock in a child that no thread of the parent holds."""
        self._lock = threading.Lock()

    def add(self, key: str, until: datetime) -> bool:
        """Remember ``key`` until then, and return whether it was new."""
        now = self._clock.now()
        with self._lock:
            known = self._until.get(key)
            if known is not None and known > now:
                return False
            self._sweep(now)
            self._until[key] = until
            return True

    def discard(self, key: str) -> None:
        """Forget ``key``."""
        with self._lock:
            self._until.pop(key, None)

    def __len__(self) -> int:
        return len(self._until)

    def _sweep(self, now: datetime) -> None:
        """Drop what is over. Keys come in the order of time, so the oldest stand first."""
        over: list[str] = []
        for key, until in self._until.items():
            if until > now:
                break
            over.append(key)
        for key in over:
            del self._until[key]
