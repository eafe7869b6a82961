"""Where a provider sends its notifications. How they are received and read is in ``provider_bridge.webhooks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from typing_extensions import TypeIs

from provider_bridge.interface.account import Account, AsyncAccount, has

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable
    from datetime import datetime

    from provider_bridge.domain.ids import SubscriptionId, WebhookId
    from provider_bridge.domain.outcomes import Deletion
    from provider_bridge.domain.webhooks import Webhook, WebhookSecret, WebhookSubscription

__all__ = [
    "AsyncHasWebhooks",
    "AsyncSubscriptionsApi",
    "AsyncWebhooksApi",
    "HasWebhooks",
    "SubscriptionsApi",
    "WebhooksApi",
    "async_has_webhooks",
    "has_webhooks",
]


class SubscriptionsApi(Protocol):
    """Whose things notifications tell of."""

    def list(self) -> tuple[WebhookSubscription, ...]:
        """List the subscriptions. No personal data; the addresses can hold secrets."""
        ...

    def get(self, subscription: SubscriptionId) -> WebhookSubscription:
        """Return one subscription. No personal data."""
        ...

    def add(self, webhooks: Iterable[WebhookId], *, callback_url: str = ...) -> tuple[WebhookSubscription, ...]:
        """Subscribe the person who is logged in to webhooks. No personal data."""
        ...

    def update(self, subscription: SubscriptionId, *, active: bool) -> WebhookSubscription:
        """Switch a subscription on or off, read it back, and return it. No personal data."""
        ...

    def delete(self, subscription: SubscriptionId) -> Deletion:
        """Delete a subscription, and say what was proven."""
        ...


class WebhooksApi(Protocol):
    """Where notifications go."""

    @property
    def subscriptions(self) -> SubscriptionsApi: ...

    def list(self) -> tuple[Webhook, ...]:
        """List the webhooks. No personal data; the addresses can hold secrets."""
        ...

    def get(self, webhook: WebhookId) -> Webhook:
        """Return one webhook. No personal data."""
        ...

    def add(self, callback_url: str, events: Iterable[str]) -> tuple[Webhook, ...]:
        """Make a webhook for each kind of notification; it may have to be switched on. No personal data."""
        ...

    def update(self, webhook: WebhookId, *, active: bool) -> Webhook:
        """Switch a webhook on or off, read it back, and return it. No personal data."""
        ...

    def delete(self, webhook: WebhookId) -> Deletion:
        """Delete a webhook, and say what was proven."""
        ...

    def add_secret(self, *, valid_from: datetime | None = ...) -> WebhookSecret:
        """Make a secret that notifications are signed with from then on; it may replace the one in use."""
        ...


class AsyncSubscriptionsApi(Protocol):
    """Whose things notifications tell of."""

    def list(self) -> Awaitable[tuple[WebhookSubscription, ...]]:
        """List the subscriptions. No personal data; the addresses can hold secrets."""
        ...

    def get(self, subscription: SubscriptionId) -> Awaitable[WebhookSubscription]:
        """Return one subscription. No personal data."""
        ...

    def add(
        self, webhooks: Iterable[WebhookId], *, callback_url: str = ...
    ) -> Awaitable[tuple[WebhookSubscription, ...]]:
        """Subscribe the person who is logged in to webhooks. No personal data."""
        ...

    def update(self, subscription: SubscriptionId, *, active: bool) -> Awaitable[WebhookSubscription]:
        """Switch a subscription on or off, read it back, and return it. No personal data."""
        ...

    def delete(self, subscription: SubscriptionId) -> Awaitable[Deletion]:
        """Delete a subscription, and say what was proven."""
        ...


class AsyncWebhooksApi(Protocol):
    """Where notifications go."""

    @property
    def subscriptions(self) -> AsyncSubscriptionsApi: ...

    def list(self) -> Awaitable[tuple[Webhook, ...]]:
        """List the webhooks. No personal data; the addresses can hold secrets."""
        ...

    def get(self, webhook: WebhookId) -> Awaitable[Webhook]:
        """Return one webhook. No personal data."""
        ...

    def add(self, callback_url: str, events: Iterable[str]) -> Awaitable[tuple[Webhook, ...]]:
        """Make a webhook for each kind of notification; it may have to be switched on. No personal data."""
        ...

    def update(self, webhook: WebhookId, *, active: bool) -> Awaitable[Webhook]:
        """Switch a webhook on or off, read it back, and return it. No personal data."""
        ...

    def delete(self, webhook: WebhookId) -> Awaitable[Deletion]:
        """Delete a webhook, and say what was proven."""
        ...

    def add_secret(self, *, valid_from: datetime | None = ...) -> Awaitable[WebhookSecret]:
        """Make a secret that notifications are signed with from then on; it may replace the one in use."""
        ...


class HasWebhooks(Account, Protocol):
    """An account whose webhooks can be managed."""

    @property
    def webhooks(self) -> WebhooksApi: ...


class AsyncHasWebhooks(AsyncAccount, Protocol):
    """An account whose webhooks can be managed."""

    @property
    def webhooks(self) -> AsyncWebhooksApi: ...


def has_webhooks(account: Account) -> TypeIs[HasWebhooks]:
    """Whether the account's webhooks can be managed."""
    return has(account, "webhooks")


def async_has_webhooks(account: AsyncAccount) -> TypeIs[AsyncHasWebhooks]:
    """Whether the account's webhooks can be managed."""
    return has(account, "webhooks")
