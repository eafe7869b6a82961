"""Times as Zoom wants them told, and periods as it answers them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.steps import Now
from provider_bridge.errors import InvalidInput

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.core.steps import Flow

__all__ = ["days_of_half_a_year", "half_a_year", "utc_text"]

_HALF_A_YEAR: Final = timedelta(days=184)
"""The longest six months there are; of the days between, Zoom itself refuses what it does not have."""


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
