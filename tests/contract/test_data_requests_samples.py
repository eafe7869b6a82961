"""Sample bodies of data requests, field by field."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample
from support import drive

from provider_bridge.core.calls import Call, Endpoint
from provider_bridge.domain.ids import HostId, RequestId
from provider_bridge.domain.requests import AcceptedRequest, DataRequest
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.data_requests import DataRequests

pytestmark = needs_samples

LIST = "zoom/spec2025_data_requests-requests_GET"
MADE = "zoom/spec2025_data_requests-requests_POST"
BODY = "zoom/spec2025_data_requests-requests_POST_request"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def facet(endpoint: Endpoint, body: bytes) -> DataRequests:
    return DataRequests(Canned({endpoint: body}, wire.FORBIDDEN))


def test_a_record_becomes_a_request() -> None:
    """Every field of a request comes from its place in the record; the document's page is made whole."""
    body = json.loads(sample(LIST))
    whole = json.dumps(body | {"next_page_token": ""}).encode()

    assert list(facet(wire.data_requests.REQUESTS, whole).list()) == [
        DataRequest(
            id=RequestId(row["request_id"]),
            kind={"DELETE": "erasure", "EXPORT": "export"}[row["request_type"]],
            state=row["state"].lower(),
            created_at=moment(row["created_at"]),
            start=moment(row["start_at"]),
            end=moment(row["end_at"]),
            files=row["files_count"],
            scope=tuple(row["data_type"]),
            requested_by=HostId(row["requestor_user_id"]),
            own=row["is_current_user"],
            person=row["user_identifier"],
            requested_by_name=row["requestor_name"],
            failure=row["failed_reason"],
        )
        for row in body["records"]
    ]
    with pytest.raises(ListingIncomplete):
        list(facet(wire.data_requests.REQUESTS, sample(LIST)).list())


def test_the_documented_export_is_what_is_sent_and_understood() -> None:
    """From the arguments follows exactly the documented body, and from the documented answer the ids."""
    wanted, made = json.loads(sample(BODY)), json.loads(sample(MADE))["data"]
    canned = Canned({wire.data_requests.ADD: sample(MADE)}, wire.FORBIDDEN)

    accepted, steps = drive(
        DataRequests.add_export.flow(
            DataRequests(canned),
            wanted["emails"],
            since=moment(wanted["start_date"]),
            until=moment(wanted["end_date"]),
        ),
        lambda step: canned.reply(step.endpoint, sample(MADE)),
    )

    assert [dict(step.body or {}) for step in steps if isinstance(step, Call)] == [wanted]
    assert accepted == tuple(AcceptedRequest(RequestId(row["request_id"]), row["email"]) for row in made)
