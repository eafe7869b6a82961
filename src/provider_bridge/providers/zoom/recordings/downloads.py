"""Downloading the files of Zoom's recordings.

The address that a listing gave is never used: it changes with every answer. The run is read anew, and the file found
in it by its id. Zoom's own hosts are shown the token, the storage they redirect to is not.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.download import flow as travel
from provider_bridge.core.facet import F
from provider_bridge.core.files import MIB, Link, Writer, file_mark, safe_name
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.scrub import scrub
from provider_bridge.domain.recordings import Downloaded, RecordingFile
from provider_bridge.errors import Conflict, NotFound, ProviderBridgeError
from provider_bridge.facets.downloads import DownloadsApi
from provider_bridge.providers.shared.files import check_size, file_name, save_all, save_file, target_of
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.addresses import session_address
from provider_bridge.providers.zoom.wire.downloads import RECORDING_LINKS
from provider_bridge.providers.zoom.wire.recordings import RUN

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.providers.zoom.wire.downloads import LinkRow, RecordingLinks

__all__ = ["Downloading", "file_name", "read_file", "stream_file"]

_ENDPOINTS: Final = (RUN,)
_REFERENCE: Final = RUN.reference


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


def _save(file: RecordingFile, where: str | Writer, *, overwrite: bool) -> Flow[Downloaded]:
    return (yield from save_file(file, where, _mark(file), lambda: _link(file), overwrite=overwrite))


def read_file(file: RecordingFile, limit: int = 16 * MIB) -> Flow[bytes]:
    """Return the bytes of a small file; what must not be known is cut out of files in JSON."""
    link = yield from _link(file)
    body = yield from travel.read(link, lambda: _link(file), limit)
    return scrub(body, wire.FORBIDDEN).body if link.kind == "json" else body


def stream_file(file: RecordingFile, chunk: int) -> Paged[bytes]:
    """Emit a file's bytes as they are, ``chunk`` of them at a time."""
    link = yield from _link(file)
    yield from travel.stream(link, lambda: _link(file), chunk)


class Downloading(DownloadsApi[F]):
    """The operations of the facet of recordings that fetch files; one description for both faces."""

    @operation(*_ENDPOINTS, note="one file, whole and checked", reference=_REFERENCE)
    def download(
        self, file: RecordingFile, to: str | os.PathLike[str] | Writer, *, overwrite: bool = False
    ) -> Flow[Downloaded]:
        """Download a file, whole or not at all.

        ``to`` is a path, a folder that exists (the file's name is then made of ids and types), or an object with
        ``write``; on the asynchronous face that is called in a thread. On disk the file is readable by its owner only
        and has its SHA-256 beside it, as ``NAME.sha256``. A file that is there already, unchanged, is not fetched
        again; anything else of that name raises ``StateError`` unless ``overwrite``. What was interrupted is gone on
        with, also by a later call.

        Personal data: the recording itself. Scope ``cloud_recording:read:list_recording_files:admin``; rate label Light
        for each look at the run, none for the bytes. Raises ``Conflict`` for a file in process or in the trash,
        ``NotFound`` where the run has no such file, ``TransportFailed`` when it keeps ending early, ``ProviderBroken``
        when something else than the file comes, ``StateError`` when the disk does not take it.
        """
        return (yield from _save(file, target_of(to), overwrite=overwrite))

    @operation(*_ENDPOINTS, note="several files side by side", reference=_REFERENCE)
    def download_all(
        self,
        files: Iterable[RecordingFile],
        folder: str | os.PathLike[str],
        *,
        at_once: int = 4,
        overwrite: bool = False,
    ) -> Flow[list[Downloaded | ProviderBridgeError]]:
        """Download files into a folder that exists, ``at_once`` of them at a time.

        Returns one outcome for each file, in their order: what ``download`` returns, or the error it ends with. One
        that fails does not keep the others.

        Personal data: the recordings themselves. Scope and rate label as ``download``.
        """
        save = partial(_save, overwrite=overwrite)
        return (yield from save_all(files, folder, save, at_once))

    @operation(*_ENDPOINTS, note="a small file's bytes", reference=_REFERENCE)
    def read(self, file: RecordingFile, *, limit: int = 16 * MIB) -> Flow[bytes]:
        """Return the bytes of a small file, such as a chat, a transcript, captions, a timeline or a summary.

        ``limit`` is in bytes; ``InvalidInput`` when the file is larger. What must not be known is cut out of files
        in JSON.

        Personal data: names, and what people wrote and said. Scope, rate label and errors as ``download``.
        """
        check_size(limit, "limit")
        return (yield from read_file(file, limit))

    @paged(*_ENDPOINTS, note="a file's bytes, part by part", reference=_REFERENCE)
    def stream(self, file: RecordingFile, *, chunk: int = 8 * MIB) -> Paged[bytes]:
        """Iterate over a file's bytes as they are, ``chunk`` of them at a time.

        Each part is asked for when it is wanted, so a slow consumer keeps no connection open. All parts are of one
        version of the file. Whoever consumes all of them has the whole file; ``ProviderBroken`` where the server
        gives no parts.

        Personal data: the recording itself. Scope, rate label and errors as ``download``.
        """
        check_size(chunk, "chunk")
        yield from stream_file(file, chunk)
