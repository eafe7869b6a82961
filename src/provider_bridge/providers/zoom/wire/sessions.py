"""Runs of meetings and webinars that took place: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import Key, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import HEAVY, LIGHT, MEDIUM, TokenPage, endpoint

__all__ = [
    "ENDPOINTS",
    "MEETING_RUNS",
    "MEETING_RUNS_LIST",
    "PAST",
    "PAST_MEETING",
    "RUN_PAGE",
    "WEBINAR_REPORT",
    "WEBINAR_RUNS",
    "WEBINAR_RUNS_LIST",
    "InstanceRow",
    "PastBody",
    "RunRow",
]

MEETING_RUNS = endpoint(
    "GET",
    "/past_meetings/{meetingId}/instances",
    MEDIUM,
    (
        "meeting:read:list_past_instances:admin",
        "meeting:read:list_past_instances",
        "meeting:read:admin",
        "meeting:read",
    ),
    page="meetings/#tag/meetings",
    expects="meetings",
)
WEBINAR_RUNS = endpoint(
    "GET",
    "/past_webinars/{webinarId}/instances",
    LIGHT,
    (
        "webinar:read:list_past_instances:admin",
        "webinar:read:list_past_instances",
        "webinar:read:admin",
        "webinar:read",
    ),
    page="meetings/#tag/webinars",
    expects="webinars",
)
PAST_MEETING = endpoint(
    "GET",
    "/past_meetings/{meetingId}",
    LIGHT,
    ("meeting:read:past_meeting:admin", "meeting:read:past_meeting", "meeting:read:admin", "meeting:read"),
    page="meetings/#tag/meetings",
    expects="uuid",
    echoes=(Echo("meetingId", "uuid", "session"),),
)
WEBINAR_REPORT = endpoint(
    "GET",
    "/report/webinars/{webinarId}",
    HEAVY,
    ("report:read:webinar:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="uuid",
    echoes=(Echo("webinarId", "uuid", "session"),),
)

ENDPOINTS: Final = (MEETING_RUNS, WEBINAR_RUNS, PAST_MEETING, WEBINAR_REPORT)


class InstanceRow(WireModel):
    """A run of a known meeting or webinar."""

    uuid: Key
    start_time: UtcTime = None


class MeetingRuns(WireModel):
    meetings: tuple[InstanceRow, ...]


class WebinarRuns(WireModel):
    webinars: tuple[InstanceRow, ...]


class PastBody(WireModel):
    """A run, asked for alone."""

    uuid: Key
    id: OpenText = None
    host_id: OpenText = None
    topic: OpenText = None
    start_time: UtcTime = None
    end_time: UtcTime = None
    participants_count: MaybeInt = None
    user_name: OpenText = None
    user_email: OpenText = None


class RunRow(WireModel):
    """A run, as the account's history shows it."""

    meeting_uuid: Key
    meeting_id: OpenText = None
    type: OpenText = None
    topic: OpenText = None
    start_time: UtcTime = None
    end_time: UtcTime = None
    participants: MaybeInt = None
    host_display_name: OpenText = None
    host_email: OpenText = None


class RunPage(TokenPage):
    history_meetings: tuple[RunRow, ...]
    first: OpenText = Field(default=None, alias="from")
    last: OpenText = Field(default=None, alias="to")


MEETING_RUNS_LIST: Final = TypeAdapter(MeetingRuns)
WEBINAR_RUNS_LIST: Final = TypeAdapter(WebinarRuns)
PAST: Final = TypeAdapter(PastBody)
RUN_PAGE: Final = TypeAdapter(RunPage)
