"""GoToMeeting: the recording that the history shows of a session, and its deletion."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, TypeAdapter

from provider_bridge.core.calls import Endpoint
from provider_bridge.core.decode import Key, MaybeInt, MaybeKey, Minutes, OpenText, WireModel, empty_to_none
from provider_bridge.providers.goto import GOTO
from provider_bridge.providers.goto.times import GoToTime
from provider_bridge.providers.gotomeeting.wire.sessions import HISTORY_OF_ORGANIZER

__all__ = ["DELETE_RECORDINGS", "ENDPOINTS", "HISTORY_OF_ORGANIZER", "RECORDED_ROWS", "RecordedRow", "RecordingRow"]

_DOCS: Final = "https://developer.goto.com/GoToMeetingV1#operation/"

DELETE_RECORDINGS = Endpoint(
    "DELETE",
    "/organizers/{organizerKey}/sessions/{sessionId}/recordings",
    GOTO,
    ("collab:",),
    _DOCS + "deleteSessionRecordingsById",
)

ENDPOINTS: Final = (HISTORY_OF_ORGANIZER, DELETE_RECORDINGS)


class RecordingRow(WireModel):
    """The one recording that a session's row shows; a session can have more, which no row shows."""

    id: MaybeKey = Field(default=None, alias="recordingId")
    name: OpenText = Field(default=None, alias="recordingName")
    size: MaybeInt = Field(default=None, alias="fileSize")
    download_url: OpenText = Field(default=None, alias="downloadUrl", repr=False)
    share_url: OpenText = Field(default=None, alias="shareUrl", repr=False)

    @property
    def is_there(self) -> bool:
        """Whether it says anything at all; an object of empty members is no recording."""
        said = (self.id, self.name, self.size, self.download_url, self.share_url)
        return any(each is not None for each in said)


class RecordedRow(WireModel):
    """A session that is over. ``email`` is its organizer's; who was there is not in it."""

    session: MaybeKey = Field(default=None, alias="sessionId")
    meeting: Key = Field(alias="meetingId", min_length=1)
    organizer: MaybeKey = Field(default=None, alias="organizerKey")
    start: GoToTime = Field(default=None, alias="startTime")
    length: Minutes = Field(default=None, alias="duration")
    subject: OpenText = None
    email: OpenText = None
    recording: Annotated[RecordingRow | None, BeforeValidator(empty_to_none)] = None


RECORDED_ROWS: Final = TypeAdapter(tuple[RecordedRow, ...])
