"""The history of the simulated GoToMeeting, and erasing a session: a line without one stays in the history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2M, plain_moment, window, written_oddly
from provider_bridge.sandbox.goto.meeting_directory import Organizers
from provider_bridge.sandbox.goto.meeting_recordings import drop_recording, recording_of
from provider_bridge.sandbox.goto.meetings import Meetings, Run
from provider_bridge.sandbox.routing import Answer, Ask, Made, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "minutes", "over"]


def over(world: World, organizers: set[str], since: datetime, until: datetime) -> list[Run]:
    """Return the runs of some organizers that began in a period and are over."""
    now = world.now()
    return [
        run
        for run in world.part(Meetings).runs
        if run.meeting.organizer in organizers and since <= run.start <= until and run.end <= now
    ]


def minutes(start: datetime, end: datetime) -> int:
    """Return whole minutes, as GoToMeeting counts them."""
    return int((end - start).total_seconds() // 60)


def _line(world: World, run: Run) -> dict[str, Any]:
    """Return what every history shows of a run; its numbers are text here."""
    host = world.part(Organizers).find(run.meeting.organizer)
    return {
        "startTime": written_oddly(run.start),
        "endTime": written_oddly(run.end),
        "firstName": host.first_name,
        "lastName": host.last_name,
        "email": host.email,
        "duration": str(minutes(run.start, run.end)),
        "numAttendees": str(len({each.name for each in run.attendees})),
        "accountKey": world.account_key,
        "subject": run.meeting.subject,
        "locale": "en_US",
        "organizerKey": run.meeting.organizer,
        "meetingId": run.meeting.id,
        "meetingType": run.meeting.kind,
    }


def _session(world: World, run: Run, base: str) -> dict[str, Any]:
    session = {"sessionId": "" if run.forgotten else run.session, "conferenceCallInfo": run.meeting.conference}
    return _line(world, run) | session | recording_of(world, run, base)


def _history(world: World, ask: Ask) -> Answer:
    organizer = world.part(Meetings).check_organizer(ask.path.get("organizerKey", world.organizer_key))
    found = over(world, {organizer}, *window(ask, "startDate", "endDate", plain_moment))
    return [_session(world, run, ask.base) for run in found]


def _history_of_group(world: World, ask: Ask) -> Answer:
    key = ask.path["groupKey"]
    organizers = world.part(Organizers)
    found = over(
        world, {each.key for each in organizers.of_group(key)}, *window(ask, "startDate", "endDate", plain_moment)
    )
    return [_line(world, run) | {"groupName": organizers.named(key)} for run in found]


def _delete(world: World, ask: Ask) -> Answer:
    run = world.part(Meetings).run(ask.path)
    run.forgotten = True
    drop_recording(world, run)
    run.attendees.clear()
    return Made(204)


ROUTES: Final = (
    Route(f"{G2M}/historicalMeetings", "G2M", ("collab:",), _history),
    Route(f"{G2M}/organizers/{{organizerKey}}/historicalMeetings", "G2M", ("collab:",), _history),
    Route(f"{G2M}/groups/{{groupKey}}/historicalMeetings", "G2M", ("identity:",), _history_of_group),
    Route(f"{G2M}/organizers/{{organizerKey}}/sessions/{{sessionId}}", "G2M", ("collab:",), _delete, "DELETE"),
)
