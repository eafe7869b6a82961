"""Times as GoTo writes them, and as it wants them written."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import BeforeValidator

from provider_bridge.core.decode import UtcTime, as_utc

__all__ = ["EARLIEST", "LATEST", "GoToTime", "between", "length", "written"]

EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(3000, 1, 1, tzinfo=UTC)
"""GoTo wants both ends of a range and documents no widest one; others ask for these years in one go."""


_OLD: Final = "%m/%d/%Y %H:%M:%S"


def _old(value: object) -> object:
    """Read ``06/14/2012 11:14:43``, which old documents show without a zone: taken for UTC, as all other times are."""
    if isinstance(value, str) and "/" in value:
        with suppress(ValueError):
            return datetime.strptime(value, _OLD).replace(tzinfo=UTC)
    return value


GoToTime = Annotated[UtcTime, BeforeValidator(_old)]
"""A time: ``…Z``, ``….+0000``, ``….500Z``, without seconds, or milliseconds since 1970; ``""`` is none."""


def length(start: datetime | None, end: datetime | None) -> timedelta | None:
    """Return how long something lasts; what has no end, or ends before it starts, does not say."""
    return end - start if start is not None and end is not None and end >= start else None


def written(moment: datetime) -> str:
    """Return a moment as GoTo accepts it in a request: UTC, whole seconds, ``Z``."""
    return f"{as_utc(moment):%Y-%m-%dT%H:%M:%SZ}"


def between(since: datetime, until: datetime) -> dict[str, str]:
    """Return the two parameters of a range of time."""
    return {"fromTime": written(since), "toTime": written(until)}
