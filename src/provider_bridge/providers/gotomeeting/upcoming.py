"""GoToMeeting's meetings as they are read: the three lists of those to come, and one meeting by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.domain.events import Event
from provider_bridge.domain.ids import HostId
from provider_bridge.errors import DecodeError, Forbidden, Unauthorized
from provider_bridge.providers.goto.times import length
from provider_bridge.providers.gotomeeting.addresses import event_id, meeting_path
from provider_bridge.providers.gotomeeting.scheduling import read_title
from provider_bridge.providers.gotomeeting.wire import events as wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provider_bridge.core.listing.periods import Period
    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.events import NewEvent
    from provider_bridge.domain.ids import EventId, GroupId
    from provider_bridge.providers.goto.identity import Whose

__all__ = ["MEETING", "event_of_added", "read_meeting", "upcoming_of_group", "upcoming_of_host", "upcoming_of_owner"]

MEETING: Final = "meeting"


def _event(row: wire.MeetingRow) -> Event:
    return Event(
        id=event_id(row.id),
        kind=MEETING,
        host=HostId(row.organizer) if row.organizer else None,
        start=row.start,
        duration=length(row.start, row.end),
        recurring=(row.kind or "").casefold() == "recurring",
        registration="none",
        title=read_title(row.title),
        host_email=row.email or "",
        password_protected=row.password_required,
        dial_in=row.dial_in or "",
    )


def _whole_event(body: wire.MeetingBody) -> Event:
    row = _event(body)
    return replace(
        row,
        duration=row.duration if body.length is None else body.length,
        created_at=body.created_at,
        co_hosts=None if body.co_organizers is None else tuple(map(HostId, body.co_organizers)),
    )


def event_of_added(added: wire.AddedBody, sent: NewEvent, body: Mapping[str, Any]) -> Event:
    """Return a meeting that GoTo just made: what it was sent, and what it says of it."""
    start, end = sent.start.astimezone(UTC).replace(microsecond=0), sent.end.astimezone(UTC).replace(microsecond=0)
    return Event(
        id=event_id(added.id),
        kind=MEETING,
        host=None,
        start=start,
        duration=end - start,
        recurring=body["meetingtype"] == "recurring",
        registration="none",
        title=sent.title,
        join_url=added.join_url or "",
        password_protected=body["passwordrequired"],
        co_hosts=tuple(map(HostId, body.get("coorganizerKeys", ()))),
        dial_in=added.dial_in or "",
    )


# --- the lists -----------------------------------------------------------------------------------------------


def upcoming_of_owner(within: Period) -> Flow[list[Event]]:
    """Return the token's owner's meetings to come."""
    reply: Reply = yield Call(wire.UPCOMING)
    rows = decode(wire.ROWS, reply)
    return _wanted(rows, within)


def upcoming_of_host(whose: Whose, within: Period, host: HostId) -> Flow[list[Event]]:
    """Return an organizer's meetings to come.

    Only administrators may name an organizer. Where that is refused, and the organizer is the token's owner, their
    own list is read, which is the same.
    """
    try:
        reply: Reply = yield Call(wire.UPCOMING_OF, {"organizerKey": host})
    except Forbidden:
        if not (yield from _is_owner(whose, host)):
            raise
        return (yield from upcoming_of_owner(within))
    rows = decode(wire.ROWS, reply)
    return _wanted(rows, within)


def upcoming_of_group(within: Period, group: GroupId) -> Flow[list[Event]]:
    """Return the meetings to come of a group's organizers."""
    reply: Reply = yield Call(wire.UPCOMING_OF_GROUP, {"groupKey": group})
    rows = decode(wire.ROWS, reply)
    return _wanted(rows, within)


def _is_owner(whose: Whose, host: HostId) -> Flow[bool]:
    """Whether an organizer is the token's owner; a token that may not say whose it is proves nothing."""
    try:
        return (yield from whose.owner()) == host
    except (Forbidden, Unauthorized):
        return False


def _wanted(rows: Sequence[wire.MeetingRow], within: Period) -> list[Event]:
    """Return the meetings that can lie in the period, each once: what recurs may have a row for each of its dates."""
    first: dict[EventId, Event] = {}
    for event in map(_event, rows):
        if event.recurring or within.holds(event.start):
            first.setdefault(event.id, event)
    return list(first.values())


# --- one meeting ---------------------------------------------------------------------------------------------


def read_meeting(event: EventId) -> Flow[tuple[Event, wire.MeetingBody]]:
    """Return one meeting, and what GoTo says of it; it comes as the one member of an array."""
    reply: Reply = yield Call(wire.MEETING, meeting_path(event))
    bodies = decode(wire.MEETINGS, reply)
    if len(bodies) != 1 or event_id(bodies[0].id) != event_id(event):
        raise DecodeError(reply.operation, ("(whole answer): one_expected",))
    return _whole_event(bodies[0]), bodies[0]
