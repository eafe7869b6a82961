"""How GoTo's servers write: times, keys, pages, and their no."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.sandbox.routing import Ask

__all__ = [
    "G2M",
    "G2W",
    "ORGANIZER",
    "SESSION",
    "WEBINAR",
    "flag",
    "key_number",
    "moment",
    "numbered_page",
    "page_by_limit",
    "page_by_size",
    "plain_moment",
    "window",
    "written",
    "written_oddly",
]

G2W: Final = "/G2W/rest/v2"
G2M: Final = "/G2M/rest"
ORGANIZER: Final = f"{G2W}/organizers/{{organizerKey}}"
WEBINAR: Final = f"{ORGANIZER}/webinars/{{webinarKey}}"
SESSION: Final = f"{WEBINAR}/sessions/{{sessionKey}}"

_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"
_ISO: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})"
)
_LONGEST: Final = 19
_LARGEST: Final = 200
_USUAL: Final = 20


def written(when: datetime) -> str:
    """Return a time as GoToWebinar writes it."""
    return when.strftime(_FORMAT)


def written_oddly(when: datetime) -> str:
    """Return a time as GoToMeeting writes it: a dot without digits, and an offset without a colon."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.+0000")


def moment(text: object) -> datetime:
    """Read a time from a request to GoToWebinar: of ISO 8601, with a zone, and with or without fractions."""
    try:
        if not _ISO.fullmatch(str(text)):
            raise ValueError
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refusal(400, 0, f"not a time: {text}") from None


def plain_moment(text: object) -> datetime:
    """Read a time from a request to GoToMeeting, which accepts one spelling only."""
    try:
        return datetime.strptime(str(text), _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        raise Refusal(400, 0, f"not a time: {text}") from None


def window(ask: Ask, first: str, last: str, read: Callable[[object], datetime] = moment) -> tuple[datetime, datetime]:
    """Return the period that a request asks for; both its ends are required."""
    if first not in ask.query or last not in ask.query:
        raise Refusal(400, 0, f"{first} and {last} are required")
    return read(ask.query[first]), read(ask.query[last])


def flag(ask: Ask, name: str, *, usual: bool = False) -> bool:
    """Return a yes or no of the query; ``usual`` where it is missing."""
    text = ask.query.get(name, f"{usual}").lower()
    if text not in {"true", "false"}:
        raise Refusal(400, 0, f"{name} must be true or false")
    return text == "true"


def key_number(text: str) -> int | None:
    """Return a key of a path as a number, ``None`` where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else None


def _whole(ask: Ask, name: str, usual: int) -> int:
    number = key_number(ask.query.get(name, str(usual)))
    if number is None:
        raise Refusal(400, 0, f"{name} must be a number")
    return number


def page_by_size(ask: Ask, name: str, count: int, row: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    """Return a page in the style of ``size``; without rows ``_embedded`` is missing altogether."""
    number, size = _whole(ask, "page", 0), max(1, min(_whole(ask, "size", _USUAL), _LARGEST))
    rows = [row(index) for index in range(number * size, min(count, (number + 1) * size))]
    page = {"size": size, "totalElements": count, "totalPages": -(-count // size), "number": number}
    return {"_embedded": {name: rows}, "page": page} if rows else {"page": page}


def page_by_limit(ask: Ask, count: int, row: Callable[[int], dict[str, Any]]) -> dict[str, Any] | list[Any]:
    """Return a page in the style of ``limit``, or the whole list bare where neither ``page`` nor ``limit`` is asked."""
    if "page" not in ask.query and "limit" not in ask.query:
        return [row(index) for index in range(count)]
    return numbered_page(ask, count, row)


def numbered_page(ask: Ask, count: int, row: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    """Return a page in the style of ``limit``."""
    number, limit = _whole(ask, "page", 0), max(1, min(_whole(ask, "limit", _USUAL), _LARGEST))
    rows = [row(index) for index in range(number * limit, min(count, (number + 1) * limit))]
    return {"data": rows, "total": count, "page": number, "limit": limit, "pageSize": len(rows)}
