"""Readers of GoToWebinar's five notifications."""

from __future__ import annotations

from typing import Any, Final

from provider_bridge.domain.events import Event, Occurrence, Session
from provider_bridge.domain.ids import EventId, HostId, RegistrantId, SessionId
from provider_bridge.domain.notifications import (
    EventChanged,
    EventRemoved,
    ParticipantMoved,
    RegistrationChanged,
    ResponsesGiven,
)
from provider_bridge.domain.people import Answer, Interval, Participant, Registrant
from provider_bridge.domain.questions import Response
from provider_bridge.providers.goto.times import length
from provider_bridge.providers.gotowebinar.addresses import event_id, session_id
from provider_bridge.providers.gotowebinar.event_rows import SEQUENCE, SERIES
from provider_bridge.providers.gotowebinar.webhooks.envelope import Envelope, Readers
from provider_bridge.providers.gotowebinar.wire.notifications import (
    JoinedBody,
    RegistrationBody,
    SurveyBody,
    WebinarBody,
)

__all__ = ["READERS"]

_KIND: Final = "webinar"
_STATUSES: Final = {"approved": "approved", "waiting": "pending", "denied": "denied"}


def _event_id(organizer: str | None, webinar: str) -> EventId:
    """Return the webinar's id; where no organizer is named, the bare key, which other operations take as well."""
    return event_id(organizer, webinar) if organizer else EventId(webinar)


def _session_id(creator: str | None, webinar: str, session: str) -> SessionId:
    """Return the session's id; where no organizer is named it can be compared, but finds nothing."""
    return session_id(creator, webinar, session) if creator else SessionId(f"{webinar}/{session}")


def _named(wire: RegistrationBody | JoinedBody | SurveyBody) -> Event:
    """Return what a notification about a person says of the webinar."""
    return Event(
        id=_event_id(wire.creator_key, wire.webinar_key),
        kind=_KIND,
        host=HostId(wire.creator_key) if wire.creator_key else None,
        start=None,
        duration=None,
        title=wire.title or "",
        **_described(wire),
    )


def _described(wire: RegistrationBody | JoinedBody | SurveyBody | WebinarBody) -> dict[str, Any]:
    """Return what every notification can say of the webinar, as listings say it."""
    recurrence = (wire.recurrence or "").casefold()
    return {
        "recurring": recurrence == SEQUENCE,
        "series": recurrence == SERIES,
        "format": (wire.experience or "").casefold(),
        "description": wire.description or "",
    }


def _registration(told: Envelope) -> RegistrationChanged:
    wire = told.body(RegistrationBody)
    status = wire.status or ""
    return RegistrationChanged(
        **told.common(),
        of="event",
        change="created",
        event=_named(wire),
        session=None,
        registrant=Registrant(
            id=RegistrantId(wire.registrant_key),
            status=_STATUSES.get(status.casefold(), status),
            registered_at=wire.registered_at,
            email=wire.email or "",
            first_name=wire.first_name or "",
            last_name=wire.last_name or "",
            address=wire.address or "",
            city=wire.city or "",
            state=wire.state or "",
            postal_code=wire.zip_code or "",
            country=wire.country or "",
            phone=wire.phone or "",
            organization=wire.organization or "",
            industry=wire.industry or "",
            job_title=wire.job_title or "",
            purchasing_time_frame=wire.purchasing_time_frame or "",
            role_in_purchase_process=wire.purchasing_role or "",
            number_of_employees=wire.employees or "",
            comments=wire.comments or "",
            custom=tuple(Answer(each.question or "", text) for each in wire.responses for text in each.texts),
            join_url=wire.join_url or "",
            source=wire.source or "",
        ),
    )


def _joined(told: Envelope) -> ParticipantMoved:
    wire = told.body(JoinedBody)
    event = _named(wire)
    session = _session_id(wire.creator_key, wire.webinar_key, wire.session_key)
    return ParticipantMoved(
        **told.common(),
        change="joined",
        session=Session(id=session, event=event.id, kind=_KIND, start=None, title=event.title),
        participant=Participant(
            session=session,
            matched_by="registrant" if wire.registrant_key else "row",
            intervals=(Interval(wire.joined_at, None),) if wire.joined_at else (),
            waited=(),
            present=None,
            rows=1,
            registrant=RegistrantId(wire.registrant_key) if wire.registrant_key else None,
            name=" ".join(filter(None, (wire.first_name, wire.last_name))),
            email=wire.email or "",
        ),
        host=event.host,
    )


def _webinar(told: Envelope) -> EventChanged | EventRemoved:
    wire = told.body(WebinarBody)
    first = wire.times[0] if wire.times else None
    event = Event(
        id=_event_id(wire.organizer_key, wire.webinar_key),
        kind=_KIND,
        host=HostId(wire.organizer_key) if wire.organizer_key else None,
        start=first.start if first else None,
        duration=length(first.start, first.end) if first else None,
        time_zone=wire.time_zone or "",
        created_at=wire.created_at,
        occurrences=tuple(
            Occurrence("", each.start, length(each.start, each.end), "")
            for each in (wire.times if len(wire.times) > 1 else ())
        ),
        title=wire.title or "",
        **_described(wire),
    )
    common = told.common(wire.account_key)
    status = (wire.status or "").casefold()
    if status == "deleted":
        return EventRemoved(**common, change=status, operation="", event=event, session=None)
    change = "created" if told.name == "webinar.created" else status or "updated"
    return EventChanged(**common, change=change, event=event)


def _survey(told: Envelope) -> ResponsesGiven:
    wire = told.body(SurveyBody)
    session = _session_id(wire.creator_key, wire.webinar_key, wire.session_key)
    return ResponsesGiven(
        **told.common(),
        event=_named(wire).id,
        session=session,
        registrant=RegistrantId(wire.registrant_key) if wire.registrant_key else None,
        responses=tuple(
            Response(
                session=session,
                source="survey",
                source_id="",
                question_id="",
                at=told.at,
                anonymous=False,
                question=each.question or "",
                answer=text,
            )
            for each in wire.responses
            for text in each.texts
        ),
        title=wire.survey or "",
    )


READERS: Final[Readers] = {
    "registrant.added": _registration,
    "registrant.joined": _joined,
    "webinar.created": _webinar,
    "webinar.changed": _webinar,
    "survey.submitted": _survey,
}
