"""The simulated Zoom's places where words lie beside their own endpoints: recordings, trash, archives, channels."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Refusal, Route
from provider_bridge.sandbox.zoom.chats import ChatState
from provider_bridge.sandbox.zoom.common import days, find_event, find_session, page, page_size, time_text
from provider_bridge.sandbox.zoom.spoken import Transcripts

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES", "WordFiles"]

_TYPES: Final = {
    "MP4": ("shared_screen_with_speaker_view", "MP4"),
    "TRANSCRIPT": ("audio_transcript", "VTT"),
    "CHAT": ("chat_file", "TXT"),
    "CC": ("closed_caption", "VTT"),
    "SUMMARY": ("summary", "JSON"),
}
_KINDS: Final = {"Meeting": 2, "Webinar": 5}


class WordFiles:
    """Files by run: the first run of meetings has none, run 1 has its in the trash, run 2 is still processing."""

    def __init__(self, world: World) -> None:
        runs = world.sessions
        self.stored = {each.uuid: list(_TYPES) for each in runs[2:]}
        self.trashed = {runs[1].uuid: ["MP4", "CHAT"]}
        self.processing = {runs[2].uuid}
        self.archived = {each.uuid for each in runs[::3]}

    def drop(self, uuid: str, kind: str) -> None:
        """Erase a run's files of one type."""
        self.stored[uuid] = [each for each in self.stored.get(uuid, []) if each != kind]


def _recording(world: World, session: Session, kinds: list[str], base: str) -> dict[str, Any]:
    state = world.part(WordFiles)
    files = [_file(world, session, kind, base) for kind in kinds]
    if session.uuid in state.processing:
        files[-1] |= {"status": "processing", "file_type": "", "file_extension": "", "recording_end": ""}
    return {
        "uuid": session.uuid,
        "id": session.number,
        "account_id": world.account_id,
        "host_id": world.host_of(session).id,
        "topic": session.event.topic,
        "type": str(_KINDS[session.kind]),
        "start_time": time_text(session.start),
        "duration": 60,
        "total_size": 1000 * len(files),
        "recording_count": len(files),
        "recording_files": files,
    }


def _file(world: World, session: Session, kind: str, base: str) -> dict[str, Any]:
    content, extension = _TYPES[kind]
    name = world.key("word file", session.uuid, kind)
    return {
        "id": name,
        "meeting_id": session.uuid,
        "recording_start": time_text(session.start),
        "recording_end": time_text(session.start + timedelta(hours=1)),
        "file_type": kind,
        "file_extension": extension,
        "file_size": 1000,
        "status": "completed",
        "recording_type": content,
        "download_url": f"{base}/rec/download/{world.key('file', name)}",
    }


def _recordings(world: World, ask: Ask) -> Answer:
    session = find_session(world, ask.path["meetingId"])
    kinds = world.part(WordFiles).stored.get(session.uuid)
    if not kinds:
        raise Refusal(404, 3301, "There is no recording for this meeting.")
    return _recording(world, session, kinds, ask.base)


def _user_recordings(world: World, ask: Ask) -> Answer:
    person = world.person_by_id.get(ask.path["userId"])
    if person is None:
        raise Refusal(404, 1001, f"User {ask.path['userId']} does not exist, or does not belong to this account.")
    first, last = days(ask)
    state = world.part(WordFiles)
    whole = ask.query.get("trash_type", "meeting_recordings") == "meeting_recordings"
    files = (state.trashed if whole else {}) if ask.query.get("trash") == "true" else state.stored
    found = [
        _recording(world, each, files[each.uuid], ask.base)
        for each in world.sessions
        if each.uuid in files and world.host_of(each) is person and first <= each.start.date() <= last
    ]
    rows, token = page(world, ask, found)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "page_count": 1,
        "page_size": page_size(ask, 300),
        "total_records": len(found),
        "next_page_token": token,
        "meetings": list(rows),
    }


def _archive(world: World, ask: Ask) -> Answer:
    session = find_session(world, ask.path["meetingUUID"])
    if session.uuid not in world.part(WordFiles).archived:
        raise Refusal(404, 3001, f"Meeting {session.uuid} does not exist.")
    start, end = time_text(session.start), time_text(session.start + timedelta(hours=1))
    file = {
        "id": world.key("archive file", session.uuid),
        "file_type": "CHAT_MESSAGE",
        "file_extension": "JSON",
        "file_size": 2000,
        "recording_type": "chat_message",
        "status": "completed",
        "individual": False,
        "participant_join_time": start,
        "participant_leave_time": end,
        "download_url": f"{ask.base}/rec/archive/download/{world.key('archived', session.uuid)}",
        "encryption_fingerprint": world.mark("fingerprint", session.uuid).hex() * 2,
        "number_of_messages": 6,
    }
    return {
        "uuid": session.uuid,
        "id": session.number,
        "host_id": world.host_of(session).id,
        "account_name": "sandbox",
        "topic": session.event.topic,
        "type": _KINDS[session.kind],
        "start_time": start,
        "duration": 60,
        "duration_in_second": 3600,
        "timezone": "Europe/Berlin",
        "meeting_type": "internal",
        "is_breakout_room": False,
        "recording_count": 1,
        "total_size": 2000,
        "status": "completed",
        "complete_time": end,
        "archive_files": [file],
    }


def _past(world: World, ask: Ask) -> Answer:
    session = find_session(world, ask.path["meetingId"], "Meeting")
    host, spoken = world.host_of(session), world.part(Transcripts)
    return {
        "uuid": session.uuid,
        "id": session.number,
        "host_id": host.id,
        "topic": session.event.topic,
        "type": 8 if session.event.recurring else 2,
        "start_time": time_text(session.start),
        "end_time": time_text(session.start + timedelta(hours=1)),
        "duration": 60,
        "total_minutes": 60 * session.attendees,
        "participants_count": session.attendees,
        "user_name": f"{host.first_name} {host.last_name}",
        "user_email": host.email,
        "dept": "",
        "source": "Zoom",
        "has_meeting_summary": session.uuid in spoken.summaries | spoken.trashed,
    }


def _meeting(world: World, ask: Ask) -> Answer:
    event = find_event(world, ask.path["meetingId"], "Meeting")
    channel = world.part(ChatState).channel_of(event.number)
    chat = {"enable": bool(channel)} | ({"channel_id": channel} if channel else {})
    return {
        "uuid": event.uuid,
        "id": event.number,
        "host_id": event.host.id,
        "host_email": event.host.email,
        "topic": event.topic,
        "type": 8 if event.recurring else 2,
        "start_time": time_text(event.start),
        "duration": 60,
        "timezone": "Europe/Berlin",
        "created_at": time_text(event.start - timedelta(days=30)),
        "settings": {"continuous_meeting_chat": chat},
    }


ROUTES: Final = (
    Route(
        "/meetings/{meetingId}/recordings", "Light", ("cloud_recording:read:list_recording_files:admin",), _recordings
    ),
    Route(
        "/users/{userId}/recordings", "Medium", ("cloud_recording:read:list_user_recordings:admin",), _user_recordings
    ),
    Route("/past_meetings/{meetingUUID}/archive_files", "Light", ("archiving:read:archived_files:admin",), _archive),
    Route("/past_meetings/{meetingId}", "Light", ("meeting:read:past_meeting:admin",), _past),
    Route("/meetings/{meetingId}", "Light", ("meeting:read:meeting:admin",), _meeting),
)
