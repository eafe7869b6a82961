"""What was recorded of each simulated run, as far as downloading needs it: its files and what is in them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Ask, Refusal, Route
from provider_bridge.sandbox.zoom.common import find_session, time_text
from provider_bridge.sandbox.zoom.downloads import Doors

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import Session, World

__all__ = ["ROUTES", "file_by_token"]

_KINDS: Final = (
    ("MP4", "MP4", "shared_screen_with_speaker_view"),
    ("M4A", "M4A", "audio_only"),
    ("TRANSCRIPT", "VTT", "audio_transcript"),
    ("CHAT", "TXT", "chat_file"),
    ("SUMMARY", "JSON", "summary"),
)
_SIZES: Final = {"MP4": 300_000, "M4A": 70_000}


class Files:
    """The files of every run, and which address opens which."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.of_session = {session.uuid: tuple(self._files(session)) for session in world.sessions}
        self._by_token = {
            world.key("file", file["id"]): (file, content)
            for files in self.of_session.values()
            for file, content in files
        }

    def by_token(self, token: str) -> tuple[dict[str, Any], bytes] | None:
        return self._by_token.get(token)

    def _files(self, session: Session) -> list[tuple[dict[str, Any], bytes]]:
        return [self._file(session, *kind) for kind in _KINDS]

    def _file(self, session: Session, kind: str, ending: str, content: str) -> tuple[dict[str, Any], bytes]:
        hexed = self.world.mark("recording file", session.uuid, kind).hex()
        body = self._content(session, kind)
        file = {
            "id": "-".join((hexed[:8], hexed[8:12], hexed[12:16], hexed[16:20], hexed[20:])),
            "meeting_id": session.uuid,
            "recording_start": time_text(session.start),
            "recording_end": time_text(session.start + timedelta(minutes=20)),
            "file_type": kind,
            "file_extension": ending,
            "file_size": len(body),
            "status": "completed",
            "recording_type": content,
        }
        return file, body

    def _content(self, session: Session, kind: str) -> bytes:
        who = self.world.host_of(session)
        name = f"{who.first_name} {who.last_name}"
        if kind == "CHAT":
            return f"00:00:12\t{name}:\tGuten Morgen\n00:01:40\t{name}:\tBis gleich\n".encode()
        if kind == "TRANSCRIPT":
            return f"WEBVTT\n\n1\n00:00:02.000 --> 00:00:04.000\n{name}: Guten Morgen\n".encode()
        if kind == "SUMMARY":
            return json.dumps({"overall_summary": f"{name} says good morning."}).encode()
        block = b"\0\0\0\x18ftypmp42" + b"".join(self.world.mark(session.uuid, kind, number) for number in range(64))
        return (block * (_SIZES[kind] // len(block) + 1))[: _SIZES[kind]]


def file_by_token(world: World, token: str) -> tuple[dict[str, Any], bytes] | None:
    """Return the file that an address's last part means, and what is in it."""
    return world.part(Files).by_token(token)


def _recording(world: World, ask: Ask) -> Answer:
    session = find_session(world, ask.path["meetingId"])
    files = world.part(Files).of_session.get(session.uuid)
    if not files:
        raise Refusal(404, 3301, "There is no recording for this meeting.")
    shown = [file | {"download_url": _address(world, ask, file["id"])} for file, _ in files]
    answer: dict[str, Any] = {
        "uuid": session.uuid,
        "id": session.number,
        "account_id": world.account_id,
        "host_id": world.host_of(session).id,
        "topic": session.event.topic,
        "type": "2" if session.kind == "Meeting" else "5",
        "start_time": time_text(session.start),
        "duration": 20,
        "total_size": sum(file["file_size"] for file, _ in files),
        "recording_count": len(files),
        "recording_files": shown,
    }
    if ask.query.get("include_fields") == "download_access_token":
        answer["download_access_token"] = world.part(Doors).key(session.uuid)
    return answer


def _address(world: World, ask: Ask, file_id: str) -> str:
    return f"{ask.base}/rec/download/{world.key('file', file_id)}"


ROUTES: Final = (
    Route(
        "/meetings/{meetingId}/recordings", "Light", ("cloud_recording:read:list_recording_files:admin",), _recording
    ),
)
