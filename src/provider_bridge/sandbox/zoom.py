"""The simulated Zoom: users, groups, settings, locks, reports."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from provider_bridge.sandbox import zoom_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provider_bridge.sandbox.world import Person, Session, World

__all__ = ["ROUTES", "Answer", "Refusal", "Route"]

Answer = dict[str, Any] | bytes
Handler = Callable[["World", "Mapping[str, str]", "Mapping[str, str]"], Answer]

_TOKEN_LIFE_S: Final = 15 * 60


class Refusal(Exception):
    """An answer that is a no."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.code = code
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Route:
    """An endpoint: its path, its rate category, the scopes of which one opens it, and what answers."""

    path: str
    category: str
    scopes: tuple[str, ...]
    handler: Handler


def _page(world: World, query: Mapping[str, str], rows: Sequence[Any], largest: int) -> tuple[Sequence[Any], str]:
    """Return one page and the token of the next, which dies after 15 minutes."""
    size = max(1, min(int(query.get("page_size") or 30), largest))
    start = 0
    if query.get("next_page_token"):
        start = _read_token(world, query["next_page_token"])
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


# --- users and groups --------------------------------------------------------------------------------------


def _users(world: World, _: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    people = world.people.get(query.get("status", "active"))
    if people is None:
        raise Refusal(400, 300, "Validation Failed.")
    rows, token = _page(world, query, people, 2000)
    return {
        "page_count": 1,
        "page_number": 1,
        "page_size": int(query.get("page_size") or 30),
        "total_records": len(people),
        "next_page_token": token,
        "users": [_user(person) for person in rows],
    }


def _user(person: Person) -> dict[str, Any]:
    known = {"id": person.id} if person.id else {}
    return known | {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "display_name": f"{person.first_name} {person.last_name}",
        "email": person.email,
        "type": 2 if person.number % 3 else 1,
        "status": person.status,
        "role_id": "0" if person.number == 0 else "2",
        "timezone": "Europe/Berlin",
        "language": "de-DE",
        "verified": 1,
        "created_at": "2024-05-13T06:50:39Z",
        "group_ids": [person.group_id] if person.group_id else [],
        "dept": "",
    }


def _user_settings(world: World, path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    person = world.person_by_id.get(path["userId"])
    if person is None:
        raise Refusal(404, 1001, f"User does not exist: {path['userId']}.")
    return _only(zoom_settings.user_settings(world, person.id), query)


def _groups(world: World, _: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    rows, token = _page(world, query, world.group_ids, 300)
    groups = [{"id": group, "name": f"Team {world.group_ids.index(group) + 1}", "total_members": 10} for group in rows]
    return {"groups": groups, "total_records": len(world.group_ids), "next_page_token": token}


def _known_group(world: World, path: Mapping[str, str]) -> str:
    group = path["groupId"]
    if group not in world.group_ids:
        raise Refusal(404, 4130, f"Group does not exist: {group}.")
    if world.scenario == "forbidden" and group == world.group_ids[0]:
        raise Refusal(400, 200, "No permission.")
    return group


def _group_settings(world: World, path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    return _only(zoom_settings.group_settings(world, _known_group(world, path)), query)


def _group_locks(world: World, path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    return _only(zoom_settings.group_locks(world, _known_group(world, path)), query)


# --- account -----------------------------------------------------------------------------------------------


def _own_account(world: World, path: Mapping[str, str]) -> None:
    if path["accountId"] not in {"me", world.account_id}:
        raise Refusal(404, 2001, f"Account does not exist: {path['accountId']}.")


def _account_settings(world: World, path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    _own_account(world, path)
    return _only(zoom_settings.account_settings(world), query)


def _account_locks(world: World, path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    _own_account(world, path)
    return _only(zoom_settings.account_locks(world), query)


def _only(body: bytes, query: Mapping[str, str]) -> Answer:
    """Keep only the leaves that ``custom_query_fields`` names, in their sections."""
    wanted = set(filter(None, query.get("custom_query_fields", "").split(",")))
    if not wanted:
        return body
    sections: dict[str, dict[str, Any]] = json.loads(body)
    kept = {name: {k: v for k, v in values.items() if k in wanted} for name, values in sections.items()}
    return {name: values for name, values in kept.items() if values}


# --- reports -----------------------------------------------------------------------------------------------


def _history(world: World, _: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    try:
        first, last = (date.fromisoformat(query[name]) for name in ("from", "to"))
    except (KeyError, ValueError):
        raise Refusal(400, 300, "Validation Failed.") from None
    first = max(first, last - timedelta(days=30))  # a wider range is clamped, not refused
    kind = query.get("meeting_type", "all")
    found = [
        session
        for session in world.sessions
        if first <= session.start.date() <= last and kind in {"all", session.kind.lower()}
    ]
    rows, token = _page(world, query, found, 300)
    size = int(query.get("page_size") or 30)
    return {
        "next_page_token": token,
        "page_size": size,
        "history_meetings": [_past(world, row) for row in rows],
    }


def _past(world: World, session: Session) -> dict[str, Any]:
    host = world.people["active"][0]
    return {
        "meeting_uuid": session.uuid,
        "meeting_id": session.number,
        "type": session.kind,
        "host_display_name": f"{host.first_name} {host.last_name}",
        "host_email": host.email,
        "start_time": _time(session.start),
        "end_time": _time(session.start + timedelta(hours=1)),
        "topic": f"{session.kind} {session.number}",
        "participants": session.attendees,
        "duration": 60,
        "source": "Zoom",
        "create_time": _time(session.start - timedelta(days=7)),
    }


def _participants(kind: str, parameter: str) -> Handler:
    def answer(world: World, path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
        session = _past_session(world, kind, path[parameter])
        rows, token = _page(world, query, range(session.attendees), 300)
        return {
            "page_count": 1,
            "page_size": int(query.get("page_size") or 30),
            "total_records": session.attendees,
            "next_page_token": token,
            "participants": [_participant(world, session, number) for number in rows],
        }

    return answer


def _past_session(world: World, kind: str, name: str) -> Session:
    """Find a session by number, or by UUID: one with a leading or double slash must have been encoded twice."""
    if not (name.startswith("/") or "//" in name):
        name = unquote(name)
        for session in world.sessions:
            if session.kind == kind and name in {session.uuid, str(session.number)}:
                return session
    raise Refusal(404, 3001, f"{kind} does not exist: {name}.")


def _participant(world: World, session: Session, number: int) -> dict[str, Any]:
    person = world.people["active"][(session.number + number) % len(world.people["active"])]
    row = {
        "id": person.id,
        "user_id": str(16778240 + number),
        "participant_user_id": person.id,
        "name": f"{person.first_name} {person.last_name}",
        "user_email": person.email,
        "join_time": _time(session.start + timedelta(minutes=number)),
        "leave_time": _time(session.start + timedelta(minutes=50)),
        "duration": (50 - number) * 60,
        "failover": False,
        "status": "in_meeting",
        "customer_key": "",
    }
    if world.scores:
        row["attentiveness_score"] = 80 + number if session.kind == "Meeting" else str(80 + number)
    elif world.scenario == "legacy":
        row["attentiveness_score"] = ""
    return row


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


ROUTES: Final = (
    Route("/users", "Medium", ("user:read:list_users:admin",), _users),
    Route("/users/{userId}/settings", "Medium", ("user:read:settings:admin",), _user_settings),
    Route("/groups", "Medium", ("group:read:list_groups:admin",), _groups),
    Route("/groups/{groupId}/settings", "Medium", ("group:read:settings:admin",), _group_settings),
    Route("/groups/{groupId}/lock_settings", "Medium", ("group:read:lock_settings:admin",), _group_locks),
    Route("/accounts/{accountId}/settings", "Medium", ("account:read:settings:admin",), _account_settings),
    Route("/accounts/{accountId}/lock_settings", "Medium", ("account:read:lock_settings:admin",), _account_locks),
    Route("/report/history_meetings", "Heavy", ("report:read:list_history_meetings:admin",), _history),
    Route(
        "/report/meetings/{meetingId:path}/participants",
        "Heavy",
        ("report:read:list_meeting_participants:admin",),
        _participants("Meeting", "meetingId"),
    ),
    Route(
        "/report/webinars/{webinarId:path}/participants",
        "Heavy",
        ("report:read:list_webinar_participants:admin",),
        _participants("Webinar", "webinarId"),
    ),
)
