"""The telephone report, and the telephone legs that the dashboards show: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.decode import Key, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import HEAVY, TokenPage, endpoint

__all__ = [
    "DASHBOARD_PAGE",
    "ENDPOINTS",
    "MEETING_DASHBOARD",
    "TELEPHONE",
    "TELEPHONE_PAGE",
    "WEBINAR_DASHBOARD",
    "DashboardPage",
    "DashboardRow",
    "TelephonePage",
    "TelephoneRow",
]

TELEPHONE = endpoint(
    "GET",
    "/report/telephone",
    HEAVY,
    ("report:read:telephone:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="telephony_usage",
)
MEETING_DASHBOARD = endpoint(
    "GET",
    "/metrics/meetings/{meetingId}/participants",
    HEAVY,
    ("dashboard:read:list_meeting_participants:admin", "dashboard_meetings:read:admin", "dashboard:read:admin"),
    page="accounts/#tag/dashboards",
    expects="participants",
)
WEBINAR_DASHBOARD = endpoint(
    "GET",
    "/metrics/webinars/{webinarId}/participants",
    HEAVY,
    ("dashboard:read:list_webinar_participants:admin", "dashboard_webinars:read:admin", "dashboard:read:admin"),
    page="accounts/#tag/dashboards",
    expects="participants",
)

ENDPOINTS: Final = (TELEPHONE, MEETING_DASHBOARD, WEBINAR_DASHBOARD)


class TelephoneRow(WireModel):
    """One leg of a call. What it cost and the host's department are not read."""

    phone_number: OpenText = None
    call_in_number: OpenText = None
    signaled_number: OpenText = None
    country_name: OpenText = None
    type: OpenText = None
    start_time: UtcTime = None
    end_time: UtcTime = None
    duration: MaybeInt = None
    meeting_id: OpenText = None
    meeting_type: OpenText = None
    uuid: OpenText = None
    host_id: OpenText = None
    host_email: OpenText = None


class TelephonePage(TokenPage):
    """A page, and the days it is about: they may be fewer than were asked for."""

    first: OpenText = Field(default=None, alias="from")
    last: OpenText = Field(default=None, alias="to")
    telephony_usage: tuple[TelephoneRow, ...]


class _Call(WireModel):
    call_number: OpenText = None
    call_type: OpenText = None
    zoom_number: OpenText = None


class DashboardRow(WireModel):
    """A participant, as far as the telephone goes; nothing of devices, networks and places is read."""

    user_name: OpenText = None
    join_time: UtcTime = None
    leave_time: UtcTime = None
    audio_call: tuple[_Call, ...] | None = None


class DashboardPage(TokenPage):
    meeting_number: Key | None = None
    webinar_number: Key | None = None
    participants: tuple[DashboardRow, ...]


TELEPHONE_PAGE: Final = TypeAdapter(TelephonePage)
DASHBOARD_PAGE: Final = TypeAdapter(DashboardPage)
