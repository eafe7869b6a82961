"""The recording in GoToMeeting's history: every member is read, or there is a reason why not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from contract.openapi import meeting, needs_documents, needs_samples
from contract.samples import sample
from support import NOON

from provider_bridge.core.calls import Reply
from provider_bridge.core.decode import decode
from provider_bridge.domain.ids import RecordingId
from provider_bridge.domain.recordings import Recording, RecordingFile
from provider_bridge.providers.gotomeeting.recording_rows import recordings
from provider_bridge.providers.gotomeeting.wire import recordings as wire

SAMPLE: Final = "goto/reconstructed_g2m_historical_meetings"

READ: Final = {"startTime", "duration", "email", "sessionId", "subject", "organizerKey", "meetingId", "recording"}
NOT_READ: Final = {
    "firstName": "the organizer's name: the key and the address say who it is",
    "lastName": "likewise",
    "endTime": "when the session ended, which is the sessions' facet; the recording's length is not told",
    "numAttendees": "how many came, which is the sessions' facet",
    "accountKey": "the account that was asked about",
    "locale": "the language of the organizer's web page",
    "meetingType": "how it was scheduled, which is the events' facet",
    "conferenceCallInfo": "access codes that let people in; nothing of the recording",
}
"""Members of a row that are deliberately not read, each with the reason."""

OF_RECORDING: Final = {"recordingName", "recordingId", "downloadUrl", "fileSize", "shareUrl"}


@needs_samples
def test_every_member_of_a_row_is_read_or_excused() -> None:
    """Nothing is lost, and nothing is invented; the time has a dot without digits."""
    (row,) = json.loads(sample(SAMPLE))
    rows = decode(wire.RECORDED_ROWS, Reply("GET /x", sample(SAMPLE), 0, NOON, ""))

    (found,) = recordings(rows, "somebody else")

    shown = row["recording"]
    session = f"{row['organizerKey']}/{row['meetingId']}/{row['sessionId']}"
    start = datetime.fromisoformat(row["startTime"].replace(".+", "+")).astimezone(UTC)
    name = f"{session}/{start:%Y-%m-%d}"
    file = RecordingFile(
        id=shown["recordingId"],
        recording=RecordingId(name),
        type="MP4",
        content="video",
        status="completed",
        extension="MP4",
        size=shown["fileSize"],
        start=None,
        end=None,
        name=shown["recordingName"],
        url=shown["downloadUrl"],
    )
    wanted: dict[str, Any] = {
        "id": name,
        "session": session,
        "event": row["meetingId"],
        "kind": "meeting",
        "state": "stored",
        "start": start,
        "duration": timedelta(minutes=int(row["duration"])),
        "host": row["organizerKey"],
        "size": shown["fileSize"],
        "files": (file,),
        "auto_delete_on": None,
        "trash_ends_on": None,
        "title": row["subject"],
        "host_email": row["email"],
        "share_url": shown["shareUrl"],
        "passcode": "",
        "created_at": None,
    }
    assert wanted == {name: getattr(found, name) for name in Recording.__slots__}
    assert READ | NOT_READ.keys() == row.keys()
    assert OF_RECORDING == shown.keys()


@needs_documents
def test_the_document_has_no_member_that_nobody_thought_of() -> None:
    """Each member of both schemas is read, or excused with a reason."""
    schemas = meeting().tree["components"]["schemas"]

    assert READ | NOT_READ.keys() == schemas["HistoricalMeeting"]["properties"].keys()
    assert OF_RECORDING == schemas["MeetingRecording"]["properties"].keys()
    assert not READ & NOT_READ.keys()
    assert all(NOT_READ.values())
