"""Changing a GoToMeeting: all of it is written anew, of what it was and what is to change, and is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from provider_bridge.errors import InvalidInput
from provider_bridge.providers.goto.times import written
from provider_bridge.providers.gotomeeting.scheduling import KINDS, body_of, read_title

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.domain.events import EventChange
    from provider_bridge.domain.ids import HostId
    from provider_bridge.providers.gotomeeting.wire.events import MeetingBody

__all__ = ["shows", "update_body"]


def update_body(
    before: MeetingBody,
    change: EventChange,
    *,
    audio: str,
    password_required: bool | None,
    kind: str | None,
    co_organizers: Sequence[HostId] | None,
) -> dict[str, Any]:
    """Return the whole meeting as it is to be; raise ``InvalidInput`` for what neither GoTo shows nor the caller says.

    What was there before and is not to change is sent as GoTo shows it, also a start that is past.
    """
    start, end = change.start or before.start, change.end or before.end
    protected = before.password_required if password_required is None else password_required
    if start is None or end is None or protected is None:
        raise InvalidInput("GoTo does not show when the meeting is or whether it needs a password; say both")
    shown = (before.kind or "").casefold()
    if kind is None and shown not in KINDS:
        raise InvalidInput("GoTo does not show which kind of meeting it is; say kind")
    return body_of(
        read_title(before.title) if change.title is None else change.title,
        start,
        end,
        password_required=protected,
        kind=shown if kind is None else kind,
        audio=audio,
        co_organizers=before.co_organizers if co_organizers is None else co_organizers,
    )


def shows(after: MeetingBody, body: dict[str, Any]) -> bool:
    """Whether a meeting is what was written, as far as GoTo shows it: neither the audio, nor each date of a series."""
    same = (
        read_title(after.title) == read_title(body["subject"])
        and after.password_required is body["passwordrequired"]
        and (after.kind or "").casefold() == body["meetingtype"]
    )
    if body["meetingtype"] != "recurring":
        same = same and (_text(after.start), _text(after.end)) == (body["starttime"], body["endtime"])
    if after.co_organizers is not None and "coorganizerKeys" in body:
        same = same and set(after.co_organizers) == set(body["coorganizerKeys"])
    return same


def _text(moment: datetime | None) -> str:
    return "" if moment is None else written(moment)
