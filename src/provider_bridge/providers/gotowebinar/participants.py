"""Who was at a GoTo webinar, one person once; and who registered and did not come."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.attendance import Stay, in_order, people
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import paged
from provider_bridge.core.listing.paging import Page, consume, map_batches, to_list
from provider_bridge.core.steps import Emit
from provider_bridge.domain.ids import RegistrantId
from provider_bridge.domain.people import Interval, Participant
from provider_bridge.errors import Conflict, DecodeError, InvalidInput
from provider_bridge.facets.participants import ParticipantsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.keys import check_one_person
from provider_bridge.providers.goto.pages import by_size
from provider_bridge.providers.gotowebinar.absentees import Came, absent
from provider_bridge.providers.gotowebinar.addresses import event_path, session_id, session_path
from provider_bridge.providers.gotowebinar.past_sessions import one_of_event, rows_of_event
from provider_bridge.providers.gotowebinar.wire import participants as wire
from provider_bridge.providers.gotowebinar.wire.registrants import LIST as REGISTRANTS
from provider_bridge.providers.gotowebinar.wire.sessions import EVENT_SESSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.ids import EventId, SessionId
    from provider_bridge.domain.people import Registrant

__all__ = ["Participants"]

_PHONE: Final = "whether people on the telephone are listed is not documented, and no row shows a number"


class Participants(GoToFacet[F], ParticipantsApi[F]):
    """Who was there."""

    unsupported: ClassVar = {
        "list_between": Unsupported(
            "GoToWebinar's API lists attendees by session or webinar; provider_bridge does not go through those "
            "of a period yet",
            "list the sessions, and the participants of each",
            "https://developer.goto.com/GoToWebinarV2",
            NOT_BUILT,
        ),
        "delete": Unsupported(
            "GoToWebinar's API has no call that deletes who attended",
            "delete the whole webinar, of which it is not documented what becomes of its attendees, or see the "
            "vendor's web page, or ask the vendor's support",
            wire.SESSION_ATTENDEES.reference,
        ),
    }

    @paged(wire.SESSION_ATTENDEES, level="partial", note=_PHONE)
    def list(self, session_id: SessionId) -> Paged[Participant]:
        """List the people of a session, each once, with all stays, in the order of their first one.

        Rows are one person by the key of their registration, else by e-mail address, upper and lower case aside;
        nothing else joins two. That key is of one registration: the same person has another in another webinar.
        ``present`` is GoTo's own count of seconds, which need not be the sum of the stays (*unsure*), and ``None``
        while it is zero. Only people who attended are listed; a session that nobody attended is an empty list.
        After a session the list can be late, and it is not documented how long. *Unsure*: whether people who
        dialled in by telephone are listed, and under which name.

        GoTo sends the whole list at once. All its rows are held until the persons are put together; ``list_of_event``
        streams instead. Raises ``NotFound`` when GoTo does not know the session, which is also so while it runs.
        Personal data: name, e-mail address, times of presence. Rate label: 10 calls a second.
        """
        path = session_path(session_id)
        rows = yield from _of_session(path)
        yield Emit(people(session_id, map(_stay, rows)))

    @paged(wire.EVENT_ATTENDEES, level="partial", note=_PHONE, either=WHOSE)
    def list_of_event(self, event: EventId) -> Paged[Participant]:
        """List the people of all sessions of a webinar as they come, however many there are.

        GoTo has one row for a person and a session, with all stays; each becomes one participant of that session.
        Somebody who was in two sessions is two participants. Rows are not put together as ``list`` does it: should
        GoTo have several for one person in one session (*unsure*), they stay apart. 200 rows are held at a time, and
        eight bytes of each that came, so that a list that changed meanwhile can be walked again.

        Raises ``NotFound`` when GoTo does not know the webinar, ``ListingIncomplete`` when rows are missing. Personal
        data: name, e-mail address, times of presence. Scope ``collab:``, and for a bare key ``identity:scim.me`` or
        ``identity:``. Rate label: 10 calls a second, a call for 200 rows.
        """
        path = yield from event_path(self._whose, event)

        def make(rows: Sequence[wire.Attended]) -> Sequence[Participant]:
            return [_participant(path, row) for row in rows]

        yield from map_batches(_of_event(path), make)

    @paged(
        EVENT_SESSIONS,
        wire.SESSION_ATTENDEES,
        wire.EVENT_ATTENDEES,
        REGISTRANTS,
        note="registrants without attendance, told by the key of their registration",
        reference=REGISTRANTS.reference,
        either=WHOSE,
    )
    def absentees(self, event: EventId, *, session: SessionId | None = None) -> Paged[Registrant]:
        """List who registered for a webinar and came to none of its past sessions, or with ``session`` not to that.

        GoTo has no such list: it is who registered less who attended, told by the key of the registration. Somebody
        who registered twice and came once is listed once. Whatever their ``status``: people who were denied or are
        still pending are listed too. They have what GoTo's list of registrants shows, not all they gave. People who
        registered after a session count as absent from it.

        Raises ``Conflict`` for a webinar without a past session, as nobody can be absent from it yet; ``NotFound`` for
        a session that the webinar does not list; ``ListingIncomplete`` when fewer attendees are listed than GoTo
        counted, as shortly after a session, or when one has neither a key nor an address, so that who did not come
        cannot be told; ``InvalidInput`` for a session of another webinar. Nobody is listed before all that is known.
        Personal data: name, e-mail address, time of registration, the link to join. Scope ``collab:``, and for a bare
        key ``identity:scim.me`` or ``identity:``. Rate label: 10 calls a second, a call for 200 sessions, attendees or
        registrants.
        """
        path = yield from event_path(self._whose, event)
        came = yield from _came_to_any(path) if session is None else _came_to(path, session_path(session))
        yield from absent(path, came)


def _of_session(path: Mapping[str, str]) -> Flow[tuple[wire.Attended, ...]]:
    """Return the rows of one session; GoTo's keys are numbers here and text elsewhere, and text to us."""
    reply: Reply = yield Call(wire.SESSION_ATTENDEES, path)
    rows = decode(wire.SESSION_ATTENDEES_LIST, reply)
    if any(row.session not in {"", path["sessionKey"]} for row in rows):
        raise DecodeError(reply.operation, ("*.sessionKey: that of another session",))
    check_one_person(reply.operation, ((row.registrant, row.email, _name(row)) for row in rows))
    return rows


def _of_event(path: Mapping[str, str]) -> Paged[wire.Attended]:
    """Emit the rows of all sessions, each once. All of a row tells it apart, lest a second one of a person is lost."""
    return by_size(Call(wire.EVENT_ATTENDEES, path), _read, key=_key, what="attendees")


def _read(reply: Reply) -> Page[wire.Attended]:
    page = decode(wire.EVENT_ATTENDEES_PAGE, reply)
    rows = page.embedded.rows
    if not all(row.session for row in rows):
        raise DecodeError(reply.operation, ("_embedded.attendeeParticipationResponses.*.sessionKey: missing",))
    return page.page.of(rows)


def _key(row: wire.Attended) -> tuple[object, ...]:
    return row.session, row.registrant, row.email, row.first_name, row.last_name, row.stays


def _came_to_any(path: Mapping[str, str]) -> Flow[Came]:
    runs = yield from to_list(rows_of_event(path))
    if not runs:
        raise Conflict(EVENT_SESSIONS.name, 200, "the webinar has no past session that anybody could be absent from")
    came = Came(wire.EVENT_ATTENDEES.name, runs)
    yield from consume(_of_event(path), came.take)
    came.check()
    return came


def _came_to(path: Mapping[str, str], session: Mapping[str, str]) -> Flow[Came]:
    if any(session[name] != path[name] for name in path):
        raise InvalidInput("the session is of another webinar")
    run = yield from one_of_event(session)
    came = Came(wire.SESSION_ATTENDEES.name, [run])
    came.take((yield from _of_session(session)))
    came.check()
    return came


def _stays(row: wire.Attended) -> tuple[Interval, ...]:
    """Return a row's stays in the order of time; where it tells of none, one of unknown times."""
    return in_order(row.stays) or (Interval(None, None),)


def _name(row: wire.Attended) -> str:
    return " ".join(filter(None, (row.first_name.strip(), row.last_name.strip())))


def _stay(row: wire.Attended) -> Stay:
    first, *more = _stays(row)
    return Stay(
        joined=first.joined,
        left=first.left,
        counted=row.present,
        registrant=row.registrant,
        email=row.email.strip(),
        name=_name(row),
        more=tuple(more),
    )


def _participant(path: Mapping[str, str], row: wire.Attended) -> Participant:
    """Return what a row tells, as ``people`` would of this row alone, which takes several times as long."""
    email = row.email.strip()
    return Participant(
        session=session_id(path["organizerKey"], path["webinarKey"], row.session),
        matched_by="registrant" if row.registrant else "email" if email else "row",
        intervals=_stays(row),
        waited=(),
        present=row.present or None,
        rows=1,
        registrant=RegistrantId(row.registrant) if row.registrant else None,
        name=_name(row),
        email=email,
    )
