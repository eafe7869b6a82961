"""Who was in the simulated meetings: one row for each join, the organizer in every row, telephone callers by label."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2M, plain_moment, window, written_oddly
from provider_bridge.sandbox.goto.meeting_directory import Organizers
from provider_bridge.sandbox.goto.meeting_sessions import minutes, over
from provider_bridge.sandbox.goto.meetings import Attendee, Meetings, Run
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]

_EVER: Final = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def _rows(world: World, run: Run) -> Iterator[tuple[Attendee, dict[str, Any]]]:
    """Yield what all three lists show of each join. The plain names and the plain address are the organizer's."""
    organizers = world.part(Organizers)
    host = organizers.find(run.meeting.organizer)
    shared = {
        "firstName": host.first_name,
        "lastName": host.last_name,
        "email": host.email,
        "groupName": organizers.named(host.group),
        "numAttendees": len({each.name for each in run.attendees}),
        "subject": run.meeting.subject,
        "startTime": written_oddly(run.start),
        "endTime": written_oddly(run.end),
        "conferenceCallInfo": run.meeting.conference,
        "organizerkey": int(run.meeting.organizer),
        "meetingInstanceKey": int(run.session),
        "meetingId": int(run.meeting.id),
        "meetingType": run.meeting.kind,
    }
    for each in run.attendees:
        yield (
            each,
            shared
            | {
                "attendeeName": each.name,
                "attendeeEmail": each.email,
                "joinTime": written_oddly(each.joined),
                "leaveTime": written_oddly(each.left),
                "duration": minutes(each.joined, each.left),
            },
        )


def _of_meeting(world: World, ask: Ask) -> Answer:
    """Answer with the rows of every past session of a meeting, mixed; here the duration is the meeting's."""
    number, now = ask.path["meetingId"].replace("-", ""), world.now()
    runs = [each for each in world.part(Meetings).runs if each.meeting.id == number and each.end <= now]
    if not runs:
        raise Refusal(404, 0, "Meeting with specified id has no history")
    return [
        row | {"groupName": "NA", "name": each.name, "duration": minutes(run.start, run.end)}
        for run in runs
        for each, row in _rows(world, run)
    ]


def _of_organizer(world: World, ask: Ask) -> Answer:
    organizer = world.part(Meetings).check_organizer(ask.path["organizerKey"])
    host = world.part(Organizers).find(organizer)
    name = f"{host.first_name} {host.last_name}"
    return [
        row | {"name": name, "newMeetingId": _dashed(run.meeting.id)}
        for run in over(world, {organizer}, *window(ask, "startDate", "endDate", plain_moment))
        for _, row in _rows(world, run)
    ]


def _of_group(world: World, ask: Ask) -> Answer:
    """Answer for a group; unlike everywhere else the dates may be left out, and the meeting's id is text."""
    since = plain_moment(ask.query["startDate"]) if "startDate" in ask.query else _EVER[0]
    until = plain_moment(ask.query["endDate"]) if "endDate" in ask.query else _EVER[1]
    keys = {each.key for each in world.part(Organizers).of_group(ask.path["groupKey"])}
    return [
        row | {"organizerKey": run.meeting.organizer, "meetingId": run.meeting.id}
        for run in over(world, keys, since, until)
        for _, row in _rows(world, run)
    ]


def _dashed(number: str) -> str:
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


def _delete(world: World, ask: Ask) -> Answer:
    run = world.part(Meetings).run(ask.path)
    if not run.attendees:
        raise Refusal(404, 0, "Session with specified id has no attendees")
    run.attendees.clear()
    return Made(204)


_SESSION: Final = f"{G2M}/organizers/{{organizerKey}}/sessions/{{sessionId}}"

ROUTES: Final = (
    Route(f"{G2M}/meetings/{{meetingId}}/attendees", "G2M", ("identity:",), _of_meeting),
    Route(f"{G2M}/organizers/{{organizerKey}}/attendees", "G2M", ("collab:",), _of_organizer),
    Route(f"{G2M}/groups/{{groupKey}}/attendees", "G2M", ("identity:",), _of_group),
    Route(f"{_SESSION}/attendees", "G2M", ("collab:",), _delete, "DELETE"),
)
