"""Zoom's rows of archives as values of the domain, whether a call or a notification shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.domain.ids import FileId, HostId
from provider_bridge.domain.recordings import ArchivedSession, ArchiveFile
from provider_bridge.providers.zoom.addresses import MEETING, WEBINAR, event_of, session_id

if TYPE_CHECKING:
    from provider_bridge.providers.zoom.wire import archives as wire

__all__ = ["archived"]

_KINDS: Final[dict[str, str]] = {
    **dict.fromkeys(("1", "2", "3", "4", "7", "8", "100"), MEETING),
    **dict.fromkeys(("5", "6", "9"), WEBINAR),
}
"""What Zoom's types of archived sessions are; 100 is a breakout room."""

_MISSPELT: Final = {"AIC_COVERSATION": "AIC_CONVERSATION"}


def archived(body: wire.ArchivedBody) -> ArchivedSession:
    """Return what an answer, a listing or a notification shows of one session's archive."""
    kind = _KINDS.get(body.type or "", "")
    inside = body.is_breakout_room and body.parent_meeting_id
    shared = body.physical_files or ()
    return ArchivedSession(
        session=session_id(kind, body.uuid),
        event=event_of(kind, body.id),
        host=HostId(body.host_id) if body.host_id else None,
        kind=kind,
        status=body.status or "",
        start=body.start_time,
        completed_at=body.complete_time,
        size=body.total_size,
        breakout_of=session_id(MEETING, body.parent_meeting_id or "") if inside else None,
        files=(*map(_file, body.archive_files or ()), *map(_shared_file, shared)),
        title=body.topic or "",
    )


def _file(row: wire.FileRow) -> ArchiveFile:
    kind = row.file_type or ""
    return ArchiveFile(
        id=FileId(row.id),
        type=_MISSPELT.get(kind, kind),
        content=row.recording_type or "",
        status=row.status or "",
        extension=row.file_extension or "",
        size=row.file_size,
        individual=row.individual,
        auto_delete=row.auto_delete,
        storage_location=row.storage_location or "",
        fingerprint=row.encryption_fingerprint or "",
        messages=row.number_of_messages,
        participant_joined=row.participant_join_time,
        participant_left=row.participant_leave_time,
        participant_email=row.participant_email or "",
        url=row.download_url or "",
    )


def _shared_file(row: wire.SharedFileRow) -> ArchiveFile:
    return ArchiveFile(
        id=FileId(row.file_id),
        type="",
        content="shared_file",
        status="",
        extension="",
        size=row.file_size,
        individual=None,
        auto_delete=None,
        name=row.file_name or "",
        url=row.download_url or "",
    )
