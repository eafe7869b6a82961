"""GoToMeeting: what took place, as the history of an organizer or of a group shows it, and erasing a session."""

from __future__ import annotations

from typing import Final

from pydantic import AliasChoices, Field, TypeAdapter

from provider_bridge.core.calls import ARRAY, Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeInt, MaybeKey, OpenText, WireModel
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.times import GoToTime

__all__ = [
    "DELETE_SESSION",
    "ENDPOINTS",
    "HISTORY",
    "HISTORY_OF_GROUP",
    "HISTORY_OF_ORGANIZER",
    "LINES",
    "NO_KEY",
    "Line",
]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1#operation/"

HISTORY = Endpoint(
    "GET",
    "/historicalMeetings",
    GOTO,
    ("collab:",),
    _DOCS + "getHistoricalMeetings",
    ARRAY,
)
"""Of the token's own organizer, whose key nobody has to know for it."""

HISTORY_OF_ORGANIZER = Endpoint(
    "GET",
    "/organizers/{organizerKey}/historicalMeetings",
    GOTO,
    ("collab:",),
    _DOCS + "getHistoricalMeetingsByOrganizer",
    ARRAY,
    echoes=(Echo("organizerKey", "[].organizerKey", "organizer"),),
)
"""Of another organizer than the token's own it needs ``identity:`` as well."""

HISTORY_OF_GROUP = Endpoint(
    "GET",
    "/groups/{groupKey}/historicalMeetings",
    GOTO,
    ("identity:",),
    _DOCS + "getHistoricalMeetingsByGroup",
    ARRAY,
)
DELETE_SESSION = Endpoint(
    "DELETE",
    "/organizers/{organizerKey}/sessions/{sessionId}",
    GOTO,
    ("collab:",),
    _DOCS + "deleteSessionById",
)

ENDPOINTS: Final = (HISTORY, HISTORY_OF_ORGANIZER, HISTORY_OF_GROUP, DELETE_SESSION)

NO_KEY: Final = frozenset({"", "0"})
"""What stands in place of a session's or an instance's key where there is none."""


class Line(WireModel):
    """A run that is over. The names and the address are the organizer's.

    The shapes of the deprecated listings are read as well: ``date`` in place of a start, ``organizerkey``, an
    instance key in place of a session's id. Access codes, links of recordings, and lengths, which start and end
    tell better, are not read.
    """

    meeting: Key = Field(alias="meetingId", min_length=1)
    session_id: MaybeKey = Field(default=None, alias="sessionId")
    instance_key: MaybeKey = Field(default=None, alias="meetingInstanceKey")
    organizer: MaybeKey = Field(
        default=None, validation_alias=AliasChoices("organizerKey", "organizerkey", "newOrganizerKey")
    )
    start: GoToTime = Field(default=None, validation_alias=AliasChoices("startTime", "date"))
    end: GoToTime = Field(default=None, alias="endTime")
    participants: MaybeInt = Field(default=None, alias="numAttendees")
    subject: OpenText = None
    first_name: OpenText = Field(default=None, alias="firstName")
    last_name: OpenText = Field(default=None, alias="lastName")
    email: OpenText = None

    @property
    def session(self) -> str:
        """Which session it is, ``""`` on a line whose session was deleted, and on every line of a group.

        *Unsure*: that a line without a session's id has it in its instance key; the document shows both side by side.
        """
        found = (self.session_id or "", self.instance_key or "")
        return next((key for key in found if key not in NO_KEY), "")

    @property
    def host_name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))


LINES: Final = TypeAdapter(tuple[Line, ...])
