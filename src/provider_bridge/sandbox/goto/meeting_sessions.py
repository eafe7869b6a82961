"""The history of the simulated GoToMeeting, and erasing a session: a line without one stays in the history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from provider_bridge.sandbox.goto.common import G2M, window, written_oddly
from provider_bridge.sandbox.goto.meeting_recordings import drop_recording, recording_of
from provider_bridge.sandbox.goto.meetings import Meetings, Run
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES", "Host", "group", "group_name", "host_of", "minutes", "over"]


class Host(NamedTuple):
    """An organizer of the account, and the group that they are in."""

    first_name: str
    last_name: str
    group: str

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}@example.test"


def host_of(world: World, organizer: str) -> Host:
    """Return who an organizer is."""
    if organizer == world.organizer_key:
        return Host("Jane", "Doe", world.digits("group", "root"))
    return Host("John", "Roe", world.digits("group", "team"))


def group_name(world: World, key: str) -> str:
    """Return a group's name."""
    names = {world.digits("group", "root"): "Example Inc", world.digits("group", "team"): "Sales"}
    if key not in names:
        raise Refusal(400, 0, "Group with specified key does not exist")
    return names[key]


def group(world: World, key: str) -> set[str]:
    """Return the organizers of a group."""
    group_name(world, key)
    return {each for each in (world.organizer_key, world.colleague_key) if host_of(world, each).group == key}


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
    host = host_of(world, run.meeting.organizer)
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
    found = over(world, {organizer}, *window(ask, "startDate", "endDate"))
    return [_session(world, run, ask.base) for run in found]


def _history_of_group(world: World, ask: Ask) -> Answer:
    key = ask.path["groupKey"]
    found = over(world, group(world, key), *window(ask, "startDate", "endDate"))
    return [_line(world, run) | {"groupName": group_name(world, key)} for run in found]


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
