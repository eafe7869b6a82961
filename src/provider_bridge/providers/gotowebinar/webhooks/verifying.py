"""Proving that a request is GoTo's. How GoTo signs is not published, so whoever receives says how it is proven."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol

from provider_bridge.core.decode import as_utc
from provider_bridge.core.webhooks import Headers, only_header
from provider_bridge.errors import InvalidInput, WebhookRejected

__all__ = ["SupposedSignature", "Verifier", "refuse_everything", "unproven"]


class Verifier(Protocol):
    """Proves that a request is GoTo's."""

    def __call__(self, headers: Headers, body: bytes, *, now: datetime) -> bool:
        """Return whether it is proven; ``False`` takes it for a hint. Raise ``WebhookRejected`` to reject it."""
        ...


def refuse_everything(headers: Headers, body: bytes, *, now: datetime) -> bool:  # noqa: ARG001 (nothing would do)
    """Reject every request: the default, because GoTo does not publish how it signs."""
    raise WebhookRejected(
        "unverifiable", "GoTo does not publish how it signs; give GoToReceiver a verifier, see docs/webhooks.md"
    )


def unproven(headers: Headers, body: bytes, *, now: datetime) -> bool:  # noqa: ARG001 (nothing is proven)
    """Take every request for a hint. Anybody may have sent it: believe nothing in it, and ask GoTo's API instead."""
    return False


@dataclass(frozen=True, slots=True)
class SupposedSignature:
    """HMAC-SHA256 with the webhook secret, as it is supposed to be. Try it on real notifications before relying on it.

    *Unsure*, all of it: GoTo's guide has a step that verifies a signature in ``X-Webhook-Signature``, made with the
    secret's value; which bytes are signed, and how it is written, is not published. The defaults are a guess: the
    time's header, a colon and the bytes of the body, in base64. A wrong guess rejects everything; it lets nothing in.

    Args:
        secrets: the secret's value, or the new and the old one while it is replaced.
        header: the signature's header.
        timestamp: the header of the time, in seconds, in milliseconds or as ISO 8601; ``""`` where only the body is
            signed, and then an old request cannot be told from a new one.
        encoding: how the signature is written.
        tolerance: how far the request's time may be from ours.

    """

    secrets: Sequence[str] = field(repr=False)
    header: str = "x-webhook-signature"
    timestamp: str = "x-webhook-timestamp"
    encoding: Literal["base64", "hex"] = "base64"
    tolerance: timedelta = timedelta(minutes=5)

    def __post_init__(self) -> None:
        if isinstance(self.secrets, str) or not self.secrets or not all(self.secrets):
            raise InvalidInput("secrets must be a list of at least one secret, and none of them may be empty")

    def __call__(self, headers: Headers, body: bytes, *, now: datetime) -> bool:
        """Return true, or raise ``WebhookRejected``."""
        shown = only_header(headers, self.header.casefold())
        signed = body
        if self.timestamp:
            stamp = only_header(headers, self.timestamp.casefold())
            self._check_age(stamp, now)
            signed = stamp.encode() + b":" + body
        # None of them is left out once one fits, so that the time it takes tells nothing.
        fits = [hmac.compare_digest(self._written(secret, signed).encode(), shown.encode()) for secret in self.secrets]
        if not any(fits):
            raise WebhookRejected("signature", "no known secret signed it, or it is signed otherwise than supposed")
        return True

    def _written(self, secret: str, signed: bytes) -> str:
        digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
        return digest.hex() if self.encoding == "hex" else base64.b64encode(digest).decode()

    def _check_age(self, stamp: str, now: datetime) -> None:
        age = now - _moment(stamp, self.timestamp)
        if abs(age) > self.tolerance:
            told = "too long ago" if age > timedelta(0) else "in the future; check this machine's clock"
            raise WebhookRejected("age", f"it was signed {told}")


_MILLISECONDS = 12
"""A time with at least as many digits counts them; seconds have fewer until the year 5138."""


def _moment(stamp: str, header: str) -> datetime:
    try:
        if stamp.isascii() and stamp.isdigit():
            return datetime.fromtimestamp(int(stamp) / (1000 if len(stamp) >= _MILLISECONDS else 1), UTC)
        return as_utc(datetime.fromisoformat(stamp))
    except (ValueError, OverflowError, OSError):
        raise WebhookRejected("malformed", f"its header {header} is no time") from None
