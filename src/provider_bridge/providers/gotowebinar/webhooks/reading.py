"""From the bytes of one of GoToWebinar's notifications to a value of the domain."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from typing import Any, Final

import pydantic_core
from pydantic import TypeAdapter, ValidationError

from provider_bridge.core.decode import as_list, as_object, problems_of
from provider_bridge.core.scrub import normal, scrub
from provider_bridge.domain.notifications import Notification, OtherNotification
from provider_bridge.errors import DecodeError
from provider_bridge.providers.goto import FORBIDDEN
from provider_bridge.providers.goto.times import GoToTime
from provider_bridge.providers.gotowebinar.webhooks.envelope import Envelope
from provider_bridge.providers.gotowebinar.webhooks.events import READERS

__all__ = ["read_event"]

_WHAT: Final = "webhook"
_EVENT_KEY: Final = re.compile(r"[A-Za-z0-9-]{1,64}")
"""What a key may be made of; anything else could be somebody's data, and the key is shown."""
_NAME: Final = re.compile(r" {0,4}[a-z0-9_.-]{1,100} {0,4}", re.IGNORECASE)
_ATTENTION: Final = re.compile(r"attention|attentiv|interestrating").search
_TIME: Final[TypeAdapter[datetime | None]] = TypeAdapter(GoToTime)


def read_event(raw: bytes) -> Notification:
    """Return what a notification says; have it proven first, with ``GoToReceiver``.

    Attention data is cut out of the bytes before they are parsed. An event that has no type of its own comes as
    ``OtherNotification``. Raises ``DecodeError`` for what is no notification, and for a known event of an unknown
    shape. *Unsure*: that the creator, whom GoTo names beside a webinar, is its organizer; the ids are made with it.

    Personal data: whatever GoTo tells of people in the event; it is in no ``repr`` and no error.
    https://developer.goto.com/guides/GoToWebinar/07_HOW_WebHooksOverview
    """
    told = _told(raw)
    reader = READERS.get(told.name)
    if reader is None:
        return OtherNotification(**told.common(), payload=_without_attention(dict(told.tree)))
    try:
        return reader(told)
    except ValidationError as error:
        problems = problems_of(error)
    raise DecodeError(f"{_WHAT} {told.name}", problems)


def _told(raw: bytes) -> Envelope:
    try:
        tree = as_object(pydantic_core.from_json(scrub(raw, FORBIDDEN).body))
    except ValueError:
        raise DecodeError(_WHAT, ("(whole body): json_invalid",)) from None
    fields = tree or {}
    name = fields.get("eventName")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise DecodeError(_WHAT, ("eventName: name_expected",))
    return Envelope(name, _moment(fields.get("timestamp")), _key(name, fields), fields)


def _key(name: str, fields: dict[str, Any]) -> str:
    """Return GoTo's own key of the notification; where there is none, a hash of what it says."""
    own = fields.get("eventKey")
    if isinstance(own, str) and _EVENT_KEY.fullmatch(own):
        return f"gotowebinar:{name}:{own}"
    text = json.dumps({**fields, "eventKey": own or None}, sort_keys=True)
    return f"gotowebinar:{name}:sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _moment(stamp: object) -> datetime | None:
    try:
        return _TIME.validate_python(stamp)
    except ValidationError:
        return None


def _without_attention(tree: Any) -> Any:
    """Return what an unknown notification says without whatever is named after attention."""
    members, items = as_object(tree), as_list(tree)
    if members is not None:
        return {name: _without_attention(value) for name, value in members.items() if not _ATTENTION(normal(name))}
    return tree if items is None else [_without_attention(each) for each in items]
