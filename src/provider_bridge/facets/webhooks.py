"""Where a provider sends its notifications. How they are received and read is in ``provider_bridge.webhooks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.core.facet import F, Facet, part
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.facets.base import Account, has

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from provider_bridge.domain.ids import SubscriptionId, WebhookId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.webhooks import Webhook, WebhookSecret, WebhookSubscription

__all__ = [
    "HasWebhooks",
    "SubscriptionsApi",
    "WebhooksApi",
    "has_webhooks",
]


class SubscriptionsApi(Facet[F]):
    """Whose things notifications tell of."""

    @operation
    def list(self) -> Flow[tuple[WebhookSubscription, ...]]:
        """List the subscriptions. No personal data; the addresses can hold secrets."""
        return self.refuse("list")

    @operation
    def get(self, subscription: SubscriptionId) -> Flow[WebhookSubscription]:
        """Return one subscription. No personal data."""
        return self.refuse("get")

    @operation
    def add(self, webhooks: Iterable[WebhookId], *, callback_url: str = "") -> Flow[tuple[WebhookSubscription, ...]]:
        """Subscribe the person who is logged in to webhooks. No personal data."""
        return self.refuse("add")

    @operation
    def update(self, subscription: SubscriptionId, *, active: bool) -> Flow[WebhookSubscription]:
        """Switch a subscription on or off, read it back, and return it. No personal data."""
        return self.refuse("update")

    @operation
    def delete(self, subscription: SubscriptionId) -> Flow[Deletion]:
        """Delete a subscription, and say what was proven."""
        return self.refuse("delete")


class WebhooksApi(Facet[F]):
    """Where notifications go."""

    @part
    def subscriptions(self) -> SubscriptionsApi[F]:
        return SubscriptionsApi(self)

    @operation
    def list(self) -> Flow[tuple[Webhook, ...]]:
        """List the webhooks. No personal data; the addresses can hold secrets."""
        return self.refuse("list")

    @operation
    def get(self, webhook: WebhookId) -> Flow[Webhook]:
        """Return one webhook. No personal data."""
        return self.refuse("get")

    @operation
    def add(self, callback_url: str, events: Iterable[str]) -> Flow[tuple[Webhook, ...]]:
        """Make a webhook for each kind of notification; it may have to be switched on. No personal data."""
        return self.refuse("add")

    @operation
    def update(self, webhook: WebhookId, *, active: bool) -> Flow[Webhook]:
        """Switch a webhook on or off, read it back, and return it. No personal data."""
        return self.refuse("update")

    @operation
    def delete(self, webhook: WebhookId) -> Flow[Deletion]:
        """Delete a webhook, and say what was proven."""
        return self.refuse("delete")

    @operation
    def add_secret(self, *, valid_from: datetime | None = None) -> Flow[WebhookSecret]:
        """Make a secret that notifications are signed with from then on; it may replace the one in use."""
        return self.refuse("add_secret")


class HasWebhooks(Account[F], Protocol[F]):
    """An account whose webhooks can be managed."""

    @property
    def webhooks(self) -> WebhooksApi[F]: ...


def has_webhooks(account: Account[F]) -> TypeIs[HasWebhooks[F]]:
    """Whether the account's webhooks can be managed."""
    return has(account, "webhooks")
