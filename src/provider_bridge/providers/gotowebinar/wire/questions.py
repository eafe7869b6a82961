"""Questions and answers of a session: endpoints and rows."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from provider_bridge.core.calls import ARRAY, Endpoint
from provider_bridge.core.decode import MaybeKey, OpenText, WireModel
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.times import GoToTime

__all__ = ["ENDPOINTS", "OF_PARTICIPANT", "QUESTIONS", "QUESTION_ROWS", "AnswerRow", "QuestionRow"]

_DOCS = "https://developer.goto.com/GoToWebinarV2#operation/"
_SESSION = "/organizers/{organizerKey}/webinars/{webinarKey}/sessions/{sessionKey}"

QUESTIONS = Endpoint("GET", f"{_SESSION}/questions", GOTO, ("collab:",), _DOCS + "getQuestions", ARRAY)
OF_PARTICIPANT = Endpoint(
    "GET",
    f"{_SESSION}/attendees/{{registrantKey}}/questions",
    GOTO,
    ("collab:",),
    _DOCS + "getAttendeeQuestions",
    ARRAY,
)

ENDPOINTS: Final = (QUESTIONS, OF_PARTICIPANT)

_DATED: Final = re.compile(r"\d{1,4}[-/]\d")


def _perhaps(value: object, read: ValidatorFunctionWrapHandler) -> datetime | None:
    """Read a time where one stands; anything else, such as a key, is none."""
    if not isinstance(value, str) or not _DATED.match(value):
        return None
    try:
        found: datetime | None = read(value)
    except ValidationError:
        return None
    return found


_MaybeTime = Annotated[GoToTime, WrapValidator(_perhaps)]


class AnswerRow(WireModel):
    """An answer. What the document says of ``answerTime`` was copied from another member, so it may be no time."""

    answer: OpenText = None
    answered_by: OpenText = Field(default=None, alias="answeredBy")
    role: OpenText = Field(default=None, alias="answererRole")
    at: _MaybeTime = Field(default=None, alias="answerTime")
    email: OpenText = Field(default=None, alias="answererEmail")


class QuestionRow(WireModel):
    """A question. Its words and its answers are required: without them the row says nothing."""

    question: str
    asked_by: OpenText = Field(default=None, alias="askedBy")
    asker_key: MaybeKey = Field(default=None, alias="askerKey")
    asked_at: GoToTime = Field(default=None, alias="dateAsked")
    answers: tuple[AnswerRow, ...]


QUESTION_ROWS: Final = TypeAdapter(tuple[QuestionRow, ...])
