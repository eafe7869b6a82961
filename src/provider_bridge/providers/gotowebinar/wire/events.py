"""Webinars: endpoints and rows. Three calls show a webinar, each with some members under names of its own."""

from __future__ import annotations

from typing import Final

from pydantic import AliasChoices, Field, TypeAdapter

from provider_bridge.core.calls import ARRAY, Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeFlag, MaybeInt, MaybeKey, OpenText, WireModel
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.pages import PageInfo
from provider_bridge.providers.goto.times import GoToTime

__all__ = [
    "ACCOUNT_WEBINARS",
    "ADD",
    "AUDIO",
    "AUDIO_BODY",
    "COPY",
    "CREATED",
    "DELETE",
    "ENDPOINTS",
    "RUNNING",
    "RUNNING_BODY",
    "START_URL",
    "START_URL_BODY",
    "TIMES",
    "TIMES_BODY",
    "UPDATE",
    "UPDATE_AUDIO",
    "WEBINAR",
    "WEBINARS",
    "WEBINARS_PAGE",
    "WEBINAR_BODY",
    "AudioBody",
    "Created",
    "TimeRange",
    "WebinarRow",
]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2#operation/"
_ORGANIZER: Final = "/organizers/{organizerKey}"
_WEBINAR: Final = f"{_ORGANIZER}/webinars/{{webinarKey}}"


def _endpoint(
    method: str, template: str, operation: str, expects: str = "", *, once: bool = False, echoes: tuple[Echo, ...] = ()
) -> Endpoint:
    return Endpoint(method, template, GOTO, ("collab:",), _DOCS + operation, expects, once=once, echoes=echoes)


ACCOUNT_WEBINARS: Final = _endpoint("GET", "/accounts/{accountKey}/webinars", "getAllAccountWebinars", "page")
WEBINARS: Final = _endpoint("GET", f"{_ORGANIZER}/webinars", "getWebinars", "page")
RUNNING: Final = _endpoint("GET", f"{_ORGANIZER}/insessionWebinars", "getInSessionWebinars", ARRAY)
WEBINAR: Final = _endpoint(
    "GET", _WEBINAR, "getWebinar", "webinarKey", echoes=(Echo("webinarKey", "webinarKey", "event"),)
)
TIMES: Final = _endpoint("GET", f"{_WEBINAR}/meetingtimes", "getWebinarMeetingTimes", ARRAY)
ADD: Final = _endpoint("POST", f"{_ORGANIZER}/webinars", "createWebinar", "webinarKey")
UPDATE: Final = _endpoint("PUT", _WEBINAR, "updateWebinar")
DELETE: Final = _endpoint("DELETE", _WEBINAR, "cancelWebinar")
COPY: Final = _endpoint("PUT", "/webinars/{webinarKey}/copy", "copyWebinar", "webinarKey", once=True)
AUDIO: Final = _endpoint("GET", f"{_WEBINAR}/audio", "getAudioInformation", "type")
UPDATE_AUDIO: Final = _endpoint("POST", f"{_WEBINAR}/audio", "updateAudioInformation")
START_URL: Final = _endpoint("GET", "/webinars/{webinarKey}/startUrl", "getStartUrl", "startUrl")

ENDPOINTS: Final = (
    ACCOUNT_WEBINARS,
    WEBINARS,
    RUNNING,
    WEBINAR,
    TIMES,
    ADD,
    UPDATE,
    DELETE,
    COPY,
    AUDIO,
    UPDATE_AUDIO,
    START_URL,
)


_RECURRENCES: Final = frozenset({"single_session", "series", "sequence"})


class TimeRange(WireModel):
    start: GoToTime = Field(default=None, alias="startTime")
    end: GoToTime = Field(default=None, alias="endTime")


class WebinarRow(WireModel):
    """A webinar, as a list, the list of those that run, or the call for it alone shows it."""

    webinar_key: Key = Field(alias="webinarKey", min_length=1)
    organizer_key: Key = Field(alias="organizerKey", min_length=1)
    number: OpenText = Field(default=None, validation_alias=AliasChoices("webinarID", "webinarId"))
    subject: OpenText = None
    description: OpenText = None
    times: tuple[TimeRange, ...] | None = None
    time_zone: OpenText = Field(default=None, alias="timeZone")
    locale: OpenText = None
    status: OpenText = None
    approval: OpenText = Field(default=None, alias="approvalType")
    registration_url: OpenText = Field(default=None, alias="registrationUrl")
    impromptu: MaybeFlag = None
    password_protected: MaybeFlag = Field(default=None, alias="isPasswordProtected")
    on_demand: MaybeFlag = Field(default=None, alias="isOndemand")
    running: MaybeFlag = Field(default=None, alias="inSession")
    experience: OpenText = Field(default=None, alias="experienceType")
    organizer_email: OpenText = Field(default=None, alias="organizerEmail")
    organizer_name: OpenText = Field(default=None, alias="organizerName")
    registrants: MaybeInt = Field(default=None, alias="numberOfRegistrants")
    registration_limit: MaybeInt = Field(default=None, alias="registrationLimit")
    recurrence_type: OpenText = Field(default=None, alias="recurrenceType")
    type: OpenText = None
    recurrence_period: OpenText = Field(default=None, alias="recurrencePeriod")

    @property
    def recurrence(self) -> str:
        """``single_session``, ``series`` or ``sequence``, under whichever of its three names it came."""
        said = [word.casefold() for word in (self.recurrence_type, self.recurrence_period, self.type) if word]
        return next((word for word in said if word in _RECURRENCES), said[0] if said else "")


class _Embedded(WireModel):
    webinars: tuple[WebinarRow, ...] = ()


class WebinarsPage(WireModel):
    """A page of webinars; GoTo leaves ``_embedded`` out when there are none."""

    embedded: _Embedded = Field(default=_Embedded(), alias="_embedded")
    page: PageInfo


class Created(WireModel):
    """What was made; ``series`` comes with the first webinar of a series only."""

    webinar_key: Key = Field(alias="webinarKey", min_length=1)
    series: MaybeKey = Field(default=None, alias="recurrenceKey")


class _Codes(WireModel):
    organizer: OpenText = None
    panelist: OpenText = None
    attendee: OpenText = None


class _Numbers(WireModel):
    codes: _Codes | None = Field(default=None, alias="accessCodes")
    toll: OpenText = None
    toll_free: OpenText = Field(default=None, alias="tollFree")


class AudioBody(WireModel):
    """How a webinar is heard; the numbers come by country, the own ones as free text for each role."""

    type: str
    numbers: dict[str, _Numbers] | None = Field(default=None, alias="confCallNumbers")
    own: _Codes | None = Field(default=None, alias="privateInfo")


class _StartUrl(WireModel):
    url: str = Field(alias="startUrl", min_length=1)


WEBINARS_PAGE: Final = TypeAdapter(WebinarsPage)
WEBINAR_BODY: Final = TypeAdapter(WebinarRow)
RUNNING_BODY: Final[TypeAdapter[tuple[WebinarRow, ...]]] = TypeAdapter(tuple[WebinarRow, ...])
TIMES_BODY: Final[TypeAdapter[tuple[TimeRange, ...]]] = TypeAdapter(tuple[TimeRange, ...])
CREATED: Final = TypeAdapter(Created)
AUDIO_BODY: Final = TypeAdapter(AudioBody)
START_URL_BODY: Final = TypeAdapter(_StartUrl)
