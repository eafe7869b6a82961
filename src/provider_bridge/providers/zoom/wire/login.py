"""Whose login it is: Zoom's endpoint for one user."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.zoom.wire.base import LIGHT, endpoint

__all__ = ["ENDPOINTS", "USER"]

USER = endpoint(
    "GET",
    "/users/{userId}",
    LIGHT,
    ("user:read:user:admin", "user:read:user", "user:read:admin", "user:read"),
    page="users/#tag/users",
    expects="id",
)

ENDPOINTS: Final = (USER,)
