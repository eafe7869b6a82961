"""Deleting a session or its attendee list, and proving what became of it.

GoToMeeting has no call that asks for one session, so that nothing says directly that it is gone. What proves it is
the difference: the history showed the session, the attendee list showed its rows, and now neither does. What was not
seen before proves nothing by not being seen afterwards. And a session that GoToMeeting denies can be another
organizer's: that it was gone already takes a sign that the organizer is the right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call
from provider_bridge.core.confirm.deletion import Looked, delete_and_look, evidence_of, evidence_of_error
from provider_bridge.core.decode import decode
from provider_bridge.domain.outcomes import Deletion, Evidence, Refused, Unconfirmed
from provider_bridge.errors import Forbidden, ListingIncomplete, NotFound
from provider_bridge.providers.goto.errors import MISSING
from provider_bridge.providers.gotomeeting.addresses import event_id, event_of, normal, session_path
from provider_bridge.providers.gotomeeting.attendance import attendance_of, read_rows
from provider_bridge.providers.gotomeeting.history import find
from provider_bridge.providers.gotomeeting.wire.participants import DELETE_ATTENDEES
from provider_bridge.providers.gotomeeting.wire.recordings import RECORDED_ROWS
from provider_bridge.providers.gotomeeting.wire.sessions import DELETE_SESSION, NO_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.core.calls import Reply
    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.events import Session
    from provider_bridge.domain.ids import SessionId
    from provider_bridge.providers.gotomeeting.wire.participants import AttendeeRow

__all__ = ["delete_attendees", "delete_session"]

_GONE: Final = frozenset({MISSING})
_IN_HISTORY: Final = "the organizer's history still shows it"
_UNSHOWN: Final = "the organizer's history shows no such session"
_RECORDED: Final = "the organizer's history still shows a recording of it"
_ATTENDEES: Final = "attendees of it are still listed"
_MIXED: Final = "attendees of the meeting are listed, and which session they are of cannot be told"
_VANISHED: Final = (
    "attendees of other sessions, which were listed before, are not listed either: that list says nothing"
)
_NOBODY: Final = "no attendee of the session is listed"
_NEVER_SHOWN: Final = "accepted; but the organizer's history did not show it before, so its absence now is no proof"
_NONE_SEEN: Final = "accepted; but no attendee of it was listed before, so that none is listed now is no proof"
_UNREADABLE: Final = "GoToMeeting knows no such object, and the attendee list cannot be read to see that this holds"
_WHOSE: Final = "GoToMeeting knows no such object, which may be another organizer's (known= settles that)"


@dataclass(frozen=True, slots=True)
class _Before:
    """What the attendee list showed before: the marks of the session's rows, ``None`` where they could not be told.

    ``others`` says that rows of other sessions were there: where nothing is listed afterwards, the list was not read.
    """

    marks: frozenset[str] | None
    seen: bool
    others: bool = False


def delete_session(session: SessionId, known: Session | None) -> Flow[Deletion]:
    """Delete a session, and return what was proven."""
    session = normal(session)
    _, found = yield from find(session, known)
    before = yield from _look_first(session)

    def look() -> Flow[Looked]:
        if found is None:
            return Unconfirmed(_NEVER_SHOWN, ())
        shown = yield from _in_history(session, found)
        if isinstance(shown, str):
            return shown
        left = yield from _attendees_left(session, before)
        if isinstance(left, str):
            return left
        if not before.seen and found.participants != 0:
            return Unconfirmed(_NONE_SEEN, ())
        return (*shown, *left)

    def denied() -> Flow[Looked]:
        reply, shown = yield from find(session, known)
        if shown is not None:
            return _IN_HISTORY
        unlisted = evidence_of(reply, _UNSHOWN)
        held = yield from _held_against_attendees(session, before, settled=known is not None)
        return (unlisted, *held) if isinstance(held, tuple) else held

    delete = Call(DELETE_SESSION, session_path(session))
    return (yield from delete_and_look(delete, look, _GONE, was_there=found is not None, denied=denied))


def delete_attendees(session: SessionId, known: Session | None) -> Flow[Deletion]:
    """Delete the attendee list of a session, and return what was proven.

    Where none is seen, the organizer's history has to be readable, or a session of another account would count as
    deleted because GoToMeeting does not know it here.
    """
    session = normal(session)
    before = yield from _look_first(session)
    settled = before.seen or known is not None
    if not before.seen:
        _, found = yield from find(session, known)
        settled = settled or found is not None

    def look() -> Flow[Looked]:
        left = yield from _attendees_left(session, before)
        if before.seen or isinstance(left, str):
            return left
        return Unconfirmed(_NONE_SEEN, ())

    def denied() -> Flow[Looked]:
        held = yield from _held_against_attendees(session, before, settled=settled)
        return held or Unconfirmed(_UNREADABLE, ())

    was_there = before.seen or before.marks is None
    delete = Call(DELETE_ATTENDEES, session_path(session))
    return (yield from delete_and_look(delete, look, _GONE, was_there=was_there, denied=denied))


def _look_first(session: SessionId) -> Flow[_Before]:
    """Look which attendees there are; what keeps them from being read keeps nothing from being deleted."""
    try:
        found = yield from attendance_of(session)
    except NotFound as error:
        if error.missing not in _GONE:
            raise
        return _Before(frozenset({session_path(session)["sessionId"]}), seen=False)
    except ListingIncomplete:
        return _Before(None, seen=True)
    except Forbidden:
        return _Before(None, seen=False)
    return _Before(found.marks, seen=bool(found.rows), others=found.others)


def _in_history(session: SessionId, known: Session) -> Flow[str | tuple[Evidence, ...]]:
    """Return what proves that the history does not show a session, or why it counts as still there."""
    try:
        reply, found = yield from find(session, known)
    except NotFound as error:
        return f"the organizer's history was not found when it was read again: {error}"
    if found:
        return _IN_HISTORY
    if _still_recorded(reply, session, known):
        return _RECORDED
    return (evidence_of(reply, _UNSHOWN),)


def _still_recorded(reply: Reply, session: SessionId, known: Session) -> bool:
    """Whether the line that stays of a session, which names none any more, still shows a recording."""
    return any(
        row.recording is not None
        and row.recording.is_there
        and (row.session or "") in NO_KEY
        and (event_id(row.meeting), row.start) == (event_of(session), known.start)
        for row in decode(RECORDED_ROWS, reply)
    )


def _attendees_left(session: SessionId, before: _Before) -> Flow[str | tuple[Evidence, ...]]:
    """Return what proves that nobody is listed any more, or why attendees count as still there."""
    try:
        reply, rows = yield from read_rows(session)
    except NotFound as error:
        if error.missing not in _GONE:
            raise
        return _VANISHED if before.others else ((yield from evidence_of_error(error)),)
    if before.others and not rows:
        return _VANISHED
    left = _still_listed(before, rows)
    return left or (evidence_of(reply, _NOBODY),)


def _still_listed(before: _Before, rows: Iterable[AttendeeRow]) -> str:
    """Return why attendees count as still there, ``""`` where none is left."""
    marks = {row.mark for row in rows}
    if before.marks is None:
        return _MIXED if marks else ""
    return _ATTENDEES if marks & before.marks else ""


def _held_against_attendees(session: SessionId, before: _Before, *, settled: bool) -> Flow[Looked]:
    """Hold the vendor's denial against the attendee list, where that can be read.

    ``settled`` says that the organizer is known to be the session's; else a row of its meeting has to show that.
    """
    seen: tuple[Evidence, ...] = ()
    rows: list[AttendeeRow] = []
    try:
        reply, rows = yield from read_rows(session)
        seen = (evidence_of(reply, _NOBODY),)
    except Forbidden:
        pass
    except NotFound as error:
        if error.missing not in _GONE:
            raise
        seen = ((yield from evidence_of_error(error)),)
    left = _still_listed(before, rows)
    if left == _ATTENDEES:
        return Refused(f"GoToMeeting denies the session, but {left}", ())
    if left:
        return f"GoToMeeting denies the session, but {left}"
    organizer = session_path(session)["organizerKey"]
    if not settled and all(row.organizer != organizer for row in rows):
        return Unconfirmed(_WHOSE, ())
    return seen
