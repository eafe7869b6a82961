"""Sample bodies of Zoom's lists of participants, held field by field against the people they become."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge import Interval, Participant, SessionId
from provider_bridge.core.calls import Endpoint
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.participants import SOURCES, Participants

pytestmark = needs_samples

SAMPLES = [
    ("meeting", "report", "zoom/spec2025_report-meetings-meetingId-participants_GET"),
    ("webinar", "report", "zoom/spec2025_report-webinars-webinarId-participants_GET"),
    ("meeting", "past", "zoom/spec2025_past_meetings-meetingId-participants_GET"),
    ("webinar", "past", "zoom/spec2025_past_webinars-webinarId-participants_GET"),
]


def last_page(tree: dict[str, Any]) -> bytes:
    """Return a sample as a whole listing: the documents' examples announce a page that does not follow."""
    return json.dumps(tree | {"next_page_token": ""}).encode()


def endpoint_of(kind: str, source: str) -> Endpoint:
    endpoint: Endpoint = getattr(SOURCES[source], kind)
    return endpoint


def listed(kind: str, source: str, tree: dict[str, Any]) -> list[Participant]:
    account = Canned({endpoint_of(kind, source): last_page(tree)}, wire.FORBIDDEN)
    return list(Participants(account).list(SessionId(f"{kind}:abcd+efg=="), source=source))


@pytest.mark.parametrize(("kind", "source", "name"), SAMPLES)
def test_every_field_of_a_participant_is_kept(kind: str, source: str, name: str) -> None:
    """Times, length, name, address, ids: what the domain has a place for is there, and nothing else is."""
    tree = json.loads(sample(name))
    (row,) = tree["participants"]

    (only,) = listed(kind, source, tree)

    assert only == Participant(
        session=SessionId(f"{kind}:abcd+efg=="),
        matched_by="registrant",
        intervals=(Interval(datetime.fromisoformat(row["join_time"]), datetime.fromisoformat(row["leave_time"])),),
        waited=(),
        present=timedelta(seconds=row["duration"]),
        rows=1,
        internal=row.get("internal_user"),
        registrant=row["registrant_id"],
        user=row.get("participant_user_id", row["id"]),
        name=row["name"],
        email=row["user_email"],
        phone="",
    )


@pytest.mark.parametrize(("kind", "source", "name"), SAMPLES)
def test_a_score_of_old_times_changes_nothing(kind: str, source: str, name: str) -> None:
    """A sample with the old score put back in gives the same person."""
    tree = json.loads(sample(name))
    scored = json.loads(sample(name))
    scored["participants"][0]["attentiveness_score"] = "71.83"

    assert listed(kind, source, scored) == listed(kind, source, tree)
