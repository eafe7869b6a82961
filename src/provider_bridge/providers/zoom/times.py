"""Times as Zoom wants them told, and periods as it answers them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from provider_bridge.core.steps import Now
from provider_bridge.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.events import Occurrence

__all__ = ["days_of_half_a_year", "first_of", "half_a_year", "minutes", "utc_text"]

_LONGEST: Final = 10**7
_DELETED: Final = "deleted"

_HALF_A_YEAR: Final = timedelta(days=184)
"""The longest six months there are; of the days between, Zoom itself refuses what it does not have."""


def minutes(count: int | None) -> timedelta | None:
    """Return a number of minutes as a length; one below zero, or beyond all measure, says nothing."""
    return timedelta(minutes=count) if count is not None and 0 <= count < _LONGEST else None


def first_of(
    start: datetime | None, duration: timedelta | None, occurrences: Sequence[Occurrence]
) -> tuple[datetime | None, timedelta | None]:
    """Return when an event starts and how long it lasts; of a series Zoom may say so in its occurrences only."""
    known = [(each.start, each) for each in occurrences if each.start is not None]
    if start is not None or not known:
        return start, duration
    left = [each for each in known if each[1].status != _DELETED] or known
    first, occurrence = min(left, key=itemgetter(0))
    return first, occurrence.duration if duration is None else duration


def utc_text(moment: datetime) -> str:
    """Return a moment as Zoom reads it; one without an offset is refused, because it could mean any."""
    if moment.tzinfo is None:
        raise InvalidInput("a time needs an offset, such as datetime(2026, 5, 1, tzinfo=UTC)")
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def half_a_year(since: datetime, until: datetime | None) -> Flow[tuple[str, str]]:
    """Return the two ends of a period of the last six months, ``until`` now if it is not given."""
    now: datetime = yield Now()
    end = until or now
    texts = utc_text(since), utc_text(end)
    if since > end:
        raise InvalidInput("a period ends before it begins")
    if now - since > _HALF_A_YEAR:
        raise InvalidInput("Zoom tells of chats of the last six months only")
    return texts


def days_of_half_a_year(since: date, until: date | None) -> Flow[tuple[date, date]]:
    """Return the first and the last day (UTC) of a period of the last six months, until today if no end is given."""
    now: datetime = yield Now()
    last = until or now.date()
    if isinstance(since, datetime) or isinstance(last, datetime):
        raise InvalidInput("give days, not times: Zoom reports by days, which are UTC")
    if since > last:
        raise InvalidInput("a period ends before it begins")
    if now.date() - since > _HALF_A_YEAR:
        raise InvalidInput("Zoom tells of chats of the last six months only")
    return since, last
