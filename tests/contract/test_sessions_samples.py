"""Sample bodies of what took place, field by field."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample
from support import NOON

from provider_bridge.core.calls import Endpoint
from provider_bridge.domain.events import Session
from provider_bridge.domain.ids import EventId, SessionId
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.sessions import Sessions

pytestmark = needs_samples


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def facet(endpoint: Endpoint, body: bytes) -> Sessions:
    return Sessions(Canned({endpoint: body}, wire.FORBIDDEN))


def past(kind: str, body: dict[str, Any]) -> Session:
    """Return what a body has to become, from its JSON alone."""
    return Session(
        id=SessionId(f"{kind}:{body['uuid']}"),
        event=EventId(f"{kind}:{body['id']}"),
        kind=kind,
        start=moment(body["start_time"]),
        end=moment(body["end_time"]),
        participants=body["participants_count"],
        title=body["topic"],
        host_name=body["user_name"],
        host_email=body["user_email"],
        host=body.get("host_id"),
    )


@pytest.mark.parametrize(
    ("name", "kind", "endpoint"),
    [
        ("spec2025_past_meetings-meetingId_GET", "meeting", wire.sessions.PAST_MEETING),
        # Zoom documents the report of a webinar with the members of that of a meeting
        ("spec2025_report-meetings-meetingId_GET", "webinar", wire.sessions.WEBINAR_REPORT),
    ],
)
def test_a_body_becomes_a_session(name: str, kind: str, endpoint: Endpoint) -> None:
    """Every field of a session comes from its place in the body."""
    body = json.loads(sample(f"zoom/{name}"))

    assert facet(endpoint, sample(f"zoom/{name}")).get(SessionId(f"{kind}:{body['uuid']}")) == past(kind, body)


@pytest.mark.parametrize(
    ("name", "kind", "endpoint"),
    [
        ("spec2025_past_meetings-meetingId-instances_GET", "meeting", wire.sessions.MEETING_RUNS),
        ("spec2025_past_webinars-webinarId-instances_GET", "webinar", wire.sessions.WEBINAR_RUNS),
        ("zoomrb_webinar_past_webinar_list", "webinar", wire.sessions.WEBINAR_RUNS),
    ],
)
def test_runs_become_sessions(name: str, kind: str, endpoint: Endpoint) -> None:
    """A run of a known event has that event, its UUID and its start, and nothing else."""
    body = json.loads(sample(f"zoom/{name}"))
    event = EventId(f"{kind}:99289110036")

    assert list(facet(endpoint, sample(f"zoom/{name}")).list(event)) == [
        Session(SessionId(f"{kind}:{row['uuid']}"), event, kind, moment(row["start_time"])) for row in body[f"{kind}s"]
    ]


def test_a_row_of_the_history_becomes_a_session() -> None:
    """The document's page is made whole, for its token leads back to itself."""
    name = "zoom/spec2025_report-history_meetings_GET"
    body = json.loads(sample(name))
    rows = body["history_meetings"]
    whole = json.dumps(body | {"next_page_token": ""}).encode()
    since = NOON - timedelta(days=1000)

    assert list(facet(wire.history.HISTORY, whole).list(since=since)) == [
        Session(
            id=SessionId(f"meeting:{row['meeting_uuid']}"),
            event=EventId(f"meeting:{row['meeting_id']}"),
            kind="meeting",
            start=moment(row["start_time"]),
            end=moment(row["end_time"]),
            participants=row["participants"],
            title=row["topic"],
            host_name=row["host_display_name"],
            host_email=row["host_email"],
        )
        for row in rows
    ]
    with pytest.raises(ListingIncomplete):
        list(facet(wire.history.HISTORY, sample(name)).list(since=since))
