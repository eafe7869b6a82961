"""The simulated Zoom's users and groups, and the settings of every level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.shapes import Shape
from provider_bridge.sandbox.zoom.common import choice, find_user, only
from provider_bridge.sandbox.zoom.paging import page
from provider_bridge.sandbox.zoom.settings_state import SettingsState

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Person, World

__all__ = ["ROUTES", "pmi_of"]


def pmi_of(world: World, person: Person) -> int:
    """Return the number of a person's own room."""
    return 10**9 + int.from_bytes(world.mark("pmi", person.number)[:4]) * 2


def _users(world: World, ask: Ask) -> Answer:
    status = choice(ask, "status", "active", "inactive", "pending")
    extra = choice(ask, "include_fields", "", "custom_attributes", "host_key")
    role, licence = ask.query.get("role_id"), ask.query.get("license")
    people = [each for each in world.people[status] if role in {None, _role(each)} and not licence]
    found = page(world, ask, people, 2000, numbered=True)
    return found.told() | {"users": [_user(world, person) | _extra(world, person, extra) for person in found.rows]}


def _role(person: Person) -> str:
    return "0" if person.number == 0 else "2"


def _extra(world: World, person: Person, name: str) -> dict[str, Any]:
    """Return the member that a listing has only where it is asked for."""
    if name == "custom_attributes":
        return {name: []}
    return {name: f"{int.from_bytes(world.mark('host key', person.number)[:2]):06}"} if name else {}


def _user(world: World, person: Person) -> dict[str, Any]:
    known = {"id": person.id, "pmi": pmi_of(world, person)} if person.id else {}
    return known | {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "display_name": f"{person.first_name} {person.last_name}",
        "email": person.email,
        "type": 2 if person.number % 3 else 1,
        "status": person.status,
        "role_id": _role(person),
        "timezone": "Europe/Berlin",
        "language": "de-DE",
        "verified": 1,
        "created_at": "2024-05-13T06:50:39Z",
        "user_created_at": "2024-05-13T06:50:39Z",
        "last_login_time": "2026-01-13T06:50:39Z",
        "last_client_version": "6.1.1.2(mac)",
        "group_ids": [person.group_id] if person.group_id else [],
        "dept": "",
    }


def _one_user(world: World, ask: Ask) -> Answer:
    person = find_user(world, ask)
    return _user(world, person) | {
        "account_id": world.account_id,
        "login_types": [101],
        "role_name": "Owner" if person.number == 0 else "Member",
        "use_pmi": False,
        "personal_meeting_url": f"https://example.test/j/{pmi_of(world, person)}",
        "phone_numbers": [],
        "company": "",
        "job_title": "",
        "location": "",
        "cluster": "eu01",
    }


def _user_settings(world: World, ask: Ask) -> Answer:
    return only(world.part(SettingsState).settings("user", find_user(world, ask).id, _option(ask)), ask)


def _change_user_settings(world: World, ask: Ask) -> Answer:
    person = find_user(world, ask)
    world.part(SettingsState).change("user", person.id, ask.body, person, option=_option(ask))
    return Made(204)


def _groups(world: World, ask: Ask) -> Answer:
    found = page(world, ask, world.group_ids)
    groups = [
        {"id": group, "name": f"Team {world.group_ids.index(group) + 1}", "total_members": 10} for group in found.rows
    ]
    return {"groups": groups, "total_records": found.total, "next_page_token": found.token}


def _known_group(world: World, ask: Ask) -> str:
    group = ask.path["groupId"]
    if group not in world.group_ids:
        raise Refusal(404, 4130, f"Group does not exist: {group}.")
    if world.scenario == "forbidden" and group == world.group_ids[0]:
        raise Refusal(400, 200, "No permission.")
    return group


def _option(ask: Ask, *more: str) -> str:
    """Return which other settings than the usual ones are asked for."""
    return choice(ask, "option", "", "meeting_authentication", "recording_authentication", "meeting_security", *more)


def _lock_option(ask: Ask) -> str:
    return choice(ask, "option", "", "meeting_security")


def _group_settings(world: World, ask: Ask) -> Answer:
    return only(world.part(SettingsState).settings("group", _known_group(world, ask), _option(ask)), ask)


def _group_locks(world: World, ask: Ask) -> Answer:
    return only(world.part(SettingsState).locks("group", _known_group(world, ask), _lock_option(ask)), ask)


def _change_group_settings(world: World, ask: Ask) -> Answer:
    world.part(SettingsState).change("group", _known_group(world, ask), ask.body, option=_option(ask))
    return Made(204)


def _change_group_locks(world: World, ask: Ask) -> Answer:
    world.part(SettingsState).change_locks("group", _known_group(world, ask), ask.body, _lock_option(ask))
    return Made(204)


def _own_account(world: World, ask: Ask) -> SettingsState:
    if ask.path["accountId"] not in {"me", world.account_id}:
        raise Refusal(404, 2001, f"Account does not exist: {ask.path['accountId']}.")
    return world.part(SettingsState)


def _account_settings(world: World, ask: Ask) -> Answer:
    return only(_own_account(world, ask).settings("account", "", _option(ask, "security")), ask)


def _account_locks(world: World, ask: Ask) -> Answer:
    return only(_own_account(world, ask).locks("account", "", _lock_option(ask)), ask)


def _change_account_settings(world: World, ask: Ask) -> Answer:
    _own_account(world, ask).change("account", "", ask.body, option=_option(ask, "security"))
    return Made(204)


def _change_account_locks(world: World, ask: Ask) -> Answer:
    _own_account(world, ask).change_locks("account", "", ask.body, _lock_option(ask))
    return Made(200)  # the other three answer 204


_ACCOUNT: Final = "/accounts/{accountId}/settings"
_ACCOUNT_LOCKS: Final = "/accounts/{accountId}/lock_settings"
_GROUP: Final = "/groups/{groupId}/settings"
_GROUP_LOCKS: Final = "/groups/{groupId}/lock_settings"
_BODY: Final = dict[str, Shape]()  # an object; what is in it is held against the settings that there are
_USER: Final = "/users/{userId}/settings"

ROUTES: Final = (
    Route("/users", "Medium", ("user:read:list_users:admin",), _users),
    Route("/users/{userId}", "Light", ("user:read:user:admin",), _one_user),
    Route(_USER, "Medium", ("user:read:settings:admin",), _user_settings),
    Route(_USER, "Medium", ("user:update:settings:admin",), _change_user_settings, "PATCH", _BODY),
    Route("/groups", "Medium", ("group:read:list_groups:admin",), _groups),
    Route(_GROUP, "Medium", ("group:read:settings:admin",), _group_settings),
    Route(_GROUP, "Medium", ("group:update:settings:admin",), _change_group_settings, "PATCH", _BODY),
    Route(_GROUP_LOCKS, "Medium", ("group:read:lock_settings:admin",), _group_locks),
    Route(_GROUP_LOCKS, "Medium", ("group:update:lock_settings:admin",), _change_group_locks, "PATCH", _BODY),
    Route(_ACCOUNT, "Medium", ("account:read:settings:admin",), _account_settings),
    Route(_ACCOUNT, "Medium", ("account:update:settings:admin",), _change_account_settings, "PATCH", _BODY),
    Route(_ACCOUNT_LOCKS, "Medium", ("account:read:lock_settings:admin",), _account_locks),
    Route(_ACCOUNT_LOCKS, "Medium", ("account:update:lock_settings:admin",), _change_account_locks, "PATCH", _BODY),
)
