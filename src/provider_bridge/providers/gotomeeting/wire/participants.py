"""GoToMeeting: the rows of who was there, of a meeting, an organizer or a group, and erasing a session's.

Each row also has an organizer, under the plain names ``firstName``, ``lastName``, ``email`` and, in some lists,
``name``. They are no participant's, so none of them is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema

from provider_bridge.core.calls import ARRAY, Echo, Endpoint
from provider_bridge.core.decode import as_utc
from provider_bridge.core.row_schemas import KEY, MAYBE_KEY, TEXT, DirectSchema, record
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.times import GoToTime
from provider_bridge.providers.gotomeeting.wire.sessions import NO_KEY

__all__ = [
    "BY_GROUP",
    "BY_MEETING",
    "BY_ORGANIZER",
    "DELETE_ATTENDEES",
    "ENDPOINTS",
    "GROUP_ROWS",
    "ROWS",
    "AttendeeRow",
    "moment",
]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1#operation/"

BY_MEETING = Endpoint(
    "GET",
    "/meetings/{meetingId}/attendees",
    GOTO,
    ("identity:",),
    _DOCS + "getAttendeesByMeetings",
    ARRAY,
    echoes=(Echo("meetingId", "[].meetingId", "event"), Echo("meetingId", "[].newMeetingId", "event")),
)
"""It takes no dates: rows of every past session of the meeting come, whichever was meant."""

BY_ORGANIZER = Endpoint(
    "GET",
    "/organizers/{organizerKey}/attendees",
    GOTO,
    ("collab:",),
    _DOCS + "getAttendeesByOrganizer",
    ARRAY,
    echoes=(Echo("organizerKey", "[].organizerkey", "organizer"),),
)
"""For administrators only; of another organizer than the token's own it needs ``identity:`` as well."""

BY_GROUP = Endpoint(
    "GET",
    "/groups/{groupKey}/attendees",
    GOTO,
    ("identity:",),
    _DOCS + "getAttendeesByGroup",
    ARRAY,
)
DELETE_ATTENDEES = Endpoint(
    "DELETE",
    "/organizers/{organizerKey}/sessions/{sessionId}/attendees",
    GOTO,
    ("collab:",),
    _DOCS + "deleteSessionAttendeesById",
)

ENDPOINTS: Final = (BY_MEETING, BY_ORGANIZER, BY_GROUP, DELETE_ATTENDEES)


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """One join of somebody. ``began`` and ``ended`` are the session's own times, as text: all rows of it share one."""

    meeting: str
    instance: str
    organizer: str
    began: str
    ended: str
    joined: datetime | None
    left: datetime | None
    name: str = field(repr=False)
    email: str = field(repr=False)

    @property
    def mark(self) -> str:
        """What rows of one session share: its instance's key, or where there is none its times."""
        return f"{self.began}/{self.ended}" if self.instance in NO_KEY else self.instance


_SLOWLY: Final[TypeAdapter[datetime | None]] = TypeAdapter(GoToTime)


def _time(value: object) -> datetime | None:
    """Read the usual spellings of a time at once, and leave any other to ``GoToTime``."""
    if isinstance(value, str) and not value.isdecimal():
        try:
            return as_utc(datetime.fromisoformat(value))
        except (ValueError, OverflowError):
            pass
    return _SLOWLY.validate_python(value)


def moment(text: str) -> datetime | None:
    """Return when a session began or ended, ``None`` where its text is no time."""
    try:
        return _time(text)
    except ValidationError:
        return None


_TIME: Final[CoreSchema] = core_schema.with_default_schema(
    core_schema.no_info_plain_validator_function(_time), default=None
)


def _rows(organizer: str) -> TypeAdapter[list[AttendeeRow]]:
    """Return what reads a list of rows; ``organizer`` is where it has the organizer's key."""
    members = {
        "meeting": ("meetingId", KEY),
        "instance": ("meetingInstanceKey", MAYBE_KEY),
        "organizer": (organizer, MAYBE_KEY),
        "began": ("startTime", TEXT),
        "ended": ("endTime", TEXT),
        "joined": ("joinTime", _TIME),
        "left": ("leaveTime", _TIME),
        "name": ("attendeeName", TEXT),
        "email": ("attendeeEmail", TEXT),
    }
    rows: Any = Annotated[list[AttendeeRow], DirectSchema(core_schema.list_schema(record(AttendeeRow, members)))]
    return TypeAdapter(rows)


ROWS: Final = _rows("organizerkey")
GROUP_ROWS: Final = _rows("organizerKey")
