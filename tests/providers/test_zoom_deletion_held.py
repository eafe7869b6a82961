"""What was called gone too early at Zoom: each answer that contradicts an absence leaves it unconfirmed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from recorded import Answer, edited, known, opened, refused, run_of
from support import sandbox_opened, unlimited
from tours.zoom.registrants import event, first

from provider_bridge import AlreadyGone, Gone, Strength, Unconfirmed
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings_state import Run

ERASE = Strength.ERASE
GONE = (Gone, AlreadyGone)


def is_run(method: str, url: str) -> bool:
    return method == "GET" and "/meetings/" in url and url.endswith("/recordings")


def is_listing(url: str) -> bool:
    return "/users/" in url and "/recordings?" in url


def erased(
    face: str,
    edit: Callable[[dict[str, Any]], None],
    *,
    whole: bool,
    change: Callable[[str, str, Answer], Answer | None] = lambda *_: None,
) -> Any:
    """Erase a recording or one file of it; the vendor accepts it, does nothing, and shows the run edited."""
    sandbox = unlimited()
    run = run_of(sandbox)
    accepted = False

    def instead(method: str, _: str) -> Answer | None:
        nonlocal accepted
        accepted = accepted or method == "DELETE"
        return (204, {}, b"") if method == "DELETE" else None

    def changed(method: str, url: str, answer: Answer) -> Answer | None:
        if accepted and is_run(method, url):
            return edited(answer, edit)
        if accepted and is_listing(url):
            return change(method, url, answer) or edited(answer, lambda tree: tree.update(meetings=[], total_records=0))
        return None

    with opened(face, sandbox, changed, instead=instead) as recordings:
        return recordings.delete(run.uuid, ERASE, file=None if whole else run.files[0].id)


def no_count(files: Any) -> Callable[[dict[str, Any]], None]:
    def edit(tree: dict[str, Any]) -> None:
        tree.pop("recording_count", None)
        tree["recording_files"] = files

    return edit


def counting(count: Any, files: Any) -> Callable[[dict[str, Any]], None]:
    return lambda tree: tree.update(recording_count=count, recording_files=files, participant_audio_files=[])


OTHER = {"id": "F2", "file_type": "MP4", "status": "completed"}
TRASHED = {"id": "F1", "file_type": "MP4", "status": "completed", "deleted_time": "2026-11-20T10:00:00Z"}


@pytest.mark.parametrize(
    "edit",
    [
        *(no_count([]), no_count([OTHER]), counting(-1, []), counting(2, [OTHER]), counting(None, [OTHER])),
        *(counting(1, []), counting(0, []), counting(1, [OTHER | {"id": ""}]), counting(1, [OTHER | {"id": None}])),
    ],
    ids=[
        *("no count", "a file and no count", "a negative count", "one of two", "a null count", "none of one"),
        *("none of none, as while it works", "a blank id", "no id"),
    ],
)
def test_a_file_is_not_gone_from_a_list_that_is_not_counted(face: str, edit: Any) -> None:
    """``files: []`` without a count, and counts that disagree, do not show that a file is gone."""
    assert isinstance(erased(face, edit, whole=False), Unconfirmed)


def test_a_file_is_gone_from_a_list_that_is_counted(face: str) -> None:
    """The run counts one file, shows another one, and no listing shows the file; a timeline needs no id."""
    timeline = {"file_type": "TIMELINE", "status": "completed"}

    assert isinstance(erased(face, counting(1, [OTHER]), whole=False), Gone)
    assert isinstance(erased(face, counting(2, [OTHER, timeline]), whole=False), Gone)


@pytest.mark.parametrize("files", [[TRASHED], [TRASHED, TRASHED | {"id": "F3"}]])
def test_a_run_that_shows_a_deleted_file_while_the_trash_is_empty_is_not_gone(face: str, files: Any) -> None:
    """The run says that it was put into the trash, and the trash does not show it: these contradict each other."""
    outcome = erased(face, counting(len(files), files), whole=True)

    assert isinstance(outcome, Unconfirmed)
    assert "trash" in outcome.reason


def test_a_file_marked_as_deleted_while_the_trash_is_empty_is_not_gone(face: str) -> None:
    """The same of one file among others that are stored."""

    def edit(tree: dict[str, Any]) -> None:
        tree["recording_files"][0]["deleted_time"] = "2026-11-20T10:00:00Z"

    assert isinstance(erased(face, edit, whole=False), Unconfirmed)


@pytest.mark.parametrize("total", ["absent", None, -1])
def test_a_trash_that_announces_no_number_proves_nothing(face: str, total: Any) -> None:
    """An empty list that does not say that it is empty may be a part of one."""

    def change(_: str, __: str, answer: Answer) -> Answer:
        def edit(tree: dict[str, Any]) -> None:
            tree.update(meetings=[], total_records=total)
            if total == "absent":
                del tree["total_records"]

        return edited(answer, edit)

    assert isinstance(erased(face, counting(1, [OTHER]), whole=False, change=change), Unconfirmed)


def stale(method: str, url: str) -> Answer | None:
    """Answer as a gateway that serves a refusal of an earlier day for the run."""
    about_run = "/meetings/" in url and "/recordings" in url and "/users/" not in url
    return refused(404, 3301) if about_run and method in {"GET", "DELETE"} else None


@pytest.mark.parametrize("strength", list(Strength))
def test_a_stale_3301_is_not_gone_while_the_owners_list_shows_it(face: str, strength: Strength) -> None:
    """With ``known=``: the recording is denied at its own address and still listed."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
    with opened(face, sandbox, instead=stale) as recordings:
        outcome = recordings.delete(run.uuid, strength, known=listed)
        one = recordings.delete(run.uuid, strength, file=run.files[0].id, known=listed)

    assert isinstance(outcome, Unconfirmed)
    assert isinstance(one, Unconfirmed)
    assert "still shows it" in outcome.reason


def in_anothers_trash(sandbox: Sandbox, run: Run) -> None:
    """Let a recording change hands, and put it into the new owner's trash."""
    state = sandbox.world.people["active"]
    other = next(each for each in state if each is not run.host)
    from provider_bridge.sandbox.zoom.recordings_state import RUN_TRASH, Recordings

    recordings = sandbox.world.part(Recordings)
    recordings.by_host[run.host.id].remove(run)
    run.host = other
    recordings.by_host.setdefault(other.id, []).append(run)
    recordings.delete(run, list(run.files), RUN_TRASH)


@pytest.mark.parametrize("strength", list(Strength))
def test_what_was_moved_to_another_hosts_trash_is_not_already_gone(face: str, strength: Strength) -> None:
    """Only ``known=`` says whose it is, and that is no longer so."""
    sandbox = unlimited()
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        in_anothers_trash(sandbox, run)
        outcome = recordings.delete(run.uuid, strength, known=listed)

    assert isinstance(outcome, Unconfirmed)
    assert "another host" in outcome.reason


def test_with_too_many_hosts_to_search_known_alone_proves_nothing(face: str) -> None:
    """It would be hours of calls; the reason says what to do instead."""
    sandbox = unlimited(users=400)
    run = run_of(sandbox)
    with opened(face, sandbox) as recordings:
        listed = known(recordings, run)
        recordings.delete(run.uuid, ERASE)
        outcome = recordings.delete(run.uuid, ERASE, known=listed)

    assert isinstance(outcome, Unconfirmed)
    assert "trashed=True" in outcome.reason


@pytest.mark.parametrize("start", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_start_at_the_end_of_the_calendar_is_no_overflow(face: str, start: str) -> None:
    """After the deletion the run is shown with a year that no day can be added to."""

    def edit(tree: dict[str, Any]) -> None:
        tree.update(start_time=start, recording_count=1, recording_files=[OTHER | {"recording_start": start}])

    assert isinstance(erased(face, edit, whole=False), Gone | Unconfirmed)


def test_a_deleted_time_at_the_end_of_the_calendar_is_no_overflow(face: str) -> None:
    """The trash shows it, deleted in the year 9999: it is in the trash, without a day on which that ends before."""
    sandbox = unlimited()
    run = run_of(sandbox)

    def late(tree: dict[str, Any]) -> None:
        for row in tree["meetings"]:
            for file in row["recording_files"]:
                file["deleted_time"] = "9999-12-31T00:00:00Z"

    def change(_: str, url: str, answer: Answer) -> Answer | None:
        return edited(answer, late) if "trash=true" in url else None

    with opened(face, sandbox, change) as recordings:
        outcome = recordings.delete(run.uuid, Strength.TRASH)
    assert outcome.until is not None


# --- registrants -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["meeting", "webinar"])
@pytest.mark.parametrize("denied", ["GET", "DELETE"])
def test_a_registrant_who_is_denied_and_still_listed_is_not_gone(face: str, kind: str, denied: str) -> None:
    """Zoom answers 404 with code 3079 at their own address, and all lists still have them."""
    sandbox = unlimited()
    where = event(sandbox, kind)
    someone = first(sandbox, where)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if f"/registrants/{someone.id}" in url:
            if method == "DELETE" and denied == "GET":
                return 204, {}, b""
            return refused(404, 3079)
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        outcome = accounts["sandbox-zoom"].registrants.delete(where, someone.id)

    assert isinstance(outcome, Unconfirmed)
    assert "still lists them" in outcome.reason


@pytest.mark.parametrize("own", [(404, {}, b"{}"), refused(404, 3079)])
def test_registrants_lists_without_a_total_prove_nothing(face: str, own: Answer) -> None:
    """The lists lack total and token and show nobody; Zoom denies by name also whom it denied entry, who is there."""
    sandbox = unlimited()
    where = event(sandbox, "meeting")
    someone = first(sandbox, where)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if f"/registrants/{someone.id}" in url:
            return (204, {}, b"") if method == "DELETE" else own
        if method == "GET" and "/registrants?" in url:
            return 200, {}, json.dumps({"registrants": []}).encode()
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        outcome = accounts["sandbox-zoom"].registrants.delete(where, someone.id)

    assert isinstance(outcome, Unconfirmed)
