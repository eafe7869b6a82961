"""Receiving GoToWebinar's notifications, whatever web framework they come through."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from provider_bridge.core.webhooks import Headers, Received, SeenStore
from provider_bridge.errors import InvalidInput
from provider_bridge.providers.gotowebinar.webhooks.reading import read_event
from provider_bridge.providers.gotowebinar.webhooks.verifying import Verifier, refuse_everything

__all__ = ["GoToReceiver", "Received"]


class GoToReceiver:
    """Has a notification proven, reads it, and recognises one that comes twice.

    Args:
        verifier: proves that a request is GoTo's. Without one every request is rejected: how GoTo signs is not
            published. ``SupposedSignature`` tries a guess; ``unproven`` takes each for a hint.
        seen: remembers what was taken; without it everything counts as new.
        remember: how long a notification is recognised. GoTo does not say whether, and for how long, it tries again.

    """

    def __init__(
        self,
        verifier: Verifier = refuse_everything,
        *,
        seen: SeenStore | None = None,
        remember: timedelta = timedelta(hours=24),
    ) -> None:
        self._verifier = verifier
        self._seen = seen
        self._remember = remember

    def __repr__(self) -> str:
        return "GoToReceiver(…)"

    def receive(self, headers: Headers, body: bytes, *, now: datetime) -> Received:
        """Return what GoToWebinar says and what to answer.

        GoTo also sends a GET to the address when a webhook is made or changed; answer that with 200 by yourself. No
        retry, order or delivery is promised, so compare with the API from time to time. Where ``proven`` is false,
        believe nothing but that something may have happened.

        Raises ``WebhookRejected`` (answer 401), and ``DecodeError`` for an unexpected shape (answer 500).

        Personal data: registrants with what they answered, participants; they are in no ``repr``.
        https://developer.goto.com/guides/GoToWebinar/07_HOW_WebHooksOverview
        """
        if now.utcoffset() is None:
            raise InvalidInput("now must be a time with an offset, such as datetime.now(UTC)")
        proven = self._verifier(headers, body, now=now)
        notification = read_event(body)
        if not proven:  # else somebody could send a notification's key first, and the real one would not count as new
            notification = replace(notification, key=f"{notification.key}:{hashlib.sha256(body).hexdigest()}")
        new = self._seen is None or self._seen.add(notification.key, now + self._remember)
        return Received(notification, new=new, status=200, proven=proven)

    def release(self, received: Received) -> None:
        """Let a notification be new when it comes again, because it could not be taken now."""
        if received.new and self._seen is not None:
            self._seen.discard(received.notification.key)
