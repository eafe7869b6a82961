"""What Zoom tells by itself: the parts of its notifications that are wanted.

No endpoint stands here, as it is Zoom who calls. Numbers come as text and text as numbers, ``""``, ``null`` and
absent mean the same, and meetings are named by ``id`` or ``meeting_id``. The payloads are documented under
https://developers.zoom.us/docs/api/meetings/events/.
"""

from __future__ import annotations

from typing import Annotated, Final, Self, TypeVar

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from provider_bridge.core.decode import MaybeInt, OpenText, UtcTime, WireModel, empty_to_none
from provider_bridge.providers.zoom.wire.archives import ArchivedBody, SharedFileRow
from provider_bridge.providers.zoom.wire.archives import FileRow as ArchivedFileRow
from provider_bridge.providers.zoom.wire.recordings import FileRow, RecordingRow

__all__ = [
    "ArchiveObject",
    "BatchObject",
    "ChatFileObject",
    "ChatObject",
    "DeauthorizedObject",
    "EventObject",
    "ParticipantObject",
    "RecordingObject",
    "RegistrantObject",
    "RegistrationObject",
    "SessionObject",
    "SummaryObject",
    "UserObject",
]

T = TypeVar("T")


def _no_rows(value: object) -> object:
    return () if value is None or value == "" else value


Id = Annotated[str, Field(min_length=1)]
Rows = Annotated[tuple[T, ...], BeforeValidator(_no_rows)]
_MaybeRows = Annotated[tuple[T, ...] | None, BeforeValidator(_no_rows)]
"""Rows where a listing tells none from not said; a notification does not."""

_ID: Final = AliasChoices("id", "meeting_id", "webinar_id")
_UUID: Final = AliasChoices("uuid", "meeting_uuid", "webinar_uuid")


class OccurrenceObject(WireModel):
    occurrence_id: OpenText = None
    start_time: UtcTime = None
    duration: MaybeInt = None
    status: OpenText = None


class EventObject(WireModel):
    """A scheduled meeting or webinar."""

    id: Id
    uuid: OpenText = None
    host_id: OpenText = None
    topic: OpenText = None
    type: OpenText = None
    start_time: UtcTime = None
    duration: MaybeInt = None
    timezone: OpenText = None
    occurrences: Rows[OccurrenceObject] = ()


class CustomAnswer(WireModel):
    title: OpenText = None
    value: OpenText = None


class TrackingSource(WireModel):
    """Where somebody found the page at which they registered."""

    source_name: OpenText = None


Tracked = Annotated[TrackingSource | None, BeforeValidator(empty_to_none)]


class RegistrantObject(WireModel):
    id: Id
    email: OpenText = None
    first_name: OpenText = None
    last_name: OpenText = None
    address: OpenText = None
    city: OpenText = None
    state: OpenText = None
    zip: OpenText = None
    country: OpenText = None
    phone: OpenText = None
    org: OpenText = None
    industry: OpenText = None
    job_title: OpenText = None
    purchasing_time_frame: OpenText = None
    role_in_purchase_process: OpenText = None
    no_of_employees: OpenText = None
    comments: OpenText = None
    custom_questions: Rows[CustomAnswer] = ()
    status: OpenText = None
    join_url: OpenText = None
    participant_pin_code: OpenText = None
    tracking_source: Tracked = None


class RegistrationObject(EventObject):
    registrant: RegistrantObject
    tracking_source: Tracked = None


class RecordingObject(RecordingRow):
    """A recording, as a listing shows it."""

    uuid: Id
    recording_files: _MaybeRows[FileRow] = ()
    participant_audio_files: _MaybeRows[FileRow] = ()


class BatchRecording(WireModel):
    meeting_uuid: Id
    recording_file_ids: Rows[str] = ()


class BatchObject(WireModel):
    """Zoom lists either bare UUIDs or UUIDs with files."""

    meeting_uuids: Rows[Id] = ()
    meetings: Rows[BatchRecording] = ()

    @model_validator(mode="after")
    def _names_any(self) -> Self:
        if not self.meeting_uuids and not self.meetings:
            raise ValueError("names no recording")
        return self


class ArchiveObject(ArchivedBody):
    """An archive, as ``GET /archive_files`` documents it; no sample of the notification is known."""

    uuid: Id
    archive_files: _MaybeRows[ArchivedFileRow] = ()
    physical_files: _MaybeRows[SharedFileRow] = ()


class SummaryObject(WireModel):
    meeting_uuid: Id
    meeting_id: OpenText = None
    meeting_host_id: OpenText = None
    meeting_host_email: OpenText = None
    meeting_topic: OpenText = None
    meeting_start_time: UtcTime = None
    meeting_end_time: UtcTime = None
    summary_created_time: UtcTime = None
    summary_last_modified_time: UtcTime = None
    summary_last_modified_user_id: OpenText = None
    summary_last_modified_user_email: OpenText = None
    summary_title: OpenText = None
    summary_content: OpenText = None
    summary_doc_url: OpenText = None


class ParticipantObject(WireModel):
    """Somebody in a session. Telephone numbers come as text and as numbers."""

    user_id: OpenText = None
    user_name: OpenText = Field(default=None, validation_alias=AliasChoices("user_name", "invitee_name"))
    id: OpenText = None
    participant_user_id: OpenText = None
    participant_uuid: OpenText = None
    bind_participant_uuid: OpenText = None
    join_time: UtcTime = None
    leave_time: UtcTime = None
    date_time: UtcTime = None
    leave_reason: OpenText = None
    email: OpenText = None
    registrant_id: OpenText = None
    phone_number: OpenText = None


class SessionObject(WireModel):
    id: OpenText = Field(default=None, validation_alias=_ID)
    uuid: Id = Field(validation_alias=_UUID)
    host_id: OpenText = None
    topic: OpenText = None
    start_time: UtcTime = None
    participant: ParticipantObject


class _Chatted(WireModel):
    message_id: OpenText = None
    date_time: UtcTime = None
    sender_name: OpenText = None
    sender_email: OpenText = None
    recipient_name: OpenText = None
    recipient_email: OpenText = None
    recipient_type: OpenText = None


class ChatMessageObject(_Chatted):
    message_content: OpenText = None
    file_ids: Rows[str] = ()


class ChatFileObject(_Chatted):
    file_id: Id
    file_name: OpenText = None
    file_size: MaybeInt = None
    file_type: OpenText = None
    file_owner_id: OpenText = None
    download_url: OpenText = None


class ChatObject(WireModel):
    id: OpenText = Field(default=None, validation_alias=_ID)
    uuid: Id = Field(validation_alias=_UUID)
    chat_message: ChatMessageObject | None = None
    chat_message_file: ChatFileObject | None = None

    @model_validator(mode="after")
    def _holds_one(self) -> Self:
        if self.chat_message is None and self.chat_message_file is None:
            raise ValueError("holds neither a message nor a file")
        return self


class UserObject(WireModel):
    id: OpenText = None
    email: OpenText = None
    display_name: OpenText = None
    first_name: OpenText = None
    last_name: OpenText = None


class DeauthorizedObject(WireModel):
    """``user_data_retention`` came as text and as a boolean, and today not at all."""

    user_id: OpenText = None
    client_id: OpenText = None
    deauthorization_time: UtcTime = None
    signature: OpenText = None
    user_data_retention: object = None
