"""Places that only what others told leads to: the host's trash by day, and the chat channel by number and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import to_list
from provider_bridge.core.listing.per_host import is_local
from provider_bridge.domain.ids import HostId
from provider_bridge.domain.transcripts import WordsCopy
from provider_bridge.errors import InvalidInput, ProviderBridgeError
from provider_bridge.providers.zoom.addresses import WEBINAR, session_address
from provider_bridge.providers.zoom.chats.messages import messages_of
from provider_bridge.providers.zoom.recordings.listing import trash_around
from provider_bridge.providers.zoom.times import half_a_year
from provider_bridge.providers.zoom.transcripts.location_rows import ABSENT, PRESENT, UNKNOWN, present_files
from provider_bridge.providers.zoom.wire import locations as words
from provider_bridge.providers.zoom.wire.locations import FileRow, PastBody, RecordingBody
from provider_bridge.providers.zoom.wire.transcripts import SummaryBody, TranscriptBody

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow

__all__ = ["Known", "chat_row", "trash_rows"]

_DAY: Final = timedelta(days=1)
_IN_TRASH: Final = "it is in the trash: restore and erase it, or wait until Zoom empties the trash"


@dataclass(frozen=True, slots=True)
class Known:
    """What the places told of the run: its host, its number, when it began and ended."""

    host: HostId | None = None
    number: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of(
        cls,
        past: PastBody | ProviderBridgeError | None,
        recording: RecordingBody | ProviderBridgeError,
        transcript: TranscriptBody | ProviderBridgeError,
        summary: SummaryBody | ProviderBridgeError,
    ) -> Known:
        """Return what the first of the answers that has it says."""
        hosts: list[str | None] = []
        numbers: list[str | None] = []
        starts: list[datetime | None] = []
        ends: list[datetime | None] = []
        for answer in (past, recording):
            if isinstance(answer, PastBody | RecordingBody):
                hosts.append(answer.host_id)
                numbers.append(answer.id)
                starts.append(answer.start_time)
        if isinstance(past, PastBody):
            ends.append(past.end_time)
        if isinstance(summary, SummaryBody):
            hosts.append(summary.meeting_host_id)
            numbers.append(summary.meeting_id)
            starts.append(summary.meeting_start_time)
            ends.append(summary.meeting_end_time)
        if isinstance(transcript, TranscriptBody):
            hosts.append(transcript.host_id)
        host = next(filter(None, hosts), None)
        return cls(
            HostId(host) if host else None,
            next(filter(None, numbers), None),
            next(filter(None, starts), None),
            next(filter(None, ends), None),
        )


def trash_rows(uuid: str, known: Known) -> Flow[list[WordsCopy]]:
    """Look for a run's files of words in the trash of its host, as a deletion of a recording does."""
    if known.host is None or known.start is None:
        why = "no place told who the host was and when the session began, so the trash could not be asked"
        return [WordsCopy("trash", UNKNOWN, deletable=False, why=why)]
    try:
        trash = yield from trash_around(known.host, known.start)
    except ProviderBridgeError as error:
        if not is_local(error):
            raise
        return [WordsCopy("trash", UNKNOWN, deletable=False, why=str(error))]
    found: list[WordsCopy] = []
    for each in (each for each in trash if session_address(each.recording.id).uuid == uuid):
        files = [FileRow(id=file.id, file_type=file.type, status=file.status) for file in each.recording.files]
        found += present_files("trash", files, deletable=False, why=_IN_TRASH)
        if not each.whole or not all(file.file_type for file in files):
            why = "files of it are in the trash that are not shown, or have no type"
            found.append(WordsCopy("trash", UNKNOWN, deletable=False, why=why))
    return list(dict.fromkeys(found)) or [WordsCopy("trash", ABSENT, deletable=False)]


def chat_row(kind: str, known: Known) -> Flow[WordsCopy]:
    """Look for messages in the standing chat of the run's meeting, from its start to its end or for a day."""
    if kind == WEBINAR:
        return WordsCopy("team_chat", ABSENT, deletable=True, why="webinars have no standing chat")
    if known.number is None or known.host is None or known.start is None:
        why = "no place told the meeting's number, host and start, so its chat could not be asked for"
        return WordsCopy("team_chat", UNKNOWN, deletable=True, why=why)
    try:
        reply: Reply = yield Call(words.MEETING, {"meetingId": known.number})
        settings = decode(words.EVENT_BODY, reply).settings
        chat = settings.continuous_meeting_chat if settings else None
        if chat is None or not chat.channel_id:
            never = chat is not None and chat.enable is False
            why = "the meeting has none" if never else "the meeting's settings name no channel"
            return WordsCopy("team_chat", ABSENT if never else UNKNOWN, deletable=True, why=why)
        start, end = yield from half_a_year(known.start, known.end or known.start + _DAY)
        some = yield from to_list(messages_of(known.host, {"to_channel": chat.channel_id}, start, end))
    except InvalidInput as error:
        return WordsCopy("team_chat", UNKNOWN, deletable=True, why=f"it could not be asked for: {error}")
    except ProviderBridgeError as error:
        if not is_local(error):
            raise
        return WordsCopy("team_chat", UNKNOWN, deletable=True, why=str(error))
    why = "only its sender can delete a message" if some else "no message while the session lasted"
    return WordsCopy("team_chat", PRESENT if some else ABSENT, deletable=True, why=why)
