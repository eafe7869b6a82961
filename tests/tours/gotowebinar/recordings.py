"""Recordings: found by a search and by their webinar, downloaded, and what GoToWebinar does not offer."""

from __future__ import annotations

import atexit
import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from provider_bridge import FileId, NewRegistrant, RecordingFile, RecordingId, Strength
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.webinar_recordings import Asset, Assets
from tours import Arguments

UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()
_FOLDER = tempfile.TemporaryDirectory()
atexit.register(_FOLDER.cleanup)


def folder() -> Path:
    """Return a folder in which nothing is yet."""
    return Path(tempfile.mkdtemp(dir=_FOLDER.name))


def period() -> dict[str, Any]:
    """Return a period into which every simulated recording falls."""
    now = datetime.now(UTC)
    return {"since": now - timedelta(days=200), "until": now}


def name_of(asset: Asset) -> RecordingId:
    return RecordingId(f"{asset.creator}/{asset.webinar or '-'}/{asset.key}")


def asset(sandbox: Sandbox, number: int = 0) -> Asset:
    return sandbox.world.part(Assets).all[number]


def recording(sandbox: Sandbox) -> dict[str, Any]:
    return {"recording": name_of(asset(sandbox))}


def file(sandbox: Sandbox, which: str = "video") -> RecordingFile:
    """Return a file as a listing shows it, with an old address that leads nowhere."""
    name, kind = name_of(asset(sandbox)), {"video": "MP4"}.get(which, "TRANSCRIPT")
    old = "https://recordings.goto.com/an-old-address"
    return RecordingFile(FileId(which), name, kind, which, "completed", "", None, None, None, url=old)


def event(sandbox: Sandbox) -> dict[str, Any]:
    return {"event": f"{asset(sandbox).creator}/{asset(sandbox).webinar}"}


def viewers(sandbox: Sandbox) -> dict[str, Any]:
    return event(sandbox) | {"registrants": ["1"]}


ARGUMENTS: Arguments = {
    "recordings.list": lambda _: period(),
    "recordings.list_of_event": event,
    "recordings.get": recording,
    "recordings.delete": lambda sandbox: recording(sandbox) | {"strength": Strength.ERASE},
    "recordings.restore": recording,
    "recordings.download": lambda sandbox: {"file": file(sandbox), "to": BytesIO()},
    "recordings.download_all": lambda sandbox: {"files": [file(sandbox)], "folder": folder()},
    "recordings.read": lambda sandbox: {"file": file(sandbox, "transcript")},
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
    """Search in both ways, list one webinar's, look where nothing is, and read a transcript."""
    recordings = account.recordings
    list(recordings.list(**period()))
    list(recordings.list(**period(), host=sandbox.world.colleague_key))
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    list(recordings.list(since=long_ago, until=long_ago, host=sandbox.world.colleague_key))
    list(recordings.list_of_event(**event(sandbox)))
    recordings.get(**recording(sandbox))
    recordings.read(file(sandbox, "transcript"))
