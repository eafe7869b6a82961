"""Deleting a session of GoToMeeting's or its attendee list: what counts as proven, and what does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from recorded import no_patience
from support import opened, sandbox_opened, unlimited
from tours.gotomeeting.sessions import lately, session_of

from provider_bridge import (
    AlreadyGone,
    ConfigurationError,
    DecodeError,
    Forbidden,
    Gone,
    InvalidInput,
    NotFound,
    ProviderBroken,
    Refused,
    Unconfirmed,
)
from provider_bridge.config import parse_config
from provider_bridge.core.confirm.settling import gaps
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meetings import Meetings, Run

MEETING = "sandbox-meeting"
Answer = tuple[int, dict[str, str], bytes]
HISTORY, ATTENDEES = "GET /historicalMeetings", "GET /attendees"
SESSION, LIST = "DELETE session", "DELETE list"
NOT_FOUND: Answer = (404, {}, b'{"errorCode": "NotFound", "description": "of ada@example.test", "incident": "i-9"}')
BARE: Answer = (404, {}, b"")
FORBIDDEN: Answer = (403, {}, b'{"errorCode": "Forbidden", "description": "no"}')
CONFLICT: Answer = (409, {}, b'{"errorCode": "Conflict", "description": "no"}')
ACCEPTED: Answer = (204, {}, b"")
EMPTY: Answer = (200, {}, b"[]")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    no_patience(monkeypatch)


def kind_of(method: str, url: str) -> str:
    if method == "DELETE":
        return LIST if url.endswith("/attendees") else SESSION
    return HISTORY if "/historicalMeetings" in url else ATTENDEES if "/attendees" in url else ""


class Vendor:
    """A simulator of which some answers are others before and after something was deleted."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.asked: list[str] = []
        self.before: dict[str, Answer | Callable[[Answer], Answer]] = {}
        self.after: dict[str, Answer | Callable[[Answer], Answer]] = {}
        self._deleted = False

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        kind = kind_of(method, url)
        self.asked.append(kind)
        odd = (self.after if self._deleted else self.before).get(kind)
        self._deleted |= method == "DELETE"
        if isinstance(odd, tuple):
            return odd
        found = self.sandbox.handle(method, url, headers, body)
        return odd(found) if odd is not None else found


def run_of(sandbox: Sandbox, number: int = 0) -> Run:
    return sandbox.world.part(Meetings).runs[number]


def rows(change: Callable[[dict[str, Any]], object]) -> Callable[[Answer], Answer]:
    """Return what edits every row of a list."""

    def edit(answer: Answer) -> Answer:
        tree = json.loads(answer[2])
        for row in tree:
            change(row)
        headers = {name: value for name, value in answer[1].items() if name != "content-length"}
        return answer[0], headers, json.dumps(tree).encode()

    return edit


def deleted(face: str, vendor: Vendor, what: str = SESSION, number: int = 0, **more: Any) -> Any:
    with sandbox_opened(face, vendor.sandbox, vendor) as accounts:
        facet = accounts[MEETING].sessions if what == SESSION else accounts[MEETING].participants
        return facet.delete(session_of(vendor.sandbox, number), **more)


# --- sessions ----------------------------------------------------------------------------------------------


def test_a_session_is_gone_with_its_attendees_and_the_line_stays(face: str) -> None:
    """It was shown before and is not now; the others of its meeting are untouched; the evidence is three answers."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    kept = len(run_of(sandbox, 3).attendees)

    outcome = deleted(face, vendor)

    assert isinstance(outcome, Gone)
    assert [each.what for each in outcome.evidence] == [
        "accepted",
        "the organizer's history shows no such session",
        "no attendee of the session is listed",
    ]
    assert run_of(sandbox).forgotten
    assert kept == len(run_of(sandbox, 3).attendees) > 0
    with sandbox_opened(face, sandbox) as accounts:
        assert session_of(sandbox) not in [each.id for each in accounts[MEETING].sessions.list(**lately(sandbox))]
        group = sandbox.world.digits("group", "root")
        assert len(list(accounts[MEETING].sessions.list_of_group(group, **lately(sandbox)))) == 9


def test_deleting_it_again_says_that_it_was_gone_already(face: str) -> None:
    """GoToMeeting denies the session, the history does not show it, nobody is listed."""
    sandbox = unlimited()
    deleted(face, Vendor(sandbox))

    outcome = deleted(face, Vendor(sandbox))

    assert isinstance(outcome, AlreadyGone)
    assert "404" in outcome.evidence[0].what


def test_a_known_session_spares_the_search(face: str) -> None:
    """Handed in as a listing shows it, one window is read before and at each look after; another session is refused."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        known = next(each for each in accounts[MEETING].sessions.list(**lately(sandbox)))
        other = accounts[MEETING].sessions.get(session_of(sandbox, 5))
    vendor = Vendor(sandbox)

    assert isinstance(deleted(face, vendor, known=known), Gone)
    looks = [HISTORY, ATTENDEES] * (len(gaps(SETTLE)) + 1)
    assert [each for each in vendor.asked if each] == [HISTORY, ATTENDEES, SESSION, *looks]
    with pytest.raises(InvalidInput):
        deleted(face, Vendor(sandbox), number=8, known=other)


def shown_again(session: str) -> Callable[[Answer], Answer]:
    return rows(lambda line: line.update(sessionId=line["sessionId"] or session))


def test_a_session_that_the_history_still_shows_is_not_gone(face: str) -> None:
    """Accepted is not proven."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    vendor.after[HISTORY] = shown_again(run_of(sandbox).session)

    outcome = deleted(face, vendor)

    assert isinstance(outcome, Unconfirmed)
    assert "still shows it" in outcome.reason
    assert vendor.asked.count(HISTORY) == 2 + len(gaps(SETTLE))  # once before, and at each look after


@pytest.mark.parametrize("nothing", [None, "0", "absent", "no line"])
def test_however_the_line_stays_without_its_session_it_is_gone(face: str, nothing: Any) -> None:
    """The id may be empty, null, nought or missing, and the line may be gone as well."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)

    def edit(answer: Answer) -> Answer:
        tree = [line for line in json.loads(answer[2]) if line["sessionId"] or nothing != "no line"]
        for line in tree:
            if not line["sessionId"]:
                line["sessionId"] = nothing
                if nothing == "absent":
                    del line["sessionId"]
        return 200, {}, json.dumps(tree).encode()

    vendor.after[HISTORY] = edit

    assert isinstance(deleted(face, vendor), Gone)


def test_a_session_whose_attendees_are_still_listed_is_not_gone(face: str) -> None:
    """The list is a part of what is deleted."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    with sandbox_opened("sync", sandbox) as accounts:
        list(accounts[MEETING].participants.list(session_of(sandbox)))
    remembered: list[Answer] = []

    def remember(answer: Answer) -> Answer:
        remembered.append(answer)
        return answer

    vendor.before[ATTENDEES] = remember
    vendor.after[ATTENDEES] = lambda _: remembered[0]

    outcome = deleted(face, vendor)

    assert isinstance(outcome, Unconfirmed)
    assert "attendees" in outcome.reason


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_without_the_right_to_see_attendees_it_is_deleted_and_nothing_is_proven(face: str, what: str) -> None:
    """``identity:`` is missing: the deletion goes through, and counts as unconfirmed."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    vendor.before[ATTENDEES] = vendor.after[ATTENDEES] = FORBIDDEN

    outcome = deleted(face, vendor, what)

    assert isinstance(outcome, Unconfirmed)
    assert run_of(sandbox).attendees == []


def test_attendees_that_nobody_saw_before_prove_nothing_by_their_absence(face: str) -> None:
    """The history counts attendees and the list shows none: perhaps the token may not see them."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    vendor.before[ATTENDEES] = vendor.after[ATTENDEES] = EMPTY

    outcome = deleted(face, vendor)

    assert isinstance(outcome, Unconfirmed)
    assert "before" in outcome.reason


def test_a_session_that_nobody_attended_is_gone(face: str) -> None:
    """The history counts nobody, so there is no list to be seen."""
    sandbox = unlimited()
    run_of(sandbox).attendees.clear()

    assert isinstance(deleted(face, Vendor(sandbox)), Gone)


def test_a_session_that_the_history_never_showed_is_not_proven_gone(face: str) -> None:
    """Accepted, and not shown before either: its absence is no proof."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    vendor.before[HISTORY] = EMPTY

    outcome = deleted(face, vendor)

    assert isinstance(outcome, Unconfirmed)
    assert "before" in outcome.reason


@pytest.mark.parametrize("odd", [NOT_FOUND, FORBIDDEN, BARE])
def test_a_history_that_cannot_be_read_again_proves_nothing(face: str, odd: Answer) -> None:
    """Not even its 404: that may mean the organizer."""
    vendor = Vendor(unlimited())
    vendor.after[HISTORY] = odd

    outcome = deleted(face, vendor)

    assert isinstance(outcome, Unconfirmed)
    assert "ada@example.test" not in f"{outcome}"


def test_the_history_of_another_organizer_proves_no_deletion(face: str) -> None:
    """The bug: rows that name another organizer were taken for what the session's own organizer has."""
    vendor = Vendor(unlimited())
    vendor.after[HISTORY] = rows(lambda row: row.update(organizerKey="1", sessionId="2"))

    assert isinstance(deleted(face, vendor), Unconfirmed)


def test_attendees_of_another_meeting_are_no_answer(face: str) -> None:
    """The bug: rows that name another meeting were listed as people of the one that was asked for."""
    vendor = Vendor(unlimited())
    vendor.before[ATTENDEES] = rows(lambda row: row.update(meetingId=1, newMeetingId="1"))

    with sandbox_opened(face, vendor.sandbox, vendor) as accounts, pytest.raises(DecodeError, match="another event"):
        list(accounts[MEETING].participants.list(session_of(vendor.sandbox, 0)))


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_trap_27_a_404_of_a_session_that_is_still_there_is_no_deletion(face: str, what: str) -> None:
    """GoToMeeting denies it, and shows it all the same."""
    vendor = Vendor(unlimited())
    vendor.before[what] = NOT_FOUND

    assert isinstance(deleted(face, vendor, what), Unconfirmed)


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_trap_27_a_404_that_does_not_say_what_is_missing_is_an_error(face: str, what: str) -> None:
    """It proves nothing about any session."""
    vendor = Vendor(unlimited())
    vendor.before[what] = BARE

    with pytest.raises(NotFound):
        deleted(face, vendor, what)


@pytest.mark.parametrize("what", [SESSION, LIST])
@pytest.mark.parametrize("odd", [FORBIDDEN, NOT_FOUND, BARE])
def test_trap_27_a_session_of_another_account_never_counts_as_gone(face: str, what: str, odd: Answer) -> None:
    """Its organizer's history cannot be read: nothing is sent, and nothing is said of it."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    vendor.before = {HISTORY: odd, ATTENDEES: NOT_FOUND, SESSION: NOT_FOUND, LIST: NOT_FOUND}

    with pytest.raises((Forbidden, NotFound)):
        deleted(face, vendor, what)

    assert what not in vendor.asked


def test_a_denied_session_whose_attendees_are_listed_is_still_there(face: str) -> None:
    """The denial is held against the attendee list."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    vendor.before = {HISTORY: EMPTY, SESSION: NOT_FOUND}
    vendor.after = {HISTORY: EMPTY}

    outcome = deleted(face, vendor)

    assert isinstance(outcome, Refused)
    assert "attendees" in outcome.reason


def test_a_conflict_is_a_refusal(face: str) -> None:
    """What the vendor does not delete in its state is still there."""
    vendor = Vendor(unlimited())
    vendor.before[SESSION] = vendor.before[LIST] = CONFLICT

    assert isinstance(deleted(face, vendor), Refused)
    assert isinstance(deleted(face, Vendor(vendor.sandbox), LIST), Gone)


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_a_lost_answer_is_sent_again_and_looked_after(face: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deletion whose answer was an error of the server, though it was carried out, ends as gone."""
    monkeypatch.setattr("provider_bridge.core.retry._Wait.__call__", lambda *_: 0.0)
    sandbox = unlimited()

    class Losing(Vendor):
        lost = 0

        def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
            found = super().__call__(method, url, headers, body)
            if method == "DELETE" and not self.lost:
                self.lost += 1
                return 502, {}, b""
            return found

    vendor = Losing(sandbox)

    assert isinstance(deleted(face, vendor, what), Gone)
    assert vendor.asked.count(what) == 2


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_a_broken_vendor_before_the_deletion_keeps_it_from_being_sent(
    face: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be looked at first for no reason of its own is an error."""
    monkeypatch.setattr("provider_bridge.core.retry._Wait.__call__", lambda *_: 0.0)
    vendor = Vendor(unlimited())
    vendor.before[ATTENDEES] = (500, {}, b"")

    with pytest.raises(ProviderBroken):
        deleted(face, vendor, what)

    assert what not in vendor.asked


@pytest.mark.parametrize("what", [SESSION, LIST])
@pytest.mark.parametrize("session", ["", "1", "1/2", "a/b/c", "1/2/"])
def test_ids_of_another_form_delete_nothing(face: str, what: str, session: str) -> None:
    """They are refused before anything is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(InvalidInput):
        (accounts[MEETING].sessions if what == SESSION else accounts[MEETING].participants).delete(session)

    assert not sandbox.log


def test_an_account_that_is_opened_read_only_deletes_nothing(face: str) -> None:
    """Both deletions are refused, and the vendor never hears of them."""
    sandbox = unlimited()
    text = sandbox.config("http://127.0.0.1").replace("/G2M/rest", '/G2M/rest"\nread_only = true\naccount_key = "1')
    with opened(face, sandbox.handle, parse_config(text, "the sandbox", private=True, environ={})) as accounts:
        for facet in (accounts[MEETING].sessions, accounts[MEETING].participants):
            with pytest.raises(ConfigurationError):
                facet.delete(session_of(sandbox))

    assert not any("DELETE" in each for each in sandbox.log)


# --- attendee lists ----------------------------------------------------------------------------------------


def test_a_list_is_gone_and_the_session_stays(face: str) -> None:
    """Nobody of it is listed any more; the session and its recording are as they were."""
    sandbox = unlimited()

    outcome = deleted(face, Vendor(sandbox), LIST)

    assert isinstance(outcome, Gone)
    with sandbox_opened(face, sandbox) as accounts:
        assert list(accounts[MEETING].participants.list(session_of(sandbox))) == []
        assert accounts[MEETING].sessions.get(session_of(sandbox)).participants == 0
        assert list(accounts[MEETING].participants.list(session_of(sandbox, 3)))
    assert run_of(sandbox).recording
    assert isinstance(deleted(face, Vendor(sandbox), LIST), AlreadyGone)


def test_a_list_that_is_still_shown_is_not_gone(face: str) -> None:
    """Accepted, and yet there."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    vendor.before[LIST] = ACCEPTED

    outcome = deleted(face, vendor, LIST)

    assert isinstance(outcome, Unconfirmed)
    assert "still listed" in outcome.reason


def test_a_list_that_was_empty_before_proves_nothing(face: str) -> None:
    """Accepted, and nobody was listed before either."""
    sandbox = unlimited()
    run_of(sandbox).attendees.clear()
    vendor = Vendor(sandbox)
    vendor.before[LIST] = ACCEPTED

    outcome = deleted(face, vendor, LIST)

    assert isinstance(outcome, Unconfirmed)
    assert "before" in outcome.reason


def test_a_404_of_the_meeting_after_its_rows_were_seen_is_proof(face: str) -> None:
    """The same call answered with its rows alone just before; one that does not say what is missing proves nothing."""
    for after, kind in ((NOT_FOUND, Gone), (BARE, Unconfirmed)):
        vendor = Vendor(unlimited())
        for run in vendor.sandbox.world.part(Meetings).runs[1:]:
            run.attendees.clear()
        vendor.after[ATTENDEES] = after

        assert isinstance(deleted(face, vendor, LIST), kind)


@pytest.mark.parametrize("what", [SESSION, LIST])
@pytest.mark.parametrize("after", [NOT_FOUND, EMPTY])
def test_a_list_from_which_other_sessions_vanished_as_well_proves_nothing(face: str, what: str, after: Answer) -> None:
    """One session's rows were deleted; that those of the others are not shown either is a fault of the vendor's."""
    vendor = Vendor(unlimited())
    vendor.after[ATTENDEES] = after

    outcome = deleted(face, vendor, what)

    assert isinstance(outcome, Unconfirmed)
    assert "other sessions" in outcome.reason


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_rows_that_cannot_be_told_apart_do_not_keep_from_deleting(face: str, what: str) -> None:
    """It is deleted; as rows of the meeting remain, nothing is proven, and once none remains it is."""
    sandbox = unlimited()
    odd = rows(lambda row: row.update(meetingInstanceKey=0, startTime="", endTime=""))
    vendor = Vendor(sandbox)
    vendor.before[ATTENDEES] = vendor.after[ATTENDEES] = odd

    outcome = deleted(face, vendor, what)

    assert isinstance(outcome, Unconfirmed)
    assert run_of(sandbox).attendees == []
    for run in sandbox.world.part(Meetings).runs[3:]:
        run.attendees.clear()
    lonely = unlimited()
    for run in lonely.world.part(Meetings).runs[3:]:
        run.attendees.clear()
    vendor = Vendor(lonely)
    vendor.before[ATTENDEES] = vendor.after[ATTENDEES] = odd
    assert isinstance(deleted(face, vendor, what), Gone)


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_rows_matched_by_time_are_known_again_after_the_deletion(face: str, what: str) -> None:
    """Keys that are no session ids: the rows are found by time before, and by their key after."""
    sandbox = unlimited()
    odd = rows(lambda row: row.update(meetingInstanceKey=row["meetingInstanceKey"] % 10**6 + 5))
    vendor = Vendor(sandbox)
    vendor.before[ATTENDEES] = vendor.after[ATTENDEES] = odd

    assert isinstance(deleted(face, vendor, what), Gone)
    stubborn = Vendor(unlimited())
    stubborn.before[ATTENDEES] = stubborn.after[ATTENDEES] = odd
    stubborn.before[LIST] = ACCEPTED
    assert isinstance(deleted(face, stubborn, LIST), Unconfirmed)


def test_the_sandbox_has_what_these_tests_need() -> None:
    """Runs 0, 3 and 6 are of one meeting, and run 0 has a recording."""
    sandbox = unlimited()
    assert run_of(sandbox).meeting is run_of(sandbox, 3).meeting is run_of(sandbox, 6).meeting
    assert run_of(sandbox).recording


# --- the wrong organizer, and what a line still shows ----------------------------------------------------------


@pytest.mark.parametrize("what", [SESSION, LIST])
@pytest.mark.parametrize("unreadable", [FORBIDDEN, NOT_FOUND])
def test_trap_27_a_session_that_is_named_with_a_wrong_organizer_is_not_gone(
    face: str, what: str, unreadable: Answer
) -> None:
    """GoToMeeting denies it and that organizer's history does not show it: it is stored all the same."""
    sandbox = unlimited()
    run = run_of(sandbox)
    vendor = Vendor(sandbox)
    vendor.before[ATTENDEES] = vendor.after[ATTENDEES] = unreadable
    wrong = f"{sandbox.world.colleague_key}/{run.meeting.id}/{run.session}"
    with sandbox_opened(face, sandbox, vendor) as accounts:
        facet = accounts[MEETING].sessions if what == SESSION else accounts[MEETING].participants
        outcome = facet.delete(wrong)

    assert not run.forgotten
    assert isinstance(outcome, Unconfirmed)


@pytest.mark.parametrize("what", [SESSION, LIST])
def test_a_session_that_a_listing_showed_is_gone_already_when_it_is_denied(face: str, what: str) -> None:
    """``known`` says that the organizer is the right one, so that no list of attendees is needed to tell."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        known = accounts[MEETING].sessions.get(session_of(sandbox))
    assert isinstance(deleted(face, Vendor(sandbox), what), Gone)
    vendor = Vendor(sandbox)
    vendor.before[ATTENDEES] = vendor.after[ATTENDEES] = NOT_FOUND
    vendor.before[LIST] = NOT_FOUND

    assert isinstance(deleted(face, vendor, what, known=known), AlreadyGone)


def test_a_session_whose_line_still_shows_its_recording_is_not_gone(face: str) -> None:
    """The recordings are a part of what is deleted, and a line without a session can still show one."""
    sandbox = unlimited()
    vendor = Vendor(sandbox)
    remembered: dict[str, Any] = {}

    def remember(answer: Answer) -> Answer:
        for line in json.loads(answer[2]):
            if line.get("sessionId") == run_of(sandbox).session:
                remembered.update(line)
        return answer

    def kept(answer: Answer) -> Answer:
        tree = [line for line in json.loads(answer[2]) if line["startTime"] != remembered["startTime"]]
        return 200, {}, json.dumps([*tree, remembered | {"sessionId": ""}]).encode()

    vendor.before[HISTORY], vendor.after[HISTORY] = remember, kept

    outcome = deleted(face, vendor)

    assert remembered["recording"]
    assert isinstance(outcome, Unconfirmed)
    assert "recording" in outcome.reason
