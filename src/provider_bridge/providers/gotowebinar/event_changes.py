"""Scheduling, changing, copying and deleting GoToWebinar's webinars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.polling import poll_until
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation
from provider_bridge.core.steps import Now
from provider_bridge.domain.events import (
    Event,
    EventChange,
    EventEmails,
    NewEvent,
    Repetition,
    Scheduled,
    TimeSpan,
)
from provider_bridge.domain.ids import EventId, HostId
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.errors import Conflict, InvalidInput
from provider_bridge.providers.goto.account import GoToFacet
from provider_bridge.providers.goto.identity import WHOSE
from provider_bridge.providers.goto.times import written
from provider_bridge.providers.gotowebinar.addresses import event_id, event_path
from provider_bridge.providers.gotowebinar.event_deletion import delete_webinar
from provider_bridge.providers.gotowebinar.event_rows import (
    SEQUENCE,
    SERIES,
    check_new,
    check_texts,
    emails_written,
    event_of_row,
    spans,
    times_written,
    word,
)
from provider_bridge.providers.gotowebinar.wire import events as wire

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow

__all__ = ["EventChanges"]


_ACCEPTED: Final = 202
_PATTERNS: Final = ("daily", "weekly", "monthly")
_FEWEST: Final = 2
"""A series or a sequence has that many times at least."""


class EventChanges(GoToFacet[F]):
    """What changes webinars. None of it is sent again when its answer gets lost, except where that does no more."""

    @operation(
        wire.ADD,
        note="a webinar, a series or a sequence; a password itself is set in the vendor's web page",
        either=WHOSE,
    )
    def add(
        self,
        new: NewEvent,
        *,
        host: HostId | None = None,
        series: Sequence[TimeSpan] = (),
        repetition: Repetition | None = None,
        emails: EventEmails | None = None,
        password_protected: bool = False,
        on_demand: bool = False,
        breakout: bool = False,
        format: str = "",  # noqa: A002 (the event's own word)
        locale: str = "",
        recording: str = "",
    ) -> Flow[Scheduled]:
        """Schedule a webinar and return its id. No e-mail is sent now, but see ``emails``.

        ``series`` has further times, and makes a series: people choose one time, and each is an event of its own; the
        id returned is the one that GoTo names, ``list`` has the others. ``repetition`` makes a sequence instead: one
        event with many times, which the same people attend. *Unsure*: the vendor's document requires ``times``, and its
        prose has the members of a sequence take their place: both are sent.

        ``emails`` says which e-mails GoTo sends to those who register, later on; what is left out is GoTo's choice,
        which is to send. ``password_protected`` only makes room for a password: the organizer sets it in the
        vendor's web page and sends it out. ``format`` is ``classic``, ``broadcast`` or ``simulive``; ``recording``
        is the key of the recording that a simulive webinar shows. ``locale`` is such as ``de_DE``. Without
        ``time_zone`` the organizer's is taken.

        When the answer gets lost nothing is sent again, and ``TransportFailed`` is raised: ``list`` for those times
        shows whether it was scheduled. Raises ``InvalidInput`` before anything is sent for a title of none or more
        than 128 characters, a description of more than 2,048, times without a zone or that end before they start.

        Personal data: the title and the description, which may name people. Scopes ``collab:``, and
        ``identity:scim.me`` or ``identity:`` when ``organizer_key`` is not configured and no host is named. Rate label:
        10 calls a second.
        """
        body = _new_body(new, emails, locale=locale, on_demand=on_demand, recording=recording)
        _add_times(body, new, series, repetition)
        switches = {"isPasswordProtected": password_protected, "isBreakout": breakout}
        body |= {name: True for name, on in switches.items() if on}
        if format:
            body["experienceType"] = format.upper()
        organizer = yield from self._whose.organizer(host)
        reply: Reply = yield Call(wire.ADD, {"organizerKey": organizer}, body=body)
        return _scheduled(organizer, reply)

    @operation(
        wire.WEBINAR,
        wire.UPDATE,
        level="partial",
        note="title, description, times, time zone and e-mails, read back; not of webinars that run or are over",
        reference=wire.UPDATE.reference,
        either=WHOSE,
    )
    def update(
        self,
        event: EventId,
        change: EventChange,
        *,
        notify: bool,
        emails: EventEmails | None,
        times: Sequence[TimeSpan] | None = None,
    ) -> Flow[Event]:
        """Change a webinar that is still to come, and return it as it was read back.

        GoTo replaces the whole webinar. So it is read first, and everything that GoTo shows is written again. What it
        does not show are the e-mail settings: name them in ``emails``, or pass ``None`` to send none. *Unsure*:
        whether GoTo then keeps them or goes back to sending every e-mail.

        ``notify`` says whether GoTo e-mails everybody who registered; it has no default. ``times`` replaces all
        times of a webinar that has several; it must be given for one of a series, because GoTo wants the whole of
        it (*unsure* whether it takes them for all of the series). Of a sequence, GoTo shows the times to come, and
        those are kept.

        GoTo accepts a change before it is made. When asking again does not show it, or shows that the password
        protection, the limit of registrants, the format or the recurrence changed with it, ``Conflict`` says so.
        E-mail settings cannot be read back. ``BadRequest`` is a webinar that runs or is over, or times that GoTo does
        not take. When the answer gets lost the change is sent again, unless ``notify`` is true: then
        ``TransportFailed`` is raised, and ``get`` tells. Somebody else's change between reading and writing is
        overwritten.

        Three calls, a few more while GoTo takes its time. Personal data: the title, the description, the organizer's
        name and e-mail address. Scopes as for ``get``; rate label: 10 calls a second.
        """
        check_texts(change.title, change.description)
        if change == EventChange() and times is None and not emails_written(emails):
            raise InvalidInput("there is nothing to change")
        path = yield from event_path(self._whose, event)
        read: Reply = yield Call(wire.WEBINAR, path)
        row = decode(wire.WEBINAR_BODY, read)
        wanted = _times_after(change, row, read.operation, times)
        body = _whole(change, row) | {"times": times_written(wanted)} | emails_written(emails)
        if not body["subject"]:
            raise InvalidInput("an event needs a title, and GoTo shows none: name one")
        endpoint = replace(wire.UPDATE, once=True) if notify else wire.UPDATE
        reply: Reply = yield Call(endpoint, path, {"notifyParticipants": word(notify)}, body)
        return (yield from _read_back(reply, path, body, row))

    @operation(wire.COPY, note="by the organizer or a co-organizer of the webinar that is copied", either=WHOSE)
    def copy(
        self,
        event: EventId,
        new: NewEvent,
        *,
        series: Sequence[TimeSpan] = (),
        sequence: Sequence[TimeSpan] = (),
        emails: EventEmails | None = None,
        on_demand: bool = False,
        locale: str = "",
        recording: str = "",
    ) -> Flow[Scheduled]:
        """Schedule a webinar like another one, with a title and times of its own, and return its id.

        ``series`` or ``sequence`` has further times and makes it that; the rest is as for ``add``. Who registered for
        the other is not copied. Only its organizer and co-organizers may copy it. *Unsure*: whose webinar it is when
        a co-organizer copied it; the id names the organizer of the one that was copied.

        When the answer gets lost nothing is sent again, and ``TransportFailed`` is raised: ``list`` for those times
        shows whether it was scheduled. Sends no e-mail now. Personal data: the title and the description. Scopes as for
        ``get``; rate label: 10 calls a second.
        """
        if series and sequence:
            raise InvalidInput("a webinar is one of a series or a sequence, not both")
        body = _new_body(new, emails, locale=locale, on_demand=on_demand, recording=recording)
        body["times"] = times_written([TimeSpan(new.start, new.end), *series, *sequence])
        if series or sequence:
            body["type"] = SERIES if series else SEQUENCE
        path = yield from event_path(self._whose, event)
        reply: Reply = yield Call(wire.COPY, {"webinarKey": path["webinarKey"]}, body=body)
        return _scheduled(path["organizerKey"], reply)

    @operation(
        wire.WEBINAR,
        wire.DELETE,
        wire.WEBINARS,
        level="partial",
        note="looked for again; what becomes of the reports of a past webinar is not documented",
        reference=wire.DELETE.reference,
        either=WHOSE,
    )
    def delete(self, event: EventId, *, whole_series: bool, notify: bool) -> Flow[Deletion]:
        """Delete a webinar, coming or past, look for it again, and return what was proven.

        Neither argument has a default, because GoTo's defaults surprise. ``whole_series=True`` deletes every webinar
        of the series that this one is of; ``False`` this one alone. A sequence is one webinar with many times and
        goes as a whole: ``False`` is refused with ``InvalidInput`` for it. ``notify`` says whether GoTo e-mails
        everybody who registered that it is cancelled.

        ``Gone`` means that GoTo showed the webinar before, accepted the deletion, and then answered that there is no
        such webinar and listed it no more. ``Unconfirmed`` means to count it as stored. ``Refused`` is a webinar that
        runs: end it first. GoTo does not show which webinars make a series. So a whole one is ``Gone`` only when the
        organizer's list, past and coming, has no webinar of a series with the same title any more; and *unsure*
        whether the past ones are deleted too. A webinar of it whose title was changed by itself is not looked for.

        When the answer gets lost the deletion is sent again, unless ``notify`` is true: then ``TransportFailed`` or
        ``ProviderBroken`` is raised, and ``get`` tells.

        **What went with it is not documented.** *Unsure*: whether the registrants, attendees, questions, polls and
        recordings of a past webinar are erased with it, and when. Look for them where the vendor's web page shows
        reports, or ask the vendor's support in writing.

        Raises ``NotFound`` when GoTo does not show the webinar to begin with: cancelled before, another account's, or
        one that never existed are all the same to GoTo, and none proves that something was deleted.

        Four calls, a few more while GoTo takes its time. Personal data: none is returned. Scopes as for ``get``; rate
        label: 10 calls a second.
        """
        path = yield from event_path(self._whose, event)
        return (yield from delete_webinar(path, whole_series=whole_series, notify=notify))


def _new_body(
    new: NewEvent, emails: EventEmails | None, *, locale: str, on_demand: bool, recording: str
) -> dict[str, Any]:
    check_new(new)
    said = {
        "subject": new.title,
        "description": new.description,
        "timeZone": new.time_zone,
        "locale": locale,
        "recordingAssetKey": recording,
    }
    body: dict[str, Any] = {name: value for name, value in said.items() if value}
    if on_demand:
        body["isOndemand"] = True
    return body | emails_written(emails)


def _add_times(body: dict[str, Any], new: NewEvent, series: Sequence[TimeSpan], repetition: Repetition | None) -> None:
    """Put the times of a new webinar into its body; each kind of it has a member of its own for them."""
    times = times_written([TimeSpan(new.start, new.end), *series])
    if repetition is None:
        body["times"] = times
        if series:
            body["type"] = SERIES
        return
    if series:
        raise InvalidInput("a webinar is one of a series or repeats, not both")
    if repetition.pattern not in _PATTERNS:
        raise InvalidInput(f"a pattern is one of {', '.join(_PATTERNS)}")
    if repetition.until < new.start.date():
        raise InvalidInput("a repetition ends after it begins")
    body |= {
        "type": SEQUENCE,
        "times": times,
        "recurrenceStart": times[0],
        "recurrencePattern": repetition.pattern,
        "recurrenceEnd": f"{repetition.until:%Y-%m-%d}",
    }


def _scheduled(organizer: str, reply: Reply) -> Scheduled:
    made = decode(wire.CREATED, reply)
    return Scheduled(event_id(organizer, made.webinar_key), made.series or "")


def _times_after(
    change: EventChange, row: wire.WebinarRow, read: str, times: Sequence[TimeSpan] | None
) -> tuple[TimeSpan, ...]:
    """Return all times that a webinar has after a change, or raise ``InvalidInput`` where they are not clear."""
    if (change.start is None) != (change.end is None):
        raise InvalidInput("start and end change together")
    if times is not None:
        if change.start is not None:
            raise InvalidInput("name start and end, or all times, not both")
        if not times:
            raise InvalidInput("times is empty: an event takes place once at least")
        return tuple(times)
    if row.recurrence == SERIES:
        raise InvalidInput("GoTo replaces a whole series: name all its times")
    known = spans(read, row.times or ())
    if change.start is None or change.end is None:
        if not known:
            raise InvalidInput("GoTo shows no time that could be kept: name times")
        return known
    if row.recurrence == SEQUENCE or len(known) >= _FEWEST:
        raise InvalidInput("the webinar has several times: name them all")
    return (TimeSpan(change.start, change.end),)


def _whole(change: EventChange, row: wire.WebinarRow) -> dict[str, Any]:
    """Return everything but times and e-mails: what changes, and what stays as it was read."""
    merged = {
        "subject": row.subject if change.title is None else change.title.strip(),
        "description": row.description if change.description is None else change.description,
        "timeZone": row.time_zone if change.time_zone is None else change.time_zone,
        "locale": row.locale,
    }
    body: dict[str, Any] = {name: value for name, value in merged.items() if value is not None}
    body.setdefault("subject", "")
    return body


def _read_back(reply: Reply, path: dict[str, str], body: dict[str, Any], before: wire.WebinarRow) -> Flow[Event]:
    now: datetime = yield Now()

    def look() -> Flow[wire.WebinarRow | None]:
        found: Reply = yield Call(wire.WEBINAR, path)
        row = decode(wire.WEBINAR_BODY, found)
        return row if _holds(row, body, now, found.operation) else None

    row: wire.WebinarRow | None = yield from poll_until(look)
    told = ""
    if row is None:
        told = "GoTo accepted the change and does not show it; asking again later tells whether it was made"
    elif _beside(row) != _beside(before):
        told = "GoTo made the change, and changed the password protection, limit, format or recurrence with it"
    if row is None or told:
        raise Conflict(reply.operation, _ACCEPTED, told, request_id=reply.request_id)
    return event_of_row(row)


def _beside(row: wire.WebinarRow) -> tuple[bool | None, int | None, str, str]:
    """Return what GoTo shows and no update can name, so that it has to stay what it was."""
    return row.password_protected, row.registration_limit, (row.experience or "").casefold(), row.recurrence


def _holds(row: wire.WebinarRow, body: dict[str, Any], now: datetime, operation: str) -> bool:
    """Whether a webinar is what was written.

    Of a sequence's times those that are over need not be shown; one of a series shows its own time of them.
    """
    shown = {
        "subject": row.subject,
        "description": row.description,
        "timeZone": row.time_zone,
        "locale": row.locale,
    }
    same = all((shown[name] or "").strip() == str(body[name]).strip() for name in shown if name in body)
    known = spans(operation, row.times or ())
    times = [{"startTime": written(each.start), "endTime": written(each.end)} for each in known]
    missing = [each for each in body["times"] if each not in times]
    if row.recurrence == SERIES and times:
        missing = []
    over = [each for each in missing if datetime.fromisoformat(each["endTime"]) <= now]
    return same and all(each in body["times"] for each in times) and missing == over
