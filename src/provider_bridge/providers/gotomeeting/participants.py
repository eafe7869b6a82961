"""Who was in GoToMeeting's sessions, one person once, and erasing the list of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import to_list
from provider_bridge.core.listing.periods import period
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.domain.ids import GroupId, HostId, SessionId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.errors import InvalidInput, ListingIncomplete, NotFound
from provider_bridge.facets.participants import ParticipantsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.gotomeeting import history
from provider_bridge.providers.gotomeeting.addresses import normal, session_id
from provider_bridge.providers.gotomeeting.all_organizers import across_organizers
from provider_bridge.providers.gotomeeting.attendance import attendance_of
from provider_bridge.providers.gotomeeting.attendee_rows import people_of
from provider_bridge.providers.gotomeeting.erasure import delete_attendees
from provider_bridge.providers.gotomeeting.wire import directory
from provider_bridge.providers.gotomeeting.wire import participants as wire
from provider_bridge.providers.gotomeeting.wire import sessions as runs

if TYPE_CHECKING:
    from datetime import date, datetime

    from pydantic import TypeAdapter

    from provider_bridge.core.listing.periods import Period
    from provider_bridge.domain.events import Session
    from provider_bridge.domain.people import Participant
    from provider_bridge.providers.gotomeeting.wire.participants import AttendeeRow

__all__ = ["Participants"]


class Participants(GoToFacet[F], ParticipantsApi[F]):
    """Who was there."""

    unsupported: ClassVar = {
        "absentees": Unsupported(
            "GoToMeeting has no registrants, so absence does not show",
            "compare the participants with those who were invited",
            "https://developer.goto.com/GoToMeetingV1",
        ),
        "list_of_event": Unsupported(
            "GoToMeeting's API lists the attendees of all sessions of a meeting; provider_bridge does not hand "
            "them out by event yet",
            "list the sessions of the event, and the participants of each",
            "https://developer.goto.com/GoToMeetingV1",
            NOT_BUILT,
        ),
    }

    @paged(
        wire.BY_MEETING,
        runs.HISTORY_OF_ORGANIZER,
        level="partial",
        note="GoToMeeting lists the attendees of all sessions of a meeting at once; where neither key nor time tells "
        "them apart, the listing is incomplete. Guests may have no address, telephone callers no name",
    )
    def list(self, session_id: SessionId) -> Paged[Participant]:
        """List the people of a session, each once, with all stays, in the order of their first one.

        GoToMeeting keeps a row for every join, and lists the rows of all sessions of a meeting together. A row is of
        this session where its instance key is the session's id. *Unsure* whether it always is: where no row has the
        key, the organizer's history is read, and the times of the rows are held against those of the session. What
        neither settles raises ``ListingIncomplete``; nothing is guessed.

        Rows are one person by e-mail address, in whatever case, else by name where no two stays overlap. A name alone
        joins nobody to somebody who has an address, and names that devices give and labels such as "Caller 1" join
        nothing. ``matched_by`` says what it rests on: whoever
        has no address, as guests and telephone callers have none, is ``name`` or ``row``, and cannot be found by an
        address. A name that is a telephone number is in ``phone``. ``present`` adds up the stays: what GoToMeeting
        calls duration is the meeting's. Other names and addresses of one person are in ``also_known``.

        Where nobody is listed the session is looked for in its organizer's history, ten years back, so that an empty
        list is one of a session that is known. It does not prove that nobody was there: the list may have been
        deleted, and whether callers on the telephone are listed depends on a setting of the account. GoToMeeting's
        list has no pages: while it is read the answer and all its rows are in memory, afterwards only this session's.

        Raises ``NotFound`` for a meeting that GoToMeeting does not know, or that has no history (*unsure* which), and
        for a session without attendees that the history does not show either; ``InvalidInput`` for an id of another
        form. Personal data: name, e-mail address, telephone number, times of presence. Scope ``identity:``; for the
        history ``collab:``. Rate label: 10 calls a second.
        """
        session = normal(session_id)
        found = yield from attendance_of(session)
        if not found.rows and (yield from history.find(session))[1] is None:
            what = "nobody is listed for this session, and its organizer's history does not show it"
            raise NotFound(wire.BY_MEETING.name, 200, what)
        yield Emit(people_of(session, found.rows))

    @paged(
        wire.BY_ORGANIZER,
        wire.BY_GROUP,
        level="partial",
        note="for administrators; of one organizer, or of a group of 50 at most",
        either=(*WHOSE, directory.ORGANIZERS),
    )
    def list_between(
        self, *, since: date, until: date | None = None, host: HostId | None = None, group: GroupId | None = None
    ) -> Paged[Participant]:
        """List the people of every session that began from ``since`` to ``until``, newest month first.

        Of the sessions of ``host``, of those of all organizers of ``group``, which may have 50 at most, else of the
        configured organizer's or the token owner's; with ``whole_account`` of every organizer that the (deprecated)
        directory lists, and those who could not be read are counted in ``ListingIncomplete`` at the end. A day means
        all of it, in UTC; ``until`` is now when left out.
        Each person comes once for each session, as with ``list``; the people of one session come one after another.
        The session's id is made of the row's instance key; *unsure* whether that always is the session's id.

        Asked for by 30 days; the answers have no pages, so that a month of rows is in memory. Rows have no identifier:
        what the overlap of two months shows twice comes once. Whether the vendor means the sessions or the stays of
        that time is not documented: a day more is asked for, and the start of the session counts.

        Raises ``ListingIncomplete`` for a row that does not say which session it is of, ``InvalidInput`` when both
        ``host`` and ``group`` are given, and ``Forbidden`` without an administrator's token.

        Personal data: name, e-mail address, telephone number, times of presence. Scope ``collab:``, of others than the
        token's owner also ``identity:``; of a group ``identity:``; ``identity:scim.me`` or ``identity:`` where the
        organizer has to be found out. Rate label: 10 calls a second, one call for every 30 days.
        """
        within = period(since, until)
        if group is not None and host is not None:
            raise InvalidInput("give host or group, not both")
        now: datetime = yield Now()
        span = history.until_now(within, now)
        if group is not None:
            yield from _by_session(span, Call(wire.BY_GROUP, {"groupKey": group}), wire.GROUP_ROWS)
            return

        def listing(organizer: str) -> Paged[Participant]:
            return _by_session(span, Call(wire.BY_ORGANIZER, {"organizerKey": organizer}), wire.ROWS)

        if host is None and self._whose.everybody:
            yield from across_organizers("participants", lambda each: to_list(listing(each)), None)
        else:
            yield from listing((yield from self._whose.organizer(host)))

    @operation(
        wire.DELETE_ATTENDEES,
        wire.BY_MEETING,
        runs.HISTORY_OF_ORGANIZER,
        note="the attendee list of a session, with all its people; no person can be deleted alone",
    )
    def delete(self, session_id: SessionId, *, known: Session | None = None) -> Flow[Deletion]:
        """Delete the list of everybody who was in a session, and look again. The session and its recordings stay.

        Nobody can be deleted alone. Before, the attendees are read; where none is shown, the session is looked for in
        its organizer's history, which ``known``, the session as a listing shows it, makes short. ``Gone`` says that
        attendees of it were listed before, and are not now. How many there were may still stand in the history.

        ``AlreadyGone`` says that none was listed, that GoToMeeting denies the list, and that the organizer is the
        right one: ``known`` says so, or the history, or a row of the meeting's attendees. ``Unconfirmed`` that this
        is not known, that none was listed before either, some still are, or they could not be read or not be told
        from those of other sessions: count them as stored.

        Raises ``Forbidden`` for an organizer whom the token may not see, ``NotFound`` for a 404 that does not say what
        is missing, ``InvalidInput`` for an id of another form, or a ``known`` that is another session. No e-mail is
        sent. Personal data: read to look again, none is returned. Scopes ``collab:``, and ``identity:`` for the
        attendees and for other organizers. Rate label: 10 calls a second.
        """
        return (yield from delete_attendees(session_id, known))


def _by_session(span: Period, call: Call, rows: TypeAdapter[list[AttendeeRow]]) -> Paged[Participant]:
    """Emit the people of each session, once no further window can have rows of it."""
    organizer = call.path.get("organizerKey", "")
    held: defaultdict[tuple[datetime, SessionId], list[AttendeeRow]] = defaultdict(list)
    before: Counter[AttendeeRow] = Counter()
    for first, last in days_between(span.first_day, span.last_day + timedelta(days=1), history.WIDEST):
        counted: Counter[AttendeeRow] = Counter()
        reply: Reply = yield replace(call, query=history.asked(first, last))
        for row in decode(rows, reply):
            began = wire.moment(row.began)
            if began is not None and not span.holds(began):
                continue
            host = row.organizer or organizer
            if began is None or row.instance in runs.NO_KEY or not host:
                raise ListingIncomplete(
                    reply.operation, "a row does not say which session it is of, or when that began"
                )
            counted[row] += 1
            if counted[row] > before[row]:
                held[began, session_id(host, row.meeting, row.instance)].append(row)
        before = counted
        over = [each for each in held if each[0].date() > first or first == span.first_day]
        for began, session in sorted(over, reverse=True):
            yield Emit(people_of(session, held.pop((began, session))))
