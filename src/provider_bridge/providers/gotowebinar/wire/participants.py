"""GoToWebinar: who was there, row by row; and, of who registered, what tells the absent ones.

The rows can be very many, so they are read straight from the bytes into small values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Final

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic_core import core_schema

from provider_bridge.core.calls import ARRAY, Endpoint
from provider_bridge.core.decode import WireModel
from provider_bridge.core.row_schemas import MAYBE_KEY, SPAN, TEXT, TIME, DirectSchema, many, record
from provider_bridge.domain.people import Interval
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.pages import PageInfo

__all__ = [
    "ENDPOINTS",
    "EVENT_ATTENDEES",
    "EVENT_ATTENDEES_PAGE",
    "SESSION_ATTENDEES",
    "SESSION_ATTENDEES_LIST",
    "Attended",
]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2#operation/"
_WEBINAR: Final = "/organizers/{organizerKey}/webinars/{webinarKey}"


def _endpoint(template: str, operation: str, expects: str) -> Endpoint:
    return Endpoint("GET", _WEBINAR + template, GOTO, ("collab:",), _DOCS + operation, expects)


SESSION_ATTENDEES = _endpoint("/sessions/{sessionKey}/attendees", "getAttendees", ARRAY)
EVENT_ATTENDEES = _endpoint("/attendees", "getAttendeesForAllWebinarSessions", "page")

ENDPOINTS: Final = (SESSION_ATTENDEES, EVENT_ATTENDEES)


@dataclass(frozen=True, slots=True)
class Attended:
    """One row of a list of attendees: one person in one session, with all stays."""

    registrant: str
    session: str
    present: timedelta | None
    stays: tuple[Interval, ...]
    email: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)


def _key(key: str) -> str:
    """Leave out a zero, which would make one person of all who have none."""
    return "" if key == "0" else key


_REGISTRATION = core_schema.with_default_schema(
    core_schema.no_info_after_validator_function(_key, MAYBE_KEY), default=""
)
_STAY = record(Interval, {"joined": ("joinTime", TIME), "left": ("leaveTime", TIME)})
_ATTENDED = record(
    Attended,
    {
        "registrant": ("registrantKey", _REGISTRATION),
        "session": ("sessionKey", MAYBE_KEY),
        "present": ("attendanceTimeInSeconds", SPAN),
        "stays": ("attendance", many(_STAY)),
        "email": ("email", TEXT),
        "first_name": ("firstName", TEXT),
        "last_name": ("lastName", TEXT),
    },
)
_AttendedRow = Annotated[Attended, DirectSchema(_ATTENDED)]

_MANY: Final = ConfigDict(cache_strings="none", hide_input_in_errors=True)
"""Hardly two rows say the same: looking texts up would cost more than it saves."""


class _Attendees(WireModel):
    model_config = _MANY

    rows: tuple[_AttendedRow, ...] = Field(default=(), alias="attendeeParticipationResponses")


class EventAttendeesPage(WireModel):
    """A page of attendees; GoTo leaves ``_embedded`` out when there are none."""

    model_config = _MANY

    embedded: _Attendees = Field(default=_Attendees(), alias="_embedded")
    page: PageInfo


SESSION_ATTENDEES_LIST: Final[TypeAdapter[tuple[Attended, ...]]] = TypeAdapter(tuple[_AttendedRow, ...], config=_MANY)
EVENT_ATTENDEES_PAGE: Final = TypeAdapter(EventAttendeesPage)
