"""Chat as a compliance archive keeps it: JSON, with deleted and edited messages, direct ones, and reactions.

https://developers.zoom.us/docs/api/references/archived-json-schema/
"""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pydantic_core

from provider_bridge.core.decode import as_list, as_object
from provider_bridge.domain.transcripts import ChatMessage, ChatTranscript
from provider_bridge.errors import DecodeError
from provider_bridge.providers.zoom.text.chat_heading import is_everybody

if TYPE_CHECKING:
    from provider_bridge.domain.ids import SessionId

__all__ = ["ARCHIVED", "parse_archived_chat"]

ARCHIVED: Final = "archived"
_WHAT: Final = "archived chat file"
_KINDS: Final = {
    "1": "message",
    "2": "message",
    "3": "deletion",
    "4": "reaction",
    "5": "reaction",
    "6": "edit",
    "7": "reply",
}
"""What Zoom's message types mean: public, private, deleted, emoji reaction, nonverbal feedback, edited, reply."""

_TO_EVERYONE: Final = frozenset({"1", "5"})
_NEEDS_TEXT: Final = frozenset({"message", "edit", "reply"})
_TIME: Final = re.compile(r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9])")
_WORDS: Final = ("msg_content", "msg_body", "content", "message", "msg", "text")
_TO_NAME: Final = ("r_name", "receiver_name", "recipient_name")


def parse_archived_chat(content: str | bytes, *, session: SessionId | None = None) -> ChatTranscript:
    """Return the messages of a ``CHAT_MESSAGE`` archive file, deleted and edited ones and reactions among them.

    ``elapsed`` is the time since the meeting began. ``private`` is true unless the type says that it was
    public: of deleted and edited messages, of replies and of reactions to a message the type does not say it, so they
    count as private. So does what is typed as public and names a recipient that is not everyone.
    Names, addresses and words are Base64; what is none is taken as it is.

    The names of the members that hold words and recipient are not certain, so several are tried. A message whose
    words are not found, an unknown type or another shape raises ``DecodeError`` with places only: nothing is
    passed over in silence.
    """
    try:
        tree = as_object(pydantic_core.from_json(content))
    except ValueError:
        raise DecodeError(_WHAT, ("(whole file): json_invalid",)) from None
    rows = as_list((tree or {}).get("messages"))
    if rows is None:
        raise DecodeError(_WHAT, ("messages: list_expected",))
    return ChatTranscript(session, ARCHIVED, tuple(_message(row, place) for place, row in enumerate(rows)))


def _message(value: object, place: int) -> ChatMessage:
    row = as_object(value)
    if row is None:
        raise DecodeError(_WHAT, (f"messages.{place}: object_expected",))
    number = str(row.get("msg_type", ""))
    kind = _KINDS.get(number)
    if kind is None:
        raise DecodeError(_WHAT, (f"messages.{place}.msg_type: unknown",))
    words = _first(row, _WORDS)
    if words is None and kind in _NEEDS_TEXT:
        raise DecodeError(_WHAT, (f"messages.{place}: no words found",))
    recipient = _decoded(_first(row, _TO_NAME) or "")
    return ChatMessage(
        kind=kind,
        private=number not in _TO_EVERYONE or not (recipient == "" or is_everybody(recipient)),
        elapsed=_elapsed(row, place),
        sender=_decoded(_text(row.get("s_name"))),
        sender_email=_decoded(_text(row.get("s_email"))),
        recipient=recipient,
        text=_decoded(words or ""),
    )


def _elapsed(row: dict[str, Any], place: int) -> timedelta | None:
    text = _text(row.get("e_time"))
    time = _TIME.fullmatch(text)
    if text and time is None:
        raise DecodeError(_WHAT, (f"messages.{place}.e_time: time_expected",))
    return timedelta(hours=int(time[1]), minutes=int(time[2]), seconds=int(time[3])) if time else None


def _first(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the first of several members that holds text."""
    return next((text for name in names if isinstance(text := row.get(name), str)), None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return text
