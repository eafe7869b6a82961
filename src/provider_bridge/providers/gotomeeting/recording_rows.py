"""The recordings in GoToMeeting's history as values of the domain, and what their ids mean.

The history is asked for by days, so a session's id alone does not find its row again. A recording's id is therefore
``ORGANIZER/MEETING/SESSION/DAY``, with the day (UTC) on which the session began.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from provider_bridge.domain.ids import FileId, HostId, RecordingId, SessionId
from provider_bridge.domain.recordings import Recording, RecordingFile
from provider_bridge.errors import DecodeError, InvalidInput
from provider_bridge.providers.goto.keys import joined, split
from provider_bridge.providers.gotomeeting.addresses import event_id, event_of, session_id, session_path
from provider_bridge.providers.gotomeeting.wire.recordings import HISTORY_OF_ORGANIZER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.providers.gotomeeting.wire.recordings import RecordedRow, RecordingRow

__all__ = ["RecordingAddress", "recording_address", "recordings"]

_PARTS: Final = ("ORGANIZER", "MEETING", "SESSION", "DAY")


@dataclass(frozen=True, slots=True)
class RecordingAddress:
    """What a recording's id means: the session it is of, and the day on which that began."""

    session: SessionId
    day: date

    @property
    def path(self) -> dict[str, str]:
        """The values of the path that deletes it."""
        return session_path(self.session)

    def is_of(self, row: RecordedRow) -> bool:
        """Whether a row of the history is the session's."""
        return row.session == self.path["sessionId"] and event_id(row.meeting) == event_of(self.session)


def recording_address(recording: RecordingId) -> RecordingAddress:
    """Return what a recording's id means, or raise ``InvalidInput``."""
    *session, day = split(recording, *_PARTS)
    try:
        return RecordingAddress(SessionId(joined(*session)), date.fromisoformat(day))
    except ValueError:
        raise InvalidInput(f"such an id looks like {'/'.join(_PARTS)}, as a listing shows it") from None


def recordings(rows: Iterable[RecordedRow], organizer: str) -> list[Recording]:
    """Return what the rows of an organizer's history show, each session once, should it have several rows."""
    found: dict[RecordingId, Recording] = {}
    for row in rows:
        shown = _recording(row, organizer)
        if shown is not None:
            known = found.get(shown.id, shown)
            more = tuple(file for file in shown.files if file.id not in {each.id for each in known.files})
            found[shown.id] = replace(known, files=(*known.files, *more)) if more else known
    return list(found.values())


def _recording(row: RecordedRow, organizer: str) -> Recording | None:
    """Return the recording that a row of an organizer's history shows, ``None`` where it shows none.

    One that could not be found again, as its row names no session or no time, is a ``DecodeError``: dropping it would
    tell of fewer recordings than there are.
    """
    shown = row.recording
    if shown is None or not shown.is_there:
        return None
    if row.session is None or row.start is None:
        raise DecodeError(HISTORY_OF_ORGANIZER.name, ("*: a recording without sessionId or startTime",))
    owner = row.organizer or organizer
    session = session_id(owner, row.meeting, row.session)
    name = RecordingId(joined(session, row.start.date().isoformat()))
    return Recording(
        id=name,
        session=session,
        event=event_id(row.meeting),
        kind="meeting",
        state="stored" if shown.download_url else "processing",
        start=row.start,
        duration=row.length,
        host=HostId(owner),
        size=shown.size,
        files=(_file(shown, name),),
        title=row.subject or "",
        host_email=row.email or "",
        share_url=_link(shown.share_url),
    )


def _file(row: RecordingRow, name: RecordingId) -> RecordingFile:
    return RecordingFile(
        id=FileId(row.id) if row.id else None,
        recording=name,
        type="MP4",
        content="video",
        status="completed" if row.download_url else "processing",
        extension="MP4",
        size=row.size,
        start=None,
        end=None,
        name=row.name or "",
        url=row.download_url or "",
    )


def _link(url: str | None) -> str:
    """Return a link to share, ``""`` where it leads to the bare host: what opens the recording is behind the ``#``."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if any(part.strip("/") for part in (parts.path, parts.query, parts.fragment)) else ""
