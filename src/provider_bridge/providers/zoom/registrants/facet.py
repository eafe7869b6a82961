"""Who registered for Zoom's meetings and webinars: reading, registering, approving, and deleting for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import Unsupported
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look, evidence_now, evidence_of_error
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.confirm.settling import hold
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F, part
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page, consume
from provider_bridge.core.listing.stable import SHORT
from provider_bridge.domain.ids import EventId, RegistrantId
from provider_bridge.domain.outcomes import AlreadyGone, Deletion, Evidence, Unconfirmed
from provider_bridge.domain.people import NewRegistrant, Registered, Registrant
from provider_bridge.errors import BadRequest, Conflict, InvalidInput, NotFound
from provider_bridge.facets.registrants import RegistrantsApi
from provider_bridge.providers.zoom.addresses import resolve
from provider_bridge.providers.zoom.listing import rows
from provider_bridge.providers.zoom.registrants.creation import body_of, check, names_of
from provider_bridge.providers.zoom.registrants.questions import RegistrationQuestions
from provider_bridge.providers.zoom.wire import registrants as wire

if TYPE_CHECKING:
    from provider_bridge.core.calls import Endpoint
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["STATUSES", "Registrants"]

_MEETING, _WEBINAR = wire.KINDS["meeting"], wire.KINDS["webinar"]


def _both(*names: str) -> tuple[Endpoint, ...]:
    """Return the endpoints of meetings and of webinars."""
    return tuple(getattr(kind, name) for name in names for kind in (_MEETING, _WEBINAR))


_SERIES: Final = "registrants belong to the series, not to one run; paid registration is not in Zoom's API"


STATUSES: Final = ("pending", "approved", "denied")
"""Zoom lists registrants by status, and only the approved ones by default.

In this order nobody is missed who is approved, denied or cancelled while the three are read one after the other.
"""

_OUTCOME: Final = {"approve": "approved", "deny": "denied", "cancel": "denied"}
_AT_ONCE: Final = 30
_GONE: Final = frozenset({"registrant"})
_UNLISTED: Final = "not listed in any state"
_STILL_LISTED: Final = "Zoom says that there is no such registrant, and still lists them"
_ELSEWHERE: Final = "it is off this date, and what was given at registration is still stored for the event's others"
_NOT_THERE_PERHAPS: Final = frozenset({"300", "3000"})
"""What Zoom answers for a registrant it does not know, among other things: it proves nothing."""


@dataclass(frozen=True, slots=True)
class _Event:
    """An event: what there is for its kind, and its number."""

    at: wire.Endpoints
    number: str

    def path(self, registrant: str = "") -> dict[str, str]:
        return {self.at.parameter: self.number} | ({"registrantId": registrant} if registrant else {})


def _check_named(registrant: RegistrantId) -> None:
    if not registrant.strip():
        raise InvalidInput("a registrant is named by the id that a listing shows; this one is empty")


def _event(event: EventId) -> Flow[_Event]:
    address = yield from resolve(event)
    return _Event(wire.KINDS[address.kind], address.number)


def _page(reply: Reply) -> Page[Registrant]:
    page = decode(wire.PAGE, reply)
    return Page(page.registrants, page.total_records, page.next_page_token or "")


def _only(occurrence: str | None) -> dict[str, str]:
    return {} if occurrence is None else {"occurrence_id": occurrence}


def _listing(
    event: _Event, statuses: Iterable[str], occurrence: str | None, *, counted: bool = False
) -> Paged[Registrant]:
    """Emit the registrants of an event in some states."""
    for status in statuses:
        query = {"status": status} | _only(occurrence)
        key = attrgetter("id")
        yield from rows(event.at.list, event.path(), query, _page, key=key, counted=counted, settles=SHORT)


def _listed(
    event: _Event,
    wanted: Iterable[str],
    statuses: Iterable[str],
    occurrence: str | None,
    *,
    only: str = "",
    counted: bool = False,
) -> Flow[dict[str, Registrant]]:
    """Return those of some registrants that are listed; reading stops when all were found.

    ``only`` are those whose row has this status: a list can ignore the status it was asked for. ``counted`` is for
    proving that somebody is in no list.
    """
    found: dict[str, Registrant] = {}
    missing = set(wanted)

    def take(some: Sequence[Registrant]) -> bool:
        fitting = (each for each in some if not only or each.status.casefold() == only)
        found.update({each.id: each for each in fitting if each.id in missing})
        return found.keys() >= missing

    yield from consume(_listing(event, statuses, occurrence, counted=counted), take)
    return found


def _registered(row: wire.AddedRow, email: str) -> Registered:
    pin = row.participant_pin_code or ""
    return Registered(RegistrantId(row.registrant_id), row.email or email, row.join_url or "", pin)


def _set_status(
    event_id: EventId, action: str, registrants: Sequence[Registrant], occurrence: str | None
) -> Flow[tuple[Registrant, ...]]:
    """Change the state of registrants, and return them as they are listed afterwards."""
    if not all(each.id.strip() and each.email.strip() for each in registrants):
        raise InvalidInput("Zoom changes registrants by id and e-mail address; hand back what a listing gave you")
    if not registrants:
        return ()
    event = yield from _event(event_id)
    for start in range(0, len(registrants), _AT_ONCE):
        some = [{"id": each.id, "email": each.email} for each in registrants[start : start + _AT_ONCE]]
        yield Call(event.at.set_status, event.path(), _only(occurrence), {"action": action, "registrants": some})
    wanted = dict.fromkeys(each.id for each in registrants)
    status = _OUTCOME[action]
    found: dict[str, Registrant] = {}

    def changed() -> Flow[tuple[Registrant, ...] | None]:
        nonlocal found
        found = yield from _listed(event, wanted, (status,), occurrence, only=status)
        return tuple(found[each] for each in wanted) if found.keys() >= wanted.keys() else None

    everybody = yield from poll_until(changed)
    if everybody is not None:
        return everybody
    missing = len(wanted) - len(found)
    what = f"accepted, but {missing} of {len(wanted)} registrants are not listed as {status} afterwards"
    raise Conflict(event.at.set_status.name, 204, what)


def _looked(event: _Event, registrant: RegistrantId, occurrence: str | None) -> Flow[Looked]:
    """Look whether somebody is still registered, at their own address and in all three lists, to their end.

    Zoom answers for one that it does not know as for one that was denied, and what it answers at a meeting is not
    documented: so whoever a list shows is there, whatever their own address says; and a list that announces no number
    may be a part of one.
    """
    denied: tuple[Evidence, ...] = ()
    if occurrence is None:
        try:
            yield Call(event.at.get, event.path(registrant))
        except NotFound as error:
            if error.missing not in {"", *_GONE}:
                raise
            denied = ((yield from evidence_of_error(error)),) if error.missing else ()
        except BadRequest:
            pass
        else:
            return STILL_THERE
    if (yield from _listed(event, (registrant,), STATUSES, occurrence, counted=True)):
        return _STILL_LISTED if denied else STILL_THERE
    return (*denied, (yield from evidence_now(event.at.list.name, _UNLISTED)))


def _looked_everywhere(event: _Event, registrant: RegistrantId, occurrence: str | None) -> Flow[Looked]:
    """Look at one date of a series and then at the others, where what was given at registration would be kept."""
    here = yield from _looked(event, registrant, occurrence)
    if occurrence is None or not isinstance(here, tuple):
        return here
    others = yield from _looked(event, registrant, None)
    return (*here, *others) if isinstance(others, tuple) else Unconfirmed(_ELSEWHERE, here)


def _delete(event_id: EventId, registrant: RegistrantId, occurrence: str | None) -> Flow[Deletion]:
    event = yield from _event(event_id)
    delete = Call(event.at.delete, event.path(registrant), _only(occurrence))

    def look() -> Flow[Looked]:
        return (yield from _looked_everywhere(event, registrant, occurrence))

    try:
        return (yield from delete_and_look(delete, look, _GONE))
    except BadRequest as error:
        if error.code not in _NOT_THERE_PERHAPS:
            raise
        refused = yield from evidence_of_error(error)
        if (yield from _listed(event, (registrant,), STATUSES, occurrence)):
            raise
    return (yield from hold(look, frozenset(), AlreadyGone, (refused,)))


class Registrants(RegistrantsApi[F]):
    """Who registered for meetings and webinars."""

    unsupported: ClassVar = {
        "list_full": Unsupported(
            "Zoom's list shows all that was given at registration",
            "call list",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}/registrants",
        ),
    }

    @part
    def questions(self) -> RegistrationQuestions[F]:
        return RegistrationQuestions(self)

    @paged(*_both("list"), note=f"all three states; those who cancelled are listed as denied; {_SERIES}")
    def list(
        self, event_id: EventId, *, statuses: Sequence[str] = STATUSES, occurrence: str | None = None
    ) -> Paged[Registrant]:
        """List who registered for an event: by default those who are pending, approved, and denied.

        Zoom has no state for those who cancelled; they are listed as denied. Somebody whose state changes meanwhile
        may come twice, in the older state first. ``occurrence`` is the id of one date of a recurring event.
        Registrants belong to the series: every run of it has the same.

        Raises ``InvalidInput`` for an unknown status, ``NotFound`` when there is no such event, and
        ``ListingIncomplete`` when Zoom announces more than it lists. Scope ``meeting:read:list_registrants:admin`` or
        ``webinar:read:list_registrants:admin``; rate label Medium, one call for 300 people. Personal data: all a person
        gave at registration, and a link to join as them.
        """
        if isinstance(statuses, str) or not set(statuses) <= set(STATUSES):
            raise InvalidInput("statuses are some of pending, approved and denied")
        event = yield from _event(event_id)
        yield from _listing(event, [each for each in STATUSES if each in statuses], occurrence)

    @operation(*_both("get"), note=_SERIES)
    def get(self, event_id: EventId, registrant_id: RegistrantId) -> Flow[Registrant]:
        """Return one registrant.

        Raises ``NotFound``, with ``missing`` ``registrant`` where Zoom says that this is what is missing, which it is
        documented to do for webinars only. Personal data: all the person gave at registration, and a link to join as
        them.
        """
        _check_named(registrant_id)
        event = yield from _event(event_id)
        reply: Reply = yield Call(event.at.get, event.path(registrant_id))
        return decode(wire.ONE, reply)

    @operation(*_both("add"), note="Zoom allows 3 a day for each person, and 4,999 registrants for a meeting")
    def add(self, event_id: EventId, registrant: NewRegistrant, *, occurrences: Sequence[str] = ()) -> Flow[Registered]:
        """Register somebody; Zoom may send them an e-mail.

        Never sent twice by itself: when the connection breaks, list before you try again. Zoom takes three
        registrations a day for each person, and 4,999 for a meeting. ``occurrences`` are the dates of a recurring
        event, all of them if none is named. The answer has no link to join where a person has to be approved first.

        Raises ``InvalidInput`` for what Zoom is sure to refuse, and ``Conflict`` when registration is not enabled, the
        event is full or over, or somebody is its host or a panelist. Personal data: what is sent, and a link to join.
        """
        check(registrant)
        event = yield from _event(event_id)
        query = {"occurrence_ids": ",".join(occurrences)} if occurrences else {}
        reply: Reply = yield Call(event.at.add, event.path(), query, body_of(registrant))
        return _registered(decode(wire.ADDED, reply), registrant.email)

    @operation(*_both("add_many"), level="partial", note="only e-mail and names, 30 at once, events without recurrence")
    def add_many(self, event_id: EventId, registrants: Sequence[NewRegistrant]) -> Flow[tuple[Registered, ...]]:
        """Register up to 30 people at once, by e-mail address and names only; Zoom may send them e-mails.

        Never sent twice by itself: when the connection breaks, list before you try again. There is one result for
        each person that Zoom took; compare the e-mail addresses, without case, to see who is missing.

        Raises ``InvalidInput`` for more than 30 people and for fields that Zoom does not take here, ``Conflict`` when
        registration is not enabled, the event recurs, is full or over. Personal data: e-mail addresses, names, and
        links to join.
        """
        if len(registrants) > _AT_ONCE:
            raise InvalidInput(f"Zoom registers up to {_AT_ONCE} people at once")
        for each in registrants:
            check(each)
            if body_of(each) != names_of(each):
                raise InvalidInput("Zoom takes only e-mail addresses and names of many at once; add one by one instead")
        if not registrants:
            return ()
        event = yield from _event(event_id)
        people = {"registrants": [names_of(each) for each in registrants]}
        reply: Reply = yield Call(event.at.add_many, event.path(), {}, people)
        return tuple(_registered(each, "") for each in decode(wire.ADDED_MANY, reply).registrants)

    @operation(*_both("set_status", "list"), note="read back; Zoom allows 10 changes a day for each person")
    def approve(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Approve registrants, and return them as they are listed afterwards; Zoom may send them an e-mail.

        More than 30 take several calls; when one fails, those before it are done. Zoom allows ten changes a day for
        each person. It changes nobody whose id and e-mail address do not belong together, and says nothing: so the
        state is read back.

        Raises ``Conflict`` when somebody is not in the new state afterwards, and ``InvalidInput`` where an id or an
        e-mail address is missing. Personal data: that of the registrants, as in ``list``.
        """
        return (yield from _set_status(event_id, "approve", registrants, occurrence))

    @operation(*_both("set_status", "list"), note="read back; Zoom allows 10 changes a day for each person")
    def deny(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Deny registrants, and return them as they are listed afterwards; Zoom may send them an e-mail.

        Limits, errors, scopes, rate label and personal data are those of ``approve``.
        """
        return (yield from _set_status(event_id, "deny", registrants, occurrence))

    @operation(*_both("set_status", "list"), note="read back; those who cancelled are listed as denied")
    def cancel(
        self, event_id: EventId, registrants: Sequence[Registrant], *, occurrence: str | None = None
    ) -> Flow[tuple[Registrant, ...]]:
        """Cancel registrations, and return the registrants as they are listed afterwards: as denied.

        Their data stays at Zoom; only ``delete`` erases it. Limits, errors, scopes, rate label and personal data are
        those of ``approve``.
        """
        return (yield from _set_status(event_id, "cancel", registrants, occurrence))

    @operation(*_both("delete", "get", "list"), note="read back in all three states")
    def delete(
        self, event_id: EventId, registrant_id: RegistrantId, *, occurrence: str | None = None
    ) -> Flow[Deletion]:
        """Delete a registrant and what they gave at registration, for good; there is no trash.

        The registrant must be listed in none of the three states, and denied at their own address, for the time of
        settling (``open_bridge(settle=…)``). Zoom's word alone counts for nothing while a list shows them.
        ``AlreadyGone`` rests on the same; ``Refused`` says why Zoom does not delete, such as registration that is not
        enabled. With ``occurrence`` only from one date of a recurring event: where the others still have the
        registrant the data is still stored, and the outcome is ``Unconfirmed``, which says so.

        Raises ``NotFound`` when there is no such event, ``InvalidInput`` for an empty id. Personal data: those of
        ``list`` are read to look for the registrant, and none is returned.
        """
        _check_named(registrant_id)
        return (yield from _delete(event_id, registrant_id, occurrence))
