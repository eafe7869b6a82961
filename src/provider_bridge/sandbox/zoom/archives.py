"""The simulated Zoom's compliance archive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import choice, moment, required, time_text, uuid_in_path
from provider_bridge.sandbox.zoom.paging import page

if TYPE_CHECKING:
    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES", "Archives"]

_WIDEST: Final = timedelta(days=7)
_FILES: Final = (
    ("MP4", "MP4", "shared_screen_with_speaker_view", 48_000_000),
    ("CHAT_MESSAGE", "JSON", "chat_message", 2_048),
    ("TRANSCRIPT", "VTT", "audio_transcript", 9_216),
    ("AIC_COVERSATION", "JSON", "aic_conversation", 1_024),  # Zoom's own spelling
)


class Archives:
    """What is archived, by UUID: every session, a breakout room of the newest, and a meeting of another account.

    ``frozen`` makes Zoom accept changes of ``auto_delete`` without making them, as where the feature is not enabled.
    """

    def __init__(self, world: World) -> None:
        self.frozen = False
        self.kept: dict[str, dict[str, Any]] = {}
        for session in world.sessions:
            self.kept[session.uuid] = _archived(world, session)
        newest = self.kept[world.sessions[0].uuid]
        room = world.key("breakout room")
        self.kept[room] = newest | {
            "uuid": room,
            "type": 100,
            "is_breakout_room": True,
            "parent_meeting_id": newest["uuid"],
            **_files(world, room, newest["start_time"]),
        }
        elsewhere = world.key("external meeting")
        outside = self.kept[world.sessions[1].uuid] | {
            "uuid": elsewhere,
            "meeting_type": "external",
            "id": 0,
            "host_id": "",
            "topic": "",
            **_files(world, elsewhere, newest["start_time"]),
        }
        self.kept[elsewhere] = outside

    def file(self, key: str) -> dict[str, Any]:
        """Return an archived file."""
        for each in self.kept.values():
            for file in each["archive_files"]:
                if file["id"] == key:
                    found: dict[str, Any] = file
                    return found
        raise Refusal(404, 3001, "File does not exist.")


def _archived(world: World, session: Session) -> dict[str, Any]:
    start = time_text(session.start)
    return {
        "uuid": session.uuid,
        "id": session.number,
        "host_id": world.host_of(session).id,
        "account_name": "Sandbox",
        "topic": session.event.topic,
        "type": 5 if session.kind == "Webinar" else 8 if session.event.recurring else 2,
        "start_time": start,
        "timezone": "Europe/Berlin",
        "duration": 60,
        "duration_in_second": 3600,
        "meeting_type": "internal",
        "is_breakout_room": False,
        "status": "completed",
        "complete_time": time_text(session.start + timedelta(hours=2)),
        "group_id": "",
        **_files(world, session.uuid, start),
    }


def _files(world: World, uuid: str, start: str) -> dict[str, Any]:
    files = [_file(world, uuid, start, index) for index in range(len(_FILES))]
    shared = {
        "file_id": world.key("shared file", uuid),
        "file_name": "minutes.pdf",
        "file_size": 4_096,
        "download_url": f"https://example.test/rec/archive/attached/download/{world.key('shared url', uuid)}",
    }
    return {
        "archive_files": files,
        "physical_files": [shared],
        "recording_count": len(files),
        "total_size": sum(file["file_size"] for file in files) + 4_096,
    }


def _file(world: World, uuid: str, start: str, index: int) -> dict[str, Any]:
    kind, extension, content, size = _FILES[index]
    individual = kind == "CHAT_MESSAGE"
    file = {
        "id": world.key("archive file", uuid, index),
        "file_type": kind,
        "file_extension": extension,
        "file_size": size,
        "recording_type": content,
        "status": "completed",
        "individual": individual,
        "participant_join_time": start,
        "participant_leave_time": start,
        "download_url": f"https://example.test/rec/archive/download/{world.key('archive url', uuid, index)}",
        "encryption_fingerprint": world.mark("fingerprint", uuid, index).hex() * 2,
        "storage_location": "EU",
        "auto_delete": True,
    }
    if individual:
        file |= {"participant_email": world.people["active"][1].email, "number_of_messages": 7}
    return file


def _list(world: World, ask: Ask) -> Answer:
    now = world.now()
    first, last = moment(ask, "from", now), moment(ask, "to", now)
    if last.toordinal() > _WIDEST.days:
        first = max(first, last - _WIDEST)
    dated = choice(ask, "query_date_type", "meeting_start_time", "archive_complete_time")
    name = {"meeting_start_time": "start_time", "archive_complete_time": "complete_time"}[dated]
    found = [each for each in world.part(Archives).kept.values() if time_text(first) <= each[name] <= time_text(last)]
    listed = page(world, ask, found)
    return {
        "from": time_text(first),
        "to": time_text(last),
        "page_size": listed.size,
        "total_records": listed.total,
        "next_page_token": listed.token,
        "meetings": list(listed.rows),
    }


def _uuid(world: World, ask: Ask) -> str:
    uuid = uuid_in_path(ask.path["meetingUUID"])
    if uuid not in world.part(Archives).kept:
        raise Refusal(404, 3001, f"Meeting {uuid} does not exist.")
    return uuid


def _get(world: World, ask: Ask) -> Answer:
    return world.part(Archives).kept[_uuid(world, ask)]


def _delete(world: World, ask: Ask) -> Answer:
    del world.part(Archives).kept[_uuid(world, ask)]
    return Made(204)


def _update(world: World, ask: Ask) -> Answer:
    archives = world.part(Archives)
    file, wanted = archives.file(ask.path["fileId"]), required(ask, "auto_delete")
    if not archives.frozen:
        file["auto_delete"] = wanted
    return Made(204)


ROUTES: Final = (
    Route("/archive_files", "Medium", ("archiving:read:list_archived_files:admin",), _list),
    Route("/past_meetings/{meetingUUID}/archive_files", "Light", ("archiving:read:archived_files:admin",), _get),
    Route(
        "/past_meetings/{meetingUUID}/archive_files",
        "Light",
        ("archiving:delete:archived_files:admin",),
        _delete,
        "DELETE",
    ),
    Route(
        "/archive_files/{fileId}",
        "Light",
        ("archiving:update:archived_file_auto_delete_status:admin",),
        _update,
        "PATCH",
        {"auto_delete": bool},
    ),
)
