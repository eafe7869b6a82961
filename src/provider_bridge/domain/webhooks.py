"""Where a provider sends its notifications, and of whose things. Addresses can hold secrets: no ``repr`` shows one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from provider_bridge.domain.ids import SubscriptionId, WebhookId

__all__ = ["Webhook", "WebhookSecret", "WebhookSubscription"]


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that one kind of notification goes to. ``event`` is the provider's own name of the kind."""

    id: WebhookId
    event: str
    active: bool | None
    version: str = ""
    created_at: datetime | None = None
    callback_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WebhookSubscription:
    """One person's things that a webhook tells of.

    ``active`` is whether it is switched on, ``delivers`` whether notifications come, for which the webhook has to be
    switched on as well. What the provider does not say is ``None``.
    """

    id: SubscriptionId
    webhook: WebhookId
    event: str
    active: bool | None
    delivers: bool | None
    version: str = ""
    created_at: datetime | None = None
    callback_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """What a provider signs notifications with, from ``valid_from`` on."""

    id: str
    valid_from: datetime | None
    value: str = field(default="", repr=False)
