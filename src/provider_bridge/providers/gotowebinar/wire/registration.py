"""What GoToWebinar asks of people who register: the standard fields a webinar has, and the organizer's questions."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from provider_bridge.core.calls import Endpoint
from provider_bridge.core.decode import Key, MaybeInt, OpenText, WireModel
from provider_bridge.providers.goto import GOTO

__all__ = ["ENDPOINTS", "FIELDS", "FIELDS_BODY", "Asked", "Choice", "FieldsBody", "OwnAsked"]

FIELDS: Final = Endpoint(
    "GET",
    "/organizers/{organizerKey}/webinars/{webinarKey}/registrants/fields",
    GOTO,
    ("collab:",),
    "https://developer.goto.com/GoToWebinarV2#operation/getRegistrationFields",
    "fields",
)
ENDPOINTS: Final = (FIELDS,)

_nothing_is_empty: Final = BeforeValidator(lambda value: () if value is None else value)


class Choice(WireModel):
    """An answer that one may choose."""

    key: Key = Field(alias="answerKey", min_length=1)
    answer: str


class Asked(WireModel):
    """A standard field."""

    field: str = Field(min_length=1)
    required: bool
    answers: Annotated[tuple[str, ...], _nothing_is_empty] = ()
    max_size: MaybeInt = Field(default=None, alias="maxSize")


class OwnAsked(WireModel):
    """A question of the organizer's own."""

    key: Key = Field(alias="questionKey", min_length=1)
    question: str
    required: bool
    type: OpenText = None
    answers: Annotated[tuple[Choice, ...], _nothing_is_empty] = ()
    max_size: MaybeInt = Field(default=None, alias="maxSize")

    @property
    def chosen(self) -> bool:
        """Whether one answers with one of the choices; an unseen type counts by whether it has any."""
        known = {"multiplechoice": True, "shortanswer": False}
        return known.get((self.type or "").casefold(), bool(self.answers))


class FieldsBody(WireModel):
    """Everything that is asked. A missing list is an error: it could hide a question that must be answered."""

    fields_: tuple[Asked, ...] = Field(alias="fields")
    questions: tuple[OwnAsked, ...]


FIELDS_BODY: Final = TypeAdapter(FieldsBody)
