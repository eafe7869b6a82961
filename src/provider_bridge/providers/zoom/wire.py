"""Zoom's endpoints, rate table and wire models, as data."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Endpoint, quote_uuid
from provider_bridge.core.decode import Key, OpenText, UtcTime, WireModel
from provider_bridge.core.limits import Rate
from provider_bridge.core.scrub import normal

__all__ = [
    "ACCOUNT_LOCKS",
    "ACCOUNT_SETTINGS",
    "ENDPOINTS",
    "FORBIDDEN",
    "GROUPS",
    "GROUP_LOCKS",
    "GROUP_PAGE",
    "GROUP_SETTINGS",
    "HISTORY",
    "HISTORY_PAGE",
    "MEETING_PARTICIPANTS",
    "PLANS",
    "USERS",
    "USER_IDS_PAGE",
    "USER_PAGE",
    "USER_SETTINGS",
    "WEBINAR_PARTICIPANTS",
    "GroupRow",
    "HistoryRow",
    "TokenPage",
    "UserIdRow",
    "UserRow",
]

FORBIDDEN: Final = frozenset(map(normal, ("attentiveness_score", "attention_score", "average_attentiveness")))
"""Members that are cut out of every answer. Zoom itself sent ``attentiveness_score`` until early 2020."""

LIGHT, MEDIUM, HEAVY, INTENSIVE = "light", "medium", "heavy", "resource-intensive"

PLANS: Final = {
    "free": {LIGHT: Rate(4), MEDIUM: Rate(2), HEAVY: Rate(1), INTENSIVE: Rate(10, 60)},
    "pro": {LIGHT: Rate(30), MEDIUM: Rate(20), HEAVY: Rate(10), INTENSIVE: Rate(10, 60)},
    "business": {LIGHT: Rate(80), MEDIUM: Rate(60), HEAVY: Rate(40), INTENSIVE: Rate(20, 60)},
}
"""Calls allowed by label, per account and across all its apps; ``business`` stands for every larger plan too."""

_DOCS = "https://developers.zoom.us/docs/api/"


def _get(template: str, label: str, scopes: tuple[str, ...], page: str, expects: str) -> Endpoint:
    return Endpoint("GET", template, label, scopes, _DOCS + page, expects, quote=quote_uuid)


ACCOUNT_SETTINGS = _get(
    "/accounts/{accountId}/settings",
    MEDIUM,
    ("account:read:settings:admin", "account:read:admin"),
    "accounts/#tag/accounts/get/accounts/{accountId}/settings",
    "in_meeting",
)
ACCOUNT_LOCKS = _get(
    "/accounts/{accountId}/lock_settings",
    MEDIUM,
    ("account:read:lock_settings:admin", "account:read:lock_settings:master", "account:read:admin"),
    "accounts/#tag/accounts/get/accounts/{accountId}/lock_settings",
    "in_meeting",
)
GROUPS = _get(
    "/groups",
    MEDIUM,
    ("group:read:list_groups:admin", "group:read:admin"),
    "users/#tag/groups/get/groups",
    "groups",
)
GROUP_SETTINGS = _get(
    "/groups/{groupId}/settings",
    MEDIUM,
    ("group:read:settings:admin", "group:read:admin"),
    "users/#tag/groups/get/groups/{groupId}/settings",
    "in_meeting",
)
GROUP_LOCKS = _get(
    "/groups/{groupId}/lock_settings",
    MEDIUM,
    ("group:read:lock_settings:admin", "group:read:admin"),
    "users/#tag/groups/get/groups/{groupId}/lock_settings",
    "in_meeting",
)
USERS = _get(
    "/users",
    MEDIUM,
    ("user:read:list_users:admin", "user:read:admin"),
    "users/#tag/users/get/users",
    "users",
)
USER_SETTINGS = _get(
    "/users/{userId}/settings",
    MEDIUM,
    ("user:read:settings:admin", "user:read:admin"),
    "users/#tag/users/get/users/{userId}/settings",
    "in_meeting",
)
HISTORY = _get(
    "/report/history_meetings",
    HEAVY,
    ("report:read:list_history_meetings:admin", "report:read:admin"),
    "meetings/#tag/reports/get/report/history_meetings",
    "history_meetings",
)
MEETING_PARTICIPANTS = _get(
    "/report/meetings/{meetingId}/participants",
    HEAVY,
    ("report:read:list_meeting_participants:admin", "report:read:admin"),
    "meetings/#tag/reports/get/report/meetings/{meetingId}/participants",
    "participants",
)
WEBINAR_PARTICIPANTS = _get(
    "/report/webinars/{webinarId}/participants",
    HEAVY,
    ("report:read:list_webinar_participants:admin", "report:read:admin"),
    "meetings/#tag/reports/get/report/webinars/{webinarId}/participants",
    "participants",
)

ENDPOINTS: Final = (
    ACCOUNT_SETTINGS,
    ACCOUNT_LOCKS,
    GROUPS,
    GROUP_SETTINGS,
    GROUP_LOCKS,
    USERS,
    USER_SETTINGS,
    HISTORY,
    MEETING_PARTICIPANTS,
    WEBINAR_PARTICIPANTS,
)


class TokenPage(WireModel):
    """What every list walked by token says beside its rows."""

    next_page_token: OpenText = None
    total_records: int | None = None


class UserIdRow(WireModel):
    """A user, as far as reading somebody's settings needs to know them."""

    id: Key | None = None
    group_ids: tuple[Key, ...] = ()


class UserRow(UserIdRow):
    """A user, as the directory shows them. People who were invited and have not accepted have no ``id``."""

    email: OpenText = None
    display_name: OpenText = None
    first_name: OpenText = None
    last_name: OpenText = None
    status: OpenText = None


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


class HistoryRow(WireModel):
    """A meeting or webinar that took place; nothing of who was there."""

    meeting_uuid: Key
    start_time: UtcTime = None
    participants: int | None = None


class HistoryPage(TokenPage):
    history_meetings: tuple[HistoryRow, ...]


USER_IDS_PAGE: Final = TypeAdapter(UserIdsPage)
USER_PAGE: Final = TypeAdapter(UserPage)
GROUP_PAGE: Final = TypeAdapter(GroupPage)
HISTORY_PAGE: Final = TypeAdapter(HistoryPage)
