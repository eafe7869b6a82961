"""Sample bodies of Zoom's reports of polls and surveys, held field by field against the answers they become."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge import Response, SessionId
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.responses import Responses

pytestmark = needs_samples

POLLS = {
    "meeting": (wire.responses.MEETING_POLLS, "zoom/spec2025_report-meetings-meetingId-polls_GET"),
    "webinar": (wire.responses.WEBINAR_POLLS, "zoom/spec2025_report-webinars-webinarId-polls_GET"),
}
SURVEYS = {
    "meeting": (wire.responses.MEETING_SURVEY, "zoom/spec2025_report-meetings-meetingId-survey_GET"),
    "webinar": (wire.responses.WEBINAR_SURVEY, "zoom/spec2025_report-webinars-webinarId-survey_GET"),
}


@pytest.mark.parametrize("kind", POLLS)
def test_every_field_of_a_poll_is_kept(kind: str) -> None:
    """Person, question, answer, time, and the poll's id."""
    endpoint, name = POLLS[kind]
    (who,) = json.loads(sample(name))["questions"]
    (row,) = who["question_details"]
    account = Canned({endpoint: sample(name)}, wire.FORBIDDEN)

    (only,) = Responses(account).list(SessionId(f"{kind}:abcd+efg=="), source="poll")

    assert only == Response(
        session=SessionId(f"{kind}:abcd+efg=="),
        source="poll",
        source_id=row["polling_id"],
        question_id="",
        at=datetime.fromisoformat(row["date_time"].replace(".66Z", ".660Z")),
        anonymous=False,
        name=who["name"],
        email=who["email"],
        question=row["question"],
        answer=row["answer"],
    )


@pytest.mark.parametrize(
    "name", ["zoom/spec2025_past_meetings-meetingId-polls_GET", "zoom/spec2025_past_webinars-webinarId-polls_GET"]
)
def test_the_list_of_a_past_session_has_the_same_shape(name: str) -> None:
    """It is not asked for, because the report tells all of it; would it come, every field would be kept."""
    (who,) = json.loads(sample(name))["questions"]
    (row,) = who["question_details"]
    account = Canned({wire.responses.MEETING_POLLS: sample(name)}, wire.FORBIDDEN)

    (only,) = Responses(account).list(SessionId("meeting:abcd+efg=="), source="poll")

    assert (only.name, only.email, only.anonymous) == (who["name"], who["email"], False)
    assert (only.question, only.answer, only.source_id) == (row["question"], row["answer"], row["polling_id"])
    assert only.at == datetime.fromisoformat(row["date_time"])


@pytest.mark.parametrize("kind", SURVEYS)
def test_every_field_of_a_survey_is_kept(kind: str) -> None:
    """Person, question and its id, answer, time, and the survey's id."""
    endpoint, name = SURVEYS[kind]
    tree = json.loads(sample(name))
    (who,) = tree["survey_answers"]
    (row,) = who["answer_details"]
    account = Canned({endpoint: sample(name)}, wire.FORBIDDEN)

    (only,) = Responses(account).list(SessionId(f"{kind}:abcd+efg=="), source="survey")

    assert only == Response(
        session=SessionId(f"{kind}:abcd+efg=="),
        source="survey",
        source_id=tree["survey_id"],
        question_id=row["question_id"],
        at=datetime.fromisoformat(row["date_time"].replace(".66Z", ".660Z")),
        anonymous=False,
        name=who["name"],
        email=who["email"],
        question=row["question"],
        answer=row["answer"],
    )
