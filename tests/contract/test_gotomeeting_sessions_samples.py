"""Sample bodies of GoToMeeting's history, today's and the deprecated ones, held member by member against what comes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge import PastRun, Session
from provider_bridge.core.calls import Endpoint
from provider_bridge.providers.goto import FORBIDDEN, GoToSettings
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotomeeting.sessions import Sessions
from provider_bridge.providers.gotomeeting.wire import sessions as wire

pytestmark = needs_samples

NOW: Final = "reconstructed_g2m_historical_meetings"
OLD: Final = "fixture_g2m_meetings_history_legacy"
OLD_OF_ORGANIZER: Final = "doc_g2m_organizer_meetings_history_legacy"

UNREAD: Final = {
    "duration": "start and end tell it better, and to the second",
    "accountKey": "of the one account that everything is of",
    "locale": "the language of the organizer's web page",
    "meetingType": "of the meeting as it was scheduled, not of its run",
    "conferenceCallInfo": "holds an access code, which lets people in",
    "recording": "is read by the facet of recordings; its links let people in",
    "uniqueMeetingId": "the meeting's number once more",
    "groupName": "the group that was asked for, or deprecated",
}
"""Members that are not read, each with the reason."""


def facet(endpoint: Endpoint, body: bytes) -> Sessions:
    person = {"provider": "x", "client_id": "id", "client_secret": "hush", "personal_access_token": "pat"}
    return Sessions(Canned({endpoint: body}, FORBIDDEN, Whose(GoToSettings.model_validate(person))))


def moment(text: str) -> datetime:
    """Read a time of a sample by other means than the code under test."""
    if "/" in text:
        return datetime.strptime(text, "%m/%d/%Y %H:%M:%S").replace(tzinfo=UTC)
    return datetime.strptime(text.replace(".+0000", ""), "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)


def expected(row: dict[str, Any]) -> dict[str, Any]:
    """Return what each member of a line has to become; a member that is neither here nor unread is an error."""
    readers: dict[str, Any] = {
        "startTime": ("start", moment),
        "date": ("start", moment),
        "endTime": ("end", moment),
        "numAttendees": ("participants", int),
        "subject": ("title", str),
        "email": ("host_email", str),
        "meetingId": ("event", lambda value: str(value).replace("-", "")),
    }
    name = " ".join(filter(None, (row.get("firstName"), row.get("lastName"))))
    used = {"firstName", "lastName", "organizerKey", "organizerkey", "sessionId", "meetingInstanceKey"}
    assert row.keys() <= readers.keys() | UNREAD.keys() | used
    return {"host_name": name} | {readers[key][0]: readers[key][1](row[key]) for key in row.keys() & readers.keys()}


def fields(value: Session | PastRun) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__slots__}


def around(row: dict[str, Any]) -> dict[str, Any]:
    """Return the period in which a line's run began."""
    day = moment(row.get("startTime") or row["date"]).date()
    return {"since": day, "until": day}


@pytest.mark.parametrize("name", [NOW, OLD])
def test_every_member_of_a_line_is_kept(name: str) -> None:
    """A line becomes a session whose every field is from its place; what is not read has a reason."""
    (row,) = json.loads(sample(f"goto/{name}"))

    (found,) = facet(wire.HISTORY, sample(f"goto/{name}")).list(**around(row))

    key = row.get("sessionId") or row["meetingInstanceKey"]
    organizer = row.get("organizerKey") or row["organizerkey"]
    nothing = {"end": None, "title": "", "host_email": ""}
    wanted = (
        nothing
        | expected(row)
        | {"kind": "meeting", "host": organizer, "registrants": None, "id": f"{organizer}/{row['meetingId']}/{key}"}
    )
    assert fields(found) == wanted


def test_the_session_is_found_by_its_id() -> None:
    """``get`` gives what ``list`` gives."""
    (row,) = json.loads(sample(f"goto/{NOW}"))
    (listed,) = facet(wire.HISTORY, sample(f"goto/{NOW}")).list(**around(row))

    assert facet(wire.HISTORY_OF_ORGANIZER, sample(f"goto/{NOW}")).get(listed.id) == listed


def test_a_deprecated_line_without_a_session_is_a_run_and_no_session() -> None:
    """Its instance key is nought, its number has dashes, its times name no zone: all of it is read."""
    (row,) = json.loads(sample(f"goto/{OLD_OF_ORGANIZER}"))
    body = sample(f"goto/{OLD_OF_ORGANIZER}")

    assert list(facet(wire.HISTORY, body).list(**around(row))) == []
    (found,) = facet(wire.HISTORY_OF_GROUP, body).list_of_group("g", **around(row))  # type: ignore[arg-type]

    assert fields(found) == expected(row) | {"kind": "meeting", "host": str(row["organizerkey"]), "group": "g"}


def test_a_line_is_not_listed_outside_of_its_time() -> None:
    """The period is held against the start, whatever the vendor answers."""
    (row,) = json.loads(sample(f"goto/{NOW}"))
    day: date = around(row)["since"]

    found = facet(wire.HISTORY, sample(f"goto/{NOW}")).list(
        since=day + timedelta(days=1), until=day + timedelta(days=40)
    )

    assert list(found) == []
