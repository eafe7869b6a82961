"""The simulated Zoom's answer to who somebody is; ``me`` is the first user, who made the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]


def _user(world: World, ask: Ask) -> Answer:
    name = ask.path["userId"]
    person = world.people["active"][0] if name == "me" else world.person_by_id.get(name)
    if person is None:
        raise Refusal(404, 1001, f"User does not exist: {name}.")
    found: dict[str, Any] = {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "display_name": f"{person.first_name} {person.last_name}",
        "email": person.email,
        "type": 2 if person.number % 3 else 1,
        "role_name": "Owner" if person.number == 0 else "Member",
        "timezone": "Europe/Berlin",
        "language": "de-DE",
        "verified": 1,
        "created_at": "2024-05-13T06:50:39Z",
        "group_ids": [person.group_id] if person.group_id else [],
        "account_id": world.account_id,
        "status": person.status,
        "dept": "",
    }
    return found


ROUTES: Final = (Route("/users/{userId}", "Light", ("user:read:user:admin",), _user),)
