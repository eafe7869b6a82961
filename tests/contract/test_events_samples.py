"""Sample bodies of scheduled meetings and webinars, field by field."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge.core.calls import Endpoint
from provider_bridge.domain.events import Event, Occurrence
from provider_bridge.domain.ids import EventId, HostId
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.events import Events

pytestmark = needs_samples

_APPROVAL = {0: "automatic", 1: "manual", 2: "none"}


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def facet(endpoint: Endpoint, body: bytes) -> Events:
    return Events(Canned({endpoint: body}, wire.FORBIDDEN))


def listed(kind: str, row: dict[str, Any]) -> Event:
    """Return what a row has to become, from its JSON alone."""
    return Event(
        id=EventId(f"{kind}:{row['id']}"),
        kind=kind,
        host=row["host_id"],
        start=moment(row.get("start_time")),
        duration=timedelta(minutes=row["duration"]),
        recurring=row["type"] in {3, 6, 8, 9},
        time_zone=row["timezone"],
        created_at=moment(row["created_at"]),
        title=row["topic"],
        join_url=row["join_url"],
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("captured2026_get-meeting", "meeting"),
        ("captured2026_create-meeting", "meeting"),
        ("spec2025_meetings-meetingId_GET", "meeting"),
        ("spec2025_webinars-webinarId_GET", "webinar"),
    ],
)
def test_a_body_becomes_an_event(name: str, kind: str) -> None:
    """Every field of an event comes from its place in the body, and no secret comes along."""
    body = json.loads(sample(f"zoom/{name}"))
    endpoint = wire.events.MEETING if kind == "meeting" else wire.events.WEBINAR

    event = facet(endpoint, sample(f"zoom/{name}")).get(EventId(f"{kind}:{body['id']}"))

    row = listed(kind, body)
    fields = {each: getattr(event, each) for each in Event.__dataclass_fields__}
    assert fields == {each: getattr(row, each) for each in Event.__dataclass_fields__} | {
        "host_email": body["host_email"],
        "registration": _APPROVAL[body["settings"]["approval_type"]],
        "auto_recording": body["settings"]["auto_recording"],
        "occurrences": tuple(
            Occurrence(
                each["occurrence_id"],
                moment(each["start_time"]),
                timedelta(minutes=each["duration"]),
                each["status"],
            )
            for each in body.get("occurrences", ())
        ),
    }
    secrets = [body[each] for each in body if "pass" in each or each == "start_url"]
    assert secrets
    assert not any(secret in str(fields) for secret in secrets)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("spec2025_users-userId-meetings_GET", "meeting"), ("spec2025_users-userId-webinars_GET", "webinar")],
)
def test_a_row_becomes_an_event(name: str, kind: str) -> None:
    """Every field that a row has; the document's page is made whole, for its token leads back to itself."""
    body = json.loads(sample(f"zoom/{name}"))
    whole = body | {"next_page_token": "", "total_records": 1}
    endpoint = wire.events.HOST_MEETINGS if kind == "meeting" else wire.events.HOST_WEBINARS

    events = list(facet(endpoint, json.dumps(whole).encode()).list(host=HostId("h"), kind=kind))

    assert events == [listed(kind, row) for row in body[f"{kind}s"]]
    with pytest.raises(ListingIncomplete):
        list(facet(endpoint, sample(f"zoom/{name}")).list(host=HostId("h"), kind=kind))
