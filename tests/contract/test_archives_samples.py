"""Sample bodies of the compliance archive, field by field."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge.core.calls import Endpoint
from provider_bridge.domain.ids import EventId, FileId, HostId, SessionId
from provider_bridge.domain.recordings import ArchivedSession, ArchiveFile
from provider_bridge.errors import ListingIncomplete
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.archives.facet import Archives

pytestmark = needs_samples

LISTED = "zoom/spec2025_archive_files_GET"
ALONE = "zoom/spec2025_past_meetings-meetingUUID-archive_files_GET"
SINCE = datetime(2021, 4, 1, tzinfo=UTC)
UNTIL = datetime(2021, 5, 1, tzinfo=UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def facet(endpoint: Endpoint, body: bytes) -> Archives:
    return Archives(Canned({endpoint: body}, wire.FORBIDDEN))


def file(row: dict[str, Any]) -> ArchiveFile:
    return ArchiveFile(
        id=FileId(row["id"]),
        type=row["file_type"],
        content=row["recording_type"],
        status=row["status"],
        extension=row["file_extension"],
        size=row["file_size"],
        individual=row["individual"],
        auto_delete=row["auto_delete"],
        storage_location=row["storage_location"],
        fingerprint=row["encryption_fingerprint"],
        messages=row["number_of_messages"],
        participant_joined=moment(row["participant_join_time"]),
        participant_left=moment(row["participant_leave_time"]),
        participant_email=row["participant_email"],
        url=row["download_url"],
    )


def shared(row: dict[str, Any]) -> ArchiveFile:
    return ArchiveFile(
        id=FileId(row["file_id"]),
        type="",
        content="shared_file",
        status="",
        extension="",
        size=row["file_size"],
        individual=None,
        auto_delete=None,
        name=row["file_name"],
        url=row["download_url"],
    )


def archived(body: dict[str, Any]) -> ArchivedSession:
    """Return what a body has to become, from its JSON alone."""
    return ArchivedSession(
        session=SessionId(f"meeting:{body['uuid']}"),
        event=EventId(f"meeting:{body['id']}"),
        host=HostId(body["host_id"]),
        kind="meeting",
        status=body["status"],
        start=moment(body["start_time"]),
        completed_at=moment(body["complete_time"]),
        size=body["total_size"],
        breakout_of=SessionId(f"meeting:{body['parent_meeting_id']}") if body["is_breakout_room"] else None,
        files=(*map(file, body["archive_files"]), *map(shared, body["physical_files"])),
        title=body["topic"],
    )


@pytest.mark.parametrize("change", [{}, {"is_breakout_room": True, "type": 100}])
def test_a_body_becomes_an_archived_session(change: dict[str, Any]) -> None:
    """Every field of the session and of each file comes from its place in the body."""
    body = json.loads(sample(ALONE)) | change

    found = facet(wire.archives.ARCHIVED, json.dumps(body).encode()).get(SessionId(body["uuid"]))

    assert found == archived(body)


def test_a_row_becomes_an_archived_session() -> None:
    """The document's page is made whole: its period, its total and its token are those of no listing."""
    body = json.loads(sample(LISTED))
    whole = body | {
        "next_page_token": "",
        "total_records": 1,
        "from": "2021-01-01T00:00:00Z",
        "to": "2022-01-01T00:00:00Z",
    }

    found = list(facet(wire.archives.ARCHIVES, json.dumps(whole).encode()).list(since=SINCE, until=UNTIL))

    assert found == [archived(row) for row in body["meetings"]]
    with pytest.raises(ListingIncomplete):
        list(facet(wire.archives.ARCHIVES, sample(LISTED)).list(since=SINCE, until=UNTIL))
