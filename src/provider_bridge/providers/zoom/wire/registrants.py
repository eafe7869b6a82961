"""Registrants of meetings and webinars: endpoints, and rows that are domain values at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import ConfigDict, TypeAdapter

from provider_bridge.core.calls import Echo, PerKeyDailyLimit
from provider_bridge.core.decode import Key, OpenText, WireModel, as_list, as_object
from provider_bridge.core.row_schemas import KEY, TEXT, TIME, DirectSchema, many, record
from provider_bridge.domain.people import Answer, Registrant
from provider_bridge.providers.zoom.wire.base import HEAVY, LIGHT, MEDIUM, TokenPage, endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provider_bridge.core.calls import Call, Endpoint

__all__ = [
    "ADDED",
    "ADDED_MANY",
    "ENDPOINTS",
    "FIELDS",
    "KINDS",
    "NOT_ZOOMS",
    "ONE",
    "PAGE",
    "AddedRow",
    "Endpoints",
    "endpoints_of",
]

FIELDS: Final = {
    "last_name": "last_name",
    "address": "address",
    "city": "city",
    "state": "state",
    "postal_code": "zip",
    "country": "country",
    "phone": "phone",
    "organization": "org",
    "industry": "industry",
    "job_title": "job_title",
    "purchasing_time_frame": "purchasing_time_frame",
    "role_in_purchase_process": "role_in_purchase_process",
    "number_of_employees": "no_of_employees",
    "comments": "comments",
}
"""Our name of each voluntary field, and Zoom's. ``email`` and ``first_name`` are always asked."""

NOT_ZOOMS: Final = ("source", "implementation_time_frame", "employee_count", "timing", "unsubscribed", "time_zone")
"""Fields of a registrant that Zoom has nothing for."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What there is for one kind of event; ``parameter`` is the path's placeholder for its number."""

    parameter: str
    list: Endpoint
    get: Endpoint
    add: Endpoint
    add_many: Endpoint
    set_status: Endpoint
    delete: Endpoint
    questions: Endpoint
    set_questions: Endpoint

    @property
    def all(self) -> tuple[Endpoint, ...]:
        own = (self.list, self.get, self.add, self.add_many, self.set_status, self.delete)
        return (*own, self.questions, self.set_questions)


def _people(call: Call) -> Iterator[str]:
    """Return who is added or changed by a call, each as one person at one event.

    Whether Zoom counts a person at each event or at all of them together is not documented. Counted at each, nobody
    is held back whom Zoom would take; otherwise Zoom itself says so.
    """
    body = as_object(call.body) or {}
    event = next(iter(call.path.values()))
    rows = [body] if "email" in body else as_list(body.get("registrants")) or []
    for row in rows:
        yield f"{event} {str((as_object(row) or {}).get('email', '')).casefold()}"


_ADDED: Final = PerKeyDailyLimit("registrant-added", 3, _people)
_CHANGED: Final = PerKeyDailyLimit("registrant-status", 10, _people)


def endpoints_of(kind: str, page: str) -> Endpoints:
    """Describe the endpoints of ``meeting`` or ``webinar``; they differ in words only."""
    parameter = f"{kind}Id"
    base = f"/{kind}s/{{{parameter}}}"

    def one(
        method: str,
        path: str,
        label: str,
        verb: str,
        noun: str,
        expects: str = "",
        caps: tuple[PerKeyDailyLimit, ...] = (),
        echoes: tuple[Echo, ...] = (),
    ) -> Endpoint:
        classic = "read" if verb == "read" else "write"
        granular = f"{kind}:{verb}:{noun}"
        scopes = (f"{granular}:admin", granular, f"{kind}:{classic}:admin", f"{kind}:{classic}")
        return endpoint(method, base + path, label, scopes, page=page, expects=expects, caps=caps, echoes=echoes)

    return Endpoints(
        parameter,
        list=one("GET", "/registrants", MEDIUM, "read", "list_registrants", "registrants"),
        get=one(
            "GET",
            "/registrants/{registrantId}",
            LIGHT,
            "read",
            "registrant",
            "id",
            echoes=(Echo("registrantId", "id", "registrant"),),
        ),
        add=one("POST", "/registrants", LIGHT, "write", "registrant", "registrant_id", (_ADDED,)),
        add_many=one("POST", "/batch_registrants", HEAVY, "write", "batch_registrants", "registrants", (_ADDED,)),
        set_status=one("PUT", "/registrants/status", MEDIUM, "update", "registrant_status", "", (_CHANGED,)),
        delete=one("DELETE", "/registrants/{registrantId}", LIGHT, "delete", "registrant"),
        questions=one("GET", "/registrants/questions", LIGHT, "read", "list_registration_questions", "questions"),
        set_questions=one("PATCH", "/registrants/questions", LIGHT, "update", "registration_question"),
    )


KINDS: Final = {
    "meeting": endpoints_of("meeting", "meetings/#tag/invitation--registration"),
    "webinar": endpoints_of("webinar", "meetings/#tag/webinars"),
}
ENDPOINTS: Final = (*KINDS["meeting"].all, *KINDS["webinar"].all)

_ANSWER = record(Answer, {"question": ("title", TEXT), "answer": ("value", TEXT)})
_REGISTRANT = record(
    Registrant,
    {
        "id": ("id", KEY),
        "status": ("status", TEXT),
        "registered_at": ("create_time", TIME),
        "email": ("email", TEXT),
        "first_name": ("first_name", TEXT),
        **{ours: (theirs, TEXT) for ours, theirs in FIELDS.items()},
        "custom": ("custom_questions", many(_ANSWER)),
        "join_url": ("join_url", TEXT),
        "dial_in_pin": ("participant_pin_code", TEXT),
        **dict.fromkeys(NOT_ZOOMS),
    },
)
RegistrantRow = Annotated[Registrant, DirectSchema(_REGISTRANT)]


class RegistrantPage(TokenPage):
    model_config = ConfigDict(cache_strings="none")  # hardly two people give the same: looking texts up costs more

    registrants: tuple[RegistrantRow, ...]


class AddedRow(WireModel):
    """A registration that was taken. ``id``, which some answers have as well, is the meeting's number."""

    registrant_id: Key
    email: OpenText = None
    join_url: OpenText = None
    participant_pin_code: OpenText = None


class AddedRows(WireModel):
    registrants: tuple[AddedRow, ...]


PAGE: Final = TypeAdapter(RegistrantPage)
ONE: Final[TypeAdapter[Registrant]] = TypeAdapter(RegistrantRow)
ADDED: Final = TypeAdapter(AddedRow)
ADDED_MANY: Final = TypeAdapter(AddedRows)
