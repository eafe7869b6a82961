"""Domain values as plain records for JSON and CSV: every field but the secrets, in the order of the type.

Times are ISO 8601 in UTC, spans are seconds (their names end in ``_s``), nested values are nested records.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Hashable

    from _typeshed import DataclassInstance

__all__ = ["SECRETS", "columns", "record", "shown_names"]

SECRETS: Final = frozenset(
    {
        "OtherNotification.payload",
        "OwnAudio.attendee",
        "OwnAudio.host",
        "OwnAudio.panelist",
        "UrlChallenge.challenge",
        "WebhookSecret.value",
        "attendee_code",
        "callback_url",
        "dial_in",
        "dial_in_pin",
        "document_url",
        "download_token",
        "host_code",
        "join_url",
        "panelist_code",
        "passcode",
        "registration_url",
        "share_url",
        "signature",
        "url",
    }
)
"""Fields that open something for whoever holds them, or that may hold such a thing; no listing shows them.

A name that is no secret elsewhere stands with its type.
"""


@cache
def shown_names(kind: Hashable) -> tuple[tuple[str, str], ...]:
    """Return the name of each field of a type that is shown, and the name it is shown by."""
    found = [
        (each.name, str(each.type))
        for each in dataclasses.fields(cast("type[DataclassInstance]", kind))
        if SECRETS.isdisjoint({each.name, f"{cast('type', kind).__name__}.{each.name}"})
    ]
    return tuple((name, f"{name}_s" if "timedelta" in annotation else name) for name, annotation in found)


def columns(kind: type) -> tuple[str, ...]:
    """Return the names of a record's members."""
    return tuple(shown for _, shown in shown_names(kind))


def record(item: Any) -> dict[str, Any]:
    """Return a domain value as a record."""
    return {shown: _plain(getattr(item, name)) for name, shown in shown_names(cast("Hashable", type(item)))}


def _plain(value: Any) -> Any:
    if value is None or type(value) in {str, int, bool, float}:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("Any", value)]
    if isinstance(value, Enum):
        return value.value
    return record(value) if dataclasses.is_dataclass(value) else str(value)
