"""Who registered for GoToWebinar's webinars: endpoints, and rows that are domain values at once."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import ConfigDict, Field, TypeAdapter

from provider_bridge.core.calls import Echo, Endpoint
from provider_bridge.core.decode import Key, MaybeFlag, OpenText, WireModel
from provider_bridge.core.row_schemas import FLAG, KEY, TEXT, TIME, DirectSchema, many, record, word
from provider_bridge.domain.people import Answer, Registrant
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.pages import Limited
from provider_bridge.providers.goto.times import GoToTime

__all__ = [
    "ADD",
    "ADDED",
    "DELETE",
    "ENDPOINTS",
    "FIELDS",
    "GET",
    "LIST",
    "ONE",
    "PAGE",
    "STATUSES",
    "WEBINAR",
    "WEBINAR_BODY",
    "WHOLE",
    "AddedRow",
    "Times",
    "WebinarBody",
]

_DOCS: Final = "https://developer.goto.com/GoToWebinarV2#operation/"
_WEBINAR: Final = "/organizers/{organizerKey}/webinars/{webinarKey}"


def _endpoint(method: str, path: str, operation: str, expects: str = "", echoes: tuple[Echo, ...] = ()) -> Endpoint:
    return Endpoint(method, _WEBINAR + path, GOTO, ("collab:",), _DOCS + operation, expects, echoes=echoes)


WEBINAR: Final = _endpoint("GET", "", "getWebinar", "webinarKey", echoes=(Echo("webinarKey", "webinarKey", "event"),))
LIST: Final = _endpoint("GET", "/registrants", "getAllRegistrantsForWebinar", "data")
GET: Final = _endpoint(
    "GET",
    "/registrants/{registrantKey}",
    "getRegistrant",
    "registrantKey",
    echoes=(Echo("registrantKey", "registrantKey", "registrant"),),
)
ADD: Final = _endpoint("POST", "/registrants", "createRegistrant", "registrantKey")
DELETE: Final = _endpoint("DELETE", "/registrants/{registrantKey}", "deleteRegistrant")

ENDPOINTS: Final = (WEBINAR, LIST, GET, ADD, DELETE)

FIELDS: Final = {
    "address": "address",
    "city": "city",
    "state": "state",
    "postal_code": "zipCode",
    "country": "country",
    "phone": "phone",
    "organization": "organization",
    "industry": "industry",
    "job_title": "jobTitle",
    "purchasing_time_frame": "purchasingTimeFrame",
    "role_in_purchase_process": "purchasingRole",
    "number_of_employees": "numberOfEmployees",
    "comments": "questionsAndComments",
    "source": "source",
}
"""Our name of each voluntary field, and GoTo's. The two names and the e-mail address are always asked."""

STATUSES: Final = {"approved": "approved", "waiting": "pending", "denied": "denied", "pending": "pending"}
"""Our word for each of GoTo's. ``PENDING`` is in no document, but in another client's test: *unsure*."""

_TIMING: Final = {"late": "late", "regular": "regular"}
_ANSWER = record(Answer, {"question": ("question", TEXT), "answer": ("answer", TEXT)})
_REGISTRANT = record(
    Registrant,
    {
        "id": ("registrantKey", KEY),
        "status": ("status", word(STATUSES)),
        "registered_at": ("registrationDate", TIME),
        "email": ("email", TEXT),
        "first_name": ("firstName", TEXT),
        "last_name": ("lastName", TEXT),
        **{ours: (theirs, TEXT) for ours, theirs in FIELDS.items()},
        "custom": ("responses", many(_ANSWER)),
        "join_url": ("joinUrl", TEXT),
        "dial_in_pin": None,
        "implementation_time_frame": ("implementationTimeFrame", TEXT),
        "employee_count": ("employeeCount", TEXT),
        "timing": ("type", word(_TIMING)),
        "unsubscribed": ("unsubscribed", FLAG),
        "time_zone": ("timeZone", TEXT),
    },
)
RegistrantRow = Annotated[Registrant, DirectSchema(_REGISTRANT)]


class RegistrantPage(Limited):
    """A page of registrants; that all came shows in the total, so a page that holds none may leave ``data`` out."""

    model_config = ConfigDict(cache_strings="none")  # hardly two people give the same: looking texts up costs more

    data: tuple[RegistrantRow, ...] = ()


class AddedRow(WireModel):
    """A registration that was taken. The status is in no document, but in real answers (*unsure*)."""

    registrant_key: Key = Field(alias="registrantKey", min_length=1)
    join_url: OpenText = Field(default=None, alias="joinUrl")
    status: OpenText = None


class Times(WireModel):
    """One time of a webinar."""

    start: GoToTime = Field(default=None, alias="startTime")
    end: GoToTime = Field(default=None, alias="endTime")


class WebinarBody(WireModel):
    """When a webinar takes place; nothing else of it is read. Of a *sequence* only times to come are listed."""

    running: MaybeFlag = Field(default=None, alias="inSession")
    times: tuple[Times, ...]


PAGE: Final = TypeAdapter(RegistrantPage)
WHOLE: Final[TypeAdapter[tuple[Registrant, ...]]] = TypeAdapter(tuple[RegistrantRow, ...])
ONE: Final[TypeAdapter[Registrant]] = TypeAdapter(RegistrantRow)
ADDED: Final = TypeAdapter(AddedRow)
WEBINAR_BODY: Final = TypeAdapter(WebinarBody)
