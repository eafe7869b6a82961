"""Sample bodies of GoToWebinar's attendees and registrants, held member by member against what they become."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge.core.calls import Endpoint
from provider_bridge.domain.ids import EventId, RegistrantId, SessionId
from provider_bridge.domain.people import Interval, Participant, Registrant
from provider_bridge.providers.goto import FORBIDDEN, GoToSettings
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotowebinar.participants import Participants
from provider_bridge.providers.gotowebinar.wire import participants as wire
from provider_bridge.providers.gotowebinar.wire.registrants import LIST as REGISTRANTS
from provider_bridge.providers.gotowebinar.wire.sessions import EVENT_SESSIONS

pytestmark = needs_samples

SETTINGS = {"provider": "x", "client_id": "i", "client_secret": "s", "personal_access_token": "p"}
WHOSE = Whose(GoToSettings.model_validate(SETTINGS | {"organizer_key": "9"}))
EVENT = EventId("9/8")
NOBODY = {"page": {"size": 200, "totalElements": 0, "totalPages": 0, "number": 0}}

ATTENDEE = "goto/vendor_g2w_session_attendees_array"
ATTENDEES = "goto/reconstructed_g2w_webinar_attendees"

ATTENDEE_MEMBERS = {
    "registrantKey", "sessionKey", "firstName", "lastName", "email", "attendanceTimeInSeconds", "attendance"
}  # fmt: skip
REGISTRANT_MEMBERS = {
    "registrantKey", "status", "registrationDate", "email", "firstName", "lastName", "joinUrl"
}  # fmt: skip


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def facet(answers: dict[Endpoint, Any]) -> Participants:
    return Participants(Canned({each: json.dumps(tree).encode() for each, tree in answers.items()}, FORBIDDEN, WHOSE))


def attended(row: dict[str, Any]) -> Participant:
    """Return what a row has to become, from its JSON alone."""
    stays = [(moment(each["joinTime"]), moment(each["leaveTime"])) for each in row["attendance"]]
    return Participant(
        session=SessionId(f"9/8/{row['sessionKey']}"),
        matched_by="registrant",
        intervals=tuple(Interval(*stay) for stay in sorted(stays)),
        waited=(),
        present=timedelta(seconds=row["attendanceTimeInSeconds"]),
        rows=1,
        registrant=RegistrantId(str(row["registrantKey"])),
        name=f"{row['firstName']} {row['lastName']}",
        email=row["email"],
    )


def test_every_member_of_a_sessions_attendee_is_kept() -> None:
    """The vendor's two examples are of two sessions, so that each is listed by itself; both leave before they join."""
    rows = json.loads(sample(ATTENDEE))
    for row in rows:
        assert row.keys() == ATTENDEE_MEMBERS
        assert {"joinTime", "leaveTime"} == {name for each in row["attendance"] for name in each}
        session = SessionId(f"9/8/{row['sessionKey']}")

        assert [attended(row)] == list(facet({wire.SESSION_ATTENDEES: [row]}).list(session))


def test_every_member_of_a_webinars_attendee_is_kept() -> None:
    """Keys are text here; the person is the same as with numbers."""
    tree = json.loads(sample(ATTENDEES))
    (row,) = tree["_embedded"]["attendeeParticipationResponses"]
    assert row.keys() == ATTENDEE_MEMBERS

    assert [attended(row)] == list(facet({wire.EVENT_ATTENDEES: tree}).list_of_event(EVENT))

    row |= {"registrantKey": int(row["registrantKey"]), "sessionKey": int(row["sessionKey"])}
    assert [attended(row)] == list(facet({wire.EVENT_ATTENDEES: tree}).list_of_event(EVENT))


@pytest.mark.parametrize("name", ["vendor_g2w_registrants_list_array", "reconstructed_g2w_registrants_paged"])
def test_every_member_of_an_absentee_is_kept(name: str) -> None:
    """Both shapes of the list; nobody of it came."""
    tree = json.loads(sample(f"goto/{name}"))
    if isinstance(tree, dict):
        tree["total"] = len(tree["data"])
    rows = tree if isinstance(tree, list) else tree["data"]
    held = {"sessionKey": "7", "webinarKey": "8", "registrantsAttended": 0}
    sessions = {"_embedded": {"sessionInfoResources": [held]}, "page": NOBODY["page"] | {"totalPages": 1}}
    answers = {EVENT_SESSIONS: sessions, wire.EVENT_ATTENDEES: NOBODY, REGISTRANTS: tree}

    found = list(facet(answers).absentees(EVENT))

    words = {"APPROVED": "approved", "WAITING": "pending", "DENIED": "denied"}
    assert [
        Registrant(
            id=RegistrantId(str(row["registrantKey"])),
            status=words[row["status"]],
            registered_at=moment(row["registrationDate"]),
            email=row["email"],
            first_name=row["firstName"],
            last_name=row["lastName"],
            join_url=row["joinUrl"],
            time_zone=row["timeZone"],
        )
        for row in rows
    ] == found
    assert {frozenset(REGISTRANT_MEMBERS | {"timeZone"})} == {frozenset(row) for row in rows}
