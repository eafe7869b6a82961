"""Deleting a recording or one file of it, and proving what became of it.

Zoom has a trash. So a deletion is proven in two steps. First the run is asked for again: it must not show the
recording, or the file, any more. Then its owner's trash is listed: there it must be, or must not be. The owner and the
day come from the run as it was before, or from ``known``, a recording as a listing showed it.

+----------------------------------+----------------------------------+--------------------------------------+
| The run, and the answer          | it is in the trash               | it is not in the trash               |
+==================================+==================================+======================================+
| was stored, deletion accepted    | ``Trashed``, whatever was asked  | erase: ``Gone``. trash: ``Gone`` if  |
| (or "no recording" at a second   | for                              | the account keeps no trash, else     |
| attempt), not shown any more     |                                  | ``Unconfirmed``                      |
+----------------------------------+----------------------------------+--------------------------------------+
| was not stored, trash wanted     | ``Trashed``, nothing was sent    | ``AlreadyGone``                      |
+----------------------------------+----------------------------------+--------------------------------------+
| was not stored, erasure wanted,  | ``NotOffered``, with the day on  | ``AlreadyGone``                      |
| answered "no recording"          | which it ends                    |                                      |
+----------------------------------+----------------------------------+--------------------------------------+
| was not stored, erasure accepted | ``Trashed``                      | ``Gone``                             |
+----------------------------------+----------------------------------+--------------------------------------+

``Unconfirmed`` in every row: still shown when asked again; an error at asking again; the trash could not be listed
whole; the owner or the day is not known; a single file that was not stored, and that listings do not show.
``Refused``: still being made, or in use. Everything else raises, above all 404 with another meaning than "no
recording": recordings outlive meetings and users.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import as_object, decode, decode_object
from provider_bridge.core.deletion import (
    STILL_THERE,
    Looked,
    delete_and_look,
    evidence_now,
    evidence_of,
    evidence_of_error,
)
from provider_bridge.core.patience import ask_until
from provider_bridge.core.steps import Flow
from provider_bridge.domain.outcomes import (
    AlreadyGone,
    Deletion,
    Evidence,
    Gone,
    NotOffered,
    Strength,
    Trashed,
    Unconfirmed,
)
from provider_bridge.domain.recordings import Recording
from provider_bridge.errors import DecodeError, InvalidInput, NotFound, ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.recording_listing import InTrash, trash_around
from provider_bridge.providers.zoom.recording_rows import TRASH_KEEPS, TRASHED, in_trash, recording
from provider_bridge.providers.zoom.wire.settings import ACCOUNT_SETTINGS

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.domain.ids import FileId, HostId

__all__ = ["delete_recording", "read_run"]

_MISSING: Final = frozenset({"recording"})
_ACTIONS: Final = {Strength.TRASH: "trash", Strength.ERASE: "delete"}
_RECOVERY: Final = "allow_recovery_deleted_cloud_recordings"
_UNLISTED: Final = "it is not stored any more, but the trash shows only files that a listing does (known=)"
_NOT_STORED: Final = "not among what is stored"
_WHAT_TO_DO: Final = "empty it from the trash in Zoom's web portal, or restore it and then erase it"


def read_run(uuid: str) -> Flow[tuple[Recording, bool, Reply]]:
    """Return what is recorded of a run, whether all its files are listed, and the answer that says so."""
    reply: Reply = yield Call(wire.recordings.RUN, {"meetingId": uuid})
    row = decode(wire.recordings.RUN_ANSWER, reply)
    if row.uuid != uuid:  # the exchange looked already; a proof of a deletion rests on it
        raise DecodeError(reply.operation, ("uuid: that of another session",))
    found = recording(row)
    return found, row.recording_files is not None and len(found.files) >= (row.recording_count or 0), reply


@dataclass(slots=True)
class _Target:
    """What is to be deleted, and where its trash is.

    ``listed`` is whether the file is one that listings show; those with one person's voice, which have a name, they
    do not show.
    """

    uuid: str
    file: FileId | None
    host: HostId | None = None
    start: datetime | None = None
    stored: bool = False
    listed: bool = False
    files: frozenset[FileId | None] = frozenset({None})
    evidence: list[Evidence] = field(default_factory=list[Evidence])

    def learn(self, found: Recording) -> None:
        """Take whose it is and when it was from a recording; what is seen last counts, as it may change hands."""
        self.host = found.host or self.host
        starts = [found.start, *(file.start for file in found.files)]
        self.start = next(filter(None, starts), self.start)

    def is_shown_by(self, found: Recording) -> bool:
        """Whether a run's stored recording is it, or has it among its files."""
        return not in_trash(found.state) and (self.file is None or any(file.id == self.file for file in found.files))

    def may_be_in(self, found: InTrash) -> bool:
        """Whether something in the trash can have it: not every listing shows every file of a recording."""
        trashed = found.recording
        if session_address(trashed.id).uuid != self.uuid:
            return False
        listed = {file.id for file in trashed.files}
        return self.file is None or trashed.state == TRASHED or not found.whole or self.file in listed

    def is_whole(self, trashed: list[Recording]) -> bool:
        """Whether what the trash has is all that was meant, and not only files that were put there before."""
        listed = {file.id for each in trashed for file in each.files}
        whole = any(each.state == TRASHED for each in trashed)
        return whole or (self.files <= listed if self.file is None else self.file in listed)

    def call(self, strength: Strength) -> Call:
        query = {"action": _ACTIONS[strength]}
        if self.file is None:
            return Call(wire.recordings.DELETE_RUN, {"meetingId": self.uuid}, query)
        return Call(wire.recordings.DELETE_FILE, {"meetingId": self.uuid, "recordingId": self.file}, query)


def delete_recording(uuid: str, strength: Strength, file: FileId | None, known: Recording | None) -> Flow[Deletion]:
    """Delete what is recorded of a run, or one file of it, and return what was proven; see the table above."""
    if strength not in _ACTIONS:
        raise InvalidInput("say Strength.TRASH or Strength.ERASE")
    target = _Target(uuid, file)
    if known is not None:
        target.learn(known)
        target.listed = any(each.id == file and not each.name for each in known.files)
    yield from _look_first(target)
    if not target.stored and strength is Strength.TRASH:
        return (yield from _settled(target, strength, AlreadyGone(tuple(target.evidence))))
    call = target.call(strength)
    outcome = yield from delete_and_look(call, lambda: _looked(target), _MISSING, was_there=target.stored)
    return (yield from _settled(target, strength, outcome))


def _look_first(target: _Target) -> Flow[None]:
    """Learn whether it is stored, whose it is and when it was; absence is evidence, any other refusal raises."""
    try:
        found, whole, reply = yield from read_run(target.uuid)
    except NotFound as error:
        if error.missing not in _MISSING:
            raise
        target.evidence.append((yield from evidence_of_error(error)))
        return
    target.learn(found)
    target.files = frozenset(file.id for file in found.files) or target.files
    target.stored = target.is_shown_by(found) or (not whole and not in_trash(found.state))
    if not target.stored:
        target.evidence.append(evidence_of(reply, _NOT_STORED))


def _looked(target: _Target) -> Flow[Looked]:
    found, whole, reply = yield from read_run(target.uuid)
    if target.is_shown_by(found):
        return STILL_THERE
    if not whole and not in_trash(found.state):
        raise DecodeError(reply.operation, ("recording_files: fewer than there are",))
    return (evidence_of(reply, _NOT_STORED),)


# --- the second step: the trash ----------------------------------------------------------------------------


def _settled(target: _Target, strength: Strength, outcome: Deletion) -> Flow[Deletion]:
    """Hold an outcome against the owner's trash; what is stored, or not proven, needs no such look."""
    if not isinstance(outcome, Gone | AlreadyGone):
        return outcome
    if target.host is None or target.start is None:
        why = "it is not stored any more, but without its owner and its day (known=) the trash cannot be searched"
        return Unconfirmed(why, outcome.evidence)
    try:
        trashed = yield from _search(target, target.host, target.start, wanted=strength is Strength.TRASH)
        return (yield from _judged(target, strength, outcome, trashed))
    except ProviderBridgeError as error:
        return Unconfirmed(f"it is not stored any more, but the trash could not be searched: {error}", outcome.evidence)


def _search(target: _Target, host: HostId, start: datetime, *, wanted: bool) -> Flow[list[Recording]]:
    """Return what the trash has of it; ask again, a little later, when that is not what is ``wanted``."""
    found: list[Recording] = []

    def once() -> Flow[list[Recording] | None]:
        nonlocal found
        trash = yield from trash_around(host, start)
        found = [each.recording for each in trash if target.may_be_in(each)]
        return found if bool(found) == wanted and (not wanted or target.is_whole(found)) else None

    yield from ask_until(once)
    return found


def _judged(
    target: _Target, strength: Strength, outcome: Gone | AlreadyGone, trashed: list[Recording]
) -> Flow[Deletion]:
    """Say what it means that it is, or is not, in the trash: there it is still stored."""
    what = "in the trash" if trashed else "not in the trash"
    evidence = (*outcome.evidence, (yield from evidence_now(wire.recordings.USER_RECORDINGS.name, what)))
    was_deleted = isinstance(outcome, Gone)
    if not trashed:
        if was_deleted and strength is Strength.TRASH:
            return (yield from _vanished(evidence))
        if was_deleted:
            return Gone(evidence)
        if target.file is not None and not target.listed:
            return Unconfirmed(_UNLISTED, evidence)
        return AlreadyGone(evidence)
    if not was_deleted and strength is Strength.ERASE:
        ends = max(filter(None, (each.trash_ends_on for each in trashed)), default=None)
        by_itself = f"Zoom erases it on {ends}" if ends else "Zoom erases it 30 days after it was deleted"
        return NotOffered("it is in the trash, and Zoom did not erase it from there", f"{_WHAT_TO_DO}; {by_itself}")
    if was_deleted and strength is Strength.TRASH and not target.is_whole(trashed):
        return Unconfirmed("only some of its files are in the trash", evidence)
    return Trashed(_until(trashed, target.file), evidence)


def _vanished(evidence: tuple[Evidence, ...]) -> Flow[Deletion]:
    """Say what it means that something put into the trash is not there: it is gone if the account keeps no trash."""
    reply: Reply = yield Call(ACCOUNT_SETTINGS, {"accountId": "me"})
    keeps = (as_object(decode_object(reply).get("recording")) or {}).get(_RECOVERY)
    if keeps is False:
        return Gone((*evidence, evidence_of(reply, f"recording.{_RECOVERY}: false")))
    return Unconfirmed("it is neither stored nor in the trash, where it should be", evidence)


def _until(trashed: list[Recording], file: FileId | None) -> datetime | None:
    """Return when the trash is emptied of the last of it, as far as Zoom says when it was put there."""
    files = [each for found in trashed for each in found.files]
    mine = [each for each in files if file is not None and each.id == file] or files
    return max((each.deleted_at + TRASH_KEEPS for each in mine if each.deleted_at is not None), default=None)
