"""GoTo's sample of questions, held member by member against the questions they become."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge import Question, QuestionAnswer, RegistrantId, SessionId
from provider_bridge.providers import goto
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.questions import Questions
from provider_bridge.providers.gotowebinar.wire import questions as wire

pytestmark = needs_samples

RUN: Final = SessionId("1/2/3")
NAME: Final = "goto/vendor_g2w_attendee_questions"
READ: Final = {"question", "askedBy", "askerKey", "dateAsked", "answers"}
READ_OF_ANSWERS: Final = {"answer", "answeredBy", "answererRole", "answererEmail", "answerTime"}


def facet(body: bytes) -> Questions:
    account = Canned({wire.QUESTIONS: body, wire.OF_PARTICIPANT: body}, goto.FORBIDDEN)
    settings = {"provider": "g", "client_id": "i", "client_secret": "s", "personal_access_token": "p"}
    return Questions(account.of(Whose(goto.GoToSettings.model_validate(settings))))


def expected(row: dict[str, Any]) -> Question:
    return Question(
        session=RUN,
        id="",
        status="",
        asked_at=datetime.fromisoformat(row["dateAsked"]),
        anonymous=False,
        answers=tuple(
            QuestionAnswer(
                at=None,  # the sample has filler words in place of the time
                visibility="",
                email=each["answererEmail"],
                text=each["answer"],
                host=each["answeredBy"],
                role=each["answererRole"],
            )
            for each in row["answers"]
        ),
        email=row["askedBy"],
        text=row["question"],
        registrant=row["askerKey"],
    )


@pytest.mark.parametrize("of", ["session", "participant"])
def test_every_member_of_a_question_is_kept(of: str) -> None:
    """Whoever it is asked by, in the list of a session and in that of one person, which have the same shape."""
    rows = json.loads(sample(NAME))
    questions = facet(sample(NAME))

    found = list(questions.list(RUN) if of == "session" else questions.list_of_participant(RUN, RegistrantId("7")))

    assert found == [expected(row) for row in rows]
    assert {name for row in rows for name in row} == READ
    assert {name for row in rows for each in row["answers"] for name in each} == READ_OF_ANSWERS
