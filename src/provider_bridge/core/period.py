"""A stretch of time that a caller asks for, as the days a vendor is asked for and as a sharp edge."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.steps import Emit
from provider_bridge.core.windows import days_between
from provider_bridge.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["Period", "in_windows", "period"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Period:
    """From the day ``first`` to the day ``last``, both included, in UTC.

    ``since`` and ``until`` are sharp edges within these days, ``None`` where a whole day was asked for.
    """

    first: date
    last: date
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies between the sharp edges; what has no time cannot be said to lie outside."""
        if moment is None:
            return True
        return (self.since is None or self.since <= moment) and (self.until is None or moment <= self.until)


def period(since: date, until: date) -> Period:
    """Return the time between two days or two moments; a day means all of it, in UTC.

    Raises ``InvalidInput`` for a moment without a time zone, and for an end that lies before the beginning.
    """
    start, end = _moment(since, "since"), _moment(until, "until")
    first, last = (start.date() if start else since), (end.date() if end else until)
    if last < first or (start and end and end < start):
        raise InvalidInput("until lies before since")
    return Period(first, last, start, end)


def _moment(value: date, name: str) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    if value.tzinfo is None:
        raise InvalidInput(f"{name} is a time without a time zone; give one, such as datetime.UTC")
    return value.astimezone(UTC)


def in_windows(
    span: Period,
    widest: int,
    fetch: Callable[[date, date], Flow[Sequence[T]]],
    when: Callable[[T], datetime | None],
) -> Paged[T]:
    """Emit the rows of a period that ``fetch`` returns for its windows of days, newest first; rows have no identifier.

    Windows overlap by a day. A row that both show is one row; rows that are alike in one window are as many as they
    are there. ``fetch`` has to return all rows of a window, and each row of a day in each window with that day.
    """
    before: Counter[T] = Counter()
    for first, last in days_between(span.first, span.last, widest):
        rows = yield from fetch(first, last)
        counted: Counter[T] = Counter()
        fresh: list[T] = []
        for row in rows:
            counted[row] += 1
            if counted[row] > before[row] and span.holds(when(row)):
                fresh.append(row)
        before = counted
        yield Emit(fresh)
