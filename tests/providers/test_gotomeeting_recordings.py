"""GoToMeeting's recordings: what the history shows, and deletions that are proven or not called proven."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import no_patience
from recorded_goto import NO_OBJECT, Asked, Wire, recordings_of, refused
from support import FACES, NOON
from tours.gotomeeting.recordings import name_of, period

import provider_bridge as pb
from provider_bridge.core.confirm.settling import gaps
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.providers.gotomeeting.recording_rows import recordings as read_rows
from provider_bridge.providers.gotomeeting.wire.recordings import RecordedRow
from provider_bridge.reports.records import record
from provider_bridge.sandbox.goto.meetings import Meetings, Run

NAME = "sandbox-meeting"
HISTORY = "historicalMeetings"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    no_patience(monkeypatch)


def runs(wire: Wire, organizer: str = "") -> list[Run]:
    """Return the runs with a recording of the organizer, or of somebody else, newest first."""
    whose = organizer or wire.sandbox.world.organizer_key
    found = [each for each in wire.sandbox.world.part(Meetings).runs if each.recording]
    return sorted((each for each in found if each.meeting.organizer == whose), key=lambda each: each.start)[::-1]


def of_recordings(edit: Any) -> Any:
    """Return what edits the recordings in a history."""

    def each(tree: Any) -> None:
        for row in tree:
            if "recording" in row:
                edit(row)

    return each


# --- listing -----------------------------------------------------------------------------------------------


def test_a_listing_is_of_the_tokens_owner_newest_first(face: str) -> None:
    """Each with its session, its meeting, and how large it is; runs without a recording are left out."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        found = list(recordings.list(**period()))

    wanted = runs(wire)
    assert [name_of(each) for each in wanted] == [each.id for each in found]
    assert [f"{each.meeting.organizer}/{each.meeting.id}/{each.session}" for each in wanted] == [
        each.session for each in found
    ]
    assert [(each.meeting.id, each.start, each.meeting.subject) for each in wanted] == [
        (each.event, each.start, each.title) for each in found
    ]
    assert {("meeting", "stored", timedelta(minutes=47))} == {(each.kind, each.state, each.duration) for each in found}
    assert all(each.size == each.files[0].size for each in found)
    assert [each.recording for each in wanted] == [each.files[0].id for each in found]


def test_the_start_of_the_session_decides_and_both_ends_count(face: str) -> None:
    """A session that began at an end of the period is in it, one a second beyond is not."""
    wire = Wire()
    began, second = runs(wire)[1].start, timedelta(seconds=1)
    with recordings_of(face, NAME, wire) as recordings:
        at = [each.start for each in recordings.list(since=began, until=began)]
        beyond = list(recordings.list(since=began + second, until=began + second))
        day = [each.start for each in recordings.list(since=began.date(), until=began.date())]

    assert ([began], []) == (at, beyond)
    assert [began] == day


def test_a_hosts_are_asked_for_by_key(face: str) -> None:
    """A colleague's by the colleague's history; a configured organizer's without asking whose token it is."""
    wire = Wire()
    colleague = wire.sandbox.world.colleague_key
    with recordings_of(face, NAME, wire) as recordings:
        found = list(recordings.list(**period(), host=colleague))
    with recordings_of(face, NAME, wire, organizer_key=colleague) as recordings:
        configured = list(recordings.list(**period()))

    assert [name_of(each) for each in runs(wire, colleague)] == [each.id for each in found]
    assert [each.id for each in found] == [each.id for each in configured]
    assert not wire.of("/me")


def test_the_whole_account_is_every_organizer(face: str) -> None:
    """The history is by organizer: each one that the directory lists is asked."""
    wire = Wire()
    world = wire.sandbox.world
    with recordings_of(face, NAME, wire, whole_account=True) as recordings:
        everybody = {each.id for each in recordings.list(**period())}
        own, theirs = (
            {each.id for each in recordings.list(**period(), host=host)}
            for host in (world.organizer_key, world.colleague_key)
        )
    assert own
    assert theirs
    assert everybody == own | theirs


@pytest.mark.parametrize("face", FACES)
@settings(max_examples=10, deadline=None)
@given(back=st.integers(0, 130), length=st.integers(0, 130))
def test_trap_31_whatever_the_period_no_question_is_wider_than_a_month(face: str, back: int, length: int) -> None:
    """The lists are not paged, so days are what bounds them; and windows that overlap tell of nothing twice."""
    wire = Wire()
    until = datetime.now(UTC) - timedelta(days=back)
    since = until - timedelta(days=length)
    with recordings_of(face, NAME, wire) as recordings:
        found = [each.start for each in recordings.list(since=since, until=until)]

    assert [each.start for each in runs(wire) if since <= each.start <= until] == found
    for each in wire.of(HISTORY):
        first, last = (datetime.fromisoformat(each.query[name]) for name in ("startDate", "endDate"))
        assert timedelta(0) < last - first <= timedelta(days=31)
        assert all(each.query[name].endswith("T00:00:00Z") for name in ("startDate", "endDate"))


@pytest.mark.parametrize(
    "wrong", [{"host": ""}, {"since": datetime(2099, 1, 1, tzinfo=UTC)}, {"since": NOON.replace(tzinfo=None)}]
)
def test_bad_arguments_are_told_before_anything_is_sent(face: str, wrong: dict[str, Any]) -> None:
    """Each is one clear sentence."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        with pytest.raises(pb.InvalidInput):
            list(recordings.list(**(period() | wrong)))
    assert not wire.asked


def test_what_lies_ahead_is_not_asked_for(face: str) -> None:
    """Nothing was recorded next year."""
    wire = Wire()
    ahead = datetime.now(UTC) + timedelta(days=400)
    with recordings_of(face, NAME, wire) as recordings:
        assert [] == list(recordings.list(since=ahead, until=ahead))
    assert not wire.of(HISTORY)


@pytest.mark.parametrize(
    "name", ["", "1", "1/2/3", "1/2/3/4/5", "1/2/3/yesterday", "1/2//2026-01-01", "1/2/ /2026-01-01"]
)
def test_an_id_that_no_listing_shows_is_refused(face: str, name: str) -> None:
    """A session's id alone as well: it does not find the row again."""
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        for run in (recordings.get, lambda name: recordings.delete(name, pb.Strength.ERASE)):
            with pytest.raises(pb.InvalidInput, match="ORGANIZER/MEETING/SESSION/DAY"):
                run(name)
    assert not wire.asked


def test_one_recording_is_read_by_its_day(face: str) -> None:
    """One question about three days; nothing there is ``NotFound``, and says whether the session is known."""
    wire = Wire()
    run = runs(wire)[0]
    silent = next(each for each in wire.sandbox.world.part(Meetings).runs if not each.recording)
    with recordings_of(face, NAME, wire) as recordings:
        assert name_of(run) == recordings.get(name_of(run)).id
        assert 1 == len(wire.asked)
        for name, missing in ((name_of(silent), "recording"), (name_of(run).replace(run.session, "4711"), "")):
            with pytest.raises(pb.NotFound) as caught:
                recordings.get(name)
            assert missing == caught.value.missing


# --- deleting ----------------------------------------------------------------------------------------------


def erase(recordings: Any, run: Run, **more: Any) -> Any:
    return recordings.delete(name_of(run), pb.Strength.ERASE, **more)


def test_a_deletion_is_proven_by_the_history(face: str) -> None:
    """Accepted, and the session's row shows no recording any more: both are the evidence."""
    wire = Wire()
    run = runs(wire)[0]
    with recordings_of(face, NAME, wire) as recordings:
        outcome = erase(recordings, run)

    assert isinstance(outcome, pb.Gone)
    assert ["accepted", "its row shows no recording"] == [each.what for each in outcome.evidence]
    assert "" == run.recording
    (sent,) = [each for each in wire.asked if each.method == "DELETE"]
    assert f"/G2M/rest/organizers/{run.meeting.organizer}/sessions/{run.session}/recordings" == sent.path


def test_a_second_deletion_finds_nothing(face: str) -> None:
    """The session is there, without a recording, and GoTo says that there is no such object."""
    wire = Wire()
    run = runs(wire)[0]
    with recordings_of(face, NAME, wire) as recordings:
        erase(recordings, run)
        assert isinstance(erase(recordings, run), pb.AlreadyGone)


def test_what_was_not_seen_before_is_not_proven_gone_by_not_being_seen(face: str) -> None:
    """A row without a recording is no proof that there is none: it is sent all the same, and asked about again."""
    wire = Wire(instead=lambda asked: (204, {}, b"") if asked.method == "DELETE" else None)
    run = runs(wire)[0]
    with recordings_of(face, NAME, wire) as recordings:
        known = recordings.get(name_of(run))
        run.recording = ""
        outcome = erase(recordings, run)
        assert isinstance(outcome, pb.Unconfirmed)
        assert "no proof" in outcome.reason
        assert ["DELETE"] == [each.method for each in wire.asked if each.method != "GET"]
        assert isinstance(erase(recordings, run, known=known), pb.Gone)
        wire.instead = None
        assert isinstance(erase(recordings, run), pb.AlreadyGone)


def test_what_goes_on_being_shown_is_not_gone(face: str) -> None:
    """Accepted, and still in the history at every look."""
    wire = Wire(instead=lambda asked: (204, {}, b"") if asked.method == "DELETE" else None)
    with recordings_of(face, NAME, wire) as recordings:
        outcome = erase(recordings, runs(wire)[0])

    assert isinstance(outcome, pb.Unconfirmed)
    assert 2 + len(gaps(SETTLE)) == len(wire.of(HISTORY))


def test_a_404_although_it_was_there_is_looked_into(face: str) -> None:
    """An attempt whose answer got lost: the history decides, not the 404."""
    wire = Wire()
    run = runs(wire)[0]

    def lost(asked: Asked) -> Any:
        if asked.method == "DELETE":
            run.recording = ""
            return refused(404, NO_OBJECT)
        return None

    def lying(asked: Asked) -> Any:
        return refused(404, NO_OBJECT) if asked.method == "DELETE" else None

    with recordings_of(face, NAME, wire) as recordings:
        wire.instead = lost
        assert isinstance(erase(recordings, run), pb.Gone)
        wire.instead = lying
        assert isinstance(erase(recordings, runs(wire)[0]), pb.Unconfirmed)


def test_trap_24_a_session_that_the_history_does_not_show_proves_nothing(face: str) -> None:
    """It may run, or lag: neither an accepted deletion nor a 404 is called gone, unless a listing had shown it."""
    wire = Wire()
    run = runs(wire)[0]
    answers = {"accepted": (204, {}, b""), "no such object": refused(404, NO_OBJECT)}
    with recordings_of(face, NAME, wire) as recordings:
        known = recordings.get(name_of(run))
        wire.part, wire.edit = HISTORY, lambda _: []
        for what, answer in answers.items():
            wire.instead = lambda asked, answer=answer: answer if asked.method == "DELETE" else None
            assert isinstance(erase(recordings, run), pb.Unconfirmed), what
        assert isinstance(erase(recordings, run, known=known), pb.AlreadyGone)
        assert [] == list(recordings.list(**period()))


def test_trap_27_a_404_that_says_nothing_is_no_deletion(face: str) -> None:
    """The edge's own 404, and one without a body, raise; so does a refusal of the history."""
    edge = {"errorCode": "NOT_FOUND", "message": "Told."}
    wire = Wire()
    run = runs(wire)[0]
    with recordings_of(face, NAME, wire) as recordings:
        for body in (edge, None):
            wire.instead = lambda asked, body=body: refused(404, body) if asked.method == "DELETE" else None
            with pytest.raises(pb.NotFound) as caught:
                erase(recordings, run)
            assert "" == caught.value.missing
        wire.instead = lambda asked: refused(404, NO_OBJECT) if HISTORY in asked.path else None
        with pytest.raises(pb.NotFound):
            erase(recordings, run)
    assert run.recording


@pytest.mark.parametrize("status", [403, 404])
def test_a_look_that_fails_afterwards_leaves_it_unconfirmed(face: str, status: int) -> None:
    """It was accepted, and whether it is gone is not known; the history's 404 is of the organizer."""
    wire = Wire()
    deleted: list[int] = []

    def broken(asked: Asked) -> Any:
        deleted.extend([1] if asked.method == "DELETE" else [])
        if asked.method == "DELETE":
            return 204, {}, b""
        return refused(status, NO_OBJECT) if deleted and HISTORY in asked.path else None

    wire.instead = broken
    with recordings_of(face, NAME, wire) as recordings:
        assert isinstance(erase(recordings, runs(wire)[0]), pb.Unconfirmed)


def test_a_conflict_is_refused(face: str) -> None:
    """Still there: GoTo does not delete it as it is."""
    conflict = {"errorCode": "Conflict", "description": "x"}
    wire = Wire(instead=lambda asked: refused(409, conflict) if asked.method == "DELETE" else None)
    with recordings_of(face, NAME, wire) as recordings:
        assert isinstance(erase(recordings, runs(wire)[0]), pb.Refused)


def test_what_goto_cannot_delete_is_said_and_not_sent(face: str) -> None:
    """No trash, and no single file of a session."""
    wire = Wire()
    run = runs(wire)[0]
    with recordings_of(face, NAME, wire) as recordings:
        trash = recordings.delete(name_of(run), pb.Strength.TRASH)
        single = erase(recordings, run, file=pb.FileId(run.recording))

    assert all(isinstance(each, pb.NotOffered) and each.what_to_do for each in (trash, single))
    assert not wire.asked


def test_a_deletion_wants_its_own_recording_and_a_strength(face: str) -> None:
    """``known`` of another one would prove the wrong thing."""
    wire = Wire()
    first, second = runs(wire)[:2]
    with recordings_of(face, NAME, wire) as recordings:
        known = recordings.get(name_of(second))
        wire.asked.clear()
        with pytest.raises(pb.InvalidInput, match="another recording"):
            erase(recordings, first, known=known)
        with pytest.raises(pb.InvalidInput, match="Strength"):
            recordings.delete(name_of(first), "erase")
    assert not wire.asked


def test_a_read_only_account_deletes_nothing(face: str) -> None:
    """It may look."""
    wire = Wire()
    run = runs(wire)[0]
    with recordings_of(face, NAME, wire, read_only=True) as recordings:
        assert recordings.get(name_of(run))
        with pytest.raises(pb.ConfigurationError):
            erase(recordings, run)
    assert run.recording


# --- the traps of GoTo's API -------------------------------------------------------------------------------


def test_trap_04_ids_are_numbers_or_text(face: str) -> None:
    """And a meeting's may be dashed: the recording is the same, and is found again."""
    wire = Wire()

    def edit(row: Any) -> None:
        row.update(sessionId=int(row["sessionId"]), organizerKey=int(row["organizerKey"]), duration=47)
        row["meetingId"] = f"{row['meetingId'][:3]}-{row['meetingId'][3:6]}-{row['meetingId'][6:]}"
        row["recording"].update(fileSize=str(row["recording"]["fileSize"]), recordingId=4711)

    wire.part, wire.edit = HISTORY, of_recordings(edit)
    with recordings_of(face, NAME, wire) as recordings:
        found = list(recordings.list(**period()))
        again = recordings.get(name_of(runs(wire)[0]))

    assert [name_of(each) for each in runs(wire)] == [each.id for each in found]
    assert {"4711"} == {each.files[0].id for each in found}
    assert again.size == found[0].size
    assert isinstance(again.size, int)


def test_trap_11_odd_times_are_read(face: str) -> None:
    """A dot without digits and an offset without a colon, plain, with milliseconds, and the old American form."""
    spellings = ("%Y-%m-%dT%H:%M:%S.+0000", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.000Z", "%m/%d/%Y %H:%M:%S")
    for spelling in spellings:
        wire = Wire()
        starts = {each.session: each.start for each in runs(wire)}

        def edit(row: Any, spelling: str = spelling, starts: dict[str, datetime] = starts) -> None:
            row["startTime"] = starts[row["sessionId"]].strftime(spelling)

        wire.part, wire.edit = HISTORY, of_recordings(edit)
        with recordings_of(face, NAME, wire) as recordings:
            found = [each.start for each in recordings.list(**period())]
        assert [each.start for each in runs(wire)] == found


def test_trap_32_no_address_is_shown(face: str, caplog: pytest.LogCaptureFixture) -> None:
    """What opens a recording is in the value, and in no repr, log or listing."""
    caplog.set_level(logging.DEBUG)
    wire = Wire()
    with recordings_of(face, NAME, wire) as recordings:
        found = list(recordings.list(**period()))

    links = [link for each in found for link in (each.share_url, each.files[0].url) if link]
    assert len(links) >= len(found)
    shown = [text for each in found for text in (repr(each), str(record(each)))]
    shown += [entry.getMessage() for entry in caplog.records]
    assert not [text for text in shown for word in (*links, "signature=", "#/s/") if word in text]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://transcripts.gotomeeting.com/#/s/00ff", True),
        ("https://transcripts.gotomeeting.com/s/00ff", True),
        ("https://transcripts.gotomeeting.com/?s=00ff", True),
        ("https://transcripts.gotomeeting.com/", False),
        ("https://transcripts.gotomeeting.com", False),
        ("https://transcripts.gotomeeting.com/#/", False),
        ("https://[transcripts", False),
        ("", False),
        (None, False),
    ],
)
def test_a_bare_host_is_no_link(url: str | None, kept: bool) -> None:
    """What opens the recording is behind the host's name; without it nothing is there to share."""
    (found,) = read_rows([row(recording={"recordingId": "r", "shareUrl": url})], "1")

    assert (url if kept else "") == found.share_url


# --- odd rows ----------------------------------------------------------------------------------------------


def row(**members: Any) -> RecordedRow:
    usual = {"sessionId": "3", "meetingId": "2", "organizerKey": "1", "startTime": "2026-11-01T10:00:00Z"}
    return RecordedRow.model_validate(usual | members)


@pytest.mark.parametrize("nothing", [None, "", {}, {"recordingId": "", "downloadUrl": None, "fileSize": ""}])
def test_an_empty_recording_is_none(nothing: Any) -> None:
    """A row without a recording has no such member, or an empty one."""
    assert [] == read_rows([row(recording=nothing)], "1")


@pytest.mark.parametrize("member", ["recordingId", "recordingName", "downloadUrl", "shareUrl"])
def test_whatever_is_said_of_a_recording_it_is_there(member: str) -> None:
    """A deletion must not be proven by a row that goes on saying something."""
    (found,) = read_rows([row(recording={member: "https://x.test/y"})], "1")

    assert ("1/2/3/2026-11-01", "1/2/3") == (found.id, found.session)
    assert (found.state == "stored") is (member == "downloadUrl")


@pytest.mark.parametrize("missing", [{"sessionId": ""}, {"startTime": ""}])
def test_a_recording_that_could_not_be_found_again_is_no_silent_gap(missing: dict[str, str]) -> None:
    """Its row names no session or no time: ``DecodeError``; without a recording nobody minds."""
    assert [] == read_rows([row(**missing)], "1")
    with pytest.raises(pb.DecodeError):
        read_rows([row(**missing, recording={"recordingId": "r"})], "1")


def test_a_session_with_two_rows_is_one_recording_with_all_files() -> None:
    """Should the vendor show more than one recording of a session after all."""
    rows = [row(recording={"recordingId": each}) for each in ("a", "b", "a")]

    (found,) = read_rows(rows, "1")

    assert ["a", "b"] == [file.id for file in found.files]


def test_an_organizer_that_a_row_leaves_out_is_the_one_asked_for() -> None:
    """The history is of one organizer."""
    (found,) = read_rows([row(organizerKey="", recording={"recordingId": "a"})], "9")

    assert ("9", "9/2/3/2026-11-01") == (found.host, found.id)
    assert replace(found, host_email="") == found
