"""The recordings in the history of the simulated meetings, and their deletion by session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2M
from provider_bridge.sandbox.goto.meetings import Meetings, Run
from provider_bridge.sandbox.goto.recording_files import Files, content_of
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "drop_recording", "recording_of"]

_BARE: Final = "https://transcripts.gotomeeting.com/"


def _film(run: Run) -> str:
    return f"film-{run.recording}.mp4"


def recording_of(world: World, run: Run, base: str) -> dict[str, Any]:
    """Return the member ``recording`` of a run's row, or nothing; every other link to share is the bare host."""
    if not run.recording:
        return {}
    content = content_of(world, _film(run))
    token = world.mark("share", run.recording).hex() * 2
    recording = {
        "recordingName": run.meeting.subject,
        "recordingId": run.recording,
        "downloadUrl": world.part(Files).link(base, _film(run), content),
        "fileSize": len(content),
        "shareUrl": _BARE if int(run.recording) % 2 else f"{_BARE}#/s/{token}",
    }
    return {"recording": recording}


def drop_recording(world: World, run: Run) -> None:
    """Delete a run's recording, and the file with it."""
    world.part(Files).drop(_film(run))
    run.recording = ""


def _delete(world: World, ask: Ask) -> Answer:
    run = world.part(Meetings).run(ask.path)
    if not run.recording:
        raise Refusal(404, 0, "Session has no recordings")
    drop_recording(world, run)
    return Made(204)


ROUTES: Final = (
    Route(
        f"{G2M}/organizers/{{organizerKey}}/sessions/{{sessionId}}/recordings", "G2M", ("collab:",), _delete, "DELETE"
    ),
)
