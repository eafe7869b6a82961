"""GoTo's samples of attendees, polls and surveys, held member by member against what they become."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from contract.openapi import needs_documents, needs_samples, webinar
from contract.samples import Canned, sample

from provider_bridge import ResponseChoice, ResponseSummary, SessionId
from provider_bridge.core.decode import decode
from provider_bridge.providers import goto
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.responses import Responses
from provider_bridge.providers.gotowebinar.wire import responses as wire

RUN: Final = SessionId("1/2/3")
ATTENDEES: Final = "goto/vendor_g2w_session_attendees_array"
SUMS: Final = {"poll": "goto/vendor_g2w_session_polls", "survey": "goto/vendor_g2w_session_surveys"}

NOT_READ: Final = {
    "attendance": "when somebody was there is a matter of participants",
    "attendanceTimeInSeconds": "likewise",
    "sessionKey": "the session is the one that was asked for",
}
"""Members of an attendee that answers to polls have no use for, each with the reason."""


def facet(**answers: bytes) -> Responses:
    account = Canned({getattr(wire, name): body for name, body in answers.items()}, goto.FORBIDDEN)
    settings = {"provider": "g", "client_id": "i", "client_secret": "s", "personal_access_token": "p"}
    return Responses(account.of(Whose(goto.GoToSettings.model_validate(settings))))


@needs_samples
def test_every_attendee_is_asked_and_named() -> None:
    """Each row's key, name and address go with the answers; nothing else of it is read."""
    rows = json.loads(sample(ATTENDEES))
    answers = json.dumps([{"question": "How was the experience?", "answers": ["Great", "Super"]}]).encode()

    found = list(facet(ATTENDEES=sample(ATTENDEES), PERSON_POLLS=answers, PERSON_SURVEYS=answers).list(RUN))

    assert [(str(row["registrantKey"]), f"{row['firstName']} {row['lastName']}", row["email"]) for row in rows] == list(
        dict.fromkeys((str(each.registrant), each.name, each.email) for each in found)
    )
    told = [(each.source, each.question, each.answer) for each in found[:4]]
    assert told == [
        (source, "How was the experience?", answer) for source in ("poll", "survey") for answer in ("Great", "Super")
    ]
    declared = {each.alias or name for name, each in wire.AttendeeRow.model_fields.items()}
    assert {name for row in rows for name in row} == declared | NOT_READ.keys()


@needs_samples
@pytest.mark.parametrize("source", SUMS)
def test_every_member_of_a_sum_is_kept(source: str) -> None:
    """The question, the count, and of each choice its words and its share."""
    body = sample(SUMS[source])
    rows = json.loads(body)

    found = facet(POLLS=body, SURVEYS=body).summaries(RUN, source=source)

    assert found == tuple(
        ResponseSummary(
            session=RUN,
            source=source,
            responses=row["numberOfResponses"],
            choices=tuple(ResponseChoice(each["percentage"], each["text"]) for each in row["responses"]),
            question=row["question"],
        )
        for row in rows
    )
    assert {name for row in rows for name in row} == {"question", "numberOfResponses", "responses"}
    assert {name for row in rows for each in row["responses"] for name in each} == {"text", "percentage"}


@needs_documents
def test_every_documented_member_of_an_answer_is_read() -> None:
    """There is no sample of one person's answers; the document's own example values are read, none left out."""
    document = webinar().tree["components"]["schemas"]["PollAnswer"]["properties"]
    row: dict[str, Any] = {
        name: each.get("example", each.get("items", {}).get("example")) for name, each in document.items()
    }
    reply = Canned({}, goto.FORBIDDEN).reply(wire.PERSON_POLLS, json.dumps([row]).encode())

    (only,) = decode(wire.ANSWER_ROWS, reply)

    assert set(wire.AnswerRow.model_fields) == set(document)
    assert (only.question, only.given, only.answer) == (row["question"], tuple(row["answers"]), row["answer"])
