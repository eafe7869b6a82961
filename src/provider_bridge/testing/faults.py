"""Faults for tests: what there is, when it strikes, and a clock that is wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from provider_bridge.faults import FAULTS, BadSpec, Fault, FaultPlan, Planned, Strike
from provider_bridge.runners.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FAULTS", "BadSpec", "Fault", "FaultPlan", "Planned", "SkewedClock", "Strike"]


class SkewedClock(Clock):
    """A clock that is wrong by so many minutes: the machine's, or another one."""

    def __init__(self, minutes: float, now: Callable[[], datetime] | None = None) -> None:
        self._off = timedelta(minutes=minutes)
        self._real = now or super().now

    def now(self) -> datetime:
        """Return the wrong time of day, UTC."""
        return self._real() + self._off
