"""The time, as runners see it; tests hand in their own."""

from __future__ import annotations

import time
from datetime import UTC, datetime

__all__ = ["Clock"]


class Clock:
    """The system's clocks."""

    def now(self) -> datetime:
        """Return the time of day, UTC."""
        return datetime.now(UTC)

    def wall(self) -> float:
        """Return the time of day in seconds since 1970."""
        return self.now().timestamp()

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return time.monotonic()
