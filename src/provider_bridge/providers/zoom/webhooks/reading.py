"""From the bytes of one of Zoom's notifications to a value of the domain."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pydantic_core
from pydantic import ValidationError

from provider_bridge.core.decode import as_list, as_object, as_utc, problems_of
from provider_bridge.core.scrub import normal, scrub
from provider_bridge.domain.notifications import Notification, OtherNotification
from provider_bridge.errors import DecodeError
from provider_bridge.providers.zoom.webhooks import accounts, events, recordings, words
from provider_bridge.providers.zoom.webhooks.envelope import Envelope
from provider_bridge.providers.zoom.wire.base import FORBIDDEN

__all__ = ["read_event"]

_WHAT: Final = "webhook"
_EVENT: Final = re.compile(r" {0,4}[a-z0-9_.-]{1,100} {0,4}", re.IGNORECASE)
"""What a name may be made of; with a blank at an end, as the vendor's own lists have it, it is one not known."""
_ENVELOPE: Final = frozenset({"event", "event_ts", "payload", "download_token"})

_ATTENTION: Final = re.compile(r"attention|attentiv").search

_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[Envelope], Notification]], ...]] = tuple(
    (re.compile(pattern), reader)
    for readers in (events.READERS, recordings.READERS, words.READERS, accounts.READERS)
    for pattern, reader in readers.items()
)


def read_event(raw: bytes) -> Notification:
    """Return what a notification says; verify it first, with ``ZoomReceiver``.

    Attention data is cut out of the bytes before they are parsed. An event that has no type of its own comes as
    ``OtherNotification``. Raises ``DecodeError`` for what is no notification, and for a known event of an unknown
    shape, so that nobody takes a half-read one for the whole.

    Personal data: whatever Zoom tells of people in the event; it is in no ``repr`` and no error.
    https://developers.zoom.us/docs/api/meetings/events/
    """
    told = _told(raw)
    try:
        for pattern, reader in _READERS:
            if pattern.fullmatch(told.name):
                return reader(told)
    except ValidationError as error:
        problems = problems_of(error)
    else:
        payload, beside = _without_attention(told.payload), _without_attention(told.beside)
        return OtherNotification(**told.common(), payload=payload, download_token=told.download_token, beside=beside)
    raise DecodeError(f"{_WHAT} {told.name}", problems)


def _without_attention(tree: Any) -> Any:
    """Return what an unknown notification says without whatever is named after attention.

    Nobody knows what its members will be called. So more is left out of it than of what is documented: a setting
    that only bears the word is lost here, and the settings say it.
    """
    members, items = as_object(tree), as_list(tree)
    if members is not None:
        return {name: _without_attention(value) for name, value in members.items() if not _ATTENTION(normal(name))}
    return tree if items is None else [_without_attention(each) for each in items]


def _told(raw: bytes) -> Envelope:
    """Return a notification's parts, told apart from anything else that is JSON."""
    try:
        tree = as_object(pydantic_core.from_json(scrub(raw, FORBIDDEN).body))
    except ValueError:
        raise DecodeError(_WHAT, ("(whole body): json_invalid",)) from None
    fields = tree or {}
    name, payload = fields.get("event"), as_object(fields.get("payload"))
    if not isinstance(name, str) or not _EVENT.fullmatch(name):
        raise DecodeError(_WHAT, ("event: name_expected",))
    if payload is None:
        raise DecodeError(f"{_WHAT} {name}", ("payload: object_expected",))
    stamp = fields.get("event_ts", payload.get("event_ts"))
    token = fields.get("download_token")
    return Envelope(
        name=name,
        at=_moment(stamp),
        key=_key(name, stamp, payload),
        payload=payload,
        download_token=token if isinstance(token, str) else "",
        beside={name: value for name, value in fields.items() if name and name not in _ENVELOPE},
    )


def _key(name: str, stamp: object, payload: dict[str, Any]) -> str:
    """Return what is the same for two deliveries of one notification: the event, its time, and what it says.

    The ids alone would not do: two people can come into one meeting within a millisecond. The download token is
    left out, for it may be another one at the next attempt.
    """
    text = json.dumps([name, stamp, payload], sort_keys=True)
    return f"zoom:{name}:{hashlib.sha256(text.encode()).hexdigest()}"


def _moment(stamp: object) -> datetime | None:
    """Read the spellings of a notification's time: milliseconds as a number or as text, or ``2024-09-08 15:58:40``."""
    if not isinstance(stamp, int | str):
        return None
    try:
        text = str(stamp)
        if text.isdecimal():
            return datetime.fromtimestamp(int(text) / 1000, UTC)
        return as_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError, OSError):
        return None
