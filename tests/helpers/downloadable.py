"""What was recorded of the simulated runs, as a listing of recordings would show it."""

from __future__ import annotations

from provider_bridge.domain import FileId, RecordingFile, RecordingId
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings import file_by_token
from provider_bridge.sandbox.zoom.recordings_state import File, Recordings

__all__ = ["contents", "files_of"]


def _files(sandbox: Sandbox, run: int) -> list[File]:
    uuid = sandbox.world.sessions[run].uuid
    return [
        each
        for each in sandbox.world.part(Recordings).by_uuid[uuid].files
        if each.content != "audio_only_each_participant"
    ]


def files_of(sandbox: Sandbox, run: int = 0) -> dict[str, RecordingFile]:
    """Return the files of a run's recording by type, each with an old address that leads nowhere."""
    session = sandbox.world.sessions[run]
    return {
        file.type: RecordingFile(
            id=FileId(file.id),
            recording=RecordingId(f"{session.kind.lower()}:{session.uuid}"),
            type=file.type,
            content=file.content,
            status="completed",
            extension=file.extension,
            size=file.size,
            start=file.start,
            end=None,
            url="https://us06web.zoom.us/rec/download/an-old-address",
        )
        for file in _files(sandbox, run)
    }


def contents(sandbox: Sandbox, run: int = 0) -> dict[str, bytes]:
    """Return what is in the files of a run's recording, by type."""
    found = {}
    for file in _files(sandbox, run):
        stored = file_by_token(sandbox.world, sandbox.world.key("file", file.id))
        assert stored is not None
        found[file.type] = stored[1]
    return found
