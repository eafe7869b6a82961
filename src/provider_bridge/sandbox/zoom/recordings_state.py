"""What the simulated Zoom has recorded, and what became of it: stored, in the trash, or erased."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.zoom.common import time_text
from provider_bridge.sandbox.zoom.settings_state import SettingsState

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import Person, World

__all__ = ["FILE_TRASH", "RUN_TRASH", "STORED", "File", "Recordings", "Run"]

STORED: Final = "stored"
RUN_TRASH: Final = "meeting_recordings"
FILE_TRASH: Final = "recording_file"
_TRASH_KEEPS: Final = timedelta(days=30)

_MADE: Final = (
    ("MP4", "MP4", "shared_screen_with_speaker_view"),
    ("M4A", "M4A", "audio_only"),
    ("TRANSCRIPT", "VTT", "audio_transcript"),
    ("CHAT", "TXT", "chat_file"),
    ("TIMELINE", "JSON", "timeline"),
)
"""Type, extension and content of the files that each recording has."""

_UNRECORDED: Final = frozenset({2, 5, 8, 11, 14})
"""The sessions of which there is no recording, in their order."""


@dataclass(slots=True)
class File:
    """A file; ``place`` is ``stored``, or the kind of trash that it is in since ``deleted_at``."""

    id: str
    type: str
    extension: str
    content: str
    start: datetime
    end: datetime
    data: bytes = b""
    size: int = 0
    name: str = ""
    place: str = STORED
    deleted_at: datetime | None = None
    processing: bool = False


@dataclass(slots=True)
class Run:
    """What was recorded of one run; ``number`` is ``None`` for an upload."""

    uuid: str
    number: int | None
    type: int
    host: Person
    start: datetime
    topic: str
    files: list[File]
    settings: dict[str, Any]
    held: bool = False
    """In use by a simulated live webinar: it cannot be deleted."""
    views: list[tuple[str, datetime, Person]] = field(default_factory=list[Any])

    def at(self, place: str) -> list[File]:
        return [file for file in self.files if file.place == place]


class Recordings:
    """The recordings of an account. Set its members to simulate what the vendor may do.

    ``live``: answers as real ones do, with numbers for types, files that are processed, and ``TIMELINE``; else as the
    documents say. ``trash_by_date``: the days of a listing of the trash are kept to; else they mean nothing.
    ``erases_from_trash``: a deletion for good reaches into the trash. ``full``: no storage is left to restore to.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.live = True
        self.trash_by_date = False
        self.erases_from_trash = False
        self.full = False
        self.runs = list(_runs(world))
        self.by_uuid = {run.uuid: run for run in self.runs}
        self.by_host: dict[str, list[Run]] = {}
        self.by_token: dict[str, tuple[Run, File]] = {}
        for run in self.runs:
            self.by_host.setdefault(run.host.id, []).append(run)
            for file in run.files:
                self.by_token[world.key("file", file.id)] = run, file

    def tidy(self) -> None:
        """Erase what was in the trash for 30 days."""
        limit = self._world.now() - _TRASH_KEEPS
        for run in self.runs:
            run.files = [file for file in run.files if file.deleted_at is None or file.deleted_at > limit]

    def _keeps_trash(self) -> bool:
        """Whether the account's settings let deleted recordings be recovered."""
        name = "allow_recovery_deleted_cloud_recordings"
        return bool(self._world.part(SettingsState).value("account", "", "recording", name))

    def delete(self, run: Run, files: list[File], trash: str) -> None:
        """Put files into a trash, or erase them where ``trash`` is empty or the account keeps none."""
        if trash and self._keeps_trash():
            for file in files:
                file.place, file.deleted_at = trash, self._world.now().replace(microsecond=0)
        else:
            run.files = [file for file in run.files if file not in files]

    def drop(self, uuid: str, kind: str) -> None:
        """Erase the files of one type that a run has."""
        run = self.by_uuid.get(uuid)
        if run is not None:
            run.files = [file for file in run.files if file.type != kind]

    def shown(self, file: File) -> bool:
        """Whether the answers show a file: the documents know neither a timeline nor one that is processed."""
        return self.live or not (file.processing or file.type == "TIMELINE")


def _runs(world: World) -> list[Run]:
    """Make the recordings: of most runs, one long ago, one of a deactivated host, an upload, one in the making."""
    now = world.now().replace(microsecond=0)
    hosts = world.people["active"]
    found = [
        _run(world, s.uuid, s.number, 2 if s.kind == "Meeting" else 5, world.host_of(s), s.start)
        for number, s in enumerate(world.sessions)
        if number not in _UNRECORDED
    ]
    found[1].files[0].processing = True
    old = _uuid(world, "old")
    found.append(_run(world, old, 700_000_001, 4, hosts[0], now - timedelta(days=400)))
    upload = _run(world, _uuid(world, "upload"), None, 99, hosts[0], now - timedelta(days=20))
    upload.files = upload.files[:1]
    found.append(upload)
    for person in world.people["inactive"][:1]:
        left = _uuid(world, "left")
        found.append(_run(world, left, 700_000_002, 1, person, now - timedelta(days=45)))
    return found


def _uuid(world: World, name: str) -> str:
    return base64.b64encode(world.mark("recording", name)).decode()


def _run(world: World, name: str, number: int | None, kind: int, host: Person, start: datetime) -> Run:
    files = [_file(world, name, start, *made) for made in _MADE]
    voice = _file(world, name, start, "M4A", "M4A", "audio_only_each_participant")
    voice.name = f"Audio only - {host.first_name} {host.last_name}"
    people = world.people["active"]
    first = world.mark("views", name)[0]
    views: list[tuple[str, datetime, Person]] = [
        (action, start + timedelta(hours=21 + hour, minutes=59), people[(first + hour) % len(people)])
        for action, hours in (("by_view", range(3)), ("by_download", range(1)))  # the last run's newest is a minute old
        for hour in hours
    ]
    topic = f"Recording {number or 'upload'}"
    settings: dict[str, Any] = {
        "share_recording": "internally",
        "recording_authentication": True,
        "authentication_option": "signIn_internal",
        "authentication_domains": "",
        "authentication_name": "Signed-in users of the account",
        "on_demand": False,
        "approval_type": 2,
        "viewer_download": False,
        "password": world.key("password", name)[:9],
        "send_email_to_host": False,
        "show_social_share_buttons": False,
        "topic": topic,
        "auto_delete": True,
        "auto_delete_date": f"{start.date() + timedelta(days=365 * 2)}",
    }
    return Run(name, number, kind, host, start, topic, [*files, voice], settings, views=views)


def _file(world: World, run: str, start: datetime, kind: str, extension: str, content: str) -> File:
    mark = world.mark("recording", run, content)
    name = str(uuid.UUID(bytes=mark))
    file = File(name, kind, extension, content, start, start + timedelta(minutes=40))
    if kind in {"MP4", "M4A"}:
        file.size = 100_000 + int.from_bytes(mark[:2])
    else:
        file.data = _text(world, kind, start)
        file.size = len(file.data)
    return file


def _text(world: World, kind: str, start: datetime) -> bytes:
    people = world.people["active"][:2]
    names = [f"{person.first_name} {person.last_name}" for person in people]
    if kind == "CHAT":
        lines = [f"00:0{minute}:15\t{name}:\tminute {minute}" for minute, name in enumerate(names * 2)]
        return ("\r\n".join(lines) + "\r\n").encode()
    if kind == "TRANSCRIPT":
        cues = [
            f"{number}\n00:00:0{number}.000 --> 00:00:0{number}.900\n{name}: sentence {number}\n"
            for number, name in enumerate(names * 2, start=1)
        ]
        return ("WEBVTT\n\n" + "\n".join(cues)).encode()
    users = [{"username": names[0], "multiple_people": False, "zoom_userid": people[0].id, "user_id": 16778240}]
    line = [{"ts": f"00:00:0{second}.000", "users": users} for second in range(3)]
    return json.dumps({"timeline": line, "start_time": time_text(start)}).encode()
