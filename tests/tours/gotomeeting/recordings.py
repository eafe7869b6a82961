"""Recordings in the history, their deletion by session, and what GoToMeeting does not offer."""

from __future__ import annotations

import atexit
import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from provider_bridge import FileId, NewRegistrant, RecordingFile, RecordingId, Strength
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meetings import Meetings, Run
from tours import Arguments

UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()
_FOLDER = tempfile.TemporaryDirectory()
atexit.register(_FOLDER.cleanup)


def folder() -> Path:
    """Return a folder in which nothing is yet."""
    return Path(tempfile.mkdtemp(dir=_FOLDER.name))


def period() -> dict[str, Any]:
    """Return a period into which every simulated run falls."""
    now = datetime.now(UTC)
    return {"since": now - timedelta(days=100), "until": now}


def run_of(sandbox: Sandbox, number: int = 0) -> Run:
    """Return a run that has a recording: 0, 3 and 6 are the organizer's own, 9 is a colleague's."""
    return sandbox.world.part(Meetings).runs[number]


def name_of(run: Run) -> RecordingId:
    return RecordingId(f"{run.meeting.organizer}/{run.meeting.id}/{run.session}/{run.start:%Y-%m-%d}")


def recording(sandbox: Sandbox, number: int = 0) -> dict[str, Any]:
    return {"recording": name_of(run_of(sandbox, number))}


def file(sandbox: Sandbox, number: int = 0) -> RecordingFile:
    """Return a file as a listing shows it, with an old address that leads nowhere."""
    run = run_of(sandbox, number)
    old = "https://recordings.goto.com/an-old-address"
    name = FileId(run.recording)
    return RecordingFile(name, name_of(run), "MP4", "video", "completed", "MP4", None, None, None, url=old)


def event(sandbox: Sandbox) -> dict[str, Any]:
    return {"event": run_of(sandbox).meeting.id}


def viewers(sandbox: Sandbox) -> dict[str, Any]:
    return event(sandbox) | {"registrants": ["1"]}


ARGUMENTS: Arguments = {
    "recordings.list": lambda _: period(),
    "recordings.get": recording,
    "recordings.delete": lambda sandbox: recording(sandbox, 3) | {"strength": Strength.ERASE},
    "recordings.restore": recording,
    "recordings.download": lambda sandbox: {"file": file(sandbox), "to": BytesIO()},
    "recordings.download_all": lambda sandbox: {"files": [file(sandbox)], "folder": folder()},
    "recordings.read": lambda sandbox: {"file": file(sandbox)},
    "recordings.stream": lambda sandbox: {"file": file(sandbox), "chunk": 30_000},
    "recordings.sharing.read": recording,
    "recordings.sharing.update": recording,
    "recordings.registrants.list": event,
    "recordings.registrants.add": lambda sandbox: event(sandbox) | {"person": NewRegistrant("v@example.test", "V")},
    "recordings.registrants.approve": viewers,
    "recordings.registrants.deny": viewers,
    "recordings.registrants.questions.list": recording,
    "recordings.views.list": recording,
    "recordings.views.counts": lambda sandbox: recording(sandbox) | period(),
}


def tour(account: Any, sandbox: Sandbox) -> None:
    """List the history, read one recording, and delete one."""
    recordings = account.recordings
    list(recordings.list(**period()))
    recordings.get(**recording(sandbox))
    recordings.delete(**recording(sandbox, 3), strength=Strength.ERASE)
