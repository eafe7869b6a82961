"""Proving that a request is a vendor's: signature over the raw bytes, age, and whether it was here before.

Pure: no web framework, no clock, no store of its own. How one vendor signs is a ``Scheme``. Verify before parsing,
and verify the bytes as they came: JSON that was read and written again is another text.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from provider_bridge.errors import InvalidInput, WebhookRejected

if TYPE_CHECKING:
    from provider_bridge.domain.notifications import Notification

__all__ = ["Headers", "Received", "Scheme", "SeenStore", "answer_challenge", "only_header", "verify"]

Headers: TypeAlias = "Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]"
"""A request's headers: a mapping, or pairs as ASGI gives them. Pairs, and mappings whose ``items()`` yields a name
twice, as Starlette's do, show a header that came twice; where a server joined two with a comma, neither is good."""

_HEX: Final = re.compile(r"[0-9a-f]{64}")
_SECONDS: Final = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a vendor signs: HMAC-SHA256 over ``version:timestamp:body``, shown as ``version=hex`` in a header.

    The header names are in lower case. The timestamp is in seconds since 1970.
    """

    signature: str
    timestamp: str
    version: str = "v0"

    def sign(self, secret: str, timestamp: str, body: bytes) -> str:
        """Return the value of the signature's header."""
        signed = f"{self.version}:{timestamp}:".encode() + body
        return f"{self.version}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Received:
    """A notification, and what to answer at once.

    ``status`` and ``answer`` are the response; ``answer`` is JSON, or empty. ``new`` is false for one that was taken
    before, which needs the same answer and no work, and for a question about the address. ``proven`` is false for one
    whose sender nobody could prove: it is a hint that something may have happened, so ask the provider.
    """

    notification: Notification
    new: bool
    status: int
    answer: bytes = field(default=b"", repr=False)
    proven: bool = True


class SeenStore(Protocol):
    """Remembers which notifications were taken. Yours may be a table or a Redis that several processes share."""

    def add(self, key: str, until: datetime) -> bool:
        """Remember ``key`` until then, and return whether it was new; of two at once only one is told yes."""
        ...

    def discard(self, key: str) -> None:
        """Forget ``key``, because what it stands for could not be taken after all."""
        ...


def verify(
    scheme: Scheme,
    secrets: str | Sequence[str],
    headers: Headers,
    body: bytes,
    *,
    now: datetime,
    tolerance: timedelta = timedelta(minutes=5),
) -> str:
    """Return which of ``secrets`` signed a request, or raise ``WebhookRejected``.

    Args:
        scheme: how the vendor signs.
        secrets: what it may have signed with: one, or several, the old and the new while a secret is replaced.
        headers: the request's headers.
        body: the request's body, the very bytes.
        now: the time, aware.
        tolerance: how far the request's time may be from ``now``, both ways.

    """
    secrets = (secrets,) if isinstance(secrets, str) else secrets  # never letter by letter
    if not secrets or not all(secrets):
        raise InvalidInput("a webhook is verified with at least one secret, and none of them may be empty")
    if now.utcoffset() is None:
        raise InvalidInput("now must be a time with an offset, such as datetime.now(UTC)")
    shown = only_header(headers, scheme.signature)
    timestamp = only_header(headers, scheme.timestamp)
    version, _, digest = shown.partition("=")
    if version != scheme.version or not _HEX.fullmatch(digest):
        raise WebhookRejected("malformed", f"its header {scheme.signature} is no {scheme.version} signature")
    if not _SECONDS.fullmatch(timestamp):
        raise WebhookRejected("malformed", f"its header {scheme.timestamp} is no number of seconds")
    age = now.timestamp() - int(timestamp)
    if abs(age) > tolerance.total_seconds():
        told = "too long ago" if age > 0 else "in the future; check this machine's clock"
        raise WebhookRejected("age", f"it was signed {told}")
    matched = [each for each in secrets if hmac.compare_digest(scheme.sign(each, timestamp, body), shown)]
    if not matched:
        raise WebhookRejected("signature", "no known secret signed it")
    return matched[0]


def answer_challenge(secret: str, challenge: str) -> str:
    """Return the proof that we know the secret: the challenge's HMAC-SHA256, in hex."""
    return hmac.new(secret.encode(), challenge.encode(), hashlib.sha256).hexdigest()


def only_header(headers: Headers, name: str) -> str:
    """Return the one value of a header."""
    found = [_text(value) for key, value in _pairs(headers) if _text(key).casefold() == name]
    if not found:
        raise WebhookRejected("missing", f"it has no header {name}")
    if len(found) > 1:
        raise WebhookRejected("duplicate", f"it has the header {name} more than once")
    return found[0]


def _pairs(headers: Any) -> Iterable[tuple[str | bytes, str | bytes]]:
    """Return names with values, one that came twice twice; a mapping is what has ``items``."""
    items: Callable[[], Any] | None = getattr(headers, "items", None)
    pairs: Iterable[tuple[str | bytes, str | bytes]] = headers if items is None else items()
    return pairs


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
