"""Zoom's runs of meetings and webinars that took place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page
from provider_bridge.core.listing.periods import Period, check_answered, filter_items, period
from provider_bridge.core.listing.seen_rows import SeenRows
from provider_bridge.core.listing.windows import days_between
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.domain.events import Session
from provider_bridge.domain.ids import EventId, HostId, SessionId
from provider_bridge.errors import InvalidInput, NotFound
from provider_bridge.facets.sessions import SessionsApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import (
    KINDS,
    MEETING,
    WEBINAR,
    event_id,
    event_of,
    resolve,
    session_address,
    session_id,
)
from provider_bridge.providers.zoom.listing import page_of, rows

if TYPE_CHECKING:
    from datetime import date, datetime

    from provider_bridge.core.calls import Endpoint

__all__ = ["Sessions"]

_WIRE: Final = wire.sessions


_WIDEST: Final = 30
"""Days asked for at once: Zoom answers for a month at most, and cuts longer periods in silence."""


def _runs_of(event: EventId) -> Flow[list[Session]]:
    address = yield from resolve(event)
    if address.kind == MEETING:
        reply: Reply = yield Call(_WIRE.MEETING_RUNS, {"meetingId": address.number})
        found = decode(_WIRE.MEETING_RUNS_LIST, reply).meetings
    else:
        reply = yield Call(_WIRE.WEBINAR_RUNS, {"webinarId": address.number})
        found = decode(_WIRE.WEBINAR_RUNS_LIST, reply).webinars
    own = event_id(address.kind, address.number)
    runs = {row.uuid: Session(session_id(address.kind, row.uuid), own, address.kind, row.start_time) for row in found}
    return list(runs.values())


def _run(row: wire.sessions.RunRow) -> Session:
    kind = (row.type or "").casefold()
    kind = kind if kind in KINDS else ""
    return Session(
        id=session_id(kind, row.meeting_uuid),
        event=event_of(kind, row.meeting_id),
        kind=kind,
        start=row.start_time,
        end=row.end_time,
        participants=row.participants,
        title=row.topic or "",
        host_name=row.host_display_name or "",
        host_email=row.host_email or "",
    )


def _window(first: date, last: date, today: date) -> Paged[Session]:
    """Emit what a window shows; that Zoom does not speak of tomorrow is no gap."""

    def parse(reply: Reply) -> Page[Session]:
        page = decode(_WIRE.RUN_PAGE, reply)
        check_answered(reply.operation, first, max(first, min(last, today)), page.first, page.last)
        return page_of(page.history_meetings, _run, page)

    query = {"from": first.isoformat(), "to": last.isoformat(), "meeting_type": "all"}
    return rows(wire.history.HISTORY, {}, query, parse, key=lambda session: session.id)


def _history(within: Period) -> Paged[Session]:
    """Emit what took place in a period, newest month first; each run once, though the windows overlap by a day."""
    now: datetime = yield Now()
    days = within.days_until(now)
    if days is None:
        return
    seen = SeenRows()
    for first, last in days_between(*days, _WIDEST):
        yield from filter_items(
            _window(first, last, now.date()), lambda run: within.holds(run.start) and seen.add(run.id)
        )


def _past(where: Endpoint, parameter: str, kind: str, uuid: str) -> Flow[Session]:
    reply: Reply = yield Call(where, {parameter: uuid})
    body = decode(_WIRE.PAST, reply)
    return Session(
        id=session_id(kind, uuid),
        event=event_of(kind, body.id),
        kind=kind,
        start=body.start_time,
        end=body.end_time,
        participants=body.participants_count,
        title=body.topic or "",
        host_name=body.user_name or "",
        host_email=body.user_email or "",
        host=HostId(body.host_id) if body.host_id else None,
    )


class Sessions(SessionsApi[F]):
    """What took place."""

    unsupported: ClassVar = {
        "figures": Unsupported(
            "Zoom's API counts the participants of a session; provider_bridge does not read that yet",
            "list the participants and count them",
            "https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "figures_of_event": Unsupported(
            "Zoom's API counts the participants of a session; provider_bridge does not read that yet",
            "list the participants of each session and count them",
            "https://developers.zoom.us/docs/api/meetings/#tag/reports/get/report/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "list_of_group": Unsupported(
            "Zoom's API lists sessions by event or host, and not by group",
            "list the sessions of each event",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/past_meetings/{meetingId}/instances",
        ),
        "delete": Unsupported(
            "Zoom's API has no endpoint that deletes the record of a run",
            "delete its recording, transcript, summary and chats one by one; ask Zoom for the rest",
            _WIRE.PAST_MEETING.reference,
        ),
    }

    @paged(
        _WIRE.MEETING_RUNS,
        _WIRE.WEBINAR_RUNS,
        wire.history.HISTORY,
        wire.events.MEETING,
        wire.events.WEBINAR,
        note="every run of an event that Zoom still lists (meetings: 15 months), or the account's history",
        reference=wire.history.HISTORY.reference,
    )
    def list(
        self, event: EventId | None = None, *, since: date | None = None, until: date | None = None
    ) -> Paged[Session]:
        """List past runs: all of one event, or without ``event`` everything that took place in the account.

        ``since`` and ``until``, days or moments, both included, are held against the start; without ``event``
        ``since`` is needed, and ``until`` is now when left out. The runs of one event have no end, count or host;
        ``get`` has.

        Zoom lists a meeting's runs for 15 months and leaves older ones out without a word; for webinars no limit is
        documented. The account's history is asked for in windows of 30 days; how far back it reaches is not
        documented, and it announces no total to hold the listing against. So absence here never proves that
        nothing is stored. What has not ended yet is not listed.

        Raises ``NotFound`` (``missing`` is ``event``) when Zoom does not know the event or it never ran,
        ``ListingIncomplete`` when pages are missing or a shorter period was answered, ``InvalidInput`` without
        ``event`` and ``since``. Personal data: the title, and in the history the host's name and e-mail address. Scopes
        ``meeting:read:list_past_instances:admin`` and ``webinar:read:list_past_instances:admin``, rate labels Medium
        and Light; for the history ``report:read:list_history_meetings:admin``, Heavy.
        """
        within = period(since, until)
        if event is not None:
            runs = yield from _runs_of(event)
            yield Emit([run for run in runs if within.holds(run.start)])
            return
        if since is None:
            raise InvalidInput("say which event, or since when: sessions.list(event) or sessions.list(since=...)")
        yield from _history(within)

    @operation(
        _WIRE.PAST_MEETING,
        _WIRE.WEBINAR_REPORT,
        note="one run, for a year after it took place; a webinar's comes from its report",
    )
    def get(self, session: SessionId) -> Flow[Session]:
        """Return one past run: when, how many took part, who was its host.

        Zoom describes a webinar's run in its report only. A bare UUID is asked for as a meeting, then as a webinar.
        ``participants`` is Zoom's count; whether whoever joins twice counts twice is not documented.

        Raises ``NotFound`` (``missing`` is ``event``) when Zoom does not know it, ``BadRequest`` with code 12702 when
        it took place more than a year ago, which does not mean that nothing of it is stored, and ``InvalidInput`` for a
        number, which would mean the latest run in silence. Personal data: the title, the host's name and e-mail
        address. Scope ``meeting:read:past_meeting:admin``, rate label Light; for webinars
        ``report:read:webinar:admin``, Heavy.
        """
        address = session_address(session)
        if address.kind != WEBINAR:
            try:
                return (yield from _past(_WIRE.PAST_MEETING, "meetingId", MEETING, address.uuid))
            except NotFound as error:
                if address.kind or error.missing != "event":
                    raise
        return (yield from _past(_WIRE.WEBINAR_REPORT, "webinarId", WEBINAR, address.uuid))
