"""Scheduled meetings and webinars: endpoints and rows."""

from __future__ import annotations

from typing import Final

from provider_bridge.providers.zoom.wire.base import LIGHT, endpoint

__all__ = ["ENDPOINTS", "MEETING", "WEBINAR"]

MEETING = endpoint(
    "GET",
    "/meetings/{meetingId}",
    LIGHT,
    ("meeting:read:meeting:admin", "meeting:read:meeting", "meeting:read:admin", "meeting:read"),
    page="meetings/#tag/meetings",
    expects="id",
)
WEBINAR = endpoint(
    "GET",
    "/webinars/{webinarId}",
    LIGHT,
    ("webinar:read:webinar:admin", "webinar:read:webinar", "webinar:read:admin", "webinar:read"),
    page="meetings/#tag/webinars",
    expects="id",
)

ENDPOINTS: Final = (MEETING, WEBINAR)
