"""Who was there: the rows of all four lists of participants, and the two lists beside the reports."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.decode import MaybeFlag, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import LIGHT, MEDIUM, TokenPage, endpoint

__all__ = ["ENDPOINTS", "PAGE", "PAST_MEETING", "PAST_WEBINAR", "MaybeInt", "ParticipantRow", "ParticipantsPage"]

PAST_MEETING = endpoint(
    "GET",
    "/past_meetings/{meetingId}/participants",
    LIGHT,
    (
        "meeting:read:list_past_participants:admin",
        "meeting:read:list_past_participants",
        "meeting:read:admin",
        "meeting:read",
    ),
    page="meetings/#tag/meetings",
    expects="participants",
)
PAST_WEBINAR = endpoint(
    "GET",
    "/past_webinars/{webinarId}/participants",
    MEDIUM,
    (
        "webinar:read:list_past_participants:admin",
        "webinar:read:list_past_participants",
        "webinar:read:admin",
        "webinar:read",
    ),
    page="meetings/#tag/webinars",
    expects="participants",
)

ENDPOINTS: Final = (PAST_MEETING, PAST_WEBINAR)
"""The two reports are in ``history``."""


class ParticipantRow(WireModel):
    """One join of somebody. Old reports had a score of attention here; it is cut out before this is parsed."""

    id: OpenText = None
    participant_user_id: OpenText = None
    registrant_id: OpenText = None
    name: OpenText = None
    user_email: OpenText = None
    join_time: UtcTime = None
    leave_time: UtcTime = None
    duration: MaybeInt = None
    status: OpenText = None
    internal_user: MaybeFlag = None


class ParticipantsPage(TokenPage):
    participants: tuple[ParticipantRow, ...]


PAGE: Final = TypeAdapter(ParticipantsPage)
