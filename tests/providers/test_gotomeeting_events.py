"""GoToMeeting's meetings to come, of one organizer and of all, and each of them by itself."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rewriting import App, rewriting
from support import NOON, drive, opened, sandbox_opened, unlimited

from provider_bridge import (
    DecodeError,
    Event,
    EventId,
    Forbidden,
    HostId,
    HostProblem,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    ProviderBroken,
    SecretUrl,
    Unauthorized,
)
from provider_bridge.config import parse_config
from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.listing.periods import period
from provider_bridge.providers.gotomeeting.upcoming import upcoming_of_owner
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meeting_directory import Organizers
from provider_bridge.sandbox.goto.meetings import Meeting, Meetings

MEETING = "sandbox-meeting"
OWN = "GET /G2M/rest/upcomingMeetings 200"
BY_KEY = "GET /G2M/rest/organizers/{organizerKey}/upcomingMeetings"


def meetings(sandbox: Sandbox, *keys: str) -> list[Meeting]:
    return [each for each in sandbox.world.part(Meetings).all if each.organizer in (keys or (owner(sandbox),))]


def owner(sandbox: Sandbox) -> str:
    return sandbox.world.organizer_key


def configured(
    face: str, sandbox: Sandbox, line: str, app: App | None = None
) -> AbstractContextManager[dict[str, Any]]:
    """Open the account with one more line in its configuration."""
    text = sandbox.config("http://127.0.0.1").replace(
        'provider = "gotomeeting"', f'provider = "gotomeeting"\n{line}', 1
    )
    return opened(face, app or sandbox.handle, parse_config(text, "test", private=True, environ={}))


def refusing(
    sandbox: Sandbox, part: str, status: int, body: bytes = b'{"errorCode": "No", "description": "No"}'
) -> App:
    """Return a simulator that refuses what has ``part`` in its address."""

    def app(method: str, url: str, headers: dict[str, str], sent: bytes) -> tuple[int, dict[str, str], bytes]:
        return (status, {}, body) if part in url else sandbox.handle(method, url, headers, sent)

    return app


# --- listing -------------------------------------------------------------------------------------------------


def test_the_owners_meetings_to_come_need_no_key(face: str) -> None:
    """One call, and nobody is asked whose token it is; a row says nearly everything."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[MEETING].events.list())

    assert found == [
        Event(
            id=EventId(each.id),
            kind="meeting",
            host=HostId(owner(sandbox)),
            start=each.start,
            duration=timedelta(hours=1),
            recurring=each.kind == "recurring",
            registration="none",
            title=each.subject,
            host_email="Jane.Doe@example.test",
            password_protected=False,
            dial_in=each.conference,
        )
        for each in meetings(sandbox)
    ]
    assert len(found) == 5
    assert {name for name in sandbox.log if "G2M" in name or "/me" in name} == {OWN}


def test_another_organizers_meetings_are_asked_for_by_key(face: str) -> None:
    """A host that is named is asked for, whoever the token's owner is."""
    sandbox = unlimited()
    colleague = sandbox.world.colleague_key
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[MEETING].events.list(host=colleague))

    assert [each.id for each in found] == [each.id for each in meetings(sandbox, colleague)]
    assert {each.host for each in found} == {colleague}
    assert sandbox.log[OWN] == 0


def test_a_configured_organizer_is_never_replaced_by_the_owner(face: str) -> None:
    """``organizer_key`` of somebody else lists theirs, and where that is refused it is an error."""
    sandbox = unlimited()
    colleague = sandbox.world.colleague_key
    with configured(face, sandbox, f"organizer_key = {colleague}") as accounts:
        found = list(accounts[MEETING].events.list())
        sandbox.world.part(Organizers).admin = False
        with pytest.raises(Forbidden):
            list(accounts[MEETING].events.list())

    assert {each.host for each in found} == {colleague}
    assert sandbox.log[OWN] == 0


@pytest.mark.parametrize("how", ["configured", "named"])
def test_an_owner_without_the_admin_role_reads_their_own_list(face: str, how: str) -> None:
    """GoTo lets administrators only name an organizer; one's own list is the same list."""
    sandbox = unlimited()
    sandbox.world.part(Organizers).admin = False
    line = f"organizer_key = {owner(sandbox)}" if how == "configured" else ""
    with configured(face, sandbox, line) as accounts:
        named = {"host": owner(sandbox)} if how == "named" else {}
        found = list(accounts[MEETING].events.list(**named))

    assert len(found) == 5
    assert sandbox.log[f"{BY_KEY} 403"]
    assert sandbox.log[OWN] == 1


def test_a_token_that_may_not_say_whose_it_is_reads_no_other_list(face: str) -> None:
    """Nothing says that the organizer is the token's owner: the refusal stands."""
    sandbox = unlimited()
    sandbox.world.part(Organizers).admin = False
    app = refusing(sandbox, "/me", 403)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(Forbidden, match="upcomingMeetings"):
        list(accounts[MEETING].events.list(host=owner(sandbox)))

    assert sandbox.log[OWN] == 0


def test_the_whole_account_is_every_organizer(face: str) -> None:
    """Each organizer of the directory is asked, a suspended one too."""
    sandbox = unlimited()
    with configured(face, sandbox, "whole_account = true") as accounts:
        found = list(accounts[MEETING].events.list())

    everybody = meetings(sandbox, owner(sandbox), sandbox.world.colleague_key)
    assert {each.id for each in found} == {each.id for each in everybody}
    assert len(found) == len(everybody) == 7
    assert sandbox.log[f"{BY_KEY} 200"] == 3


@pytest.mark.parametrize(("status", "kind"), [(404, "no_such_host"), (403, "unreadable"), (400, "unreadable")])
def test_an_organizer_who_cannot_be_listed_is_told(face: str, status: int, kind: str) -> None:
    """No gap is silent: ``problems`` is told of each, or the listing is incomplete after everything else came."""
    sandbox = unlimited()
    colleague = sandbox.world.colleague_key
    told: list[HostProblem] = []
    came: list[Event] = []
    app = refusing(sandbox, f"{colleague}/upcomingMeetings", status)
    with configured(face, sandbox, "whole_account = true", app) as accounts:
        found = list(accounts[MEETING].events.list(problems=told.append))
        with pytest.raises(ListingIncomplete, match=f"1 {kind}"):
            came.extend(accounts[MEETING].events.list())
        alone: list[HostProblem] = []
        assert list(accounts[MEETING].events.list(host=colleague, problems=alone.append)) == []

    assert {each.host for each in found} == {owner(sandbox)}
    assert [(each.host, each.kind) for each in told] == [(colleague, kind)]
    assert alone == told
    assert colleague not in told[0].why


def test_what_is_no_fault_of_one_organizer_ends_the_listing(face: str) -> None:
    """A token that is not accepted any more is not told as a problem of somebody."""
    sandbox = unlimited()
    told: list[HostProblem] = []
    app = refusing(sandbox, "upcomingMeetings", 403, b'{"int_err_code": "InvalidToken", "msg": "Invalid"}')
    with (
        configured(face, sandbox, "whole_account = true", app) as accounts,
        pytest.raises(Unauthorized),
    ):
        list(accounts[MEETING].events.list(problems=told.append))

    assert told == []


def test_a_directory_that_lists_nobody_is_no_empty_account(face: str) -> None:
    """A deprecated call may one day answer with nothing: that proves nothing."""
    sandbox = unlimited()
    app = refusing(sandbox, "/organizers", 200, b"[]")
    with configured(face, sandbox, "whole_account = true", app) as accounts, pytest.raises(ListingIncomplete):
        list(accounts[MEETING].events.list())


def test_a_group_is_listed_with_one_call(face: str) -> None:
    """A group's rows have no telephone numbers; the period counts here as well."""
    sandbox = unlimited()
    team = sandbox.world.part(Organizers).team
    first, second = meetings(sandbox, sandbox.world.colleague_key)
    first.kind = second.kind = "scheduled"
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[MEETING].events.list_of_group(team))
        early = list(accounts[MEETING].events.list_of_group(team, until=first.start))
        with pytest.raises(InvalidInput):
            list(accounts[MEETING].events.list_of_group(" "))

    assert [(each.id, each.host, each.dial_in) for each in found] == [
        (each.id, each.organizer, "") for each in (first, second)
    ]
    assert [each.id for each in early] == [first.id]


def test_since_and_until_are_held_against_the_start(face: str) -> None:
    """What recurs is kept whenever it starts: its row shows one of its dates."""
    sandbox = unlimited()
    own = meetings(sandbox)
    with sandbox_opened(face, sandbox) as accounts:
        found = list(accounts[MEETING].events.list(since=own[4].start, until=own[4].start))
        none_there = list(accounts[MEETING].events.list(kind="webinar"))

    assert {each.id for each in found} == {each.id for each in own if each.kind == "recurring" or each is own[4]}
    assert none_there == []


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "party"},
        {"host": " "},
        {"since": NOON.replace(tzinfo=None)},
        {"since": NOON, "until": NOON - timedelta(days=1)},
    ],
)
def test_bad_input_is_refused_before_anything_is_sent(face: str, options: dict[str, Any]) -> None:
    """One sentence, and no call."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(InvalidInput):
            list(accounts[MEETING].events.list(**options))
        for name in ("get", "delete", "start_url"):
            with pytest.raises(InvalidInput):
                getattr(accounts[MEETING].events, name)("../organizers")

    assert not sandbox.log


def test_a_list_that_is_an_object_is_no_empty_list(face: str) -> None:
    """Something else than a bare array is not taken for nothing."""
    sandbox = unlimited()
    for body in (b"{}", b'{"meetings": []}', b"null"):
        app = refusing(sandbox, "/upcomingMeetings", 200, body)
        with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError):
            list(accounts[MEETING].events.list())


def rows(*given: dict[str, Any]) -> list[Event]:
    """Return what the owner's list becomes of some rows."""

    def answer(step: Any) -> Any:
        return Reply(step.endpoint.name, json.dumps(given).encode(), 0, NOON, "") if isinstance(step, Call) else None

    return drive(upcoming_of_owner(period(None, None)), answer)[0]


@given(
    number=st.integers(1, 10**12),
    shape=st.sampled_from(["int", "text", "dashed"]),
    odd=st.sampled_from(
        ["%Y-%m-%dT%H:%M:%S.+0000", "%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S.000Z"]
    ),
    start=st.datetimes(NOON.replace(tzinfo=None, year=2000), NOON.replace(tzinfo=None, year=2100)),
    minutes=st.integers(0, 10_000),
    key=st.integers(1, 2**63),
    protected=st.sampled_from([(True, True), ("true", True), ("false", False), ("", None), (None, None)]),
    kind=st.sampled_from(["recurring", "Recurring", "RECURRING", "scheduled", "Scheduled", "never seen", ""]),
)
def test_every_spelling_of_a_row_is_the_same_meeting(
    number: int,
    shape: str,
    odd: str,
    start: datetime,
    minutes: int,
    key: int,
    protected: tuple[Any, bool | None],
    kind: str,
) -> None:
    """Numbers and text, with dashes and without, in each spelling of a time, with words in any case."""
    start = start.replace(microsecond=0, tzinfo=UTC)
    end = start + timedelta(minutes=minutes)
    digits = str(number)
    written = {"int": number, "text": digits, "dashed": "-".join([digits[:3], digits[3:]]) if digits[3:] else digits}

    [found] = rows(
        {
            "meetingId": written[shape],
            "organizerKey": key,
            "startTime": start.strftime(odd),
            "endTime": end.strftime(odd),
            "meetingType": kind,
            "passwordRequired": protected[0],
        }
    )

    assert (found.id, found.host, found.start) == (digits, str(key), start)
    assert found.duration == timedelta(minutes=minutes)
    assert found.password_protected is protected[1]
    assert found.recurring is (kind.casefold() == "recurring")


def test_what_recurs_may_have_a_row_for_each_date_and_comes_once() -> None:
    """A row is of a date, says the document; a meeting is one event."""
    found = rows(
        *(
            {"meetingId": "1", "startTime": f"2026-12-0{day}T09:00:00Z", "meetingType": "recurring"}
            for day in range(1, 4)
        ),
        {"meetingId": "2", "startTime": ""},
    )

    assert [(each.id, each.start and each.start.day) for each in found] == [("1", 1), ("2", None)]


def test_an_end_before_the_start_is_no_duration() -> None:
    """A length that cannot be is none."""
    [found] = rows({"meetingId": 1, "startTime": "2026-12-02T09:00:00Z", "endTime": "2026-12-01T09:00:00Z"})

    assert found.duration is None


# --- one meeting ---------------------------------------------------------------------------------------------


def test_one_meeting(face: str) -> None:
    """With or without dashes; whose it is GoTo does not say."""
    sandbox = unlimited()
    meeting = meetings(sandbox)[0]
    meeting.coorganizers = (sandbox.world.colleague_key,)
    dashed = f"{meeting.id[:3]}-{meeting.id[3:6]}-{meeting.id[6:]}"
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[MEETING].events.get(meeting.id)
        assert accounts[MEETING].events.get(dashed) == found
        with pytest.raises(NotFound):
            accounts[MEETING].events.get("999999999999")

    assert (found.id, found.title, found.start) == (meeting.id, meeting.subject, meeting.start)
    assert (found.host, found.host_email, found.created_at) == (None, "", None)
    assert found.co_hosts == meeting.coorganizers
    assert found.recurring


def test_trap_04_keys_of_nineteen_digits_survive_as_numbers_and_as_text(face: str) -> None:
    """They are more than a float holds; the same key comes as text in a list, and may come as a number."""
    sandbox = unlimited()

    def change(tree: list[dict[str, Any]]) -> None:
        for row in tree:
            row["organizerKey"], row["meetingId"] = int(row["organizerKey"]), int(row["meetingId"])

    app = rewriting(sandbox.handle, "GET", "/upcomingMeetings", change)
    with sandbox_opened(face, sandbox, app) as accounts:
        found = list(accounts[MEETING].events.list())

    assert len(owner(sandbox)) == 19
    assert {each.host for each in found} == {owner(sandbox)}
    assert [each.id for each in found] == [each.id for each in meetings(sandbox)]


def test_trap_11_times_are_read_in_goto_meetings_odd_spelling(face: str) -> None:
    """A dot without digits, an offset without a colon; and ``""`` for when it was made."""
    sandbox = unlimited()
    meeting = meetings(sandbox)[0]
    seen: list[str] = []

    def look(tree: list[dict[str, Any]]) -> None:
        seen.extend([tree[0]["startTime"], tree[0]["createTime"]])

    with sandbox_opened(face, sandbox, rewriting(sandbox.handle, "GET", f"/meetings/{meeting.id}", look)) as accounts:
        found = accounts[MEETING].events.get(meeting.id)

    assert seen == [meeting.start.strftime("%Y-%m-%dT%H:%M:%S.+0000"), ""]
    assert (found.start, found.created_at) == (meeting.start, None)


def started(text: str, tree: list[dict[str, Any]]) -> None:
    """Change when a meeting starts."""
    tree[0]["startTime"] = text


def test_trap_25_times_are_utc_whatever_they_are_called(face: str) -> None:
    """Answers are in UTC, also where nothing says so; a meeting has no time zone of its own."""
    sandbox = unlimited()
    meeting = meetings(sandbox)[0]
    for spelled in ("%m/%d/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        text = meeting.start.strftime(spelled)
        app = rewriting(sandbox.handle, "GET", "/meetings/", partial(started, text))
        with sandbox_opened(face, sandbox, app) as accounts:
            found = accounts[MEETING].events.get(meeting.id)

        assert (found.start, found.time_zone) == (meeting.start, "")


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"message": "Not found"}'])
def test_trap_27_a_404_without_a_reason_proves_nothing(face: str, body: bytes) -> None:
    """It is an error, and where GoTo itself says that there is none, the error says so."""
    sandbox = unlimited()
    meeting = meetings(sandbox)[0].id
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(NotFound) as said:
        accounts[MEETING].events.get("999999999")
    with (
        sandbox_opened(face, sandbox, refusing(sandbox, "/meetings/", 404, body)) as accounts,
        pytest.raises((NotFound, ProviderBroken)) as silent,
    ):
        accounts[MEETING].events.get(meeting)

    assert said.value.missing == "object"
    assert getattr(silent.value, "missing", "") == ""


@pytest.mark.parametrize("word", ["RECURRING", "Recurring"])
def test_trap_30_words_come_in_any_case_and_unseen_ones_do_no_harm(face: str, word: str) -> None:
    """A meeting's type decides whether it is kept in every period."""
    sandbox = unlimited()
    meeting = meetings(sandbox)[4]
    app = rewriting(sandbox.handle, "GET", "/meetings/", lambda tree: tree[0].update(meetingType=word) and None)
    unseen = rewriting(sandbox.handle, "GET", "/meetings/", lambda tree: tree[0].update(meetingType="hybrid") and None)
    with sandbox_opened(face, sandbox, app) as accounts:
        assert accounts[MEETING].events.get(meeting.id).recurring
    with sandbox_opened(face, sandbox, unseen) as accounts:
        assert not accounts[MEETING].events.get(meeting.id).recurring


def test_trap_32_addresses_and_access_codes_show_nowhere(face: str, caplog: pytest.LogCaptureFixture) -> None:
    """What starts or joins a meeting is a value, and in no ``repr`` and no log."""
    caplog.set_level("DEBUG")
    sandbox = unlimited()
    meeting = meetings(sandbox)[0].id
    with sandbox_opened(face, sandbox) as accounts:
        url = accounts[MEETING].events.start_url(meeting)
        found = accounts[MEETING].events.get(meeting)

    assert isinstance(url, SecretUrl)
    secrets = [url.url.partition("=")[2], found.dial_in.rpartition(" ")[2]]
    assert all(secrets)
    shown = f"{url!r}{found!r}{caplog.text}"
    assert [each for each in secrets if each in shown] == []


@pytest.mark.parametrize("body", [b"[]", b'[{"meetingId": 1}, {"meetingId": 1}]', b'[{"meetingId": 1}]', b"[[]]"])
def test_anything_but_the_one_meeting_is_no_meeting(face: str, body: bytes) -> None:
    """None, several, or another one than was asked for."""
    sandbox = unlimited()
    app = refusing(sandbox, "/meetings/", 200, body)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(DecodeError):
        accounts[MEETING].events.get("123456789")


def test_one_meeting_outside_of_an_array_is_read_too(face: str) -> None:
    """Old documents show single objects bare."""
    sandbox = unlimited()
    meeting = meetings(sandbox)[0]
    app = rewriting(sandbox.handle, "GET", "/meetings/", lambda tree: tree[0])
    with sandbox_opened(face, sandbox, app) as accounts:
        assert accounts[MEETING].events.get(meeting.id).id == meeting.id
