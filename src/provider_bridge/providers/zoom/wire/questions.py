"""Questions and answers of a session: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import HEAVY, MEDIUM, endpoint

__all__ = [
    "ENDPOINTS",
    "MEETING_QA",
    "PAST_MEETING_QA",
    "PAST_WEBINAR_QA",
    "QA",
    "WEBINAR_QA",
    "AnswerRow",
    "AskerRow",
    "QuestionRow",
]

MEETING_QA = endpoint(
    "GET",
    "/report/meetings/{meetingId}/qa",
    HEAVY,
    ("report:read:meeting_qna:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="questions",
    echoes=(Echo("meetingId", "uuid", "session"),),
)
WEBINAR_QA = endpoint(
    "GET",
    "/report/webinars/{webinarId}/qa",
    HEAVY,
    ("report:read:webinar_qna:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="questions",
    echoes=(Echo("webinarId", "uuid", "session"),),
)

PAST_MEETING_QA = endpoint(
    "GET",
    "/past_meetings/{meetingId}/qa",
    MEDIUM,
    ("meeting:read:past_qa:admin", "meeting:read:past_qa", "meeting:read:admin", "meeting:read"),
    page="meetings/#tag/meetings",
    expects="questions",
    echoes=(Echo("meetingId", "uuid", "session"),),
)
PAST_WEBINAR_QA = endpoint(
    "GET",
    "/past_webinars/{webinarId}/qa",
    MEDIUM,
    ("webinar:read:past_qa:admin", "webinar:read:past_qa", "webinar:read:admin", "webinar:read"),
    page="meetings/#tag/webinars",
    expects="questions",
    echoes=(Echo("webinarId", "uuid", "session"),),
)

ENDPOINTS: Final = (MEETING_QA, WEBINAR_QA, PAST_MEETING_QA, PAST_WEBINAR_QA)


class AnswerRow(WireModel):
    name: OpenText = None
    email: OpenText = None
    content: OpenText = None
    create_time: UtcTime = None
    type: OpenText = None
    user_id: OpenText = None


class QuestionRow(WireModel):
    """``answer`` is deprecated: all answers in one text, which matters only where there are no details."""

    question_id: OpenText = None
    question: OpenText = None
    question_status: OpenText = None
    create_time: UtcTime = None
    answer: OpenText = None
    answer_details: tuple[AnswerRow, ...] | None = None


class AskerRow(WireModel):
    """Somebody, with all questions of theirs."""

    user_id: OpenText = None
    name: OpenText = None
    email: OpenText = None
    question_details: tuple[QuestionRow, ...]


class QaReport(WireModel):
    """``questions`` is required: a report without the list says nothing, least of all that nothing was asked."""

    questions: tuple[AskerRow, ...]


QA: Final = TypeAdapter(QaReport)
