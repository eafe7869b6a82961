"""Zoom's scheduled meetings and webinars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.capability import NOT_BUILT, Unsupported
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page, by_token, to_list
from provider_bridge.core.listing.periods import Period, period
from provider_bridge.core.listing.stable import ALWAYS, until_stable
from provider_bridge.core.steps import Emit, Flow, Paged
from provider_bridge.domain.events import Event, HostProblem, Occurrence
from provider_bridge.domain.ids import EventId, HostId
from provider_bridge.errors import InvalidInput, ListingIncomplete, ProviderBridgeError
from provider_bridge.facets.events import EventsApi
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import KINDS, MEETING, WEBINAR, event_id, resolve
from provider_bridge.providers.zoom.all_hosts import across_hosts_each, problem_of
from provider_bridge.providers.zoom.listing import PAGE_SIZE, page_of, rows
from provider_bridge.providers.zoom.times import first_of, minutes

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["Events"]

_WIRE: Final = wire.events


_RECURRING: Final = frozenset({"3", "6", "8", "9"})
"""Zoom's types of what recurs: meetings and webinars without and with fixed times."""

_APPROVAL: Final = {"0": "automatic", "1": "manual", "2": "none"}
_SCHEDULED: Final = {"type": "scheduled"}
_NUMBERED: Final = "page "
"""Marks a page number among the page tokens of a list that Zoom documents by number and sends by token."""


def _event(kind: str, row: wire.events.EventRow, **more: Any) -> Event:
    """Return what a row says of an event, and ``more`` of it."""
    return Event(
        id=event_id(kind, row.id),
        kind=kind,
        host=HostId(row.host_id) if row.host_id else None,
        start=row.start_time,
        duration=minutes(row.duration),
        recurring=row.type in _RECURRING,
        time_zone=row.timezone or "",
        created_at=row.created_at,
        title=row.topic or "",
        join_url=row.join_url or "",
        **more,
    )


def _whole_event(kind: str, body: wire.events.EventBody) -> Event:
    settings = body.settings or wire.events.EventSettings()
    approval = settings.approval_type or ""
    occurrences = tuple(
        Occurrence(each.occurrence_id, each.start_time, minutes(each.duration), each.status or "")
        for each in body.occurrences or ()
    )
    found = _event(
        kind,
        body,
        host_email=body.host_email or "",
        registration=_APPROVAL.get(approval, approval),
        auto_recording=settings.auto_recording or "",
        occurrences=occurrences,
    )
    if not occurrences:
        return found
    start, duration = first_of(found.start, found.duration, occurrences)
    return replace(found, start=start, duration=duration)


def _same_row(event: Event) -> tuple[EventId, datetime | None]:
    """A recurring event may have a row for each of its dates."""
    return event.id, event.start


def _meetings_of(host: HostId) -> Paged[Event]:
    def parse(reply: Reply) -> Page[Event]:
        page = decode(_WIRE.MEETING_PAGE, reply)
        return page_of(page.meetings, partial(_event, MEETING), page)

    return rows(_WIRE.HOST_MEETINGS, {"userId": host}, _SCHEDULED, parse, key=_same_row, settles=ALWAYS)


def _webinars_of(host: HostId) -> Paged[Event]:
    look = partial(_webinar_pages, host)
    return until_stable(_WIRE.HOST_WEBINARS.name, look, _same_row, one_page=True)


def _webinar_pages(host: HostId) -> Paged[Event]:
    """Walk by token as long as tokens come, else by page number: Zoom documents the one and answers with both."""
    where = _WIRE.HOST_WEBINARS

    def fetch(token: str) -> Flow[Page[Event]]:
        number = int(token.removeprefix(_NUMBERED)) if token.startswith(_NUMBERED) else 1
        more = {"page_number": str(number)} if token.startswith(_NUMBERED) else {"next_page_token": token}
        query = {**_SCHEDULED, "page_size": PAGE_SIZE, **(more if token else {})}
        reply: Reply = yield Call(where, {"userId": host}, query)
        body = decode(_WIRE.WEBINAR_PAGE, reply)
        page = page_of(body.webinars, partial(_event, WEBINAR), body)
        if page.next_token or (token and not token.startswith(_NUMBERED)):
            return page
        if (body.page_count or 0) > number:
            return replace(page, next_token=f"{_NUMBERED}{number + 1}")
        if body.page_count is None and page.total is None and page.rows >= int(PAGE_SIZE):
            raise ListingIncomplete(where.name, "a full page came, and nothing says whether it is the last")
        return page

    return by_token(where.name, fetch, key=_same_row)


_LISTINGS: Final[dict[str, Callable[[HostId], Paged[Event]]]] = {MEETING: _meetings_of, WEBINAR: _webinars_of}


def _wanted(kind: str, within: Period, host: HostId) -> Flow[list[Event]]:
    """Return one host's events of a kind, each once, as far as they can lie in the period."""
    found = yield from to_list(_LISTINGS[kind](host))
    first: dict[EventId, Event] = {}
    for event in found:
        if event.recurring or within.holds(event.start):
            first.setdefault(event.id, event)
    return list(first.values())


class Events(EventsApi[F]):
    """What is scheduled."""

    unsupported: ClassVar = {
        "add": Unsupported(
            "Zoom's API schedules meetings and webinars; provider_bridge does not yet",
            "schedule it in Zoom's web page",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/post/users/{userId}/meetings",
            NOT_BUILT,
        ),
        "update": Unsupported(
            "Zoom's API changes meetings and webinars; provider_bridge does not yet",
            "change it in Zoom's web page",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/patch/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "delete": Unsupported(
            "Zoom's API deletes meetings and webinars; provider_bridge does not yet",
            "delete it in Zoom's web page",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/delete/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "start_url": Unsupported(
            "Zoom's API has the link that starts an event; provider_bridge does not read it yet",
            "start it in Zoom's client",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "in_session": Unsupported(
            "Zoom's API lists the meetings that run; provider_bridge does not yet",
            "see the dashboard in Zoom's web page",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/users/{userId}/meetings",
            NOT_BUILT,
        ),
        "times": Unsupported(
            "Zoom's API has the occurrences of a series; provider_bridge does not list them apart yet",
            "get the event",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "audio": Unsupported(
            "Zoom's API has the dial-in numbers of an event; provider_bridge does not read them yet",
            "see the event in Zoom's web page",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "update_audio": Unsupported(
            "Zoom's API changes how people may dial in; provider_bridge does not yet",
            "change it in Zoom's web page",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/patch/meetings/{meetingId}",
            NOT_BUILT,
        ),
        "copy": Unsupported(
            "Zoom's API has no call that copies an event",
            "schedule another one in Zoom's web page",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/post/users/{userId}/meetings",
        ),
        "list_of_group": Unsupported(
            "Zoom's API lists events by host, and not by group",
            "list the events of each host",
            "https://developers.zoom.us/docs/api/meetings/#tag/meetings/get/users/{userId}/meetings",
        ),
    }

    @paged(
        _WIRE.HOST_MEETINGS,
        _WIRE.HOST_WEBINARS,
        wire.directory.USERS,
        note="unexpired scheduled meetings and webinars; instant meetings are never listed",
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
        """List what is scheduled: of one host, or of every active and inactive user of the account.

        ``since`` and ``until``, days or moments, both included, are held against the start. What has no fixed start is
        kept, and so is everything recurring, because its row shows only one of its dates. ``kind`` is ``meeting`` or
        ``webinar``; without it both are listed, each with a call of its own.

        Zoom lists unexpired events only and no instant meetings, so absence here proves nothing: what took place
        is in ``sessions``. Rows lack ``registration``, ``auto_recording``, ``occurrences`` and ``host_email``; see
        ``get``.

        A host whose events cannot be read (no webinar licence, not allowed to host, deleted meanwhile) is told to
        ``problems``. Without it a listing of all hosts ends with ``ListingIncomplete``, and one of a single host with
        the error itself. Also raises ``ListingIncomplete`` when Zoom announces more than it lists, and
        ``InvalidInput`` for times without a zone.

        Personal data: titles and addresses to join, which may name people. Scopes ``meeting:read:list_meetings:admin``,
        ``webinar:read:list_webinars:admin`` and, without ``host``, ``user:read:list_users:admin``; rate label Medium.
        """
        within = period(since, until)
        if kind not in {None, *KINDS}:
            raise InvalidInput("kind is meeting or webinar, or left out for both")
        if host is not None and not host.strip():
            raise InvalidInput("host is empty: name one, or leave it out for all")
        listings = [partial(_wanted, each, within) for each in KINDS if kind in {None, each}]
        if host is None:
            yield from across_hosts_each("events", listings, problems)
            return
        for listing in listings:
            try:
                found = yield from listing(host)
            except ProviderBridgeError as error:
                if problems is None:
                    raise
                problems(problem_of(host, error))
            else:
                yield Emit(found)

    @operation(_WIRE.MEETING, _WIRE.WEBINAR, note="one meeting or webinar with its occurrences")
    def get(self, event: EventId) -> Flow[Event]:
        """Return one meeting or webinar, with how people register, what records by itself, and all its occurrences.

        ``event`` is an id as ``list`` gives it; a bare number is asked for as a meeting, then as a webinar. Durations
        are in whole minutes at Zoom. Passwords and the host's own link are not read; ``join_url`` is.

        Raises ``NotFound`` (``missing`` is ``event``) when it does not exist or has expired, which does not mean that
        nothing of it is stored. Personal data: the title, the host's e-mail address, the address to join.
        """
        address = yield from resolve(event)
        query = {"show_previous_occurrences": "true"}
        if address.kind == MEETING:
            reply: Reply = yield Call(_WIRE.MEETING, {"meetingId": address.number}, query)
        else:
            reply = yield Call(_WIRE.WEBINAR, {"webinarId": address.number}, query)
        return _whole_event(address.kind, decode(_WIRE.EVENT, reply))
