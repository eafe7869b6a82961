"""The compliance archive: endpoints and rows."""

from __future__ import annotations

from typing import Final

from pydantic import Field, TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import Key, MaybeFlag, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import LIGHT, MEDIUM, TokenPage, endpoint

__all__ = [
    "ARCHIVE",
    "ARCHIVED",
    "ARCHIVES",
    "ARCHIVE_PAGE",
    "DELETE_ARCHIVE",
    "ENDPOINTS",
    "UPDATE_FILE",
    "ArchivedBody",
    "FileRow",
    "SharedFileRow",
]

_PAGE: Final = "meetings/#tag/archiving"

ARCHIVES = endpoint(
    "GET",
    "/archive_files",
    MEDIUM,
    ("archiving:read:list_archived_files:admin", "archiving:read:list_archived_files:master", "recording:read:admin"),
    page=_PAGE,
    expects="meetings",
)
ARCHIVED = endpoint(
    "GET",
    "/past_meetings/{meetingUUID}/archive_files",
    LIGHT,
    ("archiving:read:archived_files:admin", "archiving:read:archived_files", "recording:read:admin", "recording:read"),
    page=_PAGE,
    expects="uuid",
    echoes=(Echo("meetingUUID", "uuid", "session"),),
)
DELETE_ARCHIVE = endpoint(
    "DELETE",
    "/past_meetings/{meetingUUID}/archive_files",
    LIGHT,
    ("archiving:delete:archived_files:admin", "recording:write:admin"),
    page=_PAGE,
)
UPDATE_FILE = endpoint(
    "PATCH",
    "/archive_files/{fileId}",
    LIGHT,
    (
        "archiving:update:archived_file_auto_delete_status:admin",
        "archiving:update:archived_file_auto_delete_status",
        "recording:write:admin",
        "recording:write",
    ),
    page=_PAGE,
)

ENDPOINTS: Final = (ARCHIVES, ARCHIVED, DELETE_ARCHIVE, UPDATE_FILE)


class FileRow(WireModel):
    id: Key
    file_type: OpenText = None
    recording_type: OpenText = None
    status: OpenText = None
    file_extension: OpenText = None
    file_size: MaybeInt = None
    individual: MaybeFlag = None
    auto_delete: MaybeFlag = None
    storage_location: OpenText = None
    encryption_fingerprint: OpenText = None
    number_of_messages: MaybeInt = None
    participant_join_time: UtcTime = None
    participant_leave_time: UtcTime = None
    participant_email: OpenText = None
    download_url: OpenText = None


class SharedFileRow(WireModel):
    """A file that somebody handed round, kept as it is."""

    file_id: Key
    file_name: OpenText = None
    file_size: MaybeInt = None
    download_url: OpenText = None


class ArchivedBody(WireModel):
    """What is archived of one run. Of other accounts' meetings ``id``, ``host_id`` and ``topic`` are taken out."""

    uuid: Key
    id: OpenText = None
    host_id: OpenText = None
    topic: OpenText = None
    type: OpenText = None
    status: OpenText = None
    start_time: UtcTime = None
    complete_time: UtcTime = None
    total_size: MaybeInt = None
    recording_count: MaybeInt = None
    is_breakout_room: MaybeFlag = None
    parent_meeting_id: OpenText = None
    archive_files: tuple[FileRow, ...] | None = None
    physical_files: tuple[SharedFileRow, ...] | None = None


class ArchivePage(TokenPage):
    meetings: tuple[ArchivedBody, ...]
    first: OpenText = Field(default=None, alias="from")
    last: OpenText = Field(default=None, alias="to")


ARCHIVE: Final = TypeAdapter(ArchivedBody)
ARCHIVE_PAGE: Final = TypeAdapter(ArchivePage)
