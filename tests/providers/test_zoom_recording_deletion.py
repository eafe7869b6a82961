"""Deleting recordings at Zoom: every row of the table in ``recording_deletion``, and nothing counts as gone untold."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import tenacity
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import Answer, edited, known, no_patience, opened, refused, run_of, state
from support import NOON, drive, unlimited

from provider_bridge import (
    AlreadyGone,
    ApiError,
    Forbidden,
    Gone,
    InvalidInput,
    NotFound,
    NotOffered,
    Refused,
    Strength,
    Trashed,
    Unconfirmed,
)
from provider_bridge.core import retry
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.steps import Now, Settling, Sleep
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.recordings.deletion import delete_recording
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings_state import STORED, Run
from provider_bridge.sandbox.zoom.settings_state import SettingsState

TRASH, ERASE = Strength.TRASH, Strength.ERASE
BOTH = pytest.mark.parametrize("strength", list(Strength))


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    no_patience(monkeypatch)
    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())


def keep_trash(sandbox: Sandbox, keep: bool) -> None:
    """Let deleted recordings go into a trash, or not, as an account's settings say."""
    name = "allow_recovery_deleted_cloud_recordings"
    sandbox.world.part(SettingsState).change("account", "", {"recording": {name: keep}})


def listing(url: str, *, trash: bool) -> bool:
    """Whether an address is that of a listing, of the trash or of what is stored."""
    return "/users/" in url and "/recordings?" in url and ("trash=true" in url) == trash


# --- it was stored -----------------------------------------------------------------------------------------


def test_what_is_put_into_the_trash_is_found_there(face: str) -> None:
    """It is still stored, until 30 days from now, and the evidence says on what that rests."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        found = recordings.delete(run.uuid, TRASH)

    assert isinstance(found, Trashed)
    assert found.until is not None
    assert abs(found.until - (datetime.now(UTC) + timedelta(days=30))) < timedelta(minutes=1)
    assert [(each.operation, each.what) for each in found.evidence] == [
        ("DELETE /meetings/{meetingId}/recordings", "accepted"),
        ("GET /meetings/{meetingId}/recordings", "HTTP 404, code 3301"),
        ("GET /users/{userId}/recordings", "in the trash"),
    ]
    assert not run.at(STORED)
    assert len(run.files) == 6


def test_what_is_erased_is_nowhere(face: str) -> None:
    """No recording, and not in the trash either."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        found = recordings.delete(run.uuid, ERASE)

    assert isinstance(found, Gone)
    assert [each.what for each in found.evidence] == [
        "accepted",
        "HTTP 404, code 3301",
        "neither listed nor in the trash",
    ]
    assert run.files == []


@pytest.mark.parametrize("days", [1, 20, 400])
@pytest.mark.parametrize("by_date", [False, True])
def test_the_trash_is_searched_in_both_ways(face: str, *, days: int, by_date: bool) -> None:
    """Zoom's page says that its trash knows no dates; should it do so, an old recording is found there too."""
    sandbox = unlimited()
    state(sandbox).trash_by_date = by_date
    run = run_of(sandbox)
    run.start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
    with opened(face, sandbox) as recordings:
        assert isinstance(recordings.delete(run.uuid, TRASH), Trashed)


def test_an_account_without_a_trash_deletes_for_good(face: str) -> None:
    """That it is not in the trash means that it is gone only because the account's settings say so."""
    sandbox = unlimited()
    keep_trash(sandbox, False)
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        found = recordings.delete(run.uuid, TRASH)

    assert isinstance(found, Gone)
    assert found.evidence[-1].operation == "GET /accounts/{accountId}/settings"
    assert run.files == []


@pytest.mark.parametrize("recovery", [True, None, "gone"])
def test_what_vanished_is_not_gone(face: str, recovery: object) -> None:
    """Neither stored nor in the trash of an account that keeps one, or may keep one: nothing is proven."""

    def edit(tree: dict[str, Any]) -> None:
        if recovery == "gone":
            del tree["recording"]
        else:
            tree["recording"]["allow_recovery_deleted_cloud_recordings"] = recovery

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        if listing(url, trash=True):
            return edited(answer, lambda tree: tree.update(meetings=[], total_records=0))
        return edited(answer, edit) if url.endswith("/settings") else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        assert isinstance(recordings.delete(run_of(sandbox).uuid, TRASH), Unconfirmed)


def test_an_erasure_that_ends_in_the_trash_is_told(face: str) -> None:
    """Asked to erase, Zoom only put it into the trash: it is still stored."""
    sandbox = unlimited()

    def address(url: str) -> str:
        return url.replace("action=delete", "action=trash")

    with opened(face, sandbox, address=address) as recordings:
        assert isinstance(recordings.delete(run_of(sandbox).uuid, ERASE), Trashed)


def test_a_recording_that_changed_hands_is_searched_where_it_is(face: str) -> None:
    """What a listing said is old: the run itself says whose it is now, and that one's trash counts."""
    sandbox = unlimited()
    run = run_of(sandbox)
    heir = sandbox.world.people["active"][5]
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        state(sandbox).by_host[run.host.id].remove(run)
        state(sandbox).by_host[heir.id] = [run]
        run.host = heir
        assert isinstance(recordings.delete(run.uuid, TRASH, known=listed), Trashed)


@BOTH
def test_an_accepted_deletion_that_is_not_done_is_unconfirmed(face: str, strength: Strength) -> None:
    """It is still shown when asked for again."""
    sandbox = unlimited()

    def instead(method: str, _: str) -> Answer | None:
        return (204, {}, b"") if method == "DELETE" else None

    with opened(face, sandbox, instead=instead) as recordings:
        found = recordings.delete(run_of(sandbox).uuid, strength)
        one = recordings.delete(run_of(sandbox).uuid, strength, file=run_of(sandbox).files[0].id)

    assert isinstance(found, Unconfirmed)
    assert isinstance(one, Unconfirmed)


@BOTH
@pytest.mark.parametrize(
    "why", [(404, 1001, "user"), (500, 0, ""), (200, 200, "No permission"), (404, 0, ""), (400, 300, "no")]
)
def test_a_trash_that_cannot_be_listed_proves_nothing(face: str, strength: Strength, why: tuple[int, int, str]) -> None:
    """As when its owner was deleted meanwhile: whoever has it now has its trash too."""

    def change(_: str, url: str, __: Answer) -> Answer | None:
        return refused(*why) if listing(url, trash=True) else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        found = recordings.delete(run_of(sandbox).uuid, strength)

    assert isinstance(found, Unconfirmed)
    assert "trash" in found.reason


def test_a_trash_that_is_cut_proves_nothing(face: str) -> None:
    """Days other than those asked for in the answer: the listing is not whole."""

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, lambda tree: tree.update({"from": "2026-01-01"})) if listing(url, trash=True) else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        assert isinstance(recordings.delete(run_of(sandbox).uuid, ERASE), Unconfirmed)


@BOTH
def test_what_the_vendor_will_not_delete_is_refused(face: str, strength: Strength) -> None:
    """Still being made (3303), or in use (3310): it is still there."""
    sandbox = unlimited()
    run_of(sandbox).held = True
    with opened(face, sandbox) as recordings:
        held = recordings.delete(run_of(sandbox).uuid, strength)
        made = recordings.delete(run_of(sandbox, 1).uuid, strength)

    assert isinstance(held, Refused)
    assert isinstance(made, Refused)
    assert "in use" in held.reason
    assert "still being made" in made.reason
    assert [each.what for each in (*held.evidence, *made.evidence)] == ["HTTP 400, code 3310", "HTTP 400, code 3303"]


@BOTH
@pytest.mark.parametrize("where", ["GET", "DELETE"])
@pytest.mark.parametrize(("status", "code"), [(404, 3001), (404, 1001), (400, 1010), (404, 0), (404, 4130)])
def test_another_404_says_nothing_of_recordings(
    face: str, strength: Strength, where: str, status: int, code: int
) -> None:
    """No such meeting, no such user, a bare 404: recordings outlive both, so it is an error and no outcome."""

    def instead(method: str, url: str) -> Answer | None:
        return refused(status, code) if method == where and "/meetings/" in url else None

    sandbox = unlimited()
    with opened(face, sandbox, instead=instead) as recordings, pytest.raises(NotFound):
        recordings.delete(run_of(sandbox).uuid, strength)
    assert len(run_of(sandbox).at(STORED)) == 6


def test_quirk_8_any_2xx_is_an_acceptance_but_for_an_error_in_disguise(face: str) -> None:
    """200 without a body is as good as 204; 200 with a code is a refusal."""
    sandbox = unlimited()

    def change(method: str, _: str, answer: Answer) -> Answer | None:
        return (200, answer[1], b"") if method == "DELETE" else None

    with opened(face, sandbox, change) as recordings:
        assert isinstance(recordings.delete(run_of(sandbox).uuid, ERASE), Gone)

    def disguised(method: str, _: str) -> Answer | None:
        return refused(200, 200, "No permission.") if method == "DELETE" else None

    with opened(face, sandbox, instead=disguised) as recordings, pytest.raises(Forbidden):
        recordings.delete(run_of(sandbox, 2).uuid, ERASE)


@BOTH
def test_a_deletion_that_got_through_unseen_is_still_proven(face: str, strength: Strength) -> None:
    """The answer to the first attempt is lost, the second is told that there is no recording."""
    attempts: list[str] = []

    def change(method: str, _: str, __: Answer) -> Answer | None:
        if method == "DELETE":
            attempts.append(method)
        return refused(503, 0) if method == "DELETE" and len(attempts) == 1 else None

    sandbox = unlimited()
    with opened(face, sandbox, change) as recordings:
        found = recordings.delete(run_of(sandbox).uuid, strength)

    assert len(attempts) == 2
    assert isinstance(found, Trashed if strength is TRASH else Gone)


# --- it was not stored any more ----------------------------------------------------------------------------


def test_in_the_trash_already(face: str) -> None:
    """Put there again is where it is; erasing it from there is not offered, and the day it ends is told."""
    sandbox = unlimited()
    run = run_of(sandbox)
    ends = (datetime.now(UTC) + timedelta(days=30)).date()
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        recordings.delete(run.uuid, TRASH)
        again = recordings.delete(run.uuid, TRASH, known=listed)
        erased = recordings.delete(run.uuid, ERASE, known=listed)

    assert isinstance(again, Trashed)
    assert isinstance(erased, NotOffered)
    assert f"{ends}" in erased.what_to_do or f"{ends - timedelta(days=1)}" in erased.what_to_do
    assert len(run.files) == 6
    assert sandbox.log["DELETE /meetings/{meetingId}/recordings 204"] == 1


def test_a_vendor_that_erases_from_the_trash_is_taken_at_its_word(face: str) -> None:
    """Accepted, and not in the trash any more: it is gone."""
    sandbox = unlimited()
    state(sandbox).erases_from_trash = True
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        recordings.delete(run.uuid, TRASH)
        assert isinstance(recordings.delete(run.uuid, ERASE, known=listed), Gone)
    assert run.files == []


@BOTH
def test_what_is_gone_is_already_gone(face: str, strength: Strength) -> None:
    """With what a listing said of it, absence is proven; without, the trash cannot be searched."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        recordings.delete(run.uuid, ERASE)
        proven = recordings.delete(run.uuid, strength, known=listed)
        unproven = recordings.delete(run.uuid, strength)

    assert isinstance(proven, AlreadyGone)
    assert isinstance(unproven, Unconfirmed)
    assert "known=" in unproven.reason
    assert proven.evidence[-1].what == "in the trash of no host"


def test_a_recording_known_from_the_trash_can_be_told(face: str) -> None:
    """What a listing of the trash shows is as good as what a listing of the stored ones does."""
    sandbox = unlimited()
    run = run_of(sandbox)
    now = datetime.now(UTC)
    with opened(face, sandbox) as recordings:
        recordings.delete(run.uuid, TRASH)
        (listed,) = recordings.list(since=now - timedelta(days=60), until=now, host=run.host.id, trashed=True)
        assert isinstance(recordings.delete(run.uuid, TRASH, known=listed), Trashed)
        sandbox.world.offset += 31 * 24 * 3600
        assert isinstance(recordings.delete(run.uuid, TRASH, known=listed), AlreadyGone)


# --- single files ------------------------------------------------------------------------------------------


def test_one_file_alone(face: str) -> None:
    """The others stay; in the trash it is a single file, and erased it is nowhere."""
    sandbox = unlimited()
    run = run_of(sandbox)
    first, second, voice = run.files[0].id, run.files[1].id, run.files[-1].id
    with opened(face, sandbox) as recordings:
        listed, before = known(recordings, run), recordings.get(run.uuid)
        trashed = recordings.delete(run.uuid, TRASH, file=first)
        erased = recordings.delete(run.uuid, ERASE, file=second)
        heard = recordings.delete(run.uuid, ERASE, file=voice)
        left = recordings.get(run.uuid)
        again = recordings.delete(run.uuid, TRASH, file=first)
        offered = recordings.delete(run.uuid, ERASE, file=first)
        gone = recordings.delete(run.uuid, ERASE, file=second, known=listed)
        untold = recordings.delete(run.uuid, ERASE, file=second)
        unheard = recordings.delete(run.uuid, ERASE, file=voice, known=before)

    assert isinstance(trashed, Trashed)
    assert isinstance(erased, Gone)
    assert isinstance(heard, Gone)
    assert {first, second, voice}.isdisjoint(each.id for each in left.files)
    assert len(left.files) == 3
    assert isinstance(again, Trashed)
    assert isinstance(offered, NotOffered)
    assert isinstance(gone, AlreadyGone)
    assert isinstance(untold, Unconfirmed)
    assert isinstance(unheard, Unconfirmed)  # no listing shows one person's voice, so no trash does


def test_a_file_of_a_recording_in_the_trash_is_in_the_trash(face: str) -> None:
    """A listing of the trash does not show every file: what is of a recording there counts as there."""
    sandbox = unlimited()
    run = run_of(sandbox)
    voice = run.files[-1].id
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        recordings.delete(run.uuid, TRASH)
        assert isinstance(recordings.delete(run.uuid, TRASH, file=voice, known=listed), Trashed)
        assert isinstance(recordings.delete(run.uuid, ERASE, file=voice, known=listed), NotOffered)


@pytest.mark.parametrize("missing", [True, False])
def test_a_file_that_is_only_not_listed_is_not_gone(face: str, *, missing: bool) -> None:
    """A recording that lists fewer files than it counts, or no list, does not show that one is gone."""
    sandbox = unlimited()
    run = run_of(sandbox)

    def edit(tree: dict[str, Any]) -> None:
        if missing:
            del tree["recording_files"]
        else:
            tree["recording_files"] = tree["recording_files"][1:]

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, edit) if method == "GET" and "/meetings/" in url else None

    def instead(method: str, _: str) -> Answer | None:
        return (204, {}, b"") if method == "DELETE" else None

    with opened(face, sandbox, change, instead=instead) as recordings:
        found = recordings.delete(run.uuid, ERASE, file=run.files[0].id)
    assert isinstance(found, Unconfirmed)


def test_files_trashed_before_do_not_prove_the_rest(face: str) -> None:
    """One file was in the trash already: that the others are nowhere is no proof that they are there too."""
    sandbox = unlimited()
    run = run_of(sandbox)

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        if "trash_type=meeting_recordings" not in url:
            return None
        return edited(answer, lambda tree: tree.update(meetings=[], total_records=0))

    with opened(face, sandbox, change) as recordings:
        recordings.delete(run.uuid, TRASH, file=run.files[0].id)
        assert isinstance(recordings.delete(run.uuid, TRASH), Unconfirmed)


def test_an_erasure_leaves_no_file_in_the_trash_untold(face: str) -> None:
    """The recording is erased, but one file of it lies in the trash from before: it is still stored."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        recordings.delete(run.uuid, TRASH, file=run.files[0].id)
        assert isinstance(recordings.delete(run.uuid, ERASE), Trashed)


# --- bad input, and all of it at random --------------------------------------------------------------------


def test_bad_input_is_refused_before_anything_is_sent(face: str) -> None:
    """A number, an empty file id, and what is known of another session."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        other = known(recordings, run_of(sandbox, 2))
        asked = sum(sandbox.log.values())
        for session, options in (
            (str(run.number), {}),
            (f"meeting:{run.number}", {}),
            ("", {}),
            (run.uuid, {"file": " "}),
            (run.uuid, {"known": other}),
        ):
            with pytest.raises(InvalidInput):
                recordings.delete(session, ERASE, **options)
        with pytest.raises(InvalidInput, match="Strength"):
            recordings.delete(run.uuid, "trash")
        assert asked == sum(sandbox.log.values())


def test_no_person_is_in_an_outcome_or_an_error(face: str) -> None:
    """Reasons, evidence and errors name endpoints and days, not people, titles or ids."""
    sandbox = unlimited()
    run = run_of(sandbox)
    shown: list[str] = []
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        shown += [repr(recordings.delete(run.uuid, each, known=listed)) for each in (TRASH, TRASH, ERASE)]
        with pytest.raises(NotFound) as caught:
            recordings.get(run.uuid)
    shown += [str(caught.value), repr(caught.value)]
    private = [run.host.email, run.host.last_name, run.topic, run.uuid, run.host.id, "rec/", str(run.number)]
    assert [] == [word for text in shown for word in private if word in text]


def nowhere(run: Run) -> bool:
    return not run.files


def in_trash(run: Run) -> bool:
    return bool(run.files) and not run.at(STORED)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(Strength), st.sampled_from([None, 0, 1, 5]), st.booleans(), st.booleans()),
        min_size=1,
        max_size=5,
    ),
    options=st.tuples(*[st.booleans()] * 4),
    fate=st.randoms(use_true_random=False),
)
def test_no_outcome_says_more_than_is_true(
    steps: list[tuple[Strength, int | None, bool, bool]], options: tuple[bool, ...], fate: Any
) -> None:
    """Whatever is deleted in whatever order, whatever the vendor does and however it fails: gone is gone."""
    sandbox = unlimited(users=6)
    keep_trash(sandbox, options[0])
    state(sandbox).erases_from_trash, state(sandbox).trash_by_date = options[1:3]
    run = run_of(sandbox)
    names = [file.id for file in run.files]

    def change(_: str, url: str, __: Answer) -> Answer | None:
        if not options[3] or "/recordings" not in url or fate.random() > 0.15:
            return None
        return refused(*fate.choice([(503, 0), (404, 0), (404, 1001), (200, 200), (404, 3001)]))

    with opened("sync", sandbox, change) as recordings, opened("sync", sandbox) as reliable:
        listed = known(reliable, run)
        for strength, number, told, back in steps:
            file = None if number is None else names[number]
            try:
                found = recordings.delete(run.uuid, strength, file=file, known=listed if told else None)
            except ApiError:
                continue
            mine = [each for each in run.files if file is None or each.id == file]
            if isinstance(found, Gone | AlreadyGone):
                assert mine == []
            if isinstance(found, Trashed | NotOffered):
                assert run.files  # of one file it may say so while the rest of a trashed recording is there
                assert mine or file is not None
                assert not any(each.place == STORED for each in mine)
            if isinstance(found, Refused):
                assert mine
            if back and in_trash(run):
                reliable.restore(run.uuid)


# --- patience, with canned answers -------------------------------------------------------------------------

WHOSE = {"uuid": "u==", "host_id": "h", "start_time": "2026-11-20T10:00:00Z", "recording_files": [{"id": "f"}]}


def driven(answer: Callable[[Call, int], Any], strength: Strength) -> tuple[Any, list[float]]:
    """Drive a deletion with an answer for each call, which is told how long was slept; return outcome and sleeps."""
    sleeps: list[float] = []

    def respond(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        if isinstance(step, Sleep):
            sleeps.append(step.seconds)
            return None
        if isinstance(step, Settling):
            return 40.0
        given = answer(step, len(sleeps))
        return given if isinstance(given, ProviderBridgeError) else Reply(step.endpoint.name, given, 0, NOON, "r")

    return drive(delete_recording("u==", strength, None, None), respond)[0], sleeps


def no_recording() -> NotFound:
    error = NotFound("GET /x", 404, "none", code="3301")
    error.missing = "recording"
    return error


@pytest.mark.parametrize("late", [0, 1, 2])
def test_a_trash_that_is_slow_to_show_it_is_asked_again(monkeypatch: pytest.MonkeyPatch, late: int) -> None:
    """After one second and after three more."""
    monkeypatch.undo()
    deleted = False

    def answer(call: Call, slept: int) -> Any:
        nonlocal deleted
        if call.endpoint == wire.recordings.DELETE_RUN:
            deleted = True
            return b""
        if call.endpoint == wire.recordings.RUN:
            return no_recording() if deleted else json.dumps(WHOSE).encode()
        if call.endpoint == wire.settings.ACCOUNT_SETTINGS:
            return b"{}"
        shown = [WHOSE] if slept >= late and call.query.get("trash_type") == "meeting_recordings" else []
        days = {"from": call.query["from"], "to": call.query["to"]}
        return json.dumps({**days, "meetings": shown, "total_records": len(shown)}).encode()

    outcome, sleeps = driven(answer, TRASH)

    assert isinstance(outcome, Trashed)
    assert outcome.until is None  # nothing said when it was deleted
    assert sleeps == [1.0, 3.0][:late]


def test_a_recording_without_owner_or_day_cannot_be_searched() -> None:
    """Where the run does not say whose it is, nothing can be proven."""
    deleted = False

    def answer(call: Call, _: int) -> Any:
        nonlocal deleted
        if call.endpoint == wire.recordings.DELETE_RUN:
            deleted = True
            return b""
        return no_recording() if deleted else json.dumps({"uuid": "u==", "recording_files": [{"id": "f"}]}).encode()

    outcome, _ = driven(answer, ERASE)

    assert isinstance(outcome, Unconfirmed)


def test_a_run_that_is_shown_from_the_trash_is_not_stored() -> None:
    """Should the run's own address show what is in the trash, with the time it was deleted, it counts as there."""
    shown = {**WHOSE, "recording_files": [{"id": "f", "deleted_time": "2026-11-22T10:00:00Z"}]}

    def answer(call: Call, _: int) -> Any:
        if call.endpoint == wire.recordings.RUN:
            return json.dumps(shown).encode()
        found = [shown] if call.query.get("trash_type") == "meeting_recordings" else []
        days = {"from": call.query["from"], "to": call.query["to"]}
        return json.dumps({**days, "meetings": found}).encode()

    outcome, _ = driven(answer, TRASH)

    assert isinstance(outcome, Trashed)
    assert outcome.until == datetime(2026, 12, 22, 10, tzinfo=UTC)


@BOTH
def test_a_file_is_not_gone_because_another_run_lacks_it(face: str, strength: Strength) -> None:
    """An answer about another run proves nothing, however little it holds."""
    sandbox = unlimited()
    run, other = run_of(sandbox), run_of(sandbox, 2)
    deleted: list[str] = []

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        if method == "DELETE":
            deleted.append(url)
        if method == "GET" and "/users/" not in url and deleted:
            return edited(
                answer, lambda tree: tree.update(uuid=other.uuid, recording_files=tree["recording_files"][1:])
            )
        return None

    with opened(face, sandbox, change) as recordings:
        outcome = recordings.delete(run.uuid, strength, file=run.files[0].id)

    assert deleted
    assert isinstance(outcome, Unconfirmed)
