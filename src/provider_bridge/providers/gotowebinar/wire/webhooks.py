"""GoToWebinar's webhooks, user subscriptions and secrets on the wire."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from provider_bridge.core.calls import Echo, Endpoint
from provider_bridge.core.decode import Key, OpenText, UtcTime, WireModel
from provider_bridge.providers.goto import GOTO

__all__ = [
    "ADD_SECRET",
    "ADD_SUBSCRIPTIONS",
    "ADD_WEBHOOKS",
    "DELETE_SUBSCRIPTIONS",
    "DELETE_WEBHOOKS",
    "ENDPOINTS",
    "GET_SUBSCRIPTION",
    "GET_WEBHOOK",
    "LIST_SUBSCRIPTIONS",
    "LIST_WEBHOOKS",
    "SECRET",
    "SUBSCRIPTION",
    "SUBSCRIPTIONS",
    "UPDATE_SUBSCRIPTIONS",
    "UPDATE_WEBHOOKS",
    "WEBHOOK",
    "WEBHOOKS",
    "SubscriptionRow",
    "WebhookRow",
]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2#operation/"
_SCOPES: Final = ("collab:",)
_LIST: Final = "_embedded"


def _endpoint(method: str, template: str, operation: str, expects: str = "", echoes: tuple[Echo, ...] = ()) -> Endpoint:
    return Endpoint(method, template, GOTO, _SCOPES, _DOCS + operation, expects, echoes=echoes)


ADD_SECRET = _endpoint("POST", "/webhooks/secretkey", "createSecretKey", "value")
LIST_WEBHOOKS = _endpoint("GET", "/webhooks", "getWebhooks", _LIST)
GET_WEBHOOK = _endpoint(
    "GET", "/webhooks/{webhookKey}", "getWebhook", "callbackUrl", echoes=(Echo("webhookKey", "webhookKey", "webhook"),)
)
ADD_WEBHOOKS = _endpoint("POST", "/webhooks", "createWebhooks", _LIST)
UPDATE_WEBHOOKS = _endpoint("PUT", "/webhooks", "updateWebhooks")
DELETE_WEBHOOKS = _endpoint("DELETE", "/webhooks", "deleteWebhooks")
LIST_SUBSCRIPTIONS = _endpoint("GET", "/userSubscriptions", "getUserSubscriptions", _LIST)
GET_SUBSCRIPTION = _endpoint(
    "GET",
    "/userSubscriptions/{userSubscriptionsKey}",
    "getUserSubscription",
    "userSubscriptionKey",
    echoes=(Echo("userSubscriptionsKey", "userSubscriptionKey", "subscription"),),
)
ADD_SUBSCRIPTIONS = _endpoint("POST", "/userSubscriptions", "createUserSubscriptions", _LIST)
UPDATE_SUBSCRIPTIONS = _endpoint("PUT", "/userSubscriptions", "updateUserSubscriptions")
DELETE_SUBSCRIPTIONS = _endpoint("DELETE", "/userSubscriptions", "deleteUserSubscriptions")

ENDPOINTS: Final = (
    ADD_SECRET,
    LIST_WEBHOOKS,
    GET_WEBHOOK,
    ADD_WEBHOOKS,
    UPDATE_WEBHOOKS,
    DELETE_WEBHOOKS,
    LIST_SUBSCRIPTIONS,
    GET_SUBSCRIPTION,
    ADD_SUBSCRIPTIONS,
    UPDATE_SUBSCRIPTIONS,
    DELETE_SUBSCRIPTIONS,
)

_TIME: Final[TypeAdapter[object]] = TypeAdapter(UtcTime)


def _time_or_none(value: object) -> object:
    """Read a time that is documented as text only; text that is none says nothing."""
    try:
        return _TIME.validate_python(value)
    except ValueError:
        return None


_Time = Annotated[UtcTime, BeforeValidator(_time_or_none)]


class WebhookRow(WireModel):
    """A webhook."""

    key: Key = Field(alias="webhookKey", min_length=1)
    event: OpenText = Field(default=None, alias="eventName")
    version: OpenText = Field(default=None, alias="eventVersion")
    state: OpenText = None
    created_at: _Time = Field(default=None, alias="createTime")
    callback_url: OpenText = Field(default=None, alias="callbackUrl")


class SubscriptionRow(WireModel):
    """A user subscription. Some prose calls its state otherwise; the schema has these names."""

    key: Key = Field(alias="userSubscriptionKey", min_length=1)
    webhook: Key = Field(alias="webhookKey", min_length=1)
    event: OpenText = Field(default=None, alias="eventName")
    version: OpenText = Field(default=None, alias="eventVersion")
    state: OpenText = Field(default=None, alias="userSubscriptionState")
    activation: OpenText = Field(default=None, alias="activationState")
    created_at: _Time = Field(default=None, alias="createTime")
    callback_url: OpenText = Field(default=None, alias="callbackUrl")


class SecretBody(WireModel):
    """A secret."""

    id: Key = Field(min_length=1)
    value: str = Field(min_length=1)
    valid_from: _Time = Field(default=None, alias="validFrom")


class _EmbeddedWebhooks(WireModel):
    rows: tuple[WebhookRow, ...] = Field(alias="webhooks")


class _EmbeddedSubscriptions(WireModel):
    rows: tuple[SubscriptionRow, ...] = Field(alias="userSubscriptions")


class WebhooksBody(WireModel):
    """The webhooks of a person's client; GoTo leaves ``_embedded`` out where there are none."""

    embedded: _EmbeddedWebhooks = Field(default=_EmbeddedWebhooks(webhooks=()), alias="_embedded")


class SubscriptionsBody(WireModel):
    """The user subscriptions; GoTo leaves ``_embedded`` out where there are none."""

    embedded: _EmbeddedSubscriptions = Field(default=_EmbeddedSubscriptions(userSubscriptions=()), alias="_embedded")


SECRET: Final = TypeAdapter(SecretBody)
WEBHOOK: Final = TypeAdapter(WebhookRow)
WEBHOOKS: Final = TypeAdapter(WebhooksBody)
SUBSCRIPTION: Final = TypeAdapter(SubscriptionRow)
SUBSCRIPTIONS: Final = TypeAdapter(SubscriptionsBody)
