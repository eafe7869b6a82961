"""Deleting a recording or one file of it, and proving what became of it.

Zoom has a trash, and its copies take a while to agree. So each look asks for the run, for its owner's list and for its
owner's trash, and looks are repeated until what they show held (``core/confirm/settling.py``). The owner and the day
come from the run as it was before, or from ``known``, a recording as a listing showed it.

+----------------------------------+----------------------------------+--------------------------------------+
| The run, and the answer          | it is in the trash               | it is nowhere, and that held         |
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

``Unconfirmed`` in every row: still shown when asked again, by the run or by its owner's list; shown by the run as put
into the trash while the trash is without it; an error at asking again; a list that is not whole, or announces no
number; the owner or the day is not known; a single file that was not stored, and that listings do not show. Where
only ``known`` says whose it is, every host's trash is searched, for it may have changed hands.
``Refused``: still being made, or in use. Everything else raises, above all 404 with another meaning than "no
recording": recordings outlive meetings and users.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import (
    STILL_THERE,
    Looked,
    delete_and_look,
    evidence_now,
    evidence_of,
    evidence_of_error,
)
from provider_bridge.core.confirm.settling import hold
from provider_bridge.core.decode import as_object, decode, decode_object
from provider_bridge.core.listing.windows import moved
from provider_bridge.core.steps import Flow
from provider_bridge.domain.outcomes import (
    AlreadyGone,
    Deletion,
    Evidence,
    NotOffered,
    Strength,
    Trashed,
    Unconfirmed,
)
from provider_bridge.domain.recordings import Recording
from provider_bridge.errors import DecodeError, InvalidInput, NotFound, ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.recordings.listing import Doubt, InTrash, stored_around, trash_around
from provider_bridge.providers.zoom.recordings.other_hosts_trash import checked_elsewhere
from provider_bridge.providers.zoom.recordings.rows import TRASH_KEEPS, TRASHED, in_trash, recording
from provider_bridge.providers.zoom.wire.settings import ACCOUNT_SETTINGS

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.domain.ids import FileId, HostId

__all__ = ["counts_all", "delete_recording", "read_row", "read_run"]

_MISSING: Final = frozenset({"recording"})
_ACTIONS: Final = {Strength.TRASH: "trash", Strength.ERASE: "delete"}
_RECOVERY: Final = "allow_recovery_deleted_cloud_recordings"
_NOT_STORED: Final = "not among what is stored"
_NOWHERE: Final = "neither listed nor in the trash"
_WHAT_TO_DO: Final = "empty it from the trash in Zoom's web portal, or restore it and then erase it"

_WITHOUT_ID: Final = frozenset({"CC", "TIMELINE"})
"""Types of files that Zoom lists without an id."""

_NOT_WHOLE: Final = "its run lists fewer files than it counts, or does not count or name them"
_MARKED: Final = "its run shows it as put into the trash, and the trash does not show it"
_LISTED: Final = "Zoom says that there is no such recording, and its owner's list still shows it"
_PARTLY: Final = "only some of its files are in the trash"
_VANISHED: Final = "it is neither stored nor in the trash, where it should be"
_UNLISTED: Final = "it is not stored any more, but the trash shows only files that a listing does (known=)"
_NO_OWNER: Final = "it is not stored any more, but without its owner and its day (known=) the trash cannot be searched"


def read_run(uuid: str) -> Flow[tuple[Recording, bool, Reply]]:
    """Return what is recorded of a run, whether all its files are listed, and the answer that says so."""
    row, reply = yield from read_row(uuid)
    found = recording(row)
    return found, row.recording_files is not None and len(found.files) >= (row.recording_count or 0), reply


def read_row(uuid: str) -> Flow[tuple[wire.recordings.RecordingRow, Reply]]:
    """Return the row of a run, and the answer that it is in."""
    reply: Reply = yield Call(wire.recordings.RUN, {"meetingId": uuid})
    row = decode(wire.recordings.RUN_ANSWER, reply)
    if row.uuid != uuid:  # the exchange looked already; a proof of a deletion rests on it
        raise DecodeError(reply.operation, ("uuid: that of another session",))
    return row, reply


def counts_all(row: wire.recordings.RecordingRow, found: Recording) -> bool:
    """Whether an answer says how many files there are, and lists so many: only then is what it lacks not there.

    Zoom counts the files with one person's voice as well. None at all is what it shows while it works on them.
    """
    count = row.recording_count
    return bool(row.recording_files) and count is not None and 0 <= count <= len(found.files)


def _lists_all(row: wire.recordings.RecordingRow, found: Recording) -> bool:
    """Whether a file that an answer lacks is not there: one that is listed without its id could be it."""
    return counts_all(row, found) and all(file.id or file.type.upper() in _WITHOUT_ID for file in found.files)


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
    owned: bool = False
    files: frozenset[FileId | None] = frozenset({None})
    evidence: list[Evidence] = field(default_factory=list[Evidence])

    def learn(self, found: Recording) -> None:
        """Take whose it is and when it was from a recording; what is seen last counts, as it may change hands."""
        self.host = found.host or self.host
        starts = [found.start, *(file.start for file in found.files)]
        self.start = next(filter(None, starts), self.start)

    def meet(self, found: Recording) -> None:
        """Learn from the run as Zoom shows it now."""
        self.learn(found)
        self.owned = self.owned or found.host is not None

    def is_shown_by(self, found: Recording) -> bool:
        """Whether a run's stored recording is it, or has it among its files."""
        mine = (file for file in found.files if file.id == self.file and file.deleted_at is None)
        return not in_trash(found.state) and (self.file is None or any(mine))

    def is_marked_by(self, found: Recording) -> bool:
        """Whether a run shows that it, or a file of it, was put into the trash."""
        return any(file.deleted_at is not None and self.file in {None, file.id} for file in found.files)

    def is_listed_among(self, listed: list[Recording]) -> bool:
        """Whether a list of what is stored shows it."""
        runs = (each for each in listed if session_address(each.id).uuid == self.uuid)
        return any(self.is_shown_by(each) for each in runs)

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

    def look(*, deleted: bool) -> Flow[Looked]:
        return (yield from _looked(target, strength, deleted=deleted))

    if not target.stored and strength is Strength.TRASH:
        seen = tuple(target.evidence)
        outcome = yield from hold(lambda: look(deleted=False), frozenset(), AlreadyGone, seen)
    else:
        outcome = yield from delete_and_look(
            target.call(strength),
            lambda: look(deleted=True),
            _MISSING,
            was_there=target.stored,
            denied=lambda: look(deleted=False),
        )
    return (
        outcome
        if target.owned
        else (yield from checked_elsewhere(outcome, target.host, target.start, target.may_be_in))
    )


def _look_first(target: _Target) -> Flow[None]:
    """Learn whether it is stored, whose it is and when it was; absence is evidence, any other refusal raises."""
    try:
        row, reply = yield from read_row(target.uuid)
    except NotFound as error:
        if error.missing not in _MISSING:
            raise
        target.evidence.append((yield from evidence_of_error(error)))
        return
    found = recording(row)
    target.meet(found)
    target.files = frozenset(file.id for file in found.files) or target.files
    shown_whole = _lists_all(row, found) or in_trash(found.state) or target.is_marked_by(found)
    target.stored = target.is_shown_by(found) or not shown_whole
    if not target.stored:
        target.evidence.append(evidence_of(reply, _NOT_STORED))


def _looked(target: _Target, strength: Strength, *, deleted: bool) -> Flow[Looked]:
    """Look for it at its run, in its owner's trash, and in its owner's list; ``deleted`` says that Zoom accepted."""
    marked = False
    try:
        row, reply = yield from read_row(target.uuid)
    except NotFound as error:
        if error.missing not in _MISSING:
            raise
        denied = yield from evidence_of_error(error)
    else:
        found = recording(row)
        target.meet(found)
        if target.is_shown_by(found):
            return STILL_THERE
        marked = target.is_marked_by(found)
        if not (marked or in_trash(found.state) or _lists_all(row, found)):
            return _NOT_WHOLE
        denied = evidence_of(reply, _NOT_STORED)
    if target.host is None or target.start is None:
        return Unconfirmed(_NO_OWNER, (denied,))
    unsure = Doubt()
    try:
        trash = yield from trash_around(target.host, target.start, uncounted=unsure)
        listed = yield from stored_around(target.host, target.start, uncounted=unsure)
    except ProviderBridgeError as error:
        why = f"it is not stored any more, but the trash could not be searched: {error}"
        return Unconfirmed(why, (denied,))
    trashed = [each.recording for each in trash if target.may_be_in(each)]
    if trashed:
        return (yield from _in_trash(target, strength, denied, trashed, deleted=deleted))
    if marked or target.is_listed_among(listed):
        return _MARKED if marked else _LISTED
    if unsure.why:
        return unsure.why
    return (yield from _nowhere(target, strength, denied, deleted=deleted))


def _in_trash(
    target: _Target, strength: Strength, denied: Evidence, trashed: list[Recording], *, deleted: bool
) -> Flow[Looked]:
    """Say what it means that it is in the trash: there it is still stored."""
    if not deleted and strength is Strength.ERASE:
        ends = max(filter(None, (each.trash_ends_on for each in trashed)), default=None)
        by_itself = f"Zoom erases it on {ends}" if ends else "Zoom erases it 30 days after it was deleted"
        return NotOffered("it is in the trash, and Zoom did not erase it from there", f"{_WHAT_TO_DO}; {by_itself}")
    if deleted and strength is Strength.TRASH and not target.is_whole(trashed):
        return _PARTLY
    evidence = yield from evidence_now(wire.recordings.USER_RECORDINGS.name, "in the trash")
    return Trashed(_until(trashed, target.file), (denied, evidence))


def _nowhere(target: _Target, strength: Strength, denied: Evidence, *, deleted: bool) -> Flow[Looked]:
    """Say what it means that neither the run nor the owner's list nor the trash shows it."""
    evidence = denied, (yield from evidence_now(wire.recordings.USER_RECORDINGS.name, _NOWHERE))
    if deleted and strength is Strength.TRASH:
        kept = yield from _kept_in_no_trash()
        return (*evidence, kept) if kept else _VANISHED
    if not deleted and target.file is not None and not target.listed:
        return Unconfirmed(_UNLISTED, evidence)
    return evidence


def _kept_in_no_trash() -> Flow[Evidence | None]:
    """Return what says that the account keeps no trash: then what was put there is gone."""
    reply: Reply = yield Call(ACCOUNT_SETTINGS, {"accountId": "me"})
    keeps = (as_object(decode_object(reply).get("recording")) or {}).get(_RECOVERY)
    return evidence_of(reply, f"recording.{_RECOVERY}: false") if keeps is False else None


def _until(trashed: list[Recording], file: FileId | None) -> datetime | None:
    """Return when the trash is emptied of the last of it, as far as Zoom says when it was put there."""
    files = [each for found in trashed for each in found.files]
    mine = [each for each in files if file is not None and each.id == file] or files
    ends = (moved(each.deleted_at, TRASH_KEEPS) for each in mine if each.deleted_at is not None)
    return max(ends, default=None)
