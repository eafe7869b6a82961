"""Whose token it is, as SCIM and the Admin API say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.sandbox.routing import Answer, Ask, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]


def _scim_me(world: World, _: Ask) -> Answer:
    return {
        "id": world.organizer_key,
        "userName": "user@example.test",
        "name": {"givenName": "Jane", "familyName": "Doe"},
        "emails": [{"value": "user@example.test", "type": "work", "primary": True}],
    }


def _admin_me(world: World, _: Ask) -> Answer:
    return {
        "key": world.organizer_key,
        "accountKey": world.account_key,
        "email": "user@example.test",
        "firstName": "Jane",
        "lastName": "Doe",
        "locale": "en_US",
        "createTime": 1500000000000,
        "accounts": [{"key": world.account_key, "name": "Example Inc"}],
    }


ROUTES: Final = (
    Route("/identity/v1/Users/me", "SCIM", ("identity:scim.me",), _scim_me),
    Route("/admin/rest/v1/me", "Admin", ("identity:",), _admin_me),
)
