"""Zoom's rows of recordings as values of the domain."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.listing.windows import moved
from provider_bridge.domain.ids import FileId, HostId, RecordingId
from provider_bridge.domain.recordings import Recording, RecordingFile
from provider_bridge.providers.zoom.addresses import MEETING, WEBINAR, event_id, session_id
from provider_bridge.providers.zoom.times import minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.domain.ids import EventId
    from provider_bridge.providers.zoom.wire import recordings as wire

__all__ = ["PROCESSING", "STORED", "TRASHED", "TRASHED_FILES", "TRASH_KEEPS", "in_trash", "merged", "recording"]

STORED: Final = "stored"
PROCESSING: Final = "processing"
TRASHED: Final = "trashed"
TRASHED_FILES: Final = "trashed_files"

TRASH_KEEPS: Final = timedelta(days=30)
"""How long Zoom's trash keeps a recording."""

_UPLOAD: Final = "upload"
_KINDS: Final = {
    **dict.fromkeys(("1", "2", "3", "4", "7", "8"), MEETING),
    **dict.fromkeys(("5", "6", "9"), WEBINAR),
    "99": _UPLOAD,
}
"""What ``type`` says: instant, scheduled, recurring, personal, audio and recurring meetings; webinars; uploads."""

_COMPLETED: Final = "completed"


def recording(row: wire.RecordingRow, state: str = "") -> Recording:
    """Return a row as a recording; ``state`` is given for what a listing of the trash shows."""
    kind = _KINDS.get(row.type or "", row.type or "")
    session = session_id(kind if kind in {MEETING, WEBINAR} else "", row.uuid)
    name = RecordingId(session)
    files = tuple(_file(each, name) for each in (*(row.recording_files or ()), *(row.participant_audio_files or ())))
    deleted = [each.deleted_at for each in files if each.deleted_at is not None]
    state = state or _state(files)
    return Recording(
        id=name,
        session=session,
        event=_event(kind, row.id),
        kind=kind,
        state=state,
        start=row.start_time,
        duration=minutes(row.duration),
        host=HostId(row.host_id) if row.host_id else None,
        size=row.total_size,
        files=files,
        auto_delete_on=None if row.auto_delete is False else row.auto_delete_date,
        trash_ends_on=moved(max(deleted), TRASH_KEEPS).date() if deleted and in_trash(state) else None,
        title=row.topic or "",
        host_email=row.host_email or "",
        share_url=row.share_url or "",
        passcode=row.recording_play_passcode or row.password or "",
    )


def in_trash(state: str) -> bool:
    """Whether a recording, or those of its files that are listed, are in the trash."""
    return state in {TRASHED, TRASHED_FILES}


def _event(kind: str, number: str | None) -> EventId | None:
    if number is None:
        return None
    return event_id(kind if kind in {MEETING, WEBINAR} else "", number)


def _file(row: wire.FileRow, recording: RecordingId) -> RecordingFile:
    return RecordingFile(
        id=FileId(row.id) if row.id else None,
        recording=recording,
        type=row.file_type or "",
        content=row.recording_type or "",
        status=row.status or "",
        extension=row.file_extension or "",
        size=row.file_size,
        start=row.recording_start,
        end=row.recording_end,
        deleted_at=row.deleted_time,
        name=row.file_name or "",
        url=row.download_url or "",
    )


def _state(files: tuple[RecordingFile, ...]) -> str:
    """Return the state that the files show: one without a complete list of complete files is still being made."""
    if files and all(each.deleted_at is not None for each in files):
        return TRASHED
    return STORED if files and not any(map(_unfinished, files)) else PROCESSING


def _unfinished(file: RecordingFile) -> bool:
    """Whether Zoom still works on a file: it says so, or says neither that it is complete nor what it is."""
    status = file.status.casefold()
    return status == PROCESSING or (not file.type and status != _COMPLETED)


def merged(found: Iterable[Recording]) -> list[Recording]:
    """Return each recording once, with each of its files once, as the windows of a listing overlap."""
    known: dict[tuple[str, str], Recording] = {}
    for each in found:
        key = (each.id, each.state)
        known[key] = _joined(known[key], each) if key in known else each
    return list(known.values())


def _joined(one: Recording, other: Recording) -> Recording:
    known = {_file_key(file) for file in one.files}
    more = tuple(file for file in other.files if _file_key(file) not in known)
    if not more:
        return one
    ends = [day for day in (one.trash_ends_on, other.trash_ends_on) if day is not None]
    return replace(one, files=(*one.files, *more), trash_ends_on=max(ends, default=None))


def _file_key(file: RecordingFile) -> object:
    """What tells files apart: the id, or where there is none, what it is and when; never its address."""
    return file.id or (file.type, file.content, file.start, file.end, file.size)
