"""Notifications about recordings and compliance archives."""

from __future__ import annotations

from typing import Final

from provider_bridge.domain.ids import FileId, RecordingId
from provider_bridge.domain.notifications import ArchiveCompleted, BatchItem, RecordingChanged, RecordingsChanged
from provider_bridge.domain.recordings import ArchivedSession, ArchiveFile, Recording, RecordingFile
from provider_bridge.providers.zoom.addresses import session_id
from provider_bridge.providers.zoom.webhooks.told import Readers, Told, event_of, host_of, kind_of, minutes
from provider_bridge.providers.zoom.wire.webhooks import (
    ArchiveObject,
    BatchObject,
    RecordingFileObject,
    RecordingObject,
)

__all__ = ["READERS"]

_DONE: Final = "completed"
_STATES: Final = {"trashed": "trashed", "deleted": "deleted"}


def _recording(told: Told) -> RecordingChanged:
    wire = told.object(RecordingObject)
    kind = kind_of(wire.type)
    session = session_id(kind, wire.uuid)
    name = RecordingId(session)
    files = tuple(_file(name, each) for each in (*wire.recording_files, *wire.participant_audio_files))
    waiting = any(each.status not in {"", _DONE} for each in files)
    old_title = told.tree("old_object").get("topic")
    return RecordingChanged(
        **told.common(),
        change=told.change,
        recording=Recording(
            id=name,
            session=session,
            event=event_of(kind, wire.id),
            kind=kind,
            state=_STATES.get(told.change) or ("processing" if waiting else "stored"),
            start=wire.start_time,
            duration=minutes(wire.duration),
            host=host_of(wire.host_id),
            size=wire.total_size,
            files=files,
            auto_delete_on=wire.auto_delete_date,
            title=wire.topic or "",
            host_email=wire.host_email or "",
            share_url=wire.share_url or "",
            passcode=wire.password or wire.recording_play_passcode or "",
        ),
        old_title=old_title if isinstance(old_title, str) else "",
        download_token=told.download_token,
    )


def _file(recording: RecordingId, wire: RecordingFileObject) -> RecordingFile:
    return RecordingFile(
        id=FileId(wire.id) if wire.id else None,
        recording=recording,
        type=wire.file_type or "",
        content=wire.recording_type or "",
        status=wire.status or "",
        extension=wire.file_extension or "",
        size=wire.file_size,
        start=wire.recording_start,
        end=wire.recording_end,
        deleted_at=wire.deleted_time,
        name=wire.file_name or "",
        url=wire.download_url or "",
    )


def _batch(told: Told) -> RecordingsChanged:
    wire = told.object(BatchObject)
    bare = (BatchItem(session_id("", uuid)) for uuid in wire.meeting_uuids)
    named = (BatchItem(session_id("", each.meeting_uuid), _ids(each.recording_file_ids)) for each in wire.meetings)
    return RecordingsChanged(
        **told.common(),
        change=told.change.removeprefix("batch_"),
        operation=told.text("operation"),
        recordings=(*bare, *named),
    )


def _ids(texts: tuple[str, ...]) -> tuple[FileId, ...]:
    return tuple(FileId(text) for text in texts)


def _archive(told: Told) -> ArchiveCompleted:
    wire = told.object(ArchiveObject)
    kind = kind_of(wire.type)
    archive = ArchivedSession(
        session=session_id(kind, wire.uuid),
        event=event_of(kind, wire.id),
        host=host_of(wire.host_id),
        kind=kind,
        status=wire.status or "",
        start=wire.start_time,
        completed_at=wire.complete_time,
        size=wire.total_size,
        breakout_of=session_id(kind, wire.parent_meeting_id) if wire.parent_meeting_id else None,
        files=tuple(
            ArchiveFile(
                id=FileId(each.id),
                type=each.file_type or "",
                content=each.recording_type or "",
                status=each.status or "",
                extension=each.file_extension or "",
                size=each.file_size,
                individual=each.individual,
                auto_delete=each.auto_delete,
                storage_location=each.storage_location or "",
                fingerprint=each.encryption_fingerprint or "",
                messages=each.number_of_messages,
                participant_joined=each.participant_join_time,
                participant_left=each.participant_leave_time,
                participant_email=each.participant_email or "",
                url=each.download_url or "",
            )
            for each in wire.archive_files
        ),
        title=wire.topic or "",
    )
    return ArchiveCompleted(**told.common(), archive=archive, download_token=told.download_token)


READERS: Final[Readers] = {
    r"recording\.(completed|transcript_completed|trashed|deleted|recovered|renamed)": _recording,
    r"recording\.batch_(trashed|deleted|recovered)": _batch,
    r"recording\.archive_files_completed": _archive,
}
