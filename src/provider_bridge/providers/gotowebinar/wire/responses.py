"""Answers to polls and surveys, of each person and in sum: endpoints and rows."""

from __future__ import annotations

from typing import Final, Self

from pydantic import Field, TypeAdapter, model_validator

from provider_bridge.core.calls import ARRAY, Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeInt, OpenText, WireModel
from provider_bridge.providers.goto import GOTO

__all__ = [
    "ANSWER_ROWS",
    "ATTENDEES",
    "ATTENDEE_ROWS",
    "ENDPOINTS",
    "PERSON_POLLS",
    "PERSON_SURVEYS",
    "POLLS",
    "SUMMARY_ROWS",
    "SURVEYS",
    "AnswerRow",
    "AttendeeRow",
    "SummaryRow",
]

_DOCS = "https://developer.goto.com/GoToWebinarV2#operation/"
_SESSION = "/organizers/{organizerKey}/webinars/{webinarKey}/sessions/{sessionKey}"


def _list(path: str, operation: str, echoes: tuple[Echo, ...] = ()) -> Endpoint:
    """Return the endpoint of a bare list of a session's."""
    return Endpoint("GET", _SESSION + path, GOTO, ("collab:",), _DOCS + operation, ARRAY, echoes=echoes)


ATTENDEES = _list("/attendees", "getAttendees", echoes=(Echo("sessionKey", "[].sessionKey", "session"),))
PERSON_POLLS = _list("/attendees/{registrantKey}/polls", "getAttendeePollAnswers")
PERSON_SURVEYS = _list("/attendees/{registrantKey}/surveys", "getAttendeeSurveyAnswers")
POLLS = _list("/polls", "getPolls")
SURVEYS = _list("/surveys", "getSurveys")

ENDPOINTS: Final = (ATTENDEES, PERSON_POLLS, PERSON_SURVEYS, POLLS, SURVEYS)


class AttendeeRow(WireModel):
    """Somebody who came, as far as it takes to ask for their answers and to say whose they are."""

    registrant_key: Key = Field(alias="registrantKey", min_length=1)
    first_name: OpenText = Field(default=None, alias="firstName")
    last_name: OpenText = Field(default=None, alias="lastName")
    email: OpenText = None

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class AnswerRow(WireModel):
    """What one person answered to one question; ``answer`` is deprecated and matters where ``answers`` is not sent."""

    question: str
    answers: tuple[str, ...] | None = None
    answer: OpenText = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set & {"answers", "answer"}:
            raise ValueError("neither answers nor answer")
        return self

    @property
    def given(self) -> tuple[str, ...]:
        """The answers that were given: several where several could be chosen, none where none was."""
        if self.answers is not None:
            return self.answers
        return (self.answer,) if self.answer else ()


class ChoiceRow(WireModel):
    text: OpenText = None
    percentage: float | None = None


class SummaryRow(WireModel):
    """A question of a poll or survey in sum. What was answered is required: without it the row says nothing."""

    question: str
    responses: tuple[ChoiceRow, ...]
    number: MaybeInt = Field(default=None, alias="numberOfResponses")


ATTENDEE_ROWS: Final = TypeAdapter(tuple[AttendeeRow, ...])
ANSWER_ROWS: Final = TypeAdapter(tuple[AnswerRow, ...])
SUMMARY_ROWS: Final = TypeAdapter(tuple[SummaryRow, ...])
