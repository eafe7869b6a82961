"""Sample bodies of transcripts, summaries and archives, read by the library's flows and held against what they hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

import provider_bridge as pb
from provider_bridge.core.calls import Endpoint, RawReply
from provider_bridge.providers.zoom import wire as zoom
from provider_bridge.providers.zoom.errors import refuse
from provider_bridge.providers.zoom.transcripts.facet import Transcripts
from provider_bridge.providers.zoom.wire import locations as words
from provider_bridge.providers.zoom.wire import transcripts as wire

pytestmark = needs_samples

TRANSCRIPT = "zoom/spec2025_meetings-meetingId-transcript_GET"
SUMMARY = "zoom/spec2025_meetings-meetingId-meeting_summary_GET"
SUMMARIES = "zoom/spec2025_meetings-meeting_summaries_GET"
ASSISTANT = "zoom/spec2025_aic-users-userId-conversation_archive_GET"
ARCHIVE = "zoom/spec2025_past_meetings-meetingUUID-archive_files_GET"


def tree(name: str) -> Any:
    return json.loads(sample(name))


def canned(body: Any, endpoint: Any) -> Transcripts:
    return Transcripts(Canned({endpoint: json.dumps(body).encode()}, zoom.FORBIDDEN))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_transcript_is_read_whole() -> None:
    """The document's own example has an address and a reason against it: that is no download."""
    body = tree(TRANSCRIPT)

    found = canned(body, wire.TRANSCRIPT).get(pb.SessionId("webinar:u=="))

    assert body["can_download"]
    assert (
        pb.SpokenTranscript(
            session=pb.SessionId(f"webinar:{body['meeting_id']}"),
            created_at=moment(body["transcript_created_time"]),
            downloadable=False,
            reason=body["download_restriction_reason"],
            auto_delete_on=date.fromisoformat(body["auto_delete_date"]),
            host=body["host_id"],
            title=body["meeting_topic"],
            url=body["download_url"],
        )
        == found
    )


def as_summary(body: dict[str, Any], prefix: str = "") -> pb.Summary:
    """Return what a summary means, taken from the JSON member by member."""
    return pb.Summary(
        session=pb.SessionId(prefix + body["meeting_uuid"]),
        event=pb.EventId(f"{prefix}{body['meeting_id']}"),
        start=moment(body["meeting_start_time"]),
        end=moment(body["meeting_end_time"]),
        created_at=moment(body["summary_created_time"]),
        modified_at=moment(body["summary_last_modified_time"]),
        title=body.get("summary_title", body["meeting_topic"]),
        text=body.get("summary_content", ""),
        document_url=body.get("summary_doc_url", ""),
        host=body["meeting_host_id"],
        host_email=body["meeting_host_email"],
    )


def test_a_summary_is_read_whole() -> None:
    """Every member that the vocabulary has comes through, today's text before the older parts."""
    body = tree(SUMMARY)

    assert as_summary(body, "meeting:") == canned(body, wire.SUMMARY).summaries.get(pb.SessionId("meeting:u=="))


def test_a_summary_of_before_is_put_together_of_all_its_parts() -> None:
    """Without today's text each older part is in the words."""
    body = {**tree(SUMMARY), "summary_content": "", "edited_summary": None}

    found = canned(body, wire.SUMMARY).summaries.get(pb.SessionId("u=="))

    assert "Meeting overview\n\n## Meeting overview\nMeeting overview\n\n- step1" == found.text


def test_a_page_of_summaries_is_read_whole() -> None:
    """Rows have no words and no kind."""
    body = {**tree(SUMMARIES), "next_page_token": ""}

    found = list(canned(body, wire.SUMMARIES).summaries.list(since=datetime(2023, 10, 19, tzinfo=UTC)))

    assert [as_summary(row) for row in body["summaries"]] == found


def test_an_assistants_archive_is_read_whole() -> None:
    """Whose it is, what time it covers, and which files belong to it."""
    body = tree(ASSISTANT)

    found = canned(body, wire.ASSISTANT_ARCHIVE).assistant.get(body["user_id"])

    assert (
        pb.AssistantArchive(
            host=body["user_id"],
            start=moment(body["start_time"]),
            end=moment(body["end_time"]),
            size=body["file_size"],
            extension=body["file_extension"],
            files=tuple(each["file_id"] for each in body["physical_files"]),
            email=body["email"],
            name=body["display_name"],
            url=body["aic_history_download_url"],
        )
        == found
    )


def test_copies_are_found_in_samples() -> None:
    """An archive, a transcript and a summary as Zoom documents them are told with their states."""
    missing = pb.NotFound("GET /x", 404, "no")
    missing.missing = "event"
    answers: dict[Endpoint, bytes | pb.ProviderBridgeError] = {
        words.PAST_MEETING: missing,
        words.RECORDING: missing,
        wire.TRANSCRIPT: sample(TRANSCRIPT),
        wire.SUMMARY: sample(SUMMARY),
        words.ARCHIVE: sample(ARCHIVE),
        wire.ASSISTANT_ARCHIVE: sample(ASSISTANT),
        words.TRASH: b'{"meetings": []}',
        words.MEETING: missing,
    }

    rows = Transcripts(Canned(answers, zoom.FORBIDDEN)).copies.list(pb.SessionId("u=="))

    states = {each.place: each.state for each in rows}
    assert ("present", "present", "present") == (states["transcript"], states["summary"], states["summary.document"])
    files = [file for file in tree(ARCHIVE)["archive_files"] if file["file_type"].startswith("CHAT")]
    assert files
    assert [file["id"] for file in files] == [each.file for each in rows if each.place == "archive.chat"]


def test_the_answer_that_only_paying_accounts_may_is_a_refusal() -> None:
    """The sample of HTTP 200 with an error in it is a missing plan."""
    body = sample("zoom/synthetic_error_200_paid_only")
    error = refuse(wire.SUMMARIES.name, RawReply(200, {}, body), datetime(2026, 11, 23, tzinfo=UTC))

    assert isinstance(error, pb.Forbidden)
    assert error.missing_plan


@pytest.mark.parametrize("name", ["completed", "updated", "trashed", "recovered"])
def test_what_webhooks_say_of_summaries_is_a_summary_too(name: str) -> None:
    """The object of each notice decodes as the answer of the API does."""
    body = tree(f"zoom/webhook_meeting.summary_{name}")["payload"]["object"]

    assert as_summary(body) == canned(body, wire.SUMMARY).summaries.get(pb.SessionId("u=="))
