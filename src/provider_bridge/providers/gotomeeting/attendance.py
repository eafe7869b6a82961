"""Which rows of a meeting's attendees are of which session: told by key, else by time, else not at all.

The list of a meeting mixes all of its sessions. Each row has an instance's key, which is the session's id, as far as
is known (*unsure*). So where no row has the key that is looked for, the history has to say how it is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.gotomeeting.addresses import event_id, event_of, meeting_path, session_path
from provider_bridge.providers.gotomeeting.history import around, search
from provider_bridge.providers.gotomeeting.wire import participants as wire
from provider_bridge.providers.gotomeeting.wire.sessions import NO_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.events import Session
    from provider_bridge.domain.ids import SessionId
    from provider_bridge.providers.gotomeeting.wire.participants import AttendeeRow

__all__ = ["Attendance", "attendance_of", "read_rows"]


@dataclass(frozen=True, slots=True)
class Attendance:
    """A session's rows, the marks by which rows of it are known, and whether the list has others beside them."""

    rows: Sequence[AttendeeRow]
    marks: frozenset[str]
    others: bool


class _Span(NamedTuple):
    """From when to when something was."""

    start: datetime
    end: datetime

    def touches(self, other: _Span) -> bool:
        """Whether both were at one time; what ends when the other begins does not touch it."""
        return self.start == other.start or (self.start < other.end and other.start < self.end)


def read_rows(session: SessionId) -> Flow[tuple[Reply, list[AttendeeRow]]]:
    """Return the rows of every session of the meeting that a session is of, and the answer they came in."""
    reply: Reply = yield Call(wire.BY_MEETING, meeting_path(event_of(session)))
    return reply, decode(wire.ROWS, reply)


def attendance_of(session: SessionId) -> Flow[Attendance]:
    """Return the rows of a session alone, or raise ``ListingIncomplete`` where they cannot be told from others."""
    key = session_path(session)["sessionId"]
    groups: defaultdict[str, list[AttendeeRow]] = defaultdict(list)
    for row in (yield from read_rows(session))[1]:  # nothing holds the answer itself any longer
        groups[row.mark].append(row)
    keyless = {mark for mark, group in groups.items() if group[0].instance in NO_KEY}
    spans = {mark: _span_of_rows(group) for mark, group in groups.items()}
    if key in groups:
        own, others = spans[key], [span for mark, span in spans.items() if mark not in {key, *keyless}]
        mine = {key, *_those_at(own, others, {mark: spans[mark] for mark in keyless})}
    elif groups:
        mine = {key} | (yield from _compared(session, spans, keyless))
    else:
        mine = {key}
    if any(len({row.began for row in groups[mark]}) > 1 for mark in groups.keys() & mine):
        raise _unsettled("rows of sessions that began at different times have the same key")
    rows = [row for mark in groups.keys() & mine for row in groups[mark]]
    return Attendance(rows, frozenset(mine), others=bool(groups.keys() - mine))


def _compared(session: SessionId, spans: Mapping[str, _Span | None], keyless: set[str]) -> Flow[set[str]]:
    """Return the marks that are a session's although none is its id, by what the organizer's history shows.

    Where a mark is the id of another session, marks are ids in this account, and none of them is this one's.
    """
    runs = yield from _runs_beside(session, spans, keyless)
    doubtful = keyless if runs.keys() & spans.keys() else spans.keys()
    own = runs.pop(session_path(session)["sessionId"], None)
    others = [_span_of_run(run) for run in runs.values()]
    return _those_at(None if own is None else _span_of_run(own), others, {mark: spans[mark] for mark in doubtful})


def _runs_beside(session: SessionId, spans: Mapping[str, _Span | None], keyless: set[str]) -> Flow[dict[str, Session]]:
    """Return what the history shows of the meeting in the time of its rows, or as much of it as settles the matter."""
    known = [span for span in spans.values() if span is not None]
    event, organizer = event_id(event_of(session)), session_path(session)["organizerKey"]
    runs: dict[str, Session] = {}
    if not known:
        return runs
    for first, last in around(min(span.start for span in known), max(span.end for span in known)):
        _, found = yield from search(organizer, first, last)
        runs |= {session_path(run.id)["sessionId"]: run for run in found if run.event == event}
        if not keyless and runs.keys() & spans.keys():
            break
    return runs


def _those_at(own: _Span | None, others: Iterable[_Span | None], doubtful: Mapping[str, _Span | None]) -> set[str]:
    """Return those marks whose time is the session's own and no other's."""
    mine: set[str] = set()
    siblings = [span for span in others if span is not None]
    for mark, span in doubtful.items():
        if own is None or span is None:
            raise _unsettled("neither a key nor the time says which session its rows are of")
        if span.touches(own):
            if any(map(span.touches, siblings)):
                raise _unsettled("rows are of the time of two sessions, and no key says of which")
            mine.add(mark)
    return mine


def _unsettled(what: str) -> ListingIncomplete:
    return ListingIncomplete(wire.BY_MEETING.name, what)


def _span_of_run(run: Session) -> _Span | None:
    return None if run.start is None else _Span(run.start, run.end or run.start)


def _span_of_rows(rows: Sequence[AttendeeRow]) -> _Span | None:
    """Return when the session of some rows was, as its first row says: all of them say the same."""
    start = wire.moment(rows[0].began)
    return None if start is None else _Span(start, wire.moment(rows[0].ended) or start)
