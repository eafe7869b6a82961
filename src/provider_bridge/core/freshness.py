"""How old an answer is: a cache on the way may hand out what the vendor said days ago as if it were of now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from provider_bridge.errors import ProviderBroken

if TYPE_CHECKING:
    from provider_bridge.core.calls import Reply

__all__ = ["ASK_ANEW", "age_of", "check_fresh", "is_stale"]

ASK_ANEW: Final = {"Cache-Control": "no-cache"}
"""What asks every cache on the way to ask the vendor (RFC 9111, section 5.2.1.4)."""

_SECONDS: Final = re.compile(r"\d{1,10}", re.ASCII)
_CACHES: Final = ("x-cache", "cf-cache-status", "cache-status", "x-cache-status", "x-proxy-cache", "x-drupal-cache")
_HIT: Final = re.compile(r"(?<![a-z])(?:[a-z]+_)*hit(?![a-z])")
_STALE_WARNING: Final = re.compile(r"(?<!\d)11[0-3]\s")
_OLDEST: Final = timedelta(minutes=1)
_CLOCKS: Final = timedelta(minutes=25)
"""By how much this machine's clock and the vendor's may differ before ``Date`` is taken for the age of an answer."""


def age_of(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Return how long ago the vendor gave an answer, by its ``Age`` and its ``Date``; zero where neither says so."""
    kept = max(map(int, _SECONDS.findall(headers.get("age", ""))), default=0)
    return max(timedelta(seconds=kept), _since(headers.get("date", ""), now))


def is_stale(headers: Mapping[str, str]) -> bool:
    """Whether a cache says that it handed out what it kept, and not for how long, or that it is out of date."""
    told = " ".join(headers.get(name, "") for name in _CACHES).casefold()
    kept = bool(_HIT.search(told)) and not _SECONDS.search(headers.get("age", ""))
    return kept or "stale" in told or bool(_STALE_WARNING.search(headers.get("warning", "")))


def _since(date: str, now: datetime) -> timedelta:
    try:
        given = parsedate_to_datetime(date)
        since = now - (given if given.tzinfo else given.replace(tzinfo=UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return timedelta(0)
    return since if since > _CLOCKS else timedelta(0)


def check_fresh(reply: Reply) -> None:
    """Raise ``ProviderBroken`` for an answer that is no evidence of now: a cache kept it for more than a minute."""
    age = age_of(reply.headers, reply.observed_at)
    if age > _OLDEST:
        what = f"answered with what was said {_told(age)} ago (a cache kept it, or this machine's clock is ahead)"
        raise ProviderBroken(reply.operation, 200, what, request_id=reply.request_id)
    if is_stale(reply.headers):
        what = "answered with what a cache kept for an unknown time, though it was asked to ask anew"
        raise ProviderBroken(reply.operation, 200, what, request_id=reply.request_id)


def _told(age: timedelta) -> str:
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(age.total_seconds() // seconds)
        if count:
            return f"{count:,} {unit}{'s' if count > 1 else ''}"
    return "some seconds"
