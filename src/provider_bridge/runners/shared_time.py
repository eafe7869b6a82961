"""One time for the processes that share a file, whatever their clocks say.

A container can have a monotonic clock of its own, one that begins anew with the machine means nothing to what was
written before, and the time of day can be set. So time goes on in the file itself, by what both clocks agree on.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["Reading", "passed", "passed_at_most", "read_clocks"]

_OFFSETS: Final = Path("/proc/self/timens_offsets")
_STEADY: Final = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", 0))
"""Linux's own goes on while the machine sleeps, as the vendor's does. Windows names no clocks."""
_NAME: Final = "boottime" if hasattr(time, "CLOCK_BOOTTIME") else "monotonic"

_TRIES: Final = 3
_AT_ONCE_S: Final = 0.01
"""Another program may be given the processor in between; then another reading counts."""

_APART_S: Final = 0.25
_APART: Final = 0.001
"""How far two clocks of one machine may be apart, at once and for each second: the time of day is being adjusted."""


class Reading(NamedTuple):
    """What two clocks say: one that never runs backwards, and the time of day."""

    steady: float
    wall: float


def read_clocks() -> Reading:
    """Read both at once; the first is the machine's, also in a container that has another."""
    offset = _offset()
    tries = (_both() for _ in range(_TRIES))
    steady, wall, _ = min(tries, key=lambda each: each[2] > _AT_ONCE_S)
    return Reading(steady - offset, wall)


def _both() -> tuple[float, float, float]:
    """Return what both clocks say, and how long it took to read them."""
    before, wall, after = _steady(), time.time(), _steady()
    return before, wall, after - before


def _steady() -> float:
    return time.clock_gettime(_STEADY) if hasattr(time, "clock_gettime") else time.monotonic()


def passed(then: Reading, now: Reading) -> float:
    """Return how many seconds have passed, as far as that is sure.

    Where the clocks do not agree, one of them was set, or it is another machine's or was started anew: then no time has
    passed, so that what was called counts as if it had been called just now.
    """
    steady, wall = now.steady - then.steady, now.wall - then.wall
    least = min(steady, wall)
    if least < 0 or abs(steady - wall) > _APART_S + _APART * least:
        return 0.0
    return least


def passed_at_most(then: Reading, now: Reading) -> float:
    """Return how many seconds may have passed, for what is over at some time of day.

    The time of day is believed where the other clock was started anew, or is another machine's, and nowhere else.
    """
    steady, wall = now.steady - then.steady, now.wall - then.wall
    return max(0.0, wall if steady < 0 else min(steady, wall))


def _offset() -> float:
    """Return by what the clock of this process' time namespace is ahead of the machine's."""
    try:
        lines = _OFFSETS.read_text(encoding="ascii").splitlines()
        found = {name: float(seconds) + float(parts) / 1e9 for name, seconds, parts in map(str.split, lines)}
    except (OSError, ValueError):  # there are no such namespaces here
        return 0.0
    return found.get(_NAME, 0.0)
