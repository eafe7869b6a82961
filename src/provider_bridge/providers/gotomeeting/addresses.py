"""Identifiers of meetings and their runs, and the paths they stand for.

A meeting's id is its number, ``123456789``; GoTo also shows it as ``123-456-789``, and both are taken. A run's id is
``ORGANIZER/MEETING/SESSION``: deleting needs the organizer and the session, and attendees are listed by meeting.
"""

from __future__ import annotations

import re
from typing import Final

from provider_bridge.domain.ids import EventId, SessionId
from provider_bridge.errors import InvalidInput
from provider_bridge.providers.goto.keys import joined, split

__all__ = ["event_id", "event_of", "meeting_path", "normal", "session_id", "session_path"]

_MEETING: Final = re.compile(r"[0-9][0-9-]{0,60}", re.ASCII)


def event_id(meeting: str) -> EventId:
    """Return a meeting's id, whichever way GoTo shows it."""
    return EventId(meeting.replace("-", ""))


def session_id(organizer: str, meeting: str, session: str) -> SessionId:
    """Return a run's id."""
    return SessionId(joined(organizer, event_id(meeting), session))


def meeting_path(event: EventId) -> dict[str, str]:
    """Return the values of a meeting's path, or raise ``InvalidInput``."""
    if not _MEETING.fullmatch(event):
        raise InvalidInput("a meeting's id is a number, such as 123456789, as a listing shows it")
    return {"meetingId": event_id(event)}


def session_path(session: SessionId) -> dict[str, str]:
    """Return the values of a run's path, or raise ``InvalidInput``."""
    organizer, _, key = split(session, "ORGANIZER", "MEETING", "SESSION")
    return {"organizerKey": organizer, "sessionId": key}


def normal(session: SessionId) -> SessionId:
    """Return a run's id as listings write it, or raise ``InvalidInput``: the meeting's number without dashes."""
    path = session_path(session)
    return session_id(path["organizerKey"], meeting_path(event_of(session))["meetingId"], path["sessionId"])


def event_of(session: SessionId) -> EventId:
    """Return the id of the meeting that a run is of."""
    return EventId(split(session, "ORGANIZER", "MEETING", "SESSION")[1])
