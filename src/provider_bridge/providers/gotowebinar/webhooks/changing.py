"""What changing webhooks and changing subscriptions have in common: what came of it is held against what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.domain.webhooks import Webhook, WebhookSubscription
from provider_bridge.errors import Conflict, DecodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from provider_bridge.core.calls import Call, Reply
    from provider_bridge.core.steps import Flow

__all__ = ["check_made", "switched"]

T = TypeVar("T", Webhook, WebhookSubscription)

_ACCEPTED = 204


def switched(change: Call, read: Callable[[], Flow[T]], before: T, *, active: bool) -> Flow[T]:
    """Send a change of the state alone, read back until it shows, and return what is there then.

    The address must be the one from before: people's data goes there.
    """
    reply: Reply = yield change

    def done() -> Flow[T | None]:
        now = yield from read()
        return now if now.active is active else None

    found: T | None = yield from poll_until(done)
    told = ""
    if found is None:
        told = "accepted, but not done: active"
    elif found.callback_url != before.callback_url:
        told = "GoTo switched it, and changed the address with it"
    if found is None or told:
        raise Conflict(reply.operation, _ACCEPTED, told, request_id=reply.request_id)
    return found


def check_made(reply: Reply, wanted: Iterable[str], made: Iterable[str]) -> None:
    """Raise ``DecodeError`` where an answer does not show everything that was to be made."""
    if not set(wanted) <= set(made):
        raise DecodeError(reply.operation, ("(whole answer): something that was to be made is not in it",))
