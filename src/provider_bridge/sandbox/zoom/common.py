"""What the simulated Zoom's endpoints share: how parameters are read, and what a path means."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

from provider_bridge.sandbox.routing import Refusal

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Event, Person, Session, World

__all__ = [
    "choice",
    "day_of",
    "days",
    "find_event",
    "find_session",
    "find_user",
    "flag",
    "invalid",
    "moment",
    "not_before",
    "only",
    "optional_days",
    "required",
    "time_text",
    "uuid_in_path",
    "whole",
]

_MONTH: Final = timedelta(days=30)
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})")


def invalid(field: str) -> Refusal:
    """Return the refusal of a parameter; the field's name is told as Zoom tells it."""
    return Refusal(400, 300, f"Validation Failed. {field}: Invalid field.")


def whole(ask: Ask, name: str, usual: int) -> int:
    """Return a number of the query."""
    text = ask.query.get(name) or str(usual)
    if not _WHOLE.fullmatch(text):
        raise invalid(name)
    return int(text)


def flag(ask: Ask, name: str) -> bool:
    """Return a yes or no of the query, no where it is missing."""
    text = (ask.query.get(name) or "false").lower()
    if text not in {"true", "false"}:
        raise invalid(name)
    return text == "true"


def choice(ask: Ask, name: str, *options: str) -> str:
    """Return one of the words that a parameter may be; the first is meant where it is missing."""
    text = ask.query.get(name) or options[0]
    if text not in options:
        raise invalid(name)
    return text


def _day(ask: Ask, name: str, usual: date | None = None) -> date:
    """Return a day; of a moment its day, because clients in wide use send moments where days are documented."""
    text = ask.query.get(name) or (f"{usual}" if usual else "")
    text = text[:10] if _MOMENT.fullmatch(text) else text
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise invalid(name) from None


def days(ask: Ask, widest: timedelta = _MONTH) -> tuple[date, date]:
    """Return the days ``from`` and ``to`` name; a range that is too wide is clamped in silence, as Zoom does."""
    first, last = _day(ask, "from"), _day(ask, "to")
    return max(first, not_before(last, widest)), last


def optional_days(world: World, ask: Ask) -> tuple[date, date]:
    """Return the days ``from`` and ``to`` name: where they are missing, today and tomorrow, as the documents say."""
    today = world.now().date()
    first, last = _day(ask, "from", today), _day(ask, "to", today + timedelta(days=1))
    return max(first, not_before(last, _MONTH)), last


def day_of(ask: Ask, name: str, usual: datetime, *, end: bool = False) -> datetime:
    """Return when a day of the query begins or ends, ``usual`` where it is missing."""
    if not ask.query.get(name):
        return usual
    return datetime.combine(_day(ask, name), time.max if end else time.min, UTC)


def not_before(last: date, widest: timedelta) -> date:
    """Return the first day that a range up to ``last`` may have."""
    return date.fromordinal(max(1, last.toordinal() - widest.days))


def moment(ask: Ask, name: str, usual: datetime | None = None) -> datetime:
    """Return a time of the query; ``usual`` where it is missing and may be."""
    text = ask.query.get(name) or ""
    if not text and usual is not None:
        return usual
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise invalid(name) from None


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


def find_user(world: World, ask: Ask, code: int = 1001) -> Person:
    """Return the user whom a path names by id or address; ``me`` is the owner of the app, an administrator."""
    name = ask.path["userId"]
    if name == "me":
        return world.people["active"][0]
    person = world.person_by_id.get(name) or world.person_by_id.get(name.lower())
    if person is None:
        raise Refusal(404, code, f"User does not exist: {name}.")
    return person


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
    """Keep only what ``custom_query_fields`` names: sections, and members of sections."""
    wanted = set(filter(None, ask.query.get("custom_query_fields", "").split(",")))
    if not wanted:
        return body
    tree: dict[str, Any] = json.loads(body)
    kept: dict[str, Any] = {}
    for name, section in tree.items():
        if name in wanted:
            kept[name] = section
        elif isinstance(section, dict):
            members = cast("dict[str, Any]", section)
            kept[name] = {key: value for key, value in members.items() if key in wanted}
    return {name: section for name, section in kept.items() if name in wanted or section}
