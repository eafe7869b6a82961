"""Cutting a period into windows that a vendor answers completely."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["days_back", "days_between", "moved"]

D = TypeVar("D", bound=date)

_NARROWEST: Final = 2


def days_between(first: date, last: date, widest: int) -> Iterator[tuple[date, date]]:
    """Yield windows (first day, last day; both inclusive) that cover a period of days, newest first.

    No window is wider than ``widest`` days, and each overlaps the one before it by a day.
    """
    if widest < _NARROWEST:
        raise ValueError("windows that overlap by a day are at least two days wide")
    while True:
        start = max(first, last - timedelta(days=widest - 1))
        yield start, last
        if start <= first:
            return
        last = start


def days_back(today: date, days: int, widest: int) -> Iterator[tuple[date, date]]:
    """Yield windows that cover the last ``days`` days, as ``days_between`` does."""
    return days_between(today - timedelta(days=days), today, widest)


def moved(moment: D, by: timedelta) -> D:
    """Return a day or a moment moved by some time, or where it is when there is no such day in any calendar."""
    try:
        return moment + by
    except OverflowError:
        return moment
