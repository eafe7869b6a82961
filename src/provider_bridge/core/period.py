"""A period of time, and whether something falls into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from provider_bridge.errors import InvalidInput

__all__ = ["Period", "period"]

_MIDNIGHT: Final = time(0, tzinfo=UTC)
_LAST_MOMENT: Final = time(23, 59, 59, 999999, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, both included, in UTC."""

    start: datetime
    end: datetime

    @property
    def first_day(self) -> date:
        return self.start.date()

    @property
    def last_day(self) -> date:
        return self.end.date()

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment falls into it; one that is not known may do so."""
        return moment is None or self.start <= moment <= self.end


def period(since: date, until: date) -> Period:
    """Return the period between two moments, or between two days, which count whole and in UTC.

    Raises ``InvalidInput`` for a moment without an offset, and when the end is before the start.
    """
    start = _moment(since, _MIDNIGHT, "since")
    end = _moment(until, _LAST_MOMENT, "until")
    if end < start:
        raise InvalidInput("until is before since")
    return Period(start, end)


def _moment(value: date, of_day: time, name: str) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, of_day)
    if value.tzinfo is None:
        raise InvalidInput(f"{name} names no offset from UTC, such as datetime(2026, 1, 31, tzinfo=UTC) does")
    return value.astimezone(UTC)
