"""A period of time as a caller states it: checked before anything is sent, and held against what a vendor lists."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.listing.paging import map_batches
from provider_bridge.errors import InvalidInput, ListingIncomplete

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.core.steps import Paged

__all__ = ["Period", "check_answered", "filter_items", "period"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` to ``until``, both in UTC and both included; ``None`` is without end."""

    since: datetime | None
    until: datetime | None

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in it. What has no time could lie anywhere, and counts as inside."""
        if moment is None:
            return True
        return (self.since is None or self.since <= moment) and (self.until is None or moment <= self.until)

    @property
    def first_day(self) -> date:
        """Its first day in UTC; raises ``InvalidInput`` when it has no beginning."""
        if self.since is None:
            raise InvalidInput("since has to be given")
        return self.since.date()

    @property
    def last_day(self) -> date:
        """Its last day in UTC; raises ``InvalidInput`` when it has no end."""
        if self.until is None:
            raise InvalidInput("until has to be given")
        return self.until.date()

    def up_to(self, latest: datetime) -> Period:
        """Return it without what lies more than a day after ``latest``, so that its end can be as far as one likes."""
        end = latest + timedelta(days=1)
        if self.until is None or self.until <= end:
            return self
        return Period(self.since, end if self.since is None else max(self.since, end))

    def days_until(self, latest: datetime) -> tuple[date, date] | None:
        """Return its first and last day as far as ``latest``, a day more for clocks that differ.

        ``None`` when all of it lies later. Raises ``InvalidInput`` when it has no beginning.
        """
        last = (latest + timedelta(days=1)).date()
        if self.until is not None:
            last = min(last, self.until.date())
        return (self.first_day, last) if self.first_day <= last else None


def period(since: date | None, until: date | None) -> Period:
    """Return the time between two days or two moments; a day means all of it, in UTC.

    Raises ``InvalidInput`` for a moment without a time zone, and for a period that ends before it begins.
    """
    start, end = _moment(since, "since", time.min), _moment(until, "until", time.max)
    if start is not None and end is not None and end < start:
        raise InvalidInput("until lies before since")
    return Period(start, end)


def _moment(value: date | None, name: str, edge: time) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, edge, UTC)
    if value.utcoffset() is None:
        raise InvalidInput(f"{name} needs a time zone, as in datetime(2026, 11, 1, tzinfo=UTC)")
    return value.astimezone(UTC)


def check_answered(operation: str, first: date, last: date, said_first: str | None, said_last: str | None) -> None:
    """Hold the days a vendor says it answered for, where it says so, against those that were asked for.

    Raises ``ListingIncomplete`` when it answered for less: vendors cut periods that are too long in silence. It does
    so too when what it says is no day.
    """
    begins, ends = _day(operation, said_first), _day(operation, said_last)
    if (begins is not None and begins > first) or (ends is not None and ends < last):
        raise ListingIncomplete(operation, f"{first} to {last} was asked for, a shorter period was answered")


def _day(operation: str, text: str | None) -> date | None:
    if not text:
        return None
    with suppress(ValueError):
        return date.fromisoformat(text[:10])
    raise ListingIncomplete(operation, "it does not say clearly which days it is about")


def filter_items(listing: Paged[T], keep: Callable[[T], bool]) -> Paged[T]:
    """Emit what a listing emits and ``keep`` wants; its other steps are passed on.

    The listing is proven complete by its own counts before anything is left out.
    """
    return map_batches(listing, lambda items: [item for item in items if keep(item)])
