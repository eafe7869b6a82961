"""GoToWebinar's notifications on the wire. Keys come as numbers, and what is optional is simply missing."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field, StringConstraints

from provider_bridge.core.decode import Key, OpenText, WireModel, as_list, empty_to_none
from provider_bridge.providers.goto.times import GoToTime

__all__ = ["JoinedBody", "RegistrationBody", "SurveyBody", "WebinarBody"]


_Key = Annotated[Key, StringConstraints(pattern=r"^[A-Za-z0-9_.~-]{1,200}$")]
"""A key as GoTo's are: it stands in ids, which may be shown, so nothing else may pass for one."""

_MaybeKey = Annotated[_Key | None, BeforeValidator(empty_to_none)]


def _texts(value: object) -> object:
    """Read what was answered: a list of texts, or one text."""
    return [] if value is None else value if as_list(value) is not None else [value]


class _Answers(WireModel):
    question: OpenText = Field(default=None, alias="questionText")
    kind: OpenText = Field(default=None, alias="questionType")
    texts: Annotated[tuple[str, ...], BeforeValidator(_texts)] = Field(default=(), alias="answerText")


def _rows(value: object) -> object:
    return [] if value is None else value


_Responses = Annotated[tuple[_Answers, ...], BeforeValidator(_rows)]


class _Times(WireModel):
    start: GoToTime = Field(default=None, alias="startTime")
    end: GoToTime = Field(default=None, alias="endTime")


class _OfWebinar(WireModel):
    webinar_key: _Key = Field(alias="webinarKey")
    title: OpenText = Field(default=None, alias="webinarTitle")
    creator_key: _MaybeKey = Field(default=None, alias="webinarCreatorKey")
    recurrence: OpenText = Field(default=None, alias="recurrenceType")
    description: OpenText = Field(default=None, validation_alias=AliasChoices("webinarDescription", "description"))
    experience: OpenText = Field(default=None, alias="experienceType")


class RegistrationBody(_OfWebinar):
    """``registrant.added``."""

    registrant_key: _Key = Field(alias="registrantKey")
    status: OpenText = None
    registered_at: GoToTime = Field(default=None, alias="registrationDate")
    email: OpenText = None
    first_name: OpenText = Field(default=None, alias="firstName")
    last_name: OpenText = Field(default=None, alias="lastName")
    phone: OpenText = None
    address: OpenText = None
    city: OpenText = None
    state: OpenText = None
    country: OpenText = None
    zip_code: OpenText = Field(default=None, alias="zipCode")
    organization: OpenText = None
    job_title: OpenText = Field(default=None, alias="jobTitle")
    industry: OpenText = Field(default=None, validation_alias=AliasChoices("Industry", "industry"))
    comments: OpenText = None
    employees: OpenText = Field(default=None, alias="numberOfEmployees")
    purchasing_role: OpenText = Field(default=None, alias="purchasingRole")
    purchasing_time_frame: OpenText = Field(default=None, alias="purchasingTimeFrame")
    join_url: OpenText = Field(default=None, alias="joinUrl")
    source: OpenText = Field(default=None, validation_alias=AliasChoices("registrationSource", "source"))
    responses: _Responses = ()


class JoinedBody(_OfWebinar):
    """``registrant.joined``."""

    session_key: _Key = Field(alias="sessionKey")
    registrant_key: _MaybeKey = Field(default=None, alias="registrantKey")
    first_name: OpenText = Field(default=None, alias="firstName")
    last_name: OpenText = Field(default=None, alias="lastName")
    email: OpenText = None
    joined_at: GoToTime = Field(default=None, alias="joinTime")


class WebinarBody(WireModel):
    """``webinar.created`` and ``webinar.changed``."""

    webinar_key: _Key = Field(alias="webinarKey")
    organizer_key: _MaybeKey = Field(default=None, alias="organizerKey")
    account_key: _MaybeKey = Field(default=None, alias="accountKey")
    title: OpenText = Field(default=None, alias="webinarTitle")
    description: OpenText = Field(default=None, validation_alias=AliasChoices("webinarDescription", "description"))
    experience: OpenText = Field(default=None, alias="experienceType")
    status: OpenText = None
    recurrence: OpenText = Field(default=None, alias="recurrenceType")
    created_at: GoToTime = Field(default=None, alias="webinarCreationDate")
    time_zone: OpenText = Field(default=None, alias="timeZone")
    times: Annotated[tuple[_Times, ...], BeforeValidator(_rows)] = ()


class SurveyBody(_OfWebinar):
    """``survey.submitted``."""

    session_key: _Key = Field(alias="sessionKey")
    registrant_key: _MaybeKey = Field(default=None, alias="registrantKey")
    survey: OpenText = Field(default=None, alias="surveyName")
    responses: _Responses = ()
