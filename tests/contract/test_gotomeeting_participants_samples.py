"""Sample bodies of GoToMeeting's attendees, held member by member against the people they become."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from contract.openapi import meeting, needs_documents, needs_samples
from contract.samples import Canned, sample

from provider_bridge import Interval, Participant, SessionId
from provider_bridge.providers.goto import FORBIDDEN, GoToSettings
from provider_bridge.providers.gotomeeting.account import GoToMeetingAccount
from provider_bridge.providers.gotomeeting.wire import participants as wire

NAME: Final = "goto/reconstructed_g2m_attendees_by_meeting"
ORGANIZERS: Final = frozenset({"firstName", "lastName", "email", "name"})
"""Of the organizer in one list or another, and never read."""

READ: Final = frozenset(
    {
        *("meetingId", "meetingInstanceKey", "organizerkey", "organizerKey", "startTime", "endTime"),
        *("joinTime", "leaveTime", "attendeeName", "attendeeEmail"),
    }
)
UNREAD: Final = {
    "groupName": "the organizer's group, or NA",
    "numAttendees": "of the session; sessions have it",
    "subject": "of the session; sessions have it",
    "conferenceCallInfo": "holds an access code, which lets people in",
    "duration": "the meeting's here and the person's there; joining and leaving tell it",
    "meetingType": "of the meeting",
    "newMeetingId": "the meeting's number once more, with dashes",
}
"""Members that are not read, each with the reason."""


def moment(text: str) -> datetime:
    return datetime.strptime(text.replace(".+0000", ""), "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)


def listed(tree: list[dict[str, Any]], session: str) -> list[Participant]:
    person = {"provider": "x", "client_id": "id", "client_secret": "hush", "personal_access_token": "pat"}
    runner: Any = Canned({wire.BY_MEETING: json.dumps(tree).encode()}, FORBIDDEN)
    return list(
        GoToMeetingAccount("x", GoToSettings.model_validate(person), runner).participants.list(SessionId(session))
    )


@needs_samples
def test_every_member_of_a_row_is_kept() -> None:
    """Times, name and address of each attendee are there, a caller by label; the organizer is nowhere."""
    tree = json.loads(sample(NAME))
    session = f"{tree[0]['organizerkey']}/{tree[0]['meetingId']}/{tree[0]['meetingInstanceKey']}"

    found = listed(tree, session)

    assert found == [
        Participant(
            session=SessionId(session),
            matched_by="email" if row["attendeeEmail"] else "row",
            intervals=(Interval(moment(row["joinTime"]), moment(row["leaveTime"])),),
            waited=(),
            present=moment(row["leaveTime"]) - moment(row["joinTime"]),
            rows=1,
            name=row["attendeeName"],
            email=row["attendeeEmail"],
        )
        for row in tree
    ]
    assert all(row.keys() == ORGANIZERS | UNREAD.keys() - {"newMeetingId"} | READ - {"organizerKey"} for row in tree)
    assert "host@example.com" not in str([(each.name, each.email, each.also_known) for each in found])


@needs_samples
def test_the_organizers_members_change_nothing() -> None:
    """Another organizer in every row gives the same people."""
    tree = json.loads(sample(NAME))
    session = f"{tree[0]['organizerkey']}/{tree[0]['meetingId']}/{tree[0]['meetingInstanceKey']}"
    wanted = listed(tree, session)

    assert listed([row | dict.fromkeys(ORGANIZERS, "Somebody Else") for row in tree], session) == wanted


@needs_documents
def test_what_the_document_has_is_read_or_there_is_a_reason() -> None:
    """All three lists: a new member of the document fails here until somebody decides about it."""
    document = meeting()
    schemas = document.tree["components"]["schemas"]
    for name in ("AttendeeByMeeting", "AttendeeByOrganizer", "AttendeeByGroup"):
        assert schemas[name]["properties"].keys() <= ORGANIZERS | UNREAD.keys() | READ
