"""Deleting a session or its attendee list, and proving what became of it.

GoToMeeting has no call that asks for one session, so that nothing says directly that it is gone. What proves it is
the difference: the history showed the session, the attendee list showed its rows, and now neither does. What was not
seen before proves nothing by not being seen afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call
from provider_bridge.core.deletion import Looked, delete_and_look, evidence_of, evidence_of_error
from provider_bridge.domain.outcomes import AlreadyGone, Deletion, Evidence, Refused, Unconfirmed
from provider_bridge.errors import Forbidden, ListingIncomplete, NotFound
from provider_bridge.providers.goto.refusals import MISSING
from provider_bridge.providers.gotomeeting.addresses import normal, session_path
from provider_bridge.providers.gotomeeting.attendance import attendance_of, read_rows
from provider_bridge.providers.gotomeeting.history import find
from provider_bridge.providers.gotomeeting.wire.participants import DELETE_ATTENDEES
from provider_bridge.providers.gotomeeting.wire.sessions import DELETE_SESSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.events import Session
    from provider_bridge.domain.ids import SessionId

__all__ = ["delete_attendees", "delete_session"]

_GONE: Final = frozenset({MISSING})
_IN_HISTORY: Final = "the organizer's history still shows it"
_ATTENDEES: Final = "attendees of it are still listed"
_MIXED: Final = "attendees of the meeting are listed, and which session they are of cannot be told"
_NEVER_SHOWN: Final = "accepted; but the organizer's history did not show it before, so its absence now is no proof"
_NONE_SEEN: Final = "accepted; but no attendee of it was listed before, so that none is listed now is no proof"


@dataclass(frozen=True, slots=True)
class _Before:
    """What the attendee list showed before: the marks of the session's rows, ``None`` where they could not be told."""

    marks: frozenset[str] | None
    seen: bool


def delete_session(session: SessionId, known: Session | None) -> Flow[Deletion]:
    """Delete a session, and return what was proven."""
    session = normal(session)
    _, found = yield from find(session, known)
    before = yield from _look_first(session)
    unproven = ""

    def look() -> Flow[Looked]:
        nonlocal unproven
        if found is None:
            unproven = _NEVER_SHOWN
            return ()
        shown = yield from _in_history(session, found)
        if isinstance(shown, str):
            return shown
        left = yield from _attendees_left(session, before)
        if isinstance(left, str):
            return left
        if not before.seen and found.participants != 0:
            unproven = _NONE_SEEN
            return ()
        return (*shown, *left)

    outcome = yield from _deleted(Call(DELETE_SESSION, session_path(session)), look, was_there=found is not None)
    if isinstance(outcome, AlreadyGone):
        return (yield from _held_against_attendees(session, before, outcome))
    return _explained(outcome, unproven)


def delete_attendees(session: SessionId, known: Session | None) -> Flow[Deletion]:
    """Delete the attendee list of a session, and return what was proven.

    Where none is seen, the organizer's history has to be readable, or a session of another account would count as
    deleted because GoToMeeting does not know it here.
    """
    session = normal(session)
    before = yield from _look_first(session)
    if not before.seen:
        yield from find(session, known)
    unproven = ""

    def look() -> Flow[Looked]:
        nonlocal unproven
        left = yield from _attendees_left(session, before)
        if before.seen or isinstance(left, str):
            return left
        unproven = _NONE_SEEN
        return ()

    was_there = before.seen or before.marks is None
    outcome = yield from _deleted(Call(DELETE_ATTENDEES, session_path(session)), look, was_there=was_there)
    return _explained(outcome, unproven)


def _deleted(delete: Call, look: Callable[[], Flow[Looked]], *, was_there: bool) -> Flow[Deletion]:
    return (yield from delete_and_look(delete, look, _GONE, was_there=was_there))


def _explained(outcome: Deletion, unproven: str) -> Deletion:
    return Unconfirmed(unproven, outcome.evidence) if unproven and isinstance(outcome, Unconfirmed) else outcome


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
    return _Before(found.marks, seen=bool(found.rows))


def _in_history(session: SessionId, known: Session) -> Flow[str | tuple[Evidence, ...]]:
    """Return what proves that the history does not show a session, or why it counts as still there."""
    try:
        reply, found = yield from find(session, known)
    except NotFound as error:
        return f"the organizer's history was not found when it was read again: {error}"
    return _IN_HISTORY if found else (evidence_of(reply, "the organizer's history shows no such session"),)


def _attendees_left(session: SessionId, before: _Before) -> Flow[str | tuple[Evidence, ...]]:
    """Return what proves that nobody is listed any more, or why attendees count as still there."""
    try:
        reply, rows = yield from read_rows(session)
    except NotFound as error:
        if error.missing not in _GONE:
            raise
        return ((yield from evidence_of_error(error)),)
    if before.marks is None and rows:
        return _MIXED
    if before.marks is not None and any(row.mark in before.marks for row in rows):
        return _ATTENDEES
    return (evidence_of(reply, "no attendee of the session is listed"),)


def _held_against_attendees(session: SessionId, before: _Before, outcome: AlreadyGone) -> Flow[Deletion]:
    """Hold the vendor's denial of a session against the attendee list, where that can be read."""
    try:
        left = yield from _attendees_left(session, before)
    except Forbidden:
        return outcome
    if isinstance(left, str):
        kind = Refused if left == _ATTENDEES else Unconfirmed
        return kind(f"GoToMeeting denies the session, but {left}", outcome.evidence)
    return AlreadyGone((*outcome.evidence, *left))
