"""How many calls a vendor allows, and when the next one may go."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

__all__ = ["Rate", "Slots"]

GUARD: Final = 0.05
"""The window is taken this much longer than the vendor's, because the way to the vendor varies in length."""

_SMOOTH: Final = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """``calls`` in any window of ``seconds``."""

    calls: float
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.calls <= 0 or self.seconds <= 0:
            raise ValueError("a rate is a positive number of calls in a positive number of seconds")

    def shared(self, share: float) -> Rate:
        """Return our part of it."""
        return Rate(self.calls * share, self.seconds)


class Slots:
    """The times of the last calls under one rate, and from them the wait until the next.

    Times are the moments calls really went, not those they were planned for: after a stall nothing bunches up.
    No window of the rate's length holds more than its calls, rounded up to whole ones, and a tenth of the calls
    is spread over a tenth of the window, so that a burst does not queue up at the vendor. Not safe for threads;
    the runner holds a lock.
    """

    def __init__(self, rate: Rate) -> None:
        count = max(1, int(rate.calls))
        self._window = rate.seconds * count / rate.calls * (1 + GUARD)
        self._sent: deque[float] = deque(maxlen=count)
        self._few = max(1, count // _SMOOTH)
        self._few_window = self._window * self._few / count * (0.9 if count > 1 else 1.0)
        self._held_until = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until one more call may go; 0 when it may go now."""
        free = self._held_until
        if len(self._sent) == self._sent.maxlen:
            free = max(free, self._sent[0] + self._window)
        if len(self._sent) >= self._few:
            free = max(free, self._sent[-self._few] + self._few_window)
        return max(0.0, free - now)

    def take(self, now: float) -> None:
        """Record that a call goes now."""
        self._sent.append(now)

    def hold(self, until: float) -> None:
        """Let nothing go before ``until``."""
        self._held_until = max(self._held_until, until)
