"""What took place, as GoToMeeting's history shows it: asked for month by month, newest first.

How long a period one answer covers is not documented (old pages say 60 days), so it is asked for in shorter ones.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.periods import Period
from provider_bridge.core.listing.windows import days_between, moved
from provider_bridge.core.steps import Now
from provider_bridge.domain.events import Session
from provider_bridge.domain.ids import HostId
from provider_bridge.errors import DecodeError, InvalidInput
from provider_bridge.providers.gotomeeting.addresses import event_id, normal, session_id, session_path
from provider_bridge.providers.gotomeeting.wire import sessions as wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from provider_bridge.core.calls import Endpoint
    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.ids import SessionId

__all__ = [
    "KIND",
    "REACH",
    "WIDEST",
    "around",
    "asked",
    "find",
    "lines",
    "search",
    "until_now",
]

KIND: Final = "meeting"

WIDEST: Final = 30
"""Days asked for at once."""

REACH: Final = timedelta(days=3653)
"""How far back a search goes that names no beginning. How long GoToMeeting keeps its history is not documented."""

_DAY: Final = timedelta(days=1)


def until_now(within: Period, now: datetime) -> Period:
    """Return a period as far as tomorrow, so that its end can be as far as one likes, or missing."""
    return Period(within.since, within.until or now + _DAY).up_to(now)


def asked(first: date, last: date) -> dict[str, str]:
    """Return how a window of days is asked for: to the midnight after its last day."""
    return {"startDate": f"{first}T00:00:00Z", "endDate": f"{moved(last, _DAY)}T00:00:00Z"}


def around(first: datetime, last: datetime) -> Iterator[tuple[date, date]]:
    """Yield the windows that cover a stretch of time with a day to spare at both ends, newest first."""
    return days_between(moved(first, -_DAY).date(), moved(last, _DAY).date(), WIDEST)


def lines(
    endpoint: Endpoint, path: Mapping[str, str], first: date, last: date
) -> Flow[tuple[Reply, tuple[wire.Line, ...]]]:
    """Return a window's answer, and the lines in it."""
    reply: Reply = yield Call(endpoint, path, asked(first, last))
    return reply, decode(wire.LINES, reply)


def search(organizer: str, first: date, last: date) -> Flow[tuple[Reply, list[Session]]]:
    """Return the answer of an organizer's history for some days, and the sessions in it.

    ``""`` is the token's owner, whose key nobody has to know.
    A line whose session was deleted stays in the history. It has no session any more, and is left out.
    """
    endpoint = wire.HISTORY_OF_ORGANIZER if organizer else wire.HISTORY
    path = {"organizerKey": organizer} if organizer else {}
    reply, found = yield from lines(endpoint, path, first, last)
    return reply, [_session(reply, line, organizer) for line in found if line.session]


def find(session: SessionId, known: Session | None = None) -> Flow[tuple[Reply, Session | None]]:
    """Look for a session in its organizer's history; return the answer that shows it, else the last one.

    ``known`` is the session as a listing shows it: its start spares the search through ten years.
    """
    wanted = normal(session)
    if known is not None and normal(known.id) != wanted:
        raise InvalidInput("known is another session than the one that is meant")
    organizer = session_path(wanted)["organizerKey"]
    now: datetime = yield Now()
    start = None if known is None else known.start
    windows = around(now - REACH, now) if start is None else around(start, start)
    reply: Reply | None = None
    for first, last in windows:
        reply, runs = yield from search(organizer, first, last)
        for run in runs:
            if run.id == wanted:
                return reply, run
    if reply is None:
        raise AssertionError("unreachable: a stretch of time has a window")
    return reply, None


def _session(reply: Reply, line: wire.Line, organizer: str) -> Session:
    """Return the session that a line is of; without an organizer nothing could be done with it."""
    host = line.organizer or organizer
    if not host:
        raise DecodeError(reply.operation, ("*.organizerKey: missing",))
    return Session(
        id=session_id(host, line.meeting, line.session),
        event=event_id(line.meeting),
        kind=KIND,
        start=line.start,
        end=line.end,
        participants=line.participants,
        title=line.subject or "",
        host_name=line.host_name,
        host_email=line.email or "",
        host=HostId(host),
    )
