"""GoToMeeting's sessions: what took place, and erasing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from provider_bridge.core.capability import Unsupported
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.overlapping_windows import merge_overlapping_windows
from provider_bridge.core.listing.paging import to_list
from provider_bridge.core.listing.periods import Period, period
from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.domain.events import PastRun, Session
from provider_bridge.domain.ids import EventId, GroupId, HostId, SessionId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.errors import InvalidInput, NotFound
from provider_bridge.facets.sessions import SessionsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.gotomeeting import history
from provider_bridge.providers.gotomeeting.addresses import event_id, meeting_path
from provider_bridge.providers.gotomeeting.all_organizers import across_organizers
from provider_bridge.providers.gotomeeting.erasure import delete_session
from provider_bridge.providers.gotomeeting.wire import directory
from provider_bridge.providers.gotomeeting.wire import participants as attendees
from provider_bridge.providers.gotomeeting.wire import sessions as wire

if TYPE_CHECKING:
    from datetime import date, datetime


__all__ = ["Sessions"]


class Sessions(GoToFacet[F], SessionsApi[F]):
    """What took place."""

    unsupported: ClassVar = {
        "figures": Unsupported(
            "GoToMeeting's API has no figures of a session",
            "list the participants and count them",
            "https://developer.goto.com/GoToMeetingV1",
        ),
        "figures_of_event": Unsupported(
            "GoToMeeting's API has no figures of a meeting",
            "list the participants of each session and count them",
            "https://developer.goto.com/GoToMeetingV1",
        ),
    }

    @paged(
        wire.HISTORY,
        wire.HISTORY_OF_ORGANIZER,
        level="partial",
        note="what is running is not listed, nor how far back the history reaches documented",
        reference=wire.HISTORY_OF_ORGANIZER.reference,
        either=(wire.HISTORY, directory.ORGANIZERS),
    )
    def list(
        self,
        event: EventId | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        host: HostId | None = None,
    ) -> Paged[Session]:
        """List past sessions of an organizer, newest month first: of one event, or without ``event`` all of them.

        The organizer is ``host``, else the configured one, else the one the token belongs to. With ``whole_account``
        and without ``host`` it is every organizer that the (deprecated) directory lists, one after another;
        organizers who could not be read are counted in ``ListingIncomplete`` at the end. ``since`` and
        ``until``, days or moments, both included, are held against the start. Without ``event`` ``since`` is needed;
        with it, ten years are searched where ``since`` is left out, which takes some 130 calls. How far back the
        history reaches is not documented, and it announces no total. So absence never proves that nothing is stored.

        What is still running is left out, and how long after its end it appears is not documented: ask again later.
        A meeting that was stopped and started again has a session for each time. The line that a deleted session
        leaves in the history has no session, and is left out.

        Raises ``NotFound`` when ten years show no session of the event, ``InvalidInput`` without ``event`` and
        ``since``, and ``Forbidden`` for an organizer whom the token may not see.

        Personal data: the title, the organizer's name and e-mail address. Scope ``collab:``, of another organizer than
        the token's own also ``identity:``. Rate label: 10 calls a second, one call for every 30 days.
        """
        within = period(since, until)
        if event is None and since is None:
            raise InvalidInput("say which event, or since when: sessions.list(event) or sessions.list(since=...)")
        own = None if event is None else EventId(meeting_path(event)["meetingId"])
        now: datetime = yield Now()
        if within.since is None:
            latest = now if within.until is None else min(now, within.until)
            within = Period(latest - history.REACH, within.until)
        found = SeenRows()

        def wanted(run: Session) -> bool:
            return own in {None, run.event} and within.holds(run.start) and found.add(run.id)

        days = within.days_until(now)

        def past(organizer: str) -> Paged[Session]:
            for first, last in days_between(*days, history.WIDEST) if days else ():
                _, runs = yield from history.search(organizer, first, last)
                yield Emit([run for run in runs if wanted(run)])

        if host is None and self._whose.everybody:
            yield from across_organizers("sessions", lambda each: to_list(past(each)), None)
        else:
            yield from past(self._whose.named(host))
        if own is not None and since is None and not len(found):
            what = "the history of the last ten years shows no session of this event for this organizer"
            raise NotFound(wire.HISTORY_OF_ORGANIZER.name, 200, what)

    @operation(wire.HISTORY_OF_ORGANIZER, note="looked for in its organizer's history, newest month first")
    def get(self, session: SessionId) -> Flow[Session]:
        """Return one past session: when, how many took part, who was its host.

        GoToMeeting has no call for one session: it is looked for in its organizer's history, newest month first, ten
        years back. An old one takes a call for every month since.

        Raises ``NotFound`` when the history does not show it: it is running, was deleted, is older, or never was. That
        is no proof that nothing of it is stored. Raises ``InvalidInput`` for an id of another form. Personal data: the
        title, the organizer's name and e-mail address. Scope ``collab:``, of another organizer than the token's own
        also ``identity:``. Rate label: 10 calls a second.
        """
        _, found = yield from history.find(session)
        if found is None:
            what = "the history of the last ten years does not show this session"
            raise NotFound(wire.HISTORY_OF_ORGANIZER.name, 200, what)
        return found

    @paged(
        wire.HISTORY_OF_GROUP,
        level="partial",
        note="does not say which session it is; groups of 50 organizers at most, for administrators",
    )
    def list_of_group(self, group: GroupId, *, since: date, until: date | None = None) -> Paged[PastRun]:
        """List what the organizers of a group held since a time, newest month first.

        GoToMeeting does not say which session each is, so nothing can be read or deleted by it: ``list`` of the host,
        at that start, has the session. Lines whose session was deleted come as well; nothing tells them apart. Lines
        have no identifier: what the overlap of two months shows twice comes once, and alike lines of one month come
        as often as they are there. What is still running is left out. Groups may have 50 organizers at most.

        Raises ``Forbidden`` without an administrator's token, ``BadRequest`` or ``NotFound`` for another group.
        Personal data: the title, the organizer's name and e-mail address. Rate label: 10 calls a second, one call for
        every 30 days.
        """
        within = period(since, until)
        now: datetime = yield Now()

        def window(first: date, last: date) -> Flow[list[PastRun]]:
            _, lines = yield from history.lines(wire.HISTORY_OF_GROUP, {"groupKey": group}, first, last)
            return [_past_run(line, group) for line in lines]

        yield from merge_overlapping_windows(
            history.until_now(within, now), history.WIDEST, window, lambda run: run.start
        )

    @operation(
        wire.DELETE_SESSION,
        wire.HISTORY_OF_ORGANIZER,
        attendees.BY_MEETING,
        note="the session, its attendee list and its recordings; a line without a session stays in the history",
    )
    def delete(self, session: SessionId, *, known: Session | None = None) -> Flow[Deletion]:
        """Delete one past session with its attendee list and all its recordings, and look again.

        Before, it is looked for in its organizer's history; ``known``, the session as a listing shows it, spares the
        search. Afterwards the history is read again, and the attendees of the meeting. ``Gone`` says that the history
        showed the session before and does not now, and that nobody of it is listed as an attendee. A line with
        title, time and organizer stays in the vendor's history all the same, without a session: no API removes it.
        To delete all of a meeting, delete each session that ``list`` shows of it.

        ``AlreadyGone`` says that GoToMeeting denies the session, that its organizer's history does not show it, and
        that this is the right organizer: ``known`` says so, or a row of the meeting's attendees. ``Unconfirmed`` that
        this is not known, that the history did not show the session before either, still shows it or a recording of
        it, or that the attendees could not be read (that needs ``identity:``) or not be told apart: count it as
        stored.

        Raises ``Forbidden`` for an organizer whom the token may not see, ``NotFound`` for a 404 that does not say what
        is missing, ``InvalidInput`` for an id of another form, or a ``known`` that is another session. No e-mail is
        sent. Personal data: read to look again, none is returned. Scopes ``collab:``, and ``identity:`` for the
        attendees and for other organizers. Rate label: 10 calls a second.
        """
        return (yield from delete_session(session, known))


def _past_run(line: wire.Line, group: GroupId) -> PastRun:
    return PastRun(
        event=event_id(line.meeting),
        kind=history.KIND,
        host=HostId(line.organizer) if line.organizer else None,
        start=line.start,
        end=line.end,
        participants=line.participants,
        group=group,
        title=line.subject or "",
        host_name=line.host_name,
        host_email=line.email or "",
    )
