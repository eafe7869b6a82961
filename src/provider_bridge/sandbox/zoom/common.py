"""What the simulated Zoom's endpoints share: paging, times, and meeting UUIDs in paths."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from urllib.parse import unquote

from provider_bridge.sandbox.routing import Refusal

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Event, Session, World

__all__ = [
    "days",
    "find_event",
    "find_session",
    "invalid",
    "only",
    "page",
    "page_size",
    "required",
    "time_text",
    "uuid_in_path",
]

T = TypeVar("T")

_TOKEN_LIFE_S: Final = 15 * 60
_MONTH: Final = timedelta(days=30)


def invalid(field: str) -> Refusal:
    """Return the refusal of a parameter; the field's name is told as Zoom tells it."""
    return Refusal(400, 300, f"Validation Failed. {field}: Invalid field.")


def page_size(ask: Ask, largest: int) -> int:
    try:
        size = int(ask.query.get("page_size") or 30)
    except ValueError:
        raise invalid("page_size") from None
    return max(1, min(size, largest))


def page(world: World, ask: Ask, rows: Sequence[T], largest: int = 300) -> tuple[Sequence[T], str]:
    """Return one page and the token of the next, which dies after 15 minutes."""
    size = page_size(ask, largest)
    start = _read_token(world, ask.query["next_page_token"]) if ask.query.get("next_page_token") else 0
    more = start + size < len(rows)
    token = base64.urlsafe_b64encode(f"{world.clock()}:{start + size}".encode()).decode() if more else ""
    return rows[start : start + size], token


def _read_token(world: World, token: str) -> int:
    try:
        issued, _, start = base64.urlsafe_b64decode(token).decode().partition(":")
        if world.clock() - float(issued) > _TOKEN_LIFE_S:
            raise ValueError
        return int(start)
    except ValueError:
        raise Refusal(400, 300, "The next page token is either invalid or has expired.") from None


def days(ask: Ask, widest: timedelta = _MONTH) -> tuple[date, date]:
    """Return the days ``from`` and ``to`` name; a range that is too wide is clamped in silence, as Zoom does."""
    try:
        first, last = (date.fromisoformat(ask.query[name]) for name in ("from", "to"))
    except (KeyError, ValueError):
        raise invalid("from") from None
    return max(first, last - widest), last


def required(ask: Ask, name: str) -> Any:
    """Return a member of the request's body."""
    body: Any = ask.body
    if not isinstance(body, dict) or name not in body:
        raise invalid(name)
    return cast("dict[str, Any]", body)[name]


def uuid_in_path(text: str) -> str:
    """Return the UUID that a path's segment, decoded once, means.

    One that starts with a slash or holds two must have been encoded twice; decoded once it must show neither.
    """
    if text.startswith("/") or "//" in text:
        raise Refusal(404, 3001, f"Meeting does not exist: {text}.")
    return unquote(text)


def find_session(world: World, text: str, kind: str = "") -> Session:
    """Return the run that a path's segment means: a UUID, or a number, which means the latest run only."""
    name = uuid_in_path(text)
    for session in world.sessions:  # newest first
        if name in {session.uuid, str(session.number)} and kind in {"", session.kind}:
            return session
    raise Refusal(404, 3001, f"{kind or 'Meeting'} does not exist: {name}.")


def find_event(world: World, text: str, kind: str) -> Event:
    """Return the scheduled event of a number."""
    for event in world.events:
        if str(event.number) == text and event.kind == kind:
            return event
    raise Refusal(404, 3001, f"{kind} does not exist: {text}.")


def time_text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def only(body: bytes, ask: Ask) -> dict[str, Any] | bytes:
    """Keep only the leaves that ``custom_query_fields`` names, in their sections."""
    wanted = set(filter(None, ask.query.get("custom_query_fields", "").split(",")))
    if not wanted:
        return body
    sections: dict[str, dict[str, Any]] = json.loads(body)
    kept = {name: {k: v for k, v in values.items() if k in wanted} for name, values in sections.items()}
    return {name: values for name, values in kept.items() if values}
