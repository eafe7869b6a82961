"""Zoom's settings and locks: endpoints. Their answers are read key by key, not by a model."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.zoom.wire.base import MEDIUM, endpoint

__all__ = [
    "ACCOUNT_LOCKS",
    "ACCOUNT_SETTINGS",
    "ENDPOINTS",
    "GROUP_LOCKS",
    "GROUP_SETTINGS",
    "READING",
    "UPDATE_ACCOUNT_LOCKS",
    "UPDATE_ACCOUNT_SETTINGS",
    "UPDATE_GROUP_LOCKS",
    "UPDATE_GROUP_SETTINGS",
    "UPDATE_USER_SETTINGS",
    "USER_SETTINGS",
    "WRITING",
]

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
UPDATE_ACCOUNT_SETTINGS = endpoint(
    "PATCH",
    "/accounts/{accountId}/settings",
    MEDIUM,
    ("account:update:settings:admin", "account:update:settings:master", "account:write:admin"),
    page="accounts/#tag/accounts",
)
UPDATE_ACCOUNT_LOCKS = endpoint(
    "PATCH",
    "/accounts/{accountId}/lock_settings",
    MEDIUM,
    ("account:update:lock_settings:admin", "account:update:lock_settings:master", "account:write:admin"),
    page="accounts/#tag/accounts",
)
UPDATE_GROUP_SETTINGS = endpoint(
    "PATCH",
    "/groups/{groupId}/settings",
    MEDIUM,
    ("group:update:settings:admin", "group:write:admin"),
    page="users/#tag/groups",
)
UPDATE_GROUP_LOCKS = endpoint(
    "PATCH",
    "/groups/{groupId}/lock_settings",
    MEDIUM,
    ("group:update:lock_settings:admin", "group:write:admin"),
    page="users/#tag/groups",
)
UPDATE_USER_SETTINGS = endpoint(
    "PATCH",
    "/users/{userId}/settings",
    MEDIUM,
    ("user:update:settings:admin", "user:update:settings", "user:write:admin", "user:write"),
    page="users/#tag/users",
)

READING: Final = (ACCOUNT_SETTINGS, ACCOUNT_LOCKS, GROUP_SETTINGS, GROUP_LOCKS, USER_SETTINGS)
WRITING: Final = (
    UPDATE_ACCOUNT_SETTINGS,
    UPDATE_ACCOUNT_LOCKS,
    UPDATE_GROUP_SETTINGS,
    UPDATE_GROUP_LOCKS,
    UPDATE_USER_SETTINGS,
)
ENDPOINTS: Final = (*READING, *WRITING)
