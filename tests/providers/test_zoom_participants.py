"""Who was at a session at Zoom, one person once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from answering import REFUSALS, Answering, of_body
from support import sandbox_opened, unlimited
from tours.zoom.participants import newest

from provider_bridge import (
    ApiError,
    BadRequest,
    DecodeError,
    Forbidden,
    Interval,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    PageExpired,
    Participant,
    SessionId,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.participants import Attendance
from provider_bridge.sandbox.zoom.registrants import approval_of

ZOOM = "sandbox-zoom"
REPORT = "/report/meetings/"
MEETING = SessionId("meeting:abcd+efg==")


def listed(face: str, sandbox: Sandbox, session: str, app: Any = None, **more: Any) -> list[Participant]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[ZOOM].participants.list(SessionId(session), **more))


def of_rows(face: str, *rows: dict[str, Any], **page: Any) -> list[Participant]:
    """List a meeting whose report consists of these rows."""
    body = {"next_page_token": "", "total_records": len(rows), "participants": list(rows)} | page
    sandbox = unlimited()
    return listed(face, sandbox, MEETING, Answering(sandbox, REPORT, of_body(body)))


def row(**more: Any) -> dict[str, Any]:
    return {
        "id": "",
        "user_id": "16778240",
        "name": "Ada",
        "user_email": "",
        "join_time": "2026-11-02T10:00:00Z",
        "leave_time": "2026-11-02T10:10:00Z",
        "duration": 600,
        "status": "in_meeting",
    } | more


@pytest.mark.parametrize("source", ["report", "past"])
@pytest.mark.parametrize("kind", ["Meeting", "Webinar"])
def test_everybody_comes_once(face: str, kind: str, source: str) -> None:
    """Both lists of both kinds show the people that were there, each once, the waiting apart."""
    sandbox = unlimited()
    sessions = [each for each in sandbox.world.sessions if each.kind == kind and approval_of(each.event) != 2]
    session = max(sessions, key=lambda each: each.attendees)

    everybody = listed(face, sandbox, f"{kind.lower()}:{session.uuid}", source=source)

    guests = sandbox.world.part(Attendance).of(session)
    assert len(guests) == len(everybody)
    assert {guest.registrant for guest in guests if guest.registrant} == {
        each.registrant for each in everybody if each.registrant
    }
    visitor = next(each for each in everybody if each.registrant == guests[1].registrant)
    assert (visitor.matched_by, visitor.email, visitor.user) == ("registrant", guests[1].email, None)
    assert [(each.start, each.end) for each in guests[1].joins if not each.waiting] == [
        (each.joined, each.left) for each in visitor.intervals
    ]
    assert len(visitor.waited) == (kind == "Meeting")
    assert visitor.present == timedelta(seconds=sum(each.seconds for each in guests[1].joins if not each.waiting))
    assert all(each.session == f"{kind.lower()}:{session.uuid}" for each in everybody)
    host = next(each for each in everybody if each.user == guests[0].user)
    assert host.internal is (True if source == "past" else None)


def test_the_newest_run_is_found_though_its_uuid_starts_with_a_slash(face: str) -> None:
    """A UUID that must be encoded twice is, and the answer is about the run that was asked for."""
    sandbox = unlimited()

    everybody = listed(face, sandbox, newest(sandbox)["session_id"])

    assert {each.session for each in everybody} == {f"meeting:{sandbox.world.sessions[0].uuid}"}


def test_quirk_2_empty_text_is_nothing(face: str) -> None:
    """Empty dates, ids, addresses, lengths and flags are none of these, and the row is still a stay."""
    empty = row(join_time="", leave_time="", duration="", status="", name="", internal_user="", registrant_id="")

    (only,) = of_rows(face, empty)

    assert (only.matched_by, only.intervals, only.present) == ("row", (Interval(None, None),), None)
    assert (only.name, only.email, only.phone) == ("", "", "")
    assert (only.user, only.registrant, only.internal) == (None, None, None)


def test_quirk_4_numbers_come_as_text_and_text_as_numbers(face: str) -> None:
    """A length as text counts; an id as a number is the same id."""
    (only,) = of_rows(
        face,
        row(duration="600", participant_user_id=4711, user_id=16778240),
        row(duration=300, participant_user_id="4711", join_time="2026-11-02T11:00:00.25Z", leave_time=None),
    )

    assert (only.present, only.rows, only.user) == (timedelta(minutes=15), 2, "4711")


def test_quirk_3_an_unseen_status_is_presence(face: str) -> None:
    """Only a waiting room is no presence, however it is spelled."""
    (only,) = of_rows(
        face,
        row(user_email="a@x.test", status="in_orbit"),
        row(user_email="a@x.test", status="In_Waiting_Room"),
    )

    assert (len(only.intervals), len(only.waited)) == (1, 1)


def test_quirk_11_lengths_that_are_not_ready_are_no_lengths(face: str) -> None:
    """Shortly after a session Zoom counts everybody's stay as zero: the sum is not known yet."""
    sandbox = unlimited()
    sandbox.world.part(Attendance).counted = False

    everybody = listed(face, sandbox, newest(sandbox)["session_id"])

    assert everybody
    assert all(each.present is None for each in everybody)
    assert all(each.intervals for each in everybody)


def test_quirk_12_one_person_has_many_rows(face: str) -> None:
    """Rejoins, a waiting room and a second device are one person; the rows are counted."""
    (only,) = of_rows(
        face,
        row(user_id="1", user_email="Ada@x.test", status="in_waiting_room", duration=60),
        row(user_id="2", user_email="ada@X.test", registrant_id="r1"),
        row(user_id="3", user_email="", registrant_id="r1", name="Ada's phone", join_time="2026-11-02T10:05:00Z"),
    )

    assert (only.rows, len(only.intervals), len(only.waited)) == (3, 2, 1)
    assert (only.registrant, only.email, only.name) == ("r1", "Ada@x.test", "Ada")
    assert only.present == timedelta(minutes=20)


def test_quirk_31_an_address_in_other_letters_or_with_a_space_is_the_same(face: str) -> None:
    """Zoom keeps the case of addresses, and a space behind one: rows are compared without either."""
    later = {"join_time": "2026-11-02T10:20:00Z", "leave_time": "2026-11-02T10:30:00Z"}

    (only,) = of_rows(
        face,
        row(user_id="1", name="Ada", user_email="Ada.Example@x.test"),
        row(user_id="2", name="A.", user_email="ada.example@X.test ", **later),
    )

    assert (only.rows, only.matched_by, only.email.strip()) == (2, "email", "Ada.Example@x.test")


def test_quirk_13_people_from_outside_are_matched_by_registration(face: str) -> None:
    """Nothing but the registration ties the rows of somebody from outside, so it is always asked for."""
    sandbox = unlimited()
    app = Answering(sandbox, REPORT, lambda _, tree: (200, tree))

    everybody = listed(face, sandbox, newest(sandbox)["session_id"], app)

    assert all("include_fields=registrant_id" in url for url in app.asked)
    assert "registrant" in {each.matched_by for each in everybody}


def test_two_registrants_of_one_name_are_two(face: str) -> None:
    """A display name never puts two registrations together."""
    two = of_rows(face, row(registrant_id="r1", name="Kim"), row(registrant_id="r2", name="Kim"))

    assert [each.registrant for each in two] == ["r1", "r2"]


@pytest.mark.parametrize("number", ["+49*****123", "+1 8243", "16505550100"])
def test_a_caller_has_a_number_and_no_name(face: str, number: str) -> None:
    """What Zoom shows in place of a caller's name is a number, as it came."""
    (only,) = of_rows(face, row(name=number))

    assert (only.name, only.phone) == ("", number)


@pytest.mark.parametrize(
    "name", ["iPhone", "Zoom user", "+49*****123", "Call-In User", "call-in user_1", "Anonymous Attendee", ""]
)
def test_names_that_fit_many_join_nobody(face: str, name: str) -> None:
    """Two masked numbers that look alike need not be one caller; nor need two people without a name."""
    two = of_rows(face, row(name=name, user_id="1"), row(name=name, user_id="2"))

    assert [("row", 1), ("row", 1)] == [(each.matched_by, each.rows) for each in two]


def test_a_whole_number_is_one_caller(face: str) -> None:
    """Two calls from a number that is not masked are one person, however it is formatted."""
    later = {"join_time": "2026-11-02T10:10:00Z", "leave_time": "2026-11-02T10:20:00Z"}
    (only,) = of_rows(face, row(name="+49 30 1234567"), row(name="+49301234567", **later))

    assert (only.matched_by, only.rows) == ("name", 2)


def test_a_masked_address_is_no_address(face: str) -> None:
    """An address of which a part is hidden identifies nobody."""
    two = of_rows(face, row(user_email="a***@x.test", name="Ada"), row(user_email="a***@x.test", name="Abe"))

    assert ["", ""] == [each.email for each in two]


def test_a_score_is_dropped_before_anything_is_read(face: str) -> None:
    """Reports with scores of attention give the same people as those without."""
    with_scores, without = unlimited(scores=True), unlimited()
    without.world.offset = with_scores.world.offset

    scored = listed(face, with_scores, newest(with_scores)["session_id"])

    assert [each.registrant for each in listed(face, without, newest(without)["session_id"])] == [
        each.registrant for each in scored
    ]
    assert "attent" not in repr(scored)


@pytest.mark.parametrize("source", ["report", "past"])
def test_quirk_10_of_a_meeting_with_one_participant_there_are_no_rows(face: str, source: str) -> None:
    """Somebody was there, and the list is empty: it proves nothing."""
    sandbox = unlimited()
    session = replace(sandbox.world.sessions[0], attendees=1)
    sandbox.world.__dict__["sessions"] = (session,)

    assert listed(face, sandbox, f"meeting:{session.uuid}", source=source) == []


@pytest.mark.parametrize("body", [{}, {"participants": None}, {"code": 0, "message": "fine"}])
def test_an_answer_without_the_list_is_no_empty_list(face: str, body: dict[str, Any]) -> None:
    """Only a list says that nobody was there."""
    sandbox = unlimited()
    with pytest.raises(DecodeError):
        listed(face, sandbox, MEETING, Answering(sandbox, REPORT, of_body(body)))


def test_fewer_rows_than_announced_are_incomplete(face: str) -> None:
    """Nobody may conclude anything from who is missing."""
    with pytest.raises(ListingIncomplete):
        of_rows(face, row(), total_records=2)


def test_quirk_16_a_page_token_that_dies_midway_restarts_the_list(face: str) -> None:
    """The list is read again from its start, and no row is counted twice."""
    sandbox = unlimited()
    rows = [row(user_email=f"{number}@x.test") for number in range(4)]
    expired = {"code": 300, "message": "The next page token is either invalid or has expired."}
    left = [1]

    def make(url: str, _: Any) -> tuple[int, Any]:
        if "next_page_token=second" not in url:
            return 200, {"next_page_token": "second", "total_records": 4, "participants": rows[:2]}
        if left and left.pop():
            return 400, expired
        return 200, {"next_page_token": "", "total_records": 4, "participants": rows[2:]}

    app = Answering(sandbox, REPORT, make)
    everybody = listed(face, sandbox, MEETING, app)

    assert [1, 1, 1, 1] == [each.rows for each in everybody]
    assert len(app.asked) == 4


def test_a_page_token_that_never_works_is_incomplete(face: str) -> None:
    """A list that cannot be read to its end is none."""
    sandbox = unlimited()
    expired = {"code": 300, "message": "The next page token is either invalid or has expired."}

    def make(url: str, _: Any) -> tuple[int, Any]:
        first = {"next_page_token": "second", "total_records": 4, "participants": [row()]}
        return (400, expired) if "next_page_token" in url else (200, first)

    with pytest.raises(ListingIncomplete):
        listed(face, sandbox, MEETING, Answering(sandbox, REPORT, make))


@pytest.mark.parametrize(
    ("refusal", "kind", "missing"),
    [
        ("1001", NotFound, "user"),
        ("3001", NotFound, "event"),
        ("bare 404", NotFound, ""),
        ("1010", NotFound, "user"),
        ("12702", BadRequest, None),
        ("200", Forbidden, None),
        ("200 in disguise", Forbidden, None),
    ],
)
def test_each_refusal_is_typed_and_names_nobody(
    face: str, refusal: str, kind: type[ApiError], missing: str | None
) -> None:
    """No refusal is an empty list; each says what it is about, and none passes on Zoom's words."""
    sandbox = unlimited()
    status, body = REFUSALS[refusal]
    with pytest.raises(kind) as caught:
        listed(face, sandbox, MEETING, Answering(sandbox, REPORT, of_body(body, status)))

    assert type(caught.value) is kind
    assert getattr(caught.value, "missing", None) == missing
    assert "ada@" not in f"{caught.value}{caught.value!r}"
    assert not isinstance(caught.value, PageExpired)


@pytest.mark.parametrize("source", ["report", "past"])
def test_quirk_28_what_is_too_old_is_an_error(face: str, source: str) -> None:
    """After a year Zoom does not speak of a session any more; that is no empty list."""
    sandbox = unlimited()
    session = newest(sandbox)["session_id"]
    sandbox.world.offset = 400 * 86400

    with pytest.raises(BadRequest) as caught:
        listed(face, sandbox, session, source=source)

    assert caught.value.code == "12702"


@pytest.mark.parametrize("session", ["", "meeting:93398114182", "93398114182", "abcd+efg==", "meeting:"])
def test_quirk_6_a_number_or_a_run_of_no_kind_is_refused_before_anything_is_sent(face: str, session: str) -> None:
    """A number would mean the latest run in silence, and Zoom asks for meetings and webinars elsewhere."""
    sandbox = unlimited()
    with pytest.raises(InvalidInput):
        listed(face, sandbox, session)

    assert not sandbox.log


def test_an_unknown_source_is_refused_before_anything_is_sent(face: str) -> None:
    """There are two lists."""
    sandbox = unlimited()
    with pytest.raises(InvalidInput, match="report, past"):
        listed(face, sandbox, MEETING, source="dashboard")

    assert not sandbox.log


def test_nobody_is_in_a_repr(face: str) -> None:
    """A participant's ``repr`` shows ids and times, nobody's name, address or number."""
    sandbox = unlimited()
    session = max(sandbox.world.sessions, key=lambda each: each.attendees)

    shown = repr(listed(face, sandbox, f"{session.kind.lower()}:{session.uuid}"))

    assert not any(word in shown for word in ("example.test", "Visitor", "+49"))
