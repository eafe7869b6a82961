"""Zoom's transcripts and summaries against the simulator, on both faces, and with answers it does not give."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from support import NOON, drive, sandbox_opened, unlimited

import provider_bridge as pb
from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.steps import Now, Settling, Sleep
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.providers.zoom.recordings.rows import recording
from provider_bridge.providers.zoom.transcripts.facet import Transcripts
from provider_bridge.providers.zoom.transcripts.summaries import Summaries
from provider_bridge.providers.zoom.wire import locations as words
from provider_bridge.providers.zoom.wire import transcripts as wire
from provider_bridge.providers.zoom.wire.directory import USERS
from provider_bridge.providers.zoom.wire.recordings import RUN_ANSWER
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings_state import Recordings
from provider_bridge.sandbox.zoom.spoken import Transcripts as Spoken

PLAIN, NOT_READY, DENIED, IN_TRASH, LAST = 9, 3, 4, 5, -1


@contextmanager
def account(face: str, box: Sandbox | None = None, app: Any = None) -> Iterator[tuple[Any, Sandbox]]:
    box = box or unlimited()
    with sandbox_opened(face, box, app) as accounts:
        yield accounts["sandbox-zoom"].transcripts, box


def run(box: Sandbox, number: int) -> str:
    session = box.world.sessions[number]
    return f"{session.kind.lower()}:{session.uuid}"


def refused(kind: type[Any], code: str = "", *, missing: str = "", status: int = 404, in_trash: bool = False) -> Any:
    error = kind("GET /x", status, "no", code=code)
    if missing:
        error.missing = missing
    if in_trash:
        error.in_trash = True
    return error


def flow(operation: Any, *arguments: Any, **options: Any) -> Any:
    """Return an operation's flow; none of these needs a face."""
    return operation.flow(None, *arguments, **options)


def driven(steps: Any, answers: dict[Endpoint, Any]) -> tuple[Any, list[Any]]:
    """Drive a flow with answers for each endpoint, in order; the last one is given again."""

    def answer(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        if isinstance(step, Sleep):
            return None
        if isinstance(step, Settling):
            return 1.0
        assert isinstance(step, Call)
        given = answers[step.endpoint]
        if callable(given):
            given = [given(step)]
        body = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(body, ProviderBridgeError):
            return body
        return Reply(step.endpoint.name, b"" if body is None else json.dumps(body).encode(), 0, NOON, "r-1")

    return drive(steps, answer)


# --- transcripts -------------------------------------------------------------------------------------------


def test_a_transcript_is_read(face: str) -> None:
    """It names its run as the caller did, and can be downloaded when nothing speaks against it."""
    with account(face) as (transcripts, box):
        found = transcripts.get(run(box, PLAIN))
        session = box.world.sessions[PLAIN]

        assert (run(box, PLAIN), True, "") == (found.session, found.downloadable, found.reason)
        assert (session.event.topic, box.world.host_of(session).id) == (found.title, found.host)
        assert (session.start + timedelta(days=90)).date() == found.auto_delete_on
        assert "/rec/" in found.url
        assert found.url not in repr(found)
        assert not transcripts.get(run(box, NOT_READY)).downloadable


@pytest.mark.parametrize(
    ("body", "downloadable"),
    [
        ({"can_download": True, "download_url": "https://x"}, True),
        ({"download_url": "https://x"}, True),
        ({"can_download": False, "download_url": "https://x"}, False),
        ({"can_download": True, "download_url": "https://x", "download_restriction_reason": "NOT_READY"}, False),
        ({"can_download": True, "download_url": "https://x", "download_restriction_reason": ""}, True),
        ({"can_download": True, "download_url": ""}, False),
        ({"can_download": True, "download_url": None}, False),
        ({"can_download": True}, False),
    ],
)
def test_quirk_37_flags_that_disagree_mean_no_download(body: dict[str, Any], downloadable: bool) -> None:
    """Zoom's flags contradict each other; only where none speaks against it a transcript counts as ready."""
    whole = {"meeting_id": "u==", "auto_delete_date": "", "transcript_created_time": "", **body}
    found, _ = driven(flow(Transcripts.get, "u=="), {wire.TRANSCRIPT: [whole]})

    assert (downloadable, None, None, "u==") == (
        found.downloadable,
        found.auto_delete_on,
        found.created_at,
        found.session,
    )


def test_a_transcript_that_is_not_there_is_told_by_its_kind(face: str) -> None:
    """A missing transcript and an unknown run are told apart; a number is refused before anything is sent."""
    with account(face) as (transcripts, box):
        for name, missing in ((run(box, LAST), "transcript"), ("meeting:AAAAAAAAAAAAAAAAAAAAAA==", "event")):
            with pytest.raises(pb.NotFound) as caught:
                transcripts.get(name)
            assert missing == caught.value.missing
        calls = sum(box.log.values())
        with pytest.raises(pb.InvalidInput):
            transcripts.get(str(box.world.sessions[PLAIN].number))
        assert calls == sum(box.log.values())


def test_a_transcript_is_deleted_everywhere_it_is_asked_for(face: str) -> None:
    """It is gone when Zoom denies it and the recording, which still has other files, has no transcript file."""
    with account(face) as (transcripts, box):
        outcome = transcripts.delete(run(box, PLAIN))
        again = transcripts.delete(run(box, PLAIN))

        assert isinstance(outcome, pb.Gone)
        whats = [each.what for each in outcome.evidence]
        assert ["accepted", "HTTP 404, code 3322", "no transcript file in the recording", "not in the trash"] == whats
        assert isinstance(again, pb.AlreadyGone)
        assert ["HTTP 404, code 3322", *whats[1:]] == [e.what for e in again.evidence]
        left = box.world.part(Recordings).by_uuid[box.world.sessions[PLAIN].uuid].files
        assert "CHAT" in {file.type for file in left}


def test_a_denied_transcript_that_lies_in_the_recording_is_not_gone(face: str) -> None:
    """Zoom says that there is none, and the recording holds it: nothing was deleted."""
    with account(face) as (transcripts, box):
        outcome = transcripts.delete(run(box, DENIED))

        assert isinstance(outcome, pb.Refused)
        assert "recording still holds" in outcome.reason


MISSING = refused(pb.NotFound, "3322", missing="transcript")
NO_RECORDING = refused(pb.NotFound, "3301", missing="recording")
FILE = {"file_type": "TRANSCRIPT", "status": "completed", "id": "f"}
OTHER = {"file_type": "MP4", "status": "completed", "id": "g"}


OWNER = {"host_id": "h", "transcript_created_time": "2026-11-20T10:00:00Z"}
RECORDED = {"uuid": "u==", "host_id": "h", "start_time": "2026-11-20T09:00:00Z"}
KNOWN = recording(RUN_ANSWER.validate_python(RECORDED))


def trash_of(*rows: dict[str, Any]) -> Callable[[Call], Any]:
    """Answer for the days that are asked for, with the same rows in whole recordings and none in single files."""

    def answer(call: Call) -> dict[str, Any]:
        shown = list(rows) if call.query["trash_type"] == "meeting_recordings" else []
        return {
            "from": call.query["from"],
            "to": call.query["to"],
            "meetings": shown,
            "total_records": len(shown),
        }

    return answer


def deleted(look: Any, recorded: Any, delete: Any = None, *, trash: Any = None, known: Any = None) -> Any:
    first = MISSING if delete == MISSING else {"meeting_id": "u==", **OWNER}
    answers = {
        wire.DELETE_TRANSCRIPT: [delete],
        wire.TRANSCRIPT: [first, look],
        words.RECORDING: [recorded],
        USERS: [{"users": [], "total_records": 301}],
        words.TRASH: trash_of() if trash is None else trash if callable(trash) else [trash],
    }
    return driven(flow(Transcripts.delete, "u==", known=known), answers)[0]


@pytest.mark.parametrize(
    ("look", "recording", "outcome"),
    [
        (MISSING, NO_RECORDING, pb.Gone),
        (MISSING, {**RECORDED, "recording_count": 1, "recording_files": [OTHER]}, pb.Gone),
        (MISSING, {**RECORDED, "recording_files": [OTHER]}, pb.Unconfirmed),  # nothing says that these are all
        (MISSING, {**RECORDED, "recording_files": [OTHER, FILE]}, pb.Unconfirmed),
        (MISSING, {**RECORDED, "recording_files": [OTHER, {"file_type": "", "status": ""}]}, pb.Unconfirmed),
        (MISSING, {**RECORDED, "recording_files": [{**OTHER, "status": "processing"}]}, pb.Unconfirmed),
        (MISSING, {**RECORDED, "recording_files": []}, pb.Unconfirmed),
        (MISSING, RECORDED, pb.Unconfirmed),
        (MISSING, refused(pb.NotFound, "3001", missing="event"), pb.Unconfirmed),
        (MISSING, refused(pb.NotFound), pb.Unconfirmed),
        (MISSING, refused(pb.Forbidden, "200", status=400), pb.Unconfirmed),
        ({"meeting_id": "u=="}, NO_RECORDING, pb.Unconfirmed),
        ({"meeting_id": "u==", "download_restriction_reason": "DELETED_OR_TRASHED"}, NO_RECORDING, pb.Unconfirmed),
        (refused(pb.NotFound, "3001", missing="event"), NO_RECORDING, pb.Unconfirmed),
        (refused(pb.NotFound), NO_RECORDING, pb.Unconfirmed),
        (refused(pb.ProviderBroken, status=502), NO_RECORDING, pb.Unconfirmed),
    ],
)
def test_only_two_denials_mean_gone(look: Any, recording: Any, outcome: type[Any]) -> None:
    """After an accepted deletion everything but a typed denial at both places leaves it unconfirmed."""
    assert isinstance(deleted(look, recording), outcome)


@pytest.mark.parametrize(
    ("recording", "outcome"),
    [(NO_RECORDING, pb.Unconfirmed), ({**RECORDED, "recording_files": [FILE]}, pb.Refused)],
)
def test_what_was_not_there_is_looked_for_in_the_recording(recording: Any, outcome: type[Any]) -> None:
    """Nothing was deleted, and the recording decides what that means; who has it now only ``known`` says."""
    assert isinstance(deleted(MISSING, recording, MISSING, known=KNOWN), outcome)


def test_a_transcript_whose_recording_lies_in_the_trash_is_not_gone() -> None:
    """Zoom denies both, and the trash has them: that is still stored, until the trash is emptied."""
    gone = {**FILE, "deleted_time": "2026-11-21T00:00:00Z"}
    trash = trash_of({**RECORDED, "recording_count": 1, "recording_files": [gone]})
    for delete in (None, MISSING):
        outcome = deleted(MISSING, NO_RECORDING, delete, trash=trash, known=KNOWN)
        assert isinstance(outcome, pb.Trashed)
        assert outcome.until == datetime(2026, 12, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "trash",
    [
        refused(pb.NotFound, "1001", missing="user"),
        {"from": "2026-01-01", "to": "2026-01-02", "meetings": []},  # clamped
        trash_of({**RECORDED, "recording_count": 2, "recording_files": [OTHER]}),
    ],
)
def test_a_trash_that_does_not_tell_leaves_a_transcript_unconfirmed(trash: Any) -> None:
    """Refused, answered for other days, or shown in part."""
    assert isinstance(deleted(MISSING, NO_RECORDING, trash=trash), pb.Unconfirmed)


def test_a_transcript_without_a_known_owner_is_not_already_gone() -> None:
    """Nobody can say whose trash its recording may be in."""
    outcome = deleted(MISSING, NO_RECORDING, MISSING)

    assert isinstance(outcome, pb.Unconfirmed)
    assert "known=" in outcome.reason


@pytest.mark.parametrize("more", [{"uuid": "another=="}, {"recording_count": 2}])
def test_another_runs_recording_or_a_part_of_one_does_not_prove_a_transcript_gone(more: dict[str, Any]) -> None:
    """That no transcript file is shown counts only in the whole list of this very run's files."""
    whole = {**RECORDED, "recording_count": 1, "recording_files": [OTHER]}
    assert isinstance(deleted(MISSING, whole), pb.Gone)
    assert isinstance(deleted(MISSING, {**whole, **more}), pb.Unconfirmed)


@pytest.mark.parametrize("error", [refused(pb.NotFound), refused(pb.NotFound, "3001", missing="event")])
def test_another_404_is_no_deletion(error: Any) -> None:
    """A bare 404, and an unknown run, say nothing of a transcript: raised at the deletion, doubt at the recording."""
    with pytest.raises(pb.NotFound):
        deleted(MISSING, NO_RECORDING, error)
    assert isinstance(deleted(MISSING, error, MISSING), pb.Unconfirmed)


# --- summaries ---------------------------------------------------------------------------------------------


def test_summaries_are_listed_and_read(face: str) -> None:
    """The listing has every summary of the period without words; one alone has them, and its second copy."""
    with account(face) as (transcripts, box):
        listed = list(transcripts.summaries.list(since=box.world.now() - timedelta(days=60)))
        expected = [s for s in box.world.sessions if s.uuid in box.world.part(Spoken).summaries]
        found = transcripts.summaries.get(run(box, PLAIN))
        session = box.world.sessions[PLAIN]

        assert [each.uuid for each in expected] == [each.session for each in listed]
        assert [str(each.number) for each in expected] == [each.event for each in listed]
        assert {("", "")} == {(each.text, each.document_url) for each in listed}
        assert (run(box, PLAIN), f"meeting:{session.number}") == (found.session, found.event)
        assert (box.world.host_of(session).email, box.world.host_of(session).id) == (found.host_email, found.host)
        assert "Key takeaways" in found.text
        assert found.document_url.startswith("https://docs.zoom.us/")
        assert "takeaways" not in repr(found)


def test_a_summary_is_deleted_and_asked_for_again(face: str) -> None:
    """It is gone after it was there; before that, Zoom's only word for it proves nothing."""
    with account(face) as (transcripts, box):
        outcome = transcripts.summaries.delete(run(box, PLAIN))

        assert isinstance(outcome, pb.Gone)
        assert ["accepted", "HTTP 404, code 3001"] == [each.what for each in outcome.evidence]
        with pytest.raises(pb.NotFound) as caught:
            transcripts.summaries.delete(run(box, PLAIN))
        assert "event" == caught.value.missing


def test_a_summary_in_the_trash_is_stored(face: str) -> None:
    """It cannot be read, and it is not gone."""
    with account(face) as (transcripts, box):
        outcome = transcripts.summaries.delete(run(box, IN_TRASH))

        assert isinstance(outcome, pb.Trashed)
        assert outcome.until is None
        with pytest.raises(pb.Forbidden) as caught:
            transcripts.summaries.get(run(box, IN_TRASH))
        assert (True, "2305") == (caught.value.in_trash, caught.value.code)


TRASHED = refused(pb.Forbidden, "2305", status=403, in_trash=True)
RESTRICTED = refused(pb.Forbidden, "2305", status=403)
NO_EVENT = refused(pb.NotFound, "3001", missing="event")
THERE = {"meeting_uuid": "u=="}


@pytest.mark.parametrize(
    ("looks", "delete", "outcome"),
    [
        ([THERE, NO_EVENT], None, pb.Gone),
        ([THERE, TRASHED], None, pb.Trashed),
        ([TRASHED], None, pb.Trashed),
        ([THERE], TRASHED, pb.Trashed),
        ([THERE, RESTRICTED], None, pb.Unconfirmed),
        ([THERE, THERE], None, pb.Unconfirmed),
        ([THERE, refused(pb.NotFound)], None, pb.Unconfirmed),
        ([THERE, {"code": 1}], None, pb.Unconfirmed),
        ([THERE, NO_EVENT], NO_EVENT, pb.Gone),  # an attempt whose answer got lost was carried out
        ([THERE, THERE], NO_EVENT, pb.Unconfirmed),
        ([THERE], refused(pb.Conflict, "2313", status=400), pb.Refused),
    ],
)
def test_what_a_summarys_deletion_proves(looks: list[Any], delete: Any, outcome: type[Any]) -> None:
    """Each answer to the deletion and to the looks around it has one meaning, and doubt is never gone."""
    answers = {wire.SUMMARY: list(looks), wire.DELETE_SUMMARY: [delete]}
    found, _ = driven(flow(Summaries.delete, "u=="), answers)

    assert isinstance(found, outcome)


@pytest.mark.parametrize(
    ("looks", "delete"),
    [([NO_EVENT], None), ([RESTRICTED], None), ([THERE], RESTRICTED), ([THERE], refused(pb.NotFound))],
)
def test_what_a_summarys_deletion_cannot_prove_is_raised(looks: list[Any], delete: Any) -> None:
    """Where nothing was deleted and nothing is known, the error itself comes."""
    answers = {wire.SUMMARY: list(looks), wire.DELETE_SUMMARY: [delete]}
    with pytest.raises(pb.ApiError):
        driven(flow(Summaries.delete, "u=="), answers)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"summary_content": "# all", "summary_overview": "old"}, "# all"),
        ({"summary_content": "", "summary_overview": "old", "next_steps": ["a", "b"]}, "old\n\n- a\n- b"),
        (
            {"summary_details": [{"label": "L", "summary": "S"}, {"label": "", "summary": "T"}, {"label": "M"}]},
            "## L\nS\n\nT\n\n## M",
        ),
        (
            {
                "summary_overview": "old",
                "summary_details": [{"label": "L", "summary": "S"}],
                "next_steps": ["a"],
                "edited_summary": {"summary_overview": "new", "summary_details": "D", "next_steps": ["c"]},
            },
            "new\n\nD\n\n- c",
        ),
        ({"summary_overview": "old", "edited_summary": {"summary_overview": ""}}, "old"),
        ({"summary_overview": None, "edited_summary": None}, ""),
    ],
)
def test_older_summaries_are_put_together(more: dict[str, Any], text: str) -> None:
    """Where there is no single text the older parts are used, as they were edited where they were."""
    body = {"meeting_uuid": "u==", "meeting_id": "977 6364 3886", **more}
    found, _ = driven(flow(Summaries.get, "webinar:u=="), {wire.SUMMARY: [body]})

    assert (text, "webinar:97763643886", "webinar:u==") == (found.text, found.event, found.session)


@pytest.mark.parametrize("code", [200, "200"])
def test_quirk_1_the_answer_that_only_paying_accounts_may_is_a_refusal(face: str, code: object) -> None:
    """HTTP 200 with that code is a missing plan, never a summary and never an empty list."""
    box = unlimited()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if "oauth" in url:
            return box.handle(method, url, headers, body)
        refusal = {"code": code, "message": "Only available for Paid account."}
        return 200, {"content-type": "application/json"}, json.dumps(refusal).encode()

    with account(face, box, app) as (transcripts, _):
        calls: list[Callable[[], Any]] = [
            lambda: list(transcripts.summaries.list(since=NOON)),
            lambda: transcripts.summaries.get("u=="),
            lambda: transcripts.summaries.delete("u=="),
            lambda: transcripts.get("u=="),
            lambda: transcripts.delete("u=="),
            lambda: transcripts.assistant.get("u"),
        ]
        for call in calls:
            with pytest.raises(pb.Forbidden) as caught:
                call()
            assert caught.value.missing_plan


def test_a_period_of_summaries_is_checked(face: str) -> None:
    """Times without an offset and a reversed period are refused before anything is sent."""
    with account(face) as (transcripts, box):
        for period in ({"since": datetime(2026, 5, 1)}, {"since": NOON, "until": NOON - timedelta(1)}):  # noqa: DTZ001
            with pytest.raises(pb.InvalidInput):
                list(transcripts.summaries.list(**period))
        assert not any("summaries" in name for name in box.log)


# --- the assistant -----------------------------------------------------------------------------------------


def test_an_assistants_archive_is_found(face: str) -> None:
    """It is one user's; somebody unknown is a typed 404."""
    with account(face) as (transcripts, box):
        person = box.world.people["active"][0]
        found = transcripts.assistant.get(person.id)

        assert (person.id, person.email, 165_743, "JSON") == (found.host, found.email, found.size, found.extension)
        assert (1, True) == (len(found.files), found.start < found.end)
        assert person.email not in repr(found)
        with pytest.raises(pb.NotFound) as caught:
            transcripts.assistant.get("nobody")
        assert "user" == caught.value.missing


def test_dates_are_read_as_dates() -> None:
    """The day a transcript is deleted by itself is a day, its making a moment in UTC."""
    body = {"meeting_id": "u==", "auto_delete_date": "2026-12-24", "transcript_created_time": "2026-11-20T10:00:00Z"}
    found, _ = driven(flow(Transcripts.get, "u=="), {wire.TRANSCRIPT: [body]})

    assert (date(2026, 12, 24), datetime(2026, 11, 20, 10, tzinfo=UTC)) == (found.auto_delete_on, found.created_at)
