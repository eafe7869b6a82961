"""What Zoom made of what was said: transcripts, summaries, archives of its assistant. Endpoints and bodies."""

from __future__ import annotations

from typing import Final

from pydantic import TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import Key, MaybeDay, MaybeFlag, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import LIGHT, MEDIUM, TokenPage, endpoint

__all__ = [
    "ASSISTANT_ARCHIVE",
    "ASSISTANT_BODY",
    "DELETE_SUMMARY",
    "DELETE_TRANSCRIPT",
    "ENDPOINTS",
    "SUMMARIES",
    "SUMMARY",
    "SUMMARY_BODY",
    "SUMMARY_PAGE",
    "TRANSCRIPT",
    "TRANSCRIPT_BODY",
    "AssistantBody",
    "SummaryBody",
    "SummaryRow",
    "TranscriptBody",
]

TRANSCRIPT = endpoint(
    "GET",
    "/meetings/{meetingId}/transcript",
    MEDIUM,
    (
        "cloud_recording:read:meeting_transcript:admin",
        "cloud_recording:read:meeting_transcript",
        "recording:read:admin",
        "recording:read",
    ),
    page="meetings/#tag/cloud-recording",
    expects="meeting_id",
    echoes=(Echo("meetingId", "meeting_id", "session"),),
)
DELETE_TRANSCRIPT = endpoint(
    "DELETE",
    "/meetings/{meetingId}/transcript",
    MEDIUM,
    (
        "cloud_recording:delete:meeting_transcript:admin",
        "cloud_recording:delete:meeting_transcript",
        "recording:write:admin",
        "recording:write",
    ),
    page="meetings/#tag/cloud-recording",
)
SUMMARIES = endpoint(
    "GET",
    "/meetings/meeting_summaries",
    MEDIUM,
    ("meeting:read:list_summaries:admin", "meeting_summary:read:admin"),
    page="meetings/#tag/summaries",
    expects="summaries",
)
SUMMARY = endpoint(
    "GET",
    "/meetings/{meetingId}/meeting_summary",
    LIGHT,
    ("meeting:read:summary:admin", "meeting:read:summary", "meeting_summary:read:admin", "meeting_summary:read"),
    page="meetings/#tag/summaries",
    expects="meeting_uuid",
    echoes=(Echo("meetingId", "meeting_uuid", "session"),),
)
DELETE_SUMMARY = endpoint(
    "DELETE",
    "/meetings/{meetingId}/meeting_summary",
    LIGHT,
    ("meeting:delete:summary:admin", "meeting:delete:summary", "meeting_summary:write:admin", "meeting_summary:write"),
    page="meetings/#tag/summaries",
)
ASSISTANT_ARCHIVE = endpoint(
    "GET",
    "/aic/users/{userId}/conversation_archive",
    LIGHT,
    ("aic:read:conversation_archives:admin", "aic_archive:read:admin"),
    page="ai-companion/#tag/archive",
    expects="user_id",
    echoes=(Echo("userId", "user_id", "user"), Echo("userId", "email", "user")),
)

ENDPOINTS: Final = (TRANSCRIPT, DELETE_TRANSCRIPT, SUMMARIES, SUMMARY, DELETE_SUMMARY, ASSISTANT_ARCHIVE)


class TranscriptBody(WireModel):
    """That a transcript exists. ``meeting_id`` holds the run's UUID, whatever its name says."""

    meeting_id: Key
    meeting_topic: OpenText = None
    host_id: OpenText = None
    transcript_created_time: UtcTime = None
    can_download: bool | None = None
    auto_delete: MaybeFlag = None
    auto_delete_date: MaybeDay = None
    download_url: OpenText = None
    download_restriction_reason: OpenText = None


class SummaryRow(WireModel):
    """A summary as listings show it: without its words."""

    meeting_uuid: Key
    meeting_id: Key | None = None
    meeting_host_id: OpenText = None
    meeting_host_email: OpenText = None
    meeting_topic: OpenText = None
    meeting_start_time: UtcTime = None
    meeting_end_time: UtcTime = None
    summary_title: OpenText = None
    summary_created_time: UtcTime = None
    summary_last_modified_time: UtcTime = None


class SummaryDetail(WireModel):
    label: OpenText = None
    summary: OpenText = None


class EditedSummary(WireModel):
    summary_overview: OpenText = None
    summary_details: OpenText = None
    next_steps: tuple[str, ...] | None = None


class SummaryBody(SummaryRow):
    """A summary with its words: in ``summary_content`` today, in the other members before that."""

    summary_content: OpenText = None
    summary_doc_url: OpenText = None
    summary_overview: OpenText = None
    summary_details: tuple[SummaryDetail, ...] | None = None
    next_steps: tuple[str, ...] | None = None
    edited_summary: EditedSummary | None = None


class SummaryPage(TokenPage):
    summaries: tuple[SummaryRow, ...]


class PhysicalFile(WireModel):
    file_id: OpenText = None


class AssistantBody(WireModel):
    user_id: Key
    email: OpenText = None
    display_name: OpenText = None
    start_time: UtcTime = None
    end_time: UtcTime = None
    aic_history_download_url: OpenText = None
    file_extension: OpenText = None
    file_size: int | None = None
    physical_files: tuple[PhysicalFile, ...] | None = None


TRANSCRIPT_BODY: Final = TypeAdapter(TranscriptBody)
SUMMARY_PAGE: Final = TypeAdapter(SummaryPage)
SUMMARY_BODY: Final = TypeAdapter(SummaryBody)
ASSISTANT_BODY: Final = TypeAdapter(AssistantBody)
