"""GoToMeeting's scheduled meetings: endpoints and rows. What GoTo answers is written otherwise than what it is sent."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from provider_bridge.core.calls import ARRAY, Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeFlag, MaybeKey, Minutes, OpenText, WireModel, as_object
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.times import GoToTime

__all__ = [
    "ADD",
    "ADDED",
    "DELETE",
    "ENDPOINTS",
    "MEETING",
    "MEETINGS",
    "ROWS",
    "START",
    "START_BODY",
    "UPCOMING",
    "UPCOMING_OF",
    "UPCOMING_OF_GROUP",
    "UPDATE",
    "AddedBody",
    "MeetingBody",
    "MeetingRow",
    "StartBody",
    "as_many",
]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1#operation/"
_OWN: Final = ("collab:",)

UPCOMING = Endpoint("GET", "/upcomingMeetings", GOTO, _OWN, _DOCS + "getUpcomingMeetings", ARRAY)
UPCOMING_OF = Endpoint(
    "GET",
    "/organizers/{organizerKey}/upcomingMeetings",
    GOTO,
    ("collab:", "identity:"),  # one's own, others'
    _DOCS + "getUpcomingMeetingsByOrganizer",
    ARRAY,
)
UPCOMING_OF_GROUP = Endpoint(
    "GET",
    "/groups/{groupKey}/upcomingMeetings",
    GOTO,
    ("identity:",),
    _DOCS + "getUpcomingMeetingsByGroup",
    ARRAY,
)
MEETING = Endpoint(
    "GET",
    "/meetings/{meetingId}",
    GOTO,
    _OWN,
    _DOCS + "getMeeting",
    ARRAY,
    echoes=(Echo("meetingId", "[].meetingId", "event"), Echo("meetingId", "[].uniqueMeetingId", "event")),
)
ADD = Endpoint("POST", "/meetings", GOTO, _OWN, _DOCS + "createMeeting", ARRAY)
UPDATE = Endpoint("PUT", "/meetings/{meetingId}", GOTO, _OWN, _DOCS + "updateMeeting")
DELETE = Endpoint("DELETE", "/meetings/{meetingId}", GOTO, _OWN, _DOCS + "deleteMeeting")
START = Endpoint("GET", "/meetings/{meetingId}/start", GOTO, _OWN, _DOCS + "startMeeting", "hostURL")

ENDPOINTS: Final = (UPCOMING, UPCOMING_OF, UPCOMING_OF_GROUP, MEETING, ADD, UPDATE, DELETE, START)


def as_many(value: object) -> object:
    """Read one object as an array of it: GoTo puts single objects into arrays, and in old documents does not."""
    return value if as_object(value) is None else [value]


class MeetingRow(WireModel):
    """A meeting to come, of whichever list; ``email`` is the organizer's. A group's list has no ``dial_in``."""

    id: Key = Field(alias="meetingId", min_length=1)
    organizer: MaybeKey = Field(default=None, alias="organizerKey")
    email: OpenText = None
    title: OpenText = Field(default=None, alias="subject")
    start: GoToTime = Field(default=None, alias="startTime")
    end: GoToTime = Field(default=None, alias="endTime")
    kind: OpenText = Field(default=None, alias="meetingType")
    password_required: MaybeFlag = Field(default=None, alias="passwordRequired")
    dial_in: OpenText = Field(default=None, alias="conferenceCallInfo")


class MeetingBody(MeetingRow):
    """One meeting by itself, which does not say whose it is."""

    created_at: GoToTime = Field(default=None, alias="createTime")
    length: Minutes = Field(default=None, alias="duration")
    co_organizers: tuple[Key, ...] | None = Field(default=None, alias="coorganizerKeys")


class AddedBody(WireModel):
    """What GoTo says of a meeting that it made."""

    id: Key = Field(alias="meetingid", min_length=1)
    join_url: OpenText = Field(default=None, alias="joinURL")
    dial_in: OpenText = Field(default=None, alias="conferenceCallInfo")


class StartBody(WireModel):
    """What starts a meeting as its host."""

    url: str = Field(alias="hostURL", min_length=1)


ROWS: Final = TypeAdapter(tuple[MeetingRow, ...])
MEETINGS: Final = TypeAdapter(Annotated[tuple[MeetingBody, ...], BeforeValidator(as_many)])
ADDED: Final = TypeAdapter(Annotated[tuple[AddedBody, ...], BeforeValidator(as_many)])
START_BODY: Final = TypeAdapter(StartBody)
