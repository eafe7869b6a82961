"""Downloading the files of Zoom's recordings.

The address that a listing gave is never used: it changes with every answer. The run is read anew, and the file found
in it by its id. Zoom's own hosts are shown the token, the storage they redirect to is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.files import Link, file_mark, safe_name
from provider_bridge.domain.recordings import RecordingFile
from provider_bridge.errors import Conflict, NotFound
from provider_bridge.providers.shared import downloads, files
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.wire.downloads import RECORDING_LINKS
from provider_bridge.providers.zoom.wire.recordings import RUN

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow
    from provider_bridge.providers.zoom.wire.downloads import LinkRow, RecordingLinks

__all__ = ["Downloading", "read_file"]


_OPERATION: Final = "download of a recording's file"
_TOKEN_LIFE_S: Final = 3600
_BINARY: Final = frozenset({"MP4", "M4A", "JPG", "JPEG", "PNG", "TB"})
_TEXT: Final = frozenset({"TXT", "VTT", "CSV", "TRANSCRIPT", "CHAT", "CC"})


def _mark(file: RecordingFile) -> str:
    start = file.start.isoformat() if file.start else ""
    return file_mark("zoom", session_address(file.recording).uuid, file.id or f"{file.type} {file.content} {start}")


def _link(file: RecordingFile) -> Flow[Link]:
    """Ask Zoom where a file is now."""
    address = session_address(file.recording)
    query = {"include_fields": "download_access_token", "ttl": str(_TOKEN_LIFE_S)}
    reply: Reply = yield Call(RUN, {"meetingId": address.uuid}, query)
    links = decode(RECORDING_LINKS, reply)
    row = _pick(links, file, reply)
    if row.deleted_time is not None:
        raise _conflict(reply, "the file is in the trash; restore it first")
    if row.status not in {None, "completed"} or not row.file_type or row.file_size == 0:
        raise _conflict(reply, "the file is still being processed")
    if not row.download_url:
        raise _conflict(reply, "Zoom gives no address for the file, as for those kept on a customer's premises")
    return Link(
        operation=_OPERATION,
        url=row.download_url,
        size=row.file_size,
        kind=_kind(row),
        token=links.download_access_token or "",
        what=f"download of file {safe_name(file.id or row.file_type)}",
    )


def _pick(links: RecordingLinks, file: RecordingFile, reply: Reply) -> LinkRow:
    """Return the row that is the file: the one of its id, or where Zoom gives none the only one that is like it."""
    rows = (*(links.recording_files or ()), *(links.participant_audio_files or ()))
    if file.id:
        found = [row for row in rows if row.id == file.id]
    else:
        alike = (file.type, file.content, file.start)
        found = [row for row in rows if (row.file_type or "", row.recording_type or "", row.recording_start) == alike]
    if not found:
        gone = "the recording has no such file: it was deleted, or is in the trash"
        raise NotFound(reply.operation, 200, gone, request_id=reply.request_id)
    if len(found) > 1:
        raise _conflict(reply, "the recording has several files that cannot be told apart")
    return found[0]


def _conflict(reply: Reply, what: str) -> Conflict:
    return Conflict(reply.operation, 200, what, request_id=reply.request_id)


def _kind(row: LinkRow) -> str:
    names = {(row.file_extension or "").upper(), (row.file_type or "").upper()}
    if names & _BINARY:
        return "binary"
    return "text" if names & _TEXT else "json"


def read_file(file: RecordingFile) -> Flow[bytes]:
    """Return the bytes of a small file; what must not be known is cut out of files in JSON."""
    return (yield from files.read_file(lambda: _link(file), wire.FORBIDDEN))


class Downloading(downloads.Downloading[F]):
    """Downloads of Zoom's recordings."""

    _forbidden: ClassVar = wire.FORBIDDEN

    download = downloads.Downloading.download.calling(RUN)
    download_all = downloads.Downloading.download_all.calling(RUN)
    read = downloads.Downloading.read.calling(RUN)
    stream = downloads.Downloading.stream.calling(RUN)

    def _link(self, file: RecordingFile) -> Flow[Link]:
        return _link(file)

    def _mark(self, file: RecordingFile) -> str:
        return _mark(file)
