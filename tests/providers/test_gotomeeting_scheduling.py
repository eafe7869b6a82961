"""Making, changing and deleting GoToMeeting's meetings: what is sent, and what is looked at afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rewriting import Answer, rewriting
from support import NOON, sandbox_opened, unlimited

from provider_bridge import (
    BadRequest,
    Conflict,
    ConnectFailed,
    EventChange,
    Gone,
    InvalidInput,
    NewEvent,
    NotFound,
    ProviderBroken,
    Refused,
    TransportFailed,
    Unconfirmed,
)
from provider_bridge.core.confirm import polling as patience
from provider_bridge.core.confirm.settling import gaps
from provider_bridge.domain.outcomes import SETTLE
from provider_bridge.providers.gotomeeting.scheduling import body_of, read_title
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.meetings import Meeting, Meetings

MEETING = "sandbox-meeting"
EDGE = b'{"message": "Not found"}'


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


class Watched:
    """A simulator that remembers what it was sent, and may answer some of it otherwise."""

    def __init__(self, sandbox: Sandbox, change: Callable[[str, str, int], Answer | None] = lambda *_: None) -> None:
        self.sandbox = sandbox
        self.sent: list[tuple[str, Any]] = []
        self._change = change

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/G2M/" not in url:
            return self.sandbox.handle(method, url, headers, body)
        number = sum(each == method for each, _ in self.sent)
        self.sent.append((method, json.loads(body) if body else None))
        return self._change(method, url, number) or self.sandbox.handle(method, url, headers, body)

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.sent]


def new(sandbox: Sandbox, **changes: Any) -> NewEvent:
    start = sandbox.world.now().replace(microsecond=0) + timedelta(days=2)
    return replace(NewEvent(start, start + timedelta(minutes=50), "Review"), **changes)


def first(sandbox: Sandbox, kind: str = "scheduled") -> Meeting:
    return next(each for each in sandbox.world.part(Meetings).all if each.kind == kind)


# --- making --------------------------------------------------------------------------------------------------


def test_a_meeting_is_made_with_every_member_in_lower_case(face: str) -> None:
    """Times are whole seconds in UTC, whatever zone they were given in; what is deprecated is sent empty."""
    sandbox = unlimited()
    app = Watched(sandbox)
    zone = timezone(timedelta(hours=5, minutes=30))
    wanted = new(sandbox)  # once: the clock goes on
    start = wanted.start.astimezone(zone).replace(microsecond=5)
    event = replace(wanted, start=start, title="<All> hands & more")
    with sandbox_opened(face, sandbox, app) as accounts:
        made = accounts[MEETING].events.add(
            event, password_required=True, kind="recurring", audio="VoIP", co_organizers=[sandbox.world.colleague_key]
        )
        found = accounts[MEETING].events.get(made.id)

    assert app.sent[0] == (
        "POST",
        {
            "subject": "&lt;All&gt; hands & more",
            "starttime": f"{wanted.start:%Y-%m-%dT%H:%M:%SZ}",
            "endtime": f"{wanted.end:%Y-%m-%dT%H:%M:%SZ}",
            "passwordrequired": True,
            "conferencecallinfo": "VoIP",
            "timezonekey": "",
            "meetingtype": "recurring",
            "coorganizerKeys": [sandbox.world.colleague_key],
        },
    )
    assert made.join_url
    assert replace(made, join_url="") == found
    assert (found.title, found.password_protected, found.recurring) == ("<All> hands & more", True, True)


def test_what_is_left_out_is_the_usual(face: str) -> None:
    """Scheduled, by computer and telephone, without co-organizers."""
    sandbox = unlimited()
    app = Watched(sandbox)
    with sandbox_opened(face, sandbox, app) as accounts:
        made = accounts[MEETING].events.add(new(sandbox), password_required=False)
        found = accounts[MEETING].events.get(made.id)

    [(_, sent), _] = app.sent
    assert (sent["meetingtype"], sent["conferencecallinfo"], "coorganizerKeys" in sent) == (
        "scheduled",
        "Hybrid",
        False,
    )
    assert "Access Code" in made.dial_in
    assert (made.co_hosts, made.host) == ((), None)
    assert replace(made, join_url="") == found


@pytest.mark.parametrize(
    ("changes", "options"),
    [
        ({"start": NOON - timedelta(days=9999)}, {}),
        ({"end": NOON - timedelta(days=9999)}, {}),
        ({"start": NOON.replace(tzinfo=None)}, {}),
        ({"end": NOON.replace(tzinfo=None)}, {}),
        ({"title": " "}, {}),
        ({"title": "x" * 101}, {}),
        ({"description": "All about it"}, {}),
        ({"time_zone": "Europe/Berlin"}, {}),
        ({}, {"kind": "party"}),
        ({}, {"audio": ""}),
        ({}, {"audio": "1" * 256}),
        ({}, {"co_organizers": ["", "1"]}),
        ({}, {"co_organizers": "1234567"}),
    ],
)
def test_what_goto_refuses_is_refused_before_anything_is_sent(
    face: str, changes: dict[str, Any], options: dict[str, Any]
) -> None:
    """Also what it would drop without a word."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(InvalidInput):
        accounts[MEETING].events.add(new(sandbox, **changes), password_required=True, **options)

    assert not sandbox.log


def test_a_start_that_just_passed_is_past(face: str) -> None:
    """The vendor's own rule, in the simulator as well."""
    sandbox = unlimited()
    just = sandbox.world.now() - timedelta(seconds=2)
    with sandbox_opened(face, sandbox) as accounts, pytest.raises(InvalidInput, match="past"):
        accounts[MEETING].events.add(new(sandbox, start=just), password_required=True)


@pytest.mark.parametrize("lost", [TransportFailed("POST /meetings", "broken off"), 500])
def test_a_meeting_is_never_made_twice(face: str, lost: Any) -> None:
    """When the answer gets lost nobody knows whether it was made, and it is not sent again."""
    sandbox = unlimited()
    before = len(sandbox.world.part(Meetings).all)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        if method == "POST" and url.endswith("/meetings"):
            if isinstance(lost, Exception):
                raise lost
            return 500, {}, b""
        return answer

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises((TransportFailed, ProviderBroken)) as caught:
        accounts[MEETING].events.add(new(sandbox), password_required=True)

    assert not isinstance(caught.value, ConnectFailed)
    assert len(sandbox.world.part(Meetings).all) == before + 1


@given(title=st.text(st.characters(codec="utf-8"), min_size=1, max_size=100).filter(str.strip))
def test_a_title_is_written_without_angle_brackets_and_read_back(title: str) -> None:
    """Whatever it is, unless somebody wrote the entities themselves, which cannot be told from brackets."""
    body = body_of(
        title,
        NOON,
        NOON + timedelta(hours=1),
        password_required=True,
        kind="scheduled",
        audio="VoIP",
        co_organizers=None,
    )

    assert not {"<", ">"} & set(body["subject"])
    assert read_title(body["subject"]) == title.replace("&lt;", "<").replace("&gt;", ">")


# --- changing ------------------------------------------------------------------------------------------------


def test_a_change_writes_the_whole_meeting(face: str) -> None:
    """GoTo replaces everything: what is not to change is read before, and written again."""
    sandbox = unlimited()
    meeting = first(sandbox)
    meeting.password, meeting.coorganizers, meeting.subject = True, (sandbox.world.colleague_key,), "&lt;Old&gt;"
    app = Watched(sandbox)
    start = meeting.start + timedelta(days=1)
    change = EventChange(start=start, end=start + timedelta(hours=2))
    with sandbox_opened(face, sandbox, app) as accounts:
        after = accounts[MEETING].events.update(meeting.id, change, audio="VoIP")

    assert app.methods == ["GET", "PUT", "GET"]
    assert app.sent[1][1] == {
        "subject": "&lt;Old&gt;",
        "starttime": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "endtime": f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}",
        "passwordrequired": True,
        "conferencecallinfo": "VoIP",
        "timezonekey": "",
        "meetingtype": "scheduled",
        "coorganizerKeys": [sandbox.world.colleague_key],
    }
    assert (after.start, after.duration, after.title) == (start, timedelta(hours=2), "<Old>")
    assert (after.dial_in, after.co_hosts) == ("VoIP", (sandbox.world.colleague_key,))


def test_everything_can_be_changed(face: str) -> None:
    """The password, the kind and the co-organizers are GoTo's own; none of them can be taken away as well."""
    sandbox = unlimited()
    meeting = first(sandbox)
    meeting.coorganizers = (sandbox.world.colleague_key,)
    with sandbox_opened(face, sandbox) as accounts:
        after = accounts[MEETING].events.update(
            meeting.id,
            EventChange(title="New"),
            audio="Call +49 30 555 with 1234",
            password_required=True,
            kind="recurring",
            co_organizers=(),
        )

    assert (after.title, after.password_protected, after.recurring, after.co_hosts) == ("New", True, True, ())
    assert after.dial_in == "Call +49 30 555 with 1234"


def test_a_past_start_that_does_not_change_is_written_as_it_is(face: str) -> None:
    """Of what recurs GoTo may show a date that is past."""
    sandbox = unlimited()
    meeting = first(sandbox, "recurring")
    meeting.start, meeting.end = meeting.start - timedelta(days=99), meeting.end - timedelta(days=99)
    with sandbox_opened(face, sandbox) as accounts:
        after = accounts[MEETING].events.update(meeting.id, EventChange(title="New"), audio="VoIP")

    assert (after.title, after.start) == ("New", meeting.start)


@pytest.mark.parametrize(
    ("change", "options"),
    [
        (EventChange(title=""), {}),
        (EventChange(title="x" * 101), {}),
        (EventChange(description="d"), {}),
        (EventChange(time_zone="Europe/Berlin"), {}),
        (EventChange(start=NOON), {}),
        (EventChange(end=NOON), {}),
        (EventChange(start=NOON - timedelta(days=9999), end=NOON), {}),
        (EventChange(title="a"), {"audio": " "}),
        (EventChange(title="a"), {"kind": "party"}),
    ],
)
def test_a_change_that_goto_refuses_is_not_written(face: str, change: EventChange, options: dict[str, Any]) -> None:
    """The meeting may be read before; nothing is written."""
    sandbox = unlimited()
    app = Watched(sandbox)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(InvalidInput):
        accounts[MEETING].events.update(first(sandbox).id, change, **{"audio": "VoIP", **options})

    assert "PUT" not in app.methods


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ({"passwordRequired": ""}, {"password_required": True}),
        ({"meetingType": "never seen"}, {"kind": "scheduled"}),
    ],
)
def test_what_goto_does_not_show_has_to_be_said(face: str, shown: dict[str, Any], said: dict[str, Any]) -> None:
    """Nothing is guessed that would be written."""
    sandbox = unlimited()
    meeting = first(sandbox)
    app = Watched(sandbox)
    changed = rewriting(app, "GET", "/meetings/", lambda tree: tree[0].update(shown) and None)
    with sandbox_opened(face, sandbox, changed) as accounts:
        with pytest.raises(InvalidInput):
            accounts[MEETING].events.update(meeting.id, EventChange(title="New"), audio="VoIP")
        assert "PUT" not in app.methods
        with pytest.raises(Conflict):  # written, and not shown: that is never taken for a success
            accounts[MEETING].events.update(meeting.id, EventChange(title="New"), audio="VoIP", **said)

    assert meeting.subject == "New"


def test_a_meeting_without_times_needs_both(face: str) -> None:
    """A time that GoTo does not show is not made up."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/meetings/", lambda tree: tree[0].update(startTime="") and None)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(InvalidInput, match="say both"):
        accounts[MEETING].events.update(first(sandbox).id, EventChange(title="New"), audio="VoIP")


@pytest.mark.parametrize(
    ("hidden", "options"),
    [
        ({"subject": "Old"}, {"change": EventChange(title="New")}),
        ({"passwordRequired": False}, {"password_required": True}),
        ({"meetingType": "scheduled"}, {"kind": "immediate"}),
        ({"coorganizerKeys": []}, {"co_organizers": ["1"]}),
        ({"endTime": "2099-01-01T00:00:00Z"}, {}),
    ],
)
def test_a_change_that_does_not_show_is_no_success(face: str, hidden: dict[str, Any], options: dict[str, Any]) -> None:
    """204 says that it was accepted; what is read afterwards decides."""
    sandbox = unlimited()
    written = False

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        nonlocal written
        if method == "PUT":
            written = True
            return 204, {}, b""
        if written and "/meetings/" in url:
            return hiding(method, url, headers, body)
        return sandbox.handle(method, url, headers, body)

    hiding = rewriting(sandbox.handle, "GET", "/meetings/", lambda tree: tree[0].update(hidden) and None)
    given = {"change": EventChange(), "audio": "VoIP", **options}
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(Conflict, match="does not show the change"):
        accounts[MEETING].events.update(first(sandbox).id, **given)

    assert written


def test_of_what_recurs_another_date_may_show(face: str) -> None:
    """GoTo shows one date of a series, and which one is not documented: its times are not held against the change."""
    sandbox = unlimited()
    meeting = first(sandbox, "recurring")
    shown = meeting.start + timedelta(days=7)
    text = f"{shown:%Y-%m-%dT%H:%M:%SZ}"
    app = rewriting(sandbox.handle, "GET", "/meetings/", lambda tree: tree[0].update(startTime=text) and None)
    start = meeting.start + timedelta(minutes=5)
    change = EventChange(start=start, end=start + timedelta(hours=1))
    with sandbox_opened(face, sandbox, app) as accounts:
        after = accounts[MEETING].events.update(meeting.id, change, audio="VoIP")

    assert after.start == shown
    assert meeting.start == start


def test_a_change_that_shows_late_is_a_change(face: str) -> None:
    """Copies at the vendor may take a moment."""
    sandbox = unlimited()
    meeting = first(sandbox)
    old = Watched(sandbox)

    def late(method: str, _: str, number: int) -> Answer | None:
        return kept[0] if method == "GET" and number == 1 else None

    app = Watched(sandbox, late)
    kept: list[Answer] = []
    with sandbox_opened(face, sandbox, old) as accounts:
        accounts[MEETING].events.get(meeting.id)
    body = [{"meetingId": int(meeting.id), "subject": meeting.subject, "meetingType": "scheduled"}]
    kept.append((200, {}, json.dumps(body).encode()))
    with sandbox_opened(face, sandbox, app) as accounts:
        after = accounts[MEETING].events.update(meeting.id, EventChange(title="New"), audio="VoIP")

    assert after.title == "New"
    assert app.methods == ["GET", "PUT", "GET", "GET"]


# --- deleting ------------------------------------------------------------------------------------------------


def test_a_deleted_meeting_was_there_and_is_gone(face: str) -> None:
    """It is seen before, deleted, and denied afterwards; the evidence shows it."""
    sandbox = unlimited()
    meeting = first(sandbox)
    app = Watched(sandbox)
    with sandbox_opened(face, sandbox, app) as accounts:
        outcome = accounts[MEETING].events.delete(meeting.id)
        left = [each.id for each in accounts[MEETING].events.list()]
        with pytest.raises(NotFound):
            accounts[MEETING].events.delete(meeting.id)

    assert isinstance(outcome, Gone)
    assert [each.what for each in outcome.evidence] == ["accepted", "HTTP 404, code NotFound"]
    looks = ["GET"] * (len(gaps(SETTLE)) + 1)
    assert app.methods == ["GET", "DELETE", *looks, "GET", "GET"]  # the second deletion is not even sent
    assert meeting.id not in left


def test_a_meeting_that_is_not_shown_is_not_said_to_be_gone(face: str) -> None:
    """GoTo says 404 for another account's as well; nothing is deleted, and nothing is proven."""
    sandbox = unlimited()
    app = Watched(sandbox)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(NotFound):
        accounts[MEETING].events.delete("999999999")

    assert app.methods == ["GET"]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({("DELETE", 0): (409, {}, b'{"errorCode": "Conflict", "description": "In session"}')}, Refused),
        ({("DELETE", 0): (204, {}, b"")}, Unconfirmed),  # accepted, and not done
        ({("GET", number): (404, {}, EDGE if number % 2 else b"") for number in range(1, 9)}, Unconfirmed),
        ({("GET", 1): (403, {}, b'{"errorCode": "Forbidden", "description": "No"}')}, Unconfirmed),
        ({("GET", 1): (200, {}, b"[]")}, Unconfirmed),
        ({("DELETE", 0): (404, {}, b'{"errorCode": "NotFound", "description": "No"}')}, Unconfirmed),
    ],
)
def test_an_accepted_deletion_is_not_a_proven_one(
    face: str, answers: dict[tuple[str, int], Answer], kind: type[Any]
) -> None:
    """Refused is refused, and whatever does not deny the meeting leaves it unconfirmed."""
    sandbox = unlimited()
    app = Watched(sandbox, lambda method, _, number: answers.get((method, number)))
    with sandbox_opened(face, sandbox, app) as accounts:
        outcome = accounts[MEETING].events.delete(first(sandbox).id)

    assert type(outcome) is kind
    assert outcome.evidence


def test_a_deletion_whose_answer_got_lost_is_looked_for(face: str) -> None:
    """It is sent again and denied: as it was there a moment ago, our own first attempt deleted it."""
    sandbox = unlimited()

    def lost(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = app(method, url, headers, body)
        if method == "DELETE" and app.methods.count("DELETE") == 1:
            raise TransportFailed("DELETE", "broken off")
        return answer

    app = Watched(sandbox)
    with sandbox_opened(face, sandbox, lost) as accounts:
        outcome = accounts[MEETING].events.delete(first(sandbox).id)

    assert isinstance(outcome, Gone)
    assert app.methods == ["GET", "DELETE", "DELETE", *["GET"] * (len(gaps(SETTLE)) + 1)]


def test_a_refusal_that_is_none_of_the_meetings_state_is_an_error(face: str) -> None:
    """Nothing was tried that could be told as an outcome."""
    sandbox = unlimited()
    app = Watched(sandbox, lambda method, *_: (400, {}, b"{}") if method == "DELETE" else None)
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(BadRequest):
        accounts[MEETING].events.delete(first(sandbox).id)
