"""Sample bodies of GoToMeeting's schedule and directory: each member is read, or there is a reason why it is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample
from support import NOON

from provider_bridge import Event, EventId, Group, GroupId, NewEvent
from provider_bridge.core.calls import Endpoint
from provider_bridge.providers.goto import FORBIDDEN, GoToSettings
from provider_bridge.providers.goto.identity import Whose
from provider_bridge.providers.gotomeeting.directory import Groups
from provider_bridge.providers.gotomeeting.events import Events
from provider_bridge.providers.gotomeeting.wire import directory, events

pytestmark = needs_samples

NOT_READ: Final = {
    "maxParticipants": "what the licence allows, and nothing of the meeting",
    "status": "whether it runs, or may be used, at this moment",
    "uniqueMeetingId": "the id again, kept by the vendor for old programs; in samples it even differs",
    "parentKey": "groups are listed flat",
}
"""Members that are not read, each with its reason."""

_WHOSE: Final = Whose(
    GoToSettings.model_validate(
        {"provider": "gotomeeting", "client_id": "a", "client_secret": "b", "personal_access_token": "c"}
    )
)


def facet(endpoint: Endpoint, body: bytes) -> Events:
    return Events(Canned({endpoint: body}, FORBIDDEN, _WHOSE))


def test_a_meeting_by_itself() -> None:
    """The odd times, the password as text, and the text about the telephone."""
    [body] = json.loads(sample("goto/fixture_g2m_meeting_get"))

    found = facet(events.MEETING, sample("goto/fixture_g2m_meeting_get")).get(EventId("123456789"))

    assert found == Event(
        id=EventId(str(body.pop("meetingId"))),
        kind="meeting",
        host=None,
        start=datetime(2012, 12, 1, 9, tzinfo=UTC),
        duration=timedelta(hours=1),
        recurring=body.pop("meetingType") != "scheduled",
        created_at=datetime(2012, 6, 25, 22, 10, 46, tzinfo=UTC),
        registration="none",
        title=body.pop("subject"),
        password_protected=body.pop("passwordRequired") == "true",
        dial_in=body.pop("conferenceCallInfo"),
    )
    times = ("startTime", "endTime", "createTime")
    assert [body.pop(each) for each in times] == [
        "2012-12-01T09:00:00.+0000",
        "2012-12-01T10:00:00.+0000",
        "2012-06-25T22:10:46.+0000",
    ]
    assert body.keys() <= NOT_READ.keys()


def test_a_meeting_that_was_made() -> None:
    """Its id is in lower case here; what was sent comes back with it."""
    [body] = json.loads(sample("goto/fixture_g2m_meeting_create_201"))
    new = NewEvent(NOON + timedelta(days=1), NOON + timedelta(days=1, hours=1), "Review")

    made = facet(events.ADD, sample("goto/fixture_g2m_meeting_create_201")).add(new, password_required=True)

    assert made == Event(
        id=EventId(str(body.pop("meetingid"))),
        kind="meeting",
        host=None,
        start=new.start,
        duration=timedelta(hours=1),
        recurring=False,
        registration="none",
        title="Review",
        join_url=body.pop("joinURL"),
        password_protected=True,
        co_hosts=(),
        dial_in=body.pop("conferenceCallInfo"),
    )
    assert body.keys() <= NOT_READ.keys()


def test_groups() -> None:
    """A group's key is in lower case."""
    body: list[dict[str, Any]] = json.loads(sample("goto/fixture_g2m_groups"))

    found = list(Groups(Canned({directory.GROUPS: sample("goto/fixture_g2m_groups")}, FORBIDDEN, _WHOSE)).list())

    assert found == [
        Group(GroupId(str(each.pop("groupkey"))), each.pop("groupName"), each.pop("numOrganizers")) for each in body
    ]
    assert all(each.keys() <= NOT_READ.keys() for each in body)


@pytest.mark.parametrize("name", ["fixture_g2m_meeting_get", "fixture_g2m_meeting_create_201"])
def test_access_codes_show_in_no_repr(name: str) -> None:
    """How to dial in is a value that no ``repr`` shows."""
    endpoint = events.MEETING if name.endswith("get") else events.ADD
    new = NewEvent(NOON + timedelta(days=1), NOON + timedelta(days=2), "Review")
    made = facet(endpoint, sample(f"goto/{name}"))
    found = made.get(EventId("123-456-789")) if name.endswith("get") else made.add(new, password_required=False)

    assert "Access Code" in found.dial_in
    assert not any(word in repr(found) for word in ("Access", "Australia", "join/", "Review"))
