"""Notifications about scheduled events: who registered, who came, what was taken out of the calendar."""

from __future__ import annotations

from typing import Final

from provider_bridge.domain.events import Event, Occurrence, Session
from provider_bridge.domain.ids import RegistrantId, SessionId
from provider_bridge.domain.notifications import EventRemoved, ParticipantMoved, RegistrationChanged
from provider_bridge.domain.people import Answer, Interval, Participant, Registrant
from provider_bridge.providers.zoom.addresses import event_id, session_id
from provider_bridge.providers.zoom.times import first_of, minutes
from provider_bridge.providers.zoom.webhooks.envelope import (
    Envelope,
    Readers,
    event_of,
    host_of,
    is_recurring,
    kind_of,
)
from provider_bridge.providers.zoom.wire.webhooks import (
    EventObject,
    ParticipantObject,
    RegistrationObject,
    SessionObject,
)

__all__ = ["READERS"]

_WAITS: Final = frozenset({"joined_waiting_room", "put_in_waiting_room", "jbh_waiting"})
_WAITED: Final = frozenset({"left_waiting_room", "admitted", "jbh_waiting_left"})


def _registration(told: Envelope) -> RegistrationChanged:
    wire = told.object(RegistrationObject)
    change = told.change.removeprefix("registration_")
    return RegistrationChanged(
        **told.common(),
        of="recording" if told.name.startswith("recording.") else "event",
        change=change,
        event=_event(told, wire),
        session=_session(told, wire),
        registrant=_registrant(wire, change),
    )


def _kind(told: Envelope, wire: EventObject) -> str:
    """Return the event's kind: the name says it, but for a recording's."""
    kind = told.name.partition(".")[0]
    return kind_of(wire.type) if kind == "recording" else kind


def _event(told: Envelope, wire: EventObject) -> Event:
    kind = _kind(told, wire)
    found = event_of(kind, wire.id)
    occurrences = tuple(
        Occurrence(each.occurrence_id or "", each.start_time, minutes(each.duration), each.status or "")
        for each in wire.occurrences
    )
    start, duration = first_of(wire.start_time, minutes(wire.duration), occurrences)
    return Event(
        id=found if found is not None else event_id(kind, wire.id),
        kind=kind,
        host=host_of(wire.host_id),
        start=start,
        duration=duration,
        recurring=is_recurring(wire.type),
        time_zone=wire.timezone or "",
        occurrences=occurrences,
        title=wire.topic or "",
    )


def _session(told: Envelope, wire: EventObject) -> SessionId | None:
    return session_id(_kind(told, wire), wire.uuid) if wire.uuid else None


def _registrant(told: RegistrationObject, change: str) -> Registrant:
    """Return the registrant; where Zoom sends no status, what happened is the status."""
    wire, tracked = told.registrant, told.registrant.tracking_source or told.tracking_source
    return Registrant(
        id=RegistrantId(wire.id),
        status=wire.status or ("" if change == "created" else change),
        registered_at=None,
        email=wire.email or "",
        first_name=wire.first_name or "",
        last_name=wire.last_name or "",
        address=wire.address or "",
        city=wire.city or "",
        state=wire.state or "",
        postal_code=wire.zip or "",
        country=wire.country or "",
        phone=wire.phone or "",
        organization=wire.org or "",
        industry=wire.industry or "",
        job_title=wire.job_title or "",
        purchasing_time_frame=wire.purchasing_time_frame or "",
        role_in_purchase_process=wire.role_in_purchase_process or "",
        number_of_employees=wire.no_of_employees or "",
        comments=wire.comments or "",
        custom=tuple(Answer(each.title or "", each.value or "") for each in wire.custom_questions),
        join_url=wire.join_url or "",
        dial_in_pin=wire.participant_pin_code or "",
        source=(tracked.source_name if tracked else None) or "",
    )


def _removal(told: Envelope) -> EventRemoved:
    wire = told.object(EventObject)
    return EventRemoved(
        **told.common(),
        change=told.change,
        operation=told.text("operation"),
        event=_event(told, wire),
        session=_session(told, wire),
    )


def _movement(told: Envelope) -> ParticipantMoved:
    wire = told.object(SessionObject)
    kind = told.name.partition(".")[0]
    change = told.change.removeprefix("participant_")
    session = Session(
        id=session_id(kind, wire.uuid),
        event=event_of(kind, wire.id),
        kind=kind,
        start=wire.start_time,
        title=wire.topic or "",
    )
    person = wire.participant
    return ParticipantMoved(
        **told.common(),
        change=change,
        session=session,
        participant=_participant(session.id, change, person),
        host=host_of(wire.host_id),
        connection=person.participant_uuid or person.user_id or "",
        bound_to=person.bind_participant_uuid or "",
        reason=person.leave_reason or "",
    )


def _participant(session: SessionId, change: str, wire: ParticipantObject) -> Participant:
    stay = Interval(wire.join_time, wire.leave_time)
    waited: tuple[Interval, ...] = ()
    if change in _WAITS | _WAITED and wire.date_time is not None:
        waited = (Interval(wire.date_time, None) if change in _WAITS else Interval(None, wire.date_time),)
    return Participant(
        session=session,
        matched_by="row",
        intervals=() if stay == Interval(None, None) else (stay,),
        waited=waited,
        present=None,
        rows=1,
        registrant=RegistrantId(wire.registrant_id) if wire.registrant_id else None,
        user=host_of(wire.participant_user_id or wire.id),
        name=wire.user_name or "",
        email=wire.email or "",
        phone=wire.phone_number or "",
    )


READERS: Final[Readers] = {
    r"(meeting|webinar)\.registration_(created|approved|cancelled|denied)": _registration,
    r"recording\.registration_(created|approved|denied)": _registration,
    r"(meeting|webinar)\.(deleted|permanently_deleted|recovered)": _removal,
    r"(meeting|webinar)\.participant_(joined|left|admitted|bind|(joined|left|put_in)_(waiting|breakout)_room"
    r"|jbh_waiting|jbh_waiting_left|jbh_joined|phone_callout_(ringing|accepted|missed|rejected))": _movement,
}
