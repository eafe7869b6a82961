"""Scheduled meetings and webinars: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import Key, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import LIGHT, MEDIUM, TokenPage, endpoint

__all__ = [
    "ENDPOINTS",
    "EVENT",
    "HOST_MEETINGS",
    "HOST_WEBINARS",
    "MEETING",
    "MEETING_PAGE",
    "WEBINAR",
    "WEBINAR_PAGE",
    "EventBody",
    "EventRow",
    "MaybeInt",
]

MEETING = endpoint(
    "GET",
    "/meetings/{meetingId}",
    LIGHT,
    ("meeting:read:meeting:admin", "meeting:read:meeting", "meeting:read:admin", "meeting:read"),
    page="meetings/#tag/meetings",
    expects="id",
    echoes=(Echo("meetingId", "id", "event"), Echo("meetingId", "pmi", "event")),
)
WEBINAR = endpoint(
    "GET",
    "/webinars/{webinarId}",
    LIGHT,
    ("webinar:read:webinar:admin", "webinar:read:webinar", "webinar:read:admin", "webinar:read"),
    page="meetings/#tag/webinars",
    expects="id",
    echoes=(Echo("webinarId", "id", "event"),),
)
HOST_MEETINGS = endpoint(
    "GET",
    "/users/{userId}/meetings",
    MEDIUM,
    ("meeting:read:list_meetings:admin", "meeting:read:list_meetings", "meeting:read:admin", "meeting:read"),
    page="meetings/#tag/meetings",
    expects="meetings",
)
HOST_WEBINARS = endpoint(
    "GET",
    "/users/{userId}/webinars",
    MEDIUM,
    ("webinar:read:list_webinars:admin", "webinar:read:list_webinars", "webinar:read:admin", "webinar:read"),
    page="meetings/#tag/webinars",
    expects="webinars",
)

ENDPOINTS: Final = (MEETING, WEBINAR, HOST_MEETINGS, HOST_WEBINARS)


class EventRow(WireModel):
    """A meeting or webinar, as a listing shows it. Its password and ``start_url`` are never read."""

    id: Key
    type: OpenText = None
    host_id: OpenText = None
    topic: OpenText = None
    start_time: UtcTime = None
    duration: MaybeInt = None
    timezone: OpenText = None
    created_at: UtcTime = None
    join_url: OpenText = None


class OccurrenceRow(WireModel):
    occurrence_id: Key
    start_time: UtcTime = None
    duration: MaybeInt = None
    status: OpenText = None


class EventSettings(WireModel):
    approval_type: OpenText = None
    auto_recording: OpenText = None


class EventBody(EventRow):
    """A meeting or webinar, asked for alone."""

    host_email: OpenText = None
    occurrences: tuple[OccurrenceRow, ...] | None = None
    settings: EventSettings | None = None


class MeetingPage(TokenPage):
    meetings: tuple[EventRow, ...]


class WebinarPage(TokenPage):
    webinars: tuple[EventRow, ...]
    page_count: MaybeInt = None


EVENT: Final = TypeAdapter(EventBody)
MEETING_PAGE: Final = TypeAdapter(MeetingPage)
WEBINAR_PAGE: Final = TypeAdapter(WebinarPage)
