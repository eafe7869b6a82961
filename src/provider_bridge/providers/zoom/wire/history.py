"""What took place, and the reports of who was there: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.decode import Key, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import HEAVY, TokenPage, endpoint

__all__ = ["ENDPOINTS", "HISTORY", "HISTORY_PAGE", "MEETING_PARTICIPANTS", "WEBINAR_PARTICIPANTS", "HistoryRow"]

HISTORY = endpoint(
    "GET",
    "/report/history_meetings",
    HEAVY,
    ("report:read:list_history_meetings:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="history_meetings",
)
MEETING_PARTICIPANTS = endpoint(
    "GET",
    "/report/meetings/{meetingId}/participants",
    HEAVY,
    ("report:read:list_meeting_participants:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="participants",
)
WEBINAR_PARTICIPANTS = endpoint(
    "GET",
    "/report/webinars/{webinarId}/participants",
    HEAVY,
    ("report:read:list_webinar_participants:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="participants",
)

ENDPOINTS: Final = (HISTORY, MEETING_PARTICIPANTS, WEBINAR_PARTICIPANTS)


class HistoryRow(WireModel):
    """A meeting or webinar that took place; nothing of who was there."""

    meeting_uuid: Key
    start_time: UtcTime = None
    participants: int | None = None


class HistoryPage(TokenPage):
    history_meetings: tuple[HistoryRow, ...]


HISTORY_PAGE: Final = TypeAdapter(HistoryPage)
