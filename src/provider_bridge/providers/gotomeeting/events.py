"""GoToMeeting's scheduled meetings: those to come are listed, and each can be read, made, changed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.periods import period
from provider_bridge.core.steps import Emit, Flow, Paged
from provider_bridge.domain.events import Event, EventChange, HostProblem, NewEvent, SecretUrl
from provider_bridge.domain.ids import EventId, GroupId, HostId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.errors import Conflict, DecodeError, InvalidInput, ProviderBridgeError
from provider_bridge.facets.events import EventsApi
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.deletion import delete_one
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.gotomeeting.addresses import meeting_path
from provider_bridge.providers.gotomeeting.all_organizers import across_organizers, problem_of
from provider_bridge.providers.gotomeeting.rescheduling import shows, update_body
from provider_bridge.providers.gotomeeting.scheduling import body_of, check_start, check_unkept
from provider_bridge.providers.gotomeeting.upcoming import (
    MEETING,
    event_of_added,
    read_meeting,
    upcoming_of_group,
    upcoming_of_host,
    upcoming_of_owner,
)
from provider_bridge.providers.gotomeeting.wire import directory
from provider_bridge.providers.gotomeeting.wire import events as wire

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Events"]


_KINDS: Final = frozenset({None, MEETING, "webinar"})


class Events(GoToFacet[F], EventsApi[F]):
    """What is scheduled."""

    unsupported: ClassVar = {
        "audio": Unsupported(
            "GoToMeeting's API has the dial-in text of a meeting; provider_bridge does not take the numbers out "
            "of it yet",
            "see the meeting in the vendor's web page",
            "https://developer.goto.com/GoToMeetingV1",
            NOT_BUILT,
        ),
        "update_audio": Unsupported(
            "GoToMeeting's API changes how people may dial in; provider_bridge does not apart from add and update yet",
            "change it in the vendor's web page",
            "https://developer.goto.com/GoToMeetingV1",
            NOT_BUILT,
        ),
        "copy": Unsupported(
            "GoToMeeting's API has no call that copies a meeting",
            "schedule another one with add",
            "https://developer.goto.com/GoToMeetingV1",
        ),
        "in_session": Unsupported(
            "GoToMeeting's API does not list the meetings that run",
            "see the vendor's admin centre",
            "https://developer.goto.com/GoToMeetingV1",
        ),
        "times": Unsupported(
            "GoToMeeting's API does not list the times of a recurring meeting",
            "see the meeting in the vendor's web page",
            "https://developer.goto.com/GoToMeetingV1",
        ),
    }

    @paged(
        wire.UPCOMING,
        level="partial",
        note="meetings to come only; what took place is in sessions",
        either=(wire.UPCOMING_OF, directory.ORGANIZERS, *WHOSE),
    )
    def list(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        host: HostId | None = None,
        kind: str | None = None,
        problems: Callable[[HostProblem], None] | None = None,
    ) -> Paged[Event]:
        """List meetings to come: of one organizer, or of every one of the GoTo account.

        GoTo lists upcoming meetings only, so absence here proves nothing: what took place is in ``sessions``.
        ``since`` and ``until``, days or moments, both included, are held against the start. Everything recurring is
        kept, because a row shows one of its dates, and so is what has no start. ``kind`` is ``meeting``; of
        ``webinar`` there is nothing here. Rows lack ``co_hosts`` and ``join_url``, which no call but ``add`` shows.

        Without ``host`` these are the meetings of ``organizer_key``, or where none is configured of the token's
        owner, or with ``whole_account`` of every organizer that the (deprecated) directory lists, suspended ones
        included. Naming an organizer takes an administrator's token; where GoTo refuses that, and the organizer is
        the token's owner, the owner's list is read.

        An organizer whose meetings cannot be read is told to ``problems``. Without it a listing of all organizers
        ends with ``ListingIncomplete``, and one of a single organizer with the error itself. These lists are bare,
        without a count or pages: that one was cut short would not show. Raises ``InvalidInput`` for times without a
        zone.

        Personal data: titles, the organizers' e-mail addresses, and how to dial in with its access code, which is a
        secret. Scope ``collab:``, for other organizers also ``identity:``; rate label: 10 calls a second, one call for
        each organizer.
        """
        within = period(since, until)
        if kind not in _KINDS:
            raise InvalidInput("kind is meeting or webinar, or left out for both")
        named = HostId(self._whose.named(host))
        if kind == "webinar":
            return
        listing = partial(upcoming_of_host, self._whose, within)
        if host is None and self._whose.everybody:
            yield from across_organizers("events", listing, problems)
            return
        try:
            found = yield from (listing(named) if named else upcoming_of_owner(within))
        except ProviderBridgeError as error:
            if problems is None or not named:
                raise
            problems(problem_of(named, error))
        else:
            yield Emit(found)

    @paged(wire.UPCOMING_OF_GROUP, level="partial", note="meetings to come only, and groups of up to 50 organizers")
    def list_of_group(self, group: GroupId, *, since: date | None = None, until: date | None = None) -> Paged[Event]:
        """List the meetings to come of a group's organizers, with one call.

        As in ``list`` upcoming meetings only; ``since`` and ``until`` mean the same. How to dial in is not said here.
        GoTo takes groups of up to 50 organizers only and refuses others with ``BadRequest`` (*unsure* with which
        status). Raises ``Forbidden`` without an administrator's token. Personal data: titles and the organizers' e-mail
        addresses. Scope ``identity:``; rate label: 10 calls a second.
        """
        within = period(since, until)
        if not group.strip():
            raise InvalidInput("group is empty: name one, as directory.groups lists them")
        yield Emit((yield from upcoming_of_group(within, group)))

    @operation(wire.MEETING, note="one meeting; whose it is is not said")
    def get(self, event: EventId) -> Flow[Event]:
        """Return one meeting. ``event`` is its number, with or without dashes.

        GoTo does not say whose it is, nor how to join but by telephone: ``host`` is ``None``. When it was made is
        said by old answers only. Whether a title comes with ``<`` and ``>`` as entities, as it was sent, is *unsure*:
        both are read.

        Raises ``NotFound`` when there is none: deleted, of another account, or it never was. Personal data: the title,
        and how to dial in with its access code, which is a secret. Scope ``collab:``; rate label: 10 calls a second.
        """
        found, _ = yield from read_meeting(event)
        return found

    @operation(wire.ADD, note="for the token's owner; a password can be required, not set")
    def add(
        self,
        event: NewEvent,
        *,
        password_required: bool,
        kind: str = "scheduled",
        audio: str = "Hybrid",
        co_organizers: Sequence[HostId] = (),
    ) -> Flow[Event]:
        """Schedule a meeting for the token's owner, whatever ``organizer_key`` says; GoTo sends no e-mail for it.

        Never sent twice by itself: when the connection breaks, list before you try again. ``password_required`` has
        people give a password, which GoTo's API cannot set. ``kind`` is ``scheduled``, ``recurring`` or
        ``immediate``; ``audio`` is ``PSTN``, ``Free``, ``Hybrid``, ``Private`` or ``VoIP``, or up to 255 characters
        with numbers and access codes of your own. ``co_organizers`` can start it too. Times are sent in whole seconds.
        What comes back is what was sent, with the new id, the address to join and how to dial in.

        Raises ``InvalidInput``, before anything is sent, for what GoTo refuses: a start in the past (*unsure* that it
        always does), an end before it, a title that is empty or longer than 100 characters; and for a description or a
        time zone, which it has no place for. Personal data: the title, and what comes back opens the meeting. Scope
        ``collab:``; rate label: 10 calls a second.
        """
        check_unkept(event.description, event.time_zone)
        body = body_of(
            event.title,
            event.start,
            event.end,
            password_required=password_required,
            kind=kind,
            audio=audio,
            co_organizers=co_organizers or None,
        )
        yield from check_start(event.start)
        reply: Reply = yield Call(wire.ADD, body=body)
        added = decode(wire.ADDED, reply)
        if len(added) != 1:
            raise DecodeError(reply.operation, ("(whole answer): one_expected",))
        return event_of_added(added[0], event, body)

    @operation(
        wire.UPDATE,
        wire.MEETING,
        note="read, merged, written and read back, but for the audio, which is never shown as it was set",
    )
    def update(
        self,
        event: EventId,
        change: EventChange,
        *,
        audio: str,
        password_required: bool | None = None,
        kind: str | None = None,
        co_organizers: Sequence[HostId] | None = None,
    ) -> Flow[Event]:
        """Change a meeting, and return it as it is afterwards.

        GoTo replaces the whole meeting: it is read, merged with the change and written, so that what somebody else
        changes in between is lost. What is ``None`` stays as it is. ``audio``, as in ``add``, has to be said again:
        GoTo shows numbers in place of the word that was set, and to write those back would make them text of the
        meeting's own. Co-organizers stay when GoTo shows them; whether a meeting whose co-organizers it does not show
        keeps them is *unsure*, so name them where that counts. What people are told is not documented.

        Raises ``NotFound``; ``InvalidInput`` for what GoTo refuses, and for what has to be said because it cannot be
        read; ``Conflict`` when it was accepted and does not show afterwards. The audio is not compared, nor are the
        times of what recurs, of which GoTo shows one date. Personal data: the title, and how to dial in. Scope
        ``collab:``; rate label: 10 calls a second, three calls or more.
        """
        check_unkept(change.description, change.time_zone)
        if (change.start is None) != (change.end is None):
            raise InvalidInput("start and end change together")
        if change.start is not None:
            yield from check_start(change.start)
        _, before = yield from read_meeting(event)
        body = update_body(
            before, change, audio=audio, password_required=password_required, kind=kind, co_organizers=co_organizers
        )
        yield Call(wire.UPDATE, meeting_path(event), body=body)

        def changed() -> Flow[Event | None]:
            found, now = yield from read_meeting(event)
            return found if shows(now, body) else None

        after = yield from poll_until(changed)
        if after is None:
            raise Conflict(wire.UPDATE.name, 204, "accepted, but the meeting does not show the change afterwards")
        return after

    @operation(wire.DELETE, wire.MEETING, note="the schedule, looked for afterwards; what took place is in sessions")
    def delete(self, event: EventId) -> Flow[Deletion]:
        """Delete a meeting's schedule, and look for it afterwards.

        What took place is another thing: attendees, recordings and the history of its runs stay (*unsure*, no
        document says so) and are deleted with ``sessions``. ``Gone`` means that GoTo showed the meeting before, and
        said after the deletion that there is none. ``Refused`` says why it does not delete it now.

        Raises ``NotFound`` when GoTo does not show the meeting in the first place: it says the same of one that was
        deleted, of another account's, and of one that never was, so that nothing is proven. Personal data: none is
        returned. Scope ``collab:``; rate label: 10 calls a second, three calls or more.
        """
        delete = Call(wire.DELETE, meeting_path(event))
        return (yield from delete_one(lambda: read_meeting(event), delete, denied_is_gone=False))

    @operation(wire.START, note="starts it as its host")
    def start_url(self, event: EventId) -> Flow[SecretUrl]:
        """Return the address that starts a meeting as its host. Nothing is started by asking for it.

        Whoever has it is the host, without a login: keep it as a password, and ask for it anew rather than keep it. How
        long it is good is not documented. Raises ``NotFound``. Personal data: it is the host's credential. Scope
        ``collab:``; rate label: 10 calls a second.
        """
        reply: Reply = yield Call(wire.START, meeting_path(event))
        return SecretUrl(decode(wire.START_BODY, reply).url)
