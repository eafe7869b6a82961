"""Bounds on time that hold on a slow and noisy machine: what disturbs one try hardly disturbs three."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["TRIES", "growth", "least"]

TRIES = 3


def least(work: Callable[[], object], enough: float) -> float:
    """Return the seconds by the clock that work takes: of the first try below ``enough``, else of the quickest."""
    taken: list[float] = []
    while len(taken) < TRIES:
        began = time.monotonic()
        work()
        taken.append(time.monotonic() - began)
        if taken[-1] < enough:
            break
    return min(taken)


def growth(work: Callable[[int], object], size: int, times: int) -> float:
    """Return how many times as long work takes that is so many times as large, by the processor's time.

    It is the number itself where the time grows with the size, and its square where it grows with the square.
    """

    def seconds(of: int) -> float:
        began = time.process_time()
        work(of)
        return time.process_time() - began

    return min(seconds(size * times) for _ in range(TRIES)) / min(seconds(size) for _ in range(TRIES))
