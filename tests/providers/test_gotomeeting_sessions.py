"""What took place at GoToMeeting: listing by organizer and by group, and finding one session."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from answering import Answering
from hypothesis import given, settings
from hypothesis import strategies as st
from support import drive, opened, sandbox_opened, unlimited
from tours.gotomeeting.sessions import lately, session_of

from provider_bridge import (
    BadRequest,
    DecodeError,
    EventId,
    Forbidden,
    GroupId,
    HostId,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    PastRun,
    ProviderBroken,
    Session,
    UnsupportedCapability,
)
from provider_bridge.config import parse_config
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.steps import Emit, Now
from provider_bridge.providers.goto import GoToSettings
from provider_bridge.providers.gotomeeting.account import GoToMeetingAccount
from provider_bridge.providers.gotomeeting.sessions import Sessions
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meetings import Meetings, Run

MEETING, ZOOM = "sandbox-meeting", "sandbox-zoom"
HISTORY = "/historicalMeetings"
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def state(sandbox: Sandbox) -> Meetings:
    return sandbox.world.part(Meetings)


def own_runs(sandbox: Sandbox) -> list[Run]:
    return [run for run in state(sandbox).runs if run.meeting.organizer == sandbox.world.organizer_key]


def listed(face: str, sandbox: Sandbox, app: Any = None, **arguments: Any) -> list[Any]:
    with sandbox_opened(face, sandbox, app) as accounts:
        return list(accounts[MEETING].sessions.list(**(arguments or lately(sandbox))))


def edited(sandbox: Sandbox, change: Callable[[dict[str, Any]], object], part: str = HISTORY) -> Answering:
    """Return a simulator every line of whose history is changed on its way."""

    def make(_: str, tree: Any) -> tuple[int, Any]:
        for line in tree:
            change(line)
        return 200, tree

    return Answering(sandbox, part, make)


def test_what_took_place_is_listed_each_once_newest_month_first(face: str) -> None:
    """Ids are of organizer, meeting and session; times, counts, title and host are as they were."""
    sandbox = unlimited()
    runs = own_runs(sandbox)

    found = listed(face, sandbox)

    assert {each.id for each in found} == {f"{run.meeting.organizer}/{run.meeting.id}/{run.session}" for run in runs}
    assert len(found) == len(runs) == 9
    newest, run = found[0], runs[0]
    assert (newest.event, newest.kind, newest.start, newest.end) == (run.meeting.id, "meeting", run.start, run.end)
    assert (newest.participants, newest.title) == (2, "Meeting 0")
    assert (newest.host_name, newest.host_email) == ("Jane Doe", "Jane.Doe@example.test")
    assert "Doe" not in repr(found)


@pytest.mark.parametrize(("since", "until", "count"), [(12, None, 3), (12, 2, 2), (400, None, 9), (-1, None, 0)])
def test_a_period_is_kept_to(face: str, since: int, until: int | None, count: int) -> None:
    """Both ends are held against the start; a period that is still to come holds nothing."""
    sandbox = unlimited()
    now = sandbox.world.now()
    end = None if until is None else now - until * DAY

    assert len(listed(face, sandbox, since=now - since * DAY, until=end)) == count


def test_windows_are_narrow_overlap_and_leave_no_second_out(face: str) -> None:
    """No request asks for more than 31 days, each ends where the one before it began or later, in whole seconds."""
    sandbox = unlimited()
    app = edited(sandbox, lambda _: None)
    since = sandbox.world.now() - 100 * DAY

    listed(face, sandbox, app, since=since)

    asked = [parse_qs(urlsplit(url).query) for url in app.asked]
    spans = [tuple(datetime.fromisoformat(query[name][0]) for name in ("startDate", "endDate")) for query in asked]
    assert all(query["startDate"][0].endswith("T00:00:00Z") for query in asked)
    assert all(timedelta(0) < end - start <= 31 * DAY for start, end in spans)
    assert all(later[0] < earlier[1] for later, earlier in pairwise(spans))
    assert spans[-1][0] <= since
    assert spans[0][1] > sandbox.world.now()


def test_whose_history_is_asked_for(face: str) -> None:
    """Nobody's key is needed for the token's own; a host's and the configured organizer's are in the path."""
    sandbox = unlimited()
    colleague = sandbox.world.colleague_key
    app = edited(sandbox, lambda _: None)

    assert len(listed(face, sandbox, app)) == 9
    assert all("/organizers/" not in url for url in app.asked)
    of_host = listed(face, sandbox, app, **lately(sandbox), host=colleague)
    assert {each.id.split("/")[0] for each in of_host} == {colleague}
    assert len(of_host) == 2
    text = sandbox.config("http://127.0.0.1").replace("/G2M/rest", f'/G2M/rest"\norganizer_key = "{colleague}')
    configured = parse_config(text, "the sandbox", private=True, environ={})
    with opened(face, sandbox.handle, configured) as accounts:
        assert list(accounts[MEETING].sessions.list(**lately(sandbox))) == of_host


def test_the_whole_account_is_every_organizer(face: str) -> None:
    """``whole_account`` without a host is everybody's, and one who cannot be read makes it incomplete."""
    sandbox = unlimited()
    colleague = sandbox.world.colleague_key
    text = sandbox.config("http://127.0.0.1").replace("/G2M/rest", '/G2M/rest"\nwhole_account = true\naccount_key = "1')
    with opened(face, sandbox.handle, parse_config(text, "the sandbox", private=True, environ={})) as accounts:
        sessions = accounts[MEETING].sessions
        own = list(sessions.list(**lately(sandbox), host=sandbox.world.organizer_key))
        theirs = list(sessions.list(**lately(sandbox), host=colleague))
        assert (9, 2) == (len(own), len(theirs))
        assert {each.id for each in (*own, *theirs)} == {each.id for each in sessions.list(**lately(sandbox))}
        assert list(sessions.list(theirs[0].event))
        with pytest.raises(NotFound):
            list(sessions.list(EventId("999999999")))

    def refusing(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        if f"{colleague}/historicalMeetings" in url:
            return 403, {}, b'{"errorCode": "No", "description": "No"}'
        return sandbox.handle(method, url, headers, body)

    with opened(face, refusing, parse_config(text, "the sandbox", private=True, environ={})) as accounts:
        came: list[Session] = []
        with pytest.raises(ListingIncomplete, match="1 unreadable"):
            came.extend(accounts[MEETING].sessions.list(**lately(sandbox)))


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"event": "webinar:12"},
        {"event": ""},
        {"since": datetime(2026, 1, 1)},  # noqa: DTZ001 (that it has no zone is the point)
        {"since": NOON, "until": NOON - DAY},
        {"since": NOON, "host": " "},
    ],
)
def test_what_cannot_be_asked_is_refused_before_it_is_sent(face: str, arguments: dict[str, Any]) -> None:
    """Neither event nor time, ids of another form, moments without a zone, periods backwards, a blank host."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(InvalidInput):
        list(accounts[MEETING].sessions.list(**arguments))

    assert not sandbox.log


def test_the_sessions_of_one_event(face: str) -> None:
    """Ten years are searched for them, month by month; a meeting's number may have dashes."""
    sandbox = unlimited()
    meeting = own_runs(sandbox)[0].meeting
    app = edited(sandbox, lambda _: None)

    found = listed(face, sandbox, app, event=meeting.id)

    assert [each.start for each in found] == [run.start for run in own_runs(sandbox) if run.meeting is meeting]
    assert len(app.asked) > 10 * 12
    dashed = f"{meeting.id[:3]}-{meeting.id[3:6]}-{meeting.id[6:]}"
    assert listed(face, sandbox, event=dashed, since=sandbox.world.now() - 10 * DAY) == found[:1]


def test_an_event_without_a_session_is_not_found_where_no_period_narrows_it(face: str) -> None:
    """Nothing in ten years is an error; nothing in a period is nothing."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(NotFound) as caught:
            list(accounts[MEETING].sessions.list("999999999"))
        assert list(accounts[MEETING].sessions.list("999999999", **lately(sandbox))) == []

    assert caught.value.missing == ""


def test_trap_04_keys_may_be_numbers_or_text(face: str) -> None:
    """Keys beyond what a JavaScript number holds survive exactly, however they come."""
    sandbox = unlimited()

    def change(line: dict[str, Any]) -> None:
        line["sessionId"], line["organizerKey"] = int(line["sessionId"]), int(line["organizerKey"])
        line["meetingId"] = int(line["meetingId"])
        line["numAttendees"] = int(line["numAttendees"])

    assert listed(face, sandbox, edited(sandbox, change)) == listed(face, sandbox)


@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%S.+0000", "%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y %H:%M:%S"])
def test_trap_11_times_of_every_spelling_are_read(face: str, form: str) -> None:
    """A dot without digits, a plain Z, and the old spelling without a zone give the same times."""
    sandbox = unlimited()

    def change(line: dict[str, Any]) -> None:
        for name in ("startTime", "endTime"):
            line[name] = datetime.fromisoformat(line[name]).strftime(form)

    assert listed(face, sandbox, edited(sandbox, change)) == listed(face, sandbox)


def test_trap_24_what_is_running_comes_once_it_is_over(face: str) -> None:
    """A running session is missing from the history, and there after its end."""
    sandbox = unlimited()
    run = own_runs(sandbox)[0]
    run.end = sandbox.world.now() + timedelta(hours=1)

    assert session_of(sandbox) not in [each.id for each in listed(face, sandbox)]
    sandbox.world.offset += 2 * 3600
    assert session_of(sandbox) in [each.id for each in listed(face, sandbox)]


def test_trap_25_times_are_aware_and_in_utc(face: str) -> None:
    """Whatever offset a time comes with."""
    sandbox = unlimited()

    def change(line: dict[str, Any]) -> None:
        line["startTime"] = "2026-11-20T10:00:00+02:00"

    found = listed(face, sandbox, edited(sandbox, change), since=datetime(2026, 11, 20, tzinfo=UTC))

    assert {each.start for each in found} == {datetime(2026, 11, 20, 8, tzinfo=UTC)}
    assert all(each.start.tzinfo is UTC and each.end.tzinfo is UTC for each in found)


def test_trap_27_a_404_of_the_history_is_an_error_and_never_an_empty_list(face: str) -> None:
    """Another account's organizer, an unknown one and one without history look alike."""
    sandbox = unlimited()
    refusal = {"errorCode": "NotFound", "description": "of ada@example.test"}
    for body, missing in ((refusal, "object"), ({}, "")):
        app = Answering(sandbox, HISTORY, lambda *_, body=body: (404, body))
        with sandbox_opened(face, sandbox, app) as accounts:
            with pytest.raises(NotFound) as caught:
                list(accounts[MEETING].sessions.list(**lately(sandbox)))
            with pytest.raises(NotFound):
                accounts[MEETING].sessions.get(session_of(sandbox))
        assert caught.value.missing == missing
        assert "ada@example.test" not in str(caught.value)


@pytest.mark.parametrize("nothing", ["", None, "0", 0, "absent"])
def test_the_line_that_a_deleted_session_leaves_is_no_session(face: str, nothing: Any) -> None:
    """It stays in the history without an id; it is neither listed nor an error."""
    sandbox = unlimited()
    lost = own_runs(sandbox)[0].session

    def change(line: dict[str, Any]) -> None:
        if line["sessionId"] == lost:
            line["sessionId"] = nothing
            if nothing == "absent":
                del line["sessionId"]

    assert listed(face, sandbox, edited(sandbox, change)) == listed(face, sandbox)[1:]


def test_an_instance_key_stands_in_for_a_missing_session_id(face: str) -> None:
    """The deprecated shape names the instance; it is taken rather than losing the session."""
    sandbox = unlimited()

    def change(line: dict[str, Any]) -> None:
        line["meetingInstanceKey"] = int(line.pop("sessionId"))
        line["organizerkey"] = int(line.pop("organizerKey"))
        line["date"] = line.pop("startTime")

    assert listed(face, sandbox, edited(sandbox, change)) == listed(face, sandbox)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("meetingId", None),
        ("organizerKey", ""),
        ("startTime", "yesterday"),
        ("numAttendees", "many"),
        ("meetingId", ""),
    ],
)
def test_a_line_that_makes_no_sense_is_an_error(face: str, member: str, value: Any) -> None:
    """It is told by place and kind, and never skipped."""
    sandbox = unlimited()
    app = edited(sandbox, lambda line: line.update({member: value}))

    with pytest.raises(DecodeError) as caught:
        listed(face, sandbox, app)

    assert "yesterday" not in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[", b"null", b'[{"subject": "x"}]'])
def test_answers_of_another_shape_are_errors(body: bytes) -> None:
    """Nothing that is no list of lines passes for an empty list."""
    sandbox = unlimited()
    app = Answering(sandbox, HISTORY, lambda *_: (200, body))

    with pytest.raises((DecodeError, ProviderBroken)):
        listed("sync", sandbox, app)


def test_a_session_is_found_with_what_the_listing_says(face: str) -> None:
    """``get`` agrees with ``list``, and stops looking once it was found."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for each in accounts[MEETING].sessions.list(**lately(sandbox)):
            assert accounts[MEETING].sessions.get(each.id) == each
        sandbox.log.clear()
        accounts[MEETING].sessions.get(session_of(sandbox))

    assert sum(sandbox.log.values()) == 1


def test_a_session_that_no_history_shows_is_not_found(face: str) -> None:
    """Also one whose session is right and whose meeting is not; an organizer of elsewhere is forbidden."""
    sandbox = unlimited()
    organizer, meeting, session = session_of(sandbox).split("/")
    with sandbox_opened(face, sandbox) as accounts:
        for wrong in (f"{organizer}/{meeting}/1", f"{organizer}/999999999/{session}"):
            with pytest.raises(NotFound, match="ten years"):
                accounts[MEETING].sessions.get(wrong)
        with pytest.raises(Forbidden):
            accounts[MEETING].sessions.get(f"1/{meeting}/{session}")
        for wrong in (session, f"{organizer}/{session}", "a/b/c", "", "meeting:x"):
            with pytest.raises(InvalidInput):
                accounts[MEETING].sessions.get(wrong)


def test_a_group_lists_runs_without_their_sessions(face: str) -> None:
    """It says which event, when and whose, and no session's id, as there is none."""
    sandbox = unlimited()
    group = sandbox.world.digits("group", "root")
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[MEETING].sessions.list_of_group(group, **lately(sandbox)))
        sessions = list(accounts[MEETING].sessions.list(**lately(sandbox)))
        later = list(accounts[MEETING].sessions.list_of_group(group, since=sandbox.world.now() + 9 * DAY))
        with pytest.raises(BadRequest):
            list(accounts[MEETING].sessions.list_of_group("1", **lately(sandbox)))

    assert later == []
    assert sorted(found, key=lambda run: run.start, reverse=True) == [
        PastRun(
            event=each.event,
            kind="meeting",
            host=HostId(sandbox.world.organizer_key),
            start=each.start,
            end=each.end,
            participants=each.participants,
            group=GroupId(group),
            title=each.title,
            host_name=each.host_name,
            host_email=each.host_email,
        )
        for each in sessions
    ]
    assert "Doe" not in repr(found)


def test_lines_of_a_group_that_are_alike_come_as_often_as_they_are_there(face: str) -> None:
    """Two alike lines are two runs; what the overlap of two months shows twice is one."""
    sandbox = unlimited()
    group = sandbox.world.digits("group", "root")
    app = Answering(sandbox, "/groups/", lambda _, tree: (200, [*tree, *tree]))
    with sandbox_opened(face, sandbox, app) as accounts:
        assert len(list(accounts[MEETING].sessions.list_of_group(group, **lately(sandbox)))) == 18


def test_zoom_refuses_to_delete_a_run_and_its_list(face: str) -> None:
    """No endpoint of Zoom's does either; what to do instead is said, and nothing is sent."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        for facet in (accounts[ZOOM].sessions, accounts[ZOOM].participants):
            with pytest.raises(UnsupportedCapability) as caught:
                facet.delete(f"meeting:{sandbox.world.sessions[0].uuid}")
            assert "ask Zoom" in caught.value.instead

    assert not sandbox.log


def _account() -> Any:
    settings_ = {"provider": "x", "client_id": "id", "client_secret": "hush", "personal_access_token": "pat"}
    runner: Any = None
    return GoToMeetingAccount("x", GoToSettings.model_validate(settings_), runner)


@settings(max_examples=60, deadline=None)
@given(
    offsets=st.lists(st.integers(0, 90 * 86400), max_size=12),
    days=st.integers(0, 90),
    length=st.integers(0, 95),
)
def test_every_session_of_a_period_comes_exactly_once(offsets: list[int], days: int, length: int) -> None:
    """Wherever windows meet, whatever second a session began in: none is lost, none comes twice, none is added."""
    starts = [NOON - timedelta(seconds=each) for each in offsets]
    since, until = NOON - days * DAY, NOON - days * DAY + length * DAY
    lines = [
        {
            "meetingId": "1",
            "sessionId": str(number + 1),
            "organizerKey": "7",
            "startTime": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        }
        for number, start in enumerate(starts)
    ]

    def answer(step: Any) -> Any:
        if isinstance(step, Now):
            return NOON
        assert isinstance(step, Call)
        first, last = (datetime.fromisoformat(step.query[name]) for name in ("startDate", "endDate"))
        body = [line for line, start in zip(lines, starts, strict=True) if first <= start <= last]
        return Reply("GET", json.dumps(body).encode(), 0, NOON, "")

    flow = Sessions.list.flow(Sessions(_account()), since=since, until=until)
    _, steps = drive(flow, answer)
    found = [each.id for step in steps if isinstance(step, Emit) for each in step.items]

    assert sorted(found) == sorted(
        f"7/1/{number + 1}" for number, start in enumerate(starts) if since <= start <= until
    )
