"""The simulated GoToMeeting's schedule: read in camel case, written in lower case, single meetings in arrays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.goto.common import G2M, plain_moment, written_oddly
from provider_bridge.sandbox.goto.meeting_directory import Organizers
from provider_bridge.sandbox.goto.meetings import Meeting, Meetings
from provider_bridge.sandbox.routing import Answer, Ask, Made, Refusal, Route

if TYPE_CHECKING:
    from provider_bridge.sandbox.world import World

__all__ = ["ROUTES"]

_REQUIRED: Final = frozenset(
    {"subject", "starttime", "endtime", "passwordrequired", "conferencecallinfo", "timezonekey", "meetingtype"}
)
_BODY: Final = dict.fromkeys(_REQUIRED, str) | {"passwordrequired": bool, "coorganizerKeys": [(str, int)]}
_KINDS: Final = frozenset({"immediate", "recurring", "scheduled"})
_WITH_NUMBERS: Final = frozenset({"PSTN", "Free", "Hybrid"})
_LONGEST_SUBJECT: Final = 100
_LONGEST_AUDIO: Final = 255
_LARGEST_GROUP: Final = 50


# --- reading -------------------------------------------------------------------------------------------------


def _row(world: World, meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the lists show it: keys and ids are text here."""
    organizer = world.part(Organizers).find(meeting.organizer)
    return {
        "startTime": written_oddly(meeting.start),
        "endTime": written_oddly(meeting.end),
        "firstName": organizer.first_name,
        "lastName": organizer.last_name,
        "email": organizer.email,
        "accountKey": world.account_key,
        "passwordRequired": meeting.password,
        "status": "INACTIVE",
        "subject": meeting.subject,
        "locale": "en_US",
        "organizerKey": meeting.organizer,
        "meetingId": meeting.id,
        "meetingType": meeting.kind,
        "conferenceCallInfo": meeting.conference,
    }


def _body(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting by itself: ids are numbers here, and nothing says whose it is."""
    return {
        "createTime": "",
        "passwordRequired": meeting.password,
        "status": "INACTIVE",
        "subject": meeting.subject,
        "startTime": written_oddly(meeting.start),
        "endTime": written_oddly(meeting.end),
        "duration": (meeting.end - meeting.start) // timedelta(minutes=1),
        "maxParticipants": 150,
        "meetingId": int(meeting.id),
        "meetingKey": int(meeting.id),
        "uniqueMeetingId": int(meeting.id),
        "meetingType": meeting.kind,
        "conferenceCallInfo": meeting.conference,
        "coorganizerKeys": list(meeting.coorganizers),
    }


def _upcoming_of(world: World, organizer: str) -> list[Any]:
    now = world.now()
    return [
        _row(world, each)
        for each in world.part(Meetings).all
        if each.organizer == organizer and not each.gone and (each.kind == "recurring" or each.end >= now)
    ]


def _own_upcoming(world: World, _: Ask) -> Answer:
    return _upcoming_of(world, world.organizer_key)


def _upcoming(world: World, ask: Ask) -> Answer:
    organizers = world.part(Organizers)
    organizers.check_admin()
    return _upcoming_of(world, organizers.check(ask.path["organizerKey"]))


def _upcoming_of_group(world: World, ask: Ask) -> Answer:
    organizers = world.part(Organizers)
    group = ask.path["groupKey"]
    people = organizers.of_group(group)
    if len(people) > _LARGEST_GROUP:
        raise Refusal(400, 0, "Groups may have up to 50 organizers for this request")
    rows = [row | {"groupName": organizers.names[group]} for each in people for row in _upcoming_of(world, each.key)]
    for row in rows:
        del row["conferenceCallInfo"]
    return rows


def _meeting(world: World, ask: Ask) -> Answer:
    return [_body(world.part(Meetings).get(ask.path))]


def _start(world: World, ask: Ask) -> Answer:
    meeting = world.part(Meetings).get(ask.path)
    mark = world.mark("start", meeting.id).hex()
    return {"hostURL": f"https://global.gotomeeting.com/host/{meeting.id}?authToken={mark}"}


# --- writing -------------------------------------------------------------------------------------------------


def _sent(world: World, ask: Ask) -> dict[str, Any]:
    """Return what is sent of a meeting, after looking at it as the vendor does."""
    body: dict[str, Any] = ask.body
    if not body.keys() >= _REQUIRED:
        raise Refusal(400, 0, "A required member is missing")
    subject, audio = body["subject"], body["conferencecallinfo"]
    if not subject or len(subject) > _LONGEST_SUBJECT or {"<", ">"} & set(subject):
        raise Refusal(400, 0, "The subject is not valid")
    if not audio or len(audio) > _LONGEST_AUDIO:
        raise Refusal(400, 0, "The conference call info is not valid")
    if body["meetingtype"] not in _KINDS or body["timezonekey"] != "":
        raise Refusal(400, 0, "A member is not valid")
    if plain_moment(body["endtime"]) <= plain_moment(body["starttime"]):
        raise Refusal(400, 0, "The end has to be after the start")
    for each in body.get("coorganizerKeys", ()):
        world.part(Organizers).find(str(each))
    return body


def _audio(number: str, asked: str) -> str:
    """Return what is shown of the audio: numbers in place of the words that have some."""
    return f"Germany: +49 721 6059 6510\nAccess Code: {number}" if asked in _WITH_NUMBERS else asked


def _write(meeting: Meeting, sent: dict[str, Any]) -> None:
    meeting.subject = sent["subject"]
    meeting.start, meeting.end = plain_moment(sent["starttime"]), plain_moment(sent["endtime"])
    meeting.kind = sent["meetingtype"]
    meeting.password = sent["passwordrequired"]
    meeting.conference = _audio(meeting.id, sent["conferencecallinfo"])
    meeting.coorganizers = tuple(map(str, sent.get("coorganizerKeys", ())))


def _add(world: World, ask: Ask) -> Answer:
    sent = _sent(world, ask)
    start: datetime = plain_moment(sent["starttime"])
    if start < world.now().replace(microsecond=0):
        raise Refusal(400, 0, "The start is in the past")
    meetings = world.part(Meetings)
    number = str(100_000_000 + int.from_bytes(world.mark("added meeting", len(meetings.all))[:4]) % 900_000_000)
    meeting = Meeting(number, world.organizer_key, "", start, start)
    _write(meeting, sent)
    meetings.all.append(meeting)
    made = {
        "joinURL": f"https://global.gotomeeting.com/join/{number}",
        "meetingid": int(number),
        "maxParticipants": 150,
        "uniqueMeetingId": int(number),
        "conferenceCallInfo": meeting.conference,
    }
    return Made(201, [made])


def _update(world: World, ask: Ask) -> Answer:
    meeting = world.part(Meetings).get(ask.path)
    _write(meeting, _sent(world, ask))
    return Made(204)


def _delete(world: World, ask: Ask) -> Answer:
    world.part(Meetings).get(ask.path).gone = True
    return Made(204)


_MEETING: Final = f"{G2M}/meetings/{{meetingId}}"
ROUTES: Final = (
    Route(f"{G2M}/upcomingMeetings", "G2M", ("collab:",), _own_upcoming),
    Route(f"{G2M}/organizers/{{organizerKey}}/upcomingMeetings", "G2M", ("identity:",), _upcoming),
    Route(f"{G2M}/groups/{{groupKey}}/upcomingMeetings", "G2M", ("identity:",), _upcoming_of_group),
    Route(f"{G2M}/meetings", "G2M", ("collab:",), _add, "POST", _BODY),
    Route(_MEETING, "G2M", ("collab:",), _meeting),
    Route(_MEETING, "G2M", ("collab:",), _update, "PUT", _BODY),
    Route(_MEETING, "G2M", ("collab:",), _delete, "DELETE"),
    Route(f"{_MEETING}/start", "G2M", ("collab:",), _start),
)
