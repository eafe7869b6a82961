"""Rows that have no identifier, listed in windows that overlap: none is lost, none comes twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from provider_bridge.core.listing.periods import Period
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["merge_overlapping_windows"]

T = TypeVar("T")


def merge_overlapping_windows(
    span: Period,
    widest: int,
    fetch: Callable[[date, date], Flow[Sequence[T]]],
    when: Callable[[T], datetime | None],
) -> Paged[T]:
    """Emit the rows of a period that ``fetch`` returns for its windows of days, newest first.

    Windows overlap by a day. A row that both show is one row; rows that are alike in one window are as many as they
    are there. ``fetch`` has to return all rows of a window, and each row of a day in each window with that day.
    """
    before: Counter[T] = Counter()
    for first, last in days_between(span.first_day, span.last_day, widest):
        rows = yield from fetch(first, last)
        counted: Counter[T] = Counter()
        fresh: list[T] = []
        for row in rows:
            counted[row] += 1
            if counted[row] > before[row] and span.holds(when(row)):
                fresh.append(row)
        before = counted
        yield Emit(fresh)
