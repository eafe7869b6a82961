"""The simulated Zoom's users and groups, and the settings of every level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Refusal, Route
from provider_bridge.sandbox.zoom import settings_bodies
from provider_bridge.sandbox.zoom.common import only, page, page_size

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


def _one_user(world: World, ask: Ask) -> Answer:
    person = world.person_by_id.get(ask.path["userId"])
    if person is None:
        raise Refusal(404, 1001, f"User does not exist: {ask.path['userId']}.")
    return _user(person)


def _user_settings(world: World, ask: Ask) -> Answer:
    person = world.person_by_id.get(ask.path["userId"])
    if person is None:
        raise Refusal(404, 1001, f"User does not exist: {ask.path['userId']}.")
    return only(settings_bodies.user_settings(world, person.id), ask)


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
    return only(settings_bodies.group_settings(world, _known_group(world, ask)), ask)


def _group_locks(world: World, ask: Ask) -> Answer:
    return only(settings_bodies.group_locks(world, _known_group(world, ask)), ask)


def _own_account(world: World, ask: Ask) -> None:
    if ask.path["accountId"] not in {"me", world.account_id}:
        raise Refusal(404, 2001, f"Account does not exist: {ask.path['accountId']}.")


def _account_settings(world: World, ask: Ask) -> Answer:
    _own_account(world, ask)
    return only(settings_bodies.account_settings(world), ask)


def _account_locks(world: World, ask: Ask) -> Answer:
    _own_account(world, ask)
    return only(settings_bodies.account_locks(world), ask)


ROUTES: Final = (
    Route("/users", "Medium", ("user:read:list_users:admin",), _users),
    Route("/users/{userId}", "Light", ("user:read:user:admin",), _one_user),
    Route("/users/{userId}/settings", "Medium", ("user:read:settings:admin",), _user_settings),
    Route("/groups", "Medium", ("group:read:list_groups:admin",), _groups),
    Route("/groups/{groupId}/settings", "Medium", ("group:read:settings:admin",), _group_settings),
    Route("/groups/{groupId}/lock_settings", "Medium", ("group:read:lock_settings:admin",), _group_locks),
    Route("/accounts/{accountId}/settings", "Medium", ("account:read:settings:admin",), _account_settings),
    Route("/accounts/{accountId}/lock_settings", "Medium", ("account:read:lock_settings:admin",), _account_locks),
)
