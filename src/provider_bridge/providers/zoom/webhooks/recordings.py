"""Notifications about recordings and compliance archives."""

from __future__ import annotations

from typing import Final

from provider_bridge.domain.ids import FileId
from provider_bridge.domain.notifications import ArchiveCompleted, BatchItem, RecordingChanged, RecordingsChanged
from provider_bridge.providers.zoom.addresses import session_id
from provider_bridge.providers.zoom.archives.rows import archived
from provider_bridge.providers.zoom.recordings.rows import PROCESSING, STORED, recording
from provider_bridge.providers.zoom.webhooks.envelope import Envelope, Readers
from provider_bridge.providers.zoom.wire.webhooks import (
    ArchiveObject,
    BatchObject,
    RecordingObject,
)

__all__ = ["READERS"]

_DONE: Final = "completed"
_STATES: Final = {"trashed": "trashed", "deleted": "deleted"}


def _recording(told: Envelope) -> RecordingChanged:
    wire = told.object(RecordingObject)
    files = (*(wire.recording_files or ()), *(wire.participant_audio_files or ()))
    waiting = any((each.status or _DONE) != _DONE for each in files)
    old_title = told.tree("old_object").get("topic")
    return RecordingChanged(
        **told.common(),
        change=told.change,
        recording=recording(wire, _STATES.get(told.change) or (PROCESSING if waiting else STORED)),
        old_title=old_title if isinstance(old_title, str) else "",
        download_token=told.download_token,
    )


def _batch(told: Envelope) -> RecordingsChanged:
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


def _archive(told: Envelope) -> ArchiveCompleted:
    archive = archived(told.object(ArchiveObject))
    return ArchiveCompleted(**told.common(), archive=archive, download_token=told.download_token)


READERS: Final[Readers] = {
    r"recording\.(completed|transcript_completed|trashed|deleted|recovered|renamed)": _recording,
    r"recording\.batch_(trashed|deleted|recovered)": _batch,
    r"recording\.archive_files_completed": _archive,
}
