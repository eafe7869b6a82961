"""The places beside its own endpoints where a session's words can lie, as far as looking for them needs."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.decode import Key, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.archives import ARCHIVED as ARCHIVE
from provider_bridge.providers.zoom.wire.events import MEETING
from provider_bridge.providers.zoom.wire.recordings import RUN as RECORDING
from provider_bridge.providers.zoom.wire.recordings import USER_RECORDINGS as TRASH
from provider_bridge.providers.zoom.wire.sessions import PAST_MEETING

__all__ = [
    "ARCHIVE",
    "ARCHIVE_BODY",
    "EVENT_BODY",
    "MEETING",
    "PAST_BODY",
    "PAST_MEETING",
    "RECORDING",
    "RECORDING_BODY",
    "TRASH",
    "ArchiveBody",
    "EventBody",
    "FileRow",
    "PastBody",
    "RecordingBody",
]


class FileRow(WireModel):
    """A file of a recording or an archive; ``file_type`` is ``""`` while it is processed."""

    id: OpenText = None
    file_type: OpenText = None
    status: OpenText = None


class RecordingBody(WireModel):
    uuid: Key
    id: Key | None = None
    host_id: OpenText = None
    start_time: UtcTime = None
    recording_count: MaybeInt = None
    recording_files: tuple[FileRow, ...] | None = None
    participant_audio_files: tuple[FileRow, ...] | None = None


class SharedFileRow(WireModel):
    """A file that somebody handed round: it counts, and holds no words of its own."""


class ArchiveBody(WireModel):
    status: OpenText = None
    recording_count: MaybeInt = None
    archive_files: tuple[FileRow, ...]
    physical_files: tuple[SharedFileRow, ...] | None = None


class PastBody(WireModel):
    uuid: Key
    id: Key | None = None
    host_id: OpenText = None
    start_time: UtcTime = None
    end_time: UtcTime = None
    has_meeting_summary: bool | None = None


class StandingChat(WireModel):
    enable: bool | None = None
    channel_id: OpenText = None


class EventSettings(WireModel):
    continuous_meeting_chat: StandingChat | None = None


class EventBody(WireModel):
    """A scheduled meeting, as far as its standing chat goes."""

    settings: EventSettings | None = None


RECORDING_BODY: Final = TypeAdapter(RecordingBody)
ARCHIVE_BODY: Final = TypeAdapter(ArchiveBody)
PAST_BODY: Final = TypeAdapter(PastBody)
EVENT_BODY: Final = TypeAdapter(EventBody)
