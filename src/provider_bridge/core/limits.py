"""How many calls a vendor allows, and when the next one may go."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

__all__ = ["Rate", "Slots", "Ticket"]

DRIFT: Final = 0.005
"""The window is taken this much longer than the vendor's, because clocks differ."""

WAY_S: Final = 0.09
"""How long a call may be on its way to the vendor, as long as its answer has not come."""

_SMOOTH: Final = 10


class Ticket:
    """A call that went: when, and when at the latest the vendor counted it."""

    __slots__ = ("counted_by", "went")

    def __init__(self, went: float) -> None:
        self.went = went
        self.counted_by = went + WAY_S

    def answered(self, now: float) -> None:
        """Record that the answer is here: so the call was counted before."""
        self.counted_by = min(self.counted_by, now)


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

    A call goes when the one that is a whole budget before it left the vendor's window: a window after it was
    counted, which is known when its answer has come and assumed otherwise. Times are the moments calls really
    went, not those they were planned for: after a stall nothing bunches up. A tenth of the calls is spread over a
    tenth of the window, so that a burst does not queue up at the vendor. Not safe for threads; the runner holds a
    lock.
    """

    def __init__(self, rate: Rate) -> None:
        count = math.ceil(rate.calls)  # the window grows with it, and is never shorter than the vendor's
        self._window = rate.seconds * count / rate.calls * (1 + DRIFT)
        self._sent: deque[Ticket] = deque(maxlen=count)
        self._few = max(1, count // _SMOOTH)
        self._few_window = self._window * self._few / count * (0.9 if count > 1 else 1.0)
        self._held_until = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until one more call may go; 0 when it may go now."""
        free = self._held_until
        if len(self._sent) == self._sent.maxlen:
            free = max(free, self._sent[0].counted_by + self._window)
        if len(self._sent) >= self._few:
            free = max(free, self._sent[-self._few].went + self._few_window)
        return max(0.0, free - now)

    def take(self, now: float) -> Ticket:
        """Record that a call goes now; the ticket wants to know when it is answered."""
        ticket = Ticket(now)
        self._sent.append(ticket)
        return ticket

    def hold(self, until: float) -> None:
        """Let nothing go before ``until``."""
        self._held_until = max(self._held_until, until)
