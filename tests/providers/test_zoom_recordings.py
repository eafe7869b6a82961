"""Zoom's recordings: listed to their end, stored and in the trash, read and restored."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import Answer, edited, no_patience, opened, refused, run_of, state
from support import unlimited

from provider_bridge import (
    Conflict,
    Forbidden,
    HostProblem,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    Recording,
    Strength,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings_state import Run

LONG = {"since": date(2020, 1, 1), "until": date(2100, 1, 1)}


def recent() -> dict[str, datetime]:
    now = datetime.now(UTC)
    return {"since": now - timedelta(days=60), "until": now}


def uuids(found: list[Recording]) -> list[str]:
    return sorted(each.id.partition(":")[2] or each.id for each in found)


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    no_patience(monkeypatch)


def add_runs(sandbox: Sandbox, starts: list[datetime]) -> list[Run]:
    """Give the first host recordings that start at these times, and no others."""
    first = run_of(sandbox)
    runs = [dataclasses.replace(first, uuid=f"made{number}==", start=at) for number, at in enumerate(starts)]
    state(sandbox).by_host[first.host.id] = runs
    return runs


# --- listing -----------------------------------------------------------------------------------------------


def test_everything_of_everybody_is_listed_once(face: str) -> None:
    """All recordings come, whatever window or page they are on: old ones, uploads, and a deactivated host's."""
    sandbox = unlimited(users=60)
    with opened(face, sandbox) as recordings:
        found = list(recordings.list(since=date(2025, 6, 1), until=date(2100, 1, 1)))

    assert uuids(found) == sorted(run.uuid for run in state(sandbox).runs)
    assert any(run.host.status == "inactive" for run in state(sandbox).runs)
    assert {"meeting", "webinar", "upload"} == {each.kind for each in found}
    assert [each.event is None for each in found] == [each.kind == "upload" for each in found]


def test_a_recording_is_shown_as_it_is(face: str) -> None:
    """Every field comes from the answer; nothing secret or personal is in the repr."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        found = recordings.get(run.uuid)

    assert (found.id, found.event, found.kind) == (f"meeting:{run.uuid}", f"meeting:{run.number}", "meeting")
    assert (found.state, found.start, found.duration) == ("stored", run.start, timedelta(minutes=40))
    assert (found.host, found.host_email, found.title) == (run.host.id, run.host.email, run.topic)
    assert found.size == sum(file.size for file in run.files)
    assert found.auto_delete_on == run.start.date() + timedelta(days=730)
    assert found.passcode == sandbox.world.key("passcode", run.uuid)
    assert [(f.id, f.size, f.status, f.name) for f in found.files] == [
        (f.id, f.size, "completed", f.name) for f in run.files
    ]
    secrets = [found.passcode, found.share_url, run.host.email, run.topic, run.files[-1].name, "rec/download"]
    assert not any(secret in repr(found) for secret in secrets)


def test_quirk_6_a_number_is_refused(face: str) -> None:
    """A meeting's number would mean its latest run only, in silence."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        for call in (recordings.get, recordings.restore, lambda each: recordings.delete(each, Strength.ERASE)):
            with pytest.raises(InvalidInput, match="UUID"):
                call(str(run_of(sandbox).number))
    assert not sandbox.log


def test_a_uuid_with_a_slash_in_front_reaches_its_run(face: str) -> None:
    """The first run's UUID has to be encoded twice."""
    sandbox = unlimited()
    run = next(each for each in state(sandbox).runs if each.uuid.startswith("/"))
    with opened(face, sandbox) as recordings:
        assert recordings.get(run.uuid).id == f"meeting:{run.uuid}"


def test_quirk_19_what_is_processed_is_told(face: str) -> None:
    """A file without type and end, of size 0, makes the recording one that is still being made."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        found = recordings.get(run_of(sandbox, 1).uuid)

    file = found.files[0]
    assert found.state == "processing"
    assert (file.status, file.type, file.extension, file.content, file.end) == ("processing", "", "", "", None)


@pytest.mark.parametrize("files", [None, []])
def test_quirk_19_no_files_are_no_finished_recording(face: str, files: list[Any] | None) -> None:
    """A recording without a list of files, or with an empty one, is still being made."""

    def change(_: str, __: str, answer: Answer) -> Answer | None:
        if b"recording_files" not in answer[2]:
            return None
        return edited(answer, lambda tree: tree.update(recording_files=files, participant_audio_files=None))

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        found = recordings.get(run_of(sandbox).uuid)

    assert (found.state, found.files) == ("processing", ())


def test_quirk_4_types_and_ids_come_as_text_too(face: str) -> None:
    """The documents' words and real answers mean the same."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        live = recordings.get(run_of(sandbox, 3).uuid)
        state(sandbox).live = False
        documented = recordings.get(run_of(sandbox, 3).uuid)
    assert (live.kind, live.event) == (documented.kind, documented.event)


def test_quirk_3_unseen_words_survive(face: str) -> None:
    """A type of file, a content, a status and a type of recording that nobody saw before are kept as text."""

    def edit(tree: dict[str, Any]) -> None:
        tree["type"] = 12
        tree["recording_files"][0] |= {"file_type": "HOLO", "recording_type": "dream", "status": "dreamt"}

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, edit) if "/recordings" in url else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        found = recordings.get(run_of(sandbox).uuid)

    assert (found.kind, found.session, found.state) == ("12", run_of(sandbox).uuid, "stored")
    assert (found.files[0].type, found.files[0].content, found.files[0].status) == ("HOLO", "dream", "dreamt")


def test_quirk_30_empty_null_and_absent_are_alike(face: str) -> None:
    """``""``, ``null`` and nothing at all mean that there is none."""

    def edit(tree: dict[str, Any]) -> None:
        tree |= {"id": "", "start_time": "", "duration": None, "auto_delete": "", "auto_delete_date": "", "topic": ""}
        tree |= {"host_id": "", "host_email": None, "total_size": ""}
        del tree["share_url"]

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, edit) if "/recordings" in url else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        found = recordings.get(run_of(sandbox).uuid)

    assert (found.event, found.start, found.duration, found.auto_delete_on) == (None, None, None, None)
    assert (found.host, found.size, found.title, found.share_url, found.host_email) == (None, None, "", "", "")


def test_quirk_28_no_window_is_wider_than_30_days(face: str) -> None:
    """A period of 400 days is asked for in windows that overlap by a day and leave nothing out."""
    asked: list[tuple[date, date]] = []

    def change(_: str, url: str, __: Answer) -> None:
        query = parse_qs(urlsplit(url).query)
        if "from" in query:
            asked.append((date.fromisoformat(query["from"][0]), date.fromisoformat(query["to"][0])))

    sandbox = unlimited()
    today = datetime.now(UTC).date()
    with opened(face, sandbox, change) as recordings:
        list(recordings.list(since=today - timedelta(days=400), until=LONG["until"], host=run_of(sandbox).host.id))

    assert all((last - first).days < 30 for first, last in asked)
    assert asked[0][1] == today  # nothing was recorded tomorrow
    assert asked[-1][0] == today - timedelta(days=400)
    assert all(older[1] == newer[0] for newer, older in pairwise(asked))


@settings(max_examples=25, deadline=None)
@given(
    ages=st.lists(st.integers(0, 120 * 24), max_size=12),
    since=st.integers(0, 130 * 24),
    length=st.integers(0, 130 * 24),
    by_date=st.booleans(),
    trashed=st.booleans(),
)
def test_exactly_what_is_in_the_period_is_listed(
    ages: list[int], since: int, length: int, *, by_date: bool, trashed: bool
) -> None:
    """Whatever the period and the times, and whether the trash keeps to dates or not."""
    sandbox = unlimited(users=4)
    now = datetime.now(UTC).replace(microsecond=0)
    first = now - timedelta(hours=since)
    last = min(first + timedelta(hours=length), now)
    state(sandbox).trash_by_date = by_date
    runs = add_runs(sandbox, [now - timedelta(hours=age) for age in ages])
    if trashed:
        for run in runs:
            run.files = [
                dataclasses.replace(file, place="meeting_recordings", deleted_at=now - timedelta(days=2))
                for file in run.files
            ]
    with opened("sync", sandbox) as recordings:
        found = list(recordings.list(since=first, until=last, host=run_of(sandbox).host.id, trashed=trashed))

    assert uuids(found) == sorted(run.uuid for run in runs if first <= run.start <= last)
    assert {each.state for each in found} <= ({"trashed"} if trashed else {"stored"})


@pytest.mark.parametrize("echo", [{"from": "2026-01-01"}, {"to": "2026-01-01"}, {"from": ""}, {"to": None}])
@pytest.mark.parametrize("trashed", [False, True])
def test_a_period_that_was_cut_is_no_listing(face: str, echo: dict[str, Any], trashed: bool) -> None:
    """Days in the answer other than those asked for, or none, mean that not everything was listed."""

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, lambda tree: tree.update(echo)) if "/recordings" in url else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings, pytest.raises(ListingIncomplete, match="was asked for"):
        list(recordings.list(**recent(), host=run_of(sandbox).host.id, trashed=trashed))


def many(sandbox: Sandbox) -> list[Run]:
    now = datetime.now(UTC).replace(microsecond=0)
    return add_runs(sandbox, [now - timedelta(days=3, seconds=second) for second in range(700)])


def last_days() -> dict[str, date]:
    today = datetime.now(UTC).date()
    return {"since": today - timedelta(days=5), "until": today}


def test_quirk_16_a_page_token_that_dies_midway_costs_nothing(face: str) -> None:
    """The listing is started anew, and everything comes once."""
    sandbox = unlimited()
    runs = many(sandbox)
    pages: list[str] = []

    def change(_: str, url: str, __: Answer) -> None:
        if "/recordings" in url:
            pages.append(url)
            if len(pages) == 2:
                sandbox.world.offset += 16 * 60

    with opened(face, sandbox, change) as recordings:
        found = list(recordings.list(**last_days(), host=run_of(sandbox).host.id))

    assert uuids(found) == sorted(run.uuid for run in runs)
    assert len(pages) > 3


@pytest.mark.parametrize("edit", ["short", "again"])
def test_a_listing_that_cannot_be_trusted_is_an_error(face: str, edit: str) -> None:
    """Fewer meetings than announced, or a page token that comes twice."""
    sandbox = unlimited()
    many(sandbox)

    def cut(tree: dict[str, Any]) -> None:
        if edit == "short":
            tree["meetings"] = tree["meetings"][1:]
        else:
            tree["next_page_token"] = tree["next_page_token"] and "again"

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, cut) if "/recordings" in url else None

    def address(url: str) -> str:
        return url.replace("&next_page_token=again", "")

    with opened(face, sandbox, change, address=address) as recordings, pytest.raises(ListingIncomplete):
        list(recordings.list(**last_days(), host=run_of(sandbox).host.id))


def test_quirk_21_a_host_that_is_not_here_is_a_typed_error(face: str) -> None:
    """Deleted, unknown or of another account: Zoom says that there is no such user, and so do we."""
    with opened(face) as recordings:
        with pytest.raises(NotFound) as caught:
            list(recordings.list(**recent(), host="nobody"))
        with pytest.raises(InvalidInput):
            list(recordings.list(**recent(), host=" "))
    assert caught.value.missing == "user"
    assert "nobody" not in str(caught.value)


def test_a_host_that_cannot_be_listed_is_never_skipped(face: str) -> None:
    """Each is told to ``problems``; without it the listing ends as incomplete, after everything else came."""
    sandbox = unlimited()
    host = sandbox.world.people["active"][1].id

    def change(_: str, url: str, __: Answer) -> Answer | None:
        return refused(400, 1010) if f"/users/{host}/recordings" in url else None

    problems: list[HostProblem] = []
    found: list[Recording] = []
    with opened(face, sandbox, change) as recordings:
        told = list(recordings.list(**recent(), problems=problems.append))
        with pytest.raises(ListingIncomplete, match="1 no_such_host"):
            found.extend(recordings.list(**recent()))

    assert [(each.host, each.kind) for each in problems] == [(host, "no_such_host")]
    assert len(told) > 5


def test_quirk_1_and_23_an_error_with_status_200_is_a_refusal(face: str) -> None:
    """A body with nothing but a code and a message is no recording and no listing."""

    def change(_: str, url: str, __: Answer) -> Answer | None:
        return refused(200, 200, "No permission.") if "/recordings" in url else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        with pytest.raises(Forbidden):
            recordings.get(run_of(sandbox).uuid)
        with pytest.raises(Forbidden):
            list(recordings.list(**recent(), host=run_of(sandbox).host.id))
        with pytest.raises(Forbidden):
            recordings.restore(run_of(sandbox).uuid)


@pytest.mark.parametrize(
    ("status", "code", "missing"),
    [(404, 3301, "recording"), (404, 3001, "event"), (404, 1001, "user"), (400, 1010, "user"), (404, 0, "")],
)
def test_each_meaning_of_404_is_told(face: str, status: int, code: int, missing: str) -> None:
    """No recording, no meeting, no user, and a bare 404 that says nothing."""

    def change(_: str, url: str, __: Answer) -> Answer | None:
        return refused(status, code) if "/recordings" in url else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings, pytest.raises(NotFound) as caught:
        recordings.get(run_of(sandbox).uuid)
    assert caught.value.missing == missing


def test_quirk_22_a_host_without_a_licence_is_told(face: str) -> None:
    """Zoom answers 3161, or that a plan is missing: the host is named as unlicensed, and the others come."""
    sandbox = unlimited()
    first, second = (person.id for person in sandbox.world.people["active"][:2])

    def change(_: str, url: str, __: Answer) -> Answer | None:
        if f"/users/{first}/recordings" in url:
            return refused(400, 3161)
        return refused(200, 200, "Only available for paid account.") if f"/users/{second}/recordings" in url else None

    problems: list[HostProblem] = []
    with opened(face, sandbox, change) as recordings:
        found = list(recordings.list(**recent(), problems=problems.append))

    assert [(each.host, each.kind) for each in problems] == [(first, "unlicensed"), (second, "unlicensed")]
    assert found


def test_quirk_5_the_run_of_a_file_is_that_of_its_recording(face: str) -> None:
    """``meeting_id`` of a file is a UUID, and not needed: each file names the run it came with, whatever it says."""
    sandbox = unlimited()

    def change(_: str, __: str, answer: Answer) -> Answer | None:
        def rename(tree: dict[str, Any]) -> None:
            for file, odd in zip(tree["recording_files"], ("another==", "", None, 7, "12345"), strict=False):
                file["meeting_id"] = odd

        return edited(answer, rename) if b'"recording_files"' in answer[2] else None

    with opened(face, sandbox, change) as recordings:
        found = recordings.get(run_of(sandbox).uuid)

    assert found.files
    assert found.event == f"meeting:{run_of(sandbox).number}"
    name = f"meeting:{run_of(sandbox).uuid}"
    assert {file.recording for file in found.files} == {found.id} == {found.session} == {name}


def test_quirk_21_recordings_outlive_their_host(face: str) -> None:
    """A deleted host cannot be listed, and that is told; a run's recording is still found by its UUID."""
    sandbox = unlimited()
    run = run_of(sandbox)

    def change(_: str, url: str, __: Answer) -> Answer | None:
        return refused(404, 1001, "User does not exist.") if f"/users/{run.host.id}/" in url else None

    told: list[HostProblem] = []
    with opened(face, sandbox, change) as recordings:
        listed = list(recordings.list(**recent(), problems=told.append))
        found = recordings.get(run.uuid)

    assert [(each.host, each.kind) for each in told] == [(run.host.id, "no_such_host")]
    assert run.uuid not in uuids(listed)
    assert (found.host, len(found.files)) == (run.host.id, len(run.files))


def test_quirk_23_a_role_that_may_not_view_contents_sees_the_rest(face: str) -> None:
    """Without passcode, token and links a recording is read all the same, and none of them is made up."""
    sandbox = unlimited()
    hidden = ("password", "recording_play_passcode", "download_access_token", "share_url")

    def change(_: str, __: str, answer: Answer) -> Answer | None:
        def hide(tree: dict[str, Any]) -> None:
            for name in hidden:
                tree.pop(name, None)
            for file in (*tree["recording_files"], *tree.get("participant_audio_files", ())):
                file.pop("download_url", None)

        return edited(answer, hide) if b'"recording_files"' in answer[2] else None

    with opened(face, sandbox, change) as recordings:
        found = recordings.get(run_of(sandbox).uuid)

    assert (found.state, found.passcode, found.share_url) == ("stored", "", "")
    assert [file.id for file in found.files] == [file.id for file in run_of(sandbox).files]
    assert {file.url for file in found.files} == {""}


def test_a_period_that_is_none_is_refused(face: str) -> None:
    """Nothing is sent for a moment without an offset, or an end before the start."""
    sandbox = unlimited()
    with opened(face, sandbox) as recordings:
        with pytest.raises(InvalidInput):
            list(recordings.list(since=datetime(2026, 1, 1), until=datetime.now(UTC)))  # noqa: DTZ001 (refused)
        with pytest.raises(InvalidInput):
            list(recordings.list(since=date(2026, 1, 2), until=date(2026, 1, 1)))
        assert [] == list(recordings.list(since=date(2099, 1, 1), until=date(2100, 1, 1), host="x"))
    assert not sandbox.log


# --- the trash, and back -----------------------------------------------------------------------------------


def test_quirk_7_the_trash_is_a_listing_of_its_own(face: str) -> None:
    """Whole recordings and single files come as states of their own, with the day on which the trash ends."""
    sandbox = unlimited()
    whole, single = run_of(sandbox), run_of(sandbox, 2)
    ends = datetime.now(UTC).date() + timedelta(days=30)
    with opened(face, sandbox) as recordings:
        recordings.delete(whole.uuid, Strength.TRASH)
        recordings.delete(single.uuid, Strength.TRASH, file=single.files[0].id)
        trash = {each.id.partition(":")[2]: each for each in recordings.list(**recent(), trashed=True)}
        stored = uuids(list(recordings.list(**recent())))

    assert trash.keys() == {whole.uuid, single.uuid}
    assert (trash[whole.uuid].state, trash[single.uuid].state) == ("trashed", "trashed_files")
    assert [each.id for each in trash[single.uuid].files] == [single.files[0].id]
    assert {each.trash_ends_on for each in trash.values()} <= {ends, ends - timedelta(days=1)}
    assert whole.uuid not in stored
    assert single.uuid in stored


def test_what_is_restored_is_read_back(face: str) -> None:
    """A whole recording and a single file come back as they were."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        before = recordings.get(run.uuid)
        recordings.delete(run.uuid, Strength.TRASH)
        assert recordings.restore(run.uuid) == before
        recordings.delete(run.uuid, Strength.TRASH, file=run.files[1].id)
        assert recordings.restore(run.uuid, file=run.files[1].id) == before


def test_what_is_not_in_the_trash_cannot_be_restored(face: str) -> None:
    """Zoom says that there is no recording."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        with pytest.raises(NotFound) as caught:
            recordings.restore(run.uuid)
        with pytest.raises(InvalidInput):
            recordings.restore(run.uuid, file="")
    assert caught.value.missing == "recording"


def test_no_storage_to_restore_to_is_a_conflict(face: str) -> None:
    """3309 is an error of its own, and nothing changed."""
    sandbox = unlimited()
    state(sandbox).full = True
    with opened(face, sandbox) as recordings:
        recordings.delete(run_of(sandbox).uuid, Strength.TRASH)
        with pytest.raises(Conflict, match="storage"):
            recordings.restore(run_of(sandbox).uuid)


@pytest.mark.parametrize("alone", [False, True])
def test_a_restoration_that_does_not_show_is_an_error(face: str, alone: bool) -> None:
    """Accepted, and still not there, is not restored."""
    sandbox = unlimited()
    run = run_of(sandbox)

    def instead(method: str, _: str) -> Answer | None:
        return (200, {}, b"") if method == "PUT" else None

    file = run.files[0].id if alone else None
    with opened(face, sandbox, instead=instead) as recordings:
        recordings.delete(run.uuid, Strength.TRASH, file=file)
        with pytest.raises(Conflict, match="does not show"):
            recordings.restore(run.uuid, file=file)


def test_a_restoration_that_is_replayed_is_no_absence(face: str) -> None:
    """The first attempt was carried out and its answer got lost: the second hears that nothing is in the trash."""
    sandbox = unlimited()
    run = run_of(sandbox)
    lost = [502]

    def change(method: str, _: str, answer: Answer) -> Answer | None:
        return (lost.pop(), {}, b"") if method == "PUT" and lost else answer

    with opened(face, sandbox, change) as recordings:
        before = recordings.get(run.uuid)
        recordings.delete(run.uuid, Strength.TRASH)
        assert recordings.restore(run.uuid) == before


def test_a_file_that_is_shown_as_deleted_is_not_restored(face: str) -> None:
    """A file that the run shows with the time of its deletion is still in the trash."""
    sandbox = unlimited()
    run = run_of(sandbox)

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        if method == "GET" and "/users/" not in url:
            return edited(answer, lambda tree: tree["recording_files"][0].update(deleted_time="2026-01-01T00:00:00Z"))
        return (204, {}, b"") if method == "PUT" else None

    with opened(face, sandbox, change) as recordings, pytest.raises(Conflict, match="does not show"):
        recordings.restore(run.uuid, file=run.files[0].id)


def test_files_that_were_stored_before_do_not_prove_a_restoration(face: str) -> None:
    """One file is in the trash, the others are stored all the time: Zoom's acceptance alone restores nothing."""
    sandbox = unlimited()
    run = run_of(sandbox)

    def instead(method: str, _: str) -> Answer | None:
        return (200, {}, b"") if method == "PUT" else None

    with opened(face, sandbox, instead=instead) as recordings:
        recordings.delete(run.uuid, Strength.TRASH, file=run.files[0].id)
        with pytest.raises(Conflict, match="does not show"):
            recordings.restore(run.uuid)
