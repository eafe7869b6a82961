"""What was recorded of the simulated runs, as a listing of recordings would show it."""

from __future__ import annotations

from provider_bridge.domain import FileId, RecordingFile, SessionId
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.files import Files

__all__ = ["contents", "files_of"]


def files_of(sandbox: Sandbox, run: int = 0) -> dict[str, RecordingFile]:
    """Return the files of a run's recording by type, each with an old address that leads nowhere."""
    session = sandbox.world.sessions[run]
    return {
        file["file_type"]: RecordingFile(
            id=FileId(file["id"]),
            session=SessionId(f"{session.kind.lower()}:{session.uuid}"),
            type=file["file_type"],
            content=file["recording_type"],
            status=file["status"],
            extension=file["file_extension"],
            size=file["file_size"],
            start=session.start,
            end=None,
            url="https://us06web.zoom.us/rec/download/an-old-address",
        )
        for file, _ in sandbox.world.part(Files).of_session[session.uuid]
    }


def contents(sandbox: Sandbox, run: int = 0) -> dict[str, bytes]:
    """Return what is in the files of a run's recording, by type."""
    session = sandbox.world.sessions[run]
    return {file["file_type"]: content for file, content in sandbox.world.part(Files).of_session[session.uuid]}
