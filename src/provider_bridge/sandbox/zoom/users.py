"""The simulated Zoom's users and groups, and the settings of every level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import only, page, page_size
from provider_bridge.sandbox.zoom.settings_state import SettingsState

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Person, World

__all__ = ["ROUTES"]


def _users(world: World, ask: Ask) -> Answer:
    people = world.people.get(ask.query.get("status", "active"))
    if people is None:
        raise Refusal(400, 300, "Validation Failed.")
    rows, token = page(world, ask, people, 2000)
    return {
        "page_count": 1,
        "page_number": 1,
        "page_size": page_size(ask, 2000),
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


def _known_user(world: World, ask: Ask) -> Person:
    name = ask.path["userId"]
    person = world.people["active"][0] if name == "me" else world.person_by_id.get(name)
    if person is None:
        raise Refusal(404, 1001, f"User does not exist: {ask.path['userId']}.")
    return person


def _one_user(world: World, ask: Ask) -> Answer:
    return _user(_known_user(world, ask)) | {"account_id": world.account_id, "login_types": [101]}


def _user_settings(world: World, ask: Ask) -> Answer:
    return only(world.part(SettingsState).settings("user", _known_user(world, ask).id), ask)


def _change_user_settings(world: World, ask: Ask) -> Answer:
    person = _known_user(world, ask)
    world.part(SettingsState).change("user", person.id, ask.body, person)
    return Made(204)


def _groups(world: World, ask: Ask) -> Answer:
    rows, token = page(world, ask, world.group_ids)
    groups = [{"id": group, "name": f"Team {world.group_ids.index(group) + 1}", "total_members": 10} for group in rows]
    return {"groups": groups, "total_records": len(world.group_ids), "next_page_token": token}


def _known_group(world: World, ask: Ask) -> str:
    group = ask.path["groupId"]
    if group not in world.group_ids:
        raise Refusal(404, 4130, f"Group does not exist: {group}.")
    if world.scenario == "forbidden" and group == world.group_ids[0]:
        raise Refusal(400, 200, "No permission.")
    return group


def _group_settings(world: World, ask: Ask) -> Answer:
    return only(world.part(SettingsState).settings("group", _known_group(world, ask)), ask)


def _group_locks(world: World, ask: Ask) -> Answer:
    return only(world.part(SettingsState).locks("group", _known_group(world, ask)), ask)


def _change_group_settings(world: World, ask: Ask) -> Answer:
    world.part(SettingsState).change("group", _known_group(world, ask), ask.body)
    return Made(204)


def _change_group_locks(world: World, ask: Ask) -> Answer:
    world.part(SettingsState).change_locks("group", _known_group(world, ask), ask.body)
    return Made(204)


def _own_account(world: World, ask: Ask) -> SettingsState:
    if ask.path["accountId"] not in {"me", world.account_id}:
        raise Refusal(404, 2001, f"Account does not exist: {ask.path['accountId']}.")
    return world.part(SettingsState)


def _account_settings(world: World, ask: Ask) -> Answer:
    return only(_own_account(world, ask).settings("account"), ask)


def _account_locks(world: World, ask: Ask) -> Answer:
    return only(_own_account(world, ask).locks("account"), ask)


def _change_account_settings(world: World, ask: Ask) -> Answer:
    _own_account(world, ask).change("account", "", ask.body)
    return Made(204)


def _change_account_locks(world: World, ask: Ask) -> Answer:
    _own_account(world, ask).change_locks("account", "", ask.body)
    return Made(200)  # the other three answer 204


_ACCOUNT: Final = "/accounts/{accountId}/settings"
_ACCOUNT_LOCKS: Final = "/accounts/{accountId}/lock_settings"
_GROUP: Final = "/groups/{groupId}/settings"
_GROUP_LOCKS: Final = "/groups/{groupId}/lock_settings"
_USER: Final = "/users/{userId}/settings"

ROUTES: Final = (
    Route("/users", "Medium", ("user:read:list_users:admin",), _users),
    Route("/users/{userId}", "Light", ("user:read:user:admin",), _one_user),
    Route(_USER, "Medium", ("user:read:settings:admin",), _user_settings),
    Route(_USER, "Medium", ("user:update:settings:admin",), _change_user_settings, "PATCH"),
    Route("/groups", "Medium", ("group:read:list_groups:admin",), _groups),
    Route(_GROUP, "Medium", ("group:read:settings:admin",), _group_settings),
    Route(_GROUP, "Medium", ("group:update:settings:admin",), _change_group_settings, "PATCH"),
    Route(_GROUP_LOCKS, "Medium", ("group:read:lock_settings:admin",), _group_locks),
    Route(_GROUP_LOCKS, "Medium", ("group:update:lock_settings:admin",), _change_group_locks, "PATCH"),
    Route(_ACCOUNT, "Medium", ("account:read:settings:admin",), _account_settings),
    Route(_ACCOUNT, "Medium", ("account:update:settings:admin",), _change_account_settings, "PATCH"),
    Route(_ACCOUNT_LOCKS, "Medium", ("account:read:lock_settings:admin",), _account_locks),
    Route(_ACCOUNT_LOCKS, "Medium", ("account:update:lock_settings:admin",), _change_account_locks, "PATCH"),
)
