"""Days, moments and spans as they are written on a command line."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from provider_bridge.errors import InvalidInput

__all__ = ["moment_of", "older_than", "span_of", "zone_of"]

_SPAN: Final = re.compile(r"(\d{1,6})([hdw])")
_UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZONE: Final = "TZ"


def zone_of(name: str | None) -> tzinfo:
    """Return the time zone of days and of moments that name none: the one given, else that of ``TZ``, else UTC.

    Raises ``InvalidInput`` for a name that is no IANA time zone.
    """
    found = name or os.environ.get(_ZONE, "").removeprefix(":")
    if not found or found.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(found)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if name is None:  # TZ may be written in another way, which says nothing about what is asked for here
            return UTC
        raise InvalidInput("--time-zone must be the name of a time zone, such as Europe/Berlin") from None


def span_of(text: str) -> timedelta:
    """Return a span that is written as ``36h``, ``30d`` or ``6w``."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise InvalidInput("a span must be written as 36h, 30d or 6w")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def moment_of(text: str, zone: tzinfo, *, end: bool = False, days: bool = False) -> date:
    """Return what a text means: a day, a moment, or a span before now.

    Args:
        text: Such as ``2026-11-01``, ``2026-11-01T08:00Z`` or ``30d``.
        zone: The time zone of a day, and of a moment that names none.
        end: Whether a day counts to its end; else it counts from its beginning.
        days: Whether a day of UTC stays a day, because the operation counts days.

    Raises:
        InvalidInput: The text is none of these, or lies outside of what the calendar holds.

    """
    try:
        if _SPAN.fullmatch(text.strip().lower()):
            return datetime.now(UTC) - span_of(text)
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            if days and zone is UTC:
                return day
            return datetime.combine(day, time.max if end else time.min, zone).astimezone(UTC)
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput("a moment is written as 2026-11-01, 2026-11-01T08:00Z, or 30d for 30 days ago") from None


def older_than(text: str) -> datetime:
    """Return the moment before which things are older than a span."""
    try:
        return datetime.now(UTC) - span_of(text)
    except OverflowError:
        raise InvalidInput("a span must not reach back beyond the calendar") from None
