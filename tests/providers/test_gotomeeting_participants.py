"""Who was in GoToMeeting's sessions: which rows are whose, of which session, and what is left undecided."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from answering import Answering
from hypothesis import given, settings
from hypothesis import strategies as st
from support import drive, opened, sandbox_opened, unlimited
from tours.gotomeeting.sessions import lately, of_group, session_of

from provider_bridge import (
    DecodeError,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    Participant,
)
from provider_bridge.config import parse_config
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.steps import Emit, Now
from provider_bridge.providers.gotomeeting.participants import Participants
from provider_bridge.providers.gotomeeting.wire import participants as wire
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meetings import Attendee, Meetings, Run

MEETING = "sandbox-meeting"
ATTENDEES = "/attendees"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
Row = dict[str, Any]


def run_of(sandbox: Sandbox, number: int = 0) -> Run:
    return sandbox.world.part(Meetings).runs[number]


def listed(face: str, sandbox: Sandbox, app: Any = None, number: int = 0) -> list[Any]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[MEETING].participants.list(session_of(sandbox, number)))


def edited(sandbox: Sandbox, change: Callable[[Row], object]) -> Answering:
    """Return a simulator every row of whose attendees is changed on its way."""

    def make(_: str, tree: Any) -> tuple[int, Any]:
        for row in tree:
            change(row)
        return 200, tree

    return Answering(sandbox, ATTENDEES, make)


def attended(sandbox: Sandbox, *people: tuple[str, str], number: int = 0) -> None:
    """Let those with these names and addresses have been there, one after another."""
    run = run_of(sandbox, number)
    run.attendees[:] = [
        Attendee(name, email, run.start + at * MINUTE, run.start + (at + 1) * MINUTE)
        for at, (name, email) in enumerate(people)
    ]


def told(people: list[Any]) -> list[tuple[str, str, str, int]]:
    return [(each.matched_by, each.name, each.email, each.rows) for each in people]


def test_trap_20_the_organizer_in_every_row_is_nobody_who_was_there(face: str) -> None:
    """Plain names and the plain address are the organizer's, whatever the list; only the attendee's count."""
    sandbox = unlimited()
    marked = {"firstName": "Olga", "lastName": "Organizer", "email": "olga@organizer.test", "name": "Olga Organizer"}
    app = edited(sandbox, lambda row: row.update(marked))
    with sandbox_opened(face, sandbox, app) as accounts:
        participants = accounts[MEETING].participants
        found = list(participants.list(session_of(sandbox)))
        found += participants.list_between(**lately(sandbox))
        found += participants.list_between(**of_group(sandbox))

    assert len(found) > 60
    everything = " ".join(f"{each.name} {each.email} {each.also_known} {each!r}" for each in found).lower()
    assert "olga" not in everything
    assert "organizer" not in everything


def test_trap_20_an_attendee_without_a_name_does_not_get_the_organizers(face: str) -> None:
    """Nothing stands in for what is missing."""
    sandbox = unlimited()

    def change(row: Row) -> None:
        del row["attendeeName"], row["attendeeEmail"]

    found = listed(face, sandbox, edited(sandbox, change))

    assert told(found) == [("row", "", "", 1)] * 3


def test_trap_21_rows_of_other_sessions_are_left_out(face: str) -> None:
    """A meeting's list mixes its sessions; each person of the one that is meant comes, and nobody else."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for number in range(9):
            run = run_of(sandbox, number)
            found = list(accounts[MEETING].participants.list(session_of(sandbox, number)))
            assert sum(each.rows for each in found) == len(run.attendees)
            assert {each.session for each in found} == {session_of(sandbox, number)}
            assert {stay.joined for each in found for stay in each.intervals} == {row.joined for row in run.attendees}


def test_trap_21_keys_that_are_no_session_ids_are_matched_by_time(face: str) -> None:
    """Where no row has the key, the history says when the session was, and the rows when theirs was."""
    sandbox = unlimited()

    def change(row: Row) -> None:
        row["meetingInstanceKey"] = row["meetingInstanceKey"] % 10**6 + 5

    wanted = [listed(face, sandbox, number=number) for number in range(9)]

    assert [listed(face, sandbox, edited(sandbox, change), number) for number in range(9)] == wanted


@pytest.mark.parametrize("nothing", [0, "", None])
def test_trap_21_rows_without_a_key_are_matched_by_time(face: str, nothing: Any) -> None:
    """Some without a key, or all: the time tells."""
    sandbox = unlimited()
    wanted = listed(face, sandbox)
    every = edited(sandbox, lambda row: row.update(meetingInstanceKey=nothing))
    some = edited(sandbox, lambda row: row["attendeeEmail"].islower() and row.update(meetingInstanceKey=nothing))

    assert listed(face, sandbox, every) == wanted
    assert listed(face, sandbox, some) == wanted


def test_trap_21_a_session_nobody_is_listed_of_is_told_by_the_others(face: str) -> None:
    """Other keys are ids of other sessions in the history: then keys are ids, and this session has no rows."""
    sandbox = unlimited()
    run_of(sandbox).attendees.clear()

    assert listed(face, sandbox) == []
    with sandbox_opened(face, sandbox) as accounts:  # one that the history does not show is no session without people
        organizer, meeting, _ = session_of(sandbox).split("/")
        with pytest.raises(NotFound):
            list(accounts[MEETING].participants.list(f"{organizer}/{meeting}/12345"))


@pytest.mark.parametrize("member", ["startTime", "endTime", "both"])
def test_trap_21_what_neither_key_nor_time_settles_is_incomplete(face: str, member: str) -> None:
    """Rows with other keys and without a time could be anybody's: an error, and not a guess. An end is no need."""
    sandbox = unlimited()

    def change(row: Row) -> None:
        row["meetingInstanceKey"] += 1
        for name in ("startTime", "endTime") if member == "both" else (member,):
            row[name] = ""

    app = edited(sandbox, change)
    if member == "endTime":
        assert listed(face, sandbox, app) == listed(face, sandbox)
        return
    with pytest.raises(ListingIncomplete):
        listed(face, sandbox, app)


def test_trap_21_rows_of_the_time_of_two_sessions_are_incomplete(face: str) -> None:
    """One instance that spans two sessions of the history is neither's for certain."""
    sandbox = unlimited()
    first, last = run_of(sandbox, 3), run_of(sandbox, 0)

    def change(row: Row) -> None:
        row["meetingInstanceKey"] = 5
        row["startTime"], row["endTime"] = (f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in (first.start, last.end))

    with pytest.raises(ListingIncomplete, match="two sessions"):
        listed(face, sandbox, edited(sandbox, change))


def test_trap_21_other_keys_and_a_history_without_the_session_are_incomplete(face: str) -> None:
    """Neither says anything about the session."""
    sandbox = unlimited()
    run_of(sandbox).forgotten = True

    with pytest.raises(ListingIncomplete):
        listed(face, sandbox, edited(sandbox, lambda row: row.update(meetingInstanceKey=row["meetingInstanceKey"] + 1)))


def test_a_history_that_may_not_be_read_ends_the_listing(face: str) -> None:
    """Where the history has to settle the matter, its refusal is the listing's."""
    sandbox = unlimited()
    app = edited(sandbox, lambda row: row.update(meetingInstanceKey=1))

    def refusing(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        if "/historicalMeetings" in url:
            return 403, {}, b'{"errorCode": "Forbidden", "description": "no"}'
        return app(method, url, headers, body)

    with pytest.raises(Forbidden):
        listed(face, sandbox, refusing)


def test_trap_22_whoever_came_back_is_one_person_with_all_stays(face: str) -> None:
    """Rows of one address are one person; the raw rows are counted, the stays added up."""
    sandbox = unlimited()

    (first, *_) = listed(face, sandbox)

    assert (first.rows, first.matched_by) == (2, "email")
    assert [stay.left - stay.joined for stay in first.intervals] == [20 * MINUTE, 22 * MINUTE]
    assert first.present == 42 * MINUTE


def test_trap_22_without_an_address_the_same_name_is_one_person_and_a_label_is_nobody(face: str) -> None:
    """A name alone joins nobody who has an address; labels of callers and guests join nothing."""
    sandbox = unlimited()
    attended(
        sandbox,
        ("Ada Abel", "ada@x.test"),
        ("Ada Abel", ""),
        ("ada  abel", "NA"),
        ("Caller 1", ""),
        ("Caller 1", "n/a"),
        ("Guest", ""),
        ("iPhone", ""),
        ("iPhone", ""),
        ("+49 30 5550123", ""),
        ("+49 (30) 5550123", ""),
        ("NA", "NA"),
    )

    assert told(listed(face, sandbox)) == [
        ("email", "Ada Abel", "ada@x.test", 1),
        ("name", "Ada Abel", "", 2),
        ("row", "Caller 1", "", 1),
        ("row", "Caller 1", "", 1),
        ("row", "Guest", "", 1),
        ("row", "iPhone", "", 1),
        ("row", "iPhone", "", 1),
        ("name", "", "", 2),
        ("row", "", "", 1),
    ]
    assert [each.phone for each in listed(face, sandbox)][7] == "+49 30 5550123"


def test_trap_23_an_address_in_another_case_is_the_same_person(face: str) -> None:
    """It is compared without case, and shown as it came first."""
    sandbox = unlimited()
    attended(sandbox, ("Ada", "Ada.Abel@X.test"), ("A. Abel", "ada.abel@x.TEST "))

    (only,) = listed(face, sandbox)

    assert (only.email, only.rows, only.also_known) == ("Ada.Abel@X.test", 2, ("A. Abel",))


def test_trap_04_and_11_keys_and_times_of_every_kind(face: str) -> None:
    """Keys as text, times with a plain Z or in milliseconds since 1970 give the same people."""
    sandbox = unlimited()

    def change(row: Row) -> None:
        row["meetingInstanceKey"], row["meetingId"] = str(row["meetingInstanceKey"]), str(row["meetingId"])
        row["joinTime"] = f"{datetime.fromisoformat(row['joinTime']):%Y-%m-%dT%H:%M:%SZ}"
        row["leaveTime"] = int(datetime.fromisoformat(row["leaveTime"]).timestamp() * 1000)

    assert listed(face, sandbox, edited(sandbox, change)) == listed(face, sandbox)


def test_trap_25_stays_are_in_utc(face: str) -> None:
    """Every time is aware."""
    assert {
        moment.tzinfo
        for each in listed(face, unlimited())
        for stay in each.intervals
        for moment in (stay.joined, stay.left)
    } == {UTC}


def test_trap_27_a_meeting_that_is_not_known_is_not_an_empty_list(face: str) -> None:
    """Of another account or without a history: an error that says that it does not say which."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(NotFound):
        list(accounts[MEETING].participants.list("1/999999999/1"))


@pytest.mark.parametrize("session", ["", "1", "1/2", "1/x/3", "meeting:abc==", "1/2/3/4", "1//3"])
def test_ids_of_another_form_are_refused_before_anything_is_sent(face: str, session: str) -> None:
    """They say what an id looks like."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(InvalidInput):
        list(accounts[MEETING].participants.list(session))

    assert not sandbox.log


def test_a_stay_without_an_end_leaves_the_time_open(face: str) -> None:
    """A sum of some stays is no sum of all."""
    sandbox = unlimited()

    def change(row: Row) -> None:
        if row["attendeeEmail"].islower():
            row["leaveTime"] = ""

    (first, *_) = listed(face, sandbox, edited(sandbox, change))

    assert first.rows == 2
    assert first.present is None


def test_a_row_that_makes_no_sense_is_an_error_without_a_value(face: str) -> None:
    """It is told by place and kind."""
    sandbox = unlimited()
    app = edited(sandbox, lambda row: row.update(attendeeName={"secret": "Ada"}))

    with pytest.raises(DecodeError) as caught:
        listed(face, sandbox, app)

    assert "attendeeName" in str(caught.value)
    assert "Ada" not in str(caught.value)


def test_everybody_of_a_time_comes_once_for_each_session(face: str) -> None:
    """The people of all sessions are those that each session has alone, with its own id."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        participants = accounts[MEETING].participants
        found = list(participants.list_between(**lately(sandbox)))
        of_group_ = list(participants.list_between(**of_group(sandbox)))
        of_host = list(participants.list_between(**lately(sandbox), host=sandbox.world.colleague_key))
        wanted = [each for number in range(9) for each in participants.list(session_of(sandbox, number))]
        short = list(
            participants.list_between(since=sandbox.world.now() - 7 * DAY, until=sandbox.world.now() - 5 * DAY)
        )

    assert found == wanted
    assert of_group_ == wanted
    assert {each.session.split("/")[0] for each in of_host} == {sandbox.world.colleague_key}
    assert {each.session for each in short} == {session_of(sandbox, 1)}


def test_a_time_is_asked_for_by_months_and_a_day_more(face: str) -> None:
    """No request is wider than 31 days; who joined after midnight is asked for too."""
    sandbox = unlimited()
    app = edited(sandbox, lambda _: None)
    day = sandbox.world.now().date() - 10 * DAY
    with sandbox_opened(face, sandbox, app) as accounts:
        list(accounts[MEETING].participants.list_between(since=day - 80 * DAY, until=day))

    asked = [parse_qs(urlsplit(url).query) for url in app.asked]
    spans = [tuple(datetime.fromisoformat(query[name][0]) for name in ("startDate", "endDate")) for query in asked]
    assert all(end - start <= 31 * DAY for start, end in spans)
    assert spans[0][1].date() == day + 2 * DAY


def test_whose_people_are_asked_for_is_never_guessed(face: str) -> None:
    """Host and group together, and a blank host, are refused; the whole account is every organizer's sessions."""
    sandbox = unlimited()
    text = sandbox.config("http://127.0.0.1").replace("/G2M/rest", '/G2M/rest"\nwhole_account = true\naccount_key = "1')
    with opened(face, sandbox.handle, parse_config(text, "the sandbox", private=True, environ={})) as accounts:
        listing = accounts[MEETING].participants.list_between
        with pytest.raises(InvalidInput):
            list(listing(**of_group(sandbox), host="1"))
        with pytest.raises(InvalidInput):
            list(listing(**lately(sandbox), host=" "))
        assert not sandbox.log
        assert list(listing(**of_group(sandbox)))
        hosts = (sandbox.world.organizer_key, sandbox.world.colleague_key)
        each_host = [person for host in hosts for person in listing(**lately(sandbox), host=host)]
        assert each_host
        assert {(each.session, each.name) for each in each_host} == {
            (each.session, each.name) for each in listing(**lately(sandbox))
        }


@pytest.mark.parametrize("member", ["meetingInstanceKey", "startTime"])
def test_a_row_of_no_session_makes_a_time_incomplete(face: str, member: str) -> None:
    """It could be of any session, so none is complete."""
    sandbox = unlimited()
    app = edited(sandbox, lambda row: row.update({member: ""}))
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ListingIncomplete):
        list(accounts[MEETING].participants.list_between(**lately(sandbox)))


def test_trap_31_a_list_without_pages_is_read_into_small_rows(face: str) -> None:
    """Of two thousand rows of each of two sessions one's people come; a row takes less than its text."""
    sandbox = unlimited()
    for number in (0, 3):
        attended(sandbox, *((f"P {index}", f"p{index}@x.test") for index in range(2000)), number=number)
    bodies: list[bytes] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Any:
        found = sandbox.handle(method, url, headers, body)
        bodies.append(found[2])
        return found

    found = listed(face, sandbox, app)
    tracemalloc.start()
    rows = wire.ROWS.validate_json(bodies[-1])
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(found) == 2000
    assert {each.rows for each in found} == {1}
    assert len(rows) > 4000
    assert held < 450 * len(rows) < len(bodies[-1])


@settings(max_examples=60, deadline=None)
@given(
    sessions=st.lists(st.tuples(st.integers(0, 100 * 24 * 60), st.integers(1, 26 * 60)), max_size=8),
    joins=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 100), st.integers(0, 3)), max_size=25),
    by=st.sampled_from(["began", "joined", "present"]),
    days=st.integers(0, 110),
)
def test_every_row_of_a_time_is_in_exactly_one_person(
    sessions: list[tuple[int, int]], joins: list[tuple[int, int, int]], by: str, days: int
) -> None:
    """However the vendor reads a period, alike rows included: none is lost, none comes twice, no session is split."""
    rows: list[tuple[datetime, datetime, datetime, Row]] = []
    for number, share, who in joins:
        if number >= len(sessions):
            continue
        ago, length = sessions[number]
        began = (NOON - ago * MINUTE).replace(second=0)
        ended = began + length * MINUTE
        joined = began + (ended - began) * share / 101
        row = {
            "meetingId": 1,
            "meetingInstanceKey": number + 1,
            "organizerkey": 7,
            "startTime": f"{began:%Y-%m-%dT%H:%M:%S.+0000}",
            "endTime": f"{ended:%Y-%m-%dT%H:%M:%S.+0000}",
            "joinTime": f"{joined:%Y-%m-%dT%H:%M:%S.+0000}",
            "leaveTime": f"{ended:%Y-%m-%dT%H:%M:%S.+0000}",
            "attendeeName": f"P {who}",
            "attendeeEmail": f"p{who}@x.test",
        }
        rows.append((began, joined.replace(microsecond=0), ended, row))
    since = NOON - days * DAY

    def answer(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        assert isinstance(step, Call)
        first, last = (datetime.fromisoformat(step.query[name]) for name in ("startDate", "endDate"))
        body: list[Row] = []
        for began, joined, ended, row in rows:
            shown = {"began": first <= began <= last, "joined": first <= joined <= last}
            if shown.get(by, joined <= last and first <= ended):
                body.append(row)
        return Reply("GET", json.dumps(body).encode(), 0, NOON, "")

    class Key:
        everybody, named = False, "7"

        def organizer(self, _: object) -> Any:
            yield from ()
            return "7"

    account: Any = SimpleNamespace(_runner=None, _account=SimpleNamespace(whose=Key()))
    flow = Participants.list_between.flow(Participants(account), since=since)
    _, steps = drive(flow, answer)
    found: list[Participant] = [each for step in steps if isinstance(step, Emit) for each in step.items]

    wanted = Counter(f"7/1/{row['meetingInstanceKey']}" for began, *_, row in rows if since <= began)
    assert (
        Counter({each: sum(p.rows for p in found if p.session == each) for each in {p.session for p in found}})
        == wanted
    )
    assert len({(each.session, each.email) for each in found}) == len(found)
