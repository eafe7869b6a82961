"""GoToWebinar's recording assets as values of the domain, and what their ids mean.

An asset's key alone finds nothing, as no call asks for one asset. So an id is ``CREATOR/WEBINAR/ASSET``: the webinar
lists it, or a search among what its creator recorded. What was uploaded belongs to no webinar; there it is ``-``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from provider_bridge.domain.ids import EventId, FileId, HostId, RecordingId
from provider_bridge.domain.recordings import Recording, RecordingFile
from provider_bridge.errors import InvalidInput
from provider_bridge.providers.gotowebinar.addresses import event_id

if TYPE_CHECKING:
    from provider_bridge.providers.gotowebinar.wire.recordings import AssetRow

__all__ = ["TRANSCRIPT", "VIDEO", "AssetAddress", "asset_address", "recording"]

VIDEO: Final = FileId("video")
TRANSCRIPT: Final = FileId("transcript")
"""GoTo gives the files of a recording no ids; there is one of each at most."""

_NOBODY: Final = "-"
_PARTS: Final = 3
_ENDING: Final = re.compile(r"\.(vtt|txt|json|srt|docx?|pdf)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AssetAddress:
    """What a recording's id means; ``creator`` and ``webinar`` are ``""`` where there is none."""

    creator: str
    webinar: str
    asset: str


def asset_address(recording: RecordingId) -> AssetAddress:
    """Return what a recording's id means, or raise ``InvalidInput``."""
    keys = [unquote(part) for part in recording.split("/")]
    if len(keys) != _PARTS or not all(keys):
        raise InvalidInput("a recording's id looks like CREATOR/WEBINAR/ASSET, as a listing shows it")
    creator, webinar = ("" if key == _NOBODY else key for key in keys[:2])
    return AssetAddress(creator, webinar, keys[2])


def recording(row: AssetRow, event: EventId | None = None) -> Recording:
    """Return an asset as a recording; ``event`` is the webinar it was listed for, if it was.

    Without it the webinar is taken for one of the organizer who created the recording (*unsure*: a co-organizer may
    have been the one).
    """
    keys = (row.creator or _NOBODY, row.webinar or _NOBODY, row.key)
    name = RecordingId("/".join(quote(key, safe="") for key in keys))
    files = _files(row, name)
    return Recording(
        id=name,
        session=None,
        event=event or _event(row),
        kind="webinar" if row.webinar or event else "upload",
        state="stored" if any(file.id == VIDEO for file in files) else "processing",
        start=None,
        duration=None,
        host=HostId(row.creator) if row.creator else None,
        size=None,
        files=files,
        title=row.name or "",
        share_url=row.share or "",
        created_at=row.created,
    )


def _event(row: AssetRow) -> EventId | None:
    if not row.webinar:
        return None
    return event_id(row.creator, row.webinar) if row.creator else EventId(row.webinar)


def _files(row: AssetRow, name: RecordingId) -> tuple[RecordingFile, ...]:
    video = [_file(VIDEO, name, "MP4", "MP4", row.mp4)] if row.mp4 else []
    spoken = [_file(TRANSCRIPT, name, "TRANSCRIPT", _ending(row.transcript), row.transcript)] if row.transcript else []
    return (*video, *spoken)


def _file(which: FileId, name: RecordingId, kind: str, extension: str, url: str) -> RecordingFile:
    return RecordingFile(
        id=which,
        recording=name,
        type=kind,
        content=which,
        status="completed",
        extension=extension,
        size=None,
        start=None,
        end=None,
        url=url,
    )


def _ending(url: str) -> str:
    """Return how a transcript's file ends, as its address shows; which formats there are is not documented."""
    try:
        found = _ENDING.fullmatch(f".{urlsplit(url).path.rpartition('.')[2]}")
    except ValueError:
        return ""
    return found[1].upper() if found else ""
