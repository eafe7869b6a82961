"""What is asked at registration: the wire models of questions, and the endpoints of their defaults."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.decode import OpenText, WireModel
from provider_bridge.providers.zoom.wire.base import MEDIUM, endpoint

__all__ = [
    "ACCOUNT_DEFAULTS",
    "DEFAULTS",
    "ENDPOINTS",
    "GROUP_DEFAULTS",
    "QUESTIONS",
    "Asked",
    "AskedByDefault",
    "OwnAsked",
    "OwnAskedByDefault",
]

ACCOUNT_DEFAULTS = endpoint(
    "GET",
    "/accounts/{accountId}/settings/registration",
    MEDIUM,
    ("account:read:registration_settings:admin", "account:read:registration_settings:master", "account:read:admin"),
    page="accounts/#tag/accounts",
    expects="questions",
)
GROUP_DEFAULTS = endpoint(
    "GET",
    "/groups/{groupId}/settings/registration",
    MEDIUM,
    ("group:read:registration_settings:admin", "group:read:admin"),
    page="users/#tag/groups",
    expects="questions",
)

ENDPOINTS: Final = (ACCOUNT_DEFAULTS, GROUP_DEFAULTS)


class Asked(WireModel):
    """A standard question of an event. Whether it must be answered has to be said: no answer is not a no."""

    field_name: str
    required: bool


class OwnAsked(WireModel):
    """A question of the organizer's own."""

    title: OpenText = None
    type: OpenText = None
    required: bool
    answers: tuple[str, ...] | None = None


class AskedByDefault(Asked):
    """A standard question on offer; ``selected`` says whether it is asked."""

    selected: bool


class OwnAskedByDefault(OwnAsked):
    selected: bool


class EventQuestions(WireModel):
    questions: tuple[Asked, ...]
    custom_questions: tuple[OwnAsked, ...] | None = None


class DefaultQuestions(WireModel):
    questions: tuple[AskedByDefault, ...]
    custom_questions: tuple[OwnAskedByDefault, ...] | None = None


QUESTIONS: Final = TypeAdapter(EventQuestions)
DEFAULTS: Final = TypeAdapter(DefaultQuestions)
