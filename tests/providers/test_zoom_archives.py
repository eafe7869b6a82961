"""Zoom's compliance archive: listed, looked at, changed and deleted, with proof."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from recorded import no_patience
from rewriting import Answer, App, refusing, rewriting, small_pages
from support import NOON, drive, sandbox_opened, unlimited

from provider_bridge import (
    BadRequest,
    Conflict,
    DecodeError,
    Forbidden,
    Gone,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    Refused,
    Unconfirmed,
)
from provider_bridge.core.calls import Reply
from provider_bridge.core.steps import Sleep
from provider_bridge.providers.zoom.archives import facet as provider
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.archives import Archives

ZOOM = "sandbox-zoom"
LIST = "/v2/archive_files?"
ONE = "/archive_files"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the looks at what became of a change follow at once."""
    no_patience(monkeypatch)


def kept(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    return sandbox.world.part(Archives).kept


def newest(sandbox: Sandbox) -> str:
    return f"meeting:{sandbox.world.sessions[0].uuid}"


def first_file(sandbox: Sandbox) -> dict[str, Any]:
    file: dict[str, Any] = kept(sandbox)[sandbox.world.sessions[0].uuid]["archive_files"][0]
    return file


def test_quirk_28_the_archive_is_read_in_windows_of_seven_days(face: str) -> None:
    """Everything archived of a month comes once, though the windows overlap by a day."""
    sandbox = unlimited()
    since = sandbox.world.now() - timedelta(days=31)
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[ZOOM].archives.list(since=since))

    uuids = [each.session.rpartition(":")[2] for each in found]
    assert sorted(uuids) == sorted(kept(sandbox))
    assert sandbox.log["GET /archive_files 200"] == 6
    webinars = {each.uuid for each in sandbox.world.sessions if each.kind == "Webinar"}
    assert {each.session for each in found if each.kind == "webinar"} == {f"webinar:{uuid}" for uuid in webinars}
    assert "example.test" not in repr(found)


def test_since_and_until_are_exact(face: str) -> None:
    """Zoom is asked for whole days; the period holds for the start of each session."""
    sandbox = unlimited()
    runs = sorted(sandbox.world.sessions, key=lambda each: each.start)
    since, until = runs[2].start, runs[6].start
    with sandbox_opened(face, sandbox) as accounts:
        found = {each.start for each in accounts[ZOOM].archives.list(since=since, until=until)}

    assert found == {each.start for each in runs if since <= each.start <= until}


def test_meetings_of_other_accounts_have_no_names(face: str) -> None:
    """Zoom takes number, host and title out of external meetings; nothing is invented in their place."""
    sandbox = unlimited()
    outside = next(each for each in kept(sandbox).values() if each["meeting_type"] == "external")
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].archives.get(outside["uuid"])

    assert (found.event, found.host, found.title) == (None, None, "")
    assert found.files


@pytest.mark.parametrize("blank", [{"id": ""}, {"id": None}, {"id": 0}, {"id": "0"}])
def test_blanks_come_in_every_shape(face: str, blank: dict[str, Any]) -> None:
    """Empty, null, zero: no event."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", ONE, lambda tree: tree | blank)
    with sandbox_opened(face, sandbox, app) as accounts:
        assert accounts[ZOOM].archives.get(newest(sandbox)).event is None


@pytest.mark.parametrize(("kind", "wanted"), [(7, "meeting"), ("9", "webinar"), (42, ""), ("", ""), (None, "")])
def test_a_type_that_nobody_knows_is_neither_meeting_nor_webinar(face: str, kind: Any, wanted: str) -> None:
    """Its event keeps its number, and its id works all the same."""
    sandbox = unlimited()
    uuid, number = sandbox.world.sessions[1].uuid, sandbox.world.sessions[1].number
    kept(sandbox)[uuid]["type"] = kind
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].archives.get(uuid)
        again = accounts[ZOOM].archives.get(found.session)

    assert found == again
    assert (found.kind, found.session) == (wanted, f"{wanted}:{uuid}".lstrip(":"))
    assert found.event == f"{wanted}:{number}".lstrip(":")


def test_a_breakout_room_says_whose_it_is(face: str) -> None:
    """It is a session of its own; a parent that Zoom names for others is not taken for one."""
    sandbox = unlimited()
    room = next(each for each in kept(sandbox).values() if each["is_breakout_room"])
    kept(sandbox)[sandbox.world.sessions[1].uuid]["parent_meeting_id"] = "stray=="
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].archives.get(room["uuid"])
        other = accounts[ZOOM].archives.get(f"meeting:{sandbox.world.sessions[1].uuid}")

    assert found.breakout_of == newest(sandbox)
    assert other.breakout_of is None


def test_every_file_is_told(face: str) -> None:
    """Files of everybody, of one person, and what people handed round."""
    sandbox = unlimited()
    body = kept(sandbox)[sandbox.world.sessions[0].uuid]
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].archives.get(newest(sandbox))

    assert [file.id for file in found.files] == [
        *(each["id"] for each in body["archive_files"]),
        *(each["file_id"] for each in body["physical_files"]),
    ]
    own = next(file for file in found.files if file.individual)
    assert (own.participant_email, own.messages) == (sandbox.world.people["active"][1].email, 7)
    assert own.participant_joined == sandbox.world.sessions[0].start
    shared = found.files[-1]
    assert (shared.content, shared.name, shared.auto_delete) == ("shared_file", "minutes.pdf", None)
    assert found.size == body["total_size"] == sum(file.size or 0 for file in found.files)
    assert not any(word in repr(found) for word in ("example.test", "minutes.pdf", found.title))


@pytest.mark.parametrize("spelt", ["AIC_COVERSATION", "AIC_CONVERSATION"])
def test_quirk_34_a_misspelt_word_is_the_same_word(face: str, spelt: str) -> None:
    """Zoom's document misspells one type of file; both spellings are one."""
    sandbox = unlimited()
    first_file(sandbox)["file_type"] = spelt
    with sandbox_opened(face, sandbox) as accounts:
        assert accounts[ZOOM].archives.get(newest(sandbox)).files[0].type == "AIC_CONVERSATION"


def test_quirks_2_and_3_an_archive_in_the_making(face: str) -> None:
    """An empty time is none, and unseen words survive."""
    sandbox = unlimited()
    kept(sandbox)[sandbox.world.sessions[0].uuid] |= {"complete_time": "", "status": "thinking", "total_size": ""}
    first_file(sandbox).update(file_type="HOLOGRAM", participant_leave_time="", file_size="17", recording_type="")
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].archives.get(newest(sandbox))

    assert (found.completed_at, found.status, found.size) == (None, "thinking", None)
    file = found.files[0]
    assert (file.type, file.content, file.participant_left, file.size) == ("HOLOGRAM", "", None, 17)


# --- listings that cannot be trusted ---------------------------------------------------------------------------


def test_a_period_that_zoom_cut_is_incomplete(face: str) -> None:
    """The answer says for which period it is; a shorter one than asked for is no answer."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", LIST, lambda tree: tree | {"from": tree["to"]})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ListingIncomplete, match="shorter period"):
        list(accounts[ZOOM].archives.list(since=sandbox.world.now() - timedelta(days=5)))


def test_fewer_than_announced_is_incomplete(face: str) -> None:
    """A total above what came means that something is missing."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", LIST, lambda tree: tree | {"meetings": tree["meetings"][1:]})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ListingIncomplete):
        list(accounts[ZOOM].archives.list(since=sandbox.world.now() - timedelta(days=5)))


@pytest.mark.parametrize("counts_page", [False, True])
def test_the_total_may_be_of_the_page_or_of_all(face: str, counts_page: bool) -> None:
    """Zoom's document can be read either way; both listings are whole."""
    sandbox = unlimited()

    def change(tree: dict[str, Any]) -> None:
        if counts_page:
            tree["total_records"] = len(tree["meetings"])

    app = rewriting(small_pages(sandbox, LIST, 2), "GET", LIST, change)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = list(accounts[ZOOM].archives.list(since=sandbox.world.now() - timedelta(days=31)))

    assert len(found) == len(kept(sandbox))


def test_quirk_16_a_page_token_that_dies_midway_starts_the_window_anew(face: str) -> None:
    """A slow reader gets everything, once."""
    sandbox = unlimited()
    app = small_pages(sandbox, LIST, 1, expire_after=2)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = [each.session for each in accounts[ZOOM].archives.list(since=sandbox.world.now() - timedelta(days=31))]

    assert len(found) == len(set(found)) == len(kept(sandbox))
    assert sandbox.log["GET /archive_files 400"] == 1


@pytest.mark.parametrize("status", [200, 400])
def test_quirk_1_without_the_add_on_nothing_is_read(face: str, status: int) -> None:
    """A refusal is no empty archive, whatever its HTTP status."""
    sandbox = unlimited()
    app = refusing(sandbox.handle, "GET", "archive_files", status, 200, "Only available for paid account.")
    with sandbox_opened(face, sandbox, app) as accounts:
        with pytest.raises(Forbidden):
            list(accounts[ZOOM].archives.list(since=sandbox.world.now() - timedelta(days=5)))
        with pytest.raises(Forbidden):
            accounts[ZOOM].archives.delete(newest(sandbox))

    assert newest(sandbox).rpartition(":")[2] in kept(sandbox)


# --- changes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [False, True])
def test_auto_delete_is_set_and_read_back(face: str, wanted: bool) -> None:
    """The file is returned as it reads afterwards."""
    sandbox = unlimited()
    first_file(sandbox)["auto_delete"] = not wanted
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].archives.update(newest(sandbox), first_file(sandbox)["id"], auto_delete=wanted)

    assert found.auto_delete is wanted
    assert first_file(sandbox)["auto_delete"] is wanted


@pytest.mark.parametrize("absent", [False, True])
def test_an_ignored_change_is_an_error(face: str, absent: bool) -> None:
    """Accepted and not done: the feature is off for the account, or the member is not there at all."""
    sandbox = unlimited()
    sandbox.world.part(Archives).frozen = True
    if absent:
        del first_file(sandbox)["auto_delete"]
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(Conflict, match="does not show it"):
        accounts[ZOOM].archives.update(newest(sandbox), first_file(sandbox)["id"], auto_delete=False)

    assert sandbox.log["PATCH /archive_files/{fileId} 204"] == 1


def test_a_file_of_another_session_is_not_touched(face: str) -> None:
    """What could not be read back is not changed."""
    sandbox = unlimited()
    other = kept(sandbox)[sandbox.world.sessions[1].uuid]["archive_files"][0]["id"]
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(NotFound) as caught:
        accounts[ZOOM].archives.update(newest(sandbox), other, auto_delete=False)

    assert caught.value.missing == "file"
    assert not any(name.startswith("PATCH") for name in sandbox.log)


def test_a_deletion_is_proven(face: str) -> None:
    """``Gone`` after Zoom said that there is no such archive any more; the breakout room stays."""
    sandbox = unlimited()
    before = set(kept(sandbox))
    with sandbox_opened(face, sandbox) as accounts:
        first = accounts[ZOOM].archives.delete(newest(sandbox))
        with pytest.raises(NotFound) as caught:  # Zoom's word for a wrong id as well
            accounts[ZOOM].archives.delete(newest(sandbox))

    assert isinstance(first, Gone)
    assert [each.operation.split()[0] for each in first.evidence] == ["DELETE", "GET"]
    assert "3001" in first.evidence[1].what
    assert all(each.request_id for each in first.evidence)
    assert caught.value.missing == "event"
    assert sandbox.log["DELETE /past_meetings/{meetingUUID}/archive_files 204"] == 1
    assert before - set(kept(sandbox)) == {sandbox.world.sessions[0].uuid}


NOTHING: dict[str, Any] = {"archive_files": [], "recording_count": 0}


def emptied(sandbox: Sandbox, status: str, left: dict[str, Any] = NOTHING) -> App:
    """Return a simulator that answers with an emptied archive after a deletion, instead of with a refusal."""
    body = dict(kept(sandbox)[sandbox.world.sessions[0].uuid])
    inner = rewriting(sandbox.handle, "GET", ONE, lambda tree: tree)

    def app(method: str, url: str, headers: dict[str, str], sent: bytes) -> Answer:
        if method == "DELETE":
            key = sandbox.world.sessions[0].uuid
            kept(sandbox)[key] = body | {**left, "physical_files": [], "status": status}
            return 204, {}, b""
        return inner(method, url, headers, sent)

    return app


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("completed", Gone), ("processing", Unconfirmed), ("queued", Unconfirmed), ("", Unconfirmed)],
)
def test_an_emptied_archive_is_gone_unless_it_is_still_being_made(face: str, status: str, outcome: type) -> None:
    """No file left is gone; while files are being made, more may come, and so under a status nobody has seen."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox, emptied(sandbox, status)) as accounts:
        assert isinstance(accounts[ZOOM].archives.delete(newest(sandbox)), outcome)


@pytest.mark.parametrize("left", [{"archive_files": None, "recording_count": 0}, {"archive_files": []}])
def test_an_archive_that_does_not_say_that_it_is_empty_is_not_gone(face: str, left: dict[str, Any]) -> None:
    """Files that are not shown, or fewer of them than Zoom counts, prove nothing."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox, emptied(sandbox, "completed", left)) as accounts:
        assert isinstance(accounts[ZOOM].archives.delete(newest(sandbox)), Unconfirmed)


def test_a_deletion_of_an_archive_that_is_replayed_is_gone(face: str) -> None:
    """The first attempt was carried out and its answer got lost: the second hears that there is no such meeting."""
    sandbox = unlimited()
    lost = [502]

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        return (lost.pop(), {}, b"") if method == "DELETE" and lost else answer

    with sandbox_opened(face, sandbox, app) as accounts:
        outcome = accounts[ZOOM].archives.delete(newest(sandbox))

    assert isinstance(outcome, Gone)
    assert ["HTTP 404, code 3001"] * 2 == [each.what for each in outcome.evidence]


def test_an_archive_that_was_never_there_is_not_already_gone(face: str) -> None:
    """Zoom says of a wrong id what it says of a deleted archive, so it proves nothing."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(NotFound):
        accounts[ZOOM].archives.delete("meeting:wrong")
    assert not any(name.startswith("DELETE") for name in sandbox.log)


def ignoring(sandbox: Sandbox, after: tuple[int, int] | None) -> App:
    """Return a simulator that accepts deletions and deletes nothing; afterwards it may refuse to show the archive."""
    deleted = False

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        nonlocal deleted
        if method == "DELETE":
            deleted = True
            return 204, {}, b""
        if deleted and after is not None:
            return refusing(sandbox.handle, "GET", ONE, *after)(method, url, headers, body)
        return sandbox.handle(method, url, headers, body)

    return app


@pytest.mark.parametrize("after", [None, (404, 0), (404, 1001), (400, 12702), (400, 300), (200, 200), (400, 4711)])
def test_quirk_8_an_accepted_deletion_is_not_yet_a_proven_one(face: str, after: tuple[int, int] | None) -> None:
    """Still there, a bare 404, too old, another object missing, refused: none of them means gone."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox, ignoring(sandbox, after)) as accounts:
        outcome = accounts[ZOOM].archives.delete(newest(sandbox))

    assert isinstance(outcome, Unconfirmed)
    assert outcome.reason


@pytest.mark.parametrize(
    ("status", "code", "error"), [(404, 0, NotFound), (404, 1001, NotFound), (400, 300, BadRequest)]
)
def test_what_cannot_be_looked_at_is_not_deleted(face: str, status: int, code: int, error: type[Exception]) -> None:
    """A 404 that does not speak of the session is no absence, and nothing is deleted on its strength."""
    sandbox = unlimited()
    app = refusing(sandbox.handle, "GET", ONE, status, code)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(error):
        accounts[ZOOM].archives.delete(newest(sandbox))

    assert not any(name.startswith("DELETE") for name in sandbox.log)


def test_a_state_that_forbids_deleting_is_a_refusal(face: str) -> None:
    """It is still there, and the reason is told."""
    sandbox = unlimited()
    app = refusing(sandbox.handle, "DELETE", ONE, 409, 1, "On hold.")
    with sandbox_opened(face, sandbox, app) as accounts:
        assert isinstance(accounts[ZOOM].archives.delete(newest(sandbox)), Refused)


def test_another_session_than_was_asked_for_is_no_answer(face: str) -> None:
    """Nothing of it is taken for the one that was meant, and nothing is deleted."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", ONE, lambda tree: tree | {"uuid": "another=="})
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError):
        accounts[ZOOM].archives.delete(newest(sandbox))

    assert not any(name.startswith("DELETE") for name in sandbox.log)


def test_a_period_that_lies_ahead_asks_nothing(face: str) -> None:
    """Nothing can be archived of it."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        assert list(accounts[ZOOM].archives.list(since=sandbox.world.now() + timedelta(days=3))) == []

    assert not sandbox.log


def test_a_change_may_take_a_moment_to_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zoom's copies need not agree at once: it is looked again after one second, and after three more."""
    monkeypatch.undo()
    sandbox = unlimited()
    body = kept(sandbox)[sandbox.world.sessions[0].uuid]
    file, slept, looks = first_file(sandbox)["id"], [], 0

    def answer(step: Any) -> Any:
        nonlocal looks
        if isinstance(step, Sleep):
            slept.append(step.seconds)
            return None
        looks += step.endpoint.method == "GET"
        body["archive_files"][0]["auto_delete"] = looks < 4
        return Reply(step.endpoint.name, json.dumps(body).encode(), 0, NOON, "")

    flow: Any = provider.Archives.update.flow
    found, _ = drive(flow(None, newest(sandbox), file, auto_delete=False), answer)

    assert found.auto_delete is False
    assert slept == [1.0, 3.0]


def test_bad_input_is_refused_before_anything_is_sent(face: str) -> None:
    """A number would mean the latest run; a period needs a beginning and zones."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        archives = accounts[ZOOM].archives
        for call in (archives.get, archives.delete, lambda bad: archives.update(bad, "x", auto_delete=True)):
            with pytest.raises(InvalidInput):
                call("meeting:93398114182")
        for options in ({"since": NOON.replace(tzinfo=None)}, {"since": NOON, "until": NOON - timedelta(1)}):
            with pytest.raises(InvalidInput):
                list(archives.list(**options))

    assert not sandbox.log
