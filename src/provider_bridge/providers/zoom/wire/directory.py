"""Zoom's users and groups: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import Key, OpenText, WireModel
from provider_bridge.providers.zoom.wire.base import LIGHT, MEDIUM, TokenPage, endpoint

__all__ = [
    "ENDPOINTS",
    "GROUPS",
    "GROUP_PAGE",
    "USER",
    "USERS",
    "USER_BODY",
    "USER_GROUPS",
    "USER_IDS_PAGE",
    "USER_PAGE",
    "GroupRow",
    "UserGroupsRow",
    "UserIdRow",
    "UserRow",
]

USERS = endpoint(
    "GET",
    "/users",
    MEDIUM,
    ("user:read:list_users:admin", "user:read:admin"),
    page="users/#tag/users",
    expects="users",
)
USER = endpoint(
    "GET",
    "/users/{userId}",
    LIGHT,
    ("user:read:user:admin", "user:read:user", "user:read:admin", "user:read"),
    page="users/#tag/users",
    expects="email",
    echoes=(Echo("userId", "id", "user"), Echo("userId", "email", "user")),
)
GROUPS = endpoint(
    "GET",
    "/groups",
    MEDIUM,
    ("group:read:list_groups:admin", "group:read:admin"),
    page="users/#tag/groups",
    expects="groups",
)

ENDPOINTS: Final = (USERS, GROUPS, USER)


class UserIdRow(WireModel):
    """A user, as far as reading somebody's settings needs to know them."""

    id: Key | None = None
    group_ids: tuple[Key, ...] = ()
    status: OpenText = None


class UserGroupsRow(WireModel):
    """The groups of one user, ``None`` where Zoom does not say: a list omits the empty list, this answer shows it."""

    group_ids: tuple[Key, ...] | None = None


class UserRow(UserIdRow):
    """A user, as the directory shows them. People who were invited and have not accepted have no ``id``."""

    email: OpenText = None
    display_name: OpenText = None
    first_name: OpenText = None
    last_name: OpenText = None


class UserIdsPage(TokenPage):
    users: tuple[UserIdRow, ...]


class UserPage(TokenPage):
    users: tuple[UserRow, ...]


class GroupRow(WireModel):
    id: Key
    name: OpenText = None
    total_members: int | None = None


class GroupPage(TokenPage):
    groups: tuple[GroupRow, ...]


USER_GROUPS: Final = TypeAdapter(UserGroupsRow)
USER_IDS_PAGE: Final = TypeAdapter(UserIdsPage)
USER_PAGE: Final = TypeAdapter(UserPage)
USER_BODY: Final = TypeAdapter(UserRow)
GROUP_PAGE: Final = TypeAdapter(GroupPage)
