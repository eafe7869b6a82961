"""What GoToMeeting is sent to schedule a meeting: checked first, and written its way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from provider_bridge.core.steps import Flow, Now
from provider_bridge.errors import InvalidInput
from provider_bridge.providers.goto.times import written

__all__ = ["KINDS", "body_of", "check_start", "check_unkept", "read_title"]

KINDS: Final = ("scheduled", "recurring", "immediate")
_LONGEST_TITLE: Final = 100
_LONGEST_AUDIO: Final = 255


def read_title(text: str | None) -> str:
    """Return a title as people wrote it. Whether GoTo gives the entities back that it wants to be sent is unsure."""
    return (text or "").replace("&lt;", "<").replace("&gt;", ">")


def _written_title(title: str) -> str:
    """Return a title as GoTo wants it: ``<`` and ``>`` as entities, and nothing else."""
    if not title.strip():
        raise InvalidInput("a meeting needs a title")
    if len(title) > _LONGEST_TITLE:
        raise InvalidInput(f"GoToMeeting takes titles of up to {_LONGEST_TITLE} characters")
    return title.replace("<", "&lt;").replace(">", "&gt;")


def check_unkept(description: str | None, time_zone: str | None) -> None:
    """Refuse what GoToMeeting would drop in silence."""
    if description or time_zone:
        raise InvalidInput("GoToMeeting keeps neither a description nor a time zone; leave them out")


def check_start(start: datetime) -> Flow[None]:
    """Refuse a start that is past, which GoTo does not take."""
    _check_aware(start, "start")
    now: datetime = yield Now()
    if start < now:
        raise InvalidInput("a meeting cannot start in the past")


def _check_aware(moment: datetime, name: str) -> None:
    if moment.utcoffset() is None:
        raise InvalidInput(f"{name} needs a time zone, as in datetime(2026, 11, 1, 9, tzinfo=UTC)")


def body_of(
    title: str,
    start: datetime,
    end: datetime,
    *,
    password_required: bool,
    kind: str,
    audio: str,
    co_organizers: Sequence[str] | None,
) -> dict[str, Any]:
    """Return a meeting as GoTo wants it: every member, in lower case. Raises ``InvalidInput`` for what it refuses."""
    _check_aware(start, "start")
    _check_aware(end, "end")
    if end <= start:
        raise InvalidInput("a meeting ends after it starts")
    if kind not in KINDS:
        raise InvalidInput("kind is scheduled, recurring or immediate")
    if not audio.strip() or len(audio) > _LONGEST_AUDIO:
        raise InvalidInput(
            "audio is PSTN, Free, Hybrid, Private or VoIP, or numbers and access codes of up to "
            f"{_LONGEST_AUDIO} characters"
        )
    if isinstance(co_organizers, str) or not all(co_organizers or ()):
        raise InvalidInput("co_organizers are organizers' ids, as the directory shows them")
    return {
        "subject": _written_title(title),
        "starttime": written(start),
        "endtime": written(end),
        "passwordrequired": password_required,
        "conferencecallinfo": audio,
        "timezonekey": "",  # deprecated, and required to be there
        "meetingtype": kind,
    } | ({} if co_organizers is None else {"coorganizerKeys": list(co_organizers)})
