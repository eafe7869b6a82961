"""Answers to polls and surveys: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import HEAVY, endpoint

__all__ = [
    "ENDPOINTS",
    "MEETING_POLLS",
    "MEETING_SURVEY",
    "POLLS",
    "SURVEY",
    "WEBINAR_POLLS",
    "WEBINAR_SURVEY",
    "Respondent",
]

MEETING_POLLS = endpoint(
    "GET",
    "/report/meetings/{meetingId}/polls",
    HEAVY,
    ("report:read:list_meeting_polls:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="questions",
    echoes=(Echo("meetingId", "uuid", "session"),),
)
WEBINAR_POLLS = endpoint(
    "GET",
    "/report/webinars/{webinarId}/polls",
    HEAVY,
    ("report:read:list_webinar_polls:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="questions",
    echoes=(Echo("webinarId", "uuid", "session"),),
)
MEETING_SURVEY = endpoint(
    "GET",
    "/report/meetings/{meetingId}/survey",
    HEAVY,
    ("report:read:meeting_survey:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="survey_answers",
    echoes=(Echo("meetingId", "meeting_uuid", "session"),),
)
WEBINAR_SURVEY = endpoint(
    "GET",
    "/report/webinars/{webinarId}/survey",
    HEAVY,
    ("report:read:webinar_survey:admin", "report:read:admin"),
    page="meetings/#tag/reports",
    expects="survey_answers",
    echoes=(Echo("webinarId", "webinar_uuid", "session"),),
)

ENDPOINTS: Final = (MEETING_POLLS, WEBINAR_POLLS, MEETING_SURVEY, WEBINAR_SURVEY)


class Respondent(WireModel):
    """Who answered."""

    name: OpenText = None
    first_name: OpenText = None
    last_name: OpenText = None
    email: OpenText = None


class _Answer(WireModel):
    question: OpenText = None
    answer: OpenText = None
    date_time: UtcTime = None


class _PollAnswer(_Answer):
    polling_id: OpenText = None


class _SurveyAnswer(_Answer):
    question_id: OpenText = None


class _PollRespondent(Respondent):
    question_details: tuple[_PollAnswer, ...]


class _SurveyRespondent(Respondent):
    answer_details: tuple[_SurveyAnswer, ...]


class PollReport(WireModel):
    """The list is one of people, despite its name. It is required: without it the report says nothing."""

    questions: tuple[_PollRespondent, ...]


class SurveyReport(WireModel):
    survey_id: OpenText = None
    survey_answers: tuple[_SurveyRespondent, ...]


POLLS: Final = TypeAdapter(PollReport)
SURVEY: Final = TypeAdapter(SurveyReport)
