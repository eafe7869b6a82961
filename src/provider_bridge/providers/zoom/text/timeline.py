"""The timeline of a recording: who spoke when, without a word of what was said."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

import pydantic_core

from provider_bridge.core.decode import as_list, as_object
from provider_bridge.domain.transcripts import SpeakerSpan
from provider_bridge.errors import DecodeError

__all__ = ["parse_timeline"]

_WHAT: Final = "timeline file"
_MOMENT: Final = re.compile(r"([0-9]{1,6}):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,6}))?")


def parse_timeline(content: str | bytes) -> tuple[SpeakerSpan, ...]:
    """Return who spoke when, in the file's order; people who spoke at once have a span each, silence has none.

    A span ends where the next entry begins; the end of the last is not in the file. Raises ``DecodeError`` with
    places only when the file is no timeline. Zoom publishes no schema; only ``timeline`` is read, not the
    ``timeline_refine`` beside it.
    """
    try:
        tree = as_object(pydantic_core.from_json(content))
    except ValueError:
        raise DecodeError(_WHAT, ("(whole file): json_invalid",)) from None
    entries = as_list((tree or {}).get("timeline"))
    if entries is None:
        raise DecodeError(_WHAT, ("timeline: list_expected",))
    found = [_entry(entry, place) for place, entry in enumerate(entries)]
    ends = [start for start, _ in found[1:]]
    return tuple(
        SpeakerSpan(start, end, _text(user, "username"), _text(user, "email_address"), _text(user, "zoom_userid"))
        for (start, users), end in zip(found, [*ends, None], strict=False)
        for user in users
    )


def _entry(value: object, place: int) -> tuple[timedelta, list[dict[str, Any]]]:
    entry = as_object(value) or {}
    moment = _MOMENT.fullmatch(str(entry.get("ts", "")))
    users = [as_object(user) for user in as_list(entry.get("users")) or ()]
    if moment is None:
        raise DecodeError(_WHAT, (f"timeline.{place}.ts: time_expected",))
    if None in users:
        raise DecodeError(_WHAT, (f"timeline.{place}.users: object_expected",))
    seconds = int(moment[1]) * 3600 + int(moment[2]) * 60 + int(moment[3])
    start = timedelta(seconds=seconds, microseconds=int((moment[4] or "").ljust(6, "0")))
    return start, [user for user in users if user is not None]


def _text(user: dict[str, Any], name: str) -> str:
    value = user.get(name)
    return str(value) if isinstance(value, str | int) else ""
