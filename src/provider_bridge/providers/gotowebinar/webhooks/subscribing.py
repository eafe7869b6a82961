"""Whose webinars GoToWebinar's notifications tell of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.ids import SubscriptionId, WebhookId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.domain.webhooks import WebhookSubscription
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.webhooks import SubscriptionsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.deletion import delete_one
from provider_bridge.providers.gotowebinar.webhooks.changing import check_made, switched
from provider_bridge.providers.gotowebinar.webhooks.states import PRODUCT, check_url, is_active, state_of
from provider_bridge.providers.gotowebinar.wire import webhooks as wire

__all__ = ["Subscriptions"]


def _subscription(row: wire.SubscriptionRow) -> WebhookSubscription:
    return WebhookSubscription(
        id=SubscriptionId(row.key),
        webhook=WebhookId(row.webhook),
        event=row.event or "",
        active=is_active(row.state),
        delivers=is_active(row.activation),
        version=row.version or "",
        created_at=row.created_at,
        callback_url=row.callback_url or "",
    )


def _read(subscription: SubscriptionId) -> Flow[WebhookSubscription]:
    reply: Reply = yield Call(wire.GET_SUBSCRIPTION, {"userSubscriptionsKey": subscription})
    return _subscription(decode(wire.SUBSCRIPTION, reply))


class Subscriptions(GoToFacet[F], SubscriptionsApi[F]):
    """Whose webinars notifications tell of."""

    @operation(wire.LIST_SUBSCRIPTIONS, note="those of the person who is logged in")
    def list(self) -> Flow[tuple[WebhookSubscription, ...]]:
        """List the subscriptions of the person who is logged in.

        Personal data: none; the addresses can hold secrets, and are in no ``repr``. Rate label: 10 calls a second.
        """
        reply: Reply = yield Call(wire.LIST_SUBSCRIPTIONS, query=PRODUCT)
        return tuple(map(_subscription, decode(wire.SUBSCRIPTIONS, reply).embedded.rows))

    @operation(wire.GET_SUBSCRIPTION, note="one by its key")
    def get(self, subscription: SubscriptionId) -> Flow[WebhookSubscription]:
        """Return one subscription. Raises ``NotFound``.

        Personal data: none. Rate label: 10 calls a second.
        """
        return (yield from _read(subscription))

    @operation(wire.ADD_SUBSCRIPTIONS, note="made switched on")
    def add(self, webhooks: Iterable[WebhookId], *, callback_url: str = "") -> Flow[tuple[WebhookSubscription, ...]]:
        """Subscribe the person who is logged in to webhooks; from then on their webinars are told of.

        GoTo makes subscriptions switched on. Notifications come once the webhook is switched on too, which
        ``delivers`` says. ``callback_url`` sends them elsewhere than the webhook says; GoTo sends a GET to it at
        once. This is never sent twice by itself: after a lost answer, and after ``DecodeError``, which stands for an
        answer that does not show all of them, look with ``list``. Raises ``InvalidInput``.

        Personal data: none. Rate label: 10 calls a second.
        """
        keys = tuple(dict.fromkeys((webhooks,) if isinstance(webhooks, str) else webhooks))
        if not keys or not all(map(str.strip, keys)):
            raise InvalidInput("say at least one webhook to subscribe to, and none of them may be blank")
        where = {"callbackUrl": check_url(callback_url)} if callback_url else {}
        made: list[dict[str, Any]] = [{"webhookKey": key, **where} for key in keys]
        reply: Reply = yield Call(wire.ADD_SUBSCRIPTIONS, body=made)
        rows = tuple(map(_subscription, decode(wire.SUBSCRIPTIONS, reply).embedded.rows))
        check_made(reply, keys, (each.webhook for each in rows))
        return rows

    @operation(wire.UPDATE_SUBSCRIPTIONS, wire.GET_SUBSCRIPTION, note="switched on or off, and read back")
    def update(self, subscription: SubscriptionId, *, active: bool) -> Flow[WebhookSubscription]:
        """Switch a subscription on or off, read it back, and return it as it is now.

        Raises ``NotFound``, and ``Conflict`` when GoTo accepts it and does not do it, or changes the address with it.

        Personal data: none. Rate label: 10 calls a second.
        """
        known = yield from _read(subscription)
        wanted = {
            "webhookKey": known.webhook,
            "userSubscriptionKey": subscription,
            "userSubscriptionState": state_of(active=active),
        }
        change = Call(wire.UPDATE_SUBSCRIPTIONS, body=[wanted])
        return (yield from switched(change, lambda: _read(subscription), known, active=active))

    @operation(wire.DELETE_SUBSCRIPTIONS, wire.GET_SUBSCRIPTION, note="deleted, and looked at again")
    def delete(self, subscription: SubscriptionId) -> Flow[Deletion]:
        """Delete a subscription, look for it again, and return what was proven.

        ``AlreadyGone`` is what GoTo denies to this client and person: a subscription of others is denied just so.

        Personal data: none. Rate label: 10 calls a second.
        """
        delete = Call(wire.DELETE_SUBSCRIPTIONS, body=[subscription])
        return (yield from delete_one(lambda: _read(subscription), delete, denied_is_gone=True))
