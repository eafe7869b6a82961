"""Sample bodies of Zoom's reports of questions, held field by field against the questions they become."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge import Question, QuestionAnswer, SessionId
from provider_bridge.core.calls import Endpoint
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.questions import Questions

pytestmark = needs_samples

SAMPLES = {
    "meeting": (wire.questions.MEETING_QA, "zoom/spec2025_report-meetings-meetingId-qa_GET"),
    "webinar": (wire.questions.WEBINAR_QA, "zoom/spec2025_report-webinars-webinarId-qa_GET"),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_field_of_a_question_is_kept(kind: str) -> None:
    """Asker, words, state and time, and the same of each answer."""
    endpoint, name = SAMPLES[kind]
    (asker,) = json.loads(sample(name))["questions"]
    (row,) = asker["question_details"]
    (answer,) = row["answer_details"]

    (only,) = Questions(Canned({endpoint: sample(name)}, wire.FORBIDDEN)).list(SessionId(f"{kind}:abcd+efg=="))

    assert only == Question(
        session=SessionId(f"{kind}:abcd+efg=="),
        id=row["question_id"],
        status=row["question_status"],
        asked_at=datetime.fromisoformat(row["create_time"]),
        anonymous=False,
        answers=(
            QuestionAnswer(
                at=datetime.fromisoformat(answer["create_time"]),
                visibility="",
                spoken=False,
                name=answer["name"],
                email=answer["email"],
                text=answer["content"],
                host=answer["user_id"],
            ),
        ),
        name=asker["name"],
        email=asker["email"],
        text=row["question"],
        user=asker["user_id"],
    )


@pytest.mark.parametrize(
    ("kind", "endpoint", "name"),
    [
        ("meeting", wire.questions.PAST_MEETING_QA, "zoom/spec2025_past_meetings-meetingId-qa_GET"),
        ("webinar", wire.questions.PAST_WEBINAR_QA, "zoom/spec2025_past_webinars-webinarId-qa_GET"),
    ],
)
def test_every_field_of_a_past_session_s_question_is_kept(kind: str, endpoint: Endpoint, name: str) -> None:
    """Asker, question, and the one text of its answers; there is no more."""
    (asker,) = json.loads(sample(name))["questions"]
    (row,) = asker["question_details"]
    account = Canned({endpoint: sample(name)}, wire.FORBIDDEN)

    (only,) = Questions(account).list(SessionId(f"{kind}:abcd+efg=="), source="past")

    assert only == Question(
        session=SessionId(f"{kind}:abcd+efg=="),
        id="",
        status="",
        asked_at=None,
        anonymous=False,
        answers=(QuestionAnswer(None, "", text=row["answer"]),),
        name=asker["name"],
        email=asker["email"],
        text=row["question"],
    )
