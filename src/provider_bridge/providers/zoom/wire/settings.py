"""Zoom's settings and locks: endpoints. Their answers hold nobody's data and are read as they are."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.zoom.wire.base import MEDIUM, endpoint

__all__ = ["ACCOUNT_LOCKS", "ACCOUNT_SETTINGS", "ENDPOINTS", "GROUP_LOCKS", "GROUP_SETTINGS", "USER_SETTINGS"]

ACCOUNT_SETTINGS = endpoint(
    "GET",
    "/accounts/{accountId}/settings",
    MEDIUM,
    ("account:read:settings:admin", "account:read:admin"),
    page="accounts/#tag/accounts",
    expects="in_meeting",
)
ACCOUNT_LOCKS = endpoint(
    "GET",
    "/accounts/{accountId}/lock_settings",
    MEDIUM,
    ("account:read:lock_settings:admin", "account:read:lock_settings:master", "account:read:admin"),
    page="accounts/#tag/accounts",
    expects="in_meeting",
)
GROUP_SETTINGS = endpoint(
    "GET",
    "/groups/{groupId}/settings",
    MEDIUM,
    ("group:read:settings:admin", "group:read:admin"),
    page="users/#tag/groups",
    expects="in_meeting",
)
GROUP_LOCKS = endpoint(
    "GET",
    "/groups/{groupId}/lock_settings",
    MEDIUM,
    ("group:read:lock_settings:admin", "group:read:admin"),
    page="users/#tag/groups",
    expects="in_meeting",
)
USER_SETTINGS = endpoint(
    "GET",
    "/users/{userId}/settings",
    MEDIUM,
    ("user:read:settings:admin", "user:read:admin"),
    page="users/#tag/users",
    expects="in_meeting",
)

ENDPOINTS: Final = (ACCOUNT_SETTINGS, ACCOUNT_LOCKS, GROUP_SETTINGS, GROUP_LOCKS, USER_SETTINGS)
