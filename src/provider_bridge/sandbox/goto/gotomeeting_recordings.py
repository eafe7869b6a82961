"""The recordings in the history of the simulated meetings, and their deletion by session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2M, window, written_oddly
from provider_bridge.sandbox.goto.meetings import Meetings, Run
from provider_bridge.sandbox.goto.recording_files import Files, content_of
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "recording_of"]

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


def _history(world: World, ask: Ask) -> Answer:
    meetings = world.part(Meetings)
    organizer = meetings.check_organizer(ask.path["organizerKey"])
    since, until = window(ask, "startDate", "endDate")
    runs = [run for run in meetings.runs if run.meeting.organizer == organizer and not run.forgotten]
    return [_row(world, run, ask.base) for run in runs if since <= run.start <= until and run.end <= world.now()]


def _row(world: World, run: Run, base: str) -> dict[str, Any]:
    return {
        "startTime": written_oddly(run.start),
        "endTime": written_oddly(run.end),
        "firstName": "Jane",
        "lastName": "Doe",
        "email": "user@example.test",
        "duration": str(round((run.end - run.start).total_seconds() / 60)),
        "numAttendees": str(len({each.name for each in run.attendees})),
        "accountKey": world.account_key,
        "sessionId": run.session,
        "subject": run.meeting.subject,
        "locale": "en_US",
        "organizerKey": run.meeting.organizer,
        "meetingId": run.meeting.id,
        "meetingType": run.meeting.kind,
        "conferenceCallInfo": run.meeting.conference,
        **recording_of(world, run, base),
    }


def _delete(world: World, ask: Ask) -> Answer:
    run = world.part(Meetings).run(ask.path)
    if not run.recording:
        raise Refusal(404, 0, "Session has no recordings")
    world.part(Files).drop(_film(run))
    run.recording = ""
    return Made(204)


ROUTES: Final = (
    Route(f"{G2M}/organizers/{{organizerKey}}/historicalMeetings", "G2M", ("collab:",), _history),
    Route(
        f"{G2M}/organizers/{{organizerKey}}/sessions/{{sessionId}}/recordings", "G2M", ("collab:",), _delete, "DELETE"
    ),
)
