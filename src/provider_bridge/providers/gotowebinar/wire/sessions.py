"""GoToWebinar: what took place, and the vendor's figures of it. Averages of attention are in no model."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from provider_bridge.core.calls import Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeInt, MaybeKey, MaybeNumber, OpenText, Seconds, WireModel
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.pages import PageInfo
from provider_bridge.providers.goto.times import GoToTime
from provider_bridge.providers.gotowebinar.wire.events import ACCOUNT_WEBINARS

__all__ = [
    "ACCOUNT_WEBINARS",
    "ENDPOINTS",
    "EVENT_PERFORMANCE",
    "EVENT_PERFORMANCE_BODY",
    "EVENT_SESSIONS",
    "PERFORMANCE",
    "PERFORMANCE_BODY",
    "SESSIONS",
    "SESSIONS_PAGE",
    "WEBINARS_PAGE",
    "PerformanceBody",
    "SessionRow",
    "WebinarRow",
]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2#operation/"
_WEBINAR: Final = "/organizers/{organizerKey}/webinars/{webinarKey}"


def _endpoint(template: str, operation: str, expects: str, echoes: tuple[Echo, ...] = ()) -> Endpoint:
    return Endpoint("GET", template, GOTO, ("collab:",), _DOCS + operation, expects, echoes=echoes)


SESSIONS = _endpoint("/organizers/{organizerKey}/sessions", "getOrganizerSessions", "page")
EVENT_SESSIONS = _endpoint(
    f"{_WEBINAR}/sessions",
    "getAllSessions",
    "page",
    echoes=(Echo("webinarKey", "_embedded.sessionInfoResources.[].webinarKey", "event"),),
)
PERFORMANCE = _endpoint(
    f"{_WEBINAR}/sessions/{{sessionKey}}/performance",
    "getPerformance",
    "attendance",
    echoes=(Echo("sessionKey", "sessionInfo.sessionKey", "session"),),
)
EVENT_PERFORMANCE = _endpoint(f"{_WEBINAR}/performance", "getPerformanceForAllWebinarSessions", "")
"""Its answer is a map whose keys are not documented, so that none is certain."""

ENDPOINTS: Final = (SESSIONS, EVENT_SESSIONS, PERFORMANCE, EVENT_PERFORMANCE)


class SessionRow(WireModel):
    """A session that is over. How many opened its invitation is not read here, nor whether mail went out."""

    session_key: Key = Field(alias="sessionKey", min_length=1)
    webinar_key: Key = Field(alias="webinarKey", min_length=1)
    name: OpenText = Field(default=None, alias="webinarName")
    start: GoToTime = Field(default=None, alias="startTime")
    end: GoToTime = Field(default=None, alias="endTime")
    attended: MaybeInt = Field(default=None, alias="registrantsAttended")
    registrants: MaybeInt = Field(default=None, alias="registrantCount")
    starter: MaybeKey = Field(default=None, alias="startingOrganizerKey")
    starter_name: OpenText = Field(default=None, alias="startingOrganizerName")
    creator: MaybeKey = Field(default=None, alias="creatingOrganizerKey")
    creator_name: OpenText = Field(default=None, alias="creatingOrganizerName")


class _Sessions(WireModel):
    sessions: tuple[SessionRow, ...] = Field(default=(), alias="sessionInfoResources")


class SessionsPage(WireModel):
    """A page of sessions; GoTo leaves ``_embedded`` out when there are none."""

    embedded: _Sessions = Field(default=_Sessions(), alias="_embedded")
    page: PageInfo


class WebinarRow(WireModel):
    """A webinar of the account, of which only whose it is is read."""

    webinar_key: Key = Field(alias="webinarKey", min_length=1)
    organizer_key: Key = Field(alias="organizerKey", min_length=1)


class _Webinars(WireModel):
    webinars: tuple[WebinarRow, ...] = ()


class WebinarsPage(WireModel):
    """A page of webinars."""

    embedded: _Webinars = Field(default=_Webinars(), alias="_embedded")
    page: PageInfo


def _count(value: object) -> object:
    """Read a count that is documented as text: digits, or it says nothing."""
    return value if not isinstance(value, str) or value.strip().isdecimal() else None


_Count = Annotated[MaybeInt, BeforeValidator(_count)]


class _Info(WireModel):
    session_key: MaybeKey = Field(default=None, alias="sessionKey")
    name: OpenText = Field(default=None, alias="webinarName")
    start: GoToTime = Field(default=None, alias="startTime")
    end: GoToTime = Field(default=None, alias="endTime")
    opened: _Count = Field(default=None, alias="registrationEmailOpenedCount")
    clicked: _Count = Field(default=None, alias="registrationLinkClickedCount")


class _Attendance(WireModel):
    """Presence in numbers. The two averages of attention beside them were cut out of the answer before."""

    registrants: MaybeInt = Field(default=None, alias="registrantCount")
    percent: MaybeNumber = Field(default=None, alias="percentageAttendance")
    average: Seconds = Field(default=None, alias="averageAttendanceTimeSeconds")


class _Asked(WireModel):
    polls: MaybeInt = Field(default=None, alias="pollCount")
    polls_percent: MaybeNumber = Field(default=None, alias="percentagePollsCompleted")
    questions: MaybeInt = Field(default=None, alias="questionsAsked")
    surveys: MaybeNumber = Field(default=None, alias="surveyCount")
    surveys_percent: MaybeNumber = Field(default=None, alias="percentageSurveysCompleted")


class PerformanceBody(WireModel):
    """A session's figures."""

    info: _Info = Field(alias="sessionInfo")
    attendance: _Attendance
    asked: _Asked = Field(default=_Asked(), alias="pollsAndSurveys")


SESSIONS_PAGE: Final = TypeAdapter(SessionsPage)
WEBINARS_PAGE: Final = TypeAdapter(WebinarsPage)
PERFORMANCE_BODY: Final = TypeAdapter(PerformanceBody)
EVENT_PERFORMANCE_BODY: Final[TypeAdapter[dict[str, PerformanceBody]]] = TypeAdapter(dict[str, PerformanceBody])
