"""Deleting the recordings of a session at GoToMeeting, and proving what became of them.

One call deletes every recording of a session. It is looked for in the history before and afterwards: a session keeps
its row there, which then shows no recording any more.

+------------------------------+--------------------------------+-----------------------------------------------+
| Before, in the history       | accepted                       | answered "no such object" (404)               |
+==============================+================================+===============================================+
| the row shows a recording    | ``Gone`` once the row shows    | the same: an attempt whose answer got lost    |
|                              | none, else ``Unconfirmed``     | was carried out, or somebody was quicker      |
+------------------------------+--------------------------------+-----------------------------------------------+
| the row shows no recording   | ``Gone`` for one that a        | ``AlreadyGone``                               |
|                              | listing showed (``known``),    |                                               |
|                              | else ``Unconfirmed``           |                                               |
+------------------------------+--------------------------------+-----------------------------------------------+
| no row of this session       | ``Unconfirmed``                | ``AlreadyGone`` for one that a listing showed |
|                              |                                | (``known``), else ``Unconfirmed``             |
+------------------------------+--------------------------------+-----------------------------------------------+

A session can have recordings that no row shows. So the deletion is sent whatever the row shows; and where nothing was
seen before, that nothing is shown afterwards is no proof. Deleting again tells: GoTo then denies the object.

A 404 that does not come from GoTo's business layer proves nothing, and raises.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look, evidence_of
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.windows import moved
from provider_bridge.domain.outcomes import Deletion, Unconfirmed
from provider_bridge.errors import NotFound
from provider_bridge.providers.goto.errors import MISSING
from provider_bridge.providers.gotomeeting.history import asked
from provider_bridge.providers.gotomeeting.recording_rows import RecordingAddress, recordings
from provider_bridge.providers.gotomeeting.wire import recordings as wire

if TYPE_CHECKING:
    from datetime import date

    from provider_bridge.core.steps import Flow
    from provider_bridge.providers.gotomeeting.wire.recordings import RecordedRow

__all__ = ["delete_recordings", "history", "rows_of"]

_MISSING: Final = frozenset({MISSING})
_DAY: Final = timedelta(days=1)
_NEVER_SHOWN: Final = "accepted; but its row showed no recording before, so that it shows none now is no proof"
_NO_ROW: Final = "the history of the days around it does not show the session"
_WHOSE: Final = f"GoTo knows no such object, and {_NO_ROW}: it may be of another day or organizer (known= settles that)"


def history(organizer: str, first: date, last: date) -> Flow[tuple[tuple[RecordedRow, ...], Reply]]:
    """Return an organizer's sessions that began on any of some days (UTC, both included), and the answer."""
    reply: Reply = yield Call(wire.HISTORY_OF_ORGANIZER, {"organizerKey": organizer}, asked(first, last))
    return decode(wire.RECORDED_ROWS, reply), reply


def rows_of(address: RecordingAddress) -> Flow[tuple[list[RecordedRow], Reply]]:
    """Return the rows that the history shows of a session, usually one; a day more is asked for at both ends."""
    rows, reply = yield from history(address.path["organizerKey"], moved(address.day, -_DAY), moved(address.day, _DAY))
    return [row for row in rows if address.is_of(row)], reply


def delete_recordings(address: RecordingAddress, *, known: bool) -> Flow[Deletion]:
    """Delete every recording of a session and return what was proven; see the table above."""
    before, _ = yield from rows_of(address)
    was_there = bool(recordings(before, address.path["organizerKey"]))

    def look() -> Flow[Looked]:
        found = yield from _look(address)
        if isinstance(found, tuple) and not (was_there or known):
            return Unconfirmed(_NEVER_SHOWN, found)
        return found

    call = Call(wire.DELETE_RECORDINGS, address.path)
    return (
        yield from delete_and_look(
            call, look, _MISSING, was_there=was_there, denied=lambda: _look_at_denied(address, known=known)
        )
    )


def _look(address: RecordingAddress) -> Flow[Looked]:
    try:
        rows, reply = yield from rows_of(address)
    except NotFound as error:  # of the organizer, whom the path names, and of no recording
        return f"the organizer's history was not found when it was read again: {error}"
    if not rows:
        return f"accepted, but {_NO_ROW}"
    if recordings(rows, address.path["organizerKey"]):
        return STILL_THERE
    return (evidence_of(reply, "its row shows no recording"),)


def _look_at_denied(address: RecordingAddress, *, known: bool) -> Flow[Looked]:
    """Look where GoTo denied the recordings: they may be another organizer's, or of another day."""
    rows, reply = yield from rows_of(address)
    if recordings(rows, address.path["organizerKey"]):
        return STILL_THERE
    if rows:
        return (evidence_of(reply, "its row shows no recording"),)
    evidence = evidence_of(reply, "no row of the session")
    return (evidence,) if known else Unconfirmed(_WHOSE, (evidence,))
