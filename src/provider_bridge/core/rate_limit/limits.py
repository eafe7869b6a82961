"""How many calls a vendor allows: data, as providers state it and as the arithmetic of a budget needs it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from provider_bridge.core.calls import PerKeyDailyLimit

__all__ = ["DRIFT", "WAY_S", "DailyLimit", "Rate", "RateClaim", "Window", "paces"]

DRIFT: Final = 0.005
"""The window is taken this much longer than the vendor's, because clocks differ."""

WAY_S: Final = 0.09
"""How long a call may be on its way to the vendor, as long as its answer has not come."""

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


@dataclass(frozen=True, slots=True)
class DailyLimit:
    """``calls`` in a day that begins at 00:00 UTC, counted together for some rate labels."""

    name: str
    calls: int
    labels: frozenset[str]

    def shared(self, share: float) -> DailyLimit:
        """Return our part of it: at least one call."""
        return DailyLimit(self.name, max(1, int(self.calls * share)), self.labels)


@dataclass(frozen=True, slots=True)
class RateClaim:
    """What one call takes out of a budget.

    ``label`` names the rate, ``caps`` are daily caps with what the call counts for, and ``alone`` is the object that
    only one call at a time may change, ``""`` when others do not matter. They may name people: no ``repr`` shows them.
    """

    operation: str
    label: str
    caps: tuple[tuple[PerKeyDailyLimit, str], ...] = field(default=(), repr=False)
    alone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Window:
    """A rate label as the arithmetic needs it.

    ``count`` calls go in a ``window`` of seconds, and ``few`` of them in ``few_window``, so that a burst does not
    queue up at the vendor. ``days`` are the daily totals that a call counts towards, each with how many are ours.
    """

    label: str
    count: int
    window: float
    few: int
    few_window: float
    days: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, label: str, rate: Rate, days: Iterable[DailyLimit] = ()) -> Window:
        """Return the pace of a rate; the window grows with the rounding, and is never shorter than the vendor's."""
        count = math.ceil(rate.calls)
        window = rate.seconds * count / rate.calls * (1 + DRIFT)
        few = max(1, count // _SMOOTH)
        few_window = window * few / count * (0.9 if count > 1 else 1.0)
        return cls(label, count, window, few, few_window, tuple((day.name, day.calls) for day in days))

    def shared(self, workers: int) -> Window:
        """Return one worker's part, for when nobody can be asked what the others take."""
        days = tuple((name, max(1, calls // workers)) for name, calls in self.days)
        return Window(self.label, self.count, self.window * workers, self.few, self.few_window * workers, days)

    def plain(self) -> list[Any]:
        """Return it as JSON holds it."""
        return [self.label, self.count, self.window, self.few, self.few_window, list(map(list, self.days))]


def paces(rates: Mapping[str, Rate], days: Iterable[DailyLimit]) -> dict[str, Window]:
    """Return every label's pace."""
    days = tuple(days)
    return {
        label: Window.of(label, rate, [day for day in days if label in day.labels]) for label, rate in rates.items()
    }
