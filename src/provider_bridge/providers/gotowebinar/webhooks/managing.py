"""Where GoToWebinar sends its notifications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Flow
from provider_bridge.domain.ids import WebhookId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.domain.webhooks import Webhook, WebhookSecret
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.webhooks import WebhooksApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.deletion import delete_one
from provider_bridge.providers.goto.times import written
from provider_bridge.providers.gotowebinar.webhooks.changing import check_made, switched
from provider_bridge.providers.gotowebinar.webhooks.states import PRODUCT, check_url, is_active, state_of
from provider_bridge.providers.gotowebinar.webhooks.subscribing import Subscriptions
from provider_bridge.providers.gotowebinar.wire import webhooks as wire

__all__ = ["EVENTS", "Webhooks"]

EVENTS: Final = ("registrant.added", "registrant.joined", "webinar.created", "webinar.changed", "survey.submitted")
"""The kinds of notifications that GoTo documents. There is none for a deleted registrant or an ended session."""

_VERSION: Final = "1.0.0"


def _webhook(row: wire.WebhookRow) -> Webhook:
    return Webhook(
        id=WebhookId(row.key),
        event=row.event or "",
        active=is_active(row.state),
        version=row.version or "",
        created_at=row.created_at,
        callback_url=row.callback_url or "",
    )


def _read(webhook: WebhookId) -> Flow[Webhook]:
    reply: Reply = yield Call(wire.GET_WEBHOOK, {"webhookKey": webhook})
    return _webhook(decode(wire.WEBHOOK, reply))


class Webhooks(GoToFacet[F], WebhooksApi[F]):
    """Where GoToWebinar's notifications go."""

    @part
    def subscriptions(self) -> Subscriptions[F]:
        return Subscriptions(self)

    @operation(wire.LIST_WEBHOOKS, note="those of the client and the person")
    def list(self) -> Flow[tuple[Webhook, ...]]:
        """List the webhooks of this client, as the person who is logged in sees them.

        Personal data: none; the addresses can hold secrets, and are in no ``repr``. Rate label: 10 calls a second.
        """
        reply: Reply = yield Call(wire.LIST_WEBHOOKS, query=PRODUCT)
        return tuple(map(_webhook, decode(wire.WEBHOOKS, reply).embedded.rows))

    @operation(wire.GET_WEBHOOK, note="one by its key")
    def get(self, webhook: WebhookId) -> Flow[Webhook]:
        """Return one webhook. Raises ``NotFound``.

        Personal data: none. Rate label: 10 calls a second.
        """
        return (yield from _read(webhook))

    @operation(wire.ADD_WEBHOOKS, note="made switched off")
    def add(self, callback_url: str, events: Iterable[str]) -> Flow[tuple[Webhook, ...]]:
        """Make a webhook for each kind of notification; ``EVENTS`` names those that GoTo documents.

        GoTo makes them *switched off*: use ``update``. And without a subscription, ``subscriptions.add``, nothing is
        delivered. GoTo sends a GET to the address at once, which must answer 200. This is never sent twice by
        itself: after a lost answer, and after ``DecodeError``, which stands for an answer that does not show all of
        them, look with ``list``. Raises ``InvalidInput``, and ``BadRequest`` for an address that does not answer.

        Personal data: none. Rate label: 10 calls a second.
        """
        kinds = tuple(dict.fromkeys((events,) if isinstance(events, str) else events))
        if not kinds or not all(map(str.strip, kinds)):
            raise InvalidInput("say at least one kind of notification, such as registrant.added")
        url = check_url(callback_url)
        made = [{"callbackUrl": url, "eventName": kind, "eventVersion": _VERSION, **PRODUCT} for kind in kinds]
        reply: Reply = yield Call(wire.ADD_WEBHOOKS, body=made)
        rows = tuple(map(_webhook, decode(wire.WEBHOOKS, reply).embedded.rows))
        check_made(reply, kinds, (each.event for each in rows))
        return rows

    @operation(wire.UPDATE_WEBHOOKS, wire.GET_WEBHOOK, note="switched on or off, and read back")
    def update(self, webhook: WebhookId, *, active: bool) -> Flow[Webhook]:
        """Switch a webhook on or off, read it back, and return it as it is now.

        Raises ``NotFound``, and ``Conflict`` when GoTo accepts it and does not do it, or changes the address with it.

        Personal data: none. Rate label: 10 calls a second.
        """
        known = yield from _read(webhook)  # one that is not there must not be switched in silence
        wanted = [{"webhookKey": webhook, "state": state_of(active=active)}]
        change = Call(wire.UPDATE_WEBHOOKS, body=wanted)
        return (yield from switched(change, lambda: _read(webhook), known, active=active))

    @operation(wire.DELETE_WEBHOOKS, wire.GET_WEBHOOK, note="deleted, and looked at again")
    def delete(self, webhook: WebhookId) -> Flow[Deletion]:
        """Delete a webhook, look for it again, and return what was proven. Its subscriptions deliver nothing then.

        ``AlreadyGone`` is what GoTo denies to this client and person: a webhook of others is denied just so.

        Personal data: none. Rate label: 10 calls a second.
        """
        delete = Call(wire.DELETE_WEBHOOKS, body=[webhook])
        return (yield from delete_one(lambda: _read(webhook), delete, denied_is_gone=True))

    @operation(wire.ADD_SECRET, level="partial", note="a secret can be made; how it signs is not published")
    def add_secret(self, *, valid_from: datetime | None = None) -> Flow[WebhookSecret]:
        """Make a secret that GoTo signs notifications with, from ``valid_from`` on or at once, and return it.

        There is one for each client (*unsure*: whether the one before it goes on being used for a while). It is
        shown this once. This is never sent twice by itself; after a lost answer make another.

        Personal data: none; the value is a secret, and in no ``repr``. Rate label: 10 calls a second.
        """
        if valid_from is not None and valid_from.utcoffset() is None:
            raise InvalidInput("valid_from must be a time with an offset, such as datetime.now(UTC)")
        body = {} if valid_from is None else {"validFrom": written(valid_from)}
        reply: Reply = yield Call(wire.ADD_SECRET, body=body)
        made = decode(wire.SECRET, reply)
        return WebhookSecret(made.id, made.valid_from, made.value)
