"""Zoom's cloud recordings and their trash, settings and viewers: endpoints and rows."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from provider_bridge.core.calls import Echo
from provider_bridge.core.decode import Key, MaybeDay, MaybeFlag, MaybeInt, OpenText, UtcTime, WireModel
from provider_bridge.providers.zoom.wire.base import LIGHT, MEDIUM, TokenPage, endpoint

__all__ = [
    "ANALYTICS_DETAILS",
    "ANALYTICS_SUMMARY",
    "DELETE_FILE",
    "DELETE_RUN",
    "ENDPOINTS",
    "QUESTIONS",
    "RECOVER_FILE",
    "RECOVER_RUN",
    "REGISTERED",
    "RUN",
    "RUN_ANSWER",
    "SETTINGS",
    "SETTINGS_ANSWER",
    "SUMMARY",
    "UPDATE_SETTINGS",
    "USER_RECORDINGS",
    "USER_RECORDINGS_PAGE",
    "VIEWERS",
    "VIEWER_ADD",
    "VIEWER_STATUS",
    "VIEWS_PAGE",
    "DatedPage",
    "FileRow",
    "RecordingRow",
    "RecordingsPage",
    "SettingsAnswer",
    "ViewRow",
    "ViewsPage",
]

_PAGE = "meetings/#tag/cloud-recording"


def _scopes(name: str, classic: str) -> tuple[str, ...]:
    """Return the granular scopes of an endpoint and the classic ones, those for the whole account first."""
    granular = f"cloud_recording:{name}"
    return f"{granular}:admin", granular, f"recording:{classic}:admin", f"recording:{classic}"


USER_RECORDINGS = endpoint(
    "GET",
    "/users/{userId}/recordings",
    MEDIUM,
    _scopes("read:list_user_recordings", "read"),
    page=_PAGE,
    expects="meetings",
)
RUN = endpoint(
    "GET",
    "/meetings/{meetingId}/recordings",
    LIGHT,
    _scopes("read:list_recording_files", "read"),
    page=_PAGE,
    expects="uuid",
    echoes=(Echo("meetingId", "uuid", "session"),),
)
DELETE_RUN = endpoint(
    "DELETE", "/meetings/{meetingId}/recordings", LIGHT, _scopes("delete:meeting_recording", "write"), page=_PAGE
)
DELETE_FILE = endpoint(
    "DELETE",
    "/meetings/{meetingId}/recordings/{recordingId}",
    LIGHT,
    _scopes("delete:recording_file", "write"),
    page=_PAGE,
)
RECOVER_RUN = endpoint(
    "PUT",
    "/meetings/{meetingUUID}/recordings/status",
    LIGHT,
    _scopes("update:recover_meeting_recordings", "write"),
    page=_PAGE,
)
RECOVER_FILE = endpoint(
    "PUT",
    "/meetings/{meetingId}/recordings/{recordingId}/status",
    LIGHT,
    _scopes("update:recover_single_recording", "write"),
    page=_PAGE,
)
SETTINGS = endpoint(
    "GET",
    "/meetings/{meetingId}/recordings/settings",
    LIGHT,
    _scopes("read:recording_settings", "read"),
    page=_PAGE,
    expects="share_recording",
)
UPDATE_SETTINGS = endpoint(
    "PATCH",
    "/meetings/{meetingId}/recordings/settings",
    LIGHT,
    _scopes("update:recording_settings", "write"),
    page=_PAGE,
)
VIEWERS = endpoint(
    "GET",
    "/meetings/{meetingId}/recordings/registrants",
    MEDIUM,
    _scopes("read:list_recording_registrants", "read"),
    page=_PAGE,
    expects="registrants",
)
VIEWER_ADD = endpoint(
    "POST",
    "/meetings/{meetingId}/recordings/registrants",
    LIGHT,
    _scopes("write:recording_registrant", "write"),
    page=_PAGE,
    expects="registrant_id",
)
VIEWER_STATUS = endpoint(
    "PUT",
    "/meetings/{meetingId}/recordings/registrants/status",
    MEDIUM,
    _scopes("update:registrant_status", "write"),
    page=_PAGE,
)
QUESTIONS = endpoint(
    "GET",
    "/meetings/{meetingId}/recordings/registrants/questions",
    LIGHT,
    _scopes("read:registration_questions", "read"),
    page=_PAGE,
    expects="questions",
)
ANALYTICS_DETAILS = endpoint(
    "GET",
    "/meetings/{meetingId}/recordings/analytics_details",
    MEDIUM,
    _scopes("read:recording_analytics_details", "read")[:2],
    page=_PAGE,
    expects="analytics_details",
)
"""Zoom documents no rate label for the two of analytics, and no classic scope."""
ANALYTICS_SUMMARY = endpoint(
    "GET",
    "/meetings/{meetingId}/recordings/analytics_summary",
    MEDIUM,
    _scopes("read:recording_analytics_summary", "read")[:2],
    page=_PAGE,
    expects="analytics_summary",
)

ENDPOINTS: Final = (
    USER_RECORDINGS,
    RUN,
    DELETE_RUN,
    DELETE_FILE,
    RECOVER_RUN,
    RECOVER_FILE,
    SETTINGS,
    UPDATE_SETTINGS,
    VIEWERS,
    VIEWER_ADD,
    VIEWER_STATUS,
    QUESTIONS,
    ANALYTICS_DETAILS,
    ANALYTICS_SUMMARY,
)


def _whether(value: object) -> object:
    """Return whether there is a secret, so that the secret itself never becomes a value."""
    return None if value is None else value != ""


class FileRow(WireModel):
    """A file; of what the vendor documents everything but ``meeting_id`` may be absent, and that holds a UUID."""

    id: OpenText = None
    file_type: OpenText = None
    recording_type: OpenText = None
    status: OpenText = None
    file_extension: OpenText = None
    file_size: MaybeInt = None
    recording_start: UtcTime = None
    recording_end: UtcTime = None
    deleted_time: UtcTime = None
    file_name: OpenText = None
    download_url: OpenText = None


class RecordingRow(WireModel):
    """What was recorded of one run; ``type`` is a number in real answers and text in the documents."""

    uuid: Key
    id: OpenText = None
    type: OpenText = None
    host_id: OpenText = None
    host_email: OpenText = None
    topic: OpenText = None
    start_time: UtcTime = None
    duration: MaybeInt = None
    total_size: MaybeInt = None
    recording_count: MaybeInt = None
    share_url: OpenText = None
    password: OpenText = None
    recording_play_passcode: OpenText = None
    auto_delete: MaybeFlag = None
    auto_delete_date: MaybeDay = None
    recording_files: tuple[FileRow, ...] | None = None
    participant_audio_files: tuple[FileRow, ...] | None = None


class DatedPage(TokenPage):
    """A page that echoes the days it is about; they tell when a period was cut in silence."""

    first: MaybeDay = Field(default=None, alias="from")
    last: MaybeDay = Field(default=None, alias="to")


class RecordingsPage(DatedPage):
    meetings: tuple[RecordingRow, ...]


class SettingsAnswer(WireModel):
    """Who can get at a recording. ``password`` only says whether there is one."""

    share_recording: OpenText = None
    recording_authentication: MaybeFlag = None
    authentication_option: OpenText = None
    on_demand: MaybeFlag = None
    viewer_download: MaybeFlag = None
    password: Annotated[bool | None, BeforeValidator(_whether)] = None
    auto_delete: MaybeFlag = None
    auto_delete_date: MaybeDay = None


class RegisteredAnswer(WireModel):
    registrant_id: Key
    share_url: OpenText = None


class ViewRow(WireModel):
    date_time: UtcTime = None
    name: OpenText = None
    email: OpenText = None
    duration: MaybeInt = None


class ViewsPage(DatedPage):
    analytics_details: tuple[ViewRow, ...]


class CountRow(WireModel):
    date: MaybeDay
    views_total_count: MaybeInt = None
    downloads_total_count: MaybeInt = None


class SummaryAnswer(DatedPage):
    analytics_summary: tuple[CountRow, ...]


USER_RECORDINGS_PAGE: Final = TypeAdapter(RecordingsPage)
RUN_ANSWER: Final = TypeAdapter(RecordingRow)
SETTINGS_ANSWER: Final = TypeAdapter(SettingsAnswer)
REGISTERED: Final = TypeAdapter(RegisteredAnswer)
VIEWS_PAGE: Final = TypeAdapter(ViewsPage)
SUMMARY: Final = TypeAdapter(SummaryAnswer)
