"""Who took part in Zoom's sessions by telephone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from answering import REFUSALS, Answering, of_body
from support import sandbox_opened, unlimited
from tours.zoom.dial_ins import weeks
from tours.zoom.participants import newest

from provider_bridge import (
    ApiError,
    BadRequest,
    DecodeError,
    DialIn,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    SessionId,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.dial_ins import Calls

ZOOM = "sandbox-zoom"
REPORT = "/report/telephone"
DASHBOARD = "/metrics/"
MEETING = SessionId("meeting:abcd+efg==")
MAY = {"since": date(2026, 5, 1), "until": date(2026, 5, 10)}


def listed(face: str, sandbox: Sandbox, app: Any = None, **period: date) -> list[DialIn]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[ZOOM].dial_ins.list(**(period or weeks(sandbox))))


def got(face: str, sandbox: Sandbox, session: str = MEETING, app: Any = None) -> tuple[DialIn, ...]:
    with sandbox_opened(face, sandbox, app) as accounts:
        legs: tuple[DialIn, ...] = accounts[ZOOM].dial_ins.get(SessionId(session))
        return legs


def leg(**more: Any) -> dict[str, Any]:
    return {
        "type": "toll-free",
        "phone_number": "+49 69 1",
        "call_in_number": "+49*****1",
        "signaled_number": "ZoomGW",
        "country_name": "Germany",
        "start_time": "2026-05-02T10:00:00Z",
        "end_time": "2026-05-02T10:30:00Z",
        "duration": 30,
        "meeting_id": 91234567890,
        "meeting_type": "Meeting",
        "uuid": "4444AAAiAAAAAiAiAiiAii==",
        "host_id": "h",
        "host_email": "host@example.test",
    } | more


def page(*legs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"next_page_token": "", "total_records": len(legs), "telephony_usage": list(legs)} | more


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def of_type(kind: str, *legs: dict[str, Any], **more: Any) -> Any:
    """Answer one type of the report with these legs, the others with none."""
    return lambda url, _: (200, page(*(legs if query(url)["type"] == kind else ()), **more))


def test_quirk_9_all_three_types_are_listed(face: str) -> None:
    """Zoom shows one type at a time, the first by default: all calls of all types come, each as often as it is."""
    sandbox = unlimited()

    legs = listed(face, sandbox)

    calls = sandbox.world.part(Calls).legs
    assert all(calls.values())
    assert Counter((each["uuid"], each["type"]) for rows in calls.values() for each in rows) == Counter(
        (str(each.session).partition(":")[2], each.kind) for each in legs
    )
    kinds = {session.uuid: session.kind.lower() for session in sandbox.world.sessions}
    for each in legs:
        kind, _, uuid = str(each.session).partition(":")
        assert kind == kinds[uuid] == str(each.event).partition(":")[0]
        assert each.caller.startswith("+49*****")
        assert each.start
        assert each.end
        assert each.duration == each.end - each.start
        assert each.host
        assert each.host_email


def test_quirk_29_windows_are_no_wider_than_thirty_days(face: str) -> None:
    """Each type is asked for in windows of thirty days that meet, over the whole period."""
    sandbox = unlimited()
    app = Answering(sandbox, REPORT, lambda _, tree: (200, tree))

    listed(face, sandbox, app, since=date(2026, 8, 1), until=date(2026, 11, 20))

    asked: dict[str, list[tuple[date, date]]] = {}
    for url in app.asked:
        found = query(url)
        asked.setdefault(found["type"], []).append((date.fromisoformat(found["from"]), date.fromisoformat(found["to"])))
    assert set(asked) == {"1", "2", "3"}
    for windows in asked.values():
        assert (windows[-1][0], windows[0][1]) == (date(2026, 8, 1), date(2026, 11, 20))
        assert all((last - first).days < 30 for first, last in windows)
        assert all(older[1] == newer[0] for newer, older in pairwise(windows))


def test_alike_calls_are_neither_lost_nor_doubled(face: str) -> None:
    """Two alike rows of the day that two windows share are two, although four were shown."""
    sandbox = unlimited()
    shared = leg(start_time="2026-05-11T08:00:00Z")

    def make(url: str, _: Any) -> tuple[int, Any]:
        asked = query(url)
        shown = asked["type"] == "2" and asked["from"] <= "2026-05-11" <= asked["to"]
        return 200, page(*([shared, shared] if shown else []))

    app = Answering(sandbox, REPORT, make)
    legs = listed(face, sandbox, app, since=date(2026, 4, 20), until=date(2026, 6, 9))

    assert len(legs) == 2
    assert sum("type=2" in url and "2026-05-11" in url for url in app.asked) == 2


def test_moments_are_sharp_and_days_are_whole(face: str) -> None:
    """Of the days that Zoom shows, moments keep what lies between them; a call without a time is kept."""
    sandbox = unlimited()
    rows = [leg(), leg(start_time="2026-05-02T23:00:00Z"), leg(start_time="")]
    app = Answering(sandbox, REPORT, of_type("1", *rows))

    sharp = listed(
        face, sandbox, app, since=datetime(2026, 5, 2, 9, tzinfo=UTC), until=datetime(2026, 5, 2, 11, tzinfo=UTC)
    )

    assert [each.start and each.start.hour for each in sharp] == [10, None]
    assert [10, 23, None] == [each.start and each.start.hour for each in listed(face, sandbox, app, **MAY)]


def test_every_field_is_kept_and_numbers_stay_text(face: str) -> None:
    """What Zoom says of a call is in its place; minutes become a length."""
    sandbox = unlimited()
    (only,) = listed(face, sandbox, Answering(sandbox, REPORT, of_type("3", leg(type="call-in"))), **MAY)

    assert only == DialIn(
        session=SessionId("meeting:4444AAAiAAAAAiAiAiiAii=="),
        event=only.event,
        kind="call-in",
        start=datetime(2026, 5, 2, 10, tzinfo=UTC),
        end=datetime(2026, 5, 2, 10, 30, tzinfo=UTC),
        duration=timedelta(minutes=30),
        country="Germany",
        caller="+49*****1",
        dialled="+49 69 1",
        signaled="ZoomGW",
        host=only.host,
        host_email="host@example.test",
    )
    assert (only.event, only.host) == ("meeting:91234567890", "h")


def test_quirk_2_3_4_odd_values(face: str) -> None:
    """Text for numbers, numbers for text, empty dates, words never seen: all are taken as they are."""
    sandbox = unlimited()
    rows = [
        leg(meeting_id="912 3456 7890", duration="7", meeting_type="Webinar", type="hologram", phone_number=4969),
        leg(meeting_id="", uuid="", start_time="", end_time=None, duration="", meeting_type="", host_id=""),
        leg(meeting_type="Room Meeting"),
        leg(meeting_type="Gathering"),
    ]
    first, second, third, fourth = listed(face, sandbox, Answering(sandbox, REPORT, of_type("1", *rows)), **MAY)

    assert (first.event, first.duration, first.kind) == ("webinar:91234567890", timedelta(minutes=7), "hologram")
    assert (first.session, first.dialled) == ("webinar:4444AAAiAAAAAiAiAiiAii==", "4969")
    assert (second.event, second.session, second.start, second.end, second.duration, second.host) == (None,) * 6
    assert third.event == "meeting:91234567890"
    assert (fourth.event, fourth.session) == ("91234567890", "4444AAAiAAAAAiAiAiiAii==")


@pytest.mark.parametrize("days", [{"from": "2026-05-04"}, {"to": "2026-05-09"}])
def test_a_period_that_was_cut_is_incomplete(face: str, days: dict[str, str]) -> None:
    """An answer about fewer days than were asked for is no listing of them."""
    sandbox = unlimited()
    app = Answering(sandbox, REPORT, of_body(page(leg(), **days)))

    with pytest.raises(ListingIncomplete, match="shorter period"):
        listed(face, sandbox, app, **MAY)


def test_a_period_that_lies_ahead_may_end_today(face: str) -> None:
    """That Zoom does not speak of the future is no gap."""
    sandbox = unlimited()
    today = datetime.now(UTC).date()
    app = Answering(sandbox, REPORT, of_body(page(to=today.isoformat())))

    assert listed(face, sandbox, app, since=today - timedelta(days=3), until=today + timedelta(days=3)) == []


@pytest.mark.parametrize("body", [page(leg(), total_records=2), {"telephony_usage": [leg()], "total_records": "9"}])
def test_fewer_rows_than_announced_are_incomplete(face: str, body: dict[str, Any]) -> None:
    """Nothing may be concluded from a call that is missing."""
    sandbox = unlimited()
    with pytest.raises(ListingIncomplete):
        listed(face, sandbox, Answering(sandbox, REPORT, of_body(body)), **MAY)


def test_quirk_16_a_page_token_that_dies_midway_restarts_the_window(face: str) -> None:
    """Alike rows come as often as they are there, although their page was read twice."""
    sandbox = unlimited()
    left = [1]

    def make(url: str, _: Any) -> tuple[int, Any]:
        if "type=1" not in url:
            return 200, page()
        if "next_page_token" not in url:
            return 200, page(leg(), leg(), total_records=3, next_page_token="second")
        if left and left.pop():
            return 400, {"code": 300, "message": "The next page token is invalid or expired."}
        return 200, page(leg(), total_records=3)

    assert len(listed(face, sandbox, Answering(sandbox, REPORT, make), **MAY)) == 3


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 5, 2), date(2026, 5, 1)),
        (datetime(2026, 5, 2), date(2026, 5, 3)),  # noqa: DTZ001 (that is the mistake)
    ],
)
def test_what_is_no_period_is_refused_before_anything_is_sent(face: str, since: date, until: date) -> None:
    """Bad input is one clear error."""
    sandbox = unlimited()
    with pytest.raises(InvalidInput):
        listed(face, sandbox, since=since, until=until)

    assert not sandbox.log


@pytest.mark.parametrize("kind", ["Meeting", "Webinar"])
def test_the_calls_of_one_session(face: str, kind: str) -> None:
    """The dashboard of a session that is over shows who called, from which number and to which."""
    sandbox = unlimited()
    session = next(each for each in sandbox.world.sessions if each.kind == kind and each.attendees > 2)
    app = Answering(sandbox, DASHBOARD, lambda _, tree: (200, tree))

    (only,) = got(face, sandbox, f"{kind.lower()}:{session.uuid}", app)

    assert (only.session, only.event) == (
        f"{kind.lower()}:{session.uuid}",
        f"{kind.lower()}:{session.number}",
    )
    assert (only.kind, only.caller, only.dialled) == ("call-in", only.participant, "+49 69 7104 9922")
    assert (only.duration, only.country, only.host) == (None, "", None)
    assert only.start
    assert all(query(url)["type"] == "past" for url in app.asked)


def test_a_session_without_calls_has_none(face: str) -> None:
    """Participants with computers only are no dial-ins, and are counted against the total all the same."""
    sandbox = unlimited()

    assert got(face, sandbox, newest(sandbox)["session_id"]) == ()


@pytest.mark.parametrize("calls", [None, [], [{"call_type": "call-out", "call_number": "", "zoom_number": None}]])
def test_calls_that_say_little(face: str, calls: Any) -> None:
    """No calls are none; a call without numbers is still a call."""
    sandbox = unlimited()
    row = {"user_name": "Ada", "join_time": "", "leave_time": None, "audio_call": calls}
    body = {"participants": [row], "total_records": 1, "meeting_number": 91234567890}

    legs = got(face, sandbox, app=Answering(sandbox, DASHBOARD, of_body(body)))

    assert [("call-out", "", "", "Ada", "meeting:91234567890")] * len(calls or ()) == [
        (each.kind, each.caller, each.dialled, each.participant, each.event) for each in legs
    ]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        ("1001", NotFound),
        ("3001", NotFound),
        ("bare 404", NotFound),
        ("12702", BadRequest),
        ("200", Forbidden),
        ("200 in disguise", Forbidden),
    ],
)
@pytest.mark.parametrize("part", [REPORT, DASHBOARD])
def test_each_refusal_is_typed_and_names_nobody(face: str, part: str, refusal: str, kind: type[ApiError]) -> None:
    """A plan without dashboards, an unknown session, one that is too old: none is "no calls"."""
    sandbox = unlimited()
    status, body = REFUSALS[refusal]
    app = Answering(sandbox, part, of_body(body, status))
    with pytest.raises(kind) as caught:
        listed(face, sandbox, app, **MAY) if part == REPORT else got(face, sandbox, app=app)

    assert type(caught.value) is kind
    assert "ada@" not in f"{caught.value}{caught.value!r}"
    if refusal == "200 in disguise":
        assert isinstance(caught.value, Forbidden)
        assert caught.value.missing_plan


@pytest.mark.parametrize("part", [REPORT, DASHBOARD])
def test_an_answer_without_the_list_is_no_empty_list(face: str, part: str) -> None:
    """Only a list says that nobody called."""
    sandbox = unlimited()
    app = Answering(sandbox, part, of_body({"total_records": 0}))
    with pytest.raises(DecodeError):
        listed(face, sandbox, app, **MAY) if part == REPORT else got(face, sandbox, app=app)


def test_no_number_and_nobody_is_in_a_repr(face: str) -> None:
    """A dial-in's ``repr`` shows times and ids, no number, name or address."""
    shown = repr(listed(face, unlimited()))

    assert "call" in shown
    assert not any(word in shown for word in ("+49", "example.test", "7104"))
