"""Where one session's words lie at Zoom: each answer of each place has one meaning, and doubt is unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support import NOON, drive, sandbox_opened, unlimited

import provider_bridge as pb
from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.steps import Now
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.providers.zoom.transcripts.locations import Copies
from provider_bridge.providers.zoom.wire import chats, transcripts
from provider_bridge.providers.zoom.wire import locations as words
from provider_bridge.sandbox.zoom.recordings_state import RUN_TRASH, Recordings
from provider_bridge.sandbox.zoom.spoken import Transcripts as Spoken


def error(kind: type[Any], code: str = "", *, missing: str = "", in_trash: bool = False) -> Any:
    found = kind("GET /x", 404, "no", code=code)
    if missing:
        found.missing = missing
    if in_trash:
        found.in_trash = True
    return found


NO_RECORDING = error(pb.NotFound, "3301", missing="recording")
NO_TRANSCRIPT = error(pb.NotFound, "3322", missing="transcript")
NO_EVENT = error(pb.NotFound, "3001", missing="event")
BARE = error(pb.NotFound)
FORBIDDEN = error(pb.Forbidden, "200")
START = "2026-11-20T10:00:00Z"
PAST = {"uuid": "u==", "id": 5, "host_id": "h", "start_time": START, "end_time": "2026-11-20T11:00:00Z"}
CHAT_OFF = {"settings": {"continuous_meeting_chat": {"enable": False}}}


def in_trash(*recordings: dict[str, Any], kind: str = "") -> Any:
    """Answer one of the trashes, or both, with recordings, saying which days it is about."""

    def answer(call: Call) -> dict[str, Any]:
        shown = list(recordings) if kind in {"", call.query["trash_type"]} else []
        return {"from": call.query["from"], "to": call.query["to"], "meetings": shown}

    return answer


NOTHING: dict[Endpoint, Any] = {
    words.PAST_MEETING: {**PAST, "has_meeting_summary": False},
    words.RECORDING: NO_RECORDING,
    transcripts.TRANSCRIPT: NO_TRANSCRIPT,
    transcripts.SUMMARY: NO_EVENT,
    words.ARCHIVE: NO_EVENT,
    words.TRASH: in_trash(),
    words.MEETING: CHAT_OFF,
    transcripts.ASSISTANT_ARCHIVE: {"user_id": "h", "end_time": "2026-10-01T00:00:00Z"},
    chats.MESSAGES: {"messages": []},
}
"""What Zoom answers when a meeting left no words anywhere."""


def flow(operation: Any, *arguments: Any, **options: Any) -> Any:
    """Return an operation's flow; none of these needs a face."""
    return operation.flow(None, *arguments, **options)


def look(
    changes: dict[Endpoint, Any] | None = None, session: str = "meeting:u=="
) -> tuple[dict[str, pb.WordsCopy], list[Call]]:
    """Return the rows by place, and the calls that were made."""
    answers = {**NOTHING, **(changes or {})}

    def answer(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        if not isinstance(step, Call):
            return None
        found = answers[step.endpoint]
        found = found(step) if callable(found) else found
        return (
            found
            if isinstance(found, ProviderBridgeError)
            else Reply(step.endpoint.name, json.dumps(found).encode(), 0, NOON, "")
        )

    rows, steps = drive(flow(Copies.list, session), answer)
    return {each.place: each for each in rows}, [step for step in steps if isinstance(step, Call)]


def states(changes: dict[Endpoint, Any] | None = None, session: str = "meeting:u==") -> dict[str, str]:
    return {place: row.state for place, row in look(changes, session)[0].items()}


def test_a_run_without_words_has_none_anywhere() -> None:
    """Every place said so, except the document that only a summary could have named."""
    found = states()

    assert {"summary.document"} == {place for place, state in found.items() if state != "absent"}
    assert "unknown" == found["summary.document"]
    assert {
        *("recording.transcript", "recording.captions", "recording.chat", "recording.summary", "trash", "transcript"),
        *("summary", "summary.document", "archive", "team_chat", "assistant"),
    } == set(found)


@pytest.mark.parametrize(
    ("endpoint", "places"),
    [
        (
            words.RECORDING,
            {"recording.transcript", "recording.captions", "recording.chat", "recording.summary", "transcript"},
        ),
        (transcripts.TRANSCRIPT, {"transcript"}),
        (transcripts.SUMMARY, {"summary"}),
        (words.ARCHIVE, {"archive"}),
        (words.TRASH, {"trash"}),
        (words.MEETING, {"team_chat"}),
        (transcripts.ASSISTANT_ARCHIVE, {"assistant"}),
        (words.PAST_MEETING, {"summary", "archive", "trash", "team_chat", "assistant"}),
    ],
)
@pytest.mark.parametrize(
    "answer", [FORBIDDEN, BARE, error(pb.ProviderBroken), pb.TimedOut("GET /x", "late"), ["no object"]]
)
def test_a_place_that_could_not_be_asked_is_unknown(endpoint: Endpoint, places: set[str], answer: Any) -> None:
    """A refusal, a bare 404, a failure and a broken answer never mean absent; nor does what depended on it."""
    found, _ = look({endpoint: answer})

    assert places | {"summary.document"} == {place for place, row in found.items() if row.state == "unknown"}
    assert all(row.why for row in found.values() if row.state == "unknown")


def test_what_concerns_the_whole_account_is_raised() -> None:
    """Rejected credentials and a used-up quota are not eleven unknown places."""
    for kind in (pb.Unauthorized, pb.QuotaExhausted):
        with pytest.raises(kind):
            look({transcripts.SUMMARY: error(kind)})


def recording(*files: dict[str, Any]) -> dict[str, Any]:
    return {"uuid": "u==", "id": 5, "host_id": "h", "start_time": START, "recording_files": list(files)}


def file(kind: str, status: str = "completed") -> dict[str, Any]:
    return {"id": f"id-{kind}", "file_type": kind, "status": status}


def test_each_file_of_words_is_told() -> None:
    """Files of words are present with their id, whatever else is there; what is not listed is absent."""
    found, _ = look({words.RECORDING: recording(file("MP4"), file("CHAT"), file("transcript"), file("NEW"))})

    assert ("present", "id-CHAT", True) == (
        found["recording.chat"].state,
        found["recording.chat"].file,
        found["recording.chat"].deletable,
    )
    assert ("present", "absent") == (found["recording.transcript"].state, found["recording.captions"].state)


@pytest.mark.parametrize(
    "files",
    [
        *([], [file("")], [file("CHAT"), file("", "processing")], [file("CHAT"), file("MP4", "processing")]),
        [file("CHAT"), file("MP4", "queued")],  # a status nobody has seen does not say that it is complete
    ],
)
def test_quirk_19_a_recording_in_the_making_leaves_the_rest_unknown(files: list[dict[str, Any]]) -> None:
    """While a file is processed, or none is listed, what is not there may be to come."""
    found = states({words.RECORDING: recording(*files)})

    assert "unknown" == found["recording.captions"]
    assert "unknown" == found["transcript"]


def test_a_denied_transcript_beside_a_transcript_file_is_unknown() -> None:
    """Zoom was seen to deny a transcript that lay in the recording: then its word does not count."""
    found, _ = look({words.RECORDING: recording(file("TRANSCRIPT"))})

    assert ("present", "unknown") == (found["recording.transcript"].state, found["transcript"].state)
    assert "holds a transcript file" in found["transcript"].why


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (None, "present"),
        ("", "present"),
        ("NOT_READY", "present"),
        ("SOMETHING_NEW", "present"),
        ("NO_TRANSCRIPT_DATA", "absent"),
        ("DELETED_OR_TRASHED", "unknown"),
        ("UNSUPPORTED", "unknown"),
    ],
)
def test_what_zoom_says_of_a_transcript(reason: str | None, state: str) -> None:
    """Only the word that there is no data means absent."""
    body = {"meeting_id": "u==", "download_restriction_reason": reason}

    assert state == states({transcripts.TRANSCRIPT: body})["transcript"]


def test_no_transcript_data_beside_a_transcript_file_is_unknown() -> None:
    """A bug once: this denial counted without a look at the recording, which held the transcript."""
    body = {"meeting_id": "u==", "download_restriction_reason": "NO_TRANSCRIPT_DATA"}
    found = states({transcripts.TRANSCRIPT: body, words.RECORDING: recording(file("TRANSCRIPT"))})

    assert ("present", "unknown") == (found["recording.transcript"], found["transcript"])
    assert "unknown" == states({transcripts.TRANSCRIPT: body, words.RECORDING: FORBIDDEN})["transcript"]


def test_a_summary_and_its_second_copy() -> None:
    """A summary that names a document has a second copy that no API deletes; in the trash it is still stored."""
    body = {"meeting_uuid": "u==", "summary_doc_url": "https://docs.zoom.us/doc/1"}
    named, _ = look({transcripts.SUMMARY: body})
    alone = states({transcripts.SUMMARY: {**body, "summary_doc_url": ""}})
    trashed, _ = look({transcripts.SUMMARY: error(pb.Forbidden, "2305", in_trash=True)})

    assert ("present", True) == (named["summary"].state, named["summary"].deletable)
    assert ("present", False) == (named["summary.document"].state, named["summary.document"].deletable)
    assert ("present", "absent") == (alone["summary"], alone["summary.document"])
    assert ("present", False) == (trashed["summary"].state, trashed["summary"].deletable)
    assert "unknown" == states({transcripts.SUMMARY: error(pb.Forbidden, "2305")})["summary"]
    assert "unknown" == states({words.PAST_MEETING: PAST})["summary"]
    assert "unknown" == states({words.PAST_MEETING: {**PAST, "has_meeting_summary": True}})["summary"]


@pytest.mark.parametrize("kind", ["CHAT", "CC", "CHAT_MESSAGE", "TRANSCRIPT", "AIC_COVERSATION", "AIC_CONVERSATION"])
def test_quirk_34_files_of_an_archive_are_told_however_they_are_spelled(kind: str) -> None:
    """Each of the archive's files of words is present, with its id."""
    found, _ = look({words.ARCHIVE: {"status": "completed", "archive_files": [file("MP4"), file(kind)]}})

    (row,) = [row for place, row in found.items() if place.startswith("archive")]
    assert ("present", f"id-{kind}") == (row.state, row.file)


def test_an_archive_in_the_making_is_unknown() -> None:
    """An archive without words is absent only when it is complete."""
    done = {"status": "completed", "archive_files": [file("MP4")]}

    assert "absent" == states({words.ARCHIVE: done})["archive"]
    for status in ("processing", "queued"):
        assert "unknown" == states({words.ARCHIVE: {**done, "status": status}})["archive"]
        assert "unknown" == states({words.ARCHIVE: {**done, "archive_files": [file("MP4", status)]}})["archive"]


@pytest.mark.parametrize("kind", ["meeting_recordings", "recording_file"])
def test_quirk_7_both_trashes_are_asked(kind: str) -> None:
    """Whole recordings and single files lie in two trashes, in which days of deletion count; all of it is stored."""
    mine = {**recording(file("CHAT"), file("MP4"))}
    others = {**mine, "uuid": "another"}
    found, calls = look({words.TRASH: in_trash({**mine, "uuid": "u=="}, kind=kind)})

    assert ("present", False) == (found["trash.chat"].state, found["trash.chat"].deletable)
    assert {("meeting_recordings", "true"), ("recording_file", "true")} == {
        (c.query["trash_type"], c.query["trash"]) for c in calls if c.endpoint is words.TRASH
    }
    assert "absent" == states({words.TRASH: in_trash(others, kind=kind)})["trash"]
    empty = {**mine, "uuid": "u==", "recording_files": None}
    assert "unknown" == states({words.TRASH: in_trash(empty, kind=kind)})["trash"]


def test_a_trash_that_is_cut_by_the_day_of_deletion_hides_nothing() -> None:
    """A bug once: only the days around the run were asked for, but the trash may list by the day of deletion."""
    past = {**PAST, "start_time": "2026-05-20T10:00:00Z", "end_time": "2026-05-20T11:00:00Z"}
    mine = {**recording(file("CHAT")), "uuid": "u=="}

    def answer(call: Call) -> Any:
        recent = call.query["from"] <= "2026-11-18" <= call.query["to"]  # it was deleted then
        return in_trash(*([mine] if recent else []))(call)

    assert "present" == states({words.PAST_MEETING: past, words.TRASH: answer})["trash.chat"]


def test_a_trash_that_answers_for_other_days_is_unknown() -> None:
    """A bug once: which days the trash answered for was not looked at, so that any empty answer meant absent."""
    assert "unknown" == states({words.TRASH: {"from": "2026-11-01", "to": "2026-11-02", "meetings": []}})["trash"]


def test_one_trash_that_is_empty_does_not_speak_for_the_other() -> None:
    """Where the first says that there is no recording, the second is asked all the same."""

    def answer(call: Call) -> Any:
        return NO_RECORDING if call.query["trash_type"] == "meeting_recordings" else FORBIDDEN

    assert "unknown" == states({words.TRASH: answer})["trash"]


def test_a_standing_chat_is_asked_for_the_time_of_the_run() -> None:
    """Messages from its start to its end count; a meeting without a channel has none; one that is over is unknown."""
    channel = {"settings": {"continuous_meeting_chat": {"enable": True, "channel_id": "c"}}}
    some = {"messages": [{"id": "m", "message": "hi"}]}
    found, calls = look({words.MEETING: channel, chats.MESSAGES: some})
    (asked,) = [call for call in calls if call.endpoint is chats.MESSAGES]

    assert "present" == found["team_chat"].state
    assert ("c", START, "2026-11-20T11:00:00Z") == (asked.query["to_channel"], asked.query["from"], asked.query["to"])
    assert "absent" == states({words.MEETING: channel})["team_chat"]


def test_a_standing_chat_of_more_than_six_months_ago_is_unknown() -> None:
    """A bug once: Zoom tells of six months only, and an empty answer about a time before that meant absent."""
    channel = {"settings": {"continuous_meeting_chat": {"enable": True, "channel_id": "c"}}}
    past = {**PAST, "start_time": "2026-05-20T10:00:00Z", "end_time": "2026-05-20T11:00:00Z"}
    found, calls = look({words.MEETING: channel, words.PAST_MEETING: past})

    assert "unknown" == found["team_chat"].state
    assert "six months" in found["team_chat"].why
    assert not [call for call in calls if call.endpoint is chats.MESSAGES]
    assert "unknown" == states({words.MEETING: channel, chats.MESSAGES: FORBIDDEN})["team_chat"]
    for settings in ({}, {"settings": None}, {"settings": {"continuous_meeting_chat": {"enable": True}}}):
        assert "unknown" == states({words.MEETING: settings})["team_chat"]
    assert "unknown" == states({words.MEETING: NO_EVENT})["team_chat"]


def test_a_webinar_has_no_standing_chat_and_no_past_meeting() -> None:
    """What only meetings have is not asked of a webinar."""
    found, calls = look({words.RECORDING: recording(file("CHAT"))}, "webinar:u==")

    assert "absent" == found["team_chat"].state
    assert {words.MEETING, words.PAST_MEETING}.isdisjoint(call.endpoint for call in calls)
    assert "present" == found["recording.chat"].state
    assert "unknown" == found["archive"].state


def test_an_archive_of_the_assistant_that_covers_the_time_is_unknown() -> None:
    """It is not told apart by session, so it neither shows the words nor clears the host."""
    body = {"user_id": "h", "end_time": "2026-11-23T00:00:00Z"}

    assert "unknown" == states({transcripts.ASSISTANT_ARCHIVE: body})["assistant"]
    assert "unknown" == states({transcripts.ASSISTANT_ARCHIVE: {"user_id": "h", "end_time": ""}})["assistant"]


def test_the_simulators_runs(face: str) -> None:
    """A recorded and archived run, one in the trash, and one whose transcript is denied are told as they are."""
    box = unlimited()
    recordings = box.world.part(Recordings)
    gone = recordings.by_uuid[box.world.sessions[1].uuid]
    recordings.delete(gone, gone.files, RUN_TRASH)
    with sandbox_opened(face, box) as accounts:
        copies = accounts["sandbox-zoom"].transcripts.copies

        def of(number: int) -> dict[str, str]:
            session = box.world.sessions[number]
            return {each.place: each.state for each in copies.list(f"{session.kind.lower()}:{session.uuid}")}

        plain, trashed, denied, none = of(9), of(1), of(4), of(-1)

    present = {"recording.transcript", "recording.chat", "transcript"}
    present |= {"summary", "summary.document", "team_chat"}
    present |= {"archive.chat", "archive.transcript", "archive.assistant"}
    assert present == {place for place, state in plain.items() if state == "present"}
    assert ("absent", "present") == (trashed["recording.chat"], trashed["trash.chat"])
    assert ("present", "unknown") == (denied["recording.transcript"], denied["transcript"])
    assert ("absent", "unknown") == (none["team_chat"], none["summary"])
    assert box.world.part(Spoken).transcripts
