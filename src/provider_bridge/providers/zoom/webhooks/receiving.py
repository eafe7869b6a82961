"""Receiving Zoom's notifications, whatever web framework they come through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from provider_bridge.core.webhooks import Headers, Received, Scheme, SeenStore, answer_challenge, verify
from provider_bridge.domain.notifications import UrlChallenge
from provider_bridge.providers.zoom.webhooks.reading import read_event

__all__ = ["SCHEME", "Received", "ZoomReceiver"]

SCHEME: Final = Scheme("x-zm-signature", "x-zm-request-timestamp")
"""How Zoom signs, with the app's secret token. https://developers.zoom.us/docs/api/webhooks/"""


class ZoomReceiver:
    """Verifies, reads and recognises Zoom's notifications.

    Args:
        secrets: the app's secret token, or the new and the old one while it is being replaced.
        seen: remembers what was taken; without it everything counts as new.
        tolerance: how far a request's time may be from ours.
        remember: how long a notification is recognised; Zoom tries again for about an hour and a half.

    """

    def __init__(
        self,
        secrets: Sequence[str],
        *,
        seen: SeenStore | None = None,
        tolerance: timedelta = timedelta(minutes=5),
        remember: timedelta = timedelta(hours=24),
    ) -> None:
        self._secrets = (secrets,) if isinstance(secrets, str) else tuple(secrets)
        self._seen = seen
        self._tolerance = tolerance
        self._remember = remember

    def __repr__(self) -> str:
        return "ZoomReceiver(…)"

    def receive(self, headers: Headers, body: bytes, *, now: datetime) -> Received:
        """Return what Zoom says and what to answer.

        Put the work into a queue and answer; where the queue does not take it, call ``release`` and answer 500, and
        Zoom sends it again after 5, 20 and 60 minutes. Order is not guaranteed.

        Raises ``WebhookRejected`` when it is not proven to be Zoom's (answer 401), and ``DecodeError`` when it is
        Zoom's and has an unexpected shape (answer 500, keep the bytes privately, and report the paths).

        Personal data: registrants, participants, telephone numbers, chat texts, summaries; they are in no ``repr``.
        https://developers.zoom.us/docs/api/webhooks/
        """
        secret = verify(SCHEME, self._secrets, headers, body, now=now, tolerance=self._tolerance)
        notification = read_event(body)
        if isinstance(notification, UrlChallenge):
            plain = notification.challenge
            proof = {"plainToken": plain, "encryptedToken": answer_challenge(secret, plain)}
            return Received(notification, new=False, status=200, answer=json.dumps(proof).encode())
        new = self._seen is None or self._seen.add(notification.key, now + self._remember)
        return Received(notification, new=new, status=204)

    def release(self, received: Received) -> None:
        """Let a notification be new when it comes again, because it could not be taken now."""
        if received.new and self._seen is not None:
            self._seen.discard(received.notification.key)
