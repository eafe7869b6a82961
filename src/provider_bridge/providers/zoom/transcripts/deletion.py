"""Deleting a run's transcript, and proving what became of it.

Zoom was seen to deny a transcript that lay in the recording, and a recording that is in the trash has its transcript
there. So three places have to agree: Zoom denies the transcript, the recording is denied or holds no transcript file,
and the owner's trash holds none of this run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import Looked, delete_and_look, evidence_now, evidence_of, evidence_of_error
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.windows import moved
from provider_bridge.domain.ids import HostId
from provider_bridge.domain.outcomes import Deletion, Evidence, Refused, Trashed, Unconfirmed
from provider_bridge.errors import NotFound, ProviderBridgeError
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.recordings.deletion import counts_all, read_row
from provider_bridge.providers.zoom.recordings.listing import Doubt, trash_around
from provider_bridge.providers.zoom.recordings.other_hosts_trash import checked_elsewhere
from provider_bridge.providers.zoom.recordings.rows import PROCESSING, TRASH_KEEPS, recording
from provider_bridge.providers.zoom.wire import transcripts as wire
from provider_bridge.providers.zoom.wire.recordings import USER_RECORDINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from provider_bridge.core.steps import Flow
    from provider_bridge.domain.recordings import Recording

__all__ = ["delete_transcript"]

_MISSING: Final = frozenset({"transcript"})
_TRANSCRIPT: Final = "TRANSCRIPT"
_ELSEWHERE: Final = "the recording still holds a transcript file: delete that file as one of the recording's"
_TO_COME: Final = "the recording is still being processed, so a transcript file may be to come"
_NO_OWNER: Final = "without its owner and its day (known=) the trash, where its recording may be, cannot be searched"


@dataclass(slots=True)
class _Run:
    """The run, and what is learned on the way of whose trash to search."""

    uuid: str
    host: HostId | None = None
    start: datetime | None = None
    owned: bool = False

    def meet(self, host: HostId | None, start: datetime | None) -> None:
        """Learn from Zoom itself, and not only from ``known``, whose it is."""
        self.learn(host, start)
        self.owned = self.owned or host is not None

    def learn(self, host: HostId | None, start: datetime | None) -> None:
        self.host, self.start = host or self.host, start or self.start

    def is_in(self, trashed: Recording) -> bool:
        """Whether something in the trash is of this run."""
        return session_address(trashed.id).uuid == self.uuid


def _holds_one(found: Recording) -> bool:
    return any(file.type.upper() == _TRANSCRIPT for file in found.files)


def delete_transcript(uuid: str, known: Recording | None) -> Flow[Deletion]:
    """Delete a run's transcript, and return what was proven."""
    run = _Run(uuid)
    if known is not None:
        run.learn(known.host, known.start)
    was_there = yield from _look_first(run)
    delete = Call(wire.DELETE_TRANSCRIPT, {"meetingId": uuid})
    outcome = yield from delete_and_look(
        delete,
        lambda: _looked(run, elsewhere=_still_there),
        _MISSING,
        was_there=was_there,
        denied=lambda: _looked(run, elsewhere=_refused),
    )
    if run.owned:
        return outcome
    return (yield from checked_elsewhere(outcome, run.host, run.start, lambda each: run.is_in(each.recording)))


def _still_there(held: str) -> Looked:
    return held


def _refused(held: str) -> Looked:
    """Say that Zoom denies a transcript and the recording holds one: no later look changes what was asked for."""
    return Refused(held, ())


def _look_first(run: _Run) -> Flow[bool]:
    try:
        reply: Reply = yield Call(wire.TRANSCRIPT, {"meetingId": run.uuid})
    except NotFound as error:
        if error.missing not in _MISSING:
            raise
        return False
    body = decode(wire.TRANSCRIPT_BODY, reply)
    run.meet(HostId(body.host_id) if body.host_id else None, body.transcript_created_time)
    return True


def _looked(run: _Run, *, elsewhere: Callable[[str], Looked]) -> Flow[Looked]:
    """Look at the transcript, the recording, and the owner's trash; ``elsewhere`` says what the recording's file is."""
    try:
        reply: Reply = yield Call(wire.TRANSCRIPT, {"meetingId": run.uuid})
    except NotFound as error:
        if error.missing not in _MISSING:
            raise
        denied = yield from evidence_of_error(error)
    else:
        reason = decode(wire.TRANSCRIPT_BODY, reply).download_restriction_reason
        return f"Zoom still tells of it ({reason})" if reason else "Zoom still has it"
    held = yield from _in_recording(run)
    if isinstance(held, str):
        return elsewhere(held)
    return (yield from _not_in_trash(run, (denied, *held)))


def _in_recording(run: _Run) -> Flow[tuple[Evidence, ...] | str]:
    """Return what proves that a run's recording holds no transcript file, or why it does or may come to."""
    try:
        row, reply = yield from read_row(run.uuid)
    except NotFound as error:
        if error.missing != "recording":
            raise
        return ((yield from evidence_of_error(error)),)
    found = recording(row)
    run.meet(found.host, found.start)
    if _holds_one(found):
        return _ELSEWHERE
    if found.state == PROCESSING or not counts_all(row, found) or not all(file.type for file in found.files):
        return _TO_COME
    return (evidence_of(reply, "no transcript file in the recording"),)


def _not_in_trash(run: _Run, seen: tuple[Evidence, ...]) -> Flow[Looked]:
    """Hold an absence against the owner's trash: what lies there is still stored."""
    if run.host is None or run.start is None:
        return Unconfirmed(_NO_OWNER, seen)
    unsure = Doubt()
    try:
        trash = yield from trash_around(run.host, run.start, uncounted=unsure)
    except ProviderBridgeError as error:
        return Unconfirmed(f"Zoom denies it, but the trash could not be searched: {error}", seen)
    mine = [each for each in trash if run.is_in(each.recording)]
    held = [each.recording for each in mine if _holds_one(each.recording)]
    what = "in the trash" if held else "not in the trash"
    evidence = (*seen, (yield from evidence_now(USER_RECORDINGS.name, what)))
    if held:
        deleted = [file.deleted_at for each in held for file in each.files if file.deleted_at is not None]
        return Trashed(moved(max(deleted), TRASH_KEEPS) if deleted else None, evidence)
    if not all(each.whole for each in mine):
        return "files of its recording are in the trash, and not all of them are shown"
    return unsure.why or evidence
